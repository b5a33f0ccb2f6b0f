"""How sure a bottleneck is: where its figures come from, how exact, of how many, held to what.

The part is the mean of what can be said, each from 0 to 1; the product's own choice. Worked
example: measured by an accredited laboratory 1, U 2.4 of 24.5 gives 1 − 0.098 = 0.902, the level
was read in its source 1, 12 of 12 samples 1: (1 + 0.902 + 1 + 1) ÷ 4 = 0.976.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kta_desktop.assessment.balance import Balance, Stage
from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.candidates_bounds import Worth
from kta_desktop.assessment.candidates_found import Found
from kta_desktop.assessment.candidates_words import NO_UNCERTAINTY, listed, said
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.steps import Grade
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import OriginKind, origins

_ZERO, _ONE = Decimal(0), Decimal(1)
_SESSION = "@session/"

ORIGIN = N_("{origin}: {part}")
NO_ORIGIN = N_("origin of the figure is not stated: 0")
EXACT = N_("1 − U ÷ value: {part}")
READ = N_("level read in its source: 1")
UNREAD = N_("level not read in its source: 0")
COVERED = N_("{known} of {of} figures: {part}")
CONFIRMED = N_("confirmed by the auditor: {part}")
EVIDENCED = N_("with evidence: {part}")
MEASURED = N_("measured streams: {part}")
GRADED = N_("confidence as the auditor entered it: {part}")
NOT_GRADED = N_("confidence was not entered")
NOTHING = N_("nothing says how sure it is")

_GRADES: Mapping[Grade, Decimal] = {
    Grade.HIGH: _ONE,
    Grade.MEDIUM: Decimal("0.6"),
    Grade.LOW: Decimal("0.3"),
}
_Said = tuple[Decimal, Text]


def confidence(known: Known, found: Found) -> Worth:
    """Return how sure a finding is: mean of what can be said of its figures."""
    if found.open is not None:
        return _mean(tuple(_of_stage(*found.open)))
    if found.indicators and found.bound is not None:
        return _mean(tuple(_of_indicator(known, found)))
    return _mean(tuple(_of_lines(found.lines)))


def row_confidence(grade: Grade | None) -> Worth:
    """Return what the grade that the auditor entered counts: high 1, medium 0.6, low 0.3."""
    if grade is None:
        return Worth(None, said(NOT_GRADED))
    return Worth(_GRADES[grade], said(GRADED, part=_GRADES[grade]))


def _mean(told: Sequence[_Said]) -> Worth:
    if not told:
        return Worth(None, said(NOTHING))
    whole = sum((part for part, _text in told), _ZERO)
    return Worth(whole / len(told), listed(text for _part, text in told))


def _of_indicator(known: Known, found: Found) -> Iterator[_Said]:
    indicator = found.indicators[0]
    figure = indicator.figure
    yield _origin(known, indicator)
    if figure.value is not None:
        yield _exactness(figure.value, figure.uncertainty)
    if found.bound is not None:
        yield (_ONE, said(READ)) if found.bound.is_checked else (_ZERO, said(UNREAD))
    if figure.of > 1:
        part = min(Decimal(figure.known) / figure.of, _ONE)
        yield part, said(COVERED, known=figure.known, of=figure.of, part=part)


def _exactness(value: Decimal, uncertainty: Decimal | None) -> _Said:
    """Return 1 − U ÷ |value|, not below 0; 0 where U is not stated or the value is 0."""
    if uncertainty is None:
        return _ZERO, said(NO_UNCERTAINTY)
    part = max(_ONE - uncertainty / abs(value), _ZERO) if value else _ZERO
    return part, said(EXACT, part=part)


def _origin(known: Known, indicator: Indicator) -> _Said:
    """Return what the weakest origin among the figures of an indicator counts.

    1 − (class − 1) ÷ 6 by the classes of evidence, 1 (official) to 7 (unconfirmed).
    """
    told = list(_origins(known, indicator))
    kinds = [each for each in told if each is not None]
    if not kinds or len(kinds) < len(told):
        return _ZERO, said(NO_ORIGIN)
    weakest = max(kinds, key=lambda each: each.evidence_class)
    last = max(each.evidence_class for each in origins())
    part = _ONE - Decimal(weakest.evidence_class - 1) / (last - 1)
    return part, said(ORIGIN, origin=weakest.label, part=part)


def _origins(known: Known, indicator: Indicator) -> Iterator[OriginKind | None]:
    """Yield the origin of each figure an indicator is made of; None where it is not stated."""
    kinds = {each.id: each for each in origins()}
    paths = dict.fromkeys((indicator.path, *(term.path for term in indicator.figure.terms)))
    for path in paths:
        if path.startswith(_SESSION):
            session = _session(known, path)
            if session is not None:
                yield kinds.get(session.evidence_class)
            continue
        answer = _answer(known, path)
        if answer is not None and answer.is_answered:
            yield kinds.get(answer.origin or "")


def _session(known: Known, path: str) -> Session | None:
    identifier = path.removeprefix(_SESSION).partition("/")[0]
    return next((each for each in known.sessions if each.id == identifier), None)


def _answer(known: Known, path: str) -> Answer | None:
    if not path or path.startswith("@"):
        return None
    try:
        return known.state.answer(path)
    except (KeyError, ValueError):  # of a question or a row that is gone
        return None


def _of_stage(balance: Balance, stage: Stage) -> Iterator[_Said]:
    """Yield how exact the gap of a stage is, and how many of its streams were measured."""
    gap = stage.gap
    if gap.value is not None:
        yield _exactness(gap.value, gap.uncertainty)
    streams = [each for each in balance.streams if stage.name in (each.source, each.target)]
    if streams:
        part = Decimal(sum(not each.is_estimated for each in streams)) / len(streams)
        yield part, said(MEASURED, part=part)


def _of_lines(lines: Sequence[TechniqueLine]) -> Iterator[_Said]:
    """Yield how many techniques the auditor confirmed, and how many have evidence."""
    if lines:
        confirmed = Decimal(sum(line.state is not None for line in lines)) / len(lines)
        evidenced = Decimal(sum(line.evidence > 0 for line in lines)) / len(lines)
        yield confirmed, said(CONFIRMED, part=confirmed)
        yield evidenced, said(EVIDENCED, part=evidenced)
