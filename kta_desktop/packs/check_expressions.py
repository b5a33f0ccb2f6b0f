"""Expressions of a pack: readable, about questions that exist, options that exist, no circles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.forms.errors import CycleError, ExpressionError
from kta_desktop.forms.graph import build, references
from kta_desktop.forms.nodes import Binary, Call, Cells, Name, Node, String, children, walk
from kta_desktop.forms.parser import parse
from kta_desktop.packs.faults import PackFault, nearest
from kta_desktop.packs.kinds import kind, list_name
from kta_desktop.packs.layout import KTA, SURVEY
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.outline import outline
from kta_desktop.packs.rows import SheetRow
from kta_desktop.packs.survey import lists

# Functions whose arguments may be a whole column, or a whole table.
_TAKE_CELLS = ("sum", "min", "max", "count", "selected", "coalesce")
_TAKE_ROWS = ("count",)
_OWN = ("relevant", "calculation", "constraint", f"{KTA}warn")
_ORDERING = ("relevant", "calculation")


@dataclass(frozen=True, slots=True)
class Names:
    """What expressions may name: questions with their columns, and the options of each."""

    columns: Mapping[str, frozenset[str]]
    options: Mapping[str, frozenset[str]]
    tables: frozenset[str]


def names_of(folder: PackFolder) -> Names:
    """Return what the expressions of a pack may name."""
    options = {name: frozenset(c.name for c in found) for name, found in lists(folder).items()}
    columns: dict[str, frozenset[str]] = {}
    known: dict[str, frozenset[str]] = {}
    tables: set[str] = set()
    for entry in outline(folder.rows(SURVEY)).entries:
        name = entry.row.get("name")
        columns[name] = frozenset(column.get("name") for column in entry.columns)
        known[name] = options.get(list_name(entry.row), frozenset())
        if kind(entry.row) == "begin_repeat":
            tables.add(name)
        for column in entry.columns:
            path = f"{name}/{column.get('name')}"
            known[path] = options.get(list_name(column), frozenset())
    return Names(columns, known, frozenset(tables))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands."""

    sheet: str
    row: SheetRow
    column: str
    question: str

    def fault(self, code: str, **details: object) -> PackFault:
        """Return a fault at this place."""
        return PackFault(
            sheet=self.sheet,
            row=self.row.number,
            column=self.column,
            question=self.question,
            code=code,
            details=details,
        )


def of_survey(folder: PackFolder, names: Names) -> Iterator[PackFault]:
    """Yield the mistakes in the expressions of the survey, circles included."""
    needs: dict[str, frozenset[str]] = {}
    rows: dict[str, SheetRow] = {}
    for entry in outline(folder.rows(SURVEY)).entries:
        row, name = entry.row, entry.row.get("name")
        rows[name] = row
        for column in _OWN:
            yield from of_cell(Place(SURVEY.file, row, column, name), names)
        needs[name] = frozenset[str]().union(*(_reads(row.get(column)) for column in _ORDERING))
    yield from _circle(needs, rows)


def of_cell(place: Place, names: Names) -> Iterator[PackFault]:
    """Yield the mistakes of the expression in one cell."""
    text = place.row.get(place.column)
    if not text:
        return
    try:
        node = parse(text)
    except ExpressionError as error:
        yield place.fault("expression", found=error)
        return
    yield from _unknown(node, place, names)
    yield from _bare(node, place, names)
    yield from _options(node, place, names)


def _reads(text: str) -> frozenset[str]:
    try:
        return references(parse(text)) if text else frozenset()
    except ExpressionError:
        return frozenset()


def _circle(
    needs: Mapping[str, frozenset[str]], rows: Mapping[str, SheetRow]
) -> Iterator[PackFault]:
    try:
        build(needs)
    except CycleError as error:
        first = error.names[0]
        column = "relevant" if rows[first].get("relevant") else "calculation"
        place = Place(SURVEY.file, rows[first], column, first)
        yield place.fault("cycle", found=" → ".join(error.names))


def _unknown(node: Node, place: Place, names: Names) -> Iterator[PackFault]:
    for each in walk(node):
        if isinstance(each, Name) and each.name not in names.columns:
            right = nearest(each.name, names.columns)
            yield place.fault("name-unknown", found=each.name, right=right)
        elif isinstance(each, Cells) and each.table not in names.columns:
            right = nearest(each.table, names.columns)
            yield place.fault("name-unknown", found=each.table, right=right)
        elif isinstance(each, Cells) and each.column not in names.columns[each.table]:
            right = nearest(each.column, names.columns[each.table])
            details = {"table": each.table, "found": each.column, "right": right}
            yield place.fault("column-unknown", **details)


def _bare(node: Node, place: Place, names: Names) -> Iterator[PackFault]:
    """Yield tables and columns that stand where one value is needed."""
    for each in walk(node):
        function = each.function if isinstance(each, Call) else ""
        for child in children(each):
            yield from _bare_argument(function, child, place, names)


def _bare_argument(function: str, child: Node, place: Place, names: Names) -> Iterator[PackFault]:
    if isinstance(child, Name) and child.name in names.tables and function not in _TAKE_ROWS:
        yield place.fault("table-bare", found=child.name)
    if isinstance(child, Cells) and function not in _TAKE_CELLS:
        yield place.fault("cells-bare", found=f"{child.table}/{child.column}")


def _options(node: Node, place: Place, names: Names) -> Iterator[PackFault]:
    """Yield options that the question they are asked of does not have."""
    for question, option in _asked_options(walk(node)):
        known = names.options.get(question, frozenset())
        if known and option and option not in known:
            right = nearest(option, known)
            yield place.fault("option-unknown", table=question, found=option, right=right)


def _asked_options(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        match node:
            case Call("selected", (asked, String(option))):
                yield _named(asked), option
            case Binary("=" | "!=", asked, String(option)):
                yield _named(asked), option


def _named(node: Node) -> str:
    match node:
        case Name(name):
            return name
        case Cells(table, column):
            return f"{table}/{column}"
        case _:
            return ""
