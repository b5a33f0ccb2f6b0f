"""Hand-made indicators, techniques, balances and candidates for the tests of bottlenecks."""

from datetime import date
from decimal import Decimal

from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage, Stream
from kta_desktop.assessment.bat import BatLine, Fulfilment, Proposal, TechniqueLine
from kta_desktop.assessment.bottlenecks import Candidate, Cause, Part
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import Load, LoadKind, LoadLine
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.plan import Plan, Step, Terms
from kta_desktop.assessment.steps import Measure
from kta_desktop.assessment.techniques import Applied, State
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.levels import Level, Technique
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.state import FormState
from tests.unit.assessment import way

TODAY = date(2026, 11, 23)
NO_PLAN = Plan(terms=Terms(), steps=(), scenarios=())


def decimals(*texts):
    return tuple(None if text is None else Decimal(text) for text in texts)


def figured(value=None, uncertainty=None, unit="mg/l", **more):
    return Figured(
        value=None if value is None else Decimal(value),
        uncertainty=None if uncertainty is None else Decimal(uncertainty),
        unit=unit,
        **more,
    )


def level(identifier="TN", lower="2", upper="20", unit="mg/l", **more):
    given = {"kind": "AEL", "medium": "water_direct", "confidence": "verified", **more}
    return Level(
        id=identifier, parameter=Text(ru="Азот"), lower=lower, upper=upper, unit=unit, **given
    )


def indicator(key="figure.tn", value="24.5", spread="2.4", verdict=Verdict.EXCEEDS, **more):
    """Return an indicator of total nitrogen at an outlet; ``held`` is its level."""
    held = more.pop("held", level())
    reason = NotCompared.LEVEL_UNVERIFIED if verdict is Verdict.NOT_COMPARED else None
    number = None if value is None else Decimal(value)
    judged = Judgement(
        verdict=verdict,
        reason=reason,
        level=held,
        value=number,
        uncertainty=Decimal(spread or 0),
    )
    given = {
        "name": Text(ru="Азот общий", en="Total nitrogen"),
        "kind": IndicatorKind.CONCENTRATION,
        "medium": Medium.WATER,
        "substance": "TN",
        "where": "вып. 1",
        "path": key.partition(".")[2],
        "figure": figured(value, spread, held.unit if held else "mg/l"),
        **more,
    }
    return Indicator(key=key, judgement=judged, **given)


def line(code, state=State.NOT_APPLIED, number="12", **more):
    """Return a technique; ``confirmed=False`` leaves its state a proposal."""
    technique = Technique(
        id=f"{number}.{code}", parent=number, code=code, title=Text(ru=f"Техника {number}{code}")
    )
    row = Applied(id=f"row-{code}", number=1, bat=f"НДТ {number}{code}", state=state)
    confirmed = more.pop("confirmed", True)
    return TechniqueLine(
        key=technique.id,
        technique=technique,
        row=row if confirmed else None,
        proposal=Proposal(state=state),
        **more,
    )


def bat(*lines, number="12", fulfilment=Fulfilment.NOT_MET, **more):
    technique = Technique(id=number, number=number, title=Text(ru=f"НДТ {number}"))
    return BatLine(technique=technique, lines=lines, fulfilment=fulfilment, **more)


def stage(name="", inflow="100000", gap="1500", spread="1000", closure=Closure.OPEN):
    return Stage(
        name=name,
        inflow=figured(inflow, "100", "m3/year"),
        outflow=figured("98500", "100", "m3/year"),
        gap=figured(gap, spread, "m3/year"),
        gap_percent=Decimal("1.5"),
        closure=closure,
    )


def balance(*stages, of=Balanced.WATER, streams=(), **more):
    return Balance(of=of, unit="m3/year", streams=streams, stages=stages, **more)


def stream(key, source="", target="", *, is_estimated=False):
    return Stream(
        key=key,
        name=Text(ru=key),
        source=source,
        target=target,
        figure=figured("1", None, "m3/year"),
        path=f"wat/{key}",
        is_estimated=is_estimated,
    )


def load(source="вып. 1", share="88", substance="TN", kind=LoadKind.WATER, **more):
    return LoadLine(
        kind=kind,
        source=source,
        substance=substance,
        name=Text(ru="азот"),
        figure=figured("3.2", None, "t/year"),
        share=None if share is None else Decimal(share),
        **more,
    )


def step(identifier="m1", measure="Денитрификатор", **more):
    nothing = figured(None, None, "1")
    given = dict.fromkeys(
        ("capex", "cost_change", "npv", "payback", "abatement", "abated"), nothing
    )
    return Step(
        id=identifier,
        measure=more.pop("row", Measure(id=identifier, number=1, measure=measure)),
        **{**given, **more},
    )


def plan(*steps):
    return Plan(terms=Terms(), steps=steps, scenarios=())


def known(entries=None, records=None, sessions=(), definition=None, **more):
    """Return an audit of the tables of the common checklist."""
    form = way.state(entries or {}) if definition is None else FormState(definition, entries or {})
    return Known(
        definition=form.definition,
        state=form,
        sessions=sessions,
        records={**(records or {})},
        today=TODAY,
        **more,
    )


def candidate(key, *parts, **more):
    """Return a candidate of four parts; fewer leave the last ones unknown."""
    known_parts = dict(zip(Part, decimals(*parts), strict=False))
    given = {"cause": Cause.EXCEEDS, "title": Text(ru=key), "row_id": f"id-{key}", **more}
    return Candidate(key=key, parts=known_parts, **given)


def loads(*lines):
    return Load(lines=lines)
