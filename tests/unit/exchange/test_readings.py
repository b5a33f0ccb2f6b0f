"""Raw readings in a bundle: read exactly as written, or refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.exchange.readings import HEADER, OLD_HEADER, batches, rows

GOOD = HEADER + b"\n2026-11-22T09:30:00.125Z,dust,12.5,0\n2026-11-22T09:30:00.125Z,t_gas,-3,255\n"
AT = 1_795_339_800_125


def test_that_readings_are_taken_as_written():
    assert list(rows([GOOD])) == [("dust", AT, 12.5, 0), ("t_gas", AT, -3.0, 255)]


def test_that_the_form_of_before_flags_is_still_read():
    old = OLD_HEADER + b"\n2026-11-22T09:30:00.125Z,dust,12.5\n"
    assert list(rows([old])) == [("dust", AT, 12.5, 0)]


@given(cuts=st.lists(st.integers(0, len(GOOD)), max_size=8))
def test_that_it_does_not_matter_in_which_pieces_they_come(cuts):
    edges = [0, *sorted(cuts), len(GOOD)]
    pieces = [GOOD[start:end] for start, end in pairwise(edges)]
    assert list(rows(pieces)) == list(rows([GOOD]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"time,channel,value\n",
        GOOD[:-1],
        GOOD + b"\n",
        GOOD + b"2026-11-22T09:30:00.125Z,dust,1e5,0\n",
        GOOD + b"2026-11-22T09:30:00.125Z,=cmd(),1,0\n",
        GOOD + b"2026-13-22T09:30:00.125Z,dust,1,0\n",
        GOOD + b"2026-11-22T09:30:00Z,dust,1,0\n",
        GOOD + b"2026-11-22T09:30:00.125Z,dust,1\n",
        GOOD + b"2026-11-22T09:30:00.125Z,dust,1,256\n",
        GOOD + b"2026-11-22T09:30:00.125Z,dust,1,00\n",
        OLD_HEADER + b"\n2026-11-22T09:30:00.125Z,dust,1,0\n",
        GOOD + b"9" * 5000,
        GOOD.replace(b"\n", b"\r\n"),
    ],
)
def test_that_other_lines_are_refused(data):
    with pytest.raises(ValueError, match=r".*"):
        list(rows([data]))


def test_that_chunks_for_the_workspace_keep_order_within_a_channel():
    made = [("dust", at, float(at), 0) for at in range(120_000)] + [("t", 1, 2.0, 3)]
    found = list(batches(iter(made)))
    assert [(name, len(part.values)) for name, part in found] == [
        ("dust", 50_000),
        ("dust", 50_000),
        ("dust", 20_000),
        ("t", 1),
    ]
    times = [at for name, part in found if name == "dust" for at in part.times_ms]
    assert times == list(range(120_000))
