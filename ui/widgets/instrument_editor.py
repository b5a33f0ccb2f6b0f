"""The fields of an instrument profile: what it is, how it is asked, its channels and statuses."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.formatting import number
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.instrument_drafts import PARTS, Draft
from ui.models.instrument_rows import CHANNELS, STATUSES, rules_of, statuses_of
from ui.widgets.field_grid import FieldGrid
from ui.widgets.instrument_table import InstrumentTable
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.span_row import labelled_combo, span_row

PROTOCOLS: Mapping[str, str] = {
    "modbus-tcp": N_("Modbus TCP"),
    "modbus-rtu": N_("Modbus RTU"),
    "serial-ascii": N_("Lines of a serial port"),
    "replay": N_("Recorded file"),
    "manual": N_("Read by eye"),
}
_SERIAL = ("modbus-rtu", "serial-ascii")
_PARITY = ("N", "E", "O")
_ENDS = ("\n", "\r\n", "\r")
_END_WORDS = ("LF", "CR LF", "CR")
_STATUS_PARTS = {"registers": "statuses", "fields": "status_fields"}
_NUMBERS = {
    "period_s": 1.0, "timeout_s": 2.0, "sampling_u_pct": 0.0, "unit_id": 1, "port": 502,
}  # fmt: skip


class InstrumentEditor(QWidget):
    """Edits a draft; parts that have no field here stay as they are.

    Signals:
        edited: anything changed.
        row_chosen: the place of the channel that is now chosen.
    """

    edited = Signal()
    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft = {}
        self._is_filling = False
        self.fields = FieldGrid("profile")
        self.fields.add_row((("name", _("Name"), 5), ("note", _("What to know before use"), 7)))
        self.fields.add_row(
            (
                ("period_s", _("Period, s"), 3),
                ("timeout_s", _("Longest wait, s"), 3),
                ("sampling_u_pct", _("U of the sampling, %"), 3),
                ("port", _("TCP port"), 3),
            )
        )
        self.serial = FieldGrid("profile")
        self.serial.add_row((("baud_rate", _("Bits a second"), 12),))
        self.modbus = FieldGrid("profile")
        self.modbus.add_row((("unit_id", _("Modbus unit"), 12),))
        self._parity = labelled_combo(QComboBox(), "profileParity", _("Parity"))
        self._parity.field.addItems([_("none"), _("even"), _("odd")])
        self.lines = FieldGrid("profile")
        self.lines.add_row(
            (("pattern", _("Pattern with named fields; empty: columns"), 8),
             ("separator", _("Between columns"), 4))
        )  # fmt: skip
        self.lines.add_row((("request", _("Sent to be answered"), 8),))
        self._end = labelled_combo(QComboBox(), "profileEnd", _("End of a line"))
        self._end.field.addItems(list(_END_WORDS))
        self._comma = QCheckBox(_("Decimal comma"))
        self.channels = InstrumentTable("profileChannels")
        self.channels.setAccessibleName(_("Channels"))
        self.statuses = InstrumentTable("profileStatuses")
        self.statuses.setAccessibleName(_("Statuses"))
        self._panels = self._lay_out()
        self._connect()

    def show_draft(self, draft: Mapping[str, Any]) -> None:
        """Show a draft."""
        self._is_filling = True
        self._draft = deepcopy(dict(draft))
        part = self._part
        self._fill_texts()
        self._fill_settings()
        self.channels.rows.show_rows(CHANNELS[part], draft.get(part, ()))
        has_statuses = part in _STATUS_PARTS
        self._panels["statuses"].setVisible(has_statuses)
        if has_statuses:
            rows = rules_of(part, draft.get(_STATUS_PARTS[part], ()))
            self.statuses.rows.show_rows(STATUSES[part], rows)
        self._is_filling = False
        if self.channels.rows.rowCount():
            self.channels.choose(0)

    def draft(self) -> Draft:
        """Return the draft as it is written now."""
        found = deepcopy(self._draft)
        lang = language()
        for name in ("name", "note"):
            text = self.fields.text(name)
            found[name] = {**found.get(name, {}), lang: text}
            if not text:
                found[name].pop(lang)
        for name, default in _NUMBERS.items():
            value = (self.modbus if name == "unit_id" else self.fields).number(name)
            if value is None or float(value) == default:
                found.pop(name, None)
            else:
                found[name] = int(value) if name in ("unit_id", "port") else float(value)
        self._put_settings(found)
        part = self._part
        found[part] = self.channels.rows.rows()
        if part in _STATUS_PARTS:
            found.pop(_STATUS_PARTS[part], None)
            statuses = statuses_of(part, self.statuses.rows.rows())
            if statuses:
                found[_STATUS_PARTS[part]] = statuses
        return found

    def set_order(self, byte_order: str, word_order: str) -> None:
        """Give the chosen channel an order of bytes and of words."""
        model, row = self.channels.rows, max(self.channels.currentIndex().row(), 0)
        keys = [model.asked(column).key for column in range(model.columnCount())]
        for key, value in (("byte_order", byte_order), ("word_order", word_order)):
            model.setData(model.index(row, keys.index(key)), value)

    def wrong(self) -> tuple[str, ...]:
        """Return what was typed and is no number."""
        return (*self.channels.rows.wrong(), *self.statuses.rows.wrong())

    @property
    def _protocol(self) -> str:
        return str(self._draft.get("protocol", "modbus-tcp"))

    @property
    def _part(self) -> str:
        return PARTS[self._protocol]

    def _lay_out(self) -> dict[str, Panel]:
        panels = {
            "what": Panel(_("What it is")),
            "channels": Panel(_("What it tells")),
            "statuses": Panel(_("What it says of itself")),
        }
        self._serial_row = QWidget()
        row = QHBoxLayout(self._serial_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part in (self.modbus, self.serial, self._parity):
            row.addWidget(part, 1)
        row.addStretch(1)
        self._line_row = span_row((self._end, 4), (self._comma, 8))
        what = panels["what"].body
        for widget in (self.fields, self._serial_row, self.lines, self._line_row):
            what.addWidget(widget)
        for name, table in (("channels", self.channels), ("statuses", self.statuses)):
            body = panels[name].body
            body.addWidget(table)
            row = QHBoxLayout()
            add = KeyButton(_("Add a row"), "Ins", "plus", small=True)
            add.clicked.connect(table.add_asked)
            remove = KeyButton(_("Remove the row"), "Del", "trash-2", small=True)
            remove.clicked.connect(
                lambda _on=False, table=table: table.rows.remove(table.currentIndex().row())
            )
            row.addWidget(add)
            row.addWidget(remove)
            row.addStretch(1)
            body.addLayout(row)
        self._ids = Label("", "second", "tx2")
        panels["channels"].body.insertWidget(0, self._ids)
        self._ids.setText(
            _(
                "Conditions of the gas have fixed ids: t_gas, pressure, p_static, p_baro, "
                "moisture, o2, velocity. Registers count from 0."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for panel in panels.values():
            column.addWidget(panel)
        return panels

    def _connect(self) -> None:
        for grid in (self.fields, self.modbus, self.serial, self.lines):
            for field in grid.findChildren(QLineEdit):
                field.textChanged.connect(lambda _text: self._tell())
        for box in (self._parity.field, self._end.field):
            box.currentIndexChanged.connect(lambda _at: self._tell())
        self._comma.toggled.connect(lambda _on: self._tell())
        for table in (self.channels, self.statuses):
            table.rows.edited.connect(self._tell)
        self.channels.add_asked.connect(self._add_channel)
        self.statuses.add_asked.connect(self._add_status)
        self.channels.chosen.connect(self.row_chosen)

    def _tell(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    def _add_channel(self) -> None:
        rows = self.channels.rows.rows()
        row: Draft = {"channel": f"value_{len(rows) + 1}", "label": {}, "unit": "mg/m3"}
        if self._part == "registers":
            row["address"] = max((int(each.get("address", 0)) for each in rows), default=-2) + 2
        elif self._part == "fields":
            row["field"] = str(len(rows) + 1)
        self.channels.choose(self.channels.rows.add(row))
        self.channels.setFocus()

    def _add_status(self) -> None:
        place: Draft = {"address": 0} if self._part == "registers" else {"field": "1"}
        self.statuses.choose(self.statuses.rows.add({**place, "says": "fault"}))
        self.statuses.setFocus()

    def _fill_texts(self) -> None:
        lang = language()
        for name in ("name", "note"):
            words = self._draft.get(name) or {}
            self.fields.fill({name: words.get(lang) or words.get("ru") or words.get("en") or ""})
            self.fields.field(name).field.setCursorPosition(0)
        for name, default in _NUMBERS.items():
            grid = self.modbus if name == "unit_id" else self.fields
            value = self._draft.get(name, default)
            grid.fill({name: str(value) if isinstance(value, int) else number(value, lang)})

    def _fill_settings(self) -> None:
        protocol = self._protocol
        serial, form = self._draft.get("serial") or {}, self._draft.get("lines") or {}
        self.serial.fill({"baud_rate": str(serial.get("baud_rate", 9600))})
        self._parity.field.setCurrentIndex(_PARITY.index(serial.get("parity", "N")))
        self.lines.fill({name: form.get(name, "") for name in ("pattern", "separator", "request")})
        self._end.field.setCurrentIndex(_ENDS.index(form.get("end", "\n")))
        self._comma.setChecked(bool(form.get("decimal_comma")))
        is_modbus = protocol.startswith("modbus")
        self.fields.field("port").setVisible(protocol == "modbus-tcp")
        self.fields.field("timeout_s").setVisible(protocol not in ("replay", "manual"))
        self.modbus.setVisible(is_modbus)
        self.serial.setVisible(protocol in _SERIAL)
        self._parity.setVisible(protocol in _SERIAL)
        self._serial_row.setVisible(is_modbus or protocol in _SERIAL)
        for widget in (self.lines, self._line_row):
            widget.setVisible(protocol == "serial-ascii")

    def _put_settings(self, found: Draft) -> None:
        if self._protocol in _SERIAL:
            serial = dict(found.get("serial") or {})
            baud = self.serial.number("baud_rate")
            serial["baud_rate"] = 9600 if baud is None else int(baud)
            serial["parity"] = _PARITY[self._parity.field.currentIndex()]
            found["serial"] = serial
        if self._protocol == "serial-ascii":
            form = dict(found.get("lines") or {})
            for name in ("pattern", "separator", "request"):
                text = self.lines.field(name).field.text()
                form.pop(name, None)
                if text:
                    form[name] = text
            form["end"] = _ENDS[self._end.field.currentIndex()]
            form["decimal_comma"] = self._comma.isChecked()
            found["lines"] = form
