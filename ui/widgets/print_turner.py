"""Turning pages: back, which of how many, forward."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_FIELD = 46  # px: three digits with the borders


class _Number(QSpinBox):
    """The number of a page; Enter goes there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pageNumber")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setKeyboardTracking(False)
        self.setFixedWidth(_FIELD)
        self.setRange(0, 0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class PageTurner(QWidget):
    """Two buttons, the page that is shown, which can be typed, and how many there are.

    Signals:
        turned: −1 or +1.
        wanted: number of a page, from 0.
    """

    turned = Signal(int)
    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = (0, 0)
        self._is_showing = False
        self._back = KeyButton("", "", "chevron-left", small=True)
        self._forth = KeyButton("", "", "chevron-right", small=True)
        self._back.setObjectName("previousPage")
        self._forth.setObjectName("nextPage")
        self.field = _Number()
        self._label = Label("", "medium", wrap=False)
        self._label.setObjectName("pagePlace")
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._forth.clicked.connect(lambda: self.turned.emit(1))
        self.field.valueChanged.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._back, self.field, self._label, self._forth):
            row.addWidget(widget)
        self.retranslate()

    def show_place(self, page: int, pages: int) -> None:
        """Show page ``page`` (from 0) of ``pages``; 0 pages: nothing is there yet."""
        self._place = (page, pages)
        self._back.setEnabled(page > 0)
        self._forth.setEnabled(page + 1 < pages)
        self.field.setEnabled(pages > 0)
        self._is_showing = True
        self.field.setRange(min(pages, 1), pages)
        self.field.setValue(page + 1)
        self._is_showing = False
        self._label.setText(_("of {total}").format(total=pages) if pages else "—")

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._back.set_tip(_("Previous page"))
        self._forth.set_tip(_("Next page"))
        self.field.setAccessibleName(_("Number of the page"))
        self.show_place(*self._place)

    def _typed(self, number: int) -> None:
        if not self._is_showing:
            self.wanted.emit(number - 1)
