"""Plans of few measures: rows of the table, records beside them, indicators they act on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.plan_steps import plan
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.definition import Level, Question, QuestionType, Text
from kta_desktop.domain.verdict import Judgement, Verdict
from tests.unit.assessment import way

TODAY = date(2026, 11, 23)
TERMS = {"price_year": "2026", "currency": "KZT", "rate": "12", "lifetime": "10"}


CATEGORY = Question(
    name="core_category",
    number="B8",
    section="way",
    type=way.ONE,
    label=Text(ru="Категория"),
    concept="object.category",
    choices=way.options("I", "II"),
)


YEAR = Question(
    name="core_ref_year",
    number="B9",
    section="way",
    type=QuestionType.INTEGER,
    label=Text(ru="Отчётный год"),
    concept="audit.reference_year",
)


def entries(measures, terms=TERMS, category=None, year="", **records):
    """Return what an audit holds: rows to cells; ``note`` holds the records beside them.

    ``records``: further records of the plan, such as ``scenarios``.
    """
    found = {}
    for row, given in measures.items():
        cells = {"measure": f"Мера {row}", **given}
        for field, value in cells.pop("note", {}).items():
            found[f"@measure/{row}.{field}"] = value
        way.put(found, "core_measures", row, **cells)
    if category is not None:
        found["core_category"] = {"value": category}
    if year:
        found["core_ref_year"] = {"text": year, "value": year}
    return found | {f"@plan/{key}": value for key, value in {**terms, **records}.items()}


@lru_cache
def _definition():
    given = way.definition()
    return replace(given, questions=(*given.questions, CATEGORY, YEAR))


def audit(held, today=TODAY):
    """Return an audit of what it holds."""
    cells = {path: value for path, value in held.items() if path[0] != "@"}
    form = filled(_definition(), cells)
    records = {path: value for path, value in held.items() if path[0] == "@"}
    return Known(definition=form.definition, state=form, records=records, today=today)


def edited(held, edits):
    """Return what an audit holds after edits."""
    found = {**held, **{edit.path: edit.after for edit in edits}}
    return {path: value for path, value in found.items() if value is not None}


def known(measures, today=TODAY, **more):
    """Return an audit of measures."""
    return audit(entries(measures, **more), today)


def of(measures, indicators=(), **more):
    """Return the plan of measures."""
    return plan(known(measures, **more), indicators)


def step(cells=None, terms=TERMS, **note):
    """Return the only step of a plan."""
    return of({"m": {**(cells or {}), "note": note}}, terms=terms).steps[0]


def scenario(found, identifier):
    """Return a scenario of a plan."""
    return next(each for each in found.scenarios if each.id == identifier)


def level(upper="20", **more):
    """Return a level that somebody has read in its source."""
    given = {
        "id": "TN",
        "kind": "AEL",
        "medium": "water_direct",
        "parameter": Text(ru="Азот общий"),
        "upper": upper,
        "unit": "mg/l",
        "averaging": ("daily",),
        "confidence": "verified",
    }
    return Level(**{**given, **more})


def indicator(key="TN", verdict=Verdict.EXCEEDS, *, reason=None, held=None):
    """Return an indicator with what it comes to today."""
    found = level() if held is None else held
    return Indicator(
        key=key,
        name=Text(ru=key),
        kind=IndicatorKind.CONCENTRATION,
        medium=Medium.WATER,
        figure=Figured(value=Decimal("24.5"), unit="mg/l"),
        judgement=Judgement(verdict=verdict, reason=reason, level=found, value=Decimal("24.5")),
    )


def reaching(value, uncertainty=None, key="TN"):
    """Return the record of an effect."""
    told = {"indicator": key, "value": value}
    return [told if uncertainty is None else {**told, "uncertainty": uncertainty}]
