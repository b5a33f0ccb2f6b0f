"""The log of changes: its chain shows tampering, its replay is the state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.changes import ROOT, Change, ChangeKind, broken_links, replay, seal
from kta_desktop.domain.ids import new_id


def change(path="a", before=None, after=1, based_on=(), device="d1", at="2026-11-22T09:00:00.000Z"):
    return Change(
        id=new_id(), audit="x", path=path, before=before, after=after, author="a1",
        device=device, at=at, seq=0, based_on=based_on, group=new_id(),
    )  # fmt: skip


def chained(*changes):
    links, prev = [], ROOT
    for seq, link in enumerate(changes, 1):
        links.append(seal(link, prev, seq))
        prev = links[-1].hash
    return links


def test_that_an_untouched_chain_verifies_in_any_order():
    links = chained(*(change(after=n) for n in range(5)))
    assert broken_links(reversed(links)) == []


@given(st.integers(0, 4), st.sampled_from(["after", "before", "author", "at", "path"]))
def test_that_an_altered_change_is_found(index, field):
    links = chained(*(change(after=n) for n in range(5)))
    altered = replace(links[index], **{field: "forged"})
    links[index] = altered
    assert [(link.change, link.reason) for link in broken_links(links)] == [(altered.id, "altered")]


@given(st.integers(0, 3))
def test_that_a_removed_change_is_found(index):
    links = chained(*(change(after=n) for n in range(5)))
    following = links[index + 1].id
    del links[index]
    assert [(link.change, link.reason) for link in broken_links(links)] == [(following, "missing")]


def test_that_resealing_one_change_breaks_its_successor():
    links = chained(*(change(after=n) for n in range(3)))
    links[1] = seal(replace(links[1], after="forged"), links[0].hash, 2)
    assert [link.change for link in broken_links(links)] == [links[2].id]


def test_that_a_second_chain_of_the_same_device_is_a_fork():
    links = chained(*(change(after=n) for n in range(2)))
    fork = seal(change(after="other"), links[0].hash, 2)
    assert "forked" in {link.reason for link in broken_links([*links, fork])}


def test_that_json_round_trip_keeps_the_hash():
    link = chained(change(after={"value": "1.5", "text": "1,5"}))[0]
    again = Change.from_json(link.to_json())
    assert (again, again.computed_hash()) == (link, link.hash)


@pytest.mark.parametrize("bad", [{}, {"id": "x"}, {"based_on": None, "kind": "edit"}])
def test_that_what_is_no_change_is_refused(bad):
    with pytest.raises((TypeError, ValueError, KeyError)):
        Change.from_json(bad)


def test_that_the_state_is_what_the_last_change_of_each_path_left():
    first = change(after=1)
    second = change(before=1, after=2, based_on=(first.id,))
    gone = change(path="b", after="x")
    removal = change(path="b", before="x", after=None, based_on=(gone.id,))
    state = replay([first, second, gone, removal])
    assert state.entries == {"a": 2}
    assert state.heads == {"a": (second.id,), "b": (removal.id,)}
    assert state.conflicts == ()


def test_that_two_changes_built_on_the_same_one_conflict_and_both_stay():
    base = change(after=1)
    mine = change(before=1, after=2, based_on=(base.id,), at="2026-11-22T10:00:00.000Z")
    theirs = change(
        before=1, after=3, based_on=(base.id,), device="d2", at="2026-11-22T11:00:00.000Z"
    )
    state = replay([base, mine, theirs])
    assert state.entries == {"a": 3}
    assert [head.id for head in state.conflicts[0].heads] == [theirs.id, mine.id]


def test_that_the_same_value_from_two_people_is_no_conflict():
    base = change(after=1)
    both = [change(before=1, after=2, based_on=(base.id,), device=d) for d in ("d1", "d2")]
    assert replay([base, *both]).conflicts == ()


def test_that_a_decision_built_on_both_ends_the_conflict():
    base = change(after=1)
    mine, theirs = (change(before=1, after=n, based_on=(base.id,)) for n in (2, 3))
    decision = replace(
        change(before=3, after=2, based_on=(mine.id, theirs.id)), kind=ChangeKind.RESOLVE
    )
    state = replay([base, mine, theirs, decision])
    assert (state.entries, state.conflicts) == ({"a": 2}, ())


@given(st.permutations(range(4)))
def test_that_the_state_does_not_depend_on_the_order_of_arrival(order):
    base = change(after=1)
    mine, theirs = (change(before=1, after=n, based_on=(base.id,)) for n in (2, 3))
    log = [base, mine, theirs, change(path="b", after="x")]
    assert replay([log[index] for index in order]) == replay(log)
