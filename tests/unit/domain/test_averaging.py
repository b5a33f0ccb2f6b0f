"""What a level's averaging asks of a session."""

import pytest

from kta_desktop.domain.averaging import AveragingKind, rule_of, rules_of


def told(*averaging):
    return [(rule.kind, rule.minutes, rule.count) for rule in rules_of(averaging)]


def test_that_three_samples_of_half_an_hour_are_asked_where_the_book_says_so():
    assert told("spot3x30min") == [(AveragingKind.SAMPLES, 30, 3)]


def test_that_a_level_with_two_ways_offers_both_the_shorter_first():
    assert told("daily-continuous", "spot3x30min") == [
        (AveragingKind.SAMPLES, 30, 3),
        (AveragingKind.BLOCK, 1440, 1),
    ]


def test_that_one_way_named_twice_is_offered_once():
    assert told("daily", "daily_or_sampling") == [(AveragingKind.BLOCK, 1440, 1)]


@pytest.mark.parametrize("averaging", ["yearly", "monthly", "catalyst_campaign", "sampling", ""])
def test_that_what_no_session_can_give_or_nobody_wrote_down_has_no_rule(averaging):
    assert rules_of([averaging]) == ()


def test_that_a_session_without_a_named_rule_takes_samples_of_its_own_length():
    rule = rule_of("", 45.0, 2)
    assert (rule.kind, rule.minutes, rule.count) == (AveragingKind.SAMPLES, 45.0, 2)


def test_that_of_an_averaging_with_two_ways_the_minutes_tell_which_was_taken():
    assert rule_of("daily_or_sampling_30min", 1440, 1).is_block
    assert not rule_of("daily_or_sampling_30min", 30, 1).is_block


def test_that_a_longer_sample_than_the_rule_asks_is_still_a_sample():
    assert not rule_of("spot3x30min", 60, 3).is_block
