"""Correcting the profile of the auditor who works here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.dialogs.page_parts import dialog_buttons
from ui.dialogs.profile_form import ProfileForm
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_WIDTH = 620  # px


class ProfileDialog(GrowingDialog):
    """Shows the profile and takes corrections.

    Signals: ``wanted`` with the corrected ``Auditor``, who keeps the id.
    """

    wanted = Signal(object)

    def __init__(self, profile: Auditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profile")
        self.setWindowTitle(_("Auditor's profile"))
        self.form = ProfileForm()
        self.form.fill(profile)
        self.banner = Banner()
        self._save = KeyButton(_("Save the profile"), "Enter", kind="primary")
        self._save.setObjectName("save_profile")
        self._save.setDefault(True)
        leave = KeyButton(_("Leave as it is"), "Esc")
        hint = _(
            "New audits take this profile. Audits that were begun keep what stands in them: the "
            "history names whoever answered then."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (Label(hint, "body", "tx2"), self.form, self.banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(leave, self._save))
        self.form.edited.connect(self._review)
        self._save.clicked.connect(self._ask)
        leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())
        self.form.name.field.setFocus()

    def refuse(self, error: KtaError) -> None:
        """Say why it was not stored; what was typed stays."""
        self._save.setEnabled(True)
        self.banner.show_error(error)

    def _review(self) -> None:
        complete = self.form.is_complete()
        text = "" if complete else _("Enter the name: every answer carries it.")
        self.form.name.say(text, "wr")
        self._save.setEnabled(complete)

    def _ask(self) -> None:
        self._save.setEnabled(False)
        self.banner.clear()
        self.wanted.emit(self.form.auditor())
