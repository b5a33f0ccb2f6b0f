"""What the windows of the plan fill their fields with, and what they offer to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kta_desktop import formatting
from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Effect, Plan, Step
from kta_desktop.assessment.plan_records import path_of
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _, language
from kta_desktop.services import plan_scene
from kta_desktop.services.answering import Edit
from kta_desktop.services.bottleneck_scene import joined_code
from kta_desktop.services.plan_links import after
from kta_desktop.services.plan_scenario_desk import assign
from kta_desktop.services.plan_table import record, table_of
from kta_desktop.services.plan_typed import RECORD_READERS, TERM_READERS

__all__ = ["Edit", "Known"]

CELLS = (
    "measure",
    "bat",
    "bottleneck",
    "effect",
    "capex",
    "saving",
    "finance",
    "delivery",
    "construction",
    "commissioning",
    "startup",
    "owner",
)
"""Columns of the table of measures that a window shows, by their names in the checklist."""
_KINDS = ("@plan/", "@measure/", "@bottleneck/", "@weights/")
_NUMBERS = frozenset({"opex", "lifetime", "abated"})
Option = tuple[str, str]
"""Id and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure that was worked out.

    Attributes:
        name: What it is.
        figure: The figure with its unit, or a dash.
        lacks: What it lacks; empty for nothing.
    """

    name: str
    figure: str
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """What a measure makes of one indicator.

    Attributes:
        indicator: Its key.
        name: What it is called, with its value of now.
        value: Expected value, as it is typed.
        uncertainty: Its U, as it is typed; may be empty.
        unit: Unit of both.
    """

    indicator: str
    name: str
    value: str
    uncertainty: str
    unit: str


def fresh(known: Known, state: FormState) -> Known:
    """Return what is known with the entries of now, so that an edit builds on the newest ones."""
    entries = state.entries
    held = {
        path: value
        for path, value in entries.items()
        if value is not None and path.startswith(_KINDS)
    }
    return replace(known, state=state, records=held)


def labels(known: Known) -> Mapping[str, str]:
    """Return what the fields of a measure are called."""
    table, lang = table_of(known), language()
    found = {name: _(words) for name, (words, _read) in RECORD_READERS.items()}
    for name in CELLS:
        try:
            column = table.column(name)
        except KeyError:  # a checklist may ask less
            continue
        unit = formatting.unit(column.unit, lang) if column.unit else ""
        found[name] = ", ".join(part for part in (column.label.get(lang), unit) if part)
    money, years = formatting.unit("million-KZT", lang), formatting.unit("year", lang)
    return found | {
        "opex": f"{found['opex']}, {money}",
        "lifetime": f"{found['lifetime']}, {years}",
    }


def texts(known: Known, row: str) -> Mapping[str, str]:
    """Return what stands in the fields of a measure, as it is typed."""
    table = table_of(known)
    found = {name: table.typed(row, name) for name in CELLS if table.find(name) is not None}
    for name in RECORD_READERS:
        found[name] = record_text(name, known.records.get(path_of(row, name)))
    return found


def terms(known: Known) -> Mapping[str, str]:
    """Return what stands in the fields of the terms of the plan, as it is typed."""
    return {
        name: record_text(name, known.records.get(fieldpath.record("plan", name)))
        for name in TERM_READERS
    }


def term_labels() -> Mapping[str, str]:
    """Return what the terms of the plan are called."""
    return {name: _(words) for name, (words, _read) in TERM_READERS.items()}


def finance(known: Known) -> tuple[Option, ...]:
    """Return where money may come from."""
    try:
        column = table_of(known).column("finance")
    except KeyError:
        return ()
    return tuple((each.name, each.label.get(language())) for each in column.choices)


def results(step: Step, currency: str) -> tuple[Result, ...]:
    """Return what the figures of a measure come to, and what they lack."""
    money = _("million {currency}").format(currency=plan_scene.sign(currency) or "?")
    years, pays = plan_scene.payback(step.payback), step.payback.value is not None
    cost = plan_scene.cost_per_unit(step, currency)
    return (
        _result(_("Change of costs a year"), step.cost_change, money),
        _result(_("NPV"), step.npv, money),
        Result(
            name=_("Payback"),
            figure=_("{years} a").format(years=years) if pays else years,
            lacks=plan_scene.missing_words(step.payback.missing),
        ),
        Result(
            name=_("Cost of abatement"),
            figure=cost,
            lacks=plan_scene.missing_words(step.abatement.missing),
        ),
    )


def effects(step: Step, indicators: Sequence[Indicator]) -> tuple[EffectLine, ...]:
    """Return what a measure makes of indicators, as it is typed."""
    names = {each.key: each for each in indicators}
    return tuple(_effect(each, names.get(each.indicator)) for each in step.effects)


def indicator_options(indicators: Sequence[Indicator]) -> tuple[Option, ...]:
    """Return indicators to choose from: key, and name with value and place."""
    return tuple((each.key, indicator_words(each)) for each in indicators)


def indicator_words(each: Indicator) -> str:
    """Return name, place and value of an indicator."""
    lang = language()
    named = each.name.get(lang) + (f", {each.where}" if each.where else "")
    if each.figure.value is None:
        return named
    value = formatting.significant(each.figure.value)
    return f"{named}: {formatting.quantity(value, each.figure.unit, lang)}"


def step_options(plan: Plan, but: str = "") -> tuple[Option, ...]:
    """Return measures to choose from, without one of them."""
    return tuple(
        (step.id, f"{step.measure.number}. {step.measure.measure}")
        for step in plan.steps
        if step.id != but
    )


def bottleneck_options(candidates: Sequence[Candidate]) -> tuple[Option, ...]:
    """Return bottlenecks to choose from."""
    lang = language()
    return tuple((each.key, each.title.get(lang)) for each in candidates if each.place)


def chosen(step: Step, candidates: Sequence[Candidate], field: str) -> tuple[str, ...]:
    """Return what a measure is tied to.

    Args:
        step: The measure.
        candidates: All bottlenecks.
        field: ``bottlenecks``, ``techniques``, ``scenarios``, ``after`` or ``instead_of``. Of
            bottlenecks that nobody chose it is the one that the words of the measure mean.
    """
    if field == "bottlenecks" and not step.is_tied:
        return tuple(each.key for each in candidates if each.place and each.row_id in step.rows)
    named: tuple[str, ...] = getattr(step, field)
    return named


def technique_options(known: Known) -> tuple[Option, ...]:
    """Return the techniques of the book: id, and code with title."""
    lang = language()
    techniques = known.definition.techniques
    leads = {each.id: each.number or each.code or "" for each in techniques}
    codes = {
        each.id: joined_code(leads.get(each.parent or "", ""), each.code or each.number or "")
        for each in techniques
    }
    return tuple(
        (each.id, f"{codes[each.id]} {each.title.get(lang)}".strip()) for each in techniques
    )


def linked(row: str, field: str, chosen: Sequence[str]) -> list[Edit]:
    """Return the edit that names bottlenecks or techniques of a measure.

    Args:
        row: Id of the measure.
        field: ``bottlenecks``, ``techniques``, ``after`` or ``instead_of``.
        chosen: Their keys or ids.
    """
    return [record(row, field, list(chosen))]


def _result(name: str, figure: Figured, unit: str) -> Result:
    said = plan_scene.money(figure, signed_=True)
    return Result(
        name=name,
        figure=said if figure.value is None else f"{said} {unit}",
        lacks=plan_scene.missing_words(figure.missing),
    )


def _effect(effect: Effect, found: Indicator | None) -> EffectLine:
    lang = language()
    spread = effect.uncertainty
    unit = ""
    if found is not None:
        level = found.judgement.level
        unit = formatting.unit(level.unit if level else found.figure.unit, lang)
    return EffectLine(
        indicator=effect.indicator,
        name=effect.indicator if found is None else indicator_words(found),
        value=formatting.number(effect.value, lang),
        uncertainty="" if spread is None else formatting.number(spread, lang),
        unit=unit,
    )


def record_text(name: str, value: object) -> str:
    """Return what a record holds as it is typed."""
    if not isinstance(value, str | int):
        return ""
    if name in _NUMBERS or name == "rate":
        return formatting.number(str(value), language())
    return formatting.unit(str(value), language()) if name == "abated_unit" else str(value)


def table_address(known: Known) -> str:
    """Return where the table of measures stands in the checklist."""
    return table_of(known).address


def tied(known: Known, plan: Plan, step: Step, field: str, chosen: Sequence[str]) -> list[Edit]:
    """Return the edit that makes of a field of a measure what was chosen.

    Args:
        known: The audit as it is now.
        plan: Its plan.
        step: The measure.
        field: ``bottlenecks``, ``techniques``, ``scenarios``, ``after`` or ``instead_of``.
        chosen: Keys or ids.

    Raises:
        PlanError: If measures would wait for each other, or the measure would be in no scenario.
    """
    if field in ("bottlenecks", "techniques"):
        return linked(step.id, field, chosen)
    if field == "scenarios":
        return assign(known, plan, step.id, list(chosen))
    if field == "instead_of":
        return linked(step.id, field, [each for each in chosen if each != step.id])
    for other in chosen:
        after(known, step.id, other)  # refuses what would be a circle
    return linked(step.id, field, chosen)


def apart(known: Known, record: AuditRecord) -> Known:
    """Return what is known with a form of its own, for work beside the interface thread."""
    from kta_desktop.services import filling

    return fresh(known, filling.of_audit(record))
