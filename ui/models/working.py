"""The calculation of a figure in one line: ``118 200 m³ ÷ 36 400 t = 3.25 m³/t``."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.uses import parts_of
from kta_desktop.forms.wording import unit_text, value_text
from kta_desktop.i18n import N_, _
from ui.models.summary import calculated_line

_REFERENCE = re.compile(r"\$\{([a-z0-9_]+)\}")
_FUNCTIONS = {
    "sum": N_("sum"),
    "count": N_("number of"),
    "min": N_("least"),
    "max": N_("greatest"),
    "round": N_("rounded"),
    "coalesce": N_("first known of"),
    "if": N_("if"),
}
_FUNCTION = re.compile(rf"\b({'|'.join(_FUNCTIONS)})\(")
_OR_ZERO = re.compile(r"coalesce\((\$\{[a-z0-9_]+\}),\s*0\)")
_ARITHMETIC = re.compile(r"(?:\$\{[a-z0-9_]+\}|\bdiv\b|[-+*()]|\d+(?:\.\d+)?|\s)+")
_LITERAL = re.compile(r"(?<![\w{])\d+(?:\.\d+)?(?![\w}])")


def named_formula(state: FormState, expression: str, lang: str) -> str:
    """Return an expression with the questions in it called by number and title."""

    def named(found: re.Match[str]) -> str:
        known = next((q for q in state.definition.questions if q.name == found[1]), None)
        if known is None:
            return found[0]
        return f"«{known.number} {known.title.get(lang)}»".replace("« ", "«")

    told = _FUNCTION.sub(lambda f: f"{_(_FUNCTIONS[f[1]], lang)}(", expression)
    return _REFERENCE.sub(named, told.replace(" div ", " ÷ ").replace(" * ", " × "))


def worked_out(state: FormState, place: Place, lang: str) -> str:
    """Return how a figure comes about, with the numbers of now; empty where that is no arithmetic.

    ``if(x > 0, a div x, '')``, which only keeps from dividing by nothing, is read as ``a div x``.
    """
    result = calculated_line(state, place, lang)
    expression = _OR_ZERO.sub(r"\1", _core(place.question.calculation or ""))
    if not result or not _ARITHMETIC.fullmatch(expression):
        return ""
    numbers = {name: _number(state, place, name, lang) for name in _REFERENCE.findall(expression)}
    if not numbers or not all(numbers.values()):
        return ""
    told = _LITERAL.sub(lambda found: formatting.number(found[0], lang), expression)
    told = re.sub(r"\s*\bdiv\b\s*", " ÷ ", told).replace("*", "×").replace(" - ", " − ")
    return f"{_REFERENCE.sub(lambda found: numbers[found[1]], told)} = {result}"


def origins(state: FormState, place: Place) -> tuple[str, ...]:
    """Return the addresses of the questions that the numbers of a figure come from."""
    known = (at for at in parts_of(state.definition, place.address) if _is_there(state, at))
    return tuple(known)


def _number(state: FormState, place: Place, name: str, lang: str) -> str:
    """Return the number that a name stands for, with its unit; empty if it is not known."""
    for at in _near(place, name):
        try:
            value, question = state.value(at), state.question(at)
        except KeyError:
            continue
        if not isinstance(value, Decimal):
            return ""
        unit = state.answer(at).unit
        shown = value_text(question, value, lang)
        if question.type is not QuestionType.CALCULATE and unit and unit != question.unit:
            shown = formatting.number(value, lang)
        told = unit_text(state, at, question, lang)
        return f"{shown}{formatting.NBSP}{told}" if told else shown
    return ""


def _near(place: Place, name: str) -> Iterator[str]:
    """Yield the addresses a name may have as seen from a place, the innermost first."""
    steps = place.address.split("/")
    for end in range(len(steps) - 1, -1, -2):
        yield "/".join([*steps[:end], name])


def _core(expression: str) -> str:
    """Return what is calculated inside a guard against an empty or zero divisor."""
    text = expression.strip()
    if not (text.startswith("if(") and text.endswith(")")):
        return text
    parts = list(_arguments(text[3:-1]))
    if len(parts) != 3 or parts[2] not in ("''", '""'):
        return text
    return parts[1]


def _arguments(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()


def _is_there(state: FormState, at: str) -> bool:
    try:
        return state.is_relevant(at)
    except KeyError:
        return False
