"""Claims about which version of a pack is the newer one."""

import pytest

from kta_desktop.packs.versions import is_newer


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("draft-0.1", "draft-0.2"),
        ("1.9", "1.10"),
        ("1.0", "1.0.1"),
        ("draft-1.0", "1.0"),
        ("1.0 draft", "1"),
        ("2025-11-30", "2026-01-02"),
        ("v1.2", "v1.3"),
        ("", "1"),
    ],
)
def test_that_versions_follow_each_other_by_their_numbers(older, newer):
    assert is_newer(newer, than=older)
    assert not is_newer(older, than=newer)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1"), ("1.0", "v1"), ("a", "b"), ("", "")])
def test_that_versions_whose_numbers_are_equal_do_not_follow_each_other(one, other):
    assert not is_newer(one, than=other)
    assert not is_newer(other, than=one)


def test_that_a_version_without_end_is_compared_all_the_same():
    assert is_newer("9" * 10_000, than="1")
