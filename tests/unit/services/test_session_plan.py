"""What a session can be begun with: sources, instruments, levels and what would be missing."""

from dataclasses import replace

import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.gas import Given
from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Channel
from kta_desktop.services import session_plan
from kta_desktop.services.session_plan import Figure


def column(name, concept, kind=QuestionType.TEXT, unit=None):
    return Column(name=name, type=kind, label=Text(en=name), concept=concept, unit=unit)


def asked(name, concept, kind, parent=None, columns=(), **more):
    return Question(
        name=name, number="1", section="air", type=kind, label=Text(en=name), concept=concept,
        parent=parent, columns=columns, **more,
    )  # fmt: skip


def decimals(concept, **units):
    return tuple(
        column(name, f"{concept}.{name}", QuestionType.DECIMAL, unit)
        for name, unit in units.items()
    )


def level(name, substance, **more):
    return Level(
        id=name, kind="AEL", medium="air", parameter=Text(en=name), substance=substance,
        unit="mg/Nm3", upper="10", basis=("eu-dry-o2-8",), averaging=("spot3x30min",), **more,
    )  # fmt: skip


GAS = decimals("source.gas", temp_c="degC", pressure_kpa="kPa", moisture="vol%")
LIMITS = decimals("source.pollutants", limit_g_s="g/s", limit_t_year="t/year", limit_mg="mg/Nm3")
DEFINITION = Definition(
    pack="own",
    version="1",
    title=Text(en="Own"),
    sections=(Section(name="air", number="1", label=Text(en="Air")),),
    questions=(
        asked("stack", "source", QuestionType.REPEAT),
        asked("called", "source.number", QuestionType.TEXT, "stack", levels=("DUST",)),
        asked("wide", "source.diameter", QuestionType.DECIMAL, "stack", unit="m"),
        asked(
            "gas",
            "source.gas",
            QuestionType.TABLE,
            "stack",
            (column("date", "source.gas.date", QuestionType.DATE), *GAS),
        ),
        asked(
            "what",
            "source.pollutants",
            QuestionType.TABLE,
            "stack",
            (column("substance", "source.pollutants.substance"), *LIMITS),
        ),
        asked(
            "tools",
            "measurement.instruments",
            QuestionType.TABLE,
            columns=tuple(
                column(name, f"measurement.instruments.{name}")
                for name in ("kind", "type", "serial", "certificate", "valid_to")
            ),
        ),
    ),
    levels=(
        level("NOX", "NOx", when="1 = 1"),
        level("OPEN", "dust", when="${called} = 'x' and ${unknown} = 1"),
        level("DUST", "dust", when="1 = 1"),
        level("ELSE", "dust", when="1 = 2"),
        replace(level("KG", "dust"), unit="kg/t"),
        replace(level("WATER", "dust"), medium="water_direct"),
    ),
)


def said(value, unit=None, uncertainty=None):
    found = {"text": value, "value": value, "unit": unit, "uncertainty": uncertainty}
    return {name: each for name, each in found.items() if each is not None}


ENTRIES = {
    "stack/a": {"order": 1.0},
    "stack/a/called": said("0014 dryer"),
    "stack/a/wide": said("900", "mm"),
    "stack/a/gas/g1": {"order": 1.0},
    "stack/a/gas/g1/date": said("2026-03-01"),
    "stack/a/gas/g1/temp_c": said("82.3", "degC", "0.5"),
    "stack/a/gas/g2": {"order": 2.0},
    "stack/a/gas/g2/date": said("2024-03-01"),
    "stack/a/gas/g2/temp_c": said("60", "degC"),
    "stack/a/what/p1": {"order": 1.0},
    "stack/a/what/p1/substance": said("dust-milk"),
    "stack/a/what/p1/limit_g_s": said("0.090", "g/s"),
    "stack/a/what/p1/limit_t_year": said("1.1", "t/year"),
    "stack/a/what/p1/limit_mg": said("20", "mg/Nm3"),
    "stack/b": {"order": 2.0},
    "tools/t1": {"order": 1.0},
    "tools/t1/kind": said("Analyser"),
    "tools/t1/type": said("350"),
    "tools/t1/serial": said("77"),
    "tools/t1/valid_to": said("2026-01-31"),
}


@pytest.fixture(scope="module")
def choices():
    record = AuditRecord(id="1", definition=DEFINITION, definition_sha256="", entries=ENTRIES)
    return session_plan.choices(record)


