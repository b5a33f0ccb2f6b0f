"""The head of the page of measurements: what is measured, how it stands, what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.formatting import duration, percent
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import LiveView
from ui.theme.tips import tip
from ui.theme.tokens import GAP
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class MeasureHead(QWidget):
    """Title, source, chips and actions; without a recording only the way to begin one.

    Signals: ``start_asked``, ``event_asked``, ``pause_asked``, ``end_asked``.
    """

    start_asked = Signal()
    event_asked = Signal()
    pause_asked = Signal()
    end_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._source = Label("", "title", wrap=False), Label("", "body", "tx2")
        self._state, self._load, self._demo = Chip(), Chip(), Chip()
        self._start = KeyButton("", "Ctrl+E", "circle-play", "primary")
        self._event = KeyButton("", "F5", "flag")
        self._pause = KeyButton("", "Space", "pause")
        self._end = KeyButton("", "Ctrl+E", "square", "danger")
        signals = {
            "newSession": (self._start, self.start_asked),
            "event": (self._event, self.event_asked),
            "pause": (self._pause, self.pause_asked),
            "end": (self._end, self.end_asked),
        }
        for name, (button, signal) in signals.items():
            button.setObjectName(name)
            button.clicked.connect(signal)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._title)
        row.addWidget(self._source, 1)
        chips = QWidget()
        flow = FlowLayout(chips, gap=6)
        for chip in (self._state, self._load, self._demo):
            flow.addWidget(chip)
        row.addWidget(chips, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._start)
        for widget in (self._event, self._pause, self._end):
            row.addWidget(widget)
        self._view: LiveView | None = None
        self._is_narrow = False
        self.retranslate()
        self.show_rest()

    def show_view(self, view: LiveView) -> None:
        """Show a running measurement."""
        self._view = view
        lang = language()
        self._source.setText("" if self._is_narrow else view.source)
        self._source.setToolTip(tip(view.point))
        time = duration(view.elapsed_s, lang)
        if view.paused:
            self._state.show_state(_("Pause, not averaged"), "pause", "warning")
        else:
            self._state.show_state(_("Recording {time}").format(time=time), "circle-dot", "error")
        load = "" if view.load_pct is None else percent(view.load_pct, lang)
        self._load.show_state(_("Load {load}").format(load=load), "", "plain")
        self._demo.show_state(_("Simulated instrument"), "info", "warning")
        self._pause.set_text(_("Go on") if view.paused else _("Pause"))
        self._pause.set_icon("play" if view.paused else "pause")
        self._arrange(is_live=True)
        self._load.setVisible(view.load_pct is not None and not self._is_narrow)
        self._title.setVisible(not self._is_narrow)
        self._demo.setVisible(view.simulated)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what a narrow window has no room for."""
        self._is_narrow = narrow
        if self._view is not None:
            self.show_view(self._view)

    def show_rest(self) -> None:
        """Show that nothing is recorded, unless something is."""
        if self._view is None:
            self._source.setText("")
            self._arrange(is_live=False)
            self._start.setEnabled(True)

    def rest(self) -> None:
        """Show that the recording ended."""
        self._view = None
        self.show_rest()

    def set_waiting(self, text: str) -> None:
        """Say what is being waited for; nothing can be begun meanwhile."""
        self._source.setText(text)
        self._start.setEnabled(False)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(_("Measurements"))
        self._start.set_text(_("New session…"))
        self._event.set_text(_("Event"))
        self._pause.set_text(_("Pause"))
        self._end.set_text(_("End…"))
        if self._view is not None:
            self.show_view(self._view)

    def _arrange(self, *, is_live: bool) -> None:
        self._start.setVisible(not is_live)
        for widget in (self._event, self._pause, self._end, self._state):
            widget.setVisible(is_live)
        if not is_live:
            self._title.show()
            self._load.hide()
            self._demo.hide()
