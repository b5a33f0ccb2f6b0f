"""The channels and statuses of an instrument profile as rows of a table that is edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from kta_desktop.domain.numbers import parse_number
from kta_desktop.formatting import number
from kta_desktop.i18n import N_, _, language
from ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
Row = dict[str, Any]
_NOWHERE = QModelIndex()
NO, YES = "no", "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A column.

    Attributes:
        key: In the data of the row.
        label: Message id of its heading.
        kind: ``text``, ``words`` (by language), ``number``, ``whole``, ``flag`` or ``list``.
        choices: What may be chosen; empty = anything may be typed.
    """

    key: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


_NAMED = (
    Asked(key="channel", label=N_("Id")),
    Asked(key="label", label=N_("Name"), kind="words"),
    Asked(key="unit", label=N_("Unit")),
    Asked(key="substance", label=N_("Substance")),
)
_SCALED = (
    Asked(key="scale", label=N_("Factor"), kind="number"),
    Asked(key="offset", label=N_("Offset"), kind="number"),
)
_WORTH = (
    Asked(key="period_s", label=N_("Period, s"), kind="number"),
    Asked(key="lowest", label=N_("Range from"), kind="number"),
    Asked(key="saturated_at", label=N_("Range to"), kind="number"),
    Asked(key="u_pct", label=N_("U of the reading, %"), kind="number"),
    Asked(key="u_abs", label=N_("U, in the unit"), kind="number"),
    Asked(key="is_dry", label=N_("Dried gas"), kind="flag", choices=(NO, YES)),
)
_TYPES = ("float32", "int16", "uint16", "int32", "uint32", "float64")
_ORDERS = ("big", "little")
_REGISTER = (
    Asked(key="address", label=N_("Register"), kind="whole"),
    Asked(key="table", label=N_("Table"), choices=("holding", "input")),
    Asked(key="type", label=N_("Type"), choices=_TYPES),
    Asked(key="byte_order", label=N_("Bytes"), choices=_ORDERS),
    Asked(key="word_order", label=N_("Words"), choices=_ORDERS),
)
CHANNELS: Mapping[str, tuple[Asked, ...]] = {
    "registers": (*_NAMED, *_REGISTER, *_SCALED, *_WORTH),
    "fields": (*_NAMED, Asked(key="field", label=N_("Field")), *_SCALED, *_WORTH),
    "columns": (*_NAMED, Asked(key="column", label=N_("Column")), *_WORTH),
    "entries": (*_NAMED, *_WORTH),
}
"""Columns by the part of a profile that holds its channels."""
_SAYS = ("purge", "warm_up", "calibration", "fault", "saturated")
_RULE = (
    Asked(key="says", label=N_("It says"), choices=_SAYS),
    Asked(key="mask", label=N_("Bits"), kind="whole"),
    Asked(key="value", label=N_("Equal to"), kind="whole"),
)
_ABOUT = Asked(key="channels", label=N_("Only of channels"), kind="list")
STATUSES: Mapping[str, tuple[Asked, ...]] = {
    "registers": (
        Asked(key="address", label=N_("Register"), kind="whole"),
        Asked(key="table", label=N_("Table"), choices=("holding", "input", "coils", "discrete")),
        *_RULE,
        _ABOUT,
    ),
    "fields": (
        Asked(key="field", label=N_("Field")),
        Asked(key="text", label=N_("Word"), kind="text"),
        *_RULE,
        _ABOUT,
    ),
}
"""Columns of statuses, one rule a row."""
WORDS: Mapping[str, str] = {
    NO: N_("no"),
    YES: N_("yes"),
    "holding": N_("holding (3)"),
    "input": N_("input (4)"),
    "coils": N_("coils (1)"),
    "discrete": N_("discrete inputs (2)"),
    "big": N_("high first"),
    "little": N_("low first"),
    "purge": N_("purge"),
    "warm_up": N_("warm-up"),
    "calibration": N_("calibration"),
    "fault": N_("fault"),
    "saturated": N_("end of range"),
}
"""What may be chosen, in words; what has none is shown as it is."""
_DEFAULTS: Mapping[str, str] = {
    "table": "holding", "type": "float32", "byte_order": "big", "word_order": "big",
    "scale": "1", "offset": "0", "is_dry": NO,
}  # fmt: skip


