"""Deliveries under way and done: what, where to, how far, and in which state, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.theme.tips import tip
from ui.theme.tokens import PADDING, RADIUS
from ui.widgets.chip import Chip, chip_width
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label, restyle
from ui.widgets.progress import ProgressBar6

BAR_PX = 134
NARROW_PX = 600  # below it the parts of a delivery stand below each other
_GAP_PX = 16
_EDGE_PX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryShown:
    """One delivery, every text ready in the interface language.

    Attributes:
        key: What tells it from the others.
        title: Audit and version.
        place: Enterprise, and where it goes.
        amount: Such as ``54,4 из 86,4 МБ``.
        fraction: Share that was sent, 0 to 1.
        bar: Token of the bar's colour.
        state: Word of the state, on a chip.
        icon: Its icon.
        tone: Tone of the chip.
        sentence: What the state means for the auditor.
        details: Code and particulars of an error, for support; empty if there is none.
        is_urgent: Whether the sentence stands below at once: something has to be done.
        resend: Whether what the centre misses can be sent again.
        first: Whether it can be moved to the front of the queue.
    """

    key: str
    title: str
    place: str
    amount: str
    fraction: float
    bar: str
    state: str
    icon: str
    tone: str
    sentence: str
    details: str = ""
    is_urgent: bool = False
    resend: bool = False
    first: bool = False


class DeliveryRow(QFrame):
    """One delivery; Enter shows what its state means, with the particulars of an error.

    Signals: ``chosen`` when it took the focus; ``resend_asked`` and ``first_asked`` with its key.
    """

    chosen = Signal()
    resend_asked = Signal(str)
    first_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: DeliveryShown | None = None
        self._is_unfolded = self.is_current = False
        self._title, self._place = Label("", "medium"), Label("", "second", "tx2")
        self._bar, self._amount = ProgressBar6(), Label("", "second", "tx2", wrap=False)
        self._chip = Chip()
        self._more = KeyButton("", "", small=True)
        self._resend = KeyButton("", "", "paperclip", small=True)
        self._more.clicked.connect(self.unfold)
        self._resend.clicked.connect(lambda: self.resend_asked.emit(self._key()))
        self._below = _Below()
        self._below.first.clicked.connect(lambda: self.first_asked.emit(self._key()))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(_GAP_PX)
        for cell, stretch in zip(self._cells(), COLUMNS, strict=True):
            self._row.addWidget(cell, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 6, PADDING, 6)
        layout.addLayout(self._row)
        layout.addWidget(self._below)

    def _cells(self) -> tuple[QWidget, ...]:
        middle = Qt.AlignmentFlag.AlignVCenter
        what, sent, self._state, self._buttons = (QWidget() for _each in range(4))
        what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sent.setFixedWidth(BAR_PX)
        _stacked(what, (self._title, self._place), 0)
        _stacked(sent, (self._bar, self._amount), 4)
        line = QHBoxLayout(self._state)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft | middle)
        acts = QHBoxLayout(self._buttons)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.addStretch(1)
        for button in (self._resend, self._more):
            acts.addWidget(button, 0, middle)
        return what, sent, self._state, self._buttons

    def _key(self) -> str:
        return self._shown.key if self._shown is not None else ""

    @property
    def shown(self) -> DeliveryShown | None:
        """What is shown."""
        return self._shown

    @property
    def acts_width(self) -> int:
        """Pixels that its buttons need."""
        return self._buttons.sizeHint().width()

    def show_delivery(self, shown: DeliveryShown) -> None:
        """Show a delivery."""
        if self._shown is not None and self._shown.key != shown.key:
            self._is_unfolded = False
        self._shown = shown
        self._title.setText(shown.title)
        self._place.setText(shown.place)
        self._amount.setText(shown.amount)
        self._bar.set_fraction(shown.fraction, shown.amount, shown.bar)
        self._chip.show_state(shown.state, shown.icon, shown.tone)
        self._chip.setToolTip(tip(shown.sentence))
        self._resend.setVisible(shown.resend)
        self._resend.set_text(_("Send again"))
        self._more.setVisible(not shown.resend)
        self._more.set_text(_("Details"))
        self._follow()
        self.setAccessibleName(
            f"{shown.title}. {shown.place}. {shown.amount}. {shown.state}. {shown.sentence}"
        )

    def set_columns(self, state: int, acts: int) -> None:
        """Take as much room for the state and the buttons as the widest row needs."""
        self._state.setMinimumWidth(state)
        self._buttons.setMinimumWidth(acts)

    def set_current(self, *, is_current: bool) -> None:
        """Mark it as the one that was chosen last."""
        self.is_current = is_current
        self.update()

    def unfold(self) -> None:
        """Show or hide what the state means."""
        self._is_unfolded = not self._is_unfolded
        self._follow()

    def _follow(self) -> None:
        shown = self._shown
        if shown is not None:
            self._below.show_delivery(shown, is_whole=self._is_unfolded)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._row.setSpacing(4 if is_narrow else _GAP_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.unfold()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.is_current:
            painter.fillRect(self.rect(), theme.colour("acs"))
            painter.fillRect(QRectF(0, 0, _EDGE_PX, self.height()), theme.colour("ac"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)


COLUMNS = (3, 0, 3, 0)
"""How what, how far, state and buttons share the width."""


class _Below(QWidget):
    """What a state means, the particulars of an error, and what else can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence, self._details = Label("", "second", "tx2"), Label("", "second")
        for label in (self._sentence, self._details):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.first = KeyButton("", "", "chevron-up", small=True)
        acts = FlowLayout()
        acts.addWidget(self.first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(4)
        column.addWidget(self._sentence)
        column.addWidget(self._details)
        column.addLayout(acts)
        self.hide()

    def show_delivery(self, shown: DeliveryShown, *, is_whole: bool) -> None:
        """Show the sentence; ``is_whole``: with the particulars, too."""
        restyle(self._sentence, "tone", "er" if shown.tone == "error" else "tx2")
        self._sentence.setText(shown.sentence)
        self._details.setText(shown.details)
        self._details.setVisible(is_whole and bool(shown.details))
        self.first.set_text(_("Send this first"))
        self.first.setVisible(is_whole and shown.first)
        self.setVisible(is_whole or shown.is_urgent)


def _stacked(widget: QWidget, parts: Sequence[QWidget], gap: int) -> None:
    """Put widgets below each other in the middle of ``widget``."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    column.addStretch(1)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)


class DeliveryHead(QFrame):
    """The names of the columns; gone where the parts of a delivery stand below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columnHead")
        self._names = [Label("", "second", "tx2") for _each in COLUMNS]
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 5, PADDING, 5)
        row.setSpacing(_GAP_PX)
        for name, stretch in zip(self._names, COLUMNS, strict=True):
            free, fixed = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
            name.setSizePolicy(free if stretch else fixed, QSizePolicy.Policy.Preferred)
            row.addWidget(name, stretch)
        self._names[1].setFixedWidth(BAR_PX)

    def set_columns(self, state: int, acts: int) -> None:
        """Take as much room for the state and the buttons as the widest row needs."""
        self._names[2].setMinimumWidth(state)
        self._names[3].setFixedWidth(acts)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        for name, text in zip(self._names, (_("Bundle"), _("Sent"), _("State"), ""), strict=True):
            name.setText(text)


