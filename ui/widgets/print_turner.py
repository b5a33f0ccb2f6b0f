"""Turning pages: back, which of how many, forward."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_FIELD = 52  # px: three digits with the borders


class _Number(QLineEdit):
    """The number of a page, all of it chosen when one comes to type another."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pageNumber")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(_FIELD)
        self.setMaxLength(4)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class PageTurner(QWidget):
    """Two buttons, the page that is shown, which can be typed, and how many there are.

    Signals:
        turned: −1 or +1.
        wanted: number of a page, from 0.

    Attributes:
        field: The number of the page; Enter goes there.
    """

    turned = Signal(int)
    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = (0, 0)
        self._back = KeyButton("", "", "chevron-left", small=True)
        self._forth = KeyButton("", "", "chevron-right", small=True)
        self._back.setObjectName("previousPage")
        self._forth.setObjectName("nextPage")
        self.field = _Number()
        self._range = QIntValidator(1, 9999, self)
        self.field.setValidator(self._range)
        self._label = Label("", "medium", wrap=False)
        self._label.setObjectName("pagePlace")
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._forth.clicked.connect(lambda: self.turned.emit(1))
        self.field.returnPressed.connect(self._typed)
        self.field.editingFinished.connect(self._show)
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
        self._label.setText(_("of {total}").format(total=pages) if pages else "—")
        self._show()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._back.set_tip(_("Previous page"))
        self._forth.set_tip(_("Next page"))
        self.field.setAccessibleName(_("Number of the page"))
        self.show_place(*self._place)

    def _typed(self) -> None:
        """Go to the page that was typed; beyond the last one, to the last."""
        self.wanted.emit(min(int(self.field.text()), self._place[1]) - 1)

    def _show(self) -> None:
        page, pages = self._place
        self.field.setText(str(page + 1) if pages else "")
        if self.field.hasFocus():
            self.field.selectAll()
