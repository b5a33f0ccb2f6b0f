"""Where an expression stands, and where its paths lead, as far as that is known before answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from kta_desktop.forms.nodes import Node
from kta_desktop.forms.scope import Rows, Scope
from kta_desktop.forms.structure import Item, Structure
from kta_desktop.forms.values import Value

Closure: TypeAlias = Callable[[Scope], Value]
One: TypeAlias = Callable[[Scope], Rows]
Find: TypeAlias = Callable[[Scope], "list[Rows | None]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Where a path leads: to one place (``one``) or to any number of them (``find``).

    Attributes:
        item: What is there.
        shared: How many of the outer instances are those that the expression stands in.
        one: The instance of the only place.
        find: The instances of all places; None for one whose predicate is undecided.
        is_instance: Whether the places are the instances of the repeat ``item``.
        is_filtered: Whether a predicate chooses among them.
        is_own: Whether it is what the expression itself is about.
        asked: Whether the repeats that are looked into are asked at all.
    """

    item: Item
    shared: int
    one: One | None = None
    find: Find | None = None
    is_instance: bool = False
    is_filtered: bool = False
    is_own: bool = False
    asked: Callable[[Scope], bool] | None = None

    def every(self) -> Find:
        """Return how all places are found, also if there is only one."""
        if self.find is not None:
            return self.find
        one = self.one
        if one is None:
            raise TypeError(self)
        return lambda scope: [one(scope)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where an expression stands, as far as that is known before there are answers.

    Attributes:
        structure: The form.
        origin: What the expression belongs to: ``${name}`` is seen from there.
        here: What ``.`` is: the same, or in a predicate what is tried.
        compiled: Makes any expression ready to run; given here since paths hold predicates.
        reads: Filled with the keys that are read, and how many outer instances are shared.
        raw: Whether values in error are seen: constraints compare what was entered.
        options: Whether bare names are columns of the list that is filtered.
        files: Names of the tables there are.
    """

    structure: Structure
    origin: Item
    here: Nodes
    compiled: "Callable[[Node, Site], Closure]"
    reads: dict[str, int] = field(default_factory=dict)
    raw: bool = False
    options: bool = False
    files: frozenset[str] = frozenset()

    def read(self, key: str, shared: int) -> None:
        """Note that something is read."""
        self.reads[key] = min(shared, self.reads.get(key, shared))


def own_rows(scope: Scope) -> Rows:
    """Return the instance that the whole expression stands in."""
    return scope.rows


def own(item: Item) -> Nodes:
    """Return the place that an expression of ``item`` stands at."""
    return Nodes(item=item, shared=len(item.repeats), one=own_rows, is_own=True)
