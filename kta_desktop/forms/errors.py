"""What can be wrong with an expression: when it is read, and when it is evaluated.

``at`` is the character, counted from 1, at which the trouble begins.
"""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_

_SHOWN = 200  # characters of what was found that a sentence repeats


class FormError(KtaError):
    """Something about a form or one of its expressions is wrong."""

    code: ClassVar[str] = "form"


class ExpressionError(FormError):
    """An expression cannot be read. Details: ``at``."""

    code: ClassVar[str] = "expression"

    def __init__(self, **details: object) -> None:
        super().__init__(**{name: _short(value) for name, value in details.items()})

    @property
    def at(self) -> int:
        """Return the character, counted from 1, at which the trouble begins."""
        return int(str(self.details["at"]))


def _short(value: object) -> object:
    is_long = isinstance(value, str) and len(value) > _SHOWN
    return f"{str(value)[:_SHOWN]}…" if is_long else value


class UnexpectedCharacterError(ExpressionError):
    """A character has no meaning in the language. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-character"
    text: ClassVar[str] = N_(
        "Character {at}: «{found}» has no meaning in an expression. The text is kept. "
        "Names are written with a dollar sign and braces, texts between straight quotes."
    )


class UnexpectedTokenError(ExpressionError):
    """Something stands where it cannot stand. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-syntax"
    text: ClassVar[str] = N_(
        "Character {at}: «{found}» cannot stand here. The text is kept. Correct the expression."
    )


class UnexpectedEndError(ExpressionError):
    """The expression ends too early. Details: ``at``."""

    code: ClassVar[str] = "expression-end"
    text: ClassVar[str] = N_(
        "Character {at}: the expression ends too early. The text is kept. Complete it."
    )


class UnknownFunctionError(ExpressionError):
    """There is no function of this name. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-function"
    text: ClassVar[str] = N_(
        "Character {at}: there is no function «{found}». The text is kept. Correct the name."
    )


class RefusedFunctionError(UnknownFunctionError):
    """The function exists in XLSForm but not in packs. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-not-in-subset"
    text: ClassVar[str] = N_(
        "Character {at}: the function «{found}» is not in the subset of the form language that "
        "packs use. The text is kept. Write the expression without it."
    )


class ArgumentCountError(ExpressionError):
    """A function has too few or too many arguments. Details: ``at``, ``found``, ``given``."""

    code: ClassVar[str] = "expression-arguments"
    text: ClassVar[str] = N_(
        "Character {at}: the function «{found}» does not take this number of arguments: {given}. "
        "The text is kept. Correct the arguments."
    )


class ExpressionTooLargeError(ExpressionError):
    """An expression is longer or deeper than any that a person writes. Details: ``at``."""

    code: ClassVar[str] = "expression-size"
    text: ClassVar[str] = N_(
        "Character {at}: the expression is too long or too deeply nested. The text is kept. "
        "Split it into calculations."
    )


