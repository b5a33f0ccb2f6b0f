"""Claims about what measurements leave to be done before one leaves the site."""

from dataclasses import replace
from datetime import date

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Instrument, Sample, Sent, Session
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import FormState
from kta_desktop.services.overview import Kind, Severity, overview
from kta_desktop.services.overview_words import said

DEFINITION = Definition(pack="small", version="1.0", title=Text(ru="Молоко"))


def _channel(name, unit="mg/m3", **more):
    return Channel(id=name, label={"ru": name}, unit=unit, **more)


GAS = tuple(_channel(name, unit) for name, unit in (("t_gas", "degC"), ("pressure", "kPa")))
SESSION = Session(
    id="01a20431-f5fb-7000-a014-2e66d8201494",
    source="0014 сушилка",
    point="труба",
    parameter={"ru": "Пыль"},
    channel="dust",
    level=None,
    basis="eu-dry",
    started_at="2026-11-22T08:00:00.000Z",
    ended_at="2026-11-22T10:00:00.000Z",
    load_pct=92.0,
    channels=(_channel("dust", substance="dust"), *GAS, _channel("moisture", "vol%")),
)


def _leaving(session):
    record = AuditRecord(id="a", definition=DEFINITION, definition_sha256="", entries={})
    state = FormState(DEFINITION, {})
    return overview(record, state, (session,), date(2026, 11, 22)).leaving, state


def _only(session):
    (line,), state = _leaving(session)
    assert line.target == Target(Where.MEASURE, SESSION.id)
    return line, said(line, state, "ru")


def test_that_a_whole_measurement_leaves_nothing():
    assert _leaving(SESSION)[0] == ()


def test_that_a_measurement_without_an_end_blocks():
    line, words = _only(replace(SESSION, ended_at=None))
    assert (line.kind, line.severity) == (Kind.UNFINISHED, Severity.BLOCKS)
    assert "0014" in words.headline
    assert "22.11.2026" in words.follows


def test_that_a_load_that_nobody_wrote_down_is_wanted():
    line, _words = _only(replace(SESSION, load_pct=None))
    assert (line.kind, line.severity) == (Kind.LOAD, Severity.WANTED)


def _measured(channel):
    gas = GasConditions(temperature_c=82.3, pressure_kpa=91.8, moisture_pct=11.2)
    sample = Sample(
        number=1,
        start=SESSION.started_at,
        end=SESSION.started_at,
        conditions=gas,
        mean_raw=6.1,
        mean=9.2,
        uncertainty=1.2,
        capture_pct=100.0,
    )
    return replace(SESSION.quantities[0], channel=channel, samples=(sample,))


def test_that_a_result_that_no_answer_was_given_is_wanted():
    line, words = _only(SESSION.with_quantities((_measured("dust"),)))
    assert (line.kind, line.severity) == (Kind.UNSENT, Severity.WANTED)
    assert "0014" in words.headline
    assert "22.11.2026" in words.follows


def test_that_every_quantity_of_a_session_is_to_be_sent():
    sent = Sent(channel="dust", address="a", value="9.2", unit="mg/Nm3", at=SESSION.started_at)
    one = replace(SESSION.with_quantities((_measured("dust"),)), sent=(sent,))
    assert _leaving(one)[0] == ()
    both = one.with_quantities((_measured("dust"), _measured("t_gas")))
    assert _only(both)[0].kind is Kind.UNSENT


def test_that_an_instrument_expired_on_the_day_is_named_once():
    tool = Instrument(name="Пылемер", serial="48213", verified_until="2026-11-21")
    line, words = _only(replace(SESSION, instruments=(tool, tool)))
    assert (line.kind, line.severity) == (Kind.EXPIRED, Severity.BLOCKS)
    assert "48213" in words.headline


def test_that_the_basis_tells_which_conditions_a_session_needs():
    bare = replace(SESSION, channels=SESSION.channels[:1])
    assert _only(bare)[0].parts == ("temperature", "pressure", "moisture")
    with_oxygen = replace(SESSION, basis="eu-dry-o2-3")
    assert _only(with_oxygen)[0].parts == ("oxygen",)


def test_that_dried_gas_needs_no_moisture_and_a_share_no_temperature():
    dried = replace(SESSION, channels=(_channel("dust", is_dry=True), *GAS))
    assert _leaving(dried)[0] == ()
    share = replace(SESSION, channels=(_channel("dust", "ppm", is_dry=True),))
    assert _leaving(share)[0] == ()


def test_that_a_mass_flow_that_was_planned_needs_the_velocity():
    assert _only(replace(SESSION, diameter_m=0.9))[0].parts == ("velocity",)


def test_that_a_basis_nobody_knows_asks_for_nothing():
    assert _leaving(replace(SESSION, basis="actual", channels=SESSION.channels[:1]))[0] == ()
