"""Conditions in words, for those who fill a blank sheet in by hand.

«wat_03 = 'yes'» becomes «8.3 = да». What words would only confuse is not worded: the caller then
says that the program decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop import formatting
from kta_desktop.domain.definition import Choice, Definition, Question
from kta_desktop.domain.numbers import plain
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import Binary, Call, Chain, Name, Negative, Node, Number, String
from kta_desktop.forms.parser import parse
from kta_desktop.i18n import N_, _

AND, OR, NOT = N_("and"), N_("or"), N_("not ({condition})")
TICKED = N_("in {number} «{option}» is ticked")
NOT_TICKED = N_("in {number} «{option}» is not ticked")
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_LONGEST = 160  # characters of a rule that is still read standing
_DEEPEST = 12  # facts that stand on facts


class _WordlessError(Exception):
    """A part of the condition has no words; never leaves this module."""


@dataclass(frozen=True, slots=True)
class SkipRules:
    """Words for the conditions of one definition.

    Attributes:
        questions: By name.
    """

    questions: Mapping[str, Question]

    @classmethod
    def of(cls, definition: Definition) -> "SkipRules":
        """Return the words for a definition."""
        return cls({question.name: question for question in definition.questions})

    def words(self, expression: str, lang: str) -> str:
        """Return a condition in words; empty where it has none that help."""
        try:
            said = self._said(parse(expression), lang, 0)
        except (ExpressionError, _WordlessError):
            return ""
        return said if len(said) <= _LONGEST else ""

    def _said(self, node: Node, lang: str, depth: int) -> str:
        if depth > _DEEPEST:
            raise _WordlessError
        match node:
            case Chain(operator, operands):
                joint = f" {_(AND if operator == 'and' else OR, lang)} "
                return joint.join(self._inner(each, operator, lang, depth) for each in operands)
            case Call("not", (operand,)):
                return _(NOT, lang).format(condition=self._said(operand, lang, depth + 1))
            case Call("selected", (Name(name), String(option))):
                return self._option(name, option, TICKED, lang, depth)
            case Binary(sign, Name(name), right) if sign in _SIGNS:
                return self._compared(name, sign, right, lang, depth)
            case _:
                raise _WordlessError

    def _inner(self, node: Node, operator: str, lang: str, depth: int) -> str:
        said = self._said(node, lang, depth + 1)
        is_other = isinstance(node, Chain) and node.operator != operator
        return f"({said})" if is_other else said

    def _compared(self, name: str, sign: str, right: Node, lang: str, depth: int) -> str:
        question = self._question(name)
        match right:
            case String(option):
                words = {"=": TICKED, "!=": NOT_TICKED}.get(sign)
                if words is None:
                    raise _WordlessError
                return self._option(name, option, words, lang, depth)
            case Call("true" | "false" as truth, ()) if sign in ("=", "!="):
                is_yes = (truth == "true") is (sign == "=")
                return self._fact(question, lang, depth, is_yes=is_yes)
            case Number() | Negative(Number()):
                figure = formatting.number(_figure(right), lang)
                unit = formatting.unit(question.unit, lang)
                return f"{question.number} {_SIGNS[sign]} {figure} {unit}".strip()
            case _:
                raise _WordlessError

    def _fact(self, question: Question, lang: str, depth: int, *, is_yes: bool) -> str:
        """Return a fact in the words of what it is calculated from, or of its own question."""
        if question.calculation:
            said = self._said(parse(question.calculation), lang, depth + 1)
            return said if is_yes else _(NOT, lang).format(condition=said)
        choice = question.choice("yes" if is_yes else "no")
        if not question.number or choice is None:
            raise _WordlessError
        return _(TICKED, lang).format(number=question.number, option=choice.label.get(lang))

    def _option(self, name: str, option: str, words: str, lang: str, depth: int) -> str:
        question = self._question(name)
        if question.calculation:
            return self._derived(question, option, words, lang, depth)
        choice = question.choice(option) or self._missing(option)
        return _(words, lang).format(number=question.number, option=choice.label.get(lang))

    def _derived(self, fact: Question, option: str, words: str, lang: str, depth: int) -> str:
        """Return when a calculated choice is ``option``: ``kta:values`` or a plain question."""
        if depth > _DEEPEST:
            raise _WordlessError
        match parse(fact.calculation or "''"):
            case Name(name):
                return self._option(name, option, words, lang, depth + 1)
            case Call("kta:values", arguments):
                tests = dict(zip(arguments[::2], arguments[1::2], strict=True))
                test = tests.get(String(option)) or self._wordless()
                said = self._said(test, lang, depth + 1)
                return said if words == TICKED else _(NOT, lang).format(condition=said)
            case _:
                raise _WordlessError

    def _question(self, name: str) -> Question:
        question = self.questions.get(name)
        if question is None or not (question.number or question.calculation):
            raise _WordlessError
        return question

    def _missing(self, option: str) -> Choice:
        raise _WordlessError(option)

    def _wordless(self) -> Node:
        raise _WordlessError


def _figure(node: Node) -> str:
    match node:
        case Negative(Number(value)):
            return plain(-value)
        case Number(value):
            return plain(value)
        case _:
            raise _WordlessError
