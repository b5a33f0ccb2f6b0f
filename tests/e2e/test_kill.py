"""Kill -9 at random moments loses no acknowledged answer, and of what is typed a moment.

The full count, 560 moments, is ``python -m tests.bench.kill``.
"""

import os

import pytest

from tests.e2e.killing import kill_typists, kill_writers
from tests.e2e.killing_records import kill_recorders

WRITERS, TYPISTS, RECORDERS = 20, 8, 3

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are POSIX")


def test_that_killing_the_program_loses_no_acknowledged_answer(tmp_path):
    counts = kill_writers(tmp_path, WRITERS, seed=20261122)
    assert counts.kills == WRITERS
    assert counts.acknowledged >= WRITERS  # it was killed while writing, not before


def test_that_killing_the_window_loses_half_a_second_of_keys_and_offers_the_rest(tmp_path):
    counts = kill_typists(tmp_path, TYPISTS, seed=20261122)
    assert counts.kills == TYPISTS
    assert counts.keys > TYPISTS
    assert counts.offered > 0
    assert counts.late <= TYPISTS // 4, counts  # more is no stall of a busy machine
    assert counts.opening < 5  # s, beside whatever else the machine does


def test_that_killing_a_recording_of_twenty_channels_loses_less_than_the_last_second(tmp_path):
    counts = kill_recorders(tmp_path, RECORDERS, seed=20261122)
    assert counts.kills == RECORDERS
    assert counts.readings > RECORDERS * 20  # it was killed while recording
    assert counts.late <= RECORDERS // 3, counts
