"""The compiled definition: what an audit asks and what its figures are held against.

Made by ``packs.compile`` from a sector pack, written as canonical JSON, named by its SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.dumping import dump

FORMAT = "kta-definition/1"
_T = TypeVar("_T")


class QuestionType(StrEnum):
    """Types of ``survey.csv``; ``TABLE`` is a repeat whose questions are its columns."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    IMAGE = "image"
    FILE = "file"
    TABLE = "table"
    NOTE = "note"
    CALCULATE = "calculate"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages of the pack; a language may be missing."""

    ru: str = ""
    kk: str = ""
    en: str = ""

    def get(self, lang: str) -> str:
        """Return the text in ``lang``; Russian, then English stand in for a missing one."""
        return str(getattr(self, lang)) or self.ru or self.en or self.kk

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing in any language."""
        return not (self.ru or self.kk or self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a list."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table question.

    Attributes:
        name: Name of the column, unique in its table.
        type: ``TEXT``, ``DECIMAL``, ``INTEGER``, ``DATE`` or ``SELECT_ONE``.
        label: Heading.
        unit: Id of the unit of its numbers; None if they have none.
        choices: Options of ``SELECT_ONE``.
        concept: Id that statistics join on.
    """

    name: str
    type: QuestionType
    label: Text
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    concept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the checklist.

    Attributes:
        name: Name in expressions and paths, Latin snake_case.
        number: Number on screen and paper, such as ``8.3``.
        section: Name of its section.
        type: What kind of answer it takes.
        label: The question.
        short: Title of at most 26 characters for the tree; may be empty: then ``label``.
        hint: What the auditor should look at.
        concept: Id that never changes between versions and packs; statistics join on it.
        relevant: Condition under which it is asked; None = always.
        calculation: Expression of a ``CALCULATE`` question.
        constraint: Expression over ``.`` that the answer must satisfy.
        constraint_message: What to say when it does not.
        required: Whether the audit is incomplete without it.
        appearance: XLSForm appearance; ``likert`` marks yes/partly/no/n.a. segments.
        unit: Id of the default unit.
        units: Units that may be chosen instead.
        choices: Options of choice questions.
        columns: Columns of a table.
        evidence: Kinds of proof asked for: document, photo, measurement, calculation, interview.
        techniques: Ids of techniques it speaks of.
        levels: Ids of levels its figure is held against.
        source: Id of the document; None if there is none.
        locus: Place in the document.
        confidence: ``verified``, ``memory`` or ``unsure``.
        more: Whatever the pack carries beside this, by its own names.
    """

    name: str
    number: str
    section: str
    type: QuestionType
    label: Text
    short: Text = Text()
    hint: Text = Text()
    concept: str = ""
    relevant: str | None = None
    calculation: str | None = None
    constraint: str | None = None
    constraint_message: Text = Text()
    required: bool = False
    appearance: str = ""
    unit: str | None = None
    units: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    evidence: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    more: Mapping[str, JsonValue] | None = None

    @property
    def title(self) -> Text:
        """Its short title; the question itself where the pack has none."""
        return self.label if self.short.is_empty else self.short

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it."""
        return self.type not in (QuestionType.CALCULATE, QuestionType.NOTE)

    def choice(self, name: str) -> Choice | None:
        """Return the option called ``name``."""
        return next((choice for choice in self.choices if choice.name == name), None)

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the checklist.

    Attributes:
        name: Name, Latin snake_case.
        number: Number on screen and paper, such as ``8``.
        label: Title.
        short: Title of at most 26 characters for the tree; may be empty: then ``label``.
    """

    name: str
    number: str
    label: Text
    short: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a reference book, or one exception to a level (``levels.csv``).

    Attributes:
        id: Unique in the pack.
        kind: ``AEL``, ``AEPL``, ``AEEL``, ``indicative``, ``analogue``, ``legal``, …
        medium: ``air``, ``water_direct``, ``energy``, …
        parameter: What is limited.
        substance: Short code, such as ``dust`` or ``COD``.
        lower: Lower end as a decimal string; None = none.
        upper: Upper end as a decimal string; None = none.
        lower_is_less_than: Whether the printed lower end is "< lower".
        upper_is_less_than: Whether the upper end itself no longer meets.
        direction: Which side is better: ``lower``, ``higher`` or ``within``.
        unit: Id of the unit.
        averaging: Ids of averaging periods; alternatives by kind of measurement.
        basis: Ids of reference conditions (``bases.csv``).
        plant_status: ``any``, ``new``, ``existing``, ``new_or_major_upgrade``.
        when: Condition under which it holds; None = only in words, a person decides.
        when_text: The wording it was read from.
        overrides: Id of the level that this exception replaces; None for a level.
        effect: What the exception does: ``limit``, ``not_applicable``, ``may_not_apply``, …
        requires: Expression that must also be shown to hold for the exception.
        techniques: Ids of the techniques it belongs to.
        source: Id of the document.
        locus: Table and page.
        confidence: ``verified``, ``memory`` or ``unsure``.
        checked_by: Methodologist who checked an unverified figure.
        checked_on: ISO date of that.
        note: Footnotes.
    """

    id: str
    kind: str
    medium: str
    parameter: Text
    substance: str | None = None
    lower: str | None = None
    upper: str | None = None
    lower_is_less_than: bool = False
    upper_is_less_than: bool = False
    direction: str = "lower"
    unit: str = ""
    averaging: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    plant_status: str = "any"
    when: str | None = None
    when_text: Text = Text()
    overrides: str | None = None
    effect: str | None = None
    requires: str | None = None
    techniques: tuple[str, ...] = ()
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    checked_by: str | None = None
    checked_on: str | None = None
    note: Text = Text()
    more: Mapping[str, JsonValue] | None = None

    @property
    def may_yield_verdict(self) -> bool:
        """Whether a person has read the figure in its source, so that it can judge."""
        return self.confidence == "verified" or bool(self.checked_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One technique or sub-technique (``techniques.csv``)."""

    id: str
    parent: str | None = None
    kind: str = "bat"
    number: str | None = None
    code: str | None = None
    title: Text = Text()
    rule: Text = Text()
    applicability: Text = Text()
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    more: Mapping[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document that rows cite (``sources.csv``)."""

    id: str
    title: str
    url: str = ""
    read: str = ""
    confidence: str | None = None


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
        levels: Levels and their exceptions.
        techniques: Techniques and sub-techniques.
        sources: Documents cited.
        averaging: Id to wording of averaging periods.
        kk_state: ``draft`` while no native ecologist has read the Kazakh texts.
        more: The remaining tables of the pack, by file name.
    """

    pack: str
    version: str
    title: Text
    benchmark: Text = Text()
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    levels: tuple[Level, ...] = ()
    techniques: tuple[Technique, ...] = ()
    sources: tuple[Source, ...] = ()
    averaging: Mapping[str, Text] | None = None
    kk_state: str = "draft"
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
    sections = tuple(_load(Section, item) for item in parts.pop("sections", ()))
    questions = tuple(_question(item) for item in parts.pop("questions", ()))
    levels = tuple(_load(Level, item) for item in parts.pop("levels", ()))
    techniques = tuple(_load(Technique, item) for item in parts.pop("techniques", ()))
    sources = tuple(Source(**item) for item in parts.pop("sources", ()))
    averaging = {key: Text(**item) for key, item in parts.pop("averaging", {}).items()}
    return Definition(
        title=Text(**parts.pop("title")),
        benchmark=Text(**parts.pop("benchmark", {})),
        sections=sections,
        questions=questions,
        levels=levels,
        techniques=techniques,
        sources=sources,
        averaging=averaging,
        **parts,
    )


def _load(kind: type[_T], item: Mapping[str, Any]) -> _T:
    """Return a row whose texts are ``Text`` and whose lists are tuples."""
    parts: dict[str, Any] = dict(item)
    for f in fields(kind):  # type: ignore[arg-type]  # only called with dataclasses
        value = parts.get(f.name)
        if isinstance(f.default, Text) or f.name in ("label", "parameter"):
            parts[f.name] = Text(**(value or {}))
        elif isinstance(value, list):
            parts[f.name] = tuple(value)
    return kind(**parts)


def _question(item: Mapping[str, Any]) -> Question:
    parts = dict(item) | {"type": QuestionType(item["type"])}
    parts["choices"] = tuple(_load(Choice, choice) for choice in item.get("choices", ()))
    parts["columns"] = tuple(_column(column) for column in item.get("columns", ()))
    return _load(Question, parts)


def _column(item: Mapping[str, Any]) -> Column:
    parts = dict(item) | {"type": QuestionType(item["type"])}
    parts["choices"] = tuple(_load(Choice, choice) for choice in item.get("choices", ()))
    return _load(Column, parts)
