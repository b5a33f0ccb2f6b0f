"""What a checklist asks: sections, groups, questions, repeats and tables with their columns.

Names are those of XLSForm. A repeat is asked once for every instance: a ``TABLE`` is a repeat
shown as a grid, its questions are columns; a ``REPEAT`` holds questions, tables and repeats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.texts import NO_TEXT, Text


class QuestionType(StrEnum):
    """Types of ``survey.csv``; ``TABLE`` and ``REPEAT`` are repeats."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    FILE = "file"
    TABLE = "table"
    REPEAT = "repeat"
    NOTE = "note"
    CALCULATE = "calculate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a list; ``more`` holds the columns that choice filters read."""

    name: str
    label: Text
    more: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table question.

    Attributes:
        name: Name of the column, unique in its table.
        type: Any but ``TABLE``, ``REPEAT``, ``IMAGE``, ``FILE``, ``NOTE``.
        label: Heading.
        unit: Id of the unit of its numbers; None if they have none.
        choices: Options of choice columns.
        concept: Id that statistics join on.
        units: Units that may be chosen instead.
        required: Whether a row that was begun is incomplete without it.
        relevant: Condition under which the cell is asked; None = always.
        calculation: Expression of a ``CALCULATE`` column.
        constraint: Expression over ``.`` that the cell must satisfy.
        constraint_message: What to say when it does not.
        severity: ``error`` or ``warning``, of the constraint.
        choice_filter: Condition that an option must satisfy; its columns are bare names.
        readonly: Condition under which it cannot be edited.
        default: Expression of the value that a new row begins with.
        more: Whatever the pack carries beside this, by its own names.
    """

    name: str
    type: QuestionType
    label: Text
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    concept: str = ""
    units: tuple[str, ...] = ()
    required: bool = False
    relevant: str | None = None
    calculation: str | None = None
    constraint: str | None = None
    constraint_message: Text = NO_TEXT
    severity: str = "error"
    choice_filter: str | None = None
    readonly: str | None = None
    default: str | None = None
    more: Mapping[str, JsonValue] | None = None

    def choice(self, name: str) -> Choice | None:
        """Return the option called ``name``."""
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the checklist.

    Attributes:
        name: Name in expressions and paths, Latin snake_case, unique in the definition.
        number: Number on screen and paper, such as ``8.3``.
        section: Name of its section.
        type: What kind of answer it takes.
        label: The question.
        short: Title of at most 26 characters for the tree; may be empty: then ``label``.
        hint: What the auditor should look at.
        concept: Id that never changes between versions and packs; statistics join on it.
        parent: Name of the innermost group or repeat around it; None = directly in its section.
        relevant: Condition under which it is asked, beside that of what surrounds it.
        calculation: Expression of a ``CALCULATE`` question.
        constraint: Expression over ``.`` that the answer must satisfy.
        constraint_message: What to say when it does not.
        severity: ``error`` or ``warning``, of the constraint.
        required: Whether the audit is incomplete without an answer or a reason for the blank.
        required_when: Condition under which it is required; None = see ``required``.
        readonly: Condition under which it cannot be edited; None = never.
        default: Expression of the value it begins with; None = blank.
        choice_filter: Condition that an option must satisfy; its columns are bare names.
        repeat_count: Expression of how many instances a repeat has; None = as many as added.
        appearance: XLSForm appearance; ``likert`` marks yes/partly/no/n.a. segments.
        unit: Id of the default unit.
        units: Units that may be chosen instead.
        choices: Options of choice questions.
        columns: Columns of a table.
        blank_reasons: Reasons for a blank that are offered; empty = all.
        evidence: Kinds of proof asked for: document, photo, measurement, calculation, interview.
        techniques: Ids of techniques it speaks of.
        levels: Ids of levels its figure is held against.
        confidential: Whether it is a trade secret unless said otherwise.
        source: Id of the document; None if there is none.
        locus: Place in the document.
        confidence: ``verified``, ``memory`` or ``unsure``.
        more: Whatever the pack carries beside this, by its own names. ``warn`` and
            ``warn_message``: a second rule, soft. ``rules``: further rules, objects of
            ``expression``, ``severity``, ``message``. ``key``: the question that names an
            instance of a repeat. ``min``: how many instances a repeat begins with.
            ``parameters``: of a range: ``start``, ``end``, ``step``.
    """

    name: str
    number: str
    section: str
    type: QuestionType
    label: Text
    short: Text = NO_TEXT
    hint: Text = NO_TEXT
    concept: str = ""
    parent: str | None = None
    relevant: str | None = None
    calculation: str | None = None
    constraint: str | None = None
    constraint_message: Text = NO_TEXT
    severity: str = "error"
    required: bool = False
    required_when: str | None = None
    readonly: str | None = None
    default: str | None = None
    choice_filter: str | None = None
    repeat_count: str | None = None
    appearance: str = ""
    unit: str | None = None
    units: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    blank_reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    confidential: bool = False
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    more: Mapping[str, JsonValue] | None = None

    @property
    def title(self) -> Text:
        """Its short title; in a language in which the pack has none, the question itself."""
        return self.short.over(self.label)

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it; a repeat is no question, its questions are."""
        quiet = (QuestionType.CALCULATE, QuestionType.NOTE, QuestionType.REPEAT)
        return self.type not in quiet

    @property
    def is_repeat(self) -> bool:
        """Whether it has instances or rows."""
        return self.type in (QuestionType.TABLE, QuestionType.REPEAT)

    def choice(self, name: str) -> Choice | None:
        """Return the option called ``name``."""
        return next((choice for choice in self.choices if choice.name == name), None)

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions inside a section that stand together (XLSForm ``begin_group``).

    Attributes:
        name: Name, unique among groups, sections and questions.
        section: Name of its section.
        label: Heading; may be empty.
        parent: Name of the group or repeat around it; None = directly in its section.
        relevant: Condition for everything inside it.
        appearance: Such as ``field-list``.
    """

    name: str
    section: str
    label: Text = NO_TEXT
    parent: str | None = None
    relevant: str | None = None
    appearance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the checklist.

    Attributes:
        name: Name, Latin snake_case.
        number: Number on screen and paper, such as ``8``.
        label: Title.
        short: Title of at most 26 characters for the tree; may be empty: then ``label``.
        relevant: Condition for everything inside it.
        pack: Id of the pack it comes from; empty = the pack of the definition.
    """

    name: str
    number: str
    label: Text
    short: Text = NO_TEXT
    relevant: str | None = None
    pack: str = ""
