"""Deliveries under way and done: what, where to, how far, and in which state, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.theme.tokens import PADDING, RADIUS
from ui.widgets.chip import Chip
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

BAR_PX = 120
NARROW_PX = 600  # below it the parts of a delivery stand below each other


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryShown:
    """One delivery, every text ready in the interface language.

    Attributes:
        key: What tells it from the others.
        title: Audit and version.
        place: Where it goes.
        amount: Such as ``54,4 из 86,4 МБ``.
        fraction: Share that was sent, 0 to 1.
        bar: Token of the bar's colour.
        state: Word of the state, on a chip.
        icon: Its icon.
        tone: Tone of the chip.
        sentence: What the state means for the auditor.
        details: Code and particulars of an error, for support; empty if there is none.
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


class DeliveryRow(QFrame):
    """One delivery; Enter unfolds the particulars of an error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: DeliveryShown | None = None
        self._title, self._place = Label("", "medium"), Label("", "second", "tx2")
        self._bar, self._amount = ProgressBar6(), Label("", "second", "tx2", wrap=False)
        self._bar.setFixedWidth(BAR_PX)
        self._chip, self._sentence = Chip(), Label("", "second", "tx2")
        self._more = KeyButton("", "", small=True)
        self._more.clicked.connect(self.unfold)
        self._details = Label("", "second")
        self._details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details.hide()
        for label in (self._title, self._place, self._sentence):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(14)
        self._row.addLayout(_stacked(self._title, self._place), 3)
        self._row.addLayout(_stacked(self._bar, self._amount))
        self._row.addLayout(_stacked(self._chip, self._sentence), 4)
        self._row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 8, PADDING, 8)
        layout.addLayout(self._row)
        layout.addWidget(self._details)

    def show_delivery(self, shown: DeliveryShown) -> None:
        """Show a delivery."""
        self._shown = shown
        self._title.setText(shown.title)
        self._place.setText(shown.place)
        self._amount.setText(shown.amount)
        self._bar.set_fraction(shown.fraction, shown.amount, shown.bar)
        self._chip.show_state(shown.state, shown.icon, shown.tone)
        self._sentence.setText(shown.sentence)
        self._details.setText(shown.details)
        self._more.setVisible(bool(shown.details))
        self._more.set_text(_("Details"))
        if not shown.details:
            self._details.hide()
        self.setAccessibleName(
            f"{shown.title}. {shown.place}. {shown.amount}. {shown.state}. {shown.sentence}"
        )

    @property
    def shown(self) -> DeliveryShown | None:
        """What is shown."""
        return self._shown

    def unfold(self) -> None:
        """Show or hide the particulars of an error."""
        if self._shown is not None and self._shown.details:
            self._details.setVisible(self._details.isHidden())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._row.setSpacing(4 if is_narrow else 14)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.unfold()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)


def _stacked(upper: QWidget, lower: QWidget) -> QVBoxLayout:
    """Return two widgets below each other at the top of their row."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(upper)
    column.addWidget(lower)
    column.addStretch(1)
    return column


class DeliveryList(QWidget):
    """Deliveries in a column, newest first; ↑ and ↓ go through them.

    Signals: ``count_changed`` with how many are listed.
    """

    count_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deliveries")
        self.setProperty("ground", "sf")
        self._rows: list[DeliveryRow] = []
        self._empty = Label("", "body", "tx2")
        empty = QHBoxLayout()
        empty.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        empty.addWidget(self._empty)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(empty)
        self._column.addStretch(1)

    def show_deliveries(self, deliveries: Sequence[DeliveryShown], when_empty: str) -> None:
        """Show ``deliveries``, or the words ``when_empty``."""
        self._empty.setText(when_empty)
        self._empty.setVisible(not deliveries)
        while len(self._rows) < len(deliveries):
            row = DeliveryRow(self)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(deliveries))
            if place < len(deliveries):
                row.show_delivery(deliveries[place])
        self.count_changed.emit(len(deliveries))

    def shown(self) -> tuple[DeliveryShown, ...]:
        """Return what is listed."""
        rows = (row.shown for row in self._rows if not row.isHidden())
        return tuple(shown for shown in rows if shown is not None)

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
