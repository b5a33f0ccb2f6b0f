"""What everything in the list of questions has in common: a frame that may be the open one."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Question
from kta_desktop.domain.verdict import Judgement
from ui.models.outline import Entry
from ui.theme import theme
from ui.theme.tokens import PANEL_RADIUS
from ui.undo import AuditEditor

INDENT = 18  # px for each instance around it
NUMBER_WIDTH = 30
_GUIDE = 7  # px from the left edge of an indent to its line
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_BY_HAND = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class ListCard(QFrame):
    """One place of a section: a question, a figure, the head of a repeat or of an instance.

    Signals:
        wanted: Its key, and whether Tab came backwards: it wants to be open.
        left: 1 to go to the next question, -1 to the previous one.
        grown: The height may have changed.
        adding: Another instance of the repeat around it is wanted.
    """

    wanted = Signal(str, bool)
    left = Signal(int)
    grown = Signal()
    adding = Signal()

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.entry = entry
        self._is_open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def key(self) -> str:
        """Return the key of its place in the section."""
        return self.entry.key

    @property
    def address(self) -> str:
        """Return the address of its question; of instances, that of their repeat."""
        return self.entry.place.address

    @property
    def question(self) -> Question:
        """Return its question; of instances, their repeat."""
        return self.entry.place.question

    @property
    def stops(self) -> bool:
        """Whether Enter comes to it on the way through the questions."""
        return False

    @property
    def is_open(self) -> bool:
        """Whether it is the one that is worked on."""
        return self._is_open

    def show_entry(self, entry: Entry) -> None:
        """Stand for the same place after something around it changed."""
        self.entry = entry

    def furnish(self) -> bool:
        """Make what is seen of it, if that waited until it is near; return whether it did."""
        return False

    def unfold(self, *, backwards: bool = False, focus: bool = True) -> None:
        """Become the open one and take the focus, at its end if Tab came backwards."""
        del backwards
        self._is_open = True
        self.refresh()
        if focus:
            self.setFocus()

    def fold(self) -> None:
        """Hand over what is typed and be the open one no more."""
        self._is_open = False
        self.refresh()

    def commit(self) -> None:
        """Hand over what is being typed."""

    def refresh(self) -> None:
        """Show the state of the audit."""
        self.update()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self.refresh()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show what its figure comes to against its level."""
        del judgement

    def follow_level(self) -> None:
        """Show what its figure comes to after something else changed: a level may hold no more."""

    def ask_reason(self) -> None:
        """Ask why a warned value stands."""

    def add_evidence(self) -> None:
        """Ask for files to attach."""

    def open_note(self) -> None:
        """Open the note and type."""

    def toggle_secret(self) -> None:
        """Say that its answer is a trade secret, or that it is none."""

    def decide(self) -> None:
        """Ask for a decision between different answers."""

    def show_in_unit(self) -> None:
        """Offer to show its number in another unit."""

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in the order of the paper."""
        return [self]

    @property
    def indent(self) -> int:
        """Return how far it is moved to the right."""
        return INDENT * self.entry.depth

    def border(self) -> str:
        """Return the token of its border while it is not open."""
        return "bd"

    def ground(self) -> str:
        """Return the token of its ground."""
        return "sf"

    def dotted_edge(self) -> bool:
        """Whether its left edge is dotted: something in it waits to be confirmed."""
        return False

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _NOT_BY_HAND:
            backwards = event.reason() == Qt.FocusReason.BacktabFocusReason
            self.wanted.emit(self.key, backwards)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.wanted.emit(self.key, False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.left.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Insert:
            self.adding.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_guides(painter)
        token, width = ("foc", 2.0) if self.is_open else (self.border(), 1.0)
        painter.setPen(QPen(theme.colour(token), width))
        painter.setBrush(theme.colour(self.ground()))
        edge = width / 2
        place = QRectF(self.rect()).adjusted(self.indent + edge, edge, -edge, -edge)
        painter.drawRoundedRect(place, PANEL_RADIUS, PANEL_RADIUS)
        if self.dotted_edge():
            self._paint_dots(painter, place)
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def _paint_guides(self, painter: QPainter) -> None:
        """Draw a line for each instance around it, so that what is inside is seen to be."""
        painter.setPen(QPen(theme.colour("bd"), 2))
        for depth in range(self.entry.depth):
            left = depth * INDENT + _GUIDE
            painter.drawLine(left, 0, left, self.height())

    def _paint_dots(self, painter: QPainter, place: QRectF) -> None:
        pen = QPen(theme.colour("ac"), 3, Qt.PenStyle.DotLine)
        pen.setDashPattern([0.1, 2.2])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left = place.left() + 3
        painter.drawLine(
            round(left), round(place.top() + 8), round(left), round(place.bottom() - 8)
        )
