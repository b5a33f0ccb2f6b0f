"""Conditions in words, for those who fill a blank sheet in by hand.

«wat_03 = 'yes'» becomes «8.3 = да». What words would only confuse is not worded: the caller then
says that the program decides. Options of one question are told together, and what all alternatives
of a condition have in common is told once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition, Question
from kta_desktop.domain.numbers import plain
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import (
    Binary,
    Call,
    Chain,
    Current,
    Name,
    Negative,
    Node,
    Number,
    Parent,
    Path,
    Step,
    String,
)
from kta_desktop.forms.parser import parse
from kta_desktop.i18n import N_, _

AND, OR, NOT = N_("and"), N_("or"), N_("not ({condition})")
TICKED = N_("in {number} «{option}» is ticked")
NOT_TICKED = N_("in {number} «{option}» is not ticked")
ANY_TICKED = N_("in {number} one of these is ticked: {options}")
NONE_TICKED = N_("in {number} none of these is ticked: {options}")
GIVEN = N_("{number} is answered")
NOT_GIVEN = N_("{number} is not answered")
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_TOGETHER = {"or": (TICKED, ANY_TICKED), "and": (NOT_TICKED, NONE_TICKED)}
LONGEST = 300  # characters of a rule that is still read standing
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

    def words(self, expression: str, lang: str, longest: int = LONGEST) -> str:
        """Return a condition in words; empty where it has none that help, or too many."""
        try:
            said = self._said(parse(expression), lang, 0)
        except (ExpressionError, _WordlessError):
            return ""
        return said if len(said) <= longest else ""

    def _said(self, node: Node, lang: str, depth: int) -> str:
        if depth > _DEEPEST:
            raise _WordlessError
        match factored(node):
            case Chain(operator, operands):
                joint = f" {_(AND if operator == 'and' else OR, lang)} "
                return joint.join(self._joined(operator, operands, lang, depth))
            case Call("not", (operand,)):
                return _(NOT, lang).format(condition=self._said(operand, lang, depth + 1))
            case Call("selected", (asked, String(option))):
                return self._option(_name(asked), option, TICKED, lang, depth)
            case Binary(sign, asked, right) if sign in _SIGNS:
                return self._compared(_name(asked), sign, right, lang, depth)
            case _:
                raise _WordlessError

    def _joined(
        self, operator: str, operands: Sequence[Node], lang: str, depth: int
    ) -> Iterator[str]:
        """Yield the parts of a chain; options of one plain question come as one part."""
        single, several = _TOGETHER[operator]
        waiting = list(operands)
        while waiting:
            node = waiting.pop(0)
            plainly = self._ticked(node, single)
            alike = [other for other in waiting if self._ticked(other, single) == plainly]
            if plainly is None or not alike:
                yield self._inner(node, operator, lang, depth)
                continue
            waiting = [other for other in waiting if other not in alike]
            question = self._question(plainly)
            labels = [self._label(question, _chosen(each), lang) for each in (node, *alike)]
            options = ", ".join(f"«{label}»" for label in dict.fromkeys(labels))
            yield _(several, lang).format(number=question.number, options=options)

    def _ticked(self, node: Node, words: str) -> str | None:
        """Return of which numbered question a part says that one option is ticked, or is not."""
        match node:
            case Call("selected", (Name(name), String())) if words == TICKED:
                question = self._question(name)
            case Binary("=", Name(name), String(option)) if option and words == TICKED:
                question = self._question(name)
            case Binary("!=", Name(name), String(option)) if option and words == NOT_TICKED:
                question = self._question(name)
            case Call("not", (Call("selected", (Name(name), String())),)) if words == NOT_TICKED:
                question = self._question(name)
            case _:
                return None
        return None if question.calculation else question.name

    def _label(self, question: Question, option: str, lang: str) -> str:
        return (question.choice(option) or _wordless()).label.get(lang)

    def _inner(self, node: Node, operator: str, lang: str, depth: int) -> str:
        said = self._said(node, lang, depth + 1)
        made = factored(node)
        is_other = isinstance(made, Chain) and made.operator != operator
        return f"({said})" if is_other else said

    def _compared(self, name: str, sign: str, right: Node, lang: str, depth: int) -> str:
        question = self._question(name)
        match right:
            case String(""):
                words = {"=": NOT_GIVEN, "!=": GIVEN}.get(sign, "")
                return _(words or _wordless(), lang).format(number=_called(question, lang))
            case String(option):
                words = {"=": TICKED, "!=": NOT_TICKED}.get(sign, "")
                return self._option(name, option, words or _wordless(), lang, depth)
            case Call("true" | "false" as truth, ()) if sign in ("=", "!="):
                is_yes = (truth == "true") is (sign == "=")
                return self._fact(question, lang, depth, is_yes=is_yes)
            case Call("date", (String(day),)):
                return f"{_called(question, lang)} {_SIGNS[sign]} {formatting.date(day, lang)}"
            case Number() | Negative(Number()):
                figure = formatting.number(_figure(right), lang)
                unit = formatting.unit(question.unit, lang)
                return f"{_called(question, lang)} {_SIGNS[sign]} {figure} {unit}".strip()
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
        label = self._label(question, option, lang)
        return _(words, lang).format(number=question.number, option=label)

    def _derived(self, fact: Question, option: str, words: str, lang: str, depth: int) -> str:
        """Return when a calculated choice is ``option``, from the tests of ``kta:values``."""
        if depth > _DEEPEST:
            raise _WordlessError
        match parse(fact.calculation or "''"):
            case Call("kta:values", arguments):
                tests = dict(zip(arguments[::2], arguments[1::2], strict=True))
                said = self._said(tests.get(String(option)) or _wordless(), lang, depth + 1)
                return said if words == TICKED else _(NOT, lang).format(condition=said)
            case _:
                raise _WordlessError

    def _question(self, name: str) -> Question:
        """Return a question; for a fact that only repeats another one, that one."""
        for _step in range(_DEEPEST):
            question = self.questions.get(name)
            if question is None or not (question.number or question.calculation):
                break
            match parse(question.calculation) if question.calculation else None:
                case Name(other):
                    name = other
                case _:
                    return question
        raise _WordlessError(name)


def _called(question: Question, lang: str) -> str:
    """Return number of a question, title of a figure that has none."""
    title = question.title.get(lang)
    return question.number or (f"«{title}»" if title else _wordless())


def _wordless() -> NoReturn:
    raise _WordlessError


def factored(node: Node) -> Node:
    """Return a condition in which what all alternatives have in common stands once, before them.

    «a and b or a and c» says the same as «a and (b or c)» and is read in half the time.
    """
    if not isinstance(node, Chain) or node.operator != "or":
        return node
    ways = [_conjuncts(each) for each in node.operands]
    shared = [part for part in ways[0] if all(part in way for way in ways)]
    if not shared:
        return node
    rests = [tuple(part for part in way if part not in shared) for way in ways]
    if not all(rests):
        return _chain("and", tuple(shared))
    alternatives = tuple(dict.fromkeys(_chain("and", rest) for rest in rests))
    return _chain("and", (*shared, factored(_chain("or", alternatives))))


def _conjuncts(node: Node) -> tuple[Node, ...]:
    return node.operands if isinstance(node, Chain) and node.operator == "and" else (node,)


def _chain(operator: str, parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else Chain(operator, parts)


def _name(node: Node) -> str:
    """Return the name of the question that an operand is."""
    match node:
        case Name(name) | Path(Parent() | Current(), (), (Step(name, ()),)):
            return name
        case _:
            raise _WordlessError


def _chosen(node: Node) -> str:
    """Return the option that a part of a condition speaks of."""
    match node:
        case Call("selected", (_, String(option))) | Binary("=" | "!=", _, String(option)):
            return option
        case Call("not", (inner,)):
            return _chosen(inner)
        case _:
            raise _WordlessError


def _figure(node: Node) -> str:
    match node:
        case Negative(Number(value)):
            return plain(-value)
        case Number(value):
            return plain(value)
        case _:
            raise _WordlessError
