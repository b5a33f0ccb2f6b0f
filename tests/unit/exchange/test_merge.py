"""Merging change logs: nothing is lost, and the order in which logs meet does not matter."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.changes import broken_links, replay, seal
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.errors import AuditForkedError
from kta_desktop.exchange.merge import union, withdrawn_under_work

AUDIT = new_id()
STEP = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 2), st.sampled_from("abc"), st.integers(0, 3)),
    st.tuples(st.just("meet"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("close"), st.integers(0, 2), st.integers(1, 3)),
)
LAWS = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def play(new_device, steps):
    """Return three devices after they wrote, met and closed as ``steps`` say."""
    devices = [new_device(AUDIT, seed) for seed in (1, 2, 3)]
    for step in steps:
        if step[0] == "write":
            devices[step[1]].write(step[2], {"text": str(step[3])})
        elif step[0] == "close":
            devices[step[1]].close(step[2])
        else:
            devices[step[1]].learn(devices[step[2]])
    return devices


@LAWS
@given(steps=st.lists(STEP, max_size=25))
def test_that_merging_is_commutative_associative_and_idempotent(new_device, steps):
    a, b, c = (device.log for device in play(new_device, steps))
    left = union("x", union("x", a, b), c)
    assert left == union("x", a, union("x", b, c)) == union("x", c, b, a)
    assert union("x", left, left, b) == left
    assert broken_links(left) == []
    assert state(left) == state(reversed(left))


@LAWS
@given(steps=st.lists(STEP, max_size=25))
def test_that_no_value_disappears_but_by_a_change_built_on_it(new_device, steps):
    logs = [device.log for device in play(new_device, steps)]
    together = union("x", *logs)
    merged = replay(together)
    built_on = {parent for change in together for parent in change.based_on}
    ends = {change.id for change in together if change.id not in built_on}
    assert {head for heads in merged.heads.values() for head in heads} == ends


def state(log):
    found = replay(log)
    conflicts = [(one.path, [head.id for head in one.heads]) for one in found.conflicts]
    return canonical_json(found.entries), found.heads, conflicts


def test_that_two_values_entered_apart_conflict_and_both_stay(device, new_device):
    other = new_device(device.audit, seed=2)
    other.learn(device)
    device.answer("wat_03", "4")
    other.answer("wat_03", "5")
    merged = replay(union("x", device.log, other.log))
    assert [conflict.path for conflict in merged.conflicts] == ["wat_03"]
    assert {head.after["value"] for head in merged.conflicts[0].heads} == {"4", "5"}


def test_that_two_closings_of_one_number_are_not_for_a_person_to_decide(device, new_device):
    other = new_device(device.audit, seed=2)
    other.learn(device)
    device.close(2)
    other.close(2)
    assert replay(union("x", device.log, other.log)).conflicts == ()


def test_that_a_chain_continued_in_two_ways_is_refused(device, new_device):
    twin = new_device(device.audit, seed=1)
    twin.learn(device)
    device.answer("wat_03", "4")
    twin.answer("wat_03", "5")
    with pytest.raises(AuditForkedError):
        union("x", device.log, twin.log)


def test_that_one_id_with_two_contents_is_refused(device):
    log = list(device.log)
    last = log[-1]
    log[-1] = seal(last, last.prev, last.seq)
    assert union("x", log, device.log)
    log[-1] = seal(replace(last, author="other"), last.prev, last.seq)
    with pytest.raises(AuditForkedError):
        union("x", log, device.log)


def test_that_an_instance_removed_here_and_worked_in_there_is_found(new_device):
    here, there = new_device(AUDIT, 1), new_device(AUDIT, 2)
    here.write("source/r1", {"order": 1.0})
    here.write("source/r2", {"order": 2.0})
    there.learn(here)
    removal = here.write("source/r1", None)
    here.write("source/r2", None)
    there.write("source/r1/height", {"text": "12"})
    assert withdrawn_under_work(here.log, there.log) == (removal,)
    assert withdrawn_under_work(there.log, here.log) == (removal,)
    here.learn(there)
    there.learn(here)
    assert withdrawn_under_work(here.log, there.log) == ()


def test_that_work_which_was_seen_before_the_removal_does_not_hold_it_up(new_device):
    here, there = new_device(AUDIT, 1), new_device(AUDIT, 2)
    here.write("source/r1", {"order": 1.0})
    there.learn(here)
    there.write("source/r1/height", {"text": "12"})
    here.learn(there)
    here.write("source/r1", None)
    assert withdrawn_under_work(here.log, there.log) == ()


def test_that_work_is_found_in_instances_inside_an_instance_and_not_in_its_namesakes(new_device):
    here, there = new_device(AUDIT, 1), new_device(AUDIT, 2)
    for row in ("source/r1", "source/r11", "source/r1/unit/u1", "source/r2"):
        here.write(row, {"order": 1.0})
    there.learn(here)
    outer, inner = here.write("source/r1", None), here.write("source/r1/unit/u1", None)
    here.write("source/r2", None)
    there.write("source/r1/unit/u1/mass#note", "взвешено")
    there.write("source/r11/height", {"text": "12"})
    there.write("source/r2", {"order": 2.0})  # on the instance itself: its paths meet
    assert withdrawn_under_work(here.log, there.log) == (outer, inner)


def test_that_many_removals_and_much_work_are_quickly_brought_together(new_device):
    here, there = new_device(AUDIT, 1), new_device(AUDIT, 2)
    row, cell = here.write("source/r1", {"order": 1.0}), there.write("wat/r/c", {"text": "1"})
    gone = [
        replace(row, id=f"a{n}", path=f"source/{n}", before={"order": 1.0}, after=None)
        for n in range(1000)
    ]
    work = [replace(cell, id=f"b{n}", path=f"wat/{n}/c") for n in range(10_000)]
    began = time.thread_time()
    assert withdrawn_under_work(gone, work) == ()
    assert time.thread_time() - began < 1
