"""The rows of a workbook of a plan beside the plan: which measure each is, what it names."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from kta_desktop.domain.ids import new_id
from kta_desktop.domain.numbers import parse_number
from kta_desktop.errors import KtaError
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import N_, _
from kta_desktop.services import plan_book_fields as parts
from kta_desktop.services.plan_book_fields import Kind, Shown, number_text
from kta_desktop.services.plan_book_read import Leaf
from kta_desktop.services.plan_errors import (
    PlanMergedError,
    PlanReferenceError,
    ScenarioNameError,
)
from kta_desktop.services.plan_scenario_desk import free_id

AT = N_("{where}: {sentence}")
_ROW = re.compile(r"[0-9a-z-]{1,40}")
_BETWEEN = re.compile(r"[;\n]")


@dataclass(slots=True)
class Faults:
    """What cannot be taken over, each with its cell."""

    found: list[str] = field(default_factory=list)

    def text(self, leaf: Leaf, row: int, column: int | None, kind: Kind = Kind.TEXT) -> str | None:
        """Return a cell as a text; None, and a fault is noted, if it cannot be read."""
        try:
            return leaf.text(row, column, kind)
        except KtaError as error:
            self.note(leaf, row, column, error)
            return None

    def merged(self, leaf: Leaf, columns: Container[int]) -> None:
        """Note the cells of ``columns`` that are merged: what stood in them is gone."""
        for row, column, found in leaf.merged(columns):
            self.note(leaf, row, column, PlanMergedError(found=found))

    def note(self, leaf: Leaf, row: int, column: int | None, error: KtaError) -> None:
        """Note why a cell is refused."""
        place = leaf.place(row, column or 1)
        self.found.append(_(AT).format(where=place, sentence=error.sentence()))


@dataclass(frozen=True, slots=True)
class Met:
    """A row of the sheet of measures.

    Attributes:
        number: Of the row in the sheet.
        row: Id of the measure.
        is_new: Whether the plan does not have it.
        name: What it is called there.
    """

    number: int
    row: str
    is_new: bool
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """What other cells of the workbook may name.

    Attributes:
        measures: Number and name, folded, to the row of a measure; a name that several have is
            none.
        scenarios: Name, folded, to the id of a scenario.
    """

    measures: Mapping[str, str]
    scenarios: Mapping[str, str]


def met(leaf: Leaf, shown: Shown, columns: Mapping[str, int], faults: Faults) -> tuple[Met, ...]:
    """Return the rows of the sheet of measures that hold something.

    A row with the id of one above it is a copy, and so is new; so is one without an id.

    Args:
        leaf: The sheet.
        shown: The plan.
        columns: Name of a field to the number of its column.
        faults: Where cells that cannot be read are noted.
    """
    token = leaf.column((parts.MEASURE_ID,))
    known, found = set(shown.numbers), []
    taken: set[str] = set()
    for number in leaf.rows:
        filled = [place for place in leaf.sheet.rows[number] if place in columns.values()]
        row = faults.text(leaf, number, token) or ""
        if not filled and not row:
            continue
        if row in taken or _ROW.fullmatch(row) is None:
            row = new_id()
        taken.add(row)
        at = columns.get("measure")
        name = faults.text(leaf, number, at) or ""
        found.append(Met(number, row, row not in known, name or f"№ {number}"))
    return tuple(found)


def measures_named(
    leaf: Leaf, rows: tuple[Met, ...], titles: tuple[str, ...], faults: Faults, shown: Shown
) -> dict[str, str]:
    """Return number and name to the row of a measure, as the sheet has them.

    Measures that the sheet no longer has are still known by what they were called in the plan:
    other cells may speak of them until somebody confirms that they go.
    """
    column = leaf.column(titles)
    found: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for each in rows:
        at = each.number
        label = normal(Kind.NUMBER, faults.text(leaf, at, column, Kind.NUMBER) or "")
        if label:
            found.setdefault(label, each.row)
        names.setdefault(normal(Kind.TEXT, each.name).casefold(), set()).add(each.row)
    unique = {name: min(rows_) for name, rows_ in names.items() if len(rows_) == 1}
    here = {each.row for each in rows}
    gone = [row for row in shown.numbers if row not in here]
    numbers = {shown.numbers[row]: row for row in gone}
    called = {normal(Kind.TEXT, shown.table.name(row)).casefold(): row for row in gone}
    return {**called, **numbers, **unique, **found}


def scenarios_met(leaf: Leaf | None, shown: Shown, faults: Faults) -> dict[str, str]:
    """Return id to name of the scenarios of the workbook; those of the plan if it has no sheet."""
    if leaf is None:
        return dict(shown.scenarios)
    token = leaf.column((parts.SCENARIO_ID,))
    column = next((at for at in leaf.titles.values() if at != token), None)
    found: dict[str, str] = {}
    for number in leaf.rows:
        key = faults.text(leaf, number, token) or ""
        name = faults.text(leaf, number, column) or ""
        if not name and not key:
            continue
        if not name or name.casefold() in {each.casefold() for each in found.values()}:
            faults.note(leaf, number, column, ScenarioNameError(name=name))
            continue
        key = key if key and key not in found else free_id({**shown.scenarios, **found})
        found[key] = name
    return found


def normal(kind: Kind, text: str) -> str:
    """Return a text by which two cells are told apart: zeros, spaces and dates as written away."""
    stripped = " ".join(text.split())
    if kind is Kind.NUMBER:
        number = parse_number(stripped).value
        return stripped if number is None else number_text(number)
    if kind is Kind.DAY:
        return iso_date(stripped) or stripped
    return stripped


def items(text: str, named: Mapping[str, str], name: str) -> list[str]:
    """Return what the parts of a list name, each once.

    Args:
        text: Parts between semicolons or lines, numbers also between commas.
        named: What may be named, folded.
        name: Of the field.

    Raises:
        PlanReferenceError: If a part names nothing.
    """
    return list(dict.fromkeys(_named(text, named, name)))


def _named(text: str, named: Mapping[str, str], name: str) -> Iterator[str]:
    pieces = _BETWEEN.split(text)
    while pieces:
        # A name may hold a semicolon itself: the longest run of pieces that is a name is one.
        runs = range(len(pieces), 0, -1)
        count = next((n for n in runs if _label(";".join(pieces[:n])) in named), 0)
        if count:
            yield named[_label(";".join(pieces[:count]))]
        elif pieces[0].strip():
            yield from _by_commas(pieces[0].strip(), named, name)
        pieces = pieces[count or 1 :]


def _by_commas(piece: str, named: Mapping[str, str], name: str) -> Iterator[str]:
    for each in filter(None, (part.strip() for part in piece.split(","))):
        if _label(each) not in named:
            raise PlanReferenceError(typed=piece, name=name)
        yield named[_label(each)]


def _label(text: str) -> str:
    return normal(Kind.NUMBER, text).casefold()
