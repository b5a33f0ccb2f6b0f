"""All indicators of an audit: of answers, of sessions, computed ones, and rows put in by hand.

They come in groups, so that after an edit only those are computed that depend on it: a group is
the address of a question that names a level, ``session.<id>``, or ``specific.<id>``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kta_desktop.assessment import compare
from kta_desktop.assessment.addresses import addresses
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.performance_air import of_sources, of_substances, of_total
from kta_desktop.assessment.performance_answers import of_question
from kta_desktop.assessment.performance_entered import of_table
from kta_desktop.assessment.performance_outlets import of_intake, of_loads, of_outlets, of_waste
from kta_desktop.assessment.performance_ranges import is_fed, of_ranges
from kta_desktop.assessment.performance_rows import computed_questions, of_rows
from kta_desktop.assessment.performance_sessions import of_session
from kta_desktop.assessment.performance_specific import RECIPES, of_recipe

_SESSION, _SPECIFIC = "session.", "specific."
_COMPUTED: Mapping[str, Callable[[Known], tuple[Indicator, ...]]] = {
    **{name: partial(of_recipe, identifier=name) for name in RECIPES},
    "sources": of_sources,
    "air": of_substances,
    "air_total": of_total,
    "outlets": of_outlets,
    "loads": of_loads,
    "intake": of_intake,
    "wastes": of_waste,
    "entered": of_table,
}


def indicators(known: Known) -> tuple[Indicator, ...]:
    """Return the indicators: answers in paper order, sessions by time, then computed ones."""
    found = [each for group in groups(known) for each in of_group(known, group)]
    return settled(found)


def entered(known: Known) -> tuple[Indicator, ...]:
    """Return those that are not worked out of several answers: answers, sessions, by hand.

    They take a moment, where all of them may take long.
    """
    names = (*_addresses(known), *(f"{_SESSION}{session.id}" for session in known.sessions))
    found = [each for group in (*names, f"{_SPECIFIC}entered") for each in of_group(known, group)]
    return settled(found)


def groups(known: Known) -> tuple[str, ...]:
    """Return the groups in the order of their indicators; some may turn out to be empty."""
    sessions = (f"{_SESSION}{session.id}" for session in known.sessions)
    computed = (*_COMPUTED, *computed_questions(known))
    return (*_addresses(known), *sessions, *(f"{_SPECIFIC}{name}" for name in computed))


def of_group(known: Known, group: str) -> tuple[Indicator, ...]:
    """Return the indicators of one group; ``settled`` decides pairs of levels among all of them.

    Raises:
        KeyError: If there is no such group.
    """
    if group.startswith(_SESSION):
        return of_session(known, group.removeprefix(_SESSION))
    if group.startswith(_SPECIFIC):
        return _computed(known, group.removeprefix(_SPECIFIC))
    beside = of_question(known, group)
    return (*beside, *of_ranges(known, group, beside))


def _computed(known: Known, name: str) -> tuple[Indicator, ...]:
    compute = _COMPUTED.get(name)
    return of_rows(known, name) if compute is None else compute(known)


def settled(found: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Return indicators with those verdicts that only the other level of a pair left open."""
    judgements = compare.settled([indicator.judgement for indicator in found])
    return tuple(
        indicator if judgement is indicator.judgement else replace(indicator, judgement=judgement)
        for indicator, judgement in zip(found, judgements, strict=True)
    )


def _addresses(known: Known) -> Iterator[str]:
    """Yield where questions stand that name a level or feed a range, in paper order."""
    index = index_of(known.definition)
    for question in known.definition.questions:
        if index.of_question[question.name] or is_fed(known, question):
            yield from addresses(known, question)
