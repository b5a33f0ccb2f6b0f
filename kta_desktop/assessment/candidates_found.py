"""What may be a bottleneck: exceedances, missing techniques, open balances, unusual consumption.

What is one thing is found once: an exceedance takes along the techniques that are missing in the
conclusion of its level, and what figures state of one place under one level is one finding.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage
from kta_desktop.assessment.balances_nodes import title as node_title
from kta_desktop.assessment.bat import BatLine, Fulfilment, TechniqueLine
from kta_desktop.assessment.bat_index import code_of
from kta_desktop.assessment.bottlenecks import Cause
from kta_desktop.assessment.candidates_bounds import Bound, excess
from kta_desktop.assessment.candidates_ranges import typical
from kta_desktop.assessment.candidates_words import brief, figure, said
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.statements import statements
from kta_desktop.assessment.techniques import State
from kta_desktop.domain import fieldpath
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import LANGUAGES, N_
from kta_desktop.packs.reference_lists import technique_states

RECORD = "bottleneck"
_ROWS = uuid.UUID("6f1d3c52-8a0e-5b7e-9c55-3f0b8d1f7a21")  # namespace of the ids of rows
_MISSING = (State.NOT_APPLIED, State.PARTLY, State.PLANNED)
_UNMET = (Fulfilment.NOT_MET, Fulfilment.PARTLY)
_CAUSES = {
    Verdict.EXCEEDS: Cause.EXCEEDS,
    Verdict.NOT_DISTINGUISHABLE: Cause.INDISTINCT,
}

AT = N_("{name} {value}, level {level}")
USUAL = N_("{name} {value}, usual {level}")
MISSING = N_("BAT {number}: not fully applied {codes}")
IN_STATE = N_("BAT {number}: {state}")
OPEN_WATER = N_("The water balance does not close")
OPEN_ENERGY = N_("The energy balance does not close")
OPEN_MATERIALS = N_("The balance of materials does not close")
OPEN_ELEMENT = N_("The balance of {substance} does not close")
OPEN_STAGE = N_("{balance}: {stage}")
GAP = N_("gap {gap} of {inflow}")
_BALANCES = {
    Balanced.WATER: OPEN_WATER,
    Balanced.ENERGY: OPEN_ENERGY,
    Balanced.MATERIALS: OPEN_MATERIALS,
    Balanced.ELEMENT: OPEN_ELEMENT,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure held against a bound.

    Attributes:
        value: In the unit of the bound.
        uncertainty: U (k = 2), same unit; None if it is not known.
        surely: Whether the whole interval is on one side.
    """

    value: Decimal
    uncertainty: Decimal | None
    surely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that may be a bottleneck.

    Attributes:
        key: As in ``Candidate``.
        cause: What it was found by.
        title: What it is.
        sign: The figure that shows it.
        indicators: Those behind it, the worst first.
        bound: What they are beyond; None if there is none.
        readings: Their figures, in the unit of the bound.
        lines: Techniques that are missing.
        open: Balance and stage that do not close.
    """

    key: str
    cause: Cause
    title: Text
    sign: Text = NO_TEXT
    indicators: tuple[Indicator, ...] = ()
    bound: Bound | None = None
    readings: tuple[Reading, ...] = ()
    lines: tuple[TechniqueLine, ...] = ()
    open: tuple[Balance, Stage] | None = None

    @property
    def techniques(self) -> tuple[str, ...]:
        """Return the ids of the missing techniques, each once."""
        return tuple(dict.fromkeys(line.technique.id for line in self.lines))


def row_of(key: str) -> str:
    """Return the id of the row a candidate is or will be in: the same on every computer."""
    if key.startswith("row."):
        return key.removeprefix("row.")
    return str(uuid.uuid5(_ROWS, key))


def record_of(key: str) -> str:
    """Return the path of the record of what the auditor decided about a candidate."""
    return fieldpath.record(RECORD, sha256(key.encode()).hexdigest()[:16])


def found(
    known: Known,
    indicators: Sequence[Indicator],
    bats: Sequence[BatLine],
    balances: Sequence[Balance],
) -> tuple[Found, ...]:
    """Return what may be a bottleneck, in the order: levels, techniques, balances, ranges."""
    beyond = tuple(_single(_beyond(indicators, bats)))
    taken = {indicator.key for each in beyond for indicator in each.indicators}
    lacking = {line.key for each in beyond for line in each.lines}
    left = [each for each in indicators if each.key not in taken]
    return (
        *beyond,
        *_techniques(bats, indicators, lacking),
        *_open(balances),
        *_unusual(known, left),
    )


def _beyond(indicators: Sequence[Indicator], bats: Sequence[BatLine]) -> Iterator[Found]:
    """Yield a finding for each level at each place whose figures exceed it, or may."""
    for key, group in _places(indicators):
        bad = sorted((each for each in group if _cause(each)), key=_badness)
        if bad:
            yield _exceedance(f"level:{key}", bad, bats)


def _places(indicators: Sequence[Indicator]) -> Iterator[tuple[str, Sequence[Indicator]]]:
    """Yield what is held to one level at one place with its key: statements, put together."""
    groups: dict[tuple[str, str], tuple[str, list[Indicator]]] = {}
    for stated in statements(indicators):
        first = next(each for each in stated.members if each.key == stated.key)
        level = first.judgement.level
        if level is not None:
            place = (level.id, first.where) if first.where else (stated.key, "")
            groups.setdefault(place, (stated.key, []))[1].extend(stated.members)
    return iter(groups.values())


def _exceedance(key: str, bad: Sequence[Indicator], bats: Sequence[BatLine]) -> Found:
    worst = bad[0]
    level, cause = worst.judgement.level, _cause(worst)
    if level is None or cause is None:
        raise ValueError(key)  # only judged indicators are grouped
    value = worst.judgement.value
    bound = Bound.of(level)
    sign = NO_TEXT
    if value is not None:
        spread = worst.judgement.uncertainty if cause is Cause.INDISTINCT else None
        shown = figure(value, spread, level.unit)
        sign = _sign(AT, worst, shown, bound)
    lines = tuple(line for bat in _bats_of(bad, bats) for line in missing_of(bat))
    return Found(
        key=key,
        cause=cause,
        title=name_of(worst),
        sign=sign,
        indicators=tuple(bad),
        bound=bound,
        readings=tuple(_readings(bad)),
        lines=lines,
    )


def _readings(bad: Sequence[Indicator]) -> Iterator[Reading]:
    for judgement in (each.judgement for each in bad):
        if judgement.value is not None:
            surely = judgement.verdict is Verdict.EXCEEDS
            yield Reading(judgement.value, judgement.uncertainty, surely)


def _single(findings: Iterable[Found]) -> Iterator[Found]:
    """Yield findings, called by their technique where exactly one is missing to only one."""
    all_ = list(findings)
    names = [each.techniques for each in all_]
    for each in all_:
        alone = len(each.techniques) == 1 and names.count(each.techniques) == 1
        yield replace(each, title=_title(each.lines[0])) if alone else each


def _cause(indicator: Indicator) -> Cause | None:
    return _CAUSES.get(indicator.judgement.verdict)


def _badness(indicator: Indicator) -> tuple[bool, Decimal]:
    """Return what the worst of several comes first by: surely beyond, then how far."""
    level, judged = indicator.judgement.level, indicator.judgement
    surely = judged.verdict is Verdict.EXCEEDS
    if level is None or judged.value is None:
        return not surely, Decimal(0)
    far = excess(Bound.of(level), judged.value, judged.uncertainty, surely=surely).value
    return not surely, -(far or Decimal(0))


def _bats_of(indicators: Sequence[Indicator], bats: Sequence[BatLine]) -> Iterator[BatLine]:
    """Yield the conclusions of the levels of indicators that are not met."""
    levels = {each.judgement.level.id for each in indicators if each.judgement.level}
    named = {technique for each in indicators for technique in each.techniques}
    for bat in bats:
        own = {bat.technique.id, *(line.technique.id for line in bat.lines)}
        if bat.fulfilment not in (Fulfilment.MET, Fulfilment.NOT_FOR_PLANT) and (
            named & own or levels & set(bat.levels)
        ):
            narrow = named & {line.technique.id for line in bat.lines}
            lines = tuple(line for line in bat.lines if line.technique.id in narrow)
            yield replace(bat, lines=lines) if lines and bat.technique.id not in named else bat


def missing_of(bat: BatLine) -> tuple[TechniqueLine, ...]:
    """Return the techniques of a conclusion that apply here and are not in full use.

    Of those with a state, confirmed or proposed; where the conclusion says which of them would
    fulfil it, only these. The conclusion itself is one only if none of its parts is.
    """
    lines = [line for line in bat.lines if state_of(line) in _MISSING]
    lines = [line for line in lines if line.technique.id != bat.technique.id] or lines
    wanted = [line for line in lines if code_of(line.technique) in bat.lacking]
    return tuple(wanted or lines)


def state_of(line: TechniqueLine) -> State | None:
    """Return the confirmed state of a technique, or the proposed one."""
    return line.state or line.proposal.state


def _techniques(
    bats: Sequence[BatLine], indicators: Sequence[Indicator], taken: set[str]
) -> Iterator[Found]:
    """Yield a finding for each conclusion that is not met and that no exceedance speaks of."""
    for bat in bats:
        lines = tuple(line for line in missing_of(bat) if line.key not in taken)
        if bat.fulfilment not in _UNMET or not lines:
            continue
        own = {bat.technique.id, *(line.technique.id for line in bat.lines)}
        behind = tuple(each for each in indicators if own & set(each.techniques))
        yield Found(
            key=f"technique:{bat.technique.id}",
            cause=Cause.TECHNIQUE,
            title=_title(lines[0]) if len(lines) == 1 else bat.technique.title,
            sign=_missing(bat, lines),
            indicators=behind,
            lines=lines,
        )


def _missing(bat: BatLine, lines: Sequence[TechniqueLine]) -> Text:
    """Return what is missing of a conclusion: the state of the only technique, or all codes."""
    number = bat.technique.number or bat.technique.id
    codes = list(dict.fromkeys(_code(line) for line in lines))
    if len(codes) > 1:
        return said(MISSING, number=number, codes=", ".join(codes))
    own = "" if lines[0].technique.id == bat.technique.id else codes[0]
    between = "." if len(own) > 1 else ""  # «7a», but «2.II»
    labels = {each.id: each.label for each in technique_states()}
    state = labels.get(state_of(lines[0]) or "", NO_TEXT)
    return said(IN_STATE, number=f"{number}{between}{own}", state=state)


def _open(balances: Sequence[Balance]) -> Iterator[Found]:
    """Yield a finding for each stage of a balance that does not close; the plant is one.

    A stage that lacks just what the plant lacks is where the plant's gap is: no second finding.
    """
    for balance in balances:
        title, gaps = said(_BALANCES[balance.of], substance=balance.substance), set()
        for stage in balance.stages:
            value = stage.gap.value
            if stage.closure is not Closure.OPEN or value is None or value in gaps:
                continue
            gaps.add(value)
            gap = figure(value, stage.gap.uncertainty, balance.unit)
            inflow = stage.inflow.value
            whole = figure(inflow, None, balance.unit) if inflow is not None else NO_TEXT
            at = node_title(stage.name)
            named = said(OPEN_STAGE, balance=title, stage=at) if stage.name else title
            yield Found(
                key=f"balance:{name_of_stage(balance, stage)}",
                cause=Cause.BALANCE,
                title=named,
                sign=said(GAP, gap=gap, inflow=whole),
                open=(balance, stage),
            )


def name_of_stage(balance: Balance, stage: Stage) -> str:
    """Return what a candidate calls a stage: ``water/CIP``, ``element.N/`` for the plant."""
    of = f"{balance.of}.{balance.substance}" if balance.substance else str(balance.of)
    return f"{of}/{stage.name}"


def _unusual(known: Known, indicators: Sequence[Indicator]) -> Iterator[Found]:
    """Yield a finding for each indicator beyond every typical range that speaks of it."""
    for indicator in indicators:
        beyond = typical(known, indicator)
        if beyond is None:
            continue
        value, bound = beyond
        shown = figure(value, None, bound.unit)
        yield Found(
            key=f"range:{indicator.key}",
            cause=Cause.RANGE,
            title=name_of(indicator),
            sign=_sign(USUAL, indicator, shown, bound),
            indicators=(indicator,),
            bound=bound,
            readings=(Reading(value, None, surely=True),),
        )


def _sign(message: str, indicator: Indicator, value: Text, bound: Bound) -> Text:
    """Return the figure that shows a bottleneck beside its bound, and where it is."""
    told = said(message, name=brief(indicator.name), value=value, level=bound.told())
    if not indicator.where:
        return told
    return Text(**{lang: f"{told.get(lang)} · {indicator.where}" for lang in LANGUAGES})


def name_of(indicator: Indicator) -> Text:
    """Return what an indicator is called, with where it is."""
    if not indicator.where:
        return indicator.name
    name, where = indicator.name, indicator.where
    return Text(
        **{lang: f"{name.get(lang)}, {where}" if name.get(lang) else where for lang in LANGUAGES}
    )


def _title(line: TechniqueLine) -> Text:
    title = line.technique.title
    return Text(ru=_code(line)) if title.is_empty else title


def _code(line: TechniqueLine) -> str:
    technique = line.technique
    return code_of(technique) or technique.number or technique.id