class InstrumentRows(QAbstractTableModel):
    """Rows of a profile; what is typed goes into their data at once.

    Signals: ``edited`` after a cell or the number of rows changed.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Asked, ...] = ()
        self._rows: list[Row] = []
        self._wrong: dict[tuple[int, str], str] = {}  # texts that are no numbers, as typed

    def show_rows(self, columns: Sequence[Asked], rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._columns, self._rows, self._wrong = tuple(columns), [dict(row) for row in rows], {}
        self.endResetModel()

    def rows(self) -> list[Row]:
        """Return the data of the rows."""
        return [dict(row) for row in self._rows]

    def asked(self, column: int) -> Asked:
        """Return a column."""
        return self._columns[column]

    def add(self, row: Row) -> int:
        """Add a row below; return its place."""
        place = len(self._rows)
        self.beginInsertRows(_NOWHERE, place, place)
        self._rows.append(dict(row))
        self.endInsertRows()
        self.edited.emit()
        return place

    def remove(self, place: int) -> None:
        """Take a row away."""
        if 0 <= place < len(self._rows):
            self.beginRemoveRows(_NOWHERE, place, place)
            del self._rows[place]
            self._wrong = {}
            self.endRemoveRows()
            self.edited.emit()

    def wrong(self) -> tuple[str, ...]:
        """Return what was typed and is no number."""
        return tuple(self._wrong.values())

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return _(self._columns[section].label)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        asked = self._columns[index.column()]
        wrong = self._wrong.get((index.row(), asked.key))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if wrong is not None:
                return wrong
            text = self._text(index.row(), asked)
            return _(WORDS.get(text, text)) if asked.choices and text else text
        if role == Qt.ItemDataRole.ForegroundRole and wrong is not None:
            return theme.colour("er")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(asked.label)}: {self.data(index)}"
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        asked, text = self._columns[index.column()], str(value).strip()
        row, at = self._rows[index.row()], (index.row(), asked.key)
        self._wrong.pop(at, None)
        if not text:
            row.pop(asked.key, None)
        elif asked.kind in ("number", "whole"):
            self._put_number(row, asked, text, at)
        elif asked.kind == "words":
            row[asked.key] = {**row.get(asked.key, {}), language(): text}
        elif asked.kind == "flag":
            row[asked.key] = text == YES
        elif asked.kind == "list":
            row[asked.key] = [part for part in text.replace(",", " ").split() if part]
        else:
            row[asked.key] = text
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def _put_number(self, row: Row, asked: Asked, text: str, at: tuple[int, str]) -> None:
        found = parse_number(text).value
        if asked.kind == "whole" and text.lower().startswith("0x"):
            found = parse_number(str(_hexadecimal(text))).value
        is_wrong = found is None or (asked.kind == "whole" and found != int(found))
        if is_wrong or found is None:
            self._wrong[at] = text
        else:
            row[asked.key] = int(found) if asked.kind == "whole" else float(found)

    def _text(self, row: int, asked: Asked) -> str:
        value = self._rows[row].get(asked.key)
        if value is None:
            return _DEFAULTS.get(asked.key, "")
        if asked.kind == "words":
            return str(value.get(language()) or value.get("ru") or value.get("en") or "")
        if asked.kind == "flag":
            return YES if value else NO
        if asked.kind == "list":
            return ", ".join(value)
        if asked.kind in ("number", "whole"):
            return number(str(value), language()) if asked.kind == "number" else str(value)
        return str(value)


def _hexadecimal(text: str) -> str:
    try:
        return str(int(text, 16))
    except ValueError:
        return text


def rules_of(part: str, statuses: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the rules of statuses as rows, each with the place of its status."""
    place = ("address", "table") if part == "registers" else ("field", "base")
    return [
        {**{key: status[key] for key in place if key in status}, **rule}
        for status in statuses
        for rule in status.get("rules", ())
    ]


def statuses_of(part: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows as statuses: rules of one place together, in the order of the rows."""
    place = ("address", "table") if part == "registers" else ("field", "base")
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        own = {key: row[key] for key in place if key in row}
        rule = {key: value for key, value in row.items() if key not in place}
        status = found.setdefault(tuple(own.items()), {**own, "rules": []})
        status["rules"].append(rule)
    return list(found.values())
