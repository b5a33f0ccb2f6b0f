"""The compiled definition: what an audit asks and what its figures are held against.

Made by ``packs.compile`` from a sector pack, written as canonical JSON, named by its SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.dumping import dump
from kta_desktop.domain.levels import Level, Source, Technique
from kta_desktop.domain.questions import Choice, Column, Group, Question, QuestionType, Section
from kta_desktop.domain.texts import NO_TEXT, Text

__all__ = [
    "FORMAT",
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

FORMAT = "kta-definition/1"
_T = TypeVar("_T")


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
        data: dict[str, JsonValue] = dump(self)
        return {"format": FORMAT, **data}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Definition":
        """Return the definition of a JSON document.

        Raises:
            ValueError: If it is not of this format, or not shaped like a definition.
        """
        if data.get("format") != FORMAT:
            raise ValueError(data.get("format"))
        parts = {name: value for name, value in data.items() if name != "format"}
        try:
            return _definition(parts)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(str(error)) from error


def _definition(parts: dict[str, Any]) -> Definition:
    averaging = {key: Text(**item) for key, item in parts.pop("averaging", {}).items()}
    files = {name: tuple(rows) for name, rows in parts.pop("files", {}).items()}
    lists: dict[str, Any] = {
        name: tuple(_load(kind, item) for item in parts.pop(name, ()))
        for name, kind in _LISTS.items()
    }
    return Definition(
        title=Text(**parts.pop("title")),
        benchmark=Text(**parts.pop("benchmark", {})),
        questions=tuple(_question(item) for item in parts.pop("questions", ())),
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


def _question(item: Mapping[str, Any]) -> Question:
    parts = _typed(item)
    if "columns" in parts:
        parts["columns"] = tuple(_load(Column, _typed(column)) for column in parts["columns"])
    return _load(Question, parts)


def _typed(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question or column with its type and options read."""
    parts = {**item, "type": _TYPES[item["type"]]}
    if "choices" in parts:
        parts["choices"] = tuple(map(_choice, parts["choices"]))
    return parts


def _choice(item: Mapping[str, Any]) -> Choice:
    """Return an option; said out, not by ``_load``, since lists have thousands of them."""
    if not _OF_CHOICE.issuperset(item):
        raise TypeError(set(item) - _OF_CHOICE)
    label = item["label"]
    text = Text(**label) if label else NO_TEXT
    return Choice(name=item["name"], label=text, more=item.get("more"))
