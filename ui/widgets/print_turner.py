"""Turning pages: back, which of how many, forward."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class PageTurner(QWidget):
    """Two buttons and «9 из 24» between them.

    Signals: ``turned`` with −1 or +1.
    """

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = (0, 0)
        self._back = KeyButton("", "", "chevron-left", small=True)
        self._forth = KeyButton("", "", "chevron-right", small=True)
        self._back.setObjectName("previousPage")
        self._forth.setObjectName("nextPage")
        self._label = Label("", "medium", wrap=False)
        self._label.setObjectName("pagePlace")
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._forth.clicked.connect(lambda: self.turned.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._back, self._label, self._forth):
            row.addWidget(widget)
        self.retranslate()

    def show_place(self, page: int, pages: int) -> None:
        """Show page ``page`` (from 0) of ``pages``; 0 pages: nothing is there yet."""
        self._place = (page, pages)
        self._back.setEnabled(page > 0)
        self._forth.setEnabled(page + 1 < pages)
        text = _("{number} of {total}").format(number=page + 1, total=pages) if pages else "—"
        self._label.setText(text)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._back.set_tip(_("Previous page"))
        self._forth.set_tip(_("Next page"))
        self.show_place(*self._place)
