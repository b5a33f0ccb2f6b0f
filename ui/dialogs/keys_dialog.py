"""All keys of the screen, F1."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.dialogs.page_parts import action_bar, open_at, scrolled
from ui.widgets.key_button import KeyButton
from ui.widgets.keycap import KeyCap
from ui.widgets.label import Label
from ui.widgets.panel import Panel

Keys = Sequence[tuple[str, str]]


class KeysDialog(QDialog):
    """Two lists: the keys of the page and those that work everywhere."""

    def __init__(self, page: str, own: Keys, everywhere: Keys, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(_("Keys"))
        close = KeyButton(_("Close the list"), "Esc", kind="primary")
        close.setObjectName("close")
        close.clicked.connect(self.accept)
        panels = (_listed(page, own), _listed(_("Everywhere"), everywhere))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(panels), 1)
        column.addWidget(action_bar((), (close,)))
        open_at(self, 520, 600)


def _listed(title: str, keys: Keys) -> Panel:
    panel = Panel(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    for row, (key, text) in enumerate(keys):
        grid.addWidget(KeyCap(key), row, 0)
        grid.addWidget(Label(text), row, 1)
    panel.body.addLayout(grid)
    return panel