def test_that_a_source_brings_what_is_known_of_it(choices):
    (source,) = choices.sources
    assert (source.address, source.name, source.diameter_m) == ("stack/a", "0014 dryer", 0.9)
    assert source.gas == {"t_gas": Given(value=82.3, u=0.5)}
    assert choices.source(" 0014 DRYER ") is source


def test_that_a_limit_is_found_by_its_substance_and_that_of_a_year_is_none(choices):
    limit = choices.sources[0].limit("dust")
    assert (limit.mg_m3, limit.g_s) == ("20", "0.090")
    assert choices.sources[0].limit("NOx").g_s is None
    assert choices.sources[0].limit(None).g_s is None


def test_that_instruments_of_the_checklist_come_with_their_verification(choices):
    (listed,) = choices.instruments
    assert (listed.kind, listed.instrument.serial) == ("Analyser 350", "77")
    assert listed.instrument.is_expired("2026-02-01")
    assert not listed.instrument.is_expired("2026-01-31")


def test_that_only_levels_of_waste_gas_that_hold_or_may_are_offered(choices):
    assert [(each.id, each.holds) for each in choices.levels] == [
        ("DUST", True),
        ("NOX", True),
        ("OPEN", None),
    ]


DUST = Channel(id="dust", label={"en": "Dust"}, unit="mg/m3", substance="dust")
NOX = Channel(id="nox", label={"en": "NOx"}, unit="ppm", substance="nox", is_dry=True)
T_GAS = Channel(id="t_gas", label={"en": "T"}, unit="degC")


def test_that_a_channel_takes_level_basis_and_averaging_of_its_substance(choices):
    (offered,) = session_plan.fitting(choices.levels, NOX)
    found = session_plan.quantity(NOX, offered, session_plan.Limit("30", "0.4"))
    assert (found.level, found.basis, found.averaging) == ("NOX", "eu-dry-o2-8", "spot3x30min")
    assert (found.minutes, found.count, found.limit, found.limit_g_s) == (30.0, 3, "30", "0.4")


def test_that_levels_of_sox_are_offered_for_so2_and_never_taken_by_themselves():
    sox = session_plan.OfferedLevel(level=level("SOX", "SOx"), id="SOX", holds=True)
    so2 = replace(NOX, id="so2", substance="SO2")
    assert session_plan.fitting((sox,), so2) == ()
    assert session_plan.related((sox,), so2) == (sox,)
    assert session_plan.related((sox,), DUST) == ()


def test_that_a_channel_without_a_level_is_still_measured():
    found = session_plan.quantity(DUST, None)
    assert (found.level, found.parameter, found.minutes, found.count) == (
        None, {"en": "Dust"}, 30.0, 3,
    )  # fmt: skip


def gaps(channels, given=(), *, has_diameter=True, basis="eu-dry"):
    judged = [
        replace(session_plan.quantity(channel, None), basis=basis)
        for channel in channels
        if channel.substance
    ]
    found = session_plan.gaps(judged, channels, given, has_diameter=has_diameter)
    return {gap.figure: (gap.channels, gap.missing) for gap in found}


def test_that_without_velocity_there_is_no_mass_flow_but_all_else():
    found = gaps([DUST, T_GAS], ["pressure", "moisture"])
    assert found == {Figure.MASS_FLOW: (("dust",), ("velocity",))}


def test_that_a_dry_share_needs_neither_temperature_nor_moisture():
    found = gaps([NOX], basis="eu-dry-o2-8")
    assert found[Figure.NORMALISED] == (("nox",), ("o2",))


def test_that_static_and_barometric_pressure_together_are_the_absolute_one():
    assert "pressure" in gaps([DUST], ["p_baro"])[Figure.NORMALISED][1]
    assert "pressure" not in gaps([DUST], ["p_baro", "p_static"])[Figure.NORMALISED][1]
    given = {"p_baro": Given(value=91.5), "p_static": Given(value=-250.0)}
    assert session_plan.absolute_kpa(given) == 91.25
    assert session_plan.absolute_kpa({"p_baro": Given(value=91.5)}) is None


def test_that_a_duct_of_unknown_diameter_has_no_mass_flow():
    given = ["velocity", "t_gas", "pressure", "moisture"]
    assert gaps([DUST], given, has_diameter=False)[Figure.MASS_FLOW][1] == ("diameter",)
    assert gaps([DUST], given) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.03.2027", "2027-03-14"),
        ("2027-03-14", "2027-03-14"),
        ("soon", None),
        ("31.02.2026", None),
    ],
)
def test_that_a_day_is_read_as_it_is_typed(text, day):
    assert session_plan.iso_day(text) == day
