"""The list of packs and the parts of one, side by side; narrow, the list drops down."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.pack_list import PackList
from ui.widgets.pack_parts import PackParts
from ui.widgets.pane_edge import PaneEdge

NARROW = 980  # px: a window of 1366 at 150 % less rail and margins
_LIST_PX = 300
_DROPPED_PX = 420


class PackPanes(QWidget):
    """Two panes; in a narrow window the list lies over the parts while it is wanted.

    Signals: ``narrowed`` with whether the list has given way.
    """

    narrowed = Signal(bool)

    def __init__(self, packs: PackList, parts: PackParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list, self._parts = packs, parts
        self._is_narrow = False
        self._edge = PaneEdge(self)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addWidget(packs)
        self._columns.addWidget(parts, 1)
        packs.setFixedWidth(_LIST_PX)
        packs.entered.connect(self.enter)

    def enter(self) -> None:
        """Go from the list to what is shown of the pack."""
        self.drop(is_shown=False)
        self._parts.focus_part()

    def next_pane(self) -> None:
        """Go round: list, what is shown of the pack, its panes, list again."""
        if self._list.has_focus():
            self.enter()
        elif not self._parts.next_pane():
            self.drop(is_shown=True)
            self._list.setFocus()

    def close_list(self) -> bool:
        """Take the dropped list away; False if none is."""
        if not self._is_narrow or self._list.isHidden():
            return False
        self.enter()
        return True

    def drop(self, *, is_shown: bool) -> None:
        """In a narrow window: drop the list down, or take it away."""
        if self._is_narrow:
            self._list.setVisible(is_shown)
            self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._follow_width()
        self._place()

    def _follow_width(self) -> None:
        if self._is_narrow:
            self._columns.removeWidget(self._list)
            self._list.hide()
        else:
            self._list.setFixedWidth(_LIST_PX)
            self._columns.insertWidget(0, self._list)
            self._list.show()
            self._edge.hide()
        self.narrowed.emit(self._is_narrow)

    def _place(self) -> None:
        if self._is_narrow:
            width = min(_DROPPED_PX, self.width() - 2)
            self._list.setFixedWidth(width)
            self._list.setGeometry(1, 1, width, self.height() - 2)
            self._edge.follow(self._list)
