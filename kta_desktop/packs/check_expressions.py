"""Expressions of a pack: readable, about questions that exist, options that exist, no circles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kta_desktop.forms.analysis import Analysis, Finding, Use
from kta_desktop.packs import check_tables, tentative
from kta_desktop.packs.check_survey import is_bounded
from kta_desktop.packs.context import Context
from kta_desktop.packs.defaults import condition_beyond_yes, is_dynamic
from kta_desktop.packs.faults import Lexicon, PackFault, Place
from kta_desktop.packs.kinds import extras
from kta_desktop.packs.layout import KTA, PACK, SURVEY
from kta_desktop.packs.rows import SheetRow

_USES = {
    "relevant": Use.CONDITION,
    "calculation": Use.VALUE,
    "constraint": Use.RULE,
    f"{KTA}warn": Use.RULE,
    "choice_filter": Use.FILTER,
    "repeat_count": Use.VALUE,
}
_SMART = "\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u2039\u203a\u2032\u2033"
# What keeps an expression from being read at all; other findings are about what it says.
_UNREAD = frozenset(
    f"expression-{name}"
    for name in (
        "character",
        "syntax",
        "end",
        "function",
        "not-in-subset",
        "arguments",
        "size",
        "refused",
        "index",
    )
)
_TOLD_OTHERWISE = "expression-list"  # an unknown list comes as ``list-unknown`` too


@dataclass(frozen=True, slots=True)
class _Cell:
    """An expression with its place: in the file, and in the form."""

    place: Place
    text: str
    use: Use
    stands: str = ""


def of_expressions(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes in the expressions of a pack, circles included."""
    if not isinstance(context.folder.pack.get("media_when", {}), dict):
        yield Place(PACK, SheetRow(0, {}), "media_when").fault("more-wrong")
    if not is_bounded(context):
        return  # told by the checks of the survey; trying expressions would take too long
    analysis, teller = Analysis(tentative.form(context)), _Teller(context)
    rows: dict[str, SheetRow] = {}
    for cell in _survey(context, rows):
        for finding in _findings(analysis, cell):
            yield from teller.told(finding, cell.place)
    yield from _circle(analysis, rows)
    over_the_form = lru_cache(maxsize=None)(analysis.findings)  # many levels share a condition
    for place in (*check_tables.conditions(context.folder), *_media(context)):
        for finding in over_the_form(place.text):
            yield from teller.told(finding, place)


def _findings(analysis: Analysis, cell: _Cell) -> tuple[Finding, ...]:
    try:
        return analysis.findings(cell.text, cell.stands, cell.use)
    except KeyError:  # a group that holds nothing is no place in the form
        return analysis.findings(cell.text, "", cell.use)


def _survey(context: Context, rows: dict[str, SheetRow]) -> Iterator[_Cell]:
    """Yield the expressions of the survey; ``rows`` is filled with the rows by their place."""
    outline = context.outline
    for row in (*outline.sections, *(entry.row for entry in outline.groups)):
        rows.setdefault(row.get("name"), row)
        yield from _cells(row, row.get("name"))
    for entry in outline.entries:
        name = entry.row.get("name")
        rows[name] = entry.row
        yield from _cells(entry.row, name)
        for column in entry.columns:
            stands = f"{name}/{column.get('name')}"
            rows[stands] = column
            yield from _cells(column, stands)


def _cells(row: SheetRow, stands: str) -> Iterator[_Cell]:
    """Yield the expressions of one row."""
    for column, use in _USES.items():
        if row.get(column):
            yield _Cell(Place(SURVEY.file, row, column), row.get(column), use, stands)
    for column in ("required", "readonly"):
        if condition_beyond_yes(row.get(column)) is not None:
            place = Place(SURVEY.file, row, column)
            yield _Cell(place, place.text, Use.CONDITION, stands)
    if row.get("default") and is_dynamic(row.get("default")):
        place = Place(SURVEY.file, row, "default")
        yield _Cell(place, place.text, Use.VALUE, stands)
    for expression in _further(extras(row)):
        yield _Cell(Place(SURVEY.file, row, SURVEY.more), expression, Use.RULE, stands)


def _further(more: dict[str, Any]) -> Iterator[str]:
    """Yield the expressions of further rules; those that are no rules are told elsewhere."""
    rules = more.get("rules")
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and isinstance(rule.get("expression"), str):
            yield rule["expression"]


def _media(context: Context) -> Iterator[Place]:
    """Yield the conditions of whole media."""
    media = context.folder.pack.get("media_when", {})
    if isinstance(media, dict):
        row = SheetRow(0, {str(medium): str(when) for medium, when in media.items()})
        yield from (Place(PACK, row, str(medium)) for medium in media)


def _circle(analysis: Analysis, rows: dict[str, SheetRow]) -> Iterator[PackFault]:
    chain = analysis.circle()
    first = next((name for name in chain if name in rows), None)
    if first is None:
        return
    row = rows[first]
    column = next((name for name in _USES if row.get(name)), "")
    yield Place(SURVEY.file, row, column).fault("cycle", found=" → ".join(chain))


class _Teller:
    """Says what was found wrong with an expression as mistakes of the pack."""

    def __init__(self, context: Context) -> None:
        self._names = context.names
        self._columns = {
            entry.row.get("name"): Lexicon(column.get("name") for column in entry.columns)
            for entry in context.outline.entries
            if entry.columns
        }
        self._tables = Lexicon(context.tables)
        self._known: dict[tuple[str, str], Lexicon] = {}

    def told(self, finding: Finding, place: Place) -> Iterator[PackFault]:
        """Yield the mistake that a finding is."""
        found = finding.found
        if finding.code == "unknown-name":
            yield self._unknown(found, place)
        elif finding.code in ("option-unknown", "column-unknown"):
            right = self._near(finding)
            yield place.fault(finding.code, table=finding.place, found=found, right=right)
        elif finding.code == "list-unknown":
            yield place.fault("table-unknown", found=found, right=self._tables.near(found))
        elif finding.code == "not-condition":
            yield place.fault("not-condition", at=finding.at, found=found)
        elif finding.code == "expression-character" and found in _SMART:
            yield place.fault("quotes-smart", at=finding.at, found=found)
        elif finding.code != _TOLD_OTHERWISE:
            code = "expression" if finding.code in _UNREAD else "expression-unfit"
            yield place.fault(code, found=finding.error)

    def _unknown(self, found: str, place: Place) -> PackFault:
        """Return a name that leads nowhere, or a step into a table that has no such column."""
        box, _, step = found.rpartition("/")
        table = box.rpartition("/")[2]
        if table in self._columns:
            right = self._columns[table].near(step)
            return place.fault("column-unknown", table=table, found=step, right=right)
        return place.fault("name-unknown", found=found, right=self._names.near(step))

    def _near(self, finding: Finding) -> str:
        key = (finding.code, finding.place)
        if key not in self._known:
            self._known[key] = Lexicon(finding.known)
        return self._known[key].near(finding.found)
