"""What may be read otherwise in a whole logger file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from kta_desktop.domain.numbers import parse_number
from kta_desktop.i18n import N_, _
from kta_desktop.services.logger_looking import ENCODINGS, Look, Order, Wishes
from ui.widgets.labelled import Labelled
from ui.widgets.logger_words import DELIMITERS, MARKS, ORDERS, delimiter_words

_ZONES = ("Asia/Almaty", "UTC", "+05:00", "+06:00", "+03:00")
_TIMES = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
_LISTS = {
    "encoding": N_("Encoding"),
    "delimiter": N_("Columns are divided by"),
    "decimal": N_("Decimal mark"),
    "order": N_("Order of dates"),
    "zone": N_("Time zone"),
    "sheet": N_("Sheet"),
}
_TEXTS = {
    "header_lines": N_("Lines of the heading, such as 3-4"),
    "first_line": N_("First line of readings"),
    "start": N_("Start, where rows do not tell it"),
    "interval_s": N_("Seconds between rows"),
}
_ROWS = (
    ("encoding", "delimiter"),
    ("decimal", "sheet"),
    ("header_lines", "first_line"),
    ("order", "zone"),
    ("start", "interval_s"),
)


class LoggerForm(QWidget):
    """Choices that begin with what was understood.

    Signals: ``wished`` with the wishes after a person changed one.
    """

    wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wishes = Wishes()
        self._lists: dict[str, Labelled[QComboBox]] = {}
        self._texts: dict[str, Labelled[QLineEdit]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, names in enumerate(_ROWS):
            grid.setColumnStretch(row % 2, 1)
            for column, name in enumerate(names):
                grid.addWidget(self._made(name), row, column)
        grid.setRowStretch(len(_ROWS), 1)

    def show_look(self, found: Look | None, wishes: Wishes) -> None:
        """Show what was understood, and what of it was wished; without a look only the wishes."""
        self._wishes = wishes
        self._offer(
            "encoding", [(each, each) for each in ENCODINGS], _understood(found, "encoding")
        )
        between = "" if found is None else delimiter_words(found.understanding.delimiter)
        self._offer("delimiter", [(each, _(text)) for each, text in DELIMITERS.items()], between)
        mark = "" if found is None else _(MARKS[found.understanding.numbers.decimal])
        self._offer("decimal", [(each, _(text)) for each, text in MARKS.items()], mark)
        order = "" if found is None else _(ORDERS[found.understanding.time.order])
        self._offer("order", [(each.value, _(text)) for each, text in ORDERS.items()], order)
        zone = "" if found is None else found.understanding.time.zone
        self._offer("zone", [(each, each) for each in _ZONES], zone)
        sheets = () if found is None else found.understanding.sheets
        self._offer("sheet", [(each, each) for each in sheets], _understood(found, "sheet"))
        is_sheet = found is not None and found.understanding.kind == "sheet"
        self._lists["sheet"].setVisible(is_sheet)
        for name in ("encoding", "delimiter"):
            self._lists[name].setVisible(not is_sheet)
        self._show_texts(found)

    def field(self, name: str) -> QWidget:
        """Return the field of a wish by its name."""
        return self._lists[name].field if name in self._lists else self._texts[name].field

    def mark(self, name: str, text: str) -> None:
        """Say at one field what is open; clear all others."""
        fields: dict[str, Labelled[Any]] = {**self._lists, **self._texts}
        for own, each in fields.items():
            each.say(text if own == name else "", "wr")

    def _made(self, name: str) -> QWidget:
        if name in _LISTS:
            box: Labelled[QComboBox] = Labelled(QComboBox(), _(_LISTS[name]))
            box.field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.field.setMinimumContentsLength(10)
            box.field.activated.connect(lambda _row: self._choose(name))
            self._lists[name] = box
            return box
        line = Labelled(QLineEdit(), _(_TEXTS[name]))
        line.field.editingFinished.connect(lambda: self._type(name))
        self._texts[name] = line
        return line

    def _offer(self, name: str, options: Sequence[tuple[str, str]], understood: str) -> None:
        """Fill a list: first what was understood, then what can be chosen in its place."""
        box = self._lists[name].field
        if box.view().isVisible():  # somebody is choosing
            return
        box.clear()
        auto = _("auto: {value}") if understood else _("auto")
        box.addItem(auto.format(value=understood), "")
        wished = getattr(self._wishes, name)
        if wished is not None and str(wished) not in dict(options):
            options = [*options, (str(wished), str(wished))]
        for identifier, text in options:
            box.addItem(text, identifier)
        box.setCurrentIndex(max(0, box.findData("" if wished is None else str(wished))))

    def _show_texts(self, found: Look | None) -> None:
        wishes = self._wishes
        lines = wishes.header_lines
        texts = {
            "header_lines": "" if lines is None else ", ".join(map(str, lines)) or "0",
            "first_line": str(wishes.first_line or ""),
            "start": (wishes.start or "").replace("T", " "),
            "interval_s": "" if wishes.interval_s is None else f"{wishes.interval_s:g}",
        }
        hints: dict[str, str] = {}
        if found is not None:
            understood = found.understanding
            hints["header_lines"] = ", ".join(map(str, understood.header_lines))
            hints["first_line"] = str(understood.first_line)
            hints["start"] = understood.time.start.replace("T", " ")
            interval = understood.time.interval_s
            hints["interval_s"] = "" if interval is None else f"{interval:g}"
        for name, each in self._texts.items():
            if each.field.hasFocus() and each.field.isModified():  # somebody is typing
                continue
            each.field.setText(texts[name])
            each.field.setPlaceholderText(hints.get(name, ""))
            each.field.setModified(False)

    def _choose(self, name: str) -> None:
        chosen = str(self._lists[name].field.currentData() or "")
        value: object = chosen or None
        if name == "order" and chosen:
            value = Order(chosen)
        self._wish(name, value)

    def _type(self, name: str) -> None:
        each = self._texts[name]
        if not each.field.isModified():
            return
        text = each.field.text().strip()
        try:
            value = _PARSERS[name](text) if text else None
        except ValueError:
            each.say(_("This cannot be read. Nothing was changed."), "er")
            return
        each.say("")
        self._wish(name, value)

    def _wish(self, name: str, value: object) -> None:
        if getattr(self._wishes, name) != value:
            changes: dict[str, Any] = {name: value}
            self._wishes = replace(self._wishes, **changes)
            self.wished.emit(self._wishes)


def _understood(found: Look | None, name: str) -> str:
    return "" if found is None else str(getattr(found.understanding, name))


def _numbers(text: str) -> tuple[int, ...]:
    """Return ``3-4, 6`` as 3, 4, 6; ``0`` is no line at all."""
    found: list[int] = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise ValueError(text)
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= first + 20:
            raise ValueError(text)
        found += range(first, last + 1)
    return tuple(each for each in found if each)


def _line(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise ValueError(text)
    return int(text)


def _start(text: str) -> str:
    plain = " ".join(text.replace("T", " ").split())
    for form in _TIMES:
        try:
            return datetime.strptime(plain, form).isoformat()  # noqa: DTZ007 - local by intent
        except ValueError:
            continue
    raise ValueError(text)


def _seconds(text: str) -> float:
    value = parse_number(text).value
    if value is None or not 0 < value <= 86_400:
        raise ValueError(text)
    return float(value)


_PARSERS: dict[str, Callable[[str], object]] = {
    "header_lines": _numbers,
    "first_line": _line,
    "start": _start,
    "interval_s": _seconds,
}
