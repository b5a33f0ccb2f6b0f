"""Where an instrument is: the fields that its protocol needs, and no others."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QWidget

from kta_desktop.domain.numbers import parse_number
from kta_desktop.formatting import number
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring import Address, InstrumentProfile
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.span_row import editable_combo, labelled_combo, name_editable, span_row

Field: TypeAlias = Labelled[QLineEdit] | Labelled[QComboBox]
_LOOPBACK = "127.0.0.1"  # a simulator of this program listens here
SERIAL = ("modbus-rtu", "serial-ascii")
_BAUD = ("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")
_PARITY = ("N", "E", "O")
_FRAMES = (("8", "1"), ("8", "2"), ("7", "1"), ("7", "2"))
_NEEDED = {
    "modbus-tcp": ("host", "port", "unit"),
    "modbus-rtu": ("device", "baud", "parity", "frame", "unit"),
    "serial-ascii": ("device", "baud", "parity", "frame"),
    "replay": ("path", "speed"),
    "manual": (),
}


class AddressFields(QWidget):
    """Shows the fields of a protocol; a simulator that is started for a session needs none.

    Signals: ``changed`` when anything was entered.

    Args:
        prefix: Before the name of a field in its ``objectName``.
        starts_simulators: Whether a simulated instrument is started by the program itself.
    """

    changed = Signal()

    def __init__(
        self,
        prefix: str = "session",
        *,
        starts_simulators: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._starts_simulators = starts_simulators
        self._profile: InstrumentProfile | None = None
        self._texts = {
            name: Labelled(QLineEdit()) for name in ("host", "port", "unit", "path", "speed")
        }
        for name, made in self._texts.items():
            made.field.setObjectName(f"{prefix}_{name}")
            made.field.textChanged.connect(lambda _text, made=made: self._typed(made))
        self._device = editable_combo(f"{prefix}_device", "")
        self._device.field.editTextChanged.connect(lambda _text: self._typed(self._device))
        self._baud = editable_combo(f"{prefix}_baud", "")
        self._baud.field.addItems(_BAUD)
        self._parity = labelled_combo(QComboBox(), f"{prefix}_parity", "")
        self._frame = labelled_combo(QComboBox(), f"{prefix}_frame", "")
        self._find = KeyButton("", icon="folder-open")
        self._find.clicked.connect(self._ask_path)
        self._about = Label("", "second", "tx2")
        self._rows = self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        names = {
            "host": _("Address"),
            "port": _("Port"),
            "unit": _("Modbus unit"),
            "path": _("Recorded file"),
            "speed": _("Times faster"),
        }
        for name, text in names.items():
            self._texts[name].set_name(text)
        name_editable(self._device, _("Serial port"))
        name_editable(self._baud, _("Bits a second"))
        self._parity.set_name(_("Parity"))
        self._frame.set_name(_("Data and stop bits"))
        words = {"N": _("none"), "E": _("even"), "O": _("odd")}
        _refill(self._parity.field, [words[each] for each in _PARITY])
        _refill(self._frame.field, [f"{data} + {stop}" for data, stop in _FRAMES])
        self._find.set_text(_("Choose…"))
        if self._profile is not None:
            self._tell(self._profile)

    def show_ports(self, ports: Sequence[str]) -> None:
        """Offer the serial ports that this computer has now; what was typed stays."""
        box = self._device.field
        typed = box.currentText()
        box.clear()
        box.addItems(list(ports))
        box.setEditText(typed or (ports[0] if len(ports) == 1 else ""))

    def set_profile(self, profile: InstrumentProfile) -> None:
        """Show the fields of the profile's protocol, filled with what it says itself."""
        self._profile = profile
        needed = () if self._is_here(profile) else _NEEDED.get(profile.protocol, ())
        for names, row in self._rows:
            row.setVisible(any(name in needed for name in names))
        self._texts["unit"].setVisible("unit" in needed)
        host = self.text("host")
        shown = _LOOPBACK if self._is_here(profile) else "" if host == _LOOPBACK else host
        self._texts["host"].field.setText(shown)
        self._texts["port"].field.setText(str(profile.port))
        self._texts["unit"].field.setText(str(profile.unit_id))
        if not self.text("speed"):
            self._texts["speed"].field.setText("1")
        serial = profile.port_settings
        self._baud.field.setEditText(str(serial.baud_rate))
        self._parity.field.setCurrentIndex(_PARITY.index(serial.parity))
        self._frame.field.setCurrentIndex(
            _FRAMES.index((str(serial.data_bits), str(serial.stop_bits)))
        )
        self._tell(profile)

    def fill(self, address: Address) -> None:
        """Put an address into the fields; what it leaves open stays that of the profile."""
        lang = language()
        self._texts["host"].field.setText(address.host)
        self._texts["path"].field.setText(address.path)
        self._texts["speed"].field.setText(number(address.speed, lang))
        self._device.field.setEditText(address.device)
        if address.port:
            self._texts["port"].field.setText(str(address.port))
        if address.unit_id is not None:
            self._texts["unit"].field.setText(str(address.unit_id))
        if address.baud_rate is not None:
            self._baud.field.setEditText(str(address.baud_rate))
        if address.parity is not None:
            self._parity.field.setCurrentIndex(_PARITY.index(address.parity))
        frame = (str(address.data_bits), str(address.stop_bits))
        if frame in _FRAMES:
            self._frame.field.setCurrentIndex(_FRAMES.index(frame))

    def fill_texts(self, **texts: str) -> None:
        """Put texts into fields by name: ``host``, ``port``, ``unit``, ``path``, ``speed``."""
        for name, text in texts.items():
            self._texts[name].field.setText(text)

    def address(self) -> Address:
        """Return what was entered; what is as the profile says is left open."""
        profile = self._profile
        if profile is None or self._is_here(profile):
            return Address(host=_LOOPBACK)
        if profile.protocol == "modbus-tcp":
            port = self._number("port")
            return Address(
                host=self.text("host"), port=int(port or profile.port), unit_id=self._unit()
            )
        if profile.protocol in SERIAL:
            return self._serial(profile)
        if profile.protocol == "replay":
            return Address(path=self.text("path"), speed=float(self._number("speed") or 1))
        return Address()

    def faults(self) -> dict[Field, str]:
        """Return what is wrong with what was entered, by field."""
        profile = self._profile
        if profile is None or self._is_here(profile):
            return {}
        needed = _NEEDED.get(profile.protocol, ())
        asked: dict[str, Field] = {**self._texts, "device": self._device, "baud": self._baud}
        faults = {asked[name]: self._fault(name) for name in needed if name in asked}
        return {field: text for field, text in faults.items() if text}

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        return self._texts[name].field.text().strip()

    def _is_here(self, profile: InstrumentProfile) -> bool:
        return self._starts_simulators and is_started_here(profile)

    def _fault(self, name: str) -> str:
        """Return what is wrong with a field that is needed; empty if nothing is."""
        if name in ("host", "path", "device"):
            is_there = (
                self._device.field.currentText().strip() if name == "device" else (self.text(name))
            )
            return "" if is_there else _("Enter it: the instrument cannot be reached without it.")
        if name == "baud":
            is_number = self._baud.field.currentText().strip().isdigit()
            return "" if is_number else _("Enter a number above zero.")
        value = self._number(name)
        if name == "unit":
            is_unit = value is not None and 0 <= value <= 255 and value == int(value)
            return "" if is_unit else _("Enter a whole number from 0 to 255.")
        return "" if value is not None and value > 0 else _("Enter a number above zero.")

    def _serial(self, profile: InstrumentProfile) -> Address:
        own = profile.port_settings
        data, stop = (int(each) for each in _FRAMES[self._frame.field.currentIndex()])
        baud = self._baud.field.currentText().strip()
        parity = _PARITY[self._parity.field.currentIndex()]
        return Address(
            device=self._device.field.currentText().strip(),
            unit_id=self._unit() if profile.protocol == "modbus-rtu" else None,
            baud_rate=_unless(int(baud) if baud.isdigit() else None, own.baud_rate),
            data_bits=_unless(data, own.data_bits),
            parity=None if parity == own.parity else parity,
            stop_bits=_unless(stop, own.stop_bits),
        )

    def _unit(self) -> int | None:
        value = self._number("unit")
        own = None if self._profile is None else self._profile.unit_id
        return None if value is None else _unless(int(value), own)

    def _number(self, name: str) -> Decimal | None:
        return parse_number(self.text(name)).value

    def _lay_out(self) -> list[tuple[tuple[str, ...], QWidget]]:
        texts = self._texts
        tcp = span_row((texts["host"], 8), (texts["port"], 4))
        serial = span_row((self._device, 3), (self._baud, 3), (self._parity, 3), (self._frame, 3))
        file = span_row((texts["path"], 6), (self._find, 3), (texts["speed"], 3))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 9)
        grid.setColumnStretch(1, 3)
        for row in (tcp, serial, file):  # one of them is shown at a time
            grid.addWidget(row, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(texts["unit"], 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._about, 1, 0, 1, 2)
        return [(("host",), tcp), (("device",), serial), (("path",), file)]

    def _tell(self, profile: InstrumentProfile) -> None:
        """Say what a person should know of the connection, if anything."""
        note = profile.note.get(language()) or profile.note.get("ru", "")
        if self._is_here(profile):
            note = _(
                "A demonstration instrument on this computer. The session is marked as simulated, "
                "on screen, in print and in the bundle."
            )
        elif profile.protocol == "manual":
            note = note or _("A person reads it off and types; key M while it is recorded.")
        self._about.setText(note)
        self._about.setVisible(bool(note))

    def _ask_path(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Recorded file"))
        if chosen:
            self._texts["path"].field.setText(str(Path(chosen)))

    def _typed(self, made: Field) -> None:
        made.say("")
        self.changed.emit()


def is_started_here(profile: InstrumentProfile) -> bool:
    """Whether a session starts the instrument of a profile itself: a simulator over TCP."""
    return profile.simulated and profile.protocol == "modbus-tcp"


def _unless(value: int | None, own: int | None) -> int | None:
    return None if value == own else value


def _refill(box: QComboBox, texts: Sequence[str]) -> None:
    at = max(box.currentIndex(), 0)
    box.clear()
    box.addItems(list(texts))
    box.setCurrentIndex(at)
