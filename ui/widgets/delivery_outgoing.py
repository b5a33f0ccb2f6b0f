"""The panel of deliveries with its two actions: send, and look for receipts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.delivery_list import DeliveryList, DeliveryShown
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressBar6


class OutgoingPanel(Panel):
    """Deliveries of all audits.

    Signals: ``send_asked``, ``check_asked``, ``stop_asked``.
    """

    send_asked = Signal()
    check_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._check = KeyButton("", "F5", "refresh-cw", small=True)
        self._send = KeyButton("", "Ctrl+Enter", "send", "primary", small=True)
        self._stop = KeyButton("", "", "x", small=True)
        names = ((self._check, "checkReceipts"), (self._send, "sendAudit"), (self._stop, "stop"))
        for button, name in names:
            button.setObjectName(name)
        self._check.clicked.connect(self.check_asked)
        self._send.clicked.connect(self.send_asked)
        self._stop.clicked.connect(self.stop_asked)
        actions = QWidget()
        flow = FlowLayout(actions, gap=8)
        flow.addWidget(self._check)
        flow.addWidget(self._send)
        self.add_action(actions)
        self._bar, self._step = ProgressBar6(), Label("", "second", "tx2")
        self._work = QWidget()
        line = QHBoxLayout(self._work)
        line.setContentsMargins(PADDING, 6, PADDING, 6)
        line.addWidget(self._bar, 1)
        line.addWidget(self._step, 1)
        line.addWidget(self._stop)
        self.list = DeliveryList()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.list)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self._work)
        self.body.addWidget(area, 1)
        self._is_open = False
        self.rest()
        self.retranslate()

    def show_deliveries(self, deliveries: Sequence[DeliveryShown], *, is_open: bool) -> None:
        """Show ``deliveries``; ``is_open``: an audit is open that could be sent."""
        self._is_open = is_open
        self._send.setEnabled(is_open and self._work.isHidden())
        self.list.show_deliveries(
            deliveries,
            _(
                "Nothing was sent yet. Choose where results go and press «Send»: a folder, a USB "
                "stick or a network share is enough, no internet is needed."
            ),
        )

    def work(self, fraction: float, text: str) -> None:
        """Show how far sending is."""
        self._bar.set_fraction(fraction, text)
        self._step.setText(text)
        self._work.show()
        self._send.setEnabled(False)
        self._check.setEnabled(False)

    def rest(self) -> None:
        """Show that nothing is being sent."""
        self._work.hide()
        self._send.setEnabled(self._is_open)
        self._check.setEnabled(True)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Outgoing"))
        self._check.set_text(_("Check receipts"))
        self._send.set_text(_("Send"))
        self._stop.set_text(_("Stop"))
