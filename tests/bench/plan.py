"""The plan of a large audit, against the bare reading and arithmetic that it cannot do without."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from string import ascii_lowercase
from typing import Any

from kta_desktop.assessment import economics
from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.plan_steps import plan
from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.steps import Event
from kta_desktop.assessment.terms import Figured
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.verdict import Judgement, Verdict, judge

COUNT, INDICATORS, EFFECTS = 60, 200, 4
ROUNDS = 40
TWICE = 3.0  # linear, and the caches that what is larger no longer fits into
GOAL = 12.0  # times the bare work
_NUMBERS = ("target", "capex", "saving")
_TEXTS = ("measure", "bat", "bottleneck", "effect", "owner")
_LEVEL = Level(
    id="l",
    kind="AEL",
    medium="water_direct",
    parameter=Text(ru="Показатель"),
    upper="20",
    unit="mg/l",
    confidence="verified",
)


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement: 60 measures, 200 indicators, 3 scenarios.

    The bare work reads every cell, works out the annuity of each measure and judges each effect.
    """
    known, indicators = _audit(), tuple(_indicator(number) for number in range(INDICATORS))
    plan(known, indicators)
    whole, bare = [], []
    for _round in range(ROUNDS):
        whole.append(_timed(lambda: plan(known, indicators)))
        bare.append(_timed(lambda: _bare(known, indicators)))
    figure, floor = statistics.median(whole), statistics.median(bare)
    return [
        ("plan of 60 measures", figure * 1000, "ms"),
        ("reading and arithmetic alone", floor * 1000, "ms"),
        (f"ratio, goal {GOAL:g}", figure / floor, "×"),
        (f"twice the measures, 20 scenarios, goal {TWICE:g}", _twice(indicators), "×"),
    ]


def _twice(indicators: tuple[Indicator, ...]) -> float:
    """Return how much longer 600 measures in 20 scenarios take than 300: 2 is linear."""
    figures = []
    for count in (300, 600):
        known = _audit(count, ascii_lowercase[:20])
        plan(known, indicators)
        figures.append(min(_timed(partial(plan, known, indicators)) for _round in range(5)))
    return figures[1] / figures[0]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(known: Known, indicators: tuple[Indicator, ...]) -> None:
    for line in lines(known.state, MEASURES):
        for name in (*_NUMBERS, *_TEXTS, *Event):
            line.value(name)
        economics.annuity(Decimal("0.12"), Decimal(10))
    for each in indicators[: COUNT * EFFECTS]:
        judge(each.judgement.level or _LEVEL, Decimal(12), Decimal(2))


def _indicator(number: int) -> Indicator:
    return Indicator(
        key=f"i{number}",
        name=Text(ru="Показатель"),
        kind=IndicatorKind.CONCENTRATION,
        medium=Medium.WATER,
        figure=Figured(value=Decimal(25), unit="mg/l"),
        judgement=Judgement(verdict=Verdict.EXCEEDS, level=_LEVEL, value=Decimal(25)),
    )


def _audit(count: int = COUNT, names: str = "abc") -> Known:
    entries: dict[str, Any] = {}
    scenarios = [{"id": key, "name": key} for key in names]
    terms = {"price_year": "2026", "currency": "KZT", "rate": "12", "lifetime": "10"}
    records: dict[str, Any] = {f"@plan/{key}": value for key, value in terms.items()}
    records["@plan/scenarios"] = scenarios
    for number in range(count):
        row = f"m{number}"
        entries[f"core_measures/{row}"] = {"order": float(number)}
        for name, value in _cells(number).items():
            entries[f"core_measures/{row}/{name}"] = Answer(text=value, value=value).to_json()
        for field, held in _records(number).items():
            records[f"@measure/{row}.{field}"] = held
    form = filled(_definition(), entries)
    return Known(definition=form.definition, state=form, records=records, today=date(2026, 11, 23))


def _cells(number: int) -> dict[str, str]:
    year = 2027 + number % 4
    return {
        "measure": f"Мера {number}",
        "capex": str(number + 1),
        "saving": "5",
        "delivery": f"{year}-03-01",
        "startup": f"{year + 1}-06-01",
    }


def _records(number: int) -> dict[str, Any]:
    keys = [f"i{(number * EFFECTS + place) % INDICATORS}" for place in range(EFFECTS)]
    return {
        "opex": "1",
        "abated": "3",
        "abated_unit": "t",
        "abated_name": f"вещество {number % 4}",
        "after": [f"m{number - 1}"] if number % 3 else [],
        "effects": [{"indicator": key, "value": "12", "uncertainty": "2"} for key in keys],
    }


def _definition() -> Definition:
    kinds = dict.fromkeys(_NUMBERS, QuestionType.DECIMAL)
    kinds |= dict.fromkeys(_TEXTS, QuestionType.TEXT) | dict.fromkeys(Event, QuestionType.DATE)
    columns = tuple(
        Column(name=str(name), type=kind, label=Text(ru=str(name))) for name, kind in kinds.items()
    )
    table = Question(
        name="core_measures",
        number="1",
        section="s",
        type=QuestionType.TABLE,
        label=Text(ru="Меры"),
        concept="plan.measures",
        columns=columns,
    )
    return Definition(
        pack="bench",
        version="1",
        title=Text(ru="Замер"),
        sections=(Section(name="s", number="1", label=Text(ru="Раздел")),),
        questions=(table,),
    )
