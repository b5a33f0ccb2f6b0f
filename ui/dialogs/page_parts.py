"""Parts that the pages before the workspace share: the scrolled column and the row of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme.tokens import MARGIN
from ui.widgets.key_button import KeyButton

_WIDEST = 840  # px: longer lines are hard to read
_FRAME = 32  # px: the title of a window


def scrolled(parts: tuple[QWidget, ...]) -> QScrollArea:
    """Return an area in which ``parts`` stand below each other and scroll when they must."""
    middle = _middle()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(MARGIN)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    inner = QWidget()
    inner.setProperty("ground", "bg")
    row = QHBoxLayout(inner)
    row.setContentsMargins(MARGIN, MARGIN + 10, MARGIN, MARGIN)
    row.addWidget(middle)
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def action_bar(left: tuple[KeyButton, ...], right: tuple[KeyButton, ...]) -> QWidget:
    """Return the row of buttons at the lower edge, which never scrolls away."""
    middle = _middle()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    bar = QWidget()
    outer = QHBoxLayout(bar)
    outer.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
    outer.addWidget(middle)
    return bar


def pinned(part: QWidget) -> QWidget:
    """Return ``part`` in the width of the column, for above the actions: it is always seen."""
    middle = _middle()
    inner = QHBoxLayout(middle)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.addWidget(part)
    bar = QWidget()
    outer = QHBoxLayout(bar)
    outer.setContentsMargins(MARGIN, 0, MARGIN, 0)
    outer.addWidget(middle)
    return bar


def open_at(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size, or what the screen has: its actions must be seen.

    A 1366×768 screen at 150 % has 911×512 logical pixels, frame and task bar included.
    """
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width()), min(height, room.height() - _FRAME))


def dialog_buttons(*buttons: KeyButton) -> QHBoxLayout:
    """Return the row of buttons at the foot of a dialog, the one that acts last."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


def _middle() -> QWidget:
    made = QWidget()
    made.setMaximumWidth(_WIDEST)
    return made
