"""Lists that expressions choose from: ``instance('list')/root/item[…]/column`` and choice filters.

Where a condition says that a column equals something, the rows are found by an index, so that a
list of twenty thousand options costs no more than one of twenty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kta_desktop.forms.errors import BareSetError, UnexpectedTokenError, UnknownListError
from kta_desktop.forms.functions_kit import condition
from kta_desktop.forms.lookups import file_name
from kta_desktop.forms.nodes import Bare, Binary, Call, Chain, Current, Node, Path, String, walk
from kta_desktop.forms.paths import weight, work
from kta_desktop.forms.scope import Scope, TableRow
from kta_desktop.forms.site import Closure, Site
from kta_desktop.forms.values import ABSENT, Value

FindRows: TypeAlias = Callable[[Scope, str, Sequence[TableRow]], list[tuple[TableRow, bool]]]
_LEVELS = ("root", "item")  # what stands between a list and its columns, as in XForms


@dataclass(frozen=True, slots=True)
class Key:
    """A condition that a column equals something: the column, and how the other side is found."""

    column: str
    wanted: Closure


def column_of(node: Node) -> str | None:
    """Return the column that ``name``, ``./name`` or ``current()``-less path means in a list."""
    match node:
        case Bare(name):
            return name
        case Path(Current(), (), (step,)) if not step.filters:
            return step.name
        case _:
            return None


def column_value(column: str) -> Closure:
    """Return how a column of the row that is tried is read.

    An empty cell is certainly nothing: it equals no value, and comparing it is no mistake.
    """

    def read(scope: Scope) -> Value:
        return ABSENT if scope.option is None else scope.option.get(column) or ABSENT

    return read


def rows_where(filters: Sequence[Node], site: Site, at: int) -> FindRows:
    """Return how the rows that ``filters`` leave of a list are found.

    Each comes with whether it certainly passes; those that certainly do not are left out.
    """
    inner = replace(site, options=True)
    tests = [site.compiled(each, inner) for each in filters]
    key, cost = _key(filters, site), sum(map(weight, filters))

    def find(scope: Scope, file: str, rows: Sequence[TableRow]) -> list[tuple[TableRow, bool]]:
        candidates = _candidates(key, scope, file, rows)
        work(scope, len(candidates) * cost, at)
        found: list[tuple[TableRow, bool]] = []
        for row in candidates:
            decided = passes(tests, scope, row, at)
            if decided is not False:
                found.append((row, decided is True))
        return found

    return find


def passes(tests: Sequence[Closure], scope: Scope, row: TableRow, at: int) -> bool | None:
    """Return whether a row passes all tests; None if that is undecided."""
    inside = Scope(scope.world, scope.rows, scope.here, None, row)
    result: bool | None = True
    for test in tests:
        decided = condition(test(inside), at)
        if decided is False:
            return False
        if decided is None:
            result = None
    return result


def _candidates(
    key: Key | None, scope: Scope, file: str, rows: Sequence[TableRow]
) -> Sequence[TableRow]:
    """Return the rows that may pass: by the index if the text that is sought is known."""
    if key is None:
        return rows
    wanted = key.wanted(scope)
    if not isinstance(wanted, str) or wanted == "":
        return rows
    return scope.world.rows_with(file, key.column, wanted)


def _key(filters: Sequence[Node], site: Site) -> Key | None:
    outside = replace(site, options=False)
    for each in _conjuncts(filters):
        match each:
            case Binary("=", left, right):
                for one, other in ((left, right), (right, left)):
                    column = column_of(one)
                    if column is not None and not _reads_row(other):
                        return Key(column, site.compiled(other, outside))
    return None


def _conjuncts(filters: Sequence[Node]) -> Iterator[Node]:
    waiting = list(reversed(filters))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Chain) and node.operator == "and":
            waiting += reversed(node.operands)
        else:
            yield node


def _reads_row(node: Node) -> bool:
    return any(isinstance(each, Bare | Current) for each in walk(node))


@dataclass(frozen=True, slots=True)
class ListPath:
    """``instance('file')/root/item[filters]/column``, taken apart."""

    file: str
    filters: tuple[Node, ...]
    column: str
    at: int


def list_path(path: Path) -> ListPath:
    """Return the parts of a path into a list.

    Raises:
        UnexpectedTokenError: If it does not go by ``root`` and ``item`` to a column.
    """
    start, steps = path.start, path.steps
    names = tuple(step.name for step in steps)
    plain = not path.filters and all(not step.filters for step in (*steps[:1], *steps[2:]))
    match start:
        case Call("instance", (String(file),)) if names[:2] == _LEVELS and plain:
            column = names[2] if len(names) == 3 else ""
            if len(names) <= 3:
                return ListPath(file_name(file), steps[1].filters, column, path.at)
        case _:
            pass
    raise UnexpectedTokenError(at=path.at, found="instance")


def list_values(path: Path, site: Site) -> Closure:
    """Return how the cells that a path into a list leads to are read, blanks as missing.

    Raises:
        UnknownListError: If there is no such list.
    """
    found = list_path(path)
    if found.file not in site.files:
        raise UnknownListError(at=found.at, name=found.file)
    find = rows_where(found.filters, site, found.at)
    column = found.column

    def values(scope: Scope) -> Value:
        rows = find(scope, found.file, scope.world.files[found.file])
        if not column:  # the rows themselves, to be counted
            return tuple("item" if is_sure else None for _row, is_sure in rows)
        return tuple(row.get(column) or None if is_sure else None for row, is_sure in rows)

    return values


def demand_filter(path: Path) -> None:
    """Refuse a whole list where one value is needed.

    Raises:
        BareSetError: If nothing chooses among its rows.
    """
    found = list_path(path)
    if not found.filters:
        raise BareSetError(at=found.at, name=found.file)
