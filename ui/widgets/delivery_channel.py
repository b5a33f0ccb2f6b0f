"""Over what, when and how fast results are sent: a small window under the button that says so."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from kta_desktop.formatting import size
from kta_desktop.i18n import _, language
from kta_desktop.services.channel import NIGHT_FROM, NIGHT_UNTIL, Channel, Hours, Over
from ui.theme.tokens import PADDING
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.segments import Segments

LIMITS = (0, 64 << 10, 256 << 10, 1 << 20, 5 << 20)
"""Bytes in a second to choose from; 0 for as fast as it goes."""


class ChannelPopup(QFrame):
    """Asks how results are sent; each choice holds at once.

    Signals: ``changed`` with the ``Channel`` that holds now.
    """

    changed = Signal(object)

    def __init__(self, channel: Channel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Channel"))
        self._channel = channel
        self.over = Segments(
            ((Over.ANY, _("Any network")), (Over.UNMETERED, _("Without payment by volume"))),
            name=_("Network"),
        )
        hours = _("At night, {since}–{until}").format(
            since=f"{NIGHT_FROM:02d}:00", until=f"{NIGHT_UNTIL:02d}:00"
        )
        self.hours = Segments(((Hours.ANY, _("Any time")), (Hours.NIGHT, hours)), name=_("When"))
        self.limit = QComboBox()
        for limit in _limits(channel.limit):
            self.limit.addItem(limit_words(limit), limit)
        self.limit.setCurrentIndex(self.limit.findData(channel.limit))
        self.over.set_value(channel.network)
        self.hours.set_value(channel.hours)
        self._arrange()
        self.over.chosen.connect(lambda over: self._take(network=Over(over)))
        self.hours.chosen.connect(lambda at: self._take(hours=Hours(at)))
        self.limit.activated.connect(lambda _place: self._take(limit=self.limit.currentData()))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(8)
        column.addWidget(Labelled(self.over, _("Network")))
        column.addWidget(Labelled(self.hours, _("When")))
        column.addWidget(Labelled(self.limit, _("At most in a second")))
        note = _(
            "Folders and sticks do not depend on this. In the list, Enter on a bundle offers to "
            "send it first."
        )
        column.addWidget(Label(note, "second", "tx2"))
        leave = KeyButton(_("Close"), "Esc", small=True)
        leave.clicked.connect(self.close)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)

    def open_at(self, below: QPoint) -> None:
        """Open with its right edge under a place."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = min(below.x(), room.right() - self.width())
        top = min(below.y(), room.bottom() - self.height())
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        self.over.setFocus()

    def _take(self, **change: object) -> None:
        self._channel = replace(self._channel, **change)  # type: ignore[arg-type]  # checked above
        self.changed.emit(self._channel)


def _limits(chosen: int) -> tuple[int, ...]:
    return LIMITS if chosen in LIMITS else (*LIMITS, chosen)


def limit_words(limit: int) -> str:
    """Return a limit in words."""
    if not limit:
        return _("No limit")
    return _("{size} in a second").format(size=size(limit, language()))


def channel_words(channel: Channel) -> str:
    """Return how results are sent, for the button."""
    parts = [_("unmetered") if channel.network is Over.UNMETERED else _("any")]
    if channel.hours is Hours.NIGHT:
        parts.append(_("at night"))
    if channel.limit:
        parts.append(limit_words(channel.limit))
    return _("Channel: {what}").format(what=", ".join(parts))
