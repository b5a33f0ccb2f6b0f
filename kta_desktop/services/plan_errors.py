"""What a person can do wrong with the plan of the transition."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class PlanError(KtaError):
    """Something that was typed into the plan cannot be taken. Nothing was changed."""


class PlanNumberError(PlanError):
    """What was typed is no number. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-number"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is no number. The earlier value is kept. Write digits, such as 12,5."
    )


class PlanAmbiguousError(PlanError):
    """What was typed may be two numbers. Details: ``typed``, ``name``, ``readings``."""

    code: ClassVar[str] = "plan-number-ambiguous"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” can be read in two ways: {readings}. The earlier value is kept. Write "
        "the number without marks between thousands."
    )


class PlanNegativeError(PlanError):
    """A number that cannot be below zero. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-negative"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is below zero. The earlier value is kept. Write zero or more."
    )


class PlanZeroError(PlanError):
    """A number that has to be above zero. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-zero"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is not above zero. The earlier value is kept. Write a number above "
        "zero, or leave the field empty."
    )


class PlanDayError(PlanError):
    """What was typed is no day. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-day"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is no day. The earlier value is kept. Write a day, a month or a "
        "quarter, such as 30.09.2027, 09.2027 or III 2027."
    )


class PlanYearError(PlanError):
    """What was typed is no year of prices. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-year"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is no year. The earlier value is kept. Write four digits, such as 2026."
    )


class PlanCurrencyError(PlanError):
    """What was typed is no currency. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-currency"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is no code of a currency. The earlier value is kept. Write three Latin "
        "letters, such as KZT."
    )


class PlanUnitError(PlanError):
    """What was typed is no known unit. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-unit"
    text: ClassVar[str] = N_(
        "{name}: the unit “{typed}” is not known. The earlier value is kept. Choose one from the "
        "list."
    )


class PlanOptionError(PlanError):
    """What was typed is none of the options. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-option"
    text: ClassVar[str] = N_(
        "{name}: “{typed}” is not in the list. The earlier value is kept. Choose from the list."
    )


class PlanCircleError(PlanError):
    """Measures would wait for each other. Details: ``names``."""

    code: ClassVar[str] = "plan-circle"
    text: ClassVar[str] = N_(
        "These measures would wait for each other: {names}. Nothing was changed. Take one of the "
        "dependencies away first."
    )


class PlanSelfError(PlanError):
    """A measure would replace itself. Details: ``name``."""

    code: ClassVar[str] = "plan-self"
    text: ClassVar[str] = N_(
        "“{name}” cannot replace itself. Nothing was changed. Choose another measure."
    )


class PlanGoneError(PlanError):
    """A measure is not in the table any more."""

    code: ClassVar[str] = "plan-measure-gone"
    text: ClassVar[str] = N_(
        "This measure is no longer in the plan. Nothing was changed. Undo brings it back."
    )


class PlanTableError(PlanError):
    """The checklist has no table of measures."""

    code: ClassVar[str] = "plan-no-table"
    text: ClassVar[str] = N_(
        "This checklist has no table of measures, so no plan can be made in it. Nothing was "
        "changed. Choose a checklist with the common part."
    )


class PlanTechniqueError(PlanError):
    """A technique is not in the reference book of the audit. Details: ``technique``."""

    code: ClassVar[str] = "plan-technique"
    text: ClassVar[str] = N_(
        "The technique {technique} is not in the reference book of this audit. Nothing was "
        "changed. Choose one from the page of techniques."
    )


class ScenarioNameError(PlanError):
    """A scenario has no name, or that of another. Details: ``name``."""

    code: ClassVar[str] = "plan-scenario-name"
    text: ClassVar[str] = N_(
        "A scenario needs a name that no other one has: “{name}”. Nothing was changed. Write "
        "another name."
    )


class ScenarioGoneError(PlanError):
    """A scenario is not stated. Details: ``scenario``."""

    code: ClassVar[str] = "plan-scenario-gone"
    text: ClassVar[str] = N_(
        "There is no scenario “{scenario}” in this plan. Nothing was changed. Choose another one."
    )


class ScenarioLastError(PlanError):
    """Measures would be in no scenario any more. Details: ``names``."""

    code: ClassVar[str] = "plan-scenario-last"
    text: ClassVar[str] = N_(
        "These measures would be in no scenario: {names}. Nothing was changed. Put them into "
        "another scenario, or mark them as dropped."
    )


class PlanTextTooLongError(PlanError):
    """A text does not fit into a cell of a workbook. Details: ``name``, ``limit``."""

    code: ClassVar[str] = "plan-text-too-long"
    text: ClassVar[str] = N_(
        "{name}: a text is longer than the {limit} characters that a cell of a workbook takes. No "
        "workbook was written. Shorten the text."
    )


class PlanBookForeignError(PlanError):
    """A workbook is none of a plan. Details: ``path``."""

    code: ClassVar[str] = "plan-book-foreign"
    text: ClassVar[str] = N_(
        "{path} is no workbook of a plan, or its hidden columns were deleted. Nothing was changed. "
        "Write the plan to Excel anew and enter the changes there."
    )


class PlanBookOtherError(PlanError):
    """A workbook is of the plan of another audit. Details: ``path``."""

    code: ClassVar[str] = "plan-book-other"
    text: ClassVar[str] = N_(
        "{path} belongs to the plan of another audit. Nothing was changed. Open that audit, or "
        "choose the workbook of this one."
    )


class PlanBookFaultyError(PlanError):
    """A workbook has cells that cannot be taken over. Details: ``path``, ``count``, ``first``.

    Attributes:
        faults: Sentences, each with its cell.
    """

    code: ClassVar[str] = "plan-book-faulty"
    text: ClassVar[str] = N_(
        "Cells of {path} cannot be taken over: {count}. The first: {first} Nothing was changed. "
        "Correct them in Excel, save, and read the workbook again."
    )

    def __init__(self, *, faults: tuple[str, ...], **details: object) -> None:
        super().__init__(**details, count=len(faults), first=faults[0])
        self.faults = faults


class PlanFormulaError(PlanError):
    """A cell of a workbook is worked out by a formula."""

    code: ClassVar[str] = "plan-formula"
    text: ClassVar[str] = N_("It holds a formula. Put its value in its place.")


class PlanCellError(PlanError):
    """A cell of a workbook holds an error of Excel, or a time. Details: ``typed``."""

    code: ClassVar[str] = "plan-cell"
    text: ClassVar[str] = N_("“{typed}” cannot be read. Write the value anew.")


class PlanReferenceError(PlanError):
    """A cell names what is not in the workbook. Details: ``typed``, ``name``."""

    code: ClassVar[str] = "plan-reference"
    text: ClassVar[str] = N_("{name}: there is no “{typed}” in this workbook. Name one that is.")


class PlanMergedError(PlanError):
    """Cells of a workbook are merged: all but the first are empty. Details: ``found``."""

    code: ClassVar[str] = "plan-merged"
    text: ClassVar[str] = N_("The cells {found} are merged. Unmerge them and fill in each one.")


class PlanTwiceError(PlanError):
    """A heading stands twice in a sheet. Details: ``name``."""

    code: ClassVar[str] = "plan-twice"
    text: ClassVar[str] = N_("The heading “{name}” stands twice. Keep one of the columns.")
