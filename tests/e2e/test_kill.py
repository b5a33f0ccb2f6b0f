"""Kill -9 at random moments loses no acknowledged answer, and of what is typed a moment.

The full count, 500 moments, is ``python -m tests.bench.kill``.
"""

import os

import pytest

from tests.e2e.killing import LOST, kill_typists, kill_writers

WRITERS, TYPISTS = 20, 8

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are POSIX")


def test_that_killing_the_program_loses_no_acknowledged_answer(tmp_path):
    counts = kill_writers(tmp_path, WRITERS, seed=20261122)
    assert counts.kills == WRITERS
    assert counts.acknowledged > WRITERS  # it was killed while writing, not before


def test_that_killing_the_window_loses_half_a_second_of_keys_and_offers_the_rest(tmp_path):
    counts = kill_typists(tmp_path, TYPISTS, seed=20261122)
    assert counts.kills == TYPISTS
    assert counts.keys > TYPISTS
    assert counts.offered > 0
    assert counts.lost < LOST
    assert counts.opening < 1
