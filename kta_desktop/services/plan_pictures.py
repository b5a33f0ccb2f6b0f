"""Pictures of the plan for the page: measures in time, and what a unit abated costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.curve import parts_of
from kta_desktop.assessment.plan import Plan, Scenario
from kta_desktop.assessment.plan_standing import REASONS, outside_curve
from kta_desktop.i18n import _, language
from kta_desktop.reports.figures import Figure
from kta_desktop.reports.plan.curve import CurveWords, curve
from kta_desktop.reports.plan.gantt import Places, gantt, scale, span
from kta_desktop.services.plan_scene import Line, amount_unit, power_word, scaled, sign

__all__ = ["Figure"]

_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePicture:
    """Measures in time, for a column beside their table.

    Attributes:
        head: Years and quarters.
        body: Bars, as high as the rows together.
    """

    head: Figure
    body: Figure


def in_time(
    lines: Sequence[Line],
    rows: Sequence[tuple[float, float]],
    head: float,
    today: date,
    *,
    with_events: bool,
) -> TimePicture:
    """Return the bars of measures for rows of a table.

    Args:
        lines: Measures, in the order of the rows.
        rows: Top and bottom of each row, downwards from zero.
        head: Height of the heading.
        today: Shown as a dashed line.
        with_events: Whether each key event has its mark.
    """
    bars = [line.bar for line in lines]
    shown = span(bars, today)
    places = Places(rows=tuple(rows), total=max([1.0, *(bottom for _top, bottom in rows)]))
    body = gantt(bars, places, shown, today, undated=_("no day is set"), with_events=with_events)
    return TimePicture(head=scale(shown, head), body=body)


def curves(plan: Plan, scenario: Scenario) -> tuple[tuple[str, Figure], ...]:
    """Return a curve for each kind of what is abated: its name and the picture."""
    numbers = {step.id: str(step.measure.number) for step in plan.steps}
    found = []
    for name in scenario.curve:
        figure = _curve(plan, scenario, name, numbers)
        if figure is not None:
            unit, what = parts_of(name)
            found.append((f"{what} {formatting.unit(unit, language())}".strip(), figure))
    return tuple(found)


def curve_note(plan: Plan, scenario: Scenario) -> str:
    """Return which measures no curve holds because they are done; empty for none."""
    told = [
        f"№ {step.measure.number} — {_(REASONS[stands])}"
        for step, stands in outside_curve(plan, scenario)
    ]
    return _("Not in a cost curve: {measures}.").format(measures="; ".join(told)) if told else ""


def _curve(plan: Plan, scenario: Scenario, name: str, numbers: Mapping[str, str]) -> Figure | None:
    blocks, lang = scenario.curve[name], language()
    if not blocks:
        return None
    key, what = parts_of(name)
    unit = amount_unit(key)
    power = scaled(max((each.cost for each in blocks), key=abs))[1]
    upwards = " ".join(
        part for part in (power_word(power), f"{sign(plan.terms.currency)}/{unit}") if part
    )
    said = [
        _("measure {number}: {amount} {unit}").format(
            number=numbers[each.step], amount=formatting.number(each.abated, lang), unit=unit
        )
        for each in blocks
    ]
    words = CurveWords(
        across=_("abated a year, {unit}").format(unit=f"{unit} {what}".strip()),
        upwards=upwards,
        numbers=numbers,
        summary="; ".join(said),
    )
    return curve(blocks, words, lang, factor=1 / _THOUSAND**power)
