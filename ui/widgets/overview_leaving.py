"""The list «before leaving the site»: each line says what is missing and has a button to it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.overview import Line, Severity
from kta_desktop.services.overview_words import SEVERITIES, Said
from ui.theme import pixmap, theme
from ui.theme.tokens import PADDING
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

ICONS = {
    Severity.BLOCKS: ("circle-alert", "er"),
    Severity.WANTED: ("triangle-alert", "wr"),
    Severity.LATER: ("circle-dashed", "na"),
}
_CHEVRON = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class JumpButton(KeyButton):
    """A button that leads elsewhere: its word at the left, a chevron at the right.

    Signals: ``focused`` when the keyboard comes to it.
    """

    focused = Signal()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + _CHEVRON + 8, hint.height())

    @override
    def _paint_content(self, painter: QPainter) -> None:
        painter.setPen(theme.colour("tx"))
        painter.setFont(self.font())
        room = QRectF(10, 0, self.width() - 24 - _CHEVRON, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        place = (self.width() - 8 - _CHEVRON, round((self.height() - _CHEVRON) / 2))
        painter.drawPixmap(*place, pixmap("chevron-right", "tx2", _CHEVRON,
                                          self.devicePixelRatioF()))  # fmt: skip


class LeavingRow(QWidget):
    """One line of the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = IconLabel("circle-alert", "er", 18)
        self._headline = Label("", "medium")
        self._follows = Label("", "second", "tx2")
        self.button = JumpButton(small=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._headline)
        words.addWidget(self._follows)
        row = QHBoxLayout()
        row.setContentsMargins(PADDING, 6, PADDING, 6)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        rule = QFrame()
        rule.setProperty("look", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule)

    def show_line(self, line: Line, said: Said) -> None:
        """Show another line."""
        self._icon.show_icon(*ICONS[line.severity])
        self._headline.setText(said.headline)
        self._follows.setText(said.follows)
        self._follows.setVisible(bool(said.follows))
        self.button.set_text(said.action)
        severity = _(SEVERITIES[line.severity])
        self.button.setAccessibleName(f"{severity}: {said.headline}")
        self.button.setAccessibleDescription(f"{said.follows} {said.action}".strip())
        self.button.setToolTip(severity)


class LeavingList(QWidget):
    """The lines.

    Signals: ``opened`` with the ``Target`` of a line, ``reached`` with the button of one that the
    keyboard came to, ``grown`` when there are more buttons than before.
    """

    opened = Signal(object)
    reached = Signal(QWidget)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LeavingRow] = []
        self._shown: list[tuple[Line, Said]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[tuple[Line, Said]]) -> None:
        """Show other lines; what did not change stays untouched."""
        has_room = len(self._rows) >= len(lines)
        while len(self._rows) < len(lines):
            self._add()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines) and self._shown[place : place + 1] != [lines[place]]:
                row.show_line(*lines[place])
        self._shown = list(lines)
        self._even()
        if not has_room:
            self.grown.emit()

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of the lines, from top to bottom."""
        return [row.button for row in self._rows[: len(self._shown)]]

    def lines(self) -> list[Line]:
        """Return the lines that are shown."""
        return [line for line, _said in self._shown]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in _ENTER and not event.modifiers() and focused in self.buttons():
            self._open(self.buttons().index(focused))
        else:
            super().keyPressEvent(event)

    def _add(self) -> None:
        row, place = LeavingRow(self), len(self._rows)
        row.button.clicked.connect(partial(self._open, place))
        row.button.focused.connect(partial(self.reached.emit, row.button))
        self._rows.append(row)
        self._column.addWidget(row)

    def _open(self, place: int, *_checked: object) -> None:
        self.opened.emit(self._shown[place][0].target)

    def _even(self) -> None:
        """Make the buttons equally wide, so that they stand below each other."""
        widest = max((button.sizeHint().width() for button in self.buttons()), default=0)
        for button in self.buttons():
            button.setMinimumWidth(widest)
