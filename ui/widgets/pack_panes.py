"""The list of packs and the parts of one, side by side; narrow, the list drops down."""

from PySide6.QtWidgets import QWidget

from ui.widgets.drop_side import DropSide
from ui.widgets.pack_list import PackList
from ui.widgets.pack_parts import PackParts

NARROW = 980  # px: a window of 1366 at 150 % less rail and margins
_LIST_PX = 300
_DROPPED_PX = 420


class PackPanes(DropSide):
    """Two panes; in a narrow window the list lies over the parts while it is wanted."""

    def __init__(self, packs: PackList, parts: PackParts, parent: QWidget | None = None) -> None:
        super().__init__(packs, narrow=NARROW, width=_LIST_PX, dropped=_DROPPED_PX, parent=parent)
        self._list, self._parts = packs, parts
        self.columns.addWidget(parts, 1)
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
        if not self.is_dropped:
            return False
        self.enter()
        return True
