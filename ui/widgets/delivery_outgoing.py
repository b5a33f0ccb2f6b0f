"""The panel of deliveries: what goes out, how far it is, and how it may go."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.delivery_list import DeliveryList, DeliveryShown
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.overview_panel import ListPanel
from ui.widgets.progress import ProgressBar6

MORE_KEY, CHANNEL_KEY = "F4", "F3"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingShown:
    """What the panel shows, every text ready in the interface language.

    Attributes:
        deliveries: The lines.
        summary: How many and how much; empty for none.
        channel: How it may go, on the button that changes it.
        empty: What to say where nothing is listed.
        can_send: Whether there is something to send, or an audit that could be.
        is_paused: Whether everything waits for the person.
    """

    deliveries: Sequence[DeliveryShown]
    summary: str
    channel: str
    empty: str
    can_send: bool
    is_paused: bool


class OutgoingPanel(ListPanel):
    """Deliveries of all audits.

    Signals: ``send_asked``, ``stop_asked``, ``pause_asked``, ``channel_asked``, ``more_asked``.
    """

    send_asked = Signal()
    stop_asked = Signal()
    pause_asked = Signal()
    channel_asked = Signal()
    more_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("outgoing", parent)
        self._is_paused = self._can_send = False
        self._chip = Chip()
        self.add_beside(self._chip)
        self.send = KeyButton("", "Ctrl+Enter", "send", "primary", small=True)
        self.pause = KeyButton("", "", "pause", small=True)
        self.channel = KeyButton("", "", "settings", small=True)
        self.more = KeyButton("", MORE_KEY, "ellipsis", small=True)
        self._stop = KeyButton("", "Esc", "x", small=True)
        self._name()
        actions = QWidget()
        flow = FlowLayout(actions, gap=8, right=True)
        for button in (self.send, self.pause, self.channel, self.more):
            flow.addWidget(button)
        self.add_action(actions)
        self.list = DeliveryList()
        self._empty = Label("", "body", "tx2")
        self._empty.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._work = self._made_work()
        self.body.insertWidget(0, self._work)
        self.scroller.column.addWidget(self._empty)
        self.scroller.column.addWidget(self.list)
        self.scroller.column.addStretch(1)
        self.rest()
        self.retranslate()

    def _name(self) -> None:
        named = {
            "sendAudit": (self.send, self.send_asked),
            "pauseSending": (self.pause, self.pause_asked),
            "channel": (self.channel, self.channel_asked),
            "moreExchange": (self.more, self.more_asked),
            "stop": (self._stop, self.stop_asked),
        }
        for name, (button, signal) in named.items():
            button.setObjectName(name)
            button.clicked.connect(signal)

    def _made_work(self) -> QWidget:
        self._bar, self._step = ProgressBar6(), Label("", "second", "tx2")
        work = QWidget()
        line = QHBoxLayout(work)
        line.setContentsMargins(PADDING, 6, PADDING, 6)
        line.addWidget(self._bar, 1)
        line.addWidget(self._step, 1)
        line.addWidget(self._stop)
        return work

    def show_outgoing(self, shown: OutgoingShown) -> None:
        """Show what goes out."""
        self._is_paused, self._can_send = shown.is_paused, shown.can_send
        self._chip.show_state(shown.summary, "", "plain")
        self._chip.setVisible(bool(shown.summary))
        self.channel.set_text(shown.channel)
        self._empty.setText(shown.empty)
        self._empty.setVisible(not shown.deliveries)
        self.list.show_deliveries(shown.deliveries)
        self._follow()

    def work(self, fraction: float, text: str) -> None:
        """Show how far sending is."""
        self._bar.set_fraction(fraction, text)
        self._step.setText(text)
        self._work.show()
        self._follow()

    def rest(self) -> None:
        """Show that nothing is being sent."""
        self._work.hide()
        self._follow()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Outgoing"))
        self.send.set_text(_("Send"))
        self._stop.set_text(_("Stop"))
        self.more.set_tip(_("More"))
        self.list.head.retranslate()
        self._follow()

    def _follow(self) -> None:
        self.send.setEnabled(self._can_send and self._work.isHidden())
        self.pause.set_text(_("Go on sending") if self._is_paused else _("Pause all"))
        self.pause.set_icon("play" if self._is_paused else "pause")
