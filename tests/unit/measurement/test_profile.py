"""Instrument profiles: checked before they are believed, and numbers in every layout."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.profile import (
    InstrumentProfile,
    NumberType,
    Order,
    Register,
    demo_profile,
    load,
)

registers = st.builds(
    Register,
    channel=st.just("dust"),
    label=st.just({"en": "Dust"}),
    unit=st.just("mg/m3"),
    address=st.integers(0, 65535),
    type=st.sampled_from(NumberType),
    byte_order=st.sampled_from(Order),
    word_order=st.sampled_from(Order),
    scale=st.sampled_from([1.0, 0.1, 0.01, 2.0]),
    offset=st.sampled_from([0.0, -40.0]),
)


@given(register=registers, number=st.integers(0, 30_000))
def test_that_what_an_instrument_writes_is_what_is_read(register, number):
    value = number * register.scale + register.offset
    words = register.encode(value)
    assert len(words) == register.size
    assert register.decode(words) == pytest.approx(value, rel=1e-5, abs=1e-4)


def test_that_orders_of_bytes_and_words_differ():
    def words(byte_order, word_order):
        register = Register(
            channel="x",
            label={},
            unit="1",
            address=0,
            type=NumberType.UINT32,
            byte_order=byte_order,
            word_order=word_order,
        )
        return register.encode(0x01020304)

    assert words(Order.BIG, Order.BIG) == [0x0102, 0x0304]
    assert words(Order.BIG, Order.LITTLE) == [0x0304, 0x0102]
    assert words(Order.LITTLE, Order.BIG) == [0x0201, 0x0403]


def test_that_a_scaled_integer_keeps_the_digits_of_its_register():
    register = Register(
        channel="x", label={}, unit="1", address=0, type=NumberType.UINT16, scale=0.01
    )
    assert register.decode([1112]) == 11.12


@given(value=st.floats(-1e9, 1e9))
def test_that_integers_end_at_their_range_instead_of_wrapping(value):
    register = Register(channel="x", label={}, unit="1", address=0, type=NumberType.INT16)
    assert register.decode(register.encode(value)) == max(min(round(value), 32767), -32768)


def test_that_neighbours_are_read_with_one_request():
    blocks = demo_profile().blocks()
    assert [(block.address, block.count, block.period_s) for block in blocks] == [
        (0, 3, 1.0),
        (3, 6, 2.0),
    ]
    assert sum(len(block.registers) for block in blocks) == len(demo_profile().registers)


def test_that_no_request_is_longer_than_modbus_allows():
    wide = InstrumentProfile.model_validate(
        {
            "id": "wide",
            "name": {},
            "registers": [
                {"channel": f"c{n}", "label": {}, "unit": "1", "address": n * 4} for n in range(100)
            ],
        }
    )
    assert all(block.count <= 125 for block in wide.blocks())
    assert {r.channel for block in wide.blocks() for r in block.registers} == {
        f"c{n}" for n in range(100)
    }


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", ""),
        ('{"id": "x", "name": {}, "registers": []}', "tells nothing"),
        ('{"id": "x", "name": {}, "protocol": "opc", "registers": [{}]}', "protocol"),
        ('{"id": "x", "name": {}, "unknown": 1, "registers": [{}]}', ""),
    ],
)
def test_that_a_wrong_profile_says_where(tmp_path, text, where):
    path = tmp_path / "wrong.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ProfileWrongError) as wrong:
        load(path)
    assert "wrong.json" in wrong.value.sentence("en")
    assert where in wrong.value.sentence("en")


def test_that_a_profile_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ProfileWrongError):
        load(tmp_path / "none.json")


@pytest.mark.parametrize(
    "registers_",
    [
        [
            {"channel": "dust", "label": {}, "unit": "mg/m3", "address": 0},
            {"channel": "dust", "label": {}, "unit": "mg/m3", "address": 2},
        ],
        [{"channel": "pressure", "label": {}, "unit": "hPa", "address": 0}],
    ],
)
def test_that_double_channels_and_foreign_units_of_conditions_are_refused(registers_):
    with pytest.raises(ValueError, match=r"there twice|must be in"):
        InstrumentProfile.model_validate({"id": "x", "name": {}, "registers": registers_})


def test_that_a_session_keeps_what_the_profile_says_of_a_channel():
    dust = demo_profile().channels()[0]
    assert (dust.id, dust.unit, dust.period_s, dust.saturated_at) == ("dust", "mg/m3", 1.0, 50.0)
    assert not math.isnan(dust.u_pct)
