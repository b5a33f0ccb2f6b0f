"""Readings by eye while a session is recorded: one field, big keys, what is due next."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.numbers import parse_number
from kta_desktop.formatting import unit
from kta_desktop.i18n import _, language
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.lines_model import Line
from ui.theme.tokens import MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.keypad import Keypad
from ui.widgets.label import restyle
from ui.widgets.labelled import Labelled
from ui.widgets.lines_table import LinesTable
from ui.widgets.manual_words import ManualShown, doubt_words, due_words, last_words

WIDTH_PX, HEIGHT_PX = 880, 440
_LOOKS_MS = 1000  # the times beside the channels are told by the second
_SHARES = (0.44, 0.3, 0.26)


class ManualReadingDialog(QDialog):
    """Stays open beside the live page; each Enter writes one reading with its time.

    A value outside of what is plausible is asked about once: the second Enter writes it.

    Signals:
        entered: id of the channel and the value.

    Args:
        now: Tells Unix seconds; that of the measurement.
    """

    entered = Signal(str, float)

    def __init__(
        self, parent: QWidget | None = None, *, now: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._shown: tuple[ManualShown, ...] = ()
        self._doubted: tuple[str, float] | None = None
        self.setWindowTitle(_("Readings by hand"))
        self.table = LinesTable("manualChannels")
        self.table.setAccessibleName(_("Channels read by hand"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows choose from the field
        self.value = Labelled(QLineEdit(), _("Reading"))
        self.value.field.setObjectName("manualValue")
        self.value.field.setProperty("role", "input")
        self.value.field.textChanged.connect(self._typed)
        self.value.field.installEventFilter(self)
        self.keypad = Keypad()
        self.keypad.typed.connect(self.value.field.insert)
        self.keypad.erased.connect(self.value.field.backspace)
        self.keypad.entered.connect(self._write)
        self.table.chosen.connect(lambda _item: self._name_field())
        self._clock = QTimer(self, interval=_LOOKS_MS)
        self._clock.timeout.connect(self._tell)
        self._clock.start()
        self._lay_out()
        self.value.field.setFocus()

    def show_channels(self, channels: Sequence[ManualShown]) -> None:
        """Show the channels as they stand now; the chosen one stays chosen."""
        is_first = not self._shown
        self._shown = tuple(channels)
        self._tell()
        if is_first and self._shown:
            self.table.choose(min(self._shown, key=lambda each: each.due_in(self._now())).id)
        self._name_field()

    def choose(self, channel: str) -> None:
        """Go to a channel."""
        self.table.choose(channel)
        self.value.field.setFocus()

    @property
    def channel(self) -> ManualShown | None:
        """The channel that is written to; None before there is one."""
        chosen = self.table.item()
        return next((each for each in self._shown if each.id == chosen), None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._write()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.table, 1)
        left.addWidget(self.value)
        middle = QHBoxLayout()
        middle.setSpacing(MARGIN)
        middle.addLayout(left, 3)
        middle.addWidget(self.keypad, 2)
        close = KeyButton(_("Close"), "Esc")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addLayout(middle, 1)
        layout.addLayout(dialog_buttons(close))
        open_at(self, WIDTH_PX, HEIGHT_PX)

    def _tell(self) -> None:
        """Show last readings and due times as they are now."""
        now = self._now()
        lines = []
        for each in self._shown:
            due, tone = due_words(each, now)
            picture = ("clock" if tone == "tx2" else "hourglass", tone)
            cells = (each.name, last_words(each), due)
            lines.append(Line(cells=cells, item=each.id, icon=picture))
        self.table.show_lines((_("Channel"), _("Last"), _("Next reading")), lines, _SHARES)

    def _name_field(self) -> None:
        channel = self.channel
        if channel is None:
            return
        text = _("{name}, {unit}").format(name=channel.name, unit=unit(channel.unit, language()))
        self.value.set_name(text)

    def _step(self, by: int) -> None:
        ids = [each.id for each in self._shown]
        if ids:
            place = ids.index(str(self.table.item())) if self.table.item() in ids else 0
            self.table.choose(ids[(place + by) % len(ids)])

    def _typed(self) -> None:
        self.value.say("")
        self._doubted = None

    def _write(self) -> None:
        channel = self.channel
        number = parse_number(self.value.field.text()).value
        if channel is None:
            return
        if number is None:
            self.value.say(_("Not a number. Enter it like 92 or 92,5."), "er")
            return
        value = float(number)
        if not channel.is_plausible(value) and self._doubted != (channel.id, value):
            self._doubted = (channel.id, value)
            self.value.say(doubt_words(channel, value), "wr")
            return
        self.entered.emit(channel.id, value)
        self._take(channel, value)

    def _take(self, channel: ManualShown, value: float) -> None:
        """Show the reading at once and go on to the next channel of the round."""
        now = self._now()
        self._shown = tuple(
            replace(each, last=value, last_at=now) if each.id == channel.id else each
            for each in self._shown
        )
        self.value.field.clear()
        restyle(self.value.field, "state", "")
        self._tell()
        self._step(1)
