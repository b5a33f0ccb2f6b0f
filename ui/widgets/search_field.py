"""A search field: a magnifying glass, a text, Esc empties it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui.theme import icon, theme

_CLOSER = -8  # px: Qt leaves a wide gap behind the glass


class SearchField(QLineEdit):
    """A line to search with. Esc empties it first and goes on only when it is empty."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glass: QAction = self.addAction(
            icon("search", "tx3"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.setTextMargins(_CLOSER, 0, 0, 0)
        theme.changed.connect(self._redraw)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what is searched, as placeholder and accessible name."""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _redraw(self) -> None:
        self._glass.setIcon(icon("search", "tx3"))
