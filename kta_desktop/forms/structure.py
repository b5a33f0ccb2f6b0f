"""What stands in what: sections, groups, questions, repeats and columns as one tree.

Names in expressions are looked up here, once, when the expression is made ready to run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from kta_desktop.domain.definition import Column, Definition, Group, Question, QuestionType, Section
from kta_desktop.forms.scope import Rows


class Kind(Enum):
    """What an item is."""

    ROOT = "root"
    SECTION = "section"
    GROUP = "group"
    QUESTION = "question"
    COLUMN = "column"
    REPEAT = "repeat"


@dataclass(slots=True, eq=False)
class Item:
    """A node of the form.

    Attributes:
        key: Unique; of a question or repeat its name, of a column ``table/column``, of a section
            or group its name behind ``#``.
        name: Its name.
        kind: What it is.
        parent: What it stands in; None for the root.
        repeats: Keys of the repeats around it, the outermost first; its own not included.
        place: Its place in the order of the paper.
        asked: The question or column; None for what is only a container.
        box: The section or group; None for others.
        children: What stands in it, by name, in the order of the paper.
        is_open: Whether anything may stand in it: a list of plain data that has no objects.
    """

    key: str
    name: str
    kind: Kind
    parent: "Item | None" = None
    repeats: tuple[str, ...] = ()
    place: int = 0
    asked: Question | Column | None = None
    box: Section | Group | None = None
    children: "dict[str, Item]" = field(default_factory=dict)
    is_open: bool = False

    @property
    def is_repeat(self) -> bool:
        """Whether it has instances: a table or a repeat."""
        return self.kind is Kind.REPEAT

    @property
    def inside(self) -> tuple[str, ...]:
        """Keys of the repeats around what stands in it."""
        return (*self.repeats, self.key) if self.is_repeat else self.repeats

    @property
    def section(self) -> str:
        """Key of the section that it stands in; its own if it is one, empty if it is in none."""
        item: Item | None = self
        while item is not None and item.kind is not Kind.SECTION:
            item = item.parent
        return "" if item is None else item.key

    @property
    def is_leaf(self) -> bool:
        """Whether nothing can stand in it."""
        return self.kind in (Kind.QUESTION, Kind.COLUMN)

    @property
    def holds_many(self) -> bool:
        """Whether one answer is a list: several options, several files."""
        return self.asked is not None and self.asked.type in _LISTS

    def child(self, name: str) -> "Item | None":
        """Return what is called ``name`` in it, groups looked into, repeats not."""
        if self.is_open:
            return Item(f"{self.key}/{name}", name, Kind.QUESTION, self, self.inside)
        waiting = [self]
        while waiting:
            box = waiting.pop(0)
            if name in box.children:
                return box.children[name]
            waiting += [each for each in box.children.values() if each.kind is Kind.GROUP]
        return None

    def below(self) -> "Iterator[Item]":
        """Yield everything in it, at any depth, in the order of the paper."""
        waiting = list(reversed(self.children.values()))
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.children.values())

    def rows_of(self, rows: Rows) -> Rows:
        """Return the part of ``rows`` that its own instance is named by."""
        return rows[: len(self.repeats)]


_LISTS = (
    QuestionType.SELECT_MULTIPLE,
    QuestionType.RANK,
    QuestionType.IMAGE,
    QuestionType.FILE,
)


@dataclass(slots=True, eq=False)
class Structure:
    """All items of a form.

    Attributes:
        root: What everything stands in.
        items: By key, in the order of the paper.
        named: By name: questions and repeats before groups, groups before sections.
        paths: By the names of the repeats on the way and the own name, as paths have them.
    """

    root: Item = field(default_factory=lambda: Item("", "", Kind.ROOT))
    items: dict[str, Item] = field(default_factory=dict)
    named: dict[str, Item] = field(default_factory=dict)
    paths: dict[tuple[str, ...], Item] = field(default_factory=dict)

    def add(self, item: Item) -> Item:
        """Put ``item`` into its parent, behind what is there."""
        item.place = len(self.items) + 1
        self.items[item.key] = item
        if item.parent is not None:
            item.parent.children.setdefault(item.name, item)
        return item

    def find(self, name: str, origin: Item) -> Item | None:
        """Return what ``${name}`` means where ``origin`` stands.

        A column of the table around comes first, then what has the name in the whole form, then
        the column of a table that alone has one called so.
        """
        box: Item | None = origin
        while box is not None:
            if box.is_repeat and name in box.children and box.children[name].kind is Kind.COLUMN:
                return box.children[name]
            box = box.parent
        return self.named.get(name)


def of_definition(definition: Definition) -> Structure:
    """Return the items of a definition in the order of the paper."""
    structure = Structure()
    boxes = _Boxes(structure, definition)
    for section in definition.sections:
        boxes.section(section.name)
    for question in definition.questions:
        item = boxes.question(question)
        for column in question.columns:
            structure.add(_column(item, column))
    _name(structure)
    return structure


class _Boxes:
    """Sections, groups and repeats, put up when the first question in them comes."""

    def __init__(self, structure: Structure, definition: Definition) -> None:
        self._structure = structure
        self._sections = {section.name: section for section in definition.sections}
        self._groups = {group.name: group for group in definition.groups}
        self._questions = {question.name: question for question in definition.questions}

    def question(self, question: Question) -> Item:
        """Put up a question or repeat in what is around it."""
        present = self._structure.items.get(question.name)
        if present is not None:
            return present  # a question inside it came first in the list
        parent = self._around(question.parent, question.section)
        kind = Kind.REPEAT if question.is_repeat else Kind.QUESTION
        return self._structure.add(
            Item(question.name, question.name, kind, parent, parent.inside, asked=question)
        )

    def section(self, name: str) -> Item:
        """Return the item of a section."""
        key = f"#{name}"
        if key in self._structure.items:
            return self._structure.items[key]
        box = self._sections.get(name)
        return self._structure.add(Item(key, name, Kind.SECTION, self._structure.root, box=box))

    def _around(self, parent: str | None, section: str) -> Item:
        """Return the item of a parent, put up with all that is around it."""
        missing: list[str] = []
        while parent is not None and self._known(parent) is None and parent not in missing:
            if parent not in self._groups and not self._is_repeat(parent):
                break  # what older definitions call a parent holds nothing
            missing.append(parent)
            parent = self._parent_of(parent)
        around = self._known(parent) if parent is not None else None
        item = around or self.section(section)
        for name in reversed(missing):
            item = self._put(name, item)
        return item

    def _known(self, name: str) -> Item | None:
        items = self._structure.items
        found = items.get(f"#{name}") if name in self._groups else items.get(name)
        return found if found is not None and not found.is_leaf else None

    def _is_repeat(self, name: str) -> bool:
        return name in self._questions and self._questions[name].is_repeat

    def _parent_of(self, name: str) -> str | None:
        box = self._groups.get(name)
        return box.parent if box is not None else self._questions[name].parent

    def _put(self, name: str, parent: Item) -> Item:
        group = self._groups.get(name)
        if group is None:
            asked = self._questions[name]
            item = Item(name, name, Kind.REPEAT, parent, parent.inside, asked=asked)
        else:
            item = Item(f"#{name}", name, Kind.GROUP, parent, parent.inside, box=group)
        return self._structure.add(item)


def _column(table: Item, column: Column) -> Item:
    key = f"{table.key}/{column.name}"
    return Item(key, column.name, Kind.COLUMN, table, table.inside, asked=column)


def _name(structure: Structure) -> None:
    """Fill ``named`` and ``paths``."""
    rank = {Kind.QUESTION: 0, Kind.REPEAT: 0, Kind.GROUP: 1, Kind.SECTION: 2}
    columns: dict[str, list[Item]] = {}
    for item in sorted(structure.items.values(), key=lambda each: rank.get(each.kind, 3)):
        if item.kind is Kind.COLUMN:
            columns.setdefault(item.name, []).append(item)
        else:
            structure.named.setdefault(item.name, item)
        if item.asked is not None:
            names = (*(structure.items[key].name for key in item.repeats), item.name)
            structure.paths[names] = item
    for name, found in columns.items():
        if len(found) == 1:
            structure.named.setdefault(name, found[0])
