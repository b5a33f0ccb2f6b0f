import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.domain.changes import ROOT, ChangeKind, broken_links, replay, seal
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import changes, entries
from kta_desktop.storage.errors import (
    AuditNotFoundError,
    ChangedByOtherError,
    DiskFullError,
    UnfitTextError,
)


def _values(ws, audit):
    """Return what is shown of the questions."""
    found = auditing.load(ws, audit).entries
    return {path: value for path, value in found.items() if not path.startswith("@")}


def _set(ws, audit, **values):
    return answering.store(ws, audit, [Edit(path, value) for path, value in values.items()])


def _merge(ws, audit, path, after):
    """Let someone else change what is at ``path``, as a merged bundle does."""
    (*_older, base) = answering.history(ws, audit, path)
    theirs = seal(
        changes.Change(
            id=new_id(),
            audit=audit,
            path=path,
            before=base.after,
            after=after,
            author="them",
            device="their device",
            at="2027-01-01T00:00:00.000Z",
            seq=1,
            based_on=(base.id,),
            group=new_id(),
        ),
        ROOT,
        1,
    )
    with ws.store.begin() as connection:
        changes.add(connection, [theirs])
        entries.rebuild(connection, audit, changes.of_path(connection, audit, path))


def test_that_one_act_is_one_group_signed_by_author_and_device(ws, audit):
    made = _set(ws, audit, wat_01="река", wat_03="12")
    assert len({change.group for change in made}) == 1
    assert {(change.author, change.device) for change in made} == {(ws.profile.id, ws.device)}
    assert {change.kind for change in made} == {ChangeKind.EDIT}


def test_that_an_act_that_changes_nothing_stores_nothing(ws, audit):
    _set(ws, audit, wat_01="река")
    assert _set(ws, audit, wat_01="река") == ()
    assert len(answering.history(ws, audit, "wat_01")) == 1


def test_that_an_unknown_audit_is_refused(ws):
    with pytest.raises(AuditNotFoundError):
        _set(ws, new_id(), wat_01="река")


def test_that_an_act_is_stored_whole_or_not_at_all(ws, audit):
    with pytest.raises(ValueError, match="not a path"):
        answering.store(ws, audit, [Edit("wat_01", "река"), Edit("not a path", 1)])
    assert _values(ws, audit) == {}


def test_that_a_full_disk_loses_only_the_refused_answer(ws, audit):
    _set(ws, audit, wat_01="река")
    with ws.store.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    answers = {f"wat_{number}": "x" * 19_000 for number in range(10, 20)}
    with pytest.raises(DiskFullError):
        _set(ws, audit, **answers)
    assert _values(ws, audit) == {"wat_01": "река"}
    with ws.store.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    _set(ws, audit, wat_03="12")
    assert broken_links(answering.log(ws, audit)) == []


def test_that_undo_takes_back_an_act_and_redo_brings_it_back(ws, audit):
    _set(ws, audit, wat_01="река", wat_03="1")
    _set(ws, audit, wat_03="2")
    assert {change.kind for change in answering.undo(ws, audit)} == {ChangeKind.UNDO}
    assert _values(ws, audit) == {"wat_01": "река", "wat_03": "1"}
    answering.undo(ws, audit)
    assert _values(ws, audit) == {}
    assert answering.undo(ws, audit) == ()
    answering.redo(ws, audit)
    assert _values(ws, audit) == {"wat_01": "река", "wat_03": "1"}
    assert {change.kind for change in answering.redo(ws, audit)} == {ChangeKind.REDO}
    assert _values(ws, audit) == {"wat_01": "река", "wat_03": "2"}
    assert answering.redo(ws, audit) == ()


def test_that_what_would_be_undone_and_redone_is_told_beforehand(ws, audit):
    first = _set(ws, audit, wat_01="река")
    assert answering.undoable(ws, audit) == first
    assert answering.redoable(ws, audit) == ()
    undone = answering.undo(ws, audit)
    assert answering.undoable(ws, audit) == ()
    assert answering.redoable(ws, audit) == undone


def test_that_the_same_path_twice_in_an_act_is_undone_in_reverse(ws, audit):
    answering.store(ws, audit, [Edit("wat_01", "a"), Edit("wat_01", "b")])
    answering.undo(ws, audit)
    assert _values(ws, audit) == {}
    answering.redo(ws, audit)
    assert _values(ws, audit) == {"wat_01": "b"}


def test_that_a_new_edit_clears_what_could_be_redone(ws, audit):
    _set(ws, audit, wat_01="a")
    answering.undo(ws, audit)
    _set(ws, audit, wat_03="1")
    assert answering.redo(ws, audit) == ()
    answering.undo(ws, audit)
    assert _values(ws, audit) == {}
    assert answering.undo(ws, audit) == ()


def test_that_undo_outlives_a_restart(ws, audit, passphrase):
    _set(ws, audit, wat_01="a")
    _set(ws, audit, wat_01="b")
    answering.undo(ws, audit)
    ws.close()
    again = workspace.open_workspace(ws.path, passphrase)
    assert _values(again, audit) == {"wat_01": "a"}
    answering.redo(again, audit)
    assert _values(again, audit) == {"wat_01": "b"}
    answering.undo(again, audit)
    answering.undo(again, audit)
    assert _values(again, audit) == {}
    again.close()


