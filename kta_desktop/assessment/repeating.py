"""The audit beside the one before: what changed, whether that is more than doubt, what was done.

A repeat audit tells the degree of introduction of НДТ and the effect reached (R775 p. 59–60). The
difference of two figures has U = √(U₁² + U₂²), both k = 2 and independent (JCGM 100:2008, 5.1.2);
a change is one only if it is greater than that. Worked example: 24.5 ± 2.4 after 31 ± 3.0 is
−6.5 ± 3.84: better, where lower is better; 28 ± 3 after 31 ± 3 is −3 ± 4.24: the same. What both
audits have in common (an instrument, a constant) makes U smaller, never greater; see
``repeating_alike``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.assessment.bat import BatLine, TechniqueLine
from kta_desktop.assessment.bat_lines import bat_lines
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind
from kta_desktop.assessment.performance_figures import groups, of_group, settled
from kta_desktop.assessment.performance_figures import indicators as figured
from kta_desktop.assessment.plan import Plan
from kta_desktop.assessment.plan_records import text_of
from kta_desktop.assessment.plan_steps import plan as planned
from kta_desktop.assessment.repeat import Changed, Introduced, Repeat, Shift
from kta_desktop.assessment.repeating_alike import shared, unlike
from kta_desktop.assessment.repeating_measures import Follow, done
from kta_desktop.assessment.repeating_pairs import pairs
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.levels import Level
from kta_desktop.domain.texts import Text
from kta_desktop.errors import KtaError
from kta_desktop.i18n import LANGUAGES, N_, _
from kta_desktop.measurement.units import convert, parse_unit
from kta_desktop.packs.reference_lists import technique_states

BEFORE = N_("previous audit")
AFTER = N_("this audit")
INTRODUCED = N_("techniques introduced")
APPLICABLE = N_("techniques that apply here")
_NUMBER, _DAY, _ADDRESS = "@audit/number", "@audit/starts_on", "@plant/address"
_ZERO, _HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What of an audit is put beside another.

    Attributes:
        known: The audit.
        indicators: Its indicators.
        bats: Its conclusions.
        plan: Its plan.
    """

    known: Known
    indicators: tuple[Indicator, ...]
    bats: tuple[BatLine, ...]
    plan: Plan


# The earlier audit does not change while this one is filled in: it is assessed once.
_last: list[Assessed] = []


def repeat(
    known: Known, indicators: Sequence[Indicator], bats: Sequence[BatLine], plan: Plan
) -> Repeat | None:
    """Return the audit beside the one before; None if there was none.

    The earlier audit is assessed by the same rules with its own checklist.
    """
    if known.earlier is None:
        return None
    now = Assessed(known, tuple(indicators), tuple(bats), plan)
    return beside(_earlier(known.earlier), now)


def stepwise(known: Known) -> Iterator[None]:
    """Work out the audit before for ``repeat``, stopping after each part: it takes its time."""
    earlier = known.earlier
    if earlier is None or (_last and _last[0].known is earlier):
        return
    found: list[Indicator] = []
    for group in groups(earlier):
        found += of_group(earlier, group)
        yield
    indicators, bats = settled(found), bat_lines(earlier)
    yield
    _last[:] = [Assessed(earlier, indicators, bats, planned(earlier, indicators))]


def assessed(known: Known) -> Assessed:
    """Return what of an audit is put beside another, worked out now."""
    found = figured(known)
    return Assessed(known, found, bat_lines(known), planned(known, found))


def beside(before: Assessed, after: Assessed) -> Repeat:
    """Return two audits beside each other, the earlier one first."""
    found = pairs(before.indicators, after.indicators)
    matched = [(found[each.key], each) for each in after.indicators if each.key in found]
    old = before.indicators
    return Repeat(
        number=text_of(before.known.records.get(_NUMBER)),
        day=text_of(before.known.records.get(_DAY)),
        indicators=tuple(_changed(before.known, after.known, *pair) for pair in matched),
        techniques=tuple(_introduced(before.bats, after.bats)),
        degree_before=degree(before.bats),
        degree_after=degree(after.bats),
        elsewhere=_elsewhere(before.known, after.known),
        measures=done(Follow(before.plan, after.plan, after.bats, after.known), old, matched),
    )


