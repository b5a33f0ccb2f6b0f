"""The compiled definition: what an audit asks and what its figures are held against.

Made by ``packs.compile`` from a sector pack, written as canonical JSON, named by its SHA-256. The
document has each list of options once, under ``lists``; questions and columns give its place there.
In the first format every question repeated its options; such documents are read and written still,
byte for byte, since audits keep the definition they were made with.
"""

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.dumping import dump
from kta_desktop.domain.levels import Level, Source, Technique
from kta_desktop.domain.questions import Choice, Column, Group, Question, QuestionType, Section
from kta_desktop.domain.texts import NO_TEXT, Text

__all__ = [
    "FORMAT",
    "FORMATS",
    "INLINE",
    "Choice",
    "Column",
    "Definition",
    "Group",
    "Level",
    "Question",
    "QuestionType",
    "Section",
    "Source",
    "Technique",
    "Text",
]

FORMAT = "kta-definition/2"
INLINE = "kta-definition/1"
FORMATS = (INLINE, FORMAT)
_T = TypeVar("_T")
_Choices = tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an audit asks, compiled from one version of one sector pack.

    Attributes:
        pack: Id of the pack.
        version: Version of the pack.
        title: Title of the checklist.
        benchmark: What the figures are held against, one line.
        sections: In the order of the paper.
        questions: In the order of the paper, section by section; calculations included.
        groups: Groups inside the sections.
        levels: Levels and their exceptions.
        techniques: Techniques and sub-techniques.
        sources: Documents cited.
        averaging: Id to wording of averaging periods.
        kk_state: ``draft`` while no native ecologist has read the Kazakh texts.
        files: Tables that expressions look things up in, by name: rows of column to cell.
        includes: Packs that were taken in, id to the SHA-256 of their definitions.
        more: The remaining tables of the pack, by file name.
        format: Form of its document, one of ``FORMATS``.
    """

    pack: str
    version: str
    title: Text
    benchmark: Text = NO_TEXT
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    groups: tuple[Group, ...] = ()
    levels: tuple[Level, ...] = ()
    techniques: tuple[Technique, ...] = ()
    sources: tuple[Source, ...] = ()
    averaging: Mapping[str, Text] | None = None
    kk_state: str = "draft"
    files: Mapping[str, tuple[Mapping[str, str], ...]] | None = None
    includes: Mapping[str, str] | None = None
    more: Mapping[str, JsonValue] | None = None
    format: str = FORMAT

    def question(self, name: str) -> Question:
        """Return the question called ``name``.

        Raises:
            KeyError: If there is none.
        """
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def in_section(self, section: str) -> tuple[Question, ...]:
        """Return the asked questions of a section in paper order."""
        return tuple(q for q in self.questions if q.section == section and q.is_asked)

    def level(self, identifier: str) -> Level:
        """Return a level.

        Raises:
            KeyError: If there is none.
        """
        for level in self.levels:
            if level.id == identifier:
                return level
        raise KeyError(identifier)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the definition as the JSON document whose hash is its version."""
        if self.format == INLINE:
            return {**dump(self), "format": INLINE}
        lists = _Lists()
        questions = [lists.taken_from(question) for question in self.questions]
        data: dict[str, JsonValue] = dump(replace(self, questions=()))
        data |= {"questions": questions} if questions else {}
        data |= {"lists": lists.dumped} if lists.dumped else {}
        return {**data, "format": FORMAT}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Definition":
        """Return the definition of a JSON document.

        Raises:
            ValueError: If it is not of a known format, or not shaped like a definition.
        """
        if data.get("format") not in FORMATS:
            raise ValueError(data.get("format"))
        try:
            return _definition(dict(data))
        except (TypeError, LookupError, AttributeError) as error:
            raise ValueError(str(error)) from error

    @classmethod
    def parse(cls, document: bytes | str) -> "Definition":
        """Return the definition whose document, as text, is one of our own.

        Raises:
            ValueError: If it is not JSON, or no definition.
        """
        with _uncollected():
            data = json.loads(document)
            if not isinstance(data, dict):
                raise ValueError(type(data))  # noqa: TRY004 - one kind of error for all documents
            return cls.from_json(data)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector still: what is read has no circles, and looking takes twice as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Lists:
    """Lists of options, each once, in the order in which questions use them first."""

    def __init__(self) -> None:
        self.dumped: list[Any] = []
        self._places: dict[int, int] = {}  # of the very same tuple: most lists are shared already

    def taken_from(self, question: Question) -> dict[str, Any]:
        """Return a question as JSON that names its lists by their place."""
        found: dict[str, Any] = dump(replace(question, choices=(), columns=()))
        if question.choices:
            found["choices"] = self._place(question.choices)
        if question.columns:
            found["columns"] = [self._column(column) for column in question.columns]
        return found

    def _column(self, column: Column) -> dict[str, Any]:
        found: dict[str, Any] = dump(replace(column, choices=()))
        return {**found, "choices": self._place(column.choices)} if column.choices else found

    def _place(self, choices: _Choices) -> int:
        place = self._places.get(id(choices))
        if place is None:
            dumped = dump(choices)
            if dumped not in self.dumped:
                self.dumped.append(dumped)
            place = self._places[id(choices)] = self.dumped.index(dumped)
        return place