class DeliveryList(QWidget):
    """Deliveries in a column; ↑ and ↓ go through them.

    Signals: ``count_changed`` with how many are listed; ``resend_asked`` and ``first_asked`` with
    the key of a delivery.
    """

    count_changed = Signal(int)
    resend_asked = Signal(str)
    first_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deliveries")
        self.setProperty("ground", "sf")
        self._rows: list[DeliveryRow] = []
        self.head = DeliveryHead()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addStretch(1)

    def show_deliveries(self, deliveries: Sequence[DeliveryShown]) -> None:
        """Show ``deliveries``."""
        while len(self._rows) < len(deliveries):
            self._rows.append(self._made())
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(deliveries))
            if place < len(deliveries):
                row.show_delivery(deliveries[place])
        self._measure(deliveries)
        self.count_changed.emit(len(deliveries))

    def _made(self) -> DeliveryRow:
        row = DeliveryRow(self)
        row.chosen.connect(lambda: self._choose(row))
        row.resend_asked.connect(self.resend_asked)
        row.first_asked.connect(self.first_asked)
        row.set_current(is_current=not self._rows)
        self._column.insertWidget(len(self._rows) + 1, row)
        return row

    def _measure(self, deliveries: Sequence[DeliveryShown]) -> None:
        state = max((chip_width(each.state, each.icon) for each in deliveries), default=0)
        rows = self._rows[: len(deliveries)]
        acts = max((row.acts_width for row in rows), default=0)
        self.head.set_columns(state, acts)
        for row in rows:
            row.set_columns(state, acts)
        self.head.setVisible(bool(deliveries) and self.width() >= NARROW_PX)

    def _choose(self, chosen: DeliveryRow) -> None:
        for row in self._rows:
            row.set_current(is_current=row is chosen)

    def shown(self) -> tuple[DeliveryShown, ...]:
        """Return what is listed."""
        rows = (row.shown for row in self._rows if not row.isHidden())
        return tuple(shown for shown in rows if shown is not None)

    def current(self) -> DeliveryRow | None:
        """Return the row that was chosen last; None if nothing is listed."""
        rows = [row for row in self._rows if not row.isHidden()]
        return next((row for row in rows if row.is_current), rows[0] if rows else None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.setVisible(self.width() >= NARROW_PX and bool(self.shown()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        rows = [row for row in self._rows if not row.isHidden()]
        here = next((place for place, row in enumerate(rows) if row.hasFocus()), -1)
        if step is None or not 0 <= here + step < len(rows):
            super().keyPressEvent(event)
        else:
            rows[here + step].setFocus(Qt.FocusReason.TabFocusReason)
