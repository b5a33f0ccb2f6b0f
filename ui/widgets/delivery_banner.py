"""The banner of the page of exchange: what stands in the way of sending, or what was just done."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from ui.widgets.banner import Banner
from ui.widgets.delivery_trouble import CHECK, DETAILS, PLACE, Trouble
from ui.widgets.delivery_words import details_of
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton


class DeliveryBanner(Banner):
    """A banner with a second way out beside the first.

    What was just done stands before what is in the way, until the next act.

    Signals: ``check_asked``; ``place_asked`` with the name of a place; ``stick_asked``.
    """

    check_asked = Signal()
    place_asked = Signal(str)
    stick_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchangeBanner")
        self._trouble: Trouble | None = None
        self._notice: Mapping[str, object] | None = None
        self._has_notice = False
        self._other = KeyButton("", "", "usb")
        self._other.setObjectName("toStick")
        self._other.clicked.connect(self.stick_asked)
        self._other.hide()
        self._ways = QWidget()
        flow = FlowLayout(self._ways, right=True)
        row = self.layout()
        if row is not None:
            row.removeWidget(self._action)
            row.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
            flow.addWidget(self._action)
            flow.addWidget(self._other)
            row.addWidget(self._ways)
        self.acted.connect(self._act)

    def say(self, kind: str, text: str) -> None:
        """Say what was done."""
        self._has_notice, self._notice = True, None
        self._show(kind, text)

    def refuse(self, error: Mapping[str, object]) -> None:
        """Say what went wrong; its code and particulars unfold on demand."""
        self._has_notice, self._notice = True, error
        self._show("error", str(error["message"]), action=_("Details"))

    def forget(self) -> None:
        """Forget what was said; what is in the way shows again."""
        self._has_notice, self._notice = False, None
        self.show_trouble(self._trouble)

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show what is in the way, unless something was just done; None takes it away."""
        self._trouble = trouble
        if self._has_notice:
            return
        if trouble is None:
            self.clear()
            return
        action, key = self._offer_of(trouble)
        self._show(trouble.kind, trouble.text, action=action, key=key)
        if trouble.title:  # in one line with what follows: height is what the lists need
            self._text.setTextFormat(Qt.TextFormat.RichText)
            self._text.setText(f"<b>{escape(trouble.title)}</b> {escape(trouble.text)}")
        self.setAccessibleName(f"{trouble.title} {trouble.text}".strip())
        tone = "wr" if trouble.kind == "warning" else "er"
        self._icon.show_icon(trouble.icon, tone)
        self._action.set_icon("refresh-cw" if trouble.act == CHECK else "")
        self._other.set_text(_("Hand over on a stick"))
        self._other.setVisible(trouble.by_stick)

    def _show(self, kind: str, text: str, *, action: str = "", key: str = "") -> None:
        self._other.hide()
        self._action.set_icon("")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.show_message(kind, text, action=action, key=key)

    def _offer_of(self, trouble: Trouble) -> tuple[str, str]:
        return {
            CHECK: (_("Check the network"), "F5"),
            PLACE: (_("Settings of the place"), ""),
            DETAILS: (_("Details"), ""),
        }[trouble.act]

    def _act(self) -> None:
        if self._has_notice:
            self._unfold(self._notice)
        elif self._trouble is not None:
            self._act_on(self._trouble)

    def _act_on(self, trouble: Trouble) -> None:
        if trouble.act == CHECK:
            self.check_asked.emit()
        elif trouble.act == PLACE:
            self.place_asked.emit(trouble.remote)
        else:
            self._unfold(trouble.error)

    def _unfold(self, error: Mapping[str, object] | None) -> None:
        if error is not None:
            text = f"{error.get('message', '')}\n{details_of(error)}"
            self._show("error", text)