def _definition(parts: dict[str, Any]) -> Definition:
    averaging = {key: Text(**item) for key, item in parts.pop("averaging", {}).items()}
    files = {name: tuple(rows) for name, rows in parts.pop("files", {}).items()}
    options = tuple(tuple(map(_choice, items)) for items in parts.pop("lists", ()))
    lists: dict[str, Any] = {
        name: tuple(_load(kind, item) for item in parts.pop(name, ()))
        for name, kind in _LISTS.items()
    }
    return Definition(
        title=Text(**parts.pop("title")),
        benchmark=Text(**parts.pop("benchmark", {})),
        questions=tuple(_question(item, options) for item in parts.pop("questions", ())),
        averaging=averaging,
        files=files or None,
        **lists,
        **parts,
    )


_LISTS: Mapping[str, type[Any]] = {
    "sections": Section,
    "groups": Group,
    "levels": Level,
    "techniques": Technique,
    "sources": Source,
}


_TEXTS: Mapping[type, frozenset[str]] = {
    kind: frozenset(f.name for f in fields(kind) if f.type is Text)
    for kind in (Section, Group, Level, Technique, Source, Question, Column, Choice)
}
_TYPES: Mapping[str, QuestionType] = {str(kind): kind for kind in QuestionType}
_OF_CHOICE = frozenset(f.name for f in fields(Choice))


def _load(kind: type[_T], item: Mapping[str, Any]) -> _T:
    """Return a row whose texts are ``Text`` and whose lists are tuples."""
    texts = _TEXTS[kind]
    parts: dict[str, Any] = {}
    for name, value in item.items():
        if name in texts:
            parts[name] = Text(**value) if value else NO_TEXT
        else:
            parts[name] = tuple(value) if isinstance(value, list) else value
    return kind(**parts)


def _question(item: Mapping[str, Any], lists: tuple[_Choices, ...]) -> Question:
    parts = _typed(item, lists)
    if "columns" in parts:
        parts["columns"] = tuple(_load(Column, _typed(each, lists)) for each in parts["columns"])
    return _load(Question, parts)


def _typed(item: Mapping[str, Any], lists: tuple[_Choices, ...]) -> dict[str, Any]:
    """Return a question or column with its type and options read."""
    parts = {**item, "type": _TYPES[item["type"]]}
    choices = parts.get("choices")
    if isinstance(choices, int):
        parts["choices"] = lists[choices]
    elif choices is not None:
        parts["choices"] = tuple(map(_choice, choices))
    return parts


def _choice(item: Mapping[str, Any]) -> Choice:
    """Return an option; said out, not by ``_load``, since lists have thousands of them."""
    if not _OF_CHOICE.issuperset(item):
        raise TypeError(set(item) - _OF_CHOICE)
    label = item["label"]
    text = Text(**label) if label else NO_TEXT
    return Choice(name=item["name"], label=text, more=item.get("more"))
