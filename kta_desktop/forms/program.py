"""A definition made ready to run: its expressions read once, their order known."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.domain.definition import Definition, Question, Text
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.graph import Graph, build, references
from kta_desktop.forms.nodes import Node
from kta_desktop.forms.parser import parse


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression of a question; ``node`` is None where it cannot be read."""

    source: str
    node: Node | None

    @property
    def reads(self) -> frozenset[str]:
        """Return the names that it reads."""
        return frozenset() if self.node is None else references(self.node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question with its expressions.

    Attributes:
        question: The question.
        relevant: Condition under which it is asked; None = always.
        calculation: What it is calculated by; None = it is answered or set.
        constraint: What its answer must satisfy.
        warning: What its answer should satisfy, else it wants a reason.
        warning_message: What to say when it does not.
    """

    question: Question
    relevant: Rule | None
    calculation: Rule | None
    constraint: Rule | None
    warning: Rule | None
    warning_message: Text


@dataclass(frozen=True, slots=True)
class Program:
    """What a form state runs.

    Attributes:
        steps: Question name to its step.
        graph: Order of relevance and values.
        watchers: Name to the questions whose constraint or warning reads it.
    """

    steps: Mapping[str, Step]
    graph: Graph
    watchers: Mapping[str, tuple[str, ...]]


def make(definition: Definition) -> Program:
    """Return the program of a definition.

    Raises:
        CycleError: If its questions depend on each other in a circle.
    """
    steps = {question.name: _step(question) for question in definition.questions}
    needs = {name: _reads(step.relevant, step.calculation) for name, step in steps.items()}
    watchers: dict[str, list[str]] = {}
    for name, step in steps.items():
        for other in _reads(step.constraint, step.warning):
            watchers.setdefault(other, []).append(name)
    return Program(steps, build(needs), {name: tuple(found) for name, found in watchers.items()})


def _reads(*rules: Rule | None) -> frozenset[str]:
    return frozenset[str]().union(*(rule.reads for rule in rules if rule is not None))


def _step(question: Question) -> Step:
    more = question.more or {}
    warning, message = more.get("warn"), more.get("warn_message")
    return Step(
        question=question,
        relevant=_rule(question.relevant),
        calculation=_rule(question.calculation),
        constraint=_rule(question.constraint),
        warning=_rule(warning if isinstance(warning, str) else None),
        warning_message=_text(message) if isinstance(message, Mapping) else Text(),
    )


def _text(message: Mapping[str, object]) -> Text:
    return Text(**{lang: str(message.get(lang, "")) for lang in ("ru", "kk", "en")})


def _rule(source: str | None) -> Rule | None:
    if not source:
        return None
    try:
        return Rule(source, parse(source))
    except ExpressionError:
        return Rule(source, None)
