"""Correcting the profile of the auditor who works here."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

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
from ui.widgets.shortcuts import bind

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
        self._export = KeyButton(_("Save a profile file…"), "Ctrl+S", "save")
        self._export.setObjectName("export_profile")
        self._export.clicked.connect(self._ask_where)
        bind(self, "Ctrl+S", self._ask_where)
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
        column.addLayout(dialog_buttons(self._export, leave, self._save))
        self.form.edited.connect(self._review)
        self._save.clicked.connect(self._ask)
        leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())
        self.form.name.field.setFocus()

    def refuse(self, error: KtaError) -> None:
        """Say why it was not stored; what was typed stays."""
        self._save.setEnabled(True)
        self.banner.show_error(error)

    def save_file(self, path: Path) -> None:
        """Write what is filled in into a file for another computer."""
        from kta_desktop.services import profiles

        try:
            profiles.write(path, self.form.auditor())
        except KtaError as error:
            self.banner.show_error(error)
        else:
            self.banner.show_message("ok", _("Written to {path}.").format(path=path))

    def _ask_where(self) -> None:
        from kta_desktop.services import profiles

        name = _("Auditor") + profiles.SUFFIX
        kinds = _("Profiles of auditors (*.json)")
        chosen, _kind = QFileDialog.getSaveFileName(self, self._export.text(), name, kinds)
        if chosen:
            self.save_file(Path(chosen))

    def _review(self) -> None:
        complete = self.form.is_complete()
        text = "" if complete else _("Enter the name: every answer carries it.")
        self.form.name.say(text, "wr")
        self._save.setEnabled(complete)
        self._export.setEnabled(complete)

    def _ask(self) -> None:
        self._save.setEnabled(False)
        self.banner.clear()
        self.wanted.emit(self.form.auditor())
