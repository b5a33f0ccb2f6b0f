"""Panels: a frame with an optional head. Panels do not nest."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.tokens import PADDING
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label

_HEAD = 38  # px


class Panel(QFrame):
    """A bordered surface; put content into ``body``.

    Attributes:
        body: Layout of the content.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QFrame(self)
        self._head.setObjectName("panelHead")
        self._head.setMinimumHeight(_HEAD)
        self._title = Label(title, "panel")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(PADDING, 4, PADDING, 4)
        row.addWidget(self._title, 1)
        row.addLayout(self._actions)
        column.addWidget(self._head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        self._head.setVisible(bool(title))

    def set_title(self, title: str) -> None:
        """Show another title; an empty one and no actions hide the head."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title) or self._actions.count() > 0)

    def add_beside(self, widget: QWidget) -> None:
        """Put a chip or a few words right behind the title, which keeps one line then.

        A chip for which there is no room goes below it.
        """
        row = self._head.layout()
        if not isinstance(row, QHBoxLayout):
            return
        self._title.setWordWrap(False)
        if widget.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Fixed:
            row.setStretchFactor(self._title, 0)
            row.insertWidget(1, widget, 1)
            return
        row.removeWidget(self._title)
        both = QWidget()
        flow = FlowLayout(both)
        flow.addWidget(self._title)
        flow.addWidget(widget)
        row.insertWidget(0, both, 1, Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, widget: QWidget) -> None:
        """Put a chip or button at the right of the head."""
        self._actions.addWidget(widget)
        self._head.show()
