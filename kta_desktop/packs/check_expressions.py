"""Expressions of a pack: readable, about questions that exist, options that exist, no circles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.forms.errors import CycleError, ExpressionError, UnexpectedCharacterError
from kta_desktop.forms.graph import build, references
from kta_desktop.forms.nodes import Binary, Call, Cells, Name, Node, String, children, walk
from kta_desktop.forms.parser import parse
from kta_desktop.packs import check_tables
from kta_desktop.packs.context import Context
from kta_desktop.packs.defaults import condition_beyond_yes, is_dynamic
from kta_desktop.packs.faults import Lexicon, PackFault, Place
from kta_desktop.packs.kinds import kind, list_name
from kta_desktop.packs.layout import KTA, PACK, SURVEY
from kta_desktop.packs.outline import outline
from kta_desktop.packs.rows import SheetRow

# Functions whose arguments may be a whole column, or a whole table.
_TAKE_CELLS = ("sum", "min", "max", "count", "selected", "coalesce")
_TAKE_ROWS = ("count",)
_OWN = ("relevant", "calculation", "constraint", f"{KTA}warn", "repeat_count")
_ORDERING = ("relevant", "calculation")
_SMART = "\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u2039\u203a\u2032\u2033"


@dataclass(frozen=True, slots=True)
class Names:
    """What expressions may name: questions with their columns, and the options of each."""

    lexicon: Lexicon
    columns: Mapping[str, Lexicon]
    options: Mapping[str, Lexicon]
    tables: frozenset[str]


def names_of(context: Context) -> Names:
    """Return what the expressions of a pack may name."""
    options = {name: Lexicon(c.name for c in found) for name, found in context.lists.items()}
    columns: dict[str, Lexicon] = {}
    known: dict[str, Lexicon] = {}
    tables: set[str] = set()
    for pack in (*context.included, context.folder):
        for entry in outline(pack.rows(SURVEY)).entries:
            name = entry.row.get("name")
            columns[name] = Lexicon(column.get("name") for column in entry.columns)
            known[name] = options.get(list_name(entry.row), _NOTHING)
            if kind(entry.row) == "begin_repeat":
                tables.add(name)
            for column in entry.columns:
                path = f"{name}/{column.get('name')}"
                known[path] = options.get(list_name(column), _NOTHING)
    return Names(Lexicon(columns), columns, known, frozenset(tables))


_NOTHING = Lexicon()


def of_expressions(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes in the expressions of a pack, circles included."""
    names = names_of(context)
    needs: dict[str, frozenset[str]] = {}
    rows: dict[str, SheetRow] = {}
    for entry in context.outline.entries:
        row, name = entry.row, entry.row.get("name")
        rows[name] = row
        for place in _cells(row):
            yield from of_cell(place, names)
        needs[name] = frozenset[str]().union(*(_reads(row.get(column)) for column in _ORDERING))
    yield from _circle(needs, rows)
    for place in check_tables.conditions(context.folder):
        yield from of_cell(place, names)
    yield from _media(context, names)


def _cells(row: SheetRow) -> Iterator[Place]:
    """Yield the cells of a row of the survey that hold expressions."""
    for column in _OWN:
        yield Place(SURVEY.file, row, column)
    for column in ("required", "readonly"):
        if condition_beyond_yes(row.get(column)) is not None:
            yield Place(SURVEY.file, row, column)
    if row.get("default") and is_dynamic(row.get("default")):
        yield Place(SURVEY.file, row, "default")


def _media(context: Context, names: Names) -> Iterator[PackFault]:
    """Yield the mistakes in the conditions of whole media."""
    media = context.folder.pack.get("media_when", {})
    if not isinstance(media, dict):
        yield Place(PACK, SheetRow(0, {}), "media_when").fault("more-wrong")
        return
    row = SheetRow(0, {medium: str(when) for medium, when in media.items()})
    for medium in media:
        yield from of_cell(Place(PACK, row, medium), names)


def of_cell(place: Place, names: Names) -> Iterator[PackFault]:
    """Yield the mistakes of the expression in one cell."""
    if not place.text:
        return
    try:
        node = parse(place.text)
    except UnexpectedCharacterError as error:
        found = str(error.details["found"])
        code = "quotes-smart" if found in _SMART else "expression"
        yield place.fault(code, at=error.at, found=found if found in _SMART else error)
        return
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
        place = Place(SURVEY.file, rows[first], column)
        yield place.fault("cycle", found=" → ".join(error.names))


def _unknown(node: Node, place: Place, names: Names) -> Iterator[PackFault]:
    for each in walk(node):
        if isinstance(each, Name) and each.name not in names.columns:
            right = names.lexicon.near(each.name)
            yield place.fault("name-unknown", found=each.name, right=right)
        elif isinstance(each, Cells) and each.table not in names.columns:
            right = names.lexicon.near(each.table)
            yield place.fault("name-unknown", found=each.table, right=right)
        elif isinstance(each, Cells) and each.column not in names.columns[each.table]:
            right = names.columns[each.table].near(each.column)
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
        known = names.options.get(question, _NOTHING)
        if known.names and option and option not in known:
            right = known.near(option)
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
