"""The plan in words: terms, sums, costs as people say them, pictures in the rows of a table."""

from datetime import date
from decimal import Decimal

import pytest

from kta_desktop import i18n
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Cause, Part
from kta_desktop.assessment.candidates_rank import ranked
from kta_desktop.assessment.plan import Terms
from kta_desktop.assessment.steps import Event
from kta_desktop.domain.texts import Text
from kta_desktop.reports.figures import Area, Line, Mark, Role, Words
from kta_desktop.reports.plan.gantt import Bar, Places, even, gantt, span
from kta_desktop.services import bottleneck_scene, plan_scene
from tests.unit.assessment import plans

D = Decimal
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _russian():
    i18n.set_language("ru")


def shown(measures, scenario="a", **more):
    plan = plans.of(measures, **more)
    return plan_scene.lines(plan, plans.scenario(plan, scenario), (), {"t12e": "12e"})


def test_that_terms_which_nobody_stated_are_asked_for_and_never_assumed():
    said = plan_scene.terms_words(Terms())
    assert said.split(" · ") == [
        "год цен не указан, валюта не указана",
        "ставка дисконтирования не указана",
        "срок не указан",
    ]
    assert not plan_scene.is_complete(Terms(price_year=2026, currency="KZT", rate=D(12)))


def test_that_a_measure_says_its_costs_with_their_signs():
    (line,) = shown(
        {
            "m": {
                "capex": "18,4",
                "saving": "12",
                "note": {
                    "opex": "0.8",
                    "abated": "14600",
                    "abated_unit": "m3/year",
                    "techniques": ["t12e"],
                },
            }
        }
    )
    # 18.4 / 11.2 = 1.64 years; −544.07 a cubic metre, see the tests of the costs
    assert (line.capex, line.change, line.payback) == ("18,4", "−11,2", "1,6")
    assert line.abatement == "−544\N{NO-BREAK SPACE}₸/м³"
    assert line.techniques == "12e"


def test_that_what_never_pays_back_is_told_apart_from_what_cannot_be_worked_out():
    paying, unknown = shown(
        {
            "m": {"capex": "7,2", "saving": "0", "note": {"opex": "0.9"}},
            "n": {"capex": "7,2"},
        }
    )
    assert (paying.payback, unknown.payback) == ("нет", "—")
    assert "Не рассчитано" in unknown.told
    assert "Не рассчитано: не внесено: Снижение в год" in paying.told


def test_that_big_costs_are_said_in_millions_and_thousands():
    assert plan_scene.scaled(D("23182287")) == ("23,2", 2)
    assert plan_scene.scaled(D("-9340")) == ("−9,34", 1)
    assert plan_scene.scaled(D("-544.07")) == ("−544", 0)


def test_that_a_dropped_measure_stays_in_the_table_with_its_word():
    kept, dropped = shown({"m": {}, "n": {"note": {"status": "dropped"}}})
    assert (kept.state, dropped.state) == ("", "отменено")


def test_that_a_late_measure_says_so():
    (line,) = shown({"m": {"delivery": "2026-01-15", "startup": "2026-05-01"}})
    assert line.is_late
    assert line.state == "опаздывает"


def bar(row, start, end, after=()):
    events = ((Event.DELIVERY, date(*start)), (Event.STARTUP, date(*end)))
    return Bar(id=row, events=events, after=after)


