"""Bodies of the panels beside the live chart: comparison, events, instruments.

They show ready texts; what the texts say is decided in ``measure_words``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import font, pixmap, theme
from ui.theme.tokens import PADDING, RADIUS
from ui.widgets.label import IconLabel, Label

BADGE_PX = 18
BAR_PX = 6
MOST_NOTES = 100  # rows of events beside a chart


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictShown:
    """A judgement in words.

    Attributes:
        tone: Token family: ``ok``, ``er``, ``nd`` or ``na``.
        icon: Name of its icon.
        title: The verdict, with «пока» while samples are missing.
        detail: Value with uncertainty, or the reason why nothing is compared.
        facts: Pairs of label and value below.
        done: Complete samples, of ``wanted``.
        wanted: Samples that the level asks for; 0 hides the bar.
        running: Share of the sample that runs, 0 to 1.
    """

    tone: str
    icon: str
    title: str
    detail: str
    facts: tuple[tuple[str, str], ...] = ()
    done: int = 0
    wanted: int = 0
    running: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShown:
    """One line of the list of events: a number, or a pause sign for excluded time."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentShown:
    """One instrument: its state by icon and tone, its name, and what has to be known of it."""

    tone: str
    icon: str
    name: str
    detail: str


class TintedBox(QWidget):
    """A rounded box in the colours of a token family such as ``nd``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "na"
        theme.changed.connect(self.update)

    def set_tone(self, tone: str) -> None:
        """Take the colours of another family."""
        self._tone = tone
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(f"{self._tone}b"), 1))
        painter.setBrush(theme.colour(f"{self._tone}s"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()


class SampleBar(QWidget):
    """Samples that are done, the share of the one that runs, and what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = (0.0, 0.0)
        self.setFixedHeight(BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_state(self, done: int, wanted: int, running: float) -> None:
        """Show ``done`` of ``wanted`` samples and the share of the one that runs."""
        whole = max(wanted, 1)
        shares = (min((done + running) / whole, 1.0), min(done / whole, 1.0))
        if self._shares != shares:
            self._shares = shares
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, token in zip((1.0, *self._shares), ("sf3", "acb", "ac"), strict=True):
            painter.setBrush(theme.colour(token))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, BAR_PX), 2, 2)
        painter.end()


