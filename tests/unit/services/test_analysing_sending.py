"""Claims about results of a session on their way to the answers they belong to."""

from dataclasses import replace

import pytest

from kta_desktop import i18n
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.services import (
    analysing_figures,
    analysing_offers,
    analysing_places,
    analysing_sending,
    filling,
    packs,
)

SOURCE = "core_rep_source/s1"
POLLUTANTS = f"{SOURCE}/core_src_pollutants"
GAS = f"{SOURCE}/core_src_gas"
AT = "2026-11-23T09:00:00Z"
WET = GasConditions(
    temperature_c=82.3,
    pressure_kpa=91.8,
    moisture_pct=11.2,
    velocity_m_s=14.2,
    diameter_m=1.1,
)
FACTOR = (82.3 + 273.15) / 273.15 * 101.3 / 91.8 / (1 - 0.112)  # to dry gas at 273.15 K


def _sample(number, mean):
    return Sample(
        number=number,
        start="2026-11-22T07:00:00.000Z",
        end="2026-11-22T07:30:00.000Z",
        conditions=WET,
        mean_raw=mean / FACTOR,
        mean=mean,
        uncertainty=1.2,
        capture_pct=100.0,
    )


SESSION = Session(
    id="01a20431-f5fb-7000-a014-2e66d8201494",
    source="0014 · сушилка РС-2, труба",
    point="труба",
    parameter={"ru": "Пыль"},
    channel="dust",
    level="AEL-A-DAIRY",
    basis="eu-dry",
    started_at="2026-11-22T20:00:00.000Z",
    ended_at="2026-11-22T22:00:00.000Z",
    load_pct=92.0,
    diameter_m=1.1,
    place=SOURCE,
    channels=(Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust"),),
    samples=(_sample(1, 9.93), _sample(2, 8.47), _sample(3, 9.2)),
)


@pytest.fixture(scope="module")
def definition(_shared_places):
    return packs.compiled("food")[0]


@pytest.fixture(autouse=True)
def _russian():
    i18n.set_language("ru")


def _form(definition, entries=()):
    stored = {SOURCE: {"order": 1.0}, **dict(entries)}
    record = AuditRecord(id="a", definition=definition, definition_sha256="", entries=stored)
    return record, filling.form(definition, stored)


def _named(offers, column):
    return next(each for each in offers if each.main.address.endswith(f"/{column}"))


@pytest.fixture(scope="module")
def empty(definition):
    return _form(definition)


def test_that_a_substance_gets_its_row_with_uncertainty_basis_and_origin(empty):
    record, state = empty
    offers = analysing_offers.offers(record, state, SESSION, SOURCE)
    mean = _named(offers, "conc")
    assert (mean.main.after.value, mean.main.after.unit) == ("9.2", "mg/Nm3")
    assert mean.main.after.text == "9,2"
    assert (mean.main.after.uncertainty, mean.main.after.origin) == ("1.2", "measured_auditor")
    along = {parse_path(cell.address).question: cell.after.value for cell in mean.along}
    assert along == {
        "substance": "dust",
        "uncertainty": "1.2",
        "basis": "eu-dry",
        "origin": "measured_auditor",
    }
    assert mean.is_new
    assert mean.advised
    assert _named(offers, "max_conc").main.after.value == "9.9"


def test_that_the_mass_flow_is_that_of_concentration_and_flow_at_one_basis(empty):
    record, state = empty
    offers = analysing_offers.offers(record, state, SESSION, SOURCE)
    actual = 14.2 * 3.141592653589793 * 1.1**2 / 4
    dry = actual * 273.15 / (82.3 + 273.15) * 91.8 / 101.3 * (1 - 0.112)
    flow, mass = _named(offers, "flow_nm3_h"), _named(offers, "g_s")
    assert float(flow.main.after.value) == pytest.approx(dry * 3600, rel=1e-3)
    assert float(mass.main.after.value) == pytest.approx(9.2 * dry / 1000, rel=2e-3)
    assert mass.main.after.unit == "g/s"


def test_that_the_state_of_the_gas_makes_a_row_of_the_day_of_the_plant(empty):
    record, state = empty
    offers = analysing_offers.offers(record, state, SESSION, SOURCE)
    temperature = _named(offers, "temp_c")
    assert temperature.main.after.value == "82.3"
    (date,) = temperature.along
    assert date.after.value == "2026-11-23"  # 01:00 in Kazakhstan
    assert _named(offers, "load").main.after.value == "92"


def test_that_a_filled_cell_is_offered_but_not_advised(definition):
    row = f"{POLLUTANTS}/r1"
    stored = {
        row: {"order": 1.0},
        f"{row}/substance": {"value": "dust"},
        f"{row}/conc": {"text": "14", "value": "14", "unit": "mg/Nm3"},
        f"{row}/basis": {"value": "kz-dry"},
    }
    record, state = _form(definition, stored.items())
    mean = _named(analysing_offers.offers(record, state, SESSION, SOURCE), "conc")
    assert mean.row == "r1"
    assert not mean.is_new
    assert mean.overwrites
    assert not mean.advised
    assert mean.main.before == Answer(text="14", value="14", unit="mg/Nm3")


def test_that_sending_writes_one_act_with_rows_note_and_what_was_sent(empty):
    record, state = empty
    offers = analysing_offers.offers(record, state, SESSION, SOURCE)
    taken = [_named(offers, "conc"), _named(offers, "g_s")]
    edits = analysing_sending.edits(state, SESSION, taken, AT)
    paths = [edit.path for edit in edits]
    assert len(set(paths)) == len(paths)
    rows = [edit for edit in edits if parse_path(edit.path).is_row]
    assert [edit.after for edit in rows] == [{"order": 1.0}]
    note = next(edit for edit in edits if edit.path == f"{POLLUTANTS}#note")
    assert SESSION.source in note.after
    assert "273,15" in note.after
    session = Session.from_json(edits[-1].after)
    assert next((sent.value, sent.unit) for sent in session.sent) == ("9.2", "mg/Nm3")
    assert {sent.at for sent in session.sent} == {AT}
    assert replace(session, sent=()) == SESSION


def test_that_what_was_sent_before_is_replaced_when_it_is_sent_again(empty):
    record, state = empty
    offers = analysing_offers.offers(record, state, SESSION, SOURCE)
    mean = _named(offers, "conc")
    once = Session.from_json(analysing_sending.edits(state, SESSION, [mean], AT)[-1].after)
    again = analysing_sending.edits(state, once, [mean], "2026-11-24T09:00:00Z")
    (sent,) = Session.from_json(again[-1].after).sent
    assert sent.at == "2026-11-24T09:00:00Z"


def test_that_a_figure_with_three_decimals_is_a_figure_and_no_question(definition):
    (mass,) = (
        column
        for column in definition.question("core_src_pollutants").columns
        if column.name == "g_s"
    )
    given = analysing_figures.Given(1.2345, "g/s", 0.012)
    answer = analysing_sending.numeric(mass, given, "measured_auditor")
    assert (answer.text, answer.value, answer.uncertainty) == ("1,235", "1.235", "0.012")


def test_that_a_figure_of_another_quantity_is_no_answer(definition):
    (mass,) = (
        column
        for column in definition.question("core_src_pollutants").columns
        if column.name == "g_s"
    )
    assert analysing_sending.numeric(mass, analysing_figures.Given(9.2, "mg/Nm3"), "x") is None
    told = analysing_sending.numeric(mass, analysing_figures.Given(720.0, "g/h"), "x")
    assert (told.value, told.unit) == ("0.2", "g/s")


def test_that_each_substance_gets_a_row_of_its_own_even_where_empty_ones_wait(definition):
    stored = {f"{POLLUTANTS}/{row}": {"order": float(place)} for place, row in enumerate("ab", 1)}
    record, state = _form(definition, stored.items())
    nox = Channel(id="nox", label={"ru": "NOx"}, unit="ppm", substance="NOx", is_dry=True)
    other = replace(SESSION.quantities[0], channel="nox", parameter={"ru": "NOx"}, level=None)
    both = replace(SESSION, channels=(*SESSION.channels, nox)).with_quantities(
        (SESSION.quantities[0], other)
    )
    offers = analysing_offers.offers(record, state, both, SOURCE)
    rows = {
        cell.after.value: offer.row
        for offer in offers
        for cell in offer.along
        if cell.address.endswith("/substance")
    }
    assert sorted(rows) == ["dust", "nox"]
    assert sorted(rows.values()) == ["a", "b"]
    edits = analysing_sending.edits(state, both, list(offers), AT)
    assert not any(edit.path in stored for edit in edits)  # rows that are there stay in their place
    assert {sent.channel for sent in Session.from_json(edits[-1].after).sent} == {"dust", "nox"}


def test_that_a_level_for_other_conditions_takes_no_figure_by_itself(definition):
    stored = {"gen_01": {"value": ["dairy"]}, "gen_08": {"value": "yes"}}
    record, state = _form(definition, stored.items())
    (offer,) = analysing_offers.offers(record, state, replace(SESSION, basis="kz-dry"), "")
    assert offer.card == "air_01"
    assert not offer.advised


def test_that_an_offer_names_its_quantity_and_the_state_of_the_gas_none(empty):
    record, state = empty
    named = {
        offer.main.address.rpartition("/")[2]: offer.parameter
        for offer in analysing_offers.offers(record, state, SESSION, SOURCE)
    }
    assert named["conc"] == {"ru": "Пыль"}
    assert named["temp_c"] == {}


def test_that_a_result_of_gas_is_not_offered_to_an_outlet_of_water(definition):
    outlet = "core_rep_outlet/o1"
    record, state = _form(definition, [(outlet, {"order": 1.0})])
    assert analysing_offers.offers(record, state, replace(SESSION, level=None), outlet) == ()


def test_that_nothing_chosen_writes_nothing(empty):
    assert analysing_sending.edits(empty[1], SESSION, [], AT) == ()


def test_that_a_note_is_kept_and_added_to(definition):
    record, state = _form(definition, [(f"{POLLUTANTS}#note", "По журналу")])
    mean = _named(analysing_offers.offers(record, state, SESSION, SOURCE), "conc")
    edits = analysing_sending.edits(state, SESSION, [mean], AT)
    note = next(edit.after for edit in edits if edit.path.endswith("#note"))
    assert note.startswith("По журналу\n")


def test_that_the_question_of_the_sector_with_the_same_level_takes_the_mean(definition):
    stored = {"gen_01": {"value": ["dairy"]}, "gen_08": {"value": "yes"}}
    record, state = _form(definition, stored.items())
    offers = analysing_offers.offers(record, state, SESSION, "")
    assert [offer.card for offer in offers] == ["air_01"]
    (offer,) = offers
    assert offer.main.after.value == "9.2"
    along = {parse_path(cell.address).question: cell.after.value for cell in offer.along}
    assert along == {"source": SESSION.source, "date": "2026-11-23"}


def test_that_a_source_written_by_hand_is_found_by_its_number(definition):
    other = "core_rep_source/s2"
    stored = {
        f"{SOURCE}/core_src_no": {"text": "0001 · котельная", "value": "0001 · котельная"},
        other: {"order": 2.0},
        f"{other}/core_src_no": {"text": "0014 сушилка", "value": "0014 сушилка"},
    }
    _record, state = _form(definition, stored.items())
    by_hand = replace(SESSION, place="")
    assert analysing_places.place_of(state, by_hand) == other
    assert analysing_places.place_of(state, SESSION) == SOURCE
    assert analysing_places.place_of(state, replace(by_hand, source="труба")) == ""


def test_that_a_session_without_a_complete_sample_offers_nothing(empty):
    record, state = empty
    assert analysing_offers.offers(record, state, replace(SESSION, samples=()), SOURCE) == ()