class RefusedSyntaxError(ExpressionError):
    """A part of XPath that the form language leaves out. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-refused"
    text: ClassVar[str] = N_(
        "Character {at}: «{found}» is not part of the form language. The text is kept. "
        "Name questions with a dollar sign and braces, and parts of a repeat with one slash."
    )


class BareIndexError(ExpressionError):
    """A number in brackets behind a repeat. Details: ``at``."""

    code: ClassVar[str] = "expression-index"
    text: ClassVar[str] = N_(
        "Character {at}: a number alone in brackets is not part of the form language. "
        "The text is kept. Write indexed-repeat(), or a condition on position(.)."
    )


class BareSetError(ExpressionError):
    """A repeat, or a question in one, stands where one value is needed.

    Details: ``at``, ``name``.
    """

    code: ClassVar[str] = "expression-bare"
    text: ClassVar[str] = N_(
        "Character {at}: «{name}» is asked several times, and one value is needed here. "
        "The text is kept. Choose one with a condition in brackets or indexed-repeat(), or put "
        "them together with sum, max, count or another function."
    )


class NotInRepeatError(ExpressionError):
    """A place in a repeat is asked of something that is in none. Details: ``at``, ``name``."""

    code: ClassVar[str] = "expression-no-repeat"
    text: ClassVar[str] = N_(
        "Character {at}: «{name}» is not in a repeat. The text is kept. Correct the expression."
    )


class UnknownListError(ExpressionError):
    """A list or table of the pack does not exist. Details: ``at``, ``name``."""

    code: ClassVar[str] = "expression-list"
    text: ClassVar[str] = N_(
        "Character {at}: the pack has no table «{name}». The text is kept. Correct the name, or "
        "add the file."
    )


class EvaluationError(ExpressionError):
    """An expression that can be read has no value for these answers. Details: ``at``."""

    code: ClassVar[str] = "evaluation"


class NotANumberError(EvaluationError):
    """A number is needed. Details: ``at``, ``found``."""

    code: ClassVar[str] = "evaluation-number"
    text: ClassVar[str] = N_(
        "Character {at}: a number is needed here, found «{found}». Answers are kept. "
        "Correct the expression."
    )


class NotADateError(EvaluationError):
    """A date is needed. Details: ``at``, ``found``."""

    code: ClassVar[str] = "evaluation-date"
    text: ClassVar[str] = N_(
        "Character {at}: a date such as 2026-11-22 is needed here, found «{found}». "
        "Answers are kept. Correct the expression."
    )


class NotAConditionError(EvaluationError):
    """True or false is needed. Details: ``at``, ``found``."""

    code: ClassVar[str] = "evaluation-condition"
    text: ClassVar[str] = N_(
        "Character {at}: a condition is needed here, found «{found}». Answers are kept. "
        "Compare the value with something."
    )


class NotATextError(EvaluationError):
    """A text or a choice is needed. Details: ``at``, ``found``."""

    code: ClassVar[str] = "evaluation-text"
    text: ClassVar[str] = N_(
        "Character {at}: a choice or a text is needed here, found «{found}». Answers are kept. "
        "Correct the expression."
    )


class IncomparableError(EvaluationError):
    """Two values cannot be compared. Details: ``at``, ``left``, ``right``."""

    code: ClassVar[str] = "evaluation-comparison"
    text: ClassVar[str] = N_(
        "Character {at}: «{left}» and «{right}» cannot be compared. Answers are kept. "
        "Correct the expression."
    )


class NotASingleError(EvaluationError):
    """One value is needed, and there are several. Details: ``at``, ``found``."""

    code: ClassVar[str] = "evaluation-single"
    text: ClassVar[str] = N_(
        "Character {at}: one value is needed here, found a list: «{found}». Answers are kept. "
        "Name the row, or use a function such as sum or join."
    )


class PatternError(EvaluationError):
    """A regular expression cannot be used. Details: ``at``, ``found``, ``reason``."""

    code: ClassVar[str] = "expression-pattern"
    text: ClassVar[str] = N_(
        "Character {at}: the pattern «{found}» cannot be used: {reason}. The text is kept. "
        "Write the pattern without look-ahead, back references and long repetitions."
    )


class NotAPatternOfDatesError(EvaluationError):
    """A sign of a date format has no meaning. Details: ``at``, ``found``."""

    code: ClassVar[str] = "expression-date-format"
    text: ClassVar[str] = N_(
        "Character {at}: «{found}» has no meaning in a date format. The text is kept. "
        "Use signs such as those of «{example}»."
    )


class SeveralValuesError(EvaluationError):
    """A condition in brackets leaves several where one value is needed. Details: ``at``."""

    code: ClassVar[str] = "evaluation-several"
    text: ClassVar[str] = N_(
        "Character {at}: several values fit here, and one is needed. Answers are kept. "
        "Make the condition in brackets stricter."
    )


class TooMuchWorkError(EvaluationError):
    """An expression tries more combinations, or reads more, than it may. Details: ``at``."""

    code: ClassVar[str] = "evaluation-work"
    text: ClassVar[str] = N_(
        "Character {at}: the expression goes through too many values. "
        "Answers are kept. Split it into calculations."
    )


class TextTooLongError(EvaluationError):
    """An expression makes a text longer than any answer. Details: ``at``, ``most``."""

    code: ClassVar[str] = "evaluation-length"
    text: ClassVar[str] = N_(
        "Character {at}: the text that is put together has more than {most} characters. "
        "Answers are kept. Put fewer or shorter texts together."
    )


class UnknownNameError(EvaluationError):
    """An expression names a question or column that the form does not have.

    Details: ``at``, ``name``.
    """

    code: ClassVar[str] = "unknown-name"
    text: ClassVar[str] = N_(
        "Character {at}: there is no question or column «{name}». The text is kept. "
        "Correct the name."
    )


class DataShapeError(FormError):
    """Data that an expression is tried on are shaped like no form. Details: ``name``."""

    code: ClassVar[str] = "data-shape"
    text: ClassVar[str] = N_(
        "«{name}» of the data is neither a value nor a list of objects, or nested too deeply. "
        "Nothing was evaluated. Correct the data."
    )


class CycleError(FormError):
    """Questions depend on each other in a circle. Details: ``chain``."""

    code: ClassVar[str] = "cycle"
    text: ClassVar[str] = N_(
        "Conditions or calculations depend on each other in a circle: {chain}. "
        "The pack is kept as it is. Take one of them out of the circle."
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the circle; the first is repeated at the end."""
        return tuple(str(self.details["chain"]).split(" → "))
