"""A titled block of the context pane: lines, links, and a head that folds it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain.target import Target
from kta_desktop.i18n import _
from ui.theme import font, pixmap, theme
from ui.theme.tokens import RADIUS
from ui.widgets.chip import Chip
from ui.widgets.focus import paint_focus
from ui.widgets.label import Label
from ui.widgets.link_line import LinkLine

_ICON = 14
_SIDE = 3
_ROOM = 258  # px for title and chip in one line of a pane of the usual width
_FLAGS = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: its text, role of text and token."""

    text: str
    role: str = "second"
    tone: str = "tx2"


@dataclass(frozen=True, slots=True)
class Link:
    """A line that leads to a place."""

    icon: str
    text: str
    target: Target


class BlockHead(QAbstractButton):
    """The title of a block; Enter, Space and a click fold what is below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_folded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_title(self, text: str, *, folded: bool) -> None:
        """Show a title, and whether the block is folded."""
        self.is_folded = folded
        self.setText(text)
        state = _("folded") if folded else _("unfolded")
        self.setAccessibleName(f"{text}, {state}")
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = max(width - 2 * _SIDE - _ICON - 4, 40)
        box = QFontMetrics(font("strong")).boundingRect(0, 0, room, 2000, _FLAGS, self.text())
        return max(box.height() + 2 * _SIDE, theme.sizes.control if theme.is_glove else 22)

    @override
    def sizeHint(self) -> QSize:
        advance = QFontMetrics(font("strong")).horizontalAdvance(self.text())
        width = min(advance, 200) + 2 * _SIDE + _ICON + 5
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        words = self.text().split() or [""]
        longest = max(QFontMetrics(font("strong")).horizontalAdvance(word) for word in words)
        return QSize(longest + 2 * _SIDE + _ICON + 5, 22)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("strong"))
        painter.setPen(theme.colour("tx"))
        room = self.rect().adjusted(0, 0, -_ICON - 4, 0)
        painter.drawText(room, _FLAGS | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        sign = "chevron-right" if self.is_folded else "chevron-down"
        place = QRect(self.width() - _ICON, (self.height() - _ICON) // 2, _ICON, _ICON)
        painter.drawPixmap(place.topLeft(), pixmap(sign, "tx3", _ICON, self.devicePixelRatioF()))
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)


class Block(QFrame):
    """A titled block with a line below it; hidden when it has nothing to say.

    Signals:
        folded: Whether it was folded by hand.
        followed: The ``Target`` of a link that was followed.
    """

    folded = Signal(bool)
    followed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.head = BlockHead(self)
        self.chip = Chip(parent=self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self._inside = QWidget(self)
        self._inside.setLayout(self.body)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines: list[Label] = []
        self._links: list[LinkLine] = []
        self._targets: list[Target] = []
        self.head.clicked.connect(self._turn)
        self._arrange()

    @property
    def title(self) -> str:
        """Return its title."""
        return self.head.text()

    def texts(self) -> list[str]:
        """Return the lines and links that are shown, folded or not."""
        lines = [line.text() for line in self._lines if not line.isHidden()]
        return lines + [link.text() for link in self._links if not link.isHidden()]

    def links(self) -> list[LinkLine]:
        """Return the links that are shown."""
        return [link for link in self._links if not link.isHidden()]

    def show_lines(
        self, title: str, lines: Sequence[Line], links: Sequence[Link] = (), chip: str = ""
    ) -> None:
        """Show a title, lines and links below it; nothing to say hides the block."""
        self.head.show_title(title, folded=self.head.is_folded)
        self.head.setVisible(bool(title))
        self.chip.setVisible(bool(chip))
        if chip:
            self.chip.show_state(chip, "", "plain")
            wanted = self.head.sizeHint().width() + self.chip.sizeHint().width() + 8
            down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._top.setDirection(beside if wanted <= _ROOM else down)
        _grow(self._lines, len(lines), self._new_line)
        for place, label in enumerate(self._lines):
            label.setVisible(place < len(lines))
            if place < len(lines):
                label.setText(lines[place].text)
                label.setProperty("role", lines[place].role)
                label.set_tone(lines[place].tone)
        self._show_links(links)
        self.setVisible(bool(lines or links))

    def fold(self, *, folded: bool) -> None:
        """Show the head only, or everything."""
        self.head.show_title(self.head.text(), folded=folded)
        self._inside.setVisible(not folded)
        self.updateGeometry()

    def _show_links(self, links: Sequence[Link]) -> None:
        _grow(self._links, len(links), self._new_link)
        self._targets = [link.target for link in links]
        for place, line in enumerate(self._links):
            line.setVisible(place < len(links))
            if place < len(links):
                line.show_link(links[place].icon, links[place].text)

    def _new_line(self) -> Label:
        line = Label("", parent=self._inside)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.insertWidget(self.body.count() - len(self._links), line)
        return line

    def _new_link(self) -> LinkLine:
        link, place = LinkLine(self._inside), len(self._links)
        link.clicked.connect(lambda _on=False: self.followed.emit(self._targets[place]))
        self.body.addWidget(link)
        self.setTabOrder(self._links[-1] if self._links else self.head, link)
        return link

    def _turn(self) -> None:
        self.fold(folded=not self.head.is_folded)
        self.folded.emit(self.head.is_folded)

    def _arrange(self) -> None:
        self._top.setSpacing(8)
        self._top.addWidget(self.head, 1)
        self._top.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        rule = QFrame(self)
        rule.setProperty("look", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._top)
        column.addWidget(self._inside)
        column.addSpacing(4)
        column.addWidget(rule)


def _grow(widgets: list[Label] | list[LinkLine], count: int, made: Callable[[], QWidget]) -> None:
    while len(widgets) < count:
        widgets.append(made())  # type: ignore[arg-type]  # each list has a maker of its own kind
