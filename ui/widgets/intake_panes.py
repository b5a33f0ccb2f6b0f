"""Queue, what changed, and the review side by side; in a narrow window the queue drops down."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.pane_edge import PaneEdge
from ui.widgets.segments import Segments

NARROW = 1060  # px: three panes do not stand beside each other below it
_QUEUE_PX, _REVIEW_PX = 296, 392
_DROPPED_PX = 400
_AROUND = 20  # px: margins and borders around the segments of a pane
_SHARE = 0.46  # of a narrow window, for the review


class IntakePanes(QWidget):
    """Three panes; the review is there for versions that can be reviewed.

    Signals: ``narrowed`` with whether the queue has given way.
    """

    narrowed = Signal(bool)

    def __init__(
        self, queue: QWidget, middle: QStackedWidget, review: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._middle, self._review = queue, middle, review
        self._is_narrow = False
        self._edge = PaneEdge(self)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addWidget(queue)
        self._columns.addWidget(middle, 1)
        self._columns.addWidget(review)
        queue.setFixedWidth(_QUEUE_PX)
        review.setFixedWidth(_REVIEW_PX)

    @property
    def is_dropped(self) -> bool:
        """Whether the queue lies over the rest."""
        return self._is_narrow and not self._queue.isHidden()

    def drop(self, *, is_shown: bool) -> None:
        """In a narrow window: drop the queue down, or take it away."""
        if self._is_narrow:
            self._queue.setVisible(is_shown)
            self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._follow_width()
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words may need other widths
            self._place()
        return super().event(event)

    def _follow_width(self) -> None:
        if self._is_narrow:
            self._columns.removeWidget(self._queue)
            self._queue.hide()
        else:
            self._columns.insertWidget(0, self._queue)
            self._queue.show()
            self._edge.hide()
        self.narrowed.emit(self._is_narrow)

    def _place(self) -> None:
        room = self.width() - GAP
        wanted = int(room * _SHARE) if self._is_narrow else _REVIEW_PX
        self._review.setFixedWidth(max(wanted, _least(self._review)))
        least = _least(self._queue)
        if not self._is_narrow:
            self._queue.setFixedWidth(max(_QUEUE_PX, least))
        else:
            width = min(max(_DROPPED_PX, least), self.width() - 2)
            self._queue.setFixedWidth(width)
            self._queue.setGeometry(1, 1, width, self.height() - 2)
            self._edge.follow(self._queue)


def _least(pane: QWidget) -> int:
    """Return the width below which words of a pane would be cut, whatever it is fixed to."""
    layout = pane.layout()
    wide = [one.sizeHint().width() + _AROUND for one in pane.findChildren(Segments)]
    return max(layout.minimumSize().width() if layout is not None else 0, *wide, 0)