@pytest.mark.parametrize("path", ["@revision/1", "@session/01a2"])
def test_that_records_of_what_happened_are_not_undone(ws, audit, path):
    _set(ws, audit, wat_01="a")
    answering.store(ws, audit, [Edit(path, {"at": "2026"})])
    answering.undo(ws, audit)
    found = auditing.load(ws, audit).entries
    assert path in found
    assert "wat_01" not in found


def test_that_the_start_of_an_audit_is_not_undone_but_later_edits_of_it_are(ws, audit):
    answering.store(ws, audit, [Edit("@audit/ends_on", "2026-11-30")])
    assert len(answering.undo(ws, audit)) == 1
    assert answering.undo(ws, audit) == ()
    assert auditing.load(ws, audit).text("@audit/ends_on") == "2026-11-24"


def test_that_what_someone_else_changed_since_is_not_overwritten_by_undo(ws, audit):
    _set(ws, audit, wat_03="1")
    _set(ws, audit, wat_01="mine")
    _merge(ws, audit, "wat_01", "theirs")
    with pytest.raises(ChangedByOtherError) as caught:
        answering.undo(ws, audit)
    assert "wat_01" in caught.value.sentence("ru")
    assert _values(ws, audit) == {"wat_01": "theirs", "wat_03": "1"}
    answering.undo(ws, audit)  # the next call goes on with the act before
    assert _values(ws, audit) == {"wat_01": "theirs"}


def test_that_redo_does_not_overwrite_either(ws, audit):
    _set(ws, audit, wat_01="mine")
    answering.undo(ws, audit)
    _merge(ws, audit, "wat_01", "theirs")
    with pytest.raises(ChangedByOtherError):
        answering.redo(ws, audit)
    assert _values(ws, audit) == {"wat_01": "theirs"}
    assert answering.redo(ws, audit) == ()


def test_that_edits_of_others_are_not_ours_to_undo(ws, audit):
    _set(ws, audit, wat_01="a")
    answering.undo(ws, audit)
    _merge(ws, audit, "wat_01", "theirs")
    assert answering.undo(ws, audit) == ()


_VALUE = st.sampled_from([None, "1", "2", {"value": "3"}])
_ACT = st.lists(st.tuples(st.sampled_from(["wat_01", "wat_03", "wat_01#note"]), _VALUE), min_size=1)
_STEPS = st.lists(st.one_of(_ACT, st.just("undo"), st.just("redo")), max_size=20)


class Model:
    """What undo and redo mean: a list of states and a place in it."""

    def __init__(self):
        self.states = [{}]
        self.place = 0

    def edit(self, act):
        state = dict(self.states[self.place])
        changed = False
        for path, value in act:
            changed |= json.dumps(state.get(path)) != json.dumps(value)
            state[path] = value
        if changed:  # an act that changes nothing is none
            self.states[self.place + 1 :] = [state]
            self.place += 1

    def step(self, by):
        self.place = min(max(self.place + by, 0), len(self.states) - 1)

    @property
    def shown(self):
        return {path: value for path, value in self.states[self.place].items() if value is not None}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_STEPS)
@pytest.mark.usefixtures("tiny_pack")
def test_that_any_sequence_of_edits_undos_and_redos_is_what_a_list_of_states_says(
    ws, new_audit, steps
):
    audit = auditing.start(ws, replace(new_audit, number=new_id())).id
    start = dict(auditing.load(ws, audit).entries)
    model = Model()
    for step in steps:
        if step == "undo":
            answering.undo(ws, audit)
            model.step(-1)
        elif step == "redo":
            answering.redo(ws, audit)
            model.step(1)
        else:
            answering.store(ws, audit, [Edit(path, value) for path, value in step])
            model.edit(step)
        assert _values(ws, audit) == model.shown
    log = list(answering.log(ws, audit))
    assert replay(log).entries == auditing.load(ws, audit).entries
    assert broken_links(log) == []
    while answering.undo(ws, audit):
        pass
    assert auditing.load(ws, audit).entries == start


def test_that_answers_from_several_threads_make_one_sound_chain(ws, audit):
    def enter(number):
        _set(ws, audit, **{f"q_{number}": number, "last": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, range(80)))
    log = list(answering.log(ws, audit))
    assert broken_links(log) == []
    assert replay(log).entries == auditing.load(ws, audit).entries
    assert {f"q_{number}" for number in range(80)} <= set(_values(ws, audit))


def test_that_a_text_no_sheet_can_hold_is_refused_and_the_old_one_kept(ws, audit):
    answering.store(ws, audit, [Edit("wat_03#note", "kept")])
    for text in ("a" * 20_001, "half \ud83d pair"):
        with pytest.raises(UnfitTextError):
            answering.store(ws, audit, [Edit("wat_03#note", text)])
    assert answering.history(ws, audit, "wat_03#note")[-1].after == "kept"
