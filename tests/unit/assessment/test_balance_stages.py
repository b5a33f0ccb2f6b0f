"""Balances of stages from the table of flows, worked out by hand beside each test."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.balance import Balanced, Closure
from kta_desktop.assessment.balances import balances
from kta_desktop.assessment.terms import Lack
from kta_desktop.reports.balance_figure import balance_figure
from tests.unit.assessment.flows import Plant, near, of, stage


def dairy():
    """Return milk that is cooled, then dried; the stream between is written at both stages."""
    plant = Plant()
    plant.stream("Приёмка", "in", "material", ("1000", "6"), "t/year", what="молоко")
    plant.stream("Приёмка", "out", "material", ("995", "8"), "t/year", what="сырьё", peer="Сушка")
    plant.stream("сушка", "in", "material", "990", "t/year", what="Сырьё", peer="приёмка")
    plant.stream("Сушка", "out", "product", ("100", "1"), "t/year", what="порошок")
    plant.stream("Сушка", "out", "emission", ("880", "9"), "t/year", what="пар")
    return plant


def test_that_a_stream_written_at_both_its_stages_counts_once():
    # Приёмка: 1000 − 995 = 5, U = √(6² + 8²) = 10
    # сушка: 995 − 980 = 15, U = √(8² + 1² + 9²) = 12.08
    found = of(dairy().known(), Balanced.MATERIALS)
    first, second = stage(found, "Приёмка"), stage(found, "сушка")
    assert (first.gap.value, first.gap.uncertainty) == (5, 10)
    assert (first.closure, second.closure) == (Closure.CLOSED, Closure.OPEN)
    near(second.gap.uncertainty, "12.08")
    assert second.doubt == found.streams[3].key  # 81 of 146
    assert "990" in first.suggestions[0].ru
    assert "995" in second.suggestions[0].kk


def test_that_the_plant_is_drawn_from_its_stages_where_it_has_no_totals():
    # 1000 − (100 + 880) = 20: the stream between the stages crosses no border
    whole = stage(of(dairy().known(), Balanced.MATERIALS))
    assert whole.gap.value == 20


def test_that_totals_of_the_plant_are_never_added_to_its_stages():
    plant = dairy()
    plant.row("core_raw", name="milk", qty_t="1200")
    whole = stage(of(plant.known(), Balanced.MATERIALS))
    assert (whole.inflow.value, whole.outflow.value) == (1200, 980)
    assert "1\u202f200" in whole.suggestions[0].ru
    assert "1\u202f000" in whole.suggestions[0].ru


def test_that_the_figure_of_the_other_end_stands_in_for_a_missing_one():
    plant = Plant()
    plant.stream("A", "out", "water", "", "m3/year", what="w", peer="B")
    plant.stream("B", "in", "water", "40", "m3/year", what="w", peer="A")
    found = of(plant.known(), Balanced.WATER)
    (stream,) = found.streams
    assert (stream.source, stream.target, stream.figure.value) == ("A", "B", 40)


def test_that_an_amount_an_hour_is_multiplied_by_the_hours_worked():
    # 2 ± 0.1 m3/h · 5000 ± 100 h = 10 000 m3; U = √((0.1 · 5000)² + (2 · 100)²) = 538.5
    plant = Plant().answer("core_hours_year", "5000", "100")
    plant.stream("Мойка", "in", "water", ("2", "0.1"), "m3/h")
    (stream,) = of(plant.known(), Balanced.WATER).streams
    assert stream.figure.value == 10000
    near(stream.figure.uncertainty, "538.52")


def test_that_hours_of_both_sides_count_once_by_their_total_effect():
    # (2 − 1.9) m3/h · h: h ± 100 adds 0.1 · 100 = 10, not √(200² + 190²)
    plant = Plant().answer("core_hours_year", "5000", "100")
    plant.stream("Мойка", "in", "water", ("2", "0"), "m3/h")
    plant.stream("Мойка", "out", "effluent", ("1.9", "0"), "m3/h", what="сток")
    washing = stage(of(plant.known(), Balanced.WATER), "Мойка")
    assert washing.gap.value == 500
    assert washing.gap.uncertainty == 10


@pytest.mark.parametrize(
    ("amount", "unit", "lack", "name"),
    [
        ("5", "m3/h", Lack.NOT_ENTERED, "core_hours_year"),
        ("5", "m3/d", Lack.NOT_ENTERED, "core_days_year"),
        ("5", "m3", Lack.UNIT, "amount"),
        ("5", "t/year", Lack.UNIT, "amount"),
        ("5", "", Lack.UNIT, "amount"),
        ("-5", "m3/year", Lack.NEGATIVE, "amount"),
    ],
)
def test_that_an_amount_that_does_not_fit_is_named(amount, unit, lack, name):
    plant = Plant()
    plant.stream("Мойка", "in", "water", amount, unit)
    (stream,) = of(plant.known(), Balanced.WATER).streams
    assert stream.figure.value is None
    assert stream.figure.missing[0].lack is lack
    assert stream.figure.missing[0].path.endswith(name)


def test_that_power_is_multiplied_by_the_hours_worked():
    plant = Plant().answer("core_hours_year", "4000")
    plant.stream("Холод", "in", "energy", "250", "kW")
    (stream,) = of(plant.known(), Balanced.ENERGY).streams
    assert stream.figure.value == 1000


def test_that_a_row_without_direction_is_told_and_put_nowhere():
    plant = Plant()
    plant.stream("Мойка", "", "material", "5", "t/year")
    found = of(plant.known(), Balanced.MATERIALS)
    assert found.streams == ()
    assert found.missing[0].path.endswith("direction")


def test_that_the_unit_tells_of_what_a_row_without_a_kind_is():
    plant = Plant()
    plant.stream("Мойка", "in", "", "5", "thousand-m3/year")
    (stream,) = of(plant.known(), Balanced.WATER).streams
    assert stream.figure.value == 5000


def test_that_a_circle_of_stages_balances():
    # B: in 100 from A; out 90 away and 10 back to A; A: in 95 and 10 back, out 100: gaps 5 and 0
    plant = Plant()
    plant.stream("A", "in", "water", "95", "m3/year")
    plant.stream("A", "out", "water", "100", "m3/year", what="f", peer="B")
    plant.stream("B", "out", "effluent", "90", "m3/year", what="e")
    plant.stream("B", "out", "water", "10", "m3/year", what="r", peer="A")
    found = of(plant.known(), Balanced.WATER)
    gaps = [stage(found, name).gap.value for name in ("A", "B", "")]
    assert gaps == [5, 0, 5]


def test_that_a_stage_meter_past_its_verification_is_named():
    plant = Plant()
    path = plant.row("core_instruments", valid_to="2026-01-31")
    plant.words(f"{path}/serial", "77-А")
    plant.stream("A", "in", "water", ("100", "1"), "m3/year", meter="счётчик № 77-а")
    plant.stream("A", "out", "effluent", ("50", "1"), "m3/year", what="e")
    texts = stage(of(plant.known(), Balanced.WATER), "A").suggestions
    assert "№ 77-а" in texts[0].ru


def test_that_the_same_answers_give_the_same_balances():
    known = dairy().known()
    assert balances(known) == balances(known)
    assert isinstance(stage(balances(known)[2]).gap.value, Decimal)


def test_that_a_part_of_a_side_does_not_stand_for_all_of_it():
    # waste alone is no total of what leaves: 1000 − (100 + 880) = 20, not 1000 − 5
    plant = dairy()
    plant.row("core_rep_waste", core_waste_kind="packaging", core_waste_amount="5")
    whole = stage(of(plant.known(), Balanced.MATERIALS))
    assert whole.gap.value == 20


def test_that_dust_of_all_sources_is_one_stream():
    plant = Plant()
    plant.row("core_raw", name="clay", qty_t="100")
    plant.row("core_rep_product", core_prod_unit="t", core_prod_output="90")
    for amount, substance in (("1", "dust"), ("2", "dust"), ("40", "nox")):
        place = plant.row("core_rep_source")
        plant.row(f"{place}/core_src_pollutants", substance=substance, t_year=amount)
    whole = stage(of(plant.known(), Balanced.MATERIALS))
    assert (whole.outflow.value, whole.outflow.of) == (93, 2)


def test_that_a_substance_leaves_by_its_loads_and_by_what_else_is_called_so():
    # 3 t in sludge and 1 t to air by the source; the emission of the stage is the same tonne
    plant = Plant()
    place = plant.row("core_rep_source")
    plant.row(f"{place}/core_src_pollutants", substance="cr", t_year="1")
    plant.stream("A", "in", "material", "4", "t/year", what="cr")
    plant.stream("A", "out", "waste", "3", "t/year", what="cr")
    plant.stream("A", "out", "emission", "1", "t/year", what="CR")
    whole = stage(of(plant.known({"@balance/elements": ["cr"]}), Balanced.ELEMENT))
    assert (whole.inflow.value, whole.outflow.value) == (4, 4)


def test_that_a_stage_cannot_be_taken_for_a_total_of_the_plant():
    plant = Plant()
    plant.stream("@plant", "in", "water", "5", "m3/year")
    (stream,) = of(plant.known(), Balanced.WATER).streams
    assert stream.target == "plant"


@pytest.mark.parametrize("amount", ["1" + "0" * 40, "1" + "0" * 400, "0." + "0" * 60 + "1"])
def test_that_a_slip_of_the_pen_breaks_neither_balance_nor_picture(amount):
    plant = Plant()
    plant.stream("A", "in", "water", (amount, "1"), "m3/year")
    plant.stream("A", "out", "effluent", ("5", amount), "m3/year", what="e")
    plant.row("core_water_in", source="own-well", m3_year="7")
    found = of(plant.known(), Balanced.WATER)
    for of_stages in (True, False):
        assert balance_figure(found, "ru", of_stages=of_stages).figure.height < 2000
