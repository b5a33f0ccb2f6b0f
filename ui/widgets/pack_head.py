"""The head of the page of packs: what it is, and what can be done with the pack that is shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import GAP
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class PackHead(QWidget):
    """Title and buttons; in a narrow window a drop-down of the packs instead of the title.

    Signals:
        list_wanted: The drop-down was pressed.
        open_wanted, export_wanted, install_wanted, back_wanted: A button was pressed.
    """

    list_wanted = Signal()
    open_wanted = Signal()
    export_wanted = Signal()
    install_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self._shown = ""
        self._title, self._hint = Label("", "title", wrap=False), Label("", "second", "tx2")
        self._list = KeyButton("", "F6", "chevron-down")
        self._list.setObjectName("packs_key")
        self._open = KeyButton("", "Ctrl+O", "folder-open")
        self.export = KeyButton("", "Ctrl+E", "save")
        self.back = KeyButton("", "", "history")
        self.install = KeyButton("", "Ctrl+Enter", "shield-check", "primary")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button, wanted in (
            (self._list, self.list_wanted),
            (self._open, self.open_wanted),
            (self.export, self.export_wanted),
            (self.back, self.back_wanted),
            (self.install, self.install_wanted),
        ):
            flow.addWidget(button)
            button.clicked.connect(wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._title)
        row.addWidget(self._hint, 2)
        row.addWidget(buttons, 3)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take the form for narrow windows, or the other one."""
        self._is_narrow = narrow
        self._title.setVisible(not narrow)
        self._hint.setVisible(not narrow)
        self._list.setVisible(narrow)
        for button, key in (
            (self._open, "Ctrl+O"),
            (self.export, "Ctrl+E"),
            (self.install, "Ctrl+Enter"),
        ):
            button.set_key("" if narrow else key)

    def show_pack(self, name: str) -> None:
        """Say on the drop-down which pack is shown."""
        self._shown = name
        self._list.set_text(_("Packs: {name}").format(name=name) if name else _("Packs"))

    def retranslate(self, title: str) -> None:
        """Show every text in the interface language."""
        self._title.setText(title)
        self._hint.setText(_("Drop a workbook here. Nothing is installed before you say so."))
        self._open.set_text(_("Open…"))
        self.export.set_text(_("Export…"))
        self.install.set_text(_("Sign and install"))
        self.back.set_text(_("Back to the shipped one"))
        self.show_pack(self._shown)
