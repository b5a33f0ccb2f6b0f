import pytest

from kta_desktop.domain.changes import ROOT, broken_links, replay
from kta_desktop.domain.ids import new_id
from kta_desktop.storage import changes, checks, entries
from kta_desktop.storage.errors import AuditNotFoundError


def _log(store, audit):
    with store.connect() as connection:
        return list(changes.of_audit(connection, audit))


def _merge(store, audit, foreign):
    """Take in changes from elsewhere, as a merge does."""
    with store.begin() as connection:
        added = changes.add(connection, foreign)
        touched = {change.path for change in foreign}
        log = [c for path in sorted(touched) for c in changes.of_path(connection, audit, path)]
        entries.rebuild(connection, audit, log)
        return added


def test_that_a_change_is_read_back_as_it_was_written(store, audit, write):
    made = write(q={"text": "12,5", "value": "12.5", "unit": "mg/Nm3"}, note="Привет")
    assert tuple(_log(store, audit)) == made


def test_that_the_chain_begins_at_the_root_and_verifies(store, audit, write):
    write(q=1)
    write(q=2, p=3)
    log = _log(store, audit)
    assert [change.seq for change in log] == [1, 2, 3]
    assert log[0].prev == ROOT
    assert broken_links(log) == []


def test_that_each_device_has_its_own_chain(store, audit, write):
    write(q=1)
    write(device="d2", q=2)
    write(q=3)
    log = _log(store, audit)
    assert [(change.device, change.seq) for change in log] == [("d1", 1), ("d2", 1), ("d1", 2)]
    assert broken_links(log) == []


def test_that_an_edit_is_built_on_what_was_there(write):
    (first,) = write(q=1)
    (second,) = write(q=2)
    assert (first.before, first.based_on) == (None, ())
    assert (second.before, second.based_on) == (1, (first.id,))


def test_that_an_edit_that_changes_nothing_leaves_no_change(store, audit, write):
    write(q={"value": "1", "text": "1"})
    assert write(q={"text": "1", "value": "1"}) == ()
    assert write(never=None) == ()
    assert len(_log(store, audit)) == 1


def test_that_a_value_taken_away_can_be_built_on(write):
    (first,) = write(q=1)
    (gone,) = write(q=None)
    (again,) = write(q=2)
    assert (gone.before, gone.after, gone.based_on) == (1, None, (first.id,))
    assert (again.before, again.based_on) == (None, (gone.id,))


def test_that_the_history_of_a_path_is_told_in_order(store, audit, write):
    write(q=1, p=1)
    write(q=2)
    with store.connect() as connection:
        assert [change.after for change in changes.of_path(connection, audit, "q")] == [1, 2]


def test_that_an_unknown_audit_is_refused(store):
    act = changes.Act(audit=new_id(), author="a", device="d", at="2026", group=new_id())
    with pytest.raises(AuditNotFoundError), store.begin() as connection:
        changes.write(connection, act, [("q", 1)])


@pytest.mark.parametrize("path", ["", "Q", "q#nothing", "@/x", "q/../p", "q; DROP TABLE changes"])
def test_that_what_is_no_path_is_refused(write, path):
    with pytest.raises(ValueError, match=r".*"):
        write(**{path: 1})


def test_that_nan_is_refused_and_nothing_of_the_act_stored(store, audit, write):
    with pytest.raises(ValueError, match="JSON"):
        write(q=1, p=float("nan"))
    assert _log(store, audit) == []


def test_that_merging_twice_changes_nothing(store, audit, write):
    (mine,) = write(q=1)
    theirs = _foreign(mine, after=2)
    assert _merge(store, audit, [theirs]) == 1
    assert _merge(store, audit, [theirs, mine]) == 0
    with store.connect() as connection:
        assert checks.differing_paths(connection, audit) == []


def test_that_two_values_built_on_the_same_one_conflict_and_both_stay(store, audit, write):
    (base,) = write(q=1)
    (mine,) = write(q=2)
    theirs = _foreign(base, after=3)
    _merge(store, audit, [theirs])
    with store.connect() as connection:
        values, heads = entries.load(connection, audit)
        (conflict,) = changes.conflicts(connection, audit, heads)
    assert values["q"] == 3
    assert conflict.path == "q"
    assert [head.id for head in conflict.heads] == [theirs.id, mine.id]


def test_that_an_edit_over_a_conflict_decides_it_even_for_the_value_shown(store, audit, write):
    (base,) = write(q=1)
    (mine,) = write(q=2)
    theirs = _foreign(base, after=3)
    _merge(store, audit, [theirs])
    (decision,) = write(q=3)
    assert set(decision.based_on) == {mine.id, theirs.id}
    assert replay(_log(store, audit)).conflicts == ()
    with store.connect() as connection:
        _values, heads = entries.load(connection, audit)
        assert changes.conflicts(connection, audit, heads) == ()


def test_that_equal_values_are_no_conflict(store, audit, write):
    (base,) = write(q=1)
    write(q=2)
    _merge(store, audit, [_foreign(base, after=2)])
    with store.connect() as connection:
        _values, heads = entries.load(connection, audit)
        assert len(heads["q"]) == 2
        assert changes.conflicts(connection, audit, heads) == ()


def _foreign(base, after):
    """Return a change of another device, built on ``base``."""
    from dataclasses import replace

    from kta_desktop.domain.changes import seal

    theirs = replace(
        base,
        id=new_id(),
        before=base.after,
        after=after,
        author="a2",
        device="d2",
        at="2026-11-22T10:00:00.000Z",
        based_on=(base.id,),
        group=new_id(),
    )
    return seal(theirs, ROOT, 1)
