"""What the score of a bottleneck is made of: each part from 0 to 1, with how it was worked out.

A part that is not known is None and is told as such; nothing stands in for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.balance import Balance, Balanced, Stage
from kta_desktop.assessment.bottlenecks import Part
from kta_desktop.assessment.candidates_bounds import Worth, excess, gap_excess, row_excess
from kta_desktop.assessment.candidates_feasible import Ahead, feasibility
from kta_desktop.assessment.candidates_found import Found
from kta_desktop.assessment.candidates_sure import confidence, row_confidence
from kta_desktop.assessment.candidates_words import said
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import Load, LoadKind, LoadLine
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.steps import Bottleneck
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import N_

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)

NO_FIGURE = N_("no figure that can be held against a level")
ALL_MET = N_("its levels are met")
SHARE = N_("of the plant's {name} from here: {share} %")
WHOLE = N_("it is of the whole plant")
NO_SHARE = N_("the share in the plant's load is not known")
NOT_STATED = N_("times above the level were not entered")

_DUST = "dust"
_KINDS: Mapping[Medium, LoadKind] = {
    Medium.AIR: LoadKind.AIR,
    Medium.WATER: LoadKind.WATER,
    Medium.WASTE: LoadKind.WASTE,
}
_PER_PRODUCT = (IndicatorKind.SPECIFIC_CONSUMPTION, IndicatorKind.SPECIFIC_EMISSION)
_USED: Mapping[Medium, Balanced] = {
    Medium.ENERGY: Balanced.ENERGY,
    Medium.WATER_USE: Balanced.WATER,
    Medium.MATERIALS: Balanced.MATERIALS,
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What shares of the whole plant are worked out with.

    Attributes:
        load: Of what it emits.
        balances: Of what it uses.
    """

    load: Load
    balances: Sequence[Balance]


def parts_of(known: Known, found: Found, shared: Shared, steps: Ahead) -> Mapping[Part, Worth]:
    """Return the four parts of something that was found, with the measures that belong to it."""
    return {
        Part.EXCESS: _excess(found),
        Part.LOAD: _load(found, shared),
        Part.CONFIDENCE: confidence(known, found),
        Part.FEASIBILITY: feasibility(found.lines, steps),
    }


def parts_of_row(
    row: Bottleneck, behind: Sequence[Indicator], shared: Shared, steps: Ahead
) -> Mapping[Part, Worth]:
    """Return the parts of a bottleneck that only the auditor speaks of.

    Args:
        row: As entered.
        behind: Indicators that its measures are to change.
        shared: Of the whole plant.
        steps: Its measures.
    """
    times = row.excess
    return {
        Part.EXCESS: Worth(None, said(NOT_STATED)) if times is None else row_excess(times),
        Part.LOAD: _greatest([_share(each, shared) for each in behind], NO_SHARE),
        Part.CONFIDENCE: row_confidence(row.confidence),
        Part.FEASIBILITY: feasibility((), steps),
    }


def _excess(found: Found) -> Worth:
    if found.open is not None:
        stage = found.open[1]
        return gap_excess(stage.gap.value or _ZERO, stage.inflow.value)
    if found.bound is None:
        met = bool(found.indicators) and all(
            each.judgement.verdict is Verdict.MEETS for each in found.indicators
        )
        return Worth(_ZERO, said(ALL_MET)) if met else Worth(None, said(NO_FIGURE))
    found_out = [
        excess(found.bound, each.value, each.uncertainty, surely=each.surely)
        for each in found.readings
    ]
    return _greatest(found_out, NO_FIGURE)


def _load(found: Found, shared: Shared) -> Worth:
    """Return the greatest known share of the figures behind a finding."""
    if found.open is not None:
        return _share_of_stage(*found.open)
    return _greatest([_share(each, shared) for each in found.indicators], NO_SHARE)


def _share(indicator: Indicator, shared: Shared) -> Worth:
    """Return what share of the plant's load of a year an indicator speaks of.

    Of an emission: t/year of its source ÷ t/year of all sources of that substance. Of a
    consumption: inflow of its stage ÷ inflow of the plant. A figure per unit of product of which
    no place is stated is of the whole plant.
    """
    balanced = _USED.get(indicator.medium)
    if balanced is not None:
        return _share_used(indicator, balanced, shared.balances)
    if indicator.kind in _PER_PRODUCT and not indicator.where:
        return Worth(_ONE, said(WHOLE))
    kind = _KINDS.get(indicator.medium)
    lines = [
        line
        for line in shared.load.lines
        if line.kind is kind and _is_of(line.substance, indicator.substance)
    ]
    line = _line_of(indicator, lines)
    if line is None or line.share is None:
        return Worth(None, said(NO_SHARE))
    part = min(max(line.share / _HUNDRED, _ZERO), _ONE)
    return Worth(part, said(SHARE, share=line.share, name=line.name))


def _line_of(indicator: Indicator, lines: Sequence[LoadLine]) -> LoadLine | None:
    """Return the line of the source of an indicator; the only one, if there is only one."""
    if len(lines) == 1:
        return lines[0]
    by_path = [line for line in lines if line.path and line.path == indicator.path]
    by_name = [line for line in lines if indicator.where and _same(line.source, indicator.where)]
    fitting = by_path or by_name
    return fitting[0] if len(fitting) == 1 else None


def _is_of(substance: str, wanted: str) -> bool:
    """Whether a line is of the substance of an indicator; each kind of dust is dust."""
    if not wanted:
        return False
    return _same(substance, wanted) or (wanted == _DUST and substance.startswith(f"{_DUST}-"))


def _share_used(indicator: Indicator, of: Balanced, balances: Sequence[Balance]) -> Worth:
    if not indicator.where:
        is_whole = indicator.kind in _PER_PRODUCT
        return Worth(_ONE, said(WHOLE)) if is_whole else Worth(None, said(NO_SHARE))
    for balance in balances:
        for stage in balance.stages:
            if balance.of is of and _same(stage.name, indicator.where):
                return _share_of_stage(balance, stage)
    return Worth(None, said(NO_SHARE))


def _share_of_stage(balance: Balance, stage: Stage) -> Worth:
    """Return inflow of a stage ÷ inflow of the plant."""
    if not stage.name:
        return Worth(_ONE, said(WHOLE))
    whole = next((each.inflow.value for each in balance.stages if not each.name), None)
    if stage.inflow.value is None or not whole or whole < 0 or stage.inflow.value < 0:
        return Worth(None, said(NO_SHARE))
    part = min(stage.inflow.value / whole, _ONE)
    return Worth(part, said(SHARE, share=part * _HUNDRED, name=said(_NAMES[balance.of])))


WATER = N_("water")
ENERGY = N_("energy")
MATERIALS = N_("materials")
SUBSTANCE = N_("substance")
_NAMES: Mapping[Balanced, str] = {
    Balanced.WATER: WATER,
    Balanced.ENERGY: ENERGY,
    Balanced.MATERIALS: MATERIALS,
    Balanced.ELEMENT: SUBSTANCE,
}


def _greatest(worths: Sequence[Worth], nothing: str) -> Worth:
    """Return the greatest part that is known; else why the first is not."""
    known = [each for each in worths if each.value is not None]
    unknown = next(iter(worths), Worth(None, said(nothing)))
    return max(known, key=_value, default=unknown)


def _value(worth: Worth) -> Decimal:
    return worth.value if worth.value is not None else _ZERO


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
