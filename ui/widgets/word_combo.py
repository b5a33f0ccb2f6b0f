"""A list to choose from by typing any word of an entry, not only its beginning."""

from PySide6.QtCore import QAbstractItemModel, QElapsedTimer, QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget
from typing_extensions import override

WORDS = Qt.ItemDataRole.UserRole + 1
"""Role of the words an entry is found by, where they are more than it shows."""


class WordCombo(QComboBox):
    """Begins without a choice: what nobody chose is not chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setView(_Words(self))

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not event.commitString():
            super().inputMethodEvent(event)
            return
        view = self.view()  # letters of an input method find entries as those of the keyboard do
        view.setCurrentIndex(self.model().index(self.currentIndex(), 0))
        view.keyboardSearch(event.commitString())
        if view.currentIndex().isValid():
            self.setCurrentIndex(view.currentIndex().row())


class _Words(QListView):
    """Goes to the first entry with a word that begins as what is typed in one go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._since = QElapsedTimer()

    @override
    def keyboardSearch(self, search: str) -> None:
        is_new = not self._since.isValid()
        if is_new or self._since.elapsed() > QApplication.keyboardInputInterval() * 2:
            self._typed = ""
        self._since.start()
        self._typed += search.casefold()
        found = first_with(self.model(), self._typed)
        if found.isValid():
            self.setCurrentIndex(found)


def first_with(model: QAbstractItemModel, typed: str) -> QModelIndex:
    """Return the first entry that begins so, else the first with a word that does."""
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    texts = [str(at.data(WORDS) or at.data() or "").casefold() for at in rows]
    begins = (at for at, text in zip(rows, texts, strict=True) if text.startswith(typed))
    has = (
        at for at, text in zip(rows, texts, strict=True) if f" {typed}" in text.replace("(", " ")
    )
    return next(begins, next(has, QModelIndex()))
