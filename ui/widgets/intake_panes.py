"""Queue, what changed, and the review side by side; in a narrow window the queue drops down."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.drop_side import DropSide
from ui.widgets.segments import Segments

NARROW = 1060  # px: three panes do not stand beside each other below it
_QUEUE_PX, _REVIEW_PX = 296, 392
_DROPPED_PX = 400
_AROUND = 20  # px: margins and borders around the segments of a pane
_SHARE = 0.46  # of a narrow window, for the review


class IntakePanes(DropSide):
    """Three panes; the review is there for versions that can be reviewed."""

    def __init__(
        self, queue: QWidget, middle: QStackedWidget, review: QWidget, parent: QWidget | None = None
    ) -> None:
        self._queue, self._review = queue, review
        super().__init__(queue, narrow=NARROW, width=_QUEUE_PX, dropped=_DROPPED_PX, parent=parent)
        self.columns.addWidget(middle, 1)
        self.columns.addWidget(review)
        review.setFixedWidth(_REVIEW_PX)

    @override
    def place(self, least: int = 0) -> None:
        wanted = int((self.width() - GAP) * _SHARE) if self.is_narrow else _REVIEW_PX
        self._review.setFixedWidth(max(wanted, _least(self._review)))
        super().place(max(least, _least(self._queue)))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words may need other widths
            self.place()
        return super().event(event)


def _least(pane: QWidget) -> int:
    """Return the width below which words of a pane would be cut, whatever it is fixed to."""
    layout = pane.layout()
    wide = [one.sizeHint().width() + _AROUND for one in pane.findChildren(Segments)]
    return max(layout.minimumSize().width() if layout is not None else 0, *wide, 0)
