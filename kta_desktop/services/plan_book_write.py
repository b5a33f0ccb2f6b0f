"""The workbook of a plan, written: sheets of measures, effects, scenarios and terms.

Numbers and days are such in Excel; ids lie in hidden columns, by which the workbook is known when
it comes back. Only what was entered is in it: what is computed follows from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from kta_desktop import formatting
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan_records import PLAN
from kta_desktop.domain.numbers import plain
from kta_desktop.i18n import N_, _
from kta_desktop.packs.workbook_write import exact_text
from kta_desktop.services import plan_book_fields as parts
from kta_desktop.services.plan_book_fields import Field, Kind, Shown
from kta_desktop.services.plan_errors import PlanTextTooLongError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEASURES, EFFECTS = N_("Measures"), N_("Effects")
SCENARIOS, TERMS = N_("Scenarios"), N_("Terms of the plan")
LONGEST = 32_767  # UTF-16 units in a cell
_DIGITS = 15  # significant ones that a spreadsheet keeps
_FIRST_DAY, _LAST_YEAR = date(1900, 3, 1), 9999  # before, a spreadsheet counts days of its own
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same plan, the same bytes
_HEAD, _LINE = "#E8EEF0", "#9AA8AD"
_WIDTHS: Mapping[Kind, float] = {Kind.TEXT: 28, Kind.CHOICE: 20, Kind.KEYS: 24}
_WIDTH = 14
_LIST = 255  # characters of a list of words that Excel offers
_SPARE = 200  # rows below the measures in which lists are offered, too


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        title: Its heading.
        kind: How its cells are written.
        is_hidden: Whether it is out of sight.
        words: What may be chosen; empty = anything.
    """

    title: str
    kind: Kind = Kind.TEXT
    is_hidden: bool = False
    words: tuple[str, ...] = ()


