"""Audits that came back with comments: each comment, how far it is, and the way to the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.theme.tokens import PADDING, RADIUS
from ui.widgets.chip import Chip
from ui.widgets.comments_words import CommentShown
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.overview_panel import ListPanel

FIRST_KEY = "Alt+M"
_EDGE_PX = 2
MOST = 100  # comments that are listed, those that wait first; each is at its question anyway


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedShown:
    """One audit that came back, every text ready in the interface language.

    Attributes:
        audit: Id of the audit.
        title: Its number and enterprise.
        summary: Number and how many comments wait, on the chip.
        standing: Round, and by when an answer is asked for.
        note: What the reviewer says about the whole; empty for nothing.
        waiting: How many comments wait for the auditor.
        comments: Those that wait first.
    """

    audit: str
    title: str
    summary: str
    standing: str
    note: str
    waiting: int
    comments: tuple[CommentShown, ...]


class CommentLine(QFrame):
    """One comment; Enter and a click lead to its question.

    Signals: ``followed`` when that is wanted.
    """

    followed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.shown: CommentShown | None = None
        self._number, self._who = Label("", "strong", "ac"), Label("", "second", "tx2", wrap=False)
        self._chip, self._text, self._answer = Chip(), Label(""), _Answer()
        self._number.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        head = FlowLayout(gap=8)
        for part in (self._number, self._who):
            head.addWidget(part)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(head, 1)
        top.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 6, PADDING, 7)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._text)
        column.addWidget(self._answer)

    def show_comment(self, shown: CommentShown) -> None:
        """Show a comment."""
        self.shown = shown
        self._number.setText(shown.number)
        self._who.setText(shown.who)
        self._text.setText(shown.text)
        self._chip.show_state(shown.state, shown.icon, shown.tone)
        self._answer.setText(shown.answer)
        self._answer.setVisible(bool(shown.answer))
        parts = (shown.number, shown.state, shown.who, shown.text, shown.answer)
        self.setAccessibleName(". ".join(part.rstrip(".") for part in parts if part))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.followed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)


class _Answer(Label):
    """The auditor's own words, with a line at their left."""

    def __init__(self) -> None:
        super().__init__("", "second", "tx2")
        self.setContentsMargins(10, 0, 0, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, _EDGE_PX, self.height()), theme.colour("acb"))
        painter.end()


class CommentsPanel(ListPanel):
    """What came back.

    Signals:
        followed: Id of an audit and the ``Target`` in it.
        first_asked: The first open comment is wanted.
    """

    followed = Signal(str, object)
    first_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("comments", parent)
        self._returned: tuple[ReturnedShown, ...] = ()
        self._left_out = 0
        self._parts: list[QWidget] = []
        self._lines: list[tuple[str, CommentLine]] = []
        self._chip = Chip()
        self.add_beside(self._chip)
        self._empty = Label("", "second", "tx2")
        self._empty.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.scroller.column.addWidget(self._empty)
        self._more = Label("", "second", "tx2")
        self._more.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.scroller.column.addWidget(self._more)
        self.scroller.column.addStretch(1)
        self._standing = Label("", "second", "tx2")
        self.first = KeyButton("", FIRST_KEY, "chevron-right", "primary")
        self.first.setObjectName("firstComment")
        self.first.clicked.connect(self.first_asked)
        self._foot = QFrame()
        self._foot.setObjectName("panelFoot")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(PADDING, 6, PADDING, 6)
        row.addWidget(self._standing, 1)
        row.addWidget(self.first)
        self.body.addWidget(self._foot)
        self.retranslate()

    def show_returned(self, returned: Sequence[ReturnedShown]) -> None:
        """Show the audits that came back."""
        if tuple(returned) == self._returned and self._parts:
            return
        self._returned, self._left_out = tuple(returned), 0
        for part in self._parts:
            self.scroller.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._lines = [], []
        for each in returned:
            self._add(each)
        self._follow()

    def shown(self) -> tuple[CommentShown, ...]:
        """Return the comments that are listed."""
        return tuple(line.shown for _audit, line in self._lines if line.shown is not None)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Came back with comments"))
        self.first.set_text(_("Open the first"))
        self._empty.setText(
            _("None. What the centre asks about an audit appears here and at its questions.")
        )
        self._follow()

    def _add(self, returned: ReturnedShown) -> None:
        titles = [returned.title] if len(self._returned) > 1 else []
        for text in [*titles, *([returned.note] if returned.note else [])]:
            label = Label(text, "strong" if text in titles else "second", "tx")
            label.setContentsMargins(PADDING, 8, PADDING, 6)
            self._put(label)
        room = max(MOST - len(self._lines), 0)
        self._left_out += len(returned.comments[room:])
        for shown in returned.comments[:room]:
            line = CommentLine()
            line.show_comment(shown)
            audit, target = returned.audit, shown.target
            line.followed.connect(lambda a=audit, t=target: self.followed.emit(a, t))
            self._lines.append((returned.audit, line))
            self._put(line)

    def _put(self, part: QWidget) -> None:
        self.scroller.column.insertWidget(len(self._parts), part)
        self._parts.append(part)

    def _follow(self) -> None:
        first = self._returned[0] if self._returned else None
        self._chip.setVisible(first is not None)
        self._foot.setVisible(first is not None)
        self._empty.setVisible(first is None)
        more = _("Not listed here: {count}. Each comment stands at its question.")
        self._more.setText(more.format(count=self._left_out))
        self._more.setVisible(self._left_out > 0)
        if first is not None:
            self._chip.show_state(first.summary, "message-square", "warning")
            self._standing.setText(first.standing)
            self.first.setEnabled(first.waiting > 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        lines = [line for _audit, line in self._lines]
        here = next((place for place, line in enumerate(lines) if line.hasFocus()), -1)
        if step is None or not 0 <= here + step < len(lines):
            super().keyPressEvent(event)
        else:
            lines[here + step].setFocus(Qt.FocusReason.TabFocusReason)
