"""Answers as the terms of formulas: in the unit of the formula, with U, or with what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.assessment.performance_answers import stated_uncertainty
from kta_desktop.assessment.terms import Lack, Missing, Term
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, Question, Text
from kta_desktop.errors import KtaError
from kta_desktop.forms.problems import decimal_of
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.measurement.units import are_of_one_quantity, convert
from kta_desktop.packs.reference import origins

_LANGUAGES = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A number that was entered, as a term.

    Attributes:
        term: Without value if it is missing.
        missing: What is wrong with it; None if it can be reckoned with.
        origin: Id of ``value_origins.csv``; None if it was not stated.
    """

    term: Term
    missing: Missing | None = None
    origin: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return self.missing is not None and self.missing.lack is Lack.NOT_ENTERED

    def called(self, symbol: str) -> "Entered":
        """Return the same number under another symbol."""
        return replace(self, term=replace(self.term, symbol=symbol))


def entered(
    state: FormState,
    address: str,
    asked: Question | Column,
    symbol: str,
    unit: str,
    *,
    name: Text | None = None,
    spread: Decimal | None = None,
    own_unit: str | None = None,
) -> Entered:
    """Return what was entered at an address as a term.

    Args:
        state: The form.
        address: Of the question or cell.
        asked: What is asked there.
        symbol: In the formula.
        unit: That the formula reckons in.
        name: What it is; as the question says if nothing is given.
        spread: U that was entered elsewhere, in the unit of the number.
        own_unit: Unit of the number where the question itself has none.
    """
    answer = state.answer(address)
    label = name or _label(asked)
    empty = Term(symbol=symbol, name=label, value=None, unit=unit, path=address)
    value = state.value(address)
    if not isinstance(value, Decimal) or not value.is_finite():
        return Entered(
            term=empty, missing=Missing(_why(state, address, answer, asked.unit), address, label)
        )
    theirs = own_unit or asked.unit
    try:
        spread = _spread(answer, theirs) if spread is None else spread
        term = replace(
            empty,
            value=_in_unit(value, theirs, unit),
            uncertainty=None if spread is None else _in_unit(spread, theirs, unit),
        )
    except KtaError:
        return Entered(term=empty, missing=Missing(Lack.UNIT, address, label))
    return Entered(term=term, origin=answer.origin)


def weakest(found: Iterable[Entered], strong: frozenset[str]) -> str | None:
    """Return the origin that a figure made of others has: one that is not ``strong`` if any is.

    Of figures that all carry a verdict it is calculated; None if the origin of one is not stated.
    """
    for each in found:
        if each.origin not in strong:
            return each.origin
    return "calculated"


def verdict_origins() -> frozenset[str]:
    """Return the origins of which a figure may be judged."""
    return frozenset(kind.id for kind in origins() if kind.may_yield_verdict)


def told(text: str) -> Text:
    """Return a text of the program in every language."""
    return Text(*(_(text, language) for language in _LANGUAGES))


def _label(asked: Question | Column) -> Text:
    return asked.title if isinstance(asked, Question) else asked.label


def _why(state: FormState, address: str, answer: Answer, unit: str | None) -> Lack:
    """Return why a form has no value: a number that its own rule forbids is none to it."""
    if not state.is_relevant(address) or answer.is_empty:
        return Lack.NOT_ENTERED  # what does not apply is kept, and not reckoned with
    number = decimal_of(answer)
    if number is None:
        return Lack.UNREADABLE if answer.is_unreadable else Lack.NOT_ENTERED
    if answer.unit and unit and not are_of_one_quantity(answer.unit, unit):
        return Lack.UNIT
    if number <= 0:
        return Lack.NEGATIVE if number else Lack.ZERO
    return Lack.UNREADABLE


def _spread(answer: Answer, unit: str | None) -> Decimal | None:
    spread = stated_uncertainty(answer)
    if spread is None or answer.unit in (None, unit) or unit is None:
        return spread
    return _in_unit(spread, answer.unit, unit)


def _in_unit(value: Decimal, unit: str | None, target: str) -> Decimal:
    """Return a value in the unit of the formula.

    Raises:
        KtaError: If it has no unit, or one of another quantity.
    """
    if unit == target or (unit is None and target == "1"):
        return value
    return convert(value, unit or "", target)
