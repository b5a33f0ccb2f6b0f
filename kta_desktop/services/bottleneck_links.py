"""What a bottleneck hangs on, as links: indicators, techniques, answers, measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.domain import fieldpath
from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.bottleneck_scene import codes
from kta_desktop.services.overview_words import path_title
from kta_desktop.services.plan_form import indicator_words

if TYPE_CHECKING:
    from kta_desktop.assessment.plan import Step
    from kta_desktop.services.assessing import Assessment

_SESSION = "@session/"
_GROUPS = (
    N_("Indicators behind it"),
    N_("Techniques that would remove it"),
    N_("Where the figures were entered"),
    N_("Measures against it"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that leads to another page.

    Attributes:
        icon: Picture of the page.
        text: What it is.
        target: Where it leads.
    """

    icon: str
    text: str
    target: Target


Group = tuple[str, tuple[Link, ...]]
"""Heading and links."""


def links(found: "Assessment", key: str) -> tuple[Group, ...]:
    """Return what a candidate hangs on; nothing if there is none of that key."""
    candidate = next((each for each in found.candidates if each.key == key), None)
    if candidate is None:
        return ()
    groups = (
        (*_indicators(found, candidate), *_balance(candidate)),
        _techniques(found, candidate),
        _answers(found, candidate),
        _measures(found, candidate),
    )
    return tuple((_(title), group) for title, group in zip(_GROUPS, groups, strict=True))


def _indicators(found: "Assessment", candidate: Candidate) -> tuple[Link, ...]:
    return tuple(
        Link("trending-up", indicator_words(each), Target(Where.BAT, each.key))
        for each in found.indicators
        if each.key in candidate.indicators
    )


def _balance(candidate: Candidate) -> tuple[Link, ...]:
    if not candidate.balance:
        return ()
    said = _("Balance: {name}").format(name=candidate.balance.replace("/", ", "))
    return (Link("activity", said, Target(Where.BAT, candidate.balance)),)


def _techniques(found: "Assessment", candidate: Candidate) -> tuple[Link, ...]:
    lang, links_, numbers = language(), [], codes(found.bats)
    for bat in found.bats:
        for line in bat.lines:
            if line.technique.id in candidate.techniques:
                code, title = numbers[line.technique.id], line.technique.title.get(lang)
                said = f"{code} {title}" + (f" · {line.unit}" if line.unit else "")
                links_.append(Link("layers", said, Target(Where.BAT, line.key)))
    return tuple(links_)


def _answers(found: "Assessment", candidate: Candidate) -> tuple[Link, ...]:
    return tuple(answer_link(found, path) for path in dict.fromkeys(candidate.paths))


def of_indicator(found: "Assessment", key: str) -> tuple[Link, ...]:
    """Return the bottlenecks that an indicator shows, and the measures that act on it."""
    necks = _necks(each for each in found.candidates if key in each.indicators)
    return (*necks, *_steps(s for s in found.plan.steps if key in {e.indicator for e in s.effects}))


def of_technique(found: "Assessment", technique: str) -> tuple[Link, ...]:
    """Return the bottlenecks that a technique would remove, and the measures that introduce it."""
    necks = _necks(each for each in found.candidates if technique in each.techniques)
    return (*necks, *_steps(step for step in found.plan.steps if technique in step.techniques))


def lead_words(found: "Assessment", technique: str) -> str:
    """Return the places of what the first links of ``of_technique`` lead to; empty if none do."""
    necks = [str(c.place) for c in found.candidates if c.place and technique in c.techniques]
    if necks:
        return _("Bottlenecks: {places}").format(places=", ".join(necks))
    steps = [f"{step.measure.number}" for step in found.plan.steps if technique in step.techniques]
    return _("Measures: {numbers}").format(numbers=", ".join(steps)) if steps else ""


def is_against(step: "Step", candidate: Candidate) -> bool:
    """Whether a measure is against a bottleneck.

    It is by choice or the words of its row, by an indicator that it has an effect on, or by a
    technique that it introduces.
    """
    effects = {each.indicator for each in step.effects}
    return (
        candidate.key in step.bottlenecks
        or candidate.row_id in step.rows
        or not effects.isdisjoint(candidate.indicators)
        or not set(step.techniques).isdisjoint(candidate.techniques)
    )


def answer_link(found: "Assessment", path: str) -> Link:
    """Return the link to where a figure was entered or measured."""
    if path.startswith(_SESSION):
        session = path.removeprefix(_SESSION).partition(".")[0]
        return Link("gauge", _("Measurement session"), Target(Where.MEASURE, session))
    said = path_title(found.known.state, path, language())
    return Link("list-checks", said, Target(Where.QUESTION, _address(found, path)))


def _address(found: "Assessment", path: str) -> str:
    """Return the place of a question: of a cell that of its table."""
    try:
        parsed = fieldpath.parse_path(path)
        found.known.state.place(parsed.address)
    except (KeyError, ValueError):
        inside = path.partition("#")[0].rpartition("/")[0].rpartition("/")[0]
        return inside or path
    return parsed.address


def of_measure(found: "Assessment", step: "Step") -> tuple[Link, ...]:
    """Return what a measure acts on: bottlenecks, techniques, indicators."""
    lang, numbers = language(), codes(found.bats)
    necks = _necks(each for each in found.candidates if is_against(step, each))
    techniques = tuple(
        Link(
            "layers",
            f"{numbers[line.technique.id]} {line.technique.title.get(lang)}",
            Target(Where.BAT, line.key),
        )
        for bat in found.bats
        for line in bat.lines
        if line.technique.id in step.techniques
    )
    keys = {each.indicator for each in step.effects}
    indicators = tuple(
        Link("trending-up", indicator_words(each), Target(Where.BAT, each.key))
        for each in found.indicators
        if each.key in keys
    )
    return (*necks, *techniques, *indicators)


def _measures(found: "Assessment", candidate: Candidate) -> tuple[Link, ...]:
    return _steps(step for step in found.plan.steps if is_against(step, candidate))


def _necks(candidates: Iterable[Candidate]) -> tuple[Link, ...]:
    """Return links to those that were not put aside, with their places."""
    return tuple(
        Link(
            "triangle-alert",
            f"{each.place}. {each.title.get(language())}",
            Target(Where.PLAN, each.key),
        )
        for each in candidates
        if each.place
    )


def _steps(steps: "Iterable[Step]") -> tuple[Link, ...]:
    return tuple(
        Link(
            "chart-gantt",
            f"{step.measure.number}. {step.measure.measure}",
            Target(Where.PLAN, step.id),
        )
        for step in steps
    )