def degree(bats: Sequence[BatLine]) -> Figured:
    """Return the share of applicable techniques that are introduced, %, of those with a state.

    n ÷ N × 100: n with a state that counts as introduced (``technique_states.csv``), N with any
    but «not applicable». 9 of 12 give 75. Only what the auditor confirmed counts.
    """
    states = [line.state for line in _lines(bats).values()]
    counting = {each.id for each in technique_states() if each.is_introduced}
    applicable = [each for each in states if each not in (None, State.NOT_APPLICABLE)]
    introduced = sum(each in counting for each in applicable)
    n, whole = Decimal(introduced), Decimal(len(applicable))
    return Figured(
        value=n / whole * _HUNDRED if whole else None,
        unit="%",
        uncertainty=_ZERO if whole else None,
        formula="n / N × 100",
        terms=(
            Term(symbol="n", name=_said(INTRODUCED), value=n, uncertainty=_ZERO),
            Term(symbol="N", name=_said(APPLICABLE), value=whole, uncertainty=_ZERO),
        ),
        missing=() if whole else (Missing(Lack.NOT_ENTERED, "", _said(APPLICABLE)),),
        known=len([each for each in states if each is not None]),
        of=len(states),
    )


def _elsewhere(before: Known, after: Known) -> str:
    """Return the earlier address if both audits state one and they differ: a БИН may have sites."""
    then, now = (text_of(each.records.get(_ADDRESS)) for each in (before, after))
    return then if then and now and then.casefold() != now.casefold() else ""


def _earlier(known: Known) -> Assessed:
    kept = tuple(_last)  # a sheet may be made of another audit meanwhile
    if kept and kept[0].known is known:
        return kept[0]
    found = assessed(known)
    _last[:] = [found]
    return found


def _changed(before: Known, after: Known, old: Indicator, new: Indicator) -> Changed:
    unit = new.figure.unit
    earlier = _in_unit(old.figure, unit)
    why = unlike(before, after, old, new) if earlier.value is not None else ()
    if why:
        earlier = replace(earlier, value=None, uncertainty=None, missing=why)
    difference = _difference(earlier, new.figure, old, new)
    if _is_copied(after, new):
        copied = (Missing(Lack.NOT_ENTERED, new.path, new.name),)
        difference = replace(difference, value=None, uncertainty=None, missing=copied)
    percent = None
    if difference.value is not None and earlier.value:
        percent = difference.value / abs(earlier.value) * _HUNDRED
    return Changed(
        key=new.key,
        before=earlier,
        after=new.figure,
        difference=difference,
        percent=percent,
        shift=_shift(earlier, difference, new),
        shared=shared(before, after, old, new),
    )


def _is_copied(known: Known, indicator: Indicator) -> bool:
    """Whether a figure was taken over from the audit before, and nobody confirmed it since."""
    paths = (indicator.path, *(term.path for term in indicator.figure.terms))
    return any(_copied(known, path) for path in paths if path and not path.startswith("@"))


def _copied(known: Known, path: str) -> bool:
    try:
        return bool(known.state.answer(path).copied_from)
    except (KeyError, ValueError):  # of a question or a row that is gone
        return False


def _in_unit(figure: Figured, unit: str) -> Figured:
    """Return an earlier figure in the unit of the present one; without a value if that fails."""
    if figure.value is None or figure.unit == unit:
        return figure
    try:
        ours, theirs = parse_unit(figure.unit), parse_unit(unit)
        is_other = ours.qualifier and theirs.qualifier and ours.qualifier != theirs.qualifier
        value = None if is_other else convert(figure.value, figure.unit, unit)
        ends = [convert(Decimal(end), figure.unit, unit) for end in (1, 0)]  # °C begins elsewhere
        scale = None if is_other else ends[0] - ends[1]
    except KtaError:
        value = scale = None
    if value is None or scale is None:
        lack = Missing(Lack.UNIT, next((term.path for term in figure.terms if term.path), ""))
        return replace(figure, value=None, uncertainty=None, missing=(lack,))
    if figure.uncertainty is None:
        return replace(figure, value=value, unit=unit)
    return replace(figure, value=value, unit=unit, uncertainty=figure.uncertainty * scale)


