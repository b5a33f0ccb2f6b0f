"""Making an instrument profile: drafts, orders of registers, lines, own files."""

import struct

import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.profile import VERSION
from kta_desktop.services import instrument_drafts, instruments
from kta_desktop.services.instrument_drafts import PARTS


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path / "data"))


@pytest.mark.parametrize("protocol", list(PARTS))
def test_that_a_new_profile_is_whole_from_the_beginning(protocol):
    draft = instrument_drafts.blank(protocol, "own-1", {"ru": "Прибор"})
    profile = instrument_drafts.made(draft)
    assert profile.protocol == protocol
    assert len(profile.told) == 1


def test_that_a_wrong_draft_says_what_is_wrong():
    draft = instrument_drafts.blank("modbus-tcp", "own-1", {"ru": "Прибор"})
    draft["registers"].append(dict(draft["registers"][0]))
    with pytest.raises(ProfileWrongError) as caught:
        instrument_drafts.made(draft)
    assert "value" in caught.value.sentence("ru")


def test_that_a_profile_and_its_draft_are_the_same():
    for stored in instruments.profiles():
        profile = stored.profile
        newest = profile.model_copy(update={"version": VERSION})
        assert instrument_drafts.made(instrument_drafts.draft_of(profile)) == newest


def register(**more):
    data = instrument_drafts.blank("modbus-tcp", "own-1", {"ru": "Прибор"})
    data["registers"][0] |= more
    return instrument_drafts.made(data).registers[0]


@pytest.mark.parametrize("order", ["big-big", "big-little", "little-big", "little-little"])
def test_that_one_of_the_four_orders_gives_the_value_that_was_meant(order):
    byte, word = order.split("-")
    made = register(byte_order=byte, word_order=word)
    raw = " ".join(f"{each:04X}" for each in made.encode(250.5))
    found = instrument_drafts.orders(register(), raw)
    assert len(found) == 4
    (right,) = [each for each in found if each.value == 250.5]
    assert (right.byte_order, right.word_order) == (byte, word)
    assert [each.is_own for each in found] == [True, False, False, False]


def test_that_one_register_has_two_orders_only():
    found = instrument_drafts.orders(register(type="int16", scale=0.1), "0338")
    assert [each.value for each in found] == [82.4, struct.unpack("<h", b"\x03\x38")[0] / 10]


@pytest.mark.parametrize("raw", ["437A", "437A 0000 0001", ""])
def test_that_registers_that_are_not_whole_mean_nothing(raw):
    assert instrument_drafts.orders(register(), raw) == ()


def lines(**form):
    draft = instrument_drafts.blank("serial-ascii", "own-1", {"ru": "Прибор"})
    draft["lines"] = form
    draft["fields"] = [
        {"channel": "nox", "label": {"ru": "NOx"}, "unit": "ppm", "field": "nox"},
        {"channel": "o2", "label": {"ru": "O2"}, "unit": "vol%", "field": "o2"},
    ]
    return instrument_drafts.made(draft)


def test_that_a_pasted_line_shows_what_the_pattern_takes_from_it():
    profile = lines(pattern="NOX=(?P<nox>[-0-9.]+)(;O2=(?P<o2>[-0-9.]+))?")
    nox, o2 = instrument_drafts.taken(profile, "NOX=250.4;O2=10.4")
    assert (nox.value, o2.value, nox.flag) == (250.4, 10.4, Flag.GOOD)
    _nox, absent = instrument_drafts.taken(profile, "NOX=250.4")
    assert (absent.value, absent.reason) == (None, "")


def test_that_a_line_of_another_form_is_refused():
    with pytest.raises(KtaError):
        instrument_drafts.taken(lines(pattern="NOX=(?P<nox>.+) (?P<o2>.+)"), "garbage")
