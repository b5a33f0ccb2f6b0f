"""Cells of the survey that are neither names, texts nor expressions."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kta_desktop.packs.context import Context
from kta_desktop.packs.defaults import condition_beyond_yes, is_dynamic
from kta_desktop.packs.faults import ERROR, WARNING, Lexicon, PackFault, Place
from kta_desktop.packs.kinds import (
    FROM_FILE,
    LISTED,
    extras,
    kind,
    list_name,
    parameters,
)
from kta_desktop.packs.layout import KTA, SURVEY
from kta_desktop.packs.reference import UnitRow, blank_reasons, evidence_kinds, units
from kta_desktop.packs.rows import SheetRow
from kta_desktop.packs.survey import EVIDENCE_LEVELS

_PROOFS = ("document", "photo", "measurement", "calculation", "interview")
_SEVERITIES = (ERROR, WARNING)
_YES_NO = ("yes", "no", "true", "false", "true()", "false()")
_MOST_ROWS = 200  # instances that a repeat may begin with
_PARAMETER = re.compile(r"[a-z-]+=[^\s=,;]+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")

# Columns that rows of a kind have no use for.
_LOGIC = (
    "calculation",
    "constraint",
    "required",
    "default",
    "readonly",
    "choice_filter",
    "repeat_count",
    "parameters",
    f"{KTA}warn",
    f"{KTA}unit",
    f"{KTA}units",
)
_NOT_IN_COLUMNS = (
    "repeat_count",
    f"{KTA}blank_reasons",
    f"{KTA}evidence",
    f"{KTA}confidential",
)


def of_group(row: SheetRow) -> Iterator[PackFault]:
    """Yield cells that say something which a section or group cannot do."""
    yield from _idle(row, _LOGIC)


def of_question(row: SheetRow, context: Context) -> Iterator[PackFault]:
    """Yield what is wrong with the cells of a question or repeat."""
    yield from _calculation(row)
    yield from _common(row, context)
    yield from _words(row, f"{KTA}confidential", _YES_NO)
    yield from _evidence(row)
    for reason in row.ids(f"{KTA}blank_reasons"):
        if reason not in _reasons():
            place = _at(row, f"{KTA}blank_reasons")
            right = _reasons().near(reason)
            yield place.fault("reference-unknown", found=reason, table="blank_reasons", right=right)
    if kind(row) == "begin_repeat":
        yield from _idle(row, ("calculation", "default", "choice_filter", "parameters"))
        yield from _least(row)
    else:
        yield from _idle(row, ("repeat_count",))


def of_column(row: SheetRow, context: Context) -> Iterator[PackFault]:
    """Yield what is wrong with the cells of a column of a table."""
    yield from _calculation(row)
    yield from _common(row, context)
    yield from _idle(row, _NOT_IN_COLUMNS)
    if condition_beyond_yes(row.get("required")) is not None:
        yield _at(row, "required").fault("required-wrong")


def _at(row: SheetRow, column: str) -> Place:
    return Place(SURVEY.file, row, column)


def _idle(row: SheetRow, columns: tuple[str, ...]) -> Iterator[PackFault]:
    for heading in columns:
        if row.get(heading):
            yield _at(row, heading).fault("column-idle", found=heading)


def _common(row: SheetRow, context: Context) -> Iterator[PackFault]:
    yield from _words(row, f"{KTA}severity", _SEVERITIES)
    yield from _units(row)
    yield from _parameters(row)
    yield from _default(row, context)
    yield from _rules(row)
    if row.get("choice_filter") and kind(row) not in (*LISTED, FROM_FILE):
        yield from _idle(row, ("choice_filter",))
    weight = row.get(f"{KTA}weight")
    if weight and NUMBER.fullmatch(weight) is None:
        yield _at(row, f"{KTA}weight").fault("number-wrong", found=weight)


def _calculation(row: SheetRow) -> Iterator[PackFault]:
    own = kind(row)
    if own == "calculate" and not row.get("calculation"):
        yield _at(row, "calculation").fault("calculation-missing")
    elif row.get("calculation") and own not in ("calculate", "hidden"):
        yield _at(row, "calculation").fault("calculation-idle")


def _words(row: SheetRow, column: str, known: tuple[str, ...]) -> Iterator[PackFault]:
    found = row.get(column)
    if found and found not in known:
        yield _at(row, column).fault("word-unknown", found=found, right=", ".join(known))


@lru_cache
def _proofs() -> Lexicon:
    return Lexicon((*_PROOFS, *(kind.id for kind in evidence_kinds())))


def _evidence(row: SheetRow) -> Iterator[PackFault]:
    for place, word in enumerate(row.ids(f"{KTA}evidence")):
        if word not in _proofs() and (place > 0 or word not in EVIDENCE_LEVELS):
            right = _proofs().near(word)
            yield _at(row, f"{KTA}evidence").fault("word-unknown", found=word, right=right)


def _least(row: SheetRow) -> Iterator[PackFault]:
    """Yield the number of instances that a repeat begins with, if it is none."""
    least = extras(row).get("min", 0)
    if not isinstance(least, int) or isinstance(least, bool) or not 0 <= least <= _MOST_ROWS:
        yield _at(row, SURVEY.more).fault("whole-wrong", found=least, most=_MOST_ROWS)


@lru_cache
def _reasons() -> Lexicon:
    return Lexicon(reason.id for reason in blank_reasons())


@lru_cache
def _known_units() -> tuple[Lexicon, Mapping[str, UnitRow]]:
    return Lexicon(units()), units()


@lru_cache
def _quantities() -> Lexicon:
    return Lexicon(unit.quantity for unit in units().values())


def _units(row: SheetRow) -> Iterator[PackFault]:
    """Yield units that the table lacks, and alternatives that measure something else."""
    lexicon, rows = _known_units()
    own = row.get(f"{KTA}unit")
    apart = extras(row).get("units_apart")  # said on purpose: per tonne, or per hectolitre
    for column in (f"{KTA}unit", f"{KTA}units"):
        for unit in row.ids(column):
            if unit not in lexicon:
                yield _at(row, column).warning("unit-unknown", found=unit, right=lexicon.near(unit))
            elif not apart and own in rows and rows[unit].quantity != rows[own].quantity:
                yield _at(row, column).warning("unit-other", found=unit, unit=own)


def of_told_units(row: SheetRow) -> Iterator[PackFault]:
    """Yield the units that answers of another question mean (``units_by``) and no table knows."""
    lexicon, _rows = _known_units()
    meant = extras(row).get("units_by")
    for unit in map(str, meant.values() if isinstance(meant, dict) else ()):
        if unit not in lexicon:
            right = lexicon.near(unit)
            yield _at(row, SURVEY.more).warning("unit-unknown", found=unit, right=right)


def _parameters(row: SheetRow) -> Iterator[PackFault]:
    place = _at(row, "parameters")
    for piece in place.text.replace(",", " ").replace(";", " ").split():
        if _PARAMETER.fullmatch(piece) is None:
            yield place.fault("parameters-wrong", found=piece)
    if kind(row) == "range" and not _is_range(parameters(row)):
        yield place.fault("range-wrong")


def _is_range(named: Mapping[str, str]) -> bool:
    try:
        start, end, step = (Decimal(named[name]) for name in ("start", "end", "step"))
    except (KeyError, InvalidOperation):
        return False
    return start < end and step > 0


def _default(row: SheetRow, context: Context) -> Iterator[PackFault]:
    """Yield a default that is a value, but none that the question can have."""
    found, own, place = row.get("default"), kind(row), _at(row, "default")
    if not found or is_dynamic(found):
        return
    if own in ("integer", "decimal", "range") and NUMBER.fullmatch(found) is None:
        yield place.fault("number-wrong", found=found)
    elif own in _MOMENTS and not _is_read(_MOMENTS[own], found):
        yield place.fault("date-wrong", found=found)
    elif own in LISTED:
        options = Lexicon(choice.name for choice in context.lists.get(list_name(row), ()))
        for name in found.split() if own != "select_one" else [found]:
            if options.names and name not in options:
                right = options.near(name)
                table = row.get("name")
                yield place.fault("option-unknown", table=table, found=name, right=right)


_MOMENTS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


def is_date(text: str) -> bool:
    """Whether ``text`` is a date as ISO 8601 has it."""
    return _is_read(date.fromisoformat, text)


def _is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _rules(row: SheetRow) -> Iterator[PackFault]:
    """Yield further rules that lack a part."""
    rules = extras(row).get("rules", [])
    if not isinstance(rules, list) or not all(_is_rule(rule) for rule in rules):
        yield _at(row, SURVEY.more).fault("rules-wrong")


def _is_rule(rule: object) -> bool:
    return (
        isinstance(rule, Mapping)
        and isinstance(rule.get("expression"), str)
        and rule.get("severity") in _SEVERITIES
        and isinstance(rule.get("message"), Mapping)
    )
