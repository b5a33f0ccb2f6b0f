"""Lines of instruments: cut out of any stream of bytes, checked, and read field by field."""

import contextlib
import functools
import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.flag import Flag
from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.measurement.line_parser import MAX_LINE, LineParser, LineSplitter
from kta_desktop.measurement.link_errors import LineGarbledError, ValueUnreadableError
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.measurement.simulated import SimulatedDevice


def profile(lines=None, fields=None, status_fields=()):
    told = fields or [{"channel": "dust", "field": "1", "unit": "mg/m3"}]
    return InstrumentProfile.model_validate(
        {
            "id": "lined",
            "name": {},
            "protocol": "serial-ascii",
            "lines": lines or {"separator": ";"},
            "fields": [{"label": {}, **field} for field in told],
            "status_fields": status_fields,
        }
    )


def values(line, **parts):
    return dict(LineParser(profile(**parts)).parse(line).values)


@given(
    lines=st.lists(st.binary(min_size=1, max_size=30).map(lambda b: b.replace(b"\n", b"x"))),
    cuts=st.lists(st.integers(1, 7), min_size=1),
)
def test_that_lines_are_the_same_however_the_bytes_arrive(lines, cuts):
    stream = b"".join(line + b"\n" for line in lines)
    splitter, found, place, turn = LineSplitter("\n", begins_within=False), [], 0, 0
    while place < len(stream):
        step = cuts[turn % len(cuts)]
        found += splitter.feed(stream[place : place + step])
        place, turn = place + step, turn + 1
    assert found == [line for line in lines if line.strip()]


def test_that_bytes_without_an_end_are_let_go_and_what_follows_begins_anew():
    splitter, let_go = LineSplitter("\r\n", begins_within=False), 0
    for _part in range(10):
        assert not splitter.feed(b"9" * 1000)
        let_go += splitter.endless
    assert let_go >= MAX_LINE
    assert splitter.feed(b"123\r\n4.5\r\n") == [b"4.5"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5),
        ("-0.3", -0.3),
        ("+7", 7.0),
        ("1.5E2", 150.0),
        (".5", 0.5),
        ("007", 7.0),
    ],
)
def test_that_numbers_are_read(text, value):
    assert values(f"{text};140".encode()) == {"dust": value}


@pytest.mark.parametrize(
    "text", ["12,5", "1.2.3", "0x10", "12.5ppm", "<0.1", "١٢", "1_0", "--", "9" * 500 + "x", "e5"]
)
def test_that_what_is_no_number_is_not_guessed(text):
    line = f"{text};140".encode()
    two = [
        {"channel": "dust", "field": "1", "unit": "mg/m3"},
        {"channel": "t_gas", "field": "2", "unit": "degC"},
    ]
    parsed = LineParser(profile({"separator": ";", "encoding": "utf-8"}, two)).parse(line)
    assert dict(parsed.values) == {"t_gas": 140.0}
    assert isinstance(parsed.errors["dust"], ValueUnreadableError)
    assert len(parsed.errors["dust"].sentence("ru")) < 200
    with pytest.raises(LineGarbledError):
        values(line)


def test_that_a_decimal_comma_is_read_where_the_profile_says_so():
    comma = {"separator": ";", "decimal_comma": True}
    assert values(b"12,5;x", lines=comma) == {"dust": 12.5}
    with pytest.raises(LineGarbledError):
        values(b"12.5;x", lines=comma)


@pytest.mark.parametrize("text", ["----", "nan", "NaN", "inf", "-INF"])
def test_that_a_marked_missing_value_is_kept_as_none(text):
    field = {"channel": "dust", "field": "1", "unit": "mg/m3", "no_value": ["----"]}
    found = values(text.encode(), fields=[field])
    assert math.isnan(found["dust"])


def test_that_scale_and_offset_are_applied_without_noise():
    field = {"channel": "dust", "field": "2", "unit": "mg/m3", "scale": 0.01, "offset": -1}
    assert values(b"a 1112", lines={"separator": ""}, fields=[field]) == {"dust": 10.12}