def test_that_bars_lie_in_the_rows_of_the_table():
    bars = (bar("a", (2027, 4, 1), (2027, 10, 1)), bar("b", (2028, 1, 1), (2028, 4, 1), ("a",)))
    quarters = span(bars, TODAY)
    assert (quarters.first, quarters.count) == (2026 * 4 + 3, 9)  # IV 2026 to IV 2028
    places = Places(rows=((0.0, 40.0), (40.0, 60.0)), total=60.0)
    figure = gantt(bars, places, quarters, TODAY)
    boxes = [item for item in figure.items if isinstance(item, Area)]
    assert [sum((box.start[1], box.end[1])) / 2 for box in boxes] == [40.0, 10.0]  # upwards
    assert [(box.start[0], box.end[0]) for box in boxes] == [(2.0, 4.0), (5.0, 6.0)]
    marks = [item for item in figure.items if isinstance(item, Mark) and item.role is Role.DUE]
    assert [mark.at for mark in marks] == [(4.0, 40.0), (6.0, 10.0)]
    arrow = next(item for item in figure.items if isinstance(item, Line) and len(item.points) == 3)
    assert (arrow.points[0], arrow.points[-1]) == ((4.0, 40.0), (5.0, 10.0))


def test_that_today_is_a_line_and_a_measure_without_days_says_so():
    bars = (Bar(id="a"),)
    figure = gantt(bars, even(1), span(bars, TODAY), TODAY, undated="нет срока")
    assert any(isinstance(item, Line) and item.role is Role.NOW for item in figure.items)
    assert [item.text for item in figure.items if isinstance(item, Words)] == ["нет срока"]


def candidate(key, parts, **more):
    values = dict(zip(Part, (None if part is None else D(part) for part in parts), strict=True))
    return Candidate(
        key=key, row_id=key, cause=Cause.EXCEEDS, title=Text(ru=key.upper()), parts=values, **more
    )


def test_that_a_row_says_points_of_each_part_and_keeps_those_put_aside_last():
    found = ranked(
        [
            candidate("a", ("0.5", "0", "1", "0"), rejected="учтено"),
            candidate("b", ("1", "0.88", None, "0.6")),
        ],
        DEFAULT_WEIGHTS,
    )
    first, last = bottleneck_scene.rows(found, DEFAULT_WEIGHTS, {})
    # 40 × 1, 25 × 0.88, unknown, 20 × 0.6
    assert [share.points for share in first.shares] == [D(40), D(22), None, D(12)]
    assert first.score == "74"
    assert "неизвестно" in first.shares[2].sentence
    assert (last.note, last.is_folded) == ("Отклонено: учтено", True)


def test_that_the_sentence_of_a_swap_names_the_weight_and_both():
    # r = (20·0.5)/60 and so on: b passes a once excess weighs less than 20.0 %
    found = ranked(
        [candidate("a", ("1", "0", "0", "0")), candidate("b", ("0", "0", "1", "0"))],
        DEFAULT_WEIGHTS,
    )
    said = bottleneck_scene.swap_words(found, DEFAULT_WEIGHTS)
    # t·1 = (100 − t) × 15/60  →  t = 20
    assert "«Превышение уровня» меньше 20,0\N{NO-BREAK SPACE}%" in "".join(said)


def test_that_weights_of_the_program_are_kept_as_nothing():
    (edit,) = bottleneck_scene.stored_weights(DEFAULT_WEIGHTS)
    assert edit.after is None
    other = bottleneck_scene.with_weight(DEFAULT_WEIGHTS, Part.EXCESS, 70)
    (edit,) = bottleneck_scene.stored_weights(other)
    assert sum(D(value) for value in edit.after.values()) == 100


def test_that_a_number_too_long_to_be_read_has_few_digits():
    step = plans.step({"capex": "1e300", "saving": "7e299"}, opex="1")
    assert plan_scene.money(step.npv, signed_=True) == "+2,96·10³⁰⁰"


def test_that_a_dropped_measure_promises_nothing_and_one_that_waits_for_nothing_says_so():
    note = {"effects": plans.reaching("12")}
    measures = {
        "a": {"note": {**note, "status": "dropped", "instead_of": ["a"]}},
        "b": {"note": {"after": ["gone"]}},
    }
    indicators = (plans.indicator(),)
    found = plans.of(measures, indicators)
    first, second = plan_scene.lines(found, plans.scenario(found, "a"), indicators, {})
    assert "TN" not in first.told
    assert "заменяет" not in first.told
    assert "больше нет" in second.told
