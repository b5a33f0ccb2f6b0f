"""Publishing a checklist: what is signed, where it goes, and what the auditors get."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import _, language
from kta_desktop.services.packs import PackInfo
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled

_WIDTH = 560  # px


class PublishPackDialog(GrowingDialog):
    """Asks where a pack is to be published; it stays open until that is done or left.

    Signals: ``wanted`` with the name of a place; empty for all of them.

    Args:
        pack: What is published.
        places: Names of the places.
    """

    wanted = Signal(str)

    def __init__(
        self, pack: PackInfo, places: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("publishPack")
        self.setWindowTitle(_("Publish a checklist"))
        lang = language()
        name = f"{pack.title.get(lang)}, {version_name(pack.version, lang)}"
        about = _(
            "The checklist is signed with the key of this workspace and laid at the place. Laptops "
            "get it with the next exchange; audits that are begun keep theirs. A version that was "
            "published is not changed any more."
        )
        self.place = Labelled(QComboBox(), _("Where"))
        self.place.field.setObjectName("publishWhere")
        self.place.field.addItem(_("all places: {count}").format(count=len(places)), "")
        for place in places:
            self.place.field.addItem(place, place)
        self.banner = Banner()
        self._act = KeyButton(_("Sign and publish"), "Enter", "upload", "primary")
        self._act.setObjectName("publishNow")
        self._act.setDefault(True)
        self._act.setEnabled(bool(places))
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (Label(name, "strong"), Label(about, "body", "tx2"), self.place, self.banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._act))
        if not places:
            self.banner.show_message("warning", _("There is no place of delivery yet. Add one."))
        self._act.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())

    def refuse(self, error: KtaError) -> None:
        """Say why it was not published."""
        self.recover()
        self.banner.show_error(error)

    def recover(self) -> None:
        """Be of use again; nothing was published."""
        self._act.set_text(_("Sign and publish"))
        self._act.setEnabled(True)
        self._leave.setEnabled(True)

    def _ask(self) -> None:
        self._act.set_text(_("Signing…"))
        self._act.setEnabled(False)
        self._leave.setEnabled(False)
        self.banner.clear()
        self.wanted.emit(str(self.place.field.currentData()))
