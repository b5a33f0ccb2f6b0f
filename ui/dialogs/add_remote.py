"""Where results are sent: name a folder, a USB stick or a network share."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import MARGIN
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled

WIDTH_PX = 520


class AddRemoteDialog(GrowingDialog):
    """Asks for the name and the folder of a place of delivery.

    Attributes:
        name: Name as typed.
        folder: Folder as typed or picked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add a place of delivery"))
        about = Label(
            _(
                "A folder, a USB stick or a network share. The program only adds files there and "
                "changes none. No network is needed for a stick."
            ),
            "body",
            "tx2",
        )
        self._name = Labelled(QLineEdit(), _("Name"))
        self._folder = Labelled(QLineEdit(), _("Folder"))
        self._name.field.setObjectName("remoteName")
        self._folder.field.setObjectName("remoteFolder")
        pick = KeyButton(_("Choose a folder…"), "", "folder-open")
        pick.setObjectName("pickFolder")
        pick.clicked.connect(self._pick)
        self._add = KeyButton(_("Add the place"), "Enter", "plus", "primary")
        self._add.setObjectName("addRemote")
        self._add.setDefault(True)
        self._add.clicked.connect(self.accept)
        leave = KeyButton(_("Leave as it is"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        for widget in (about, self._name, self._folder):
            layout.addWidget(widget)
        layout.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(buttons)
        for part in (self._name, self._folder):
            part.field.textChanged.connect(lambda _text: self._offer())
        self._offer()
        self.resize(WIDTH_PX, self.sizeHint().height())

    @property
    def name(self) -> str:
        """Name as typed."""
        return self._name.field.text().strip()

    @property
    def folder(self) -> str:
        """Folder as typed or picked."""
        return self._folder.field.text().strip()

    def begin_with(self, name: str, folder: str, fault: str) -> None:
        """Show again what was typed, and why the place could not be added."""
        self._name.field.setText(name)
        self._folder.field.setText(folder)
        self._folder.say(fault, "er")
        self._folder.field.setFocus()

    def _pick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self.folder)
        if not chosen:
            return
        self._folder.field.setText(chosen)
        if not self.name:
            self._name.field.setText(Path(chosen).name)

    def _offer(self) -> None:
        self._add.setEnabled(bool(self.name and self.folder))