class VerdictBody(QWidget):
    """The comparison with the level: verdict, samples, the time that counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: VerdictShown | None = None
        self._box = TintedBox(self)
        self._icon = IconLabel("circle-slash", "na", BADGE_PX)
        self._title, self._detail = Label("", "strong"), Label("", "second")
        self._title.setObjectName("verdict")
        inside = QGridLayout(self._box)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.setHorizontalSpacing(8)
        inside.setVerticalSpacing(1)
        inside.addWidget(self._icon, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._title, 0, 1)
        inside.addWidget(self._detail, 1, 1)
        inside.setColumnStretch(1, 1)
        self._bar = SampleBar(self)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        self._labels: list[tuple[Label, Label]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 10, PADDING, 10)
        layout.setSpacing(8)
        layout.addWidget(self._box)
        layout.addWidget(self._bar)
        layout.addLayout(self._facts)

    def show_verdict(self, shown: VerdictShown) -> None:
        """Show a judgement."""
        if shown == self._shown:
            return
        self._shown = shown
        self._box.set_tone(shown.tone)
        self._icon.show_icon(shown.icon, shown.tone)
        for label, text in ((self._title, shown.title), (self._detail, shown.detail)):
            label.setText(text)
            label.set_tone(shown.tone)
            label.setVisible(bool(text))
        self._bar.setVisible(shown.wanted > 0)
        self._bar.show_state(shown.done, shown.wanted, shown.running)
        self._show_facts(shown.facts)
        self.setAccessibleName(f"{shown.title}. {shown.detail}")

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self._labels) < len(facts):
            name, value = Label("", "second", "tx2"), Label("", "strong")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            row = QHBoxLayout()  # of its own: a long value takes no room from other names
            row.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
            row.addWidget(value)
            self._facts.addLayout(row)
            self._labels.append((name, value))
        for place, pair in enumerate(self._labels):
            for part, label in enumerate(pair):
                label.setVisible(place < len(facts))
                label.setText(facts[place][part] if place < len(facts) else "")


class _EventRow(QWidget):
    """A numbered badge and the words of one event."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number: int | None = None
        self._text = Label("")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(BADGE_PX + 10, 1, 0, 1)
        layout.addWidget(self._text)
        self.setMinimumHeight(BADGE_PX + 2)
        theme.changed.connect(self.update)

    def show_event(self, event: EventShown) -> None:
        self._number = event.number
        self._text.setText(event.text)
        self.setAccessibleName(event.text)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "na" if self._number is None else "nd"
        badge = QRectF(0.5, 1.5, BADGE_PX - 1, BADGE_PX - 1)
        painter.setBrush(theme.colour(f"{tone}s"))
        painter.setPen(theme.colour(f"{tone}b"))
        painter.drawEllipse(badge)
        if self._number is None:
            picture = pixmap("pause", "na", 10, self.devicePixelRatioF())
            painter.drawPixmap(badge.adjusted(4, 4, -3, -3).topLeft(), picture)
        else:
            painter.setFont(font("small"))
            painter.setPen(theme.colour(tone))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class EventsBody(QWidget):
    """The newest events of a session, newest last, numbered as on the chart.

    A loose plug leaves a gap every few seconds: thousands of rows would stop the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_EventRow] = []
        self._shown: tuple[EventShown, ...] | None = None
        self._empty = Label("", "second", "tx2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PADDING, 8, PADDING, 8)
        self._column.setSpacing(6)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)

    def show_events(self, events: Sequence[EventShown], when_empty: str, earlier: int = 0) -> None:
        """Show the newest ``events``, or the words ``when_empty``.

        Args:
            events: What happened, by time.
            when_empty: Words in their place.
            earlier: How many there are before them.
        """
        earlier += max(len(events) - MOST_NOTES, 0)
        events = events[-MOST_NOTES:]
        more = _("And {count} more.").format(count=earlier)
        self._empty.setText(more if earlier else when_empty)
        self._empty.setVisible(bool(earlier) or not events)
        if tuple(events) == self._shown:
            return
        self._shown = tuple(events)
        while len(self._rows) < len(events):
            row = _EventRow(self)
            self._column.insertWidget(len(self._rows) + 1, row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(events))
            if place < len(events):
                row.show_event(events[place])

    def texts(self) -> tuple[str, ...]:
        """Return what is listed."""
        return tuple(event.text for event in self._shown or ())


class InstrumentsBody(QWidget):
    """The instruments of a session with their verification; the lost ones are marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[InstrumentShown, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(PADDING, 8, PADDING, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[IconLabel, Label, Label]] = []

    def show_instruments(self, instruments: Sequence[InstrumentShown]) -> None:
        """Show ``instruments``."""
        if tuple(instruments) == self._shown:
            return
        self._shown = tuple(instruments)
        while len(self._rows) < len(instruments):
            self._add_row()
        for place, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(place < len(instruments))
            if place < len(instruments):
                self._fill(row, instruments[place])

    def _fill(self, row: tuple[IconLabel, Label, Label], shown: InstrumentShown) -> None:
        icon, name, detail = row
        icon.show_icon(shown.icon, shown.tone)
        name.setText(shown.name)
        name.set_tone("er" if shown.tone == "er" else "tx")
        detail.setText(shown.detail)

    def _add_row(self) -> None:
        row = 2 * len(self._rows)
        parts = (IconLabel("check", "ok"), Label(""), Label("", "second", "tx2"))
        self._grid.addWidget(parts[0], row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(parts[1], row, 1)
        self._grid.addWidget(parts[2], row + 1, 1)
        self._rows.append(parts)
