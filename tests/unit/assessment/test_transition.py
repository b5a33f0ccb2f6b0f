"""Bottlenecks, measures and what they cost, read from their tables."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.assessment import candidates_rank
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS
from kta_desktop.assessment.steps import Bottleneck, Event, Grade, Measure
from kta_desktop.assessment.transition import transition
from kta_desktop.assessment.weighing import Total, by_score, by_year, linked, ranked, total
from tests.unit.assessment import necks, way


def bottleneck(number, what="", **more):
    return Bottleneck(id=f"b{number}", number=number, what=what or f"место {number}", **more)


def measure(number, **more):
    return Measure(id=f"m{number}", number=number, measure=f"мера {number}", **more)


def owners(bottlenecks, *measures):
    found = linked(bottlenecks, measures)
    return {row: [each.number for each in owned] for row, owned in found.items()}


def test_that_everything_is_read_with_its_types():
    entries = way.put({}, "core_bottlenecks", "a", what="Насос", excess="1,08", confirmed="yes")
    way.put(
        entries,
        "core_measures",
        "a",
        measure="Новый насос",
        capex="3,4",
        saving="1,7",
        finance="own",
        startup="2027-02-01",
        delivery="2026-12-20",
        target="3",
        target_unit="m3/t",
    )
    way.put(entries, "core_tech_norms", "a", indicator="Пыль", value="5", unit="mg/Nm3", state="no")
    way.put(entries, "core_gaps", "a", what="Коды", until="2026-11-30", reason="no_access")
    entries["core_potential"] = {"value": "retrofit"}
    entries["core_conclusion"] = {"text": "Раз.\n\nДва.", "value": "Раз.\n\nДва."}
    found = transition(way.state(entries))
    assert (found.bottlenecks[0].excess, found.bottlenecks[0].confirmed) == (Decimal("1.08"), True)
    (step,) = found.measures
    assert step.events == (
        (Event.DELIVERY, date(2026, 12, 20)),
        (Event.STARTUP, date(2027, 2, 1)),
    )
    assert (step.money, step.finance, step.target_unit) == ("million-KZT", "own", "m3/t")
    assert (found.norms[0].is_set, found.norms[0].unit) == (False, "mg/Nm3")
    assert (found.gaps[0].until, found.gaps[0].reason) == (date(2026, 11, 30), "no_access")
    assert (found.potential, found.conclusion) == ("retrofit", "Раз.\n\nДва.")
    assert not found.is_empty


def test_that_an_empty_form_has_no_way():
    assert transition(way.state({})).is_empty


def test_that_costs_that_are_words_are_no_numbers():
    entries = way.put({}, "core_measures", "a", measure="Бак", capex=("около 20", None))
    way.put(entries, "core_measures", "b", measure="Насос", capex="3,4", startup=("весной", None))
    measures = transition(way.state(entries)).measures
    assert [each.capex for each in measures] == [None, Decimal("3.4")]
    assert (measures[0].unread, measures[1].unread) == (
        {"capex": "около 20"},
        {"startup": "весной"},
    )
    assert measures[1].startup is None
    assert total(each.capex for each in measures) == Total(Decimal("3.4"), 1, 2)


def test_that_events_out_of_order_are_named():
    days = (
        (Event.DELIVERY, date(2027, 5, 1)),
        (Event.COMMISSIONING, date(2027, 4, 1)),
        (Event.STARTUP, date(2027, 4, 15)),
    )
    assert measure(1, events=days).disordered == (Event.COMMISSIONING, Event.STARTUP)
    assert measure(1, events=days[:1]).disordered == ()


def test_that_the_weightiest_comes_first():
    found = ranked(
        [
            bottleneck(1, priority=None),
            bottleneck(2, priority=Grade.LOW, excess=Decimal(9)),
            bottleneck(3, priority=Grade.HIGH, confirmed=False, excess=Decimal(3)),
            bottleneck(4, priority=Grade.HIGH, confirmed=True, excess=Decimal("1.1")),
            bottleneck(5, priority=Grade.HIGH, confirmed=True, excess=Decimal("1.7")),
            bottleneck(6, priority=Grade.HIGH, confirmed=True, excess=Decimal("1.7")),
        ]
    )
    assert [each.number for each in found] == [5, 6, 4, 3, 2, 1]


@given(st.lists(st.one_of(st.none(), st.decimals(0, 10**6, places=2)), max_size=8))
def test_that_a_sum_is_of_the_numbers_that_are_there(numbers):
    known = [number for number in numbers if number is not None]
    assert total(numbers) == Total(sum(known) if known else None, len(known), len(numbers))


def test_that_costs_are_told_by_the_year_of_start_up():
    def step(number, year, capex):
        events = ((Event.STARTUP, date(year, 3, 1)),) if year else ()
        return measure(number, events=events, capex=capex and Decimal(capex))

    steps = [step(1, 2028, "3"), step(2, None, "1"), step(3, 2027, None), step(4, 2028, "0.5")]
    assert by_year(steps) == (
        (2027, Total(None, 0, 1)),
        (2028, Total(Decimal("3.5"), 2, 2)),
        (None, Total(Decimal(1), 1, 1)),
    )


def test_that_a_measure_belongs_to_the_bottleneck_that_it_names():
    places = [
        bottleneck(1, "Усреднитель мал", where="Очистные"),
        bottleneck(2, "Нет возврата ополоска", where="CIP"),
        bottleneck(3, "Утечки воздуха", where="Розлив"),
    ]
    assert owners(
        places,
        measure(1, bottleneck="усреднитель  МАЛ"),
        measure(2, bottleneck="№ 2"),
        measure(3, bottleneck="Розлив"),
        measure(4, bottleneck="возврата ополоска"),
        measure(5, bottleneck=""),
        measure(6, bottleneck="кровля"),
    ) == {"b1": [1], "b2": [2, 4], "b3": [3]}


def test_that_a_measure_that_fits_two_bottlenecks_belongs_to_neither():
    places = [bottleneck(1, "Вода теряется", where="CIP"), bottleneck(2, "Пар", where="CIP")]
    assert owners(places, measure(1, bottleneck="CIP")) == {"b1": [], "b2": []}


def test_that_bottlenecks_come_by_score_and_what_is_rejected_is_left_out():
    rows = [
        bottleneck(1, priority=Grade.HIGH),
        bottleneck(2, priority=Grade.LOW),
        bottleneck(3, priority=Grade.HIGH),
        bottleneck(4),
    ]
    scored = ranked_by_score(
        necks.candidate("low", "0.1", row_id="b1"),
        necks.candidate("high", "0.9", row_id="b2"),
        necks.candidate("out", "1", row_id="b4", rejected="не то"),
    )
    assert [each.number for each in by_score(rows, scored)] == [2, 1, 3]
    assert by_score(rows, ()) == ranked(rows)


def ranked_by_score(*candidates):
    return candidates_rank.ranked(candidates, DEFAULT_WEIGHTS)
