"""How the parts of the page of exchange lie: two columns in a wide window, one in a narrow one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.comments_panel import CommentsPanel
from ui.widgets.delivery_assigned import AssignedPanel
from ui.widgets.delivery_outgoing import OutgoingPanel
from ui.widgets.delivery_receipts import ReceiptsPanel
from ui.widgets.overview_panel import ListPanel
from ui.widgets.panel import Panel
from ui.widgets.stick_panel import StickPanel
from ui.widgets.tab_chain import chain, reading_order

NARROW = 1120  # px: from here down the page is one column that scrolls
_LEFT, _RIGHT = 2, 1
_UPPER, _LOWER = 7, 6
_SIDE_PX = 340


class DeliveryBody(QScrollArea):
    """The panels.

    Attributes:
        outgoing, receipts, comments, assigned, stick: In reading order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.outgoing, self.receipts = OutgoingPanel(), ReceiptsPanel()
        self.comments, self.stick = CommentsPanel(), StickPanel()
        self.assigned = AssignedPanel()
        self._is_narrow: bool | None = None
        self._stops: list[QWidget] = []
        self._arrange()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.outgoing.retranslate()
        self.receipts.retranslate()
        self.comments.retranslate()
        self.assigned.retranslate()
        self.stick.retranslate()

    def keep_order(self) -> None:
        """Let Tab go through the panels as they are read, also where lines came since."""
        stops = list(reading_order(self._columns))
        if stops != self._stops:
            self._stops = stops
            chain(stops)

    def step(self, by: int) -> None:
        """Give the keyboard to the next (1) or the previous (-1) panel."""
        panels = [panel for panel in self._panels() if not panel.isHidden()]
        focused = self.window().focusWidget()
        here = next(
            (n for n, panel in enumerate(panels) if focused and panel.isAncestorOf(focused)), -by
        )
        panel = panels[(here + by) % len(panels)]
        stops = [each for each in panel.findChildren(QWidget) if _takes_focus(each)]
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(stops[0])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            self._follow_width(narrow=narrow)

    def _arrange(self) -> None:
        inner = QWidget()
        self._left, self._right = QWidget(), QWidget()
        upper, lower = _column(self._left), _column(self._right)
        upper.addWidget(self.outgoing, _UPPER)
        upper.addWidget(self.receipts, _LOWER)
        lower.addWidget(self.assigned)
        lower.addWidget(self.comments, 1)
        lower.addWidget(self.stick)
        self._right.setMinimumWidth(_SIDE_PX)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addWidget(self._left, _LEFT)
        self._columns.addWidget(self._right, _RIGHT)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def _panels(self) -> tuple[Panel, ...]:
        return self.outgoing, self.receipts, self.assigned, self.comments, self.stick

    def _lists(self) -> tuple[ListPanel, ...]:
        return self.outgoing, self.receipts, self.comments

    def _follow_width(self, *, narrow: bool) -> None:
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        for panel in self._lists():
            panel.set_flat(flat=narrow)
        self.keep_order()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    return column


def _takes_focus(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled()