def written(shown: Shown, audit: str, indicators: Iterable[Indicator]) -> bytes:
    """Return the workbook of a plan.

    Args:
        shown: The plan as it is shown.
        audit: Id of the audit, by which the workbook is known when it comes back.
        indicators: For the names and units of those that measures act on.

    Raises:
        PlanTextTooLongError: If a text does not fit into a cell.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    writer = _Writer(book)
    word = partial(_, lang=shown.lang)
    writer.sheet(word(MEASURES), *_measures(shown))
    writer.sheet(word(EFFECTS), *_effects(shown, {each.key: each for each in indicators}))
    writer.sheet(word(SCENARIOS), *_scenarios(shown))
    writer.sheet(word(TERMS), *_terms(shown, audit))
    book.close()
    return buffer.getvalue()


def _measures(shown: Shown) -> tuple[list[Column], list[list[str]]]:
    fields = parts.fields_of(shown.table)
    columns = [Column(_(parts.NUMBER, shown.lang), Kind.NUMBER)]
    columns += [_column(shown, field) for field in fields]
    columns.append(Column(parts.MEASURE_ID, is_hidden=True))
    rows = [
        [number, *(shown.field(row, field) for field in fields), row]
        for row, number in shown.numbers.items()
    ]
    return columns, rows


def _column(shown: Shown, field: Field) -> Column:
    unit = field.unit.get(shown.lang)
    title = field.title.get(shown.lang)
    words: tuple[str, ...] = ()
    if field.kind is Kind.CHOICE:
        choices = shown.table.column(field.name).choices
        words = tuple(each.label.get(shown.lang) or each.name for each in choices)
    elif field.kind is Kind.STATUS:
        words = tuple(_(word, shown.lang) for word in parts.STATUS_WORDS.values())
    return Column(f"{title}, {unit}" if unit else title, field.kind, field.is_hidden, words)


def _effects(
    shown: Shown, indicators: Mapping[str, Indicator]
) -> tuple[list[Column], list[list[str]]]:
    word = partial(_, lang=shown.lang)
    columns = [
        Column(word(parts.NUMBER), Kind.NUMBER),
        Column(word(parts.MEASURE)),
        Column(word(parts.INDICATOR)),
        Column(word(parts.VALUE), Kind.NUMBER),
        Column(word(parts.SPREAD), Kind.NUMBER),
        Column(word(parts.UNIT)),
        Column(parts.EFFECT_ID, is_hidden=True),
    ]
    rows = []
    for row, number in shown.numbers.items():
        for effect in shown.table.note(row).effects:
            found = indicators.get(effect.indicator)
            name, unit = _told(found, shown.lang) if found else ("", "")
            spread = "" if effect.uncertainty is None else plain(effect.uncertainty)
            told = [number, shown.table.name(row), name, plain(effect.value), spread]
            rows.append([*told, unit, effect.indicator])
    return columns, rows


def _told(indicator: Indicator, lang: str) -> tuple[str, str]:
    return called(indicator, lang), formatting.unit(unit_of(indicator), lang)


def called(indicator: Indicator, lang: str) -> str:
    """Return what an indicator is called, with where it is."""
    name = indicator.name.get(lang)
    return f"{name} — {indicator.where}" if indicator.where else name


def unit_of(indicator: Indicator) -> str:
    """Return the unit in which effects on an indicator are stated: of its level, else its own."""
    level = indicator.judgement.level
    return level.unit if level is not None else indicator.figure.unit


def _scenarios(shown: Shown) -> tuple[list[Column], list[list[str]]]:
    columns = [Column(_(parts.SCENARIO, shown.lang)), Column(parts.SCENARIO_ID, is_hidden=True)]
    return columns, [[name, key] for key, name in shown.scenarios.items()]


def _terms(shown: Shown, audit: str) -> tuple[list[Column], list[list[str]]]:
    word = partial(_, lang=shown.lang)
    columns = [
        Column(word(parts.TERM)),
        Column(word(parts.IS), Kind.NUMBER),
        Column(parts.TERM_ID, is_hidden=True),
        Column(parts.AUDIT_ID, is_hidden=True),
    ]
    rows = []
    for key, kind, title in parts.TERMS:
        held = shown.record(shown.known.record(PLAN, key), kind)
        rows.append([word(title), held, key, audit])
    return columns, rows


class _Writer:
    """A workbook on its way."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self._text = book.add_format(text)
        self._head = book.add_format({**text, "bold": True, "bg_color": _HEAD, "bottom": 1})
        self._number = book.add_format({"num_format": "General", "valign": "top"})
        self._day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})

    def sheet(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Write a sheet: headings, rows, lists to choose from."""
        sheet = self._book.add_worksheet(name)
        for place, column in enumerate(columns):
            hidden = {"hidden": True} if column.is_hidden else {}
            width = _WIDTHS.get(column.kind, _WIDTH)
            sheet.set_column(place, place, width, self._format(column.kind), hidden)
            sheet.write_string(0, place, exact_text(column.title), self._head)
            if column.words and len(",".join(column.words)) <= _LIST:
                rule = {"validate": "list", "source": list(column.words), "error_type": "warning"}
                sheet.data_validation(1, place, len(rows) + _SPARE, place, rule)
        for number, row in enumerate(rows, 1):
            for place, (column, text) in enumerate(zip(columns, row, strict=True)):
                if len(text.encode("utf-16-le")) // 2 > LONGEST:
                    raise PlanTextTooLongError(name=column.title, limit=LONGEST)
                self._cell(sheet, number, place, column.kind, text)
        sheet.freeze_panes(1, 2)

    def _format(self, kind: Kind) -> "Format":
        return {Kind.NUMBER: self._number, Kind.DAY: self._day}.get(kind, self._text)

    def _cell(self, sheet: "Worksheet", row: int, place: int, kind: Kind, text: str) -> None:
        number, day = as_number(text, kind), as_day(text, kind)
        if number is not None:
            sheet.write_number(row, place, number, self._number)
        elif day is not None:
            sheet.write_datetime(row, place, day, self._day)
        elif text:
            sheet.write_string(row, place, exact_text(text), self._text)


def as_number(text: str, kind: Kind) -> float | None:
    """Return the number that Excel keeps to the digit; None where there is none."""
    if kind is not Kind.NUMBER or not text:
        return None
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > _DIGITS:
        return None
    near = float(exact)
    return near if Decimal(format(near, f".{_DIGITS}g")) == exact else None


def as_day(text: str, kind: Kind) -> datetime | None:
    """Return the day that Excel can count; None where there is none."""
    if kind is not Kind.DAY or not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day) if day >= _FIRST_DAY else None  # noqa: DTZ001 - a day has no zone
