"""Options of a list as a grid of buttons, one or several of which hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import pixmap, theme
from ui.theme.tokens import RADIUS
from ui.widgets.focus import paint_focus

_MARK = 16
_LEFT = 34
_KEY = 16
_GAP = 6
_MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One option: id, translated text, and the digit shown before it (empty for none)."""

    id: str
    text: str
    key: str = ""


class OptionButton(QAbstractButton):
    """One option: its mark, its digit and its text, which may take several lines."""

    def __init__(self, option: Option, *, several: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks = ("square", "square-check") if several else ("circle", "circle-dot")
        self.key = option.key
        self.setCheckable(True)
        self.setText(option.text)
        self.setAccessibleName(option.text)
        self.setObjectName(f"option_{option.id}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _text_left(self) -> int:
        return _LEFT + _KEY

    def whole_width(self) -> int:
        """Return the width that shows the text in one line."""
        return self.fontMetrics().horizontalAdvance(self.text()) + self._text_left + 16

    @override
    def sizeHint(self) -> QSize:
        return QSize(min(self.whole_width(), 320), theme.sizes.control)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.sizes.control)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._text_left - 10, 40), 10_000)
        needed = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return max(needed.height() + 12, theme.sizes.control)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(theme.colour("ac" if chosen else "bd2"), 1))
        painter.setBrush(theme.colour("acs" if chosen else "sf"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._paint_mark(painter, chosen=chosen)
        painter.setPen(theme.colour("tx"))
        room = self.rect().adjusted(self._text_left, 2, -8, -2)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, self.text())
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)

    def _paint_mark(self, painter: QPainter, *, chosen: bool) -> None:
        top = (self.height() - _MARK) // 2
        mark = pixmap(
            self._marks[chosen], "ac" if chosen else "tx2", _MARK, self.devicePixelRatioF()
        )
        painter.drawPixmap(10, top, mark)
        if self.key:
            painter.setPen(theme.colour("tx3"))
            place = QRect(_LEFT - 2, 0, _KEY, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.key)


class OptionGrid(QWidget):
    """The options of a question in as many columns as their words allow; one stop of Tab.

    Arrows move between options, Space or the digit chooses. It never decides itself.

    Signals: ``toggled``, with the id of the option that was pressed.
    """

    toggled = Signal(str)

    def __init__(self, parent: QWidget, *, several: bool) -> None:
        super().__init__(parent)
        self._several = several
        self._ids: list[str] = []
        self._buttons: list[OptionButton] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)

    def show_options(self, options: Sequence[Option]) -> None:
        """Offer ``options``; buttons stay when only the wording changed."""
        if [option.id for option in options] != self._ids:
            self._build(options)
        for button, option in zip(self._buttons, options, strict=True):
            button.setText(option.text)
            button.setAccessibleName(option.text)
        self._arrange()

    def show_choice(self, chosen: Sequence[str]) -> None:
        """Show which options hold."""
        for identifier, button in zip(self._ids, self._buttons, strict=True):
            button.setChecked(identifier in chosen)
        first = next((b for b in self._buttons if b.isChecked()), None) or self._focused()
        self._take_stop(first or (self._buttons[0] if self._buttons else None))

    def press(self, place: int) -> bool:
        """Toggle the option at ``place``, from 1; return whether there is one."""
        if not 1 <= place <= len(self._ids):
            return False
        self._buttons[place - 1].setFocus()
        self.toggled.emit(self._ids[place - 1])
        return True

    def buttons(self) -> list[QWidget]:
        """Return the buttons in the order of the paper."""
        return list(self._buttons)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step, focused = steps.get(Qt.Key(event.key())), self._focused()
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        place = self._buttons.index(focused) + step
        if 0 <= place < len(self._buttons):
            self._buttons[place].setFocus()
            self._take_stop(self._buttons[place])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _focused(self) -> OptionButton | None:
        return next((button for button in self._buttons if button.hasFocus()), None)

    def _take_stop(self, stop: OptionButton | None) -> None:
        """Make ``stop`` the only button that Tab comes to."""
        for button in self._buttons:
            policy = Qt.FocusPolicy
            button.setFocusPolicy(policy.StrongFocus if button is stop else policy.ClickFocus)

    def _build(self, options: Sequence[Option]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._ids = [option.id for option in options]
        self._buttons = [OptionButton(o, several=self._several, parent=self) for o in options]
        self._columns = 0
        for identifier, button in zip(self._ids, self._buttons, strict=True):
            button.clicked.connect(lambda _on=False, which=identifier: self.toggled.emit(which))

    def _arrange(self) -> None:
        widest = max((button.whole_width() for button in self._buttons), default=1)
        columns = max(1, min(_MOST_COLUMNS, (self.width() + _GAP) // (widest + _GAP)))
        columns = ceil(len(self._buttons) / ceil(len(self._buttons) / columns)) or 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
