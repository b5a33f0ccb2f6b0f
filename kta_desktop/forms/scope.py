"""Where an expression stands while it is evaluated, and what it can see from there.

The values of a form lie in a ``World``: node key to instance to what the node comes to. A node is
a question, a column, a group, a section or a repeat; an instance is the tuple of the ids of the
repeat instances around it, the outermost first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kta_desktop.forms.host import Facts, Host
from kta_desktop.forms.values import Value

Rows: TypeAlias = tuple[str, ...]
TableRow: TypeAlias = Mapping[str, str]
NOWHERE: Rows = ()


@dataclass(slots=True)
class Known:
    """What a node comes to in one instance.

    Attributes:
        relevant: Whether it is asked; an undecided condition asks it.
        flagged: Whether its condition is undecided or cannot be evaluated.
        value: Its value as expressions see it: missing where the answer is in error.
        raw: Its value as constraints see it: also where the answer is in error.
    """

    relevant: bool = True
    flagged: bool = False
    value: Value = None
    raw: Value = None


@dataclass(slots=True, eq=False)
class World:
    """The values that expressions read, and what they may borrow.

    Attributes:
        cells: Node key to instance to what the node comes to there; of a repeat, the ids of its
            instances in order.
        files: Tables that values are looked up in: of ``pulldata`` and ``instance``, and the
            lists of choices.
        host: Conversions, reference conditions, levels; None = they yield nothing.
        facts: The form itself, as the host's levels ask it.
        tried: How many instances the predicates of the present evaluation have tried.
        versions: Node key to how often anything of it has changed.
        totals: Totals that are remembered, with the versions of what they were made of.
    """

    cells: dict[str, dict[Rows, Known]] = field(default_factory=dict)
    files: Mapping[str, Sequence[TableRow]] = field(default_factory=dict)
    host: Host | None = None
    facts: Facts | None = None
    tried: int = 0
    versions: dict[str, int] = field(default_factory=dict)
    totals: dict[tuple[object, Rows], tuple[list[int], Value]] = field(default_factory=dict)
    _found: dict[tuple[str, str], dict[str, list[TableRow]]] = field(default_factory=dict)

    def changed(self, key: str) -> None:
        """Note that something of a node has changed."""
        self.versions[key] = self.versions.get(key, 0) + 1

    def rows_with(self, file: str, column: str, text: str) -> Sequence[TableRow]:
        """Return the rows of a table that have ``text`` in a column; found by an index."""
        index = self._found.get((file, column))
        if index is None:
            index = _indexed(self.files.get(file, ()), column)
            self._found[file, column] = index
        return index.get(text, ())


def _indexed(rows: Iterable[TableRow], column: str) -> dict[str, list[TableRow]]:
    index: dict[str, list[TableRow]] = {}
    for row in rows:
        index.setdefault(row.get(column, ""), []).append(row)
    return index


@dataclass(slots=True, eq=False)
class Scope:
    """What one expression sees while it is evaluated.

    Attributes:
        world: All values.
        rows: Instance that the whole expression stands in.
        here: Instance of the node that ``.`` means: in a predicate, the one that is tried.
        own: Value of ``.``.
        option: Row of the list that is filtered; None outside of lists.
        kept: What ``once`` kept of an earlier evaluation; None while nothing is.
    """

    world: World
    rows: Rows = NOWHERE
    here: Rows = NOWHERE
    own: Value = None
    option: TableRow | None = None
    kept: Value = None

    @property
    def host(self) -> Host | None:
        """Conversions, reference conditions, levels; None if there are none."""
        return self.world.host
