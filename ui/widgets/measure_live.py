"""The page of a running measurement: channels, chart, comparison, events, instruments."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.measuring_view import ChannelState, LiveView
from ui.theme.tokens import GAP, PADDING
from ui.widgets.channel_list import ChannelList
from ui.widgets.chip import Chip
from ui.widgets.instrument_words import instruments_shown
from ui.widgets.key_button import KeyButton
from ui.widgets.measure_chart import ChartPanel
from ui.widgets.measure_notes import NoteField
from ui.widgets.measure_panels import EventsBody, InstrumentsBody, VerdictBody
from ui.widgets.measure_words import (
    channel_rows,
    earlier_notes,
    events_shown,
    verdict_shown,
)
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from ui.widgets.measure_scenes import Series

CHANNELS_PX = 234
SIDE_PX = 262
WIDEST_PX = 330  # of either column, however long its words
NARROW_PX = 1024  # a screen of 1366 px at 125 % is narrow, too
SLOW_S = 5  # the chart of a silent instrument moves this often
SCROLL_PX = 12
_LOST = (ChannelState.STALE, ChannelState.LOST, ChannelState.NEVER, ChannelState.FAULT)


class LivePage(QWidget):
    """Shows a ``LiveView``; what a person does goes out as signals.

    Signals:
        event_written: Unix seconds and words of an event.
        exclusion_written: Unix seconds from and to which readings are left out, and why.
        reconnect_asked: the instruments that are lost are to be tried again now.
        hand_asked: a person is about to type readings.
        instrument_asked: one more instrument is to be read.
        asked: chart, window or zoom was changed: show the measurement again.
    """

    event_written = Signal(float, str)
    exclusion_written = Signal(float, float, str)
    reconnect_asked = Signal()
    hand_asked = Signal()
    instrument_asked = Signal()
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow, self._is_side_open = False, False
        self._view: LiveView | None = None
        self._painted: tuple[object, ...] = ()
        self._good, self._bad = Chip("", "plug", "ok"), Chip("", "unplug", "error")
        self.chart = ChartPanel()
        self._list = ChannelList()
        self._verdict, self._events, self._instruments = (
            VerdictBody(),
            EventsBody(),
            InstrumentsBody(),
        )
        self.notes = NoteField()
        self._reconnect = KeyButton("", "F10", "plug", small=True)
        self._reconnect.setObjectName("reconnect")
        self._hand = KeyButton("", "M", "keyboard", small=True)
        self._hand.setObjectName("readByHand")
        self._hand.clicked.connect(self.hand_asked)
        self._more = KeyButton("", "Ins", "plus", small=True)
        self._more.setObjectName("addInstrument")
        self._flips = (
            KeyButton("", "F4", "gauge", small=True),
            KeyButton("", "F4", "list-checks", small=True),
        )
        for flip in self._flips:
            flip.clicked.connect(self.flip_side)
            flip.hide()
        self._more.clicked.connect(self.instrument_asked)
        self._build()
        self.notes.event_written.connect(self.event_written)
        self.notes.exclusion_written.connect(self._exclude)
        self.notes.marked.connect(self._show_marks)
        self.notes.left.connect(self._leave_notes)
        self.notes.exclude.clicked.connect(self.mark_exclusion)
        self._reconnect.clicked.connect(self.reconnect_asked)
        self.chart.asked.connect(self.asked)
        self.chart.stretch_marked.connect(self._take_stretch)
        self.retranslate()

    def show_view(self, view: LiveView, series: "Series") -> None:
        """Show the measurement as it is at this moment."""
        self._view = view
        self.notes.set_now(view.now)
        rows = channel_rows(view)
        self._list.show_rows(rows)
        bad = sum(channel.state in _LOST for channel in view.channels if not channel.is_manual)
        good = sum(channel.value is not None for channel in view.channels)
        self._good.show_state(str(good), "plug", "ok" if good else "neutral")
        self._bad.show_state(str(bad), "unplug", "error")
        self._bad.setVisible(bad > 0)
        self._hand.setVisible(any(channel.is_manual for channel in view.channels))
        self._verdict.show_verdict(verdict_shown(view))
        self._events.show_events(
            events_shown(view),
            _("Nothing noted yet. F5 writes what happened, with its time."),
            earlier_notes(view),
        )
        today = datetime.now(UTC).astimezone().date().isoformat()
        self._instruments.show_instruments(instruments_shown(view, today))
        self._reconnect.setVisible(bool(view.lost))
        moved = _state(view)
        if moved != self._painted:
            self._painted = moved
            self.chart.show_view(view, series)

    def forget(self) -> None:
        """Paint the chart at the next look even if nothing moved."""
        self._painted = ()

    def begin_event(self) -> None:
        """Let a person write what happens at this moment."""
        if self._view is not None:
            self._open_side()
            self.notes.begin_event(self._view.now)

    def mark_exclusion(self) -> None:
        """Mark the beginning of an exclusion at the cursor; a second time its end."""
        if self._view is not None:
            self._open_side()
            cursor = self.chart.cursor_at
            self.notes.mark(self._inside(self._view.now if cursor is None else cursor))
            if self.notes.marked_to is None:
                self.chart.setFocus()

    def _take_stretch(self, start: float, end: float) -> None:
        """Ask why a stretch that was marked with the mouse is to be left out."""
        if self._view is not None:
            self._open_side()
            self.notes.cancel()
            self.notes.mark(self._inside(start))
            self.notes.mark(self._inside(end))

    def _inside(self, at: float) -> float:
        """Return the moment of the session that is nearest to one on the chart."""
        if self._view is None:
            return at
        return min(max(at, self._view.started_at), self._view.now)

    def leave_marks(self) -> None:
        """Drop the exclusion that is being marked, or let the cursor follow the recording."""
        if self.notes.is_marking:
            self.notes.cancel()
        else:
            self.chart.follow()

    def flip_side(self) -> None:
        """In a narrow window: show comparison and events in place of the channels, or back."""
        self._is_side_open = not self._is_side_open
        self._arrange()

    def channels(self) -> ChannelList:
        """Return the list of channels."""
        return self._list

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._channels_panel.set_title(_("Channels"))
        self._verdict_panel.set_title(_("Comparison with the level"))
        self._events_panel.set_title(_("Events"))
        self._instruments_panel.set_title(_("Instruments"))
        self.notes.retranslate()
        self._reconnect.set_text(_("Reconnect"))
        self._hand.set_text(_("Read by hand"))
        self._more.set_text(_("Instrument…"))
        self._flips[0].set_tip(_("Comparison, events and instruments"))
        self._flips[1].set_tip(_("Channels"))
        self.chart.retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()

    def _build(self) -> None:
        self._channels_panel = self._panel(self._list)
        for chip in (self._good, self._bad):
            self._channels_panel.add_action(chip)
        self._channels_panel.add_action(self._flips[0])
        ways = QVBoxLayout()
        ways.setContentsMargins(PADDING, 8, PADDING, 8)
        ways.setSpacing(6)
        for button in (self._hand, self._more):
            ways.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._channels_panel.body.addLayout(ways)
        self._verdict_panel = self._panel(self._verdict)
        self._verdict_panel.add_action(self._flips[1])
        self._events_panel = self._panel(self._events)
        self._events_panel.body.addWidget(self.notes)
        self._instruments_panel = self._panel(self._instruments)
        again = QHBoxLayout()
        again.setContentsMargins(PADDING + 24, 0, PADDING, 10)
        again.addWidget(self._reconnect, 0, Qt.AlignmentFlag.AlignLeft)
        self._instruments_panel.body.addLayout(again)
        panels = (self._verdict_panel, self._events_panel, self._instruments_panel)
        self._side = _column(panels)
        self._left = _column((self._channels_panel,), stretch=True)
        for bar in (
            self._left.verticalScrollBar(),
            self._left.horizontalScrollBar(),
            self._side.horizontalScrollBar(),
        ):
            bar.rangeChanged.connect(lambda *_ends: self._widen())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._left)
        row.addWidget(self.chart, 1)
        row.addWidget(self._side)

    def _panel(self, body: QWidget) -> Panel:
        panel = Panel(" ")
        panel.body.setContentsMargins(0, 0, 0, 0)
        panel.body.setSpacing(0)
        panel.body.addWidget(body, 1)
        return panel

    def _arrange(self) -> None:
        self._side.setVisible(not self._is_narrow or self._is_side_open)
        self._left.setVisible(not self._is_narrow or not self._is_side_open)
        for flip in self._flips:
            flip.setVisible(self._is_narrow)
        self._widen()
        self.chart.set_narrow(self._is_narrow)

    def _widen(self) -> None:
        """Give long words, and the bar of a list that is longer than the window, their room."""
        is_long = self._left.verticalScrollBar().maximum() > 0
        bar = SCROLL_PX if is_long or self._is_narrow else 0
        self._left.setFixedWidth(max(CHANNELS_PX, _needed(self._left)) + bar)
        most = SIDE_PX if self._is_narrow else WIDEST_PX  # there the chart keeps its least
        self._side.setFixedWidth(min(max(SIDE_PX, _needed(self._side) + SCROLL_PX), most))

    def _open_side(self) -> None:
        """Bring the field for notes into sight, as soon as the column knows its height."""
        if self._is_narrow and not self._is_side_open:
            self.flip_side()
        QTimer.singleShot(0, self, lambda: self._side.ensureWidgetVisible(self.notes))

    def _show_marks(self) -> None:
        self.chart.set_marked(self.notes.marked_from, self.notes.marked_to)

    def _exclude(self, start: float, end: float, reason: str) -> None:
        self.exclusion_written.emit(start, end, reason)
        self.chart.release_cursor()

    def _leave_notes(self) -> None:
        self.chart.setFocus()


def _state(view: LiveView) -> tuple[object, ...]:
    """Return what the chart depends on; while nothing comes in, time moves it now and then."""
    slow = int(view.now // SLOW_S)
    return (view.session_id, view.points, view.events, view.exclusions, view.paused, slow)


def _needed(area: QScrollArea) -> int:
    """Return the px without which something in a column would be cut."""
    inner = area.widget()
    return 0 if inner is None else min(inner.minimumSizeHint().width(), WIDEST_PX)


def _column(panels: tuple[QWidget, ...], *, stretch: bool = False) -> QScrollArea:
    """Return panels below each other in an area of fixed width that scrolls if it must."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for panel in panels:
        column.addWidget(panel, 1 if stretch else 0)
    if not stretch:
        column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.setFixedWidth(CHANNELS_PX if stretch else SIDE_PX)
    return area
