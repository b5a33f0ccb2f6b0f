"""Queue, what changed, and the review side by side; in a narrow window the queue drops down."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.pane_edge import PaneEdge

NARROW = 1060  # px: three panes do not stand beside each other below it
_QUEUE_PX, _REVIEW_PX = 296, 392
_DROPPED_PX = 400


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

    def _follow_width(self) -> None:
        if self._is_narrow:
            self._columns.removeWidget(self._queue)
            self._queue.hide()
        else:
            self._queue.setFixedWidth(_QUEUE_PX)
            self._columns.insertWidget(0, self._queue)
            self._queue.show()
            self._edge.hide()
        self.narrowed.emit(self._is_narrow)

    def _place(self) -> None:
        room = self.width() - GAP
        self._review.setFixedWidth(_REVIEW_PX if not self._is_narrow else int(room * 0.46))
        if self._is_narrow:
            width = min(_DROPPED_PX, self.width() - 2)
            self._queue.setFixedWidth(width)
            self._queue.setGeometry(1, 1, width, self.height() - 2)
            self._edge.follow(self._queue)
