"""Panels of the overview: what is in them scrolls, or lies open where the page itself scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.widgets.panel import Panel

_LEAST = 60  # px of content that is always seen


class Scroller(QScrollArea):
    """A column that scrolls up and down; ``set_flat`` gives it the height of all it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_flat = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.inner = QWidget()
        self.inner.setLayout(self.column)
        self.inner.installEventFilter(self)
        self.setWidget(self.inner)
        self.inner.setAutoFillBackground(False)  # Qt fills what it is given

    def set_flat(self, *, flat: bool) -> None:
        """Lie open, or scroll."""
        self._is_flat = flat
        vertical = QSizePolicy.Policy.Fixed if flat else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        off, needed = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
            Qt.ScrollBarPolicy.ScrollBarAsNeeded,
        )
        self.setVerticalScrollBarPolicy(off if flat else needed)
        self._fit()

    def show_place(self, widget: QWidget, place: QRect) -> None:
        """Scroll so that a place of a widget in it is seen; where it lies open, what is around.

        The page around follows the focus only: what is merely marked does not move it.
        """
        if self._is_flat and not widget.hasFocus():
            return
        area = self._around() if self._is_flat else self
        inner = area.widget() if area is not None else None
        if area is None or inner is None:
            return
        top = widget.mapTo(inner, place.topLeft()).y()
        area.ensureVisible(0, top + place.height(), 0, 0)
        area.ensureVisible(0, top, 0, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _around(self) -> QScrollArea | None:
        """Return the area that this one lies in."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent

    def _fit(self) -> None:
        """Take the height that the content needs at this width, or what there is."""
        if not self._is_flat:
            self.setMinimumHeight(_LEAST)
            self.setMaximumHeight(16_777_215)
            return
        width = self.viewport().width()
        needed = self.column.totalHeightForWidth(width)
        height = needed if needed >= 0 else self.column.totalSizeHint().height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


def column_of(parts: Sequence[QWidget], *, gap: int = 0) -> Scroller:
    """Return ``parts`` below each other in a column that scrolls."""
    made = Scroller()
    made.column.setSpacing(gap)
    for part in parts:
        made.column.addWidget(part)
    made.column.addStretch(1)
    return made


class ListPanel(Panel):
    """A panel with one scrolling column.

    Attributes:
        scroller: The column.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name = name
        self.scroller = Scroller()
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.scroller, 1)
        self._slack = QSpacerItem(0, 0)
        self.body.addItem(self._slack)

    def set_flat(self, *, flat: bool) -> None:
        """Lie open as high as the content is, or scroll in the room there is."""
        self.scroller.set_flat(flat=flat)
        free = QSizePolicy.Policy.Expanding if flat else QSizePolicy.Policy.Fixed
        self._slack.changeSize(0, 0, QSizePolicy.Policy.Minimum, free)
        self.body.setStretchFactor(self.scroller, 0 if flat else 1)
        self.body.invalidate()
