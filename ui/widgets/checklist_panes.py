"""Sections, questions and context beside each other; in a narrow window two of them lie over."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QVBoxLayout, QWidget
from typing_extensions import override

from ui.models.layout import Layout
from ui.theme import theme
from ui.widgets.pane_edge import PaneEdge

NARROW = 1000
_WIDE = 1500
TREE_WIDTH = 252
CONTEXT_WIDTH = 290
_KEPT = "checklist/panes/{width}"
_SETTLED_MS = 400


class _Handle(QSplitterHandle):
    """A handle that folds the pane beside it when it is clicked twice."""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.splitter()
        if isinstance(row, _Row):
            row.turn(row.indexOf(self))


class _Row(QSplitter):
    """Three panes of which the middle one takes what the others leave.

    Signals: ``turned``, after a pane was folded or unfolded by its handle.
    """

    turned = Signal()

    def turn(self, handle: int) -> None:
        """Fold the outer pane beside a handle, or give it its usual width back."""
        outer = 0 if handle == 1 else 2
        usual, sizes = (TREE_WIDTH, 0, CONTEXT_WIDTH), self.sizes()
        wanted = usual[outer] if sizes[outer] == 0 else 0
        sizes[1] += sizes[outer] - wanted
        sizes[outer] = wanted
        self.setSizes(sizes)
        self.turned.emit()

    @override
    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)


class ChecklistPanes(QWidget):
    """Where the panes stand, kept by width of the window.

    Signals: ``narrowed``, with whether the outer panes lie over the questions now.
    """

    narrowed = Signal(bool)

    def __init__(self, tree: QWidget, context: QWidget, layout: Layout, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_narrow = False
        self._tree, self._context, self._layout = tree, context, layout
        self.middle = QWidget(self)
        self.middle.setProperty("ground", "bg")
        self.middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self.middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._edges = {pane: PaneEdge(self) for pane in (tree, context)}
        self.row = _Row(Qt.Orientation.Horizontal, self)
        self.row.setObjectName("panes")
        for pane in (tree, self.middle, context):
            self.row.addWidget(pane)
        self.row.setStretchFactor(1, 1)
        self.row.setCollapsible(1, False)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.keep)
        self.row.splitterMoved.connect(lambda _place, _index: self._settled.start())
        self.row.turned.connect(self.keep)
        theme.changed.connect(self._size_handles)
        self._size_handles()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.row)
        self._class = ""

    def keep(self) -> None:
        """Remember where the panes stand in a window of this width."""
        if not self.is_narrow and self._class:
            self._layout.keep(_KEPT.format(width=self._class), list(self.row.sizes()))

    def toggle_context(self) -> None:
        """Show or fold the context."""
        if not self.is_narrow and self.row.sizes()[2] == 0 and not self._context.isHidden():
            self.row.turn(2)
        else:
            self._context.setVisible(self._context.isHidden())
        self.place_overlays()

    def toggle_tree(self) -> bool:
        """Drop the sections down over the questions, or take them away; return whether shown."""
        self._tree.setVisible(self._tree.isHidden())
        self.place_overlays()
        return not self._tree.isHidden()

    def show_tree(self) -> None:
        """Give folded sections their width back."""
        if not self.is_narrow and self.row.sizes()[0] == 0:
            self.row.turn(1)

    def has_context(self) -> bool:
        """Whether the context is to be seen."""
        return not self._context.isHidden() and (self.is_narrow or self.row.sizes()[2] > 0)

    def close_tree(self) -> None:
        """In a narrow window: take the sections away."""
        if self.is_narrow:
            self._tree.hide()
            self.place_overlays()

    def close_overlays(self) -> None:
        """In a narrow window: take away what lies over the questions."""
        if self.is_narrow:
            self._context.hide()
            self.close_tree()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() <= NARROW
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self._follow_width()
        self._place_panes()
        self.place_overlays()

    def place_overlays(self) -> None:
        """Put what lies over the questions below their head."""
        if not self.is_narrow:
            return
        first = self.column.itemAt(0)
        head = first.widget() if first is not None else None
        top = head.mapTo(self, QPoint(0, head.height())).y() if head is not None else 0
        room = self.height() - top
        self._tree.setGeometry(12, top, min(340, self.width() - 24), min(room, 480))
        self._context.setGeometry(self.width() - CONTEXT_WIDTH, top, CONTEXT_WIDTH, room)
        for pane, edge in self._edges.items():
            edge.follow(pane)

    def _follow_width(self) -> None:
        """Take tree and context out of the row of panes in a narrow window, and back."""
        self._class = ""
        if self.is_narrow:
            for pane in (self._tree, self._context):
                pane.setParent(self)
                pane.hide()
        else:
            self.row.insertWidget(0, self._tree)
            self.row.addWidget(self._context)
            for pane, edge in self._edges.items():
                pane.show()
                edge.hide()
        self.narrowed.emit(self.is_narrow)

    def _place_panes(self) -> None:
        """Take the widths that were kept for a window as wide as this one has become."""
        width = "" if self.is_narrow else "wide" if self.width() >= _WIDE else "usual"
        if width in (self._class, ""):
            return
        self._class = width
        kept = self._layout.sizes(_KEPT.format(width=width))
        tree, _middle, context = kept if len(kept) == 3 else (TREE_WIDTH, 0, CONTEXT_WIDTH)
        self.row.setSizes([tree, max(self.width() - tree - context, 1), context])

    def _size_handles(self) -> None:
        """A line that Qt lets the mouse grab from beside it; wide for gloves."""
        self.row.setHandleWidth(theme.sizes.handle if theme.is_glove else 1)
