"""Trying a profile: read once, raw registers beside their values, all orders, a pasted line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.formatting import NBSP, unit
from kta_desktop.i18n import _, language
from kta_desktop.services import instrument_drafts
from kta_desktop.services.measuring import Address, InstrumentProfile
from ui.models.instrument_rows import WORDS
from ui.models.lines_model import Line
from ui.widgets.address_fields import AddressFields
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.reading_words import entry_name, readings_shown
from ui.widgets.readings_list import ReadingShown, ReadingsList

if TYPE_CHECKING:
    from kta_desktop.services.instruments import Reading

_EDGE = 4  # px that a table has around its rows
_SHARES = (0.34, 0.34, 0.32)
Orders = tuple[str, str]
"""Order of bytes and of words."""


class InstrumentTry(Panel):
    """Shows what an instrument tells through the profile as it is being written.

    Signals:
        read_asked: the instrument is to be read once.
        order_taken: orders of bytes and words that the chosen channel is to have.
    """

    read_asked = Signal()
    order_taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Try it"), parent)
        self._profile: InstrumentProfile | None = None
        self._raw: dict[str, str] = {}
        self._chosen = 0
        self.address = AddressFields("try", starts_simulators=False)
        self._read = KeyButton(_("Read once"), "Ctrl+R", "activity")
        self._read.setObjectName("tryReading")
        self._read.clicked.connect(self.read_asked)
        self._line = Labelled(QLineEdit(), _("A line as the instrument writes it"))
        self._line.field.setObjectName("tryLine")
        self._line.field.textChanged.connect(lambda _text: self._take_line())
        self.readings = ReadingsList()
        self._about = Label("", "second", "tx2")
        self.orders = LinesTable("tryOrders")
        self.orders.setAccessibleName(_("Values in each order of bytes and words"))
        self.orders.opened.connect(self.order_taken)
        row = QHBoxLayout()
        row.addWidget(self._read)
        row.addStretch(1)
        self.body.addWidget(self.address)
        self.body.addLayout(row)
        self.body.addWidget(self._line)
        self.body.addWidget(self.readings)
        self.body.addWidget(self._about)
        self.body.addWidget(self.orders)
        self.show_profile(None)

    def show_profile(self, profile: InstrumentProfile | None, *, is_other: bool = True) -> None:
        """Try a profile; None while it is not whole.

        Args:
            profile: As it is written now.
            is_other: Whether it is another one, not the same with a change.
        """
        was = self._profile
        self._profile = profile
        self.setVisible(profile is not None)
        if profile is None:
            return
        if is_other or was is None or was.protocol != profile.protocol:
            self._raw = {}
            self.readings.show_readings(())
            self.address.set_profile(profile)
        is_lines = profile.protocol == "serial-ascii"
        self._line.setVisible(is_lines)
        self._read.setVisible(profile.protocol != "manual")
        if is_lines and self._line.field.text():
            self._take_line()
        self._show_orders()

    def show_ports(self, ports: Sequence[str]) -> None:
        """Offer the serial ports that this computer has now."""
        self.address.show_ports(ports)

    def where(self) -> Address:
        """Return the address that is tried."""
        return self.address.address()

    def faults(self) -> bool:
        """Say what is wrong with the address; whether anything is."""
        found = self.address.faults()
        for field, text in found.items():
            field.say(text, "er")
        return bool(found)

    def set_reading(self) -> None:
        """Say that it is being read."""
        self._read.setEnabled(False)

    def show_read(self, readings: "Sequence[Reading]", error: KtaError | None = None) -> None:
        """Show what came, raw beside decoded, or why nothing did."""
        self._read.setEnabled(True)
        profile = self._profile
        if profile is None:
            return
        self._raw = {each.channel: each.raw for each in readings if each.raw}
        line = readings[0].raw if readings else _caught(error)
        if profile.protocol == "serial-ascii" and line:
            self._line.field.setText(line)
            return
        self.readings.show_readings(readings_shown(profile, readings, error))
        self._show_orders()

    def choose(self, row: int) -> None:
        """Show all orders for the channel of a row."""
        self._chosen = max(row, 0)
        self._show_orders()

    def _take_line(self) -> None:
        """Show what the profile takes from the line."""
        profile, text = self._profile, self._line.field.text()
        if profile is None or not text:
            self.readings.show_readings(())
            return
        try:
            found = instrument_drafts.taken(profile, text)
        except KtaError as error:
            self.readings.show_readings(readings_shown(profile, (), error))
            return
        entries = {entry.channel: entry for entry in profile.told}
        self.readings.show_readings(
            [
                ReadingShown(
                    name=entry_name(entries[each.channel]),
                    unit=entries[each.channel].unit,
                    value=each.value,
                    flag=each.flag,
                    error=each.reason or _("this line does not tell it"),
                )
                for each in found
            ]
        )

    def _show_orders(self) -> None:
        profile = self._profile
        registers = () if profile is None else profile.registers
        register = registers[self._chosen] if self._chosen < len(registers) else None
        raw = "" if register is None else self._raw.get(register.channel, "")
        found = instrument_drafts.orders(register, raw) if register is not None and raw else ()
        for widget in (self._about, self.orders):
            widget.setVisible(bool(found))
        if register is None or not found:
            return
        name = entry_name(register)
        self._about.setText(
            _("{name}: the same registers {raw} in every order. Enter takes one.").format(
                name=name, raw=raw
            )
        )
        symbol = unit(register.unit, language())
        lines = [
            Line(
                cells=(
                    _(WORDS[each.byte_order]),
                    _(WORDS[each.word_order]),
                    f"{_shown(each.value)}{NBSP}{symbol}",
                ),
                item=(each.byte_order, each.word_order),
                icon=("check", "ok") if each.is_own else ("circle", "tx3"),
            )
            for each in found
        ]
        self.orders.show_lines((_("Bytes"), _("Words"), _("Value")), lines, _SHARES)
        self.orders.choose(
            next(line.item for line, e in zip(lines, found, strict=True) if e.is_own)
        )
        head = self.orders.horizontalHeader().sizeHint().height()
        rows = sum(self.orders.rowHeight(row) for row in range(len(found)))
        self.orders.setFixedHeight(head + rows + _EDGE)


def _caught(error: KtaError | None) -> str:
    """Return the line that came and was not of the form: the pattern is made from it."""
    return "" if error is None else str(error.details.get("line", ""))


def _shown(value: float) -> str:
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN
        return "—"
    text = f"{value:.5g}"
    return text if language() == "en" else text.replace(".", ",")