def _difference(before: Figured, after: Figured, old: Indicator, new: Indicator) -> Figured:
    """Return after less before with U = √(U₁² + U₂²); U None if one of them is not known."""
    terms = (
        _term("x₂", AFTER, after, new.path),
        _term("x₁", BEFORE, before, old.path),
    )
    value = uncertainty = None
    missing: tuple[Missing, ...] = ()
    if before.value is None or after.value is None:
        missing = (*_lacking(before, old), *_lacking(after, new))
    else:
        value = after.value - before.value
        missing = (*_unstated(before, BEFORE, ""), *_unstated(after, AFTER, new.path))
        if before.uncertainty is not None and after.uncertainty is not None:
            uncertainty = (before.uncertainty**2 + after.uncertainty**2).sqrt()
    return Figured(
        value=value,
        unit=after.unit,
        uncertainty=uncertainty,
        formula="x₂ − x₁",
        terms=terms,
        missing=missing,
    )


def _term(symbol: str, name: str, figure: Figured, path: str) -> Term:
    return Term(
        symbol=symbol,
        name=_said(name),
        value=figure.value,
        uncertainty=figure.uncertainty,
        unit=figure.unit,
        path=path,
    )


def _lacking(figure: Figured, indicator: Indicator) -> tuple[Missing, ...]:
    if figure.value is not None:
        return ()
    return figure.missing or (Missing(Lack.NOT_ENTERED, indicator.path, indicator.name),)


def _unstated(figure: Figured, audit: str, path: str) -> tuple[Missing, ...]:
    """Return that U of a figure is missing in one of the audits; nothing if it is stated."""
    if figure.uncertainty is not None:
        return ()
    return (Missing(Lack.UNCERTAINTY, path, _said(audit)),)


def _shift(before: Figured, difference: Figured, indicator: Indicator) -> Shift:
    """Return whether a change is greater than its U, and to which side."""
    change, doubt = difference.value, difference.uncertainty
    if change is None or doubt is None or before.value is None:
        return Shift.UNKNOWN
    if abs(change) <= doubt:
        return Shift.SAME
    level = indicator.judgement.level
    if level is not None and level.direction == "within":
        return _nearer(level, before.value, before.value + change, difference.unit)
    is_efficient = indicator.kind is IndicatorKind.EFFICIENCY
    higher = level.direction == "higher" if level is not None else is_efficient
    return Shift.BETTER if (change > 0) is higher else Shift.WORSE


def _nearer(level: Level, before: Decimal, after: Decimal, unit: str) -> Shift:
    """Return whether a figure came nearer to a level that has two sides."""
    try:
        ends = [
            None if end is None else convert(Decimal(end), level.unit, unit)
            for end in (level.lower, level.upper)
        ]
    except KtaError:
        return Shift.UNKNOWN
    was, now = _off(ends, before), _off(ends, after)
    if was == now:
        return Shift.SAME  # within it both times
    return Shift.BETTER if now < was else Shift.WORSE


def _off(ends: Sequence[Decimal | None], value: Decimal) -> Decimal:
    """Return how far a value is outside of two ends; 0 between them."""
    low, high = ends
    below = low - value if low is not None else _ZERO
    above = value - high if high is not None else _ZERO
    return max(below, above, _ZERO)


def _introduced(before: Sequence[BatLine], after: Sequence[BatLine]) -> Iterator[Introduced]:
    """Yield techniques whose state is confirmed in one of two audits, in the order of this one."""
    old, new = _lines(before), _lines(after)
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        states = was.state if was else None, now.state if now else None
        if states != (None, None):
            line = now or was
            yield Introduced(
                key=key,
                technique=line.technique.id if line else "",
                unit=line.unit if line else "",
                before=states[0],
                after=states[1],
            )


def _lines(bats: Sequence[BatLine]) -> Mapping[str, TechniqueLine]:
    return {line.key: line for bat in bats for line in bat.lines}


def _said(message: str) -> Text:
    return Text(**{lang: _(message, lang) for lang in LANGUAGES})