def test_that_a_pattern_finds_its_fields_and_leaves_absent_ones():
    lines = {"pattern": r"(?:NO=(?P<no>\S+))? O2=(?P<o2>\S+)", "encoding": "cp1251"}
    fields = [
        {"channel": "no", "field": "no", "unit": "ppm"},
        {"channel": "o2", "field": "o2", "unit": "vol%"},
    ]
    assert values("газ NO=5 O2=8".encode("cp1251"), lines=lines, fields=fields) == {
        "no": 5.0,
        "o2": 8.0,
    }
    assert values(b" O2=8", lines=lines, fields=fields) == {"o2": 8.0}
    with pytest.raises(LineGarbledError):
        values(b"nothing of it", lines=lines, fields=fields)


@pytest.mark.parametrize(
    ("kind", "fold"),
    [("xor", operator.xor), ("sum", operator.add)],
)
def test_that_a_wrong_checksum_refuses_the_line(kind, fold):
    lines = {"separator": ";", "checksum": kind, "checksum_mark": "*"}
    body = b"12.5;140"
    right = b"%02X" % (functools.reduce(fold, body) & 0xFF)
    assert values(body + b"*" + right, lines=lines) == {"dust": 12.5}
    assert values(body + b"*" + right.lower() + b"\r", lines=lines) == {"dust": 12.5}
    for wrong in (body, body + b"*00", b"13.5;140*" + right, body + right, b"", b"*"):
        with pytest.raises(LineGarbledError):
            values(wrong, lines=lines)


def test_that_a_checksum_may_leave_out_the_first_character():
    lines = {"separator": ",", "checksum": "xor", "checksum_mark": "*", "checksum_skip": 1}
    field = {"channel": "dust", "field": "2", "unit": "mg/m3"}
    line = b"$WIMDA,12.5*%02X" % functools.reduce(operator.xor, b"WIMDA,12.5")
    assert values(line, lines=lines, fields=[field]) == {"dust": 12.5}
    with pytest.raises(LineGarbledError):
        values(line, lines={**lines, "checksum_skip": 0}, fields=[field])


def test_that_statuses_of_a_line_mark_its_channels():
    two = [
        {"channel": "dust", "field": "1", "unit": "mg/m3"},
        {"channel": "t_gas", "field": "2", "unit": "degC"},
    ]
    status = [
        {"field": "3", "base": 16, "rules": [
            {"says": "fault", "mask": 0x80},
            {"says": "purge", "mask": 0x0F, "value": 0x02, "channels": ["dust"]}]},
        {"field": "4", "rules": [{"says": "warm_up", "text": "WU"}]},
    ]  # fmt: skip
    parser = LineParser(profile(fields=two, status_fields=status))

    def said(line):
        found = parser.parse(line).said
        return Flag(found["dust"]), Flag(found["t_gas"])

    assert said(b"1;2;00;OK") == (Flag.GOOD, Flag.GOOD)
    assert said(b"1;2;F2;OK") == (Flag.FAULT, Flag.FAULT)
    assert said(b"1;2;72;OK") == (Flag.PURGE, Flag.GOOD)
    assert said(b"1;2;73;WU") == (Flag.WARM_UP, Flag.WARM_UP)
    assert said(b"1;2;zz;") == (Flag.GOOD, Flag.GOOD)


@given(line=st.binary(max_size=300))
def test_that_no_line_at_all_is_more_than_refused(line):
    for lines in (
        {"separator": ";"},
        {"pattern": r"(?P<a>[\d.]+)", "encoding": "utf-8", "checksum": "sum"},
    ):
        field = "a" if "pattern" in lines else "1"
        told = [{"channel": "dust", "field": field, "unit": "mg/m3"}]
        found = {}
        with contextlib.suppress(KtaError):
            found = values(line, lines=lines, fields=told)
        assert set(found) <= {"dust"}


def test_that_a_simulated_line_is_read_back_as_it_was_shown():
    told = profile(
        {"pattern": r"N=(?P<n>\S+) T=(?P<t>\S+)", "example": "id7 N=1 T=2 end",
         "decimal_comma": True, "checksum": "sum"},
        [
            {"channel": "dust", "field": "n", "unit": "mg/m3", "scale": 0.1},
            {"channel": "t_gas", "field": "t", "unit": "degC"},
        ],
    )  # fmt: skip
    shown = Scenario.model_validate(
        {"channels": {"dust": {"base": 6.5}, "t_gas": {"base": 140.25}}}
    )
    device = SimulatedDevice(told, shown, SteppedClock(0, 1), 0.0)
    line = device.line()
    assert line.startswith(b"id7 N=65,00 T=140,25 end")
    assert dict(LineParser(told).parse(line[:-1]).values) == {"dust": 6.5, "t_gas": 140.25}
