"""The history of an answer in words: who, when, from what to what, and why."""

import time
from dataclasses import replace

import pytest

from kta_desktop import i18n
from kta_desktop.domain.changes import ROOT, Change, ChangeKind, seal
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, filling, history
from kta_desktop.services.answering import Edit
from kta_desktop.services.history import HistoryKind, act_name, act_words
from kta_desktop.storage import changes, entries
from tests.widgets.checklist.plant import NESTED

DISCHARGE = {"text": "3,25", "value": "3.25", "unit": "m3/t"}


@pytest.fixture(autouse=True)
def _russian():
    i18n.set_language("ru")


def enter(ws, audit, path, value, kind=ChangeKind.EDIT):
    return answering.store(ws, audit, [Edit(path, value)], kind)


def told(ws, audit, place):
    state = filling.of_audit(auditing.load(ws, audit))
    return history.lines(history.read(ws, audit, place), state, place, ws.device, "ru")


def theirs(ws, audit, path, value):
    """Let a change of another computer be merged."""
    made = seal(
        Change(
            id=new_id(),
            audit=audit,
            path=path,
            before=None,
            after=value,
            author="01a20000-0000-7000-8000-00000000ffff",
            device="c0ffee11223344556677",
            at="2027-01-01T00:00:00.000Z",
            seq=1,
            group=new_id(),
        ),
        ROOT,
        1,
    )
    with ws.store.begin() as connection:
        changes.add(connection, [made])
        entries.rebuild(connection, audit, changes.of_path(connection, audit, path))


def test_that_every_value_is_told_with_what_it_replaced(ws, audit):
    enter(ws, audit, "wat_03", {"text": "2,9", "value": "2.9", "unit": "m3/t"})
    enter(ws, audit, "wat_03", DISCHARGE)
    newest, oldest = told(ws, audit, "wat_03")
    assert (newest.before, newest.after) == ("2,9\xa0м³/т", "3,25\xa0м³/т")
    assert (oldest.before, oldest.after) == ("пусто", "2,9\xa0м³/т")
    assert newest.who == "Ахметова Айгуль Сериковна"
    assert newest.at >= oldest.at


def test_that_how_a_figure_was_got_is_part_of_it(ws, audit):
    enter(ws, audit, "wat_03", {**DISCHARGE, "origin": "declared"})
    enter(ws, audit, "wat_03", {**DISCHARGE, "origin": "calculated"})
    newest = told(ws, audit, "wat_03")[0]
    assert newest.before != newest.after


def test_that_a_reason_for_a_blank_is_told_in_words(ws, audit):
    enter(ws, audit, "wat_03", {"blank": "refused"})
    assert told(ws, audit, "wat_03")[0].after.startswith("Нет ответа:")


def test_that_only_the_value_of_now_is_marked_as_such(ws, audit):
    enter(ws, audit, "wat_01", {"text": "река", "value": "река"})
    enter(ws, audit, "wat_01", {"text": "скважина", "value": "скважина"})
    assert [line.is_current for line in told(ws, audit, "wat_01")] == [True, False]


def test_that_undo_redo_and_decision_are_told_apart(ws, audit):
    enter(ws, audit, "wat_03", DISCHARGE)
    answering.undo(ws, audit)
    answering.redo(ws, audit)
    enter(ws, audit, "wat_03", {"text": "4", "value": "4"}, ChangeKind.RESOLVE)
    assert [line.kind for line in told(ws, audit, "wat_03")] == [
        HistoryKind.DECIDED,
        HistoryKind.REDONE,
        HistoryKind.UNDONE,
        HistoryKind.ENTERED,
    ]


def test_that_what_came_from_another_computer_is_told_with_its_device(ws, audit):
    theirs(ws, audit, "wat_03", DISCHARGE)
    (line,) = told(ws, audit, "wat_03")
    assert line.kind is HistoryKind.RECEIVED
    assert "c0ffee11" in line.who


def test_that_a_copy_of_the_previous_audit_is_told(ws, audit):
    enter(ws, audit, "wat_03", {**DISCHARGE, "copied_from": "018bcfe5-6800-7000-8000-000000000001"})
    assert told(ws, audit, "wat_03")[0].kind is HistoryKind.COPIED


def test_that_note_and_evidence_stand_with_the_answer_and_neighbours_do_not(ws, audit):
    enter(ws, audit, "wat_03#note", "Насос в ремонте")
    file = {"id": "e1", "sha256": "0" * 64, "name": "IMG_1.jpg", "media_type": "image/jpeg"}
    enter(ws, audit, "wat_03#evidence:e1", {**file, "size": 1})
    enter(ws, audit, "wat_01", {"text": "река", "value": "река"})
    assert [(line.what, line.after) for line in told(ws, audit, "wat_03")] == [
        ("доказательство", "IMG_1.jpg"),
        ("примечание", "Насос в ремонте"),
    ]


def test_that_a_name_with_the_same_beginning_is_another_question(ws, audit):
    enter(ws, audit, "wat_03", DISCHARGE)
    assert history.read(ws, audit, "wat_0") == ()
    assert history.read(ws, audit, "watx03") == ()  # «_» is no wildcard


def test_that_what_the_newest_value_was_can_be_stored_again(ws, audit):
    enter(ws, audit, "wat_03", DISCHARGE)
    enter(ws, audit, "wat_03", None)
    old = told(ws, audit, "wat_03")[1]
    enter(ws, audit, old.path, old.value)
    assert auditing.load(ws, audit).entries["wat_03"] == DISCHARGE


def _change(path, before, after):
    return Change(
        id=new_id(),
        audit="a",
        path=path,
        before=before,
        after=after,
        author="x",
        device="d",
        at="2026-11-22T10:00:00.000Z",
        seq=1,
        group="g",
    )


def _text(text):
    return {"text": text, "value": text}


@pytest.fixture(scope="module")
def nested():
    rows = {
        "source/s1": {"order": 1.0},
        "source/s1/src_no": _text("0001 Труба"),
        "source/s1/pollutants/p1": {"order": 1.0},
        "source/s1/pollutants/p1/substance": {"value": "dust"},
    }
    return filling.form(NESTED, rows)


def test_that_a_table_tells_its_rows_and_columns(nested):
    found = [
        _change("source/s1/pollutants/p1/substance", None, {"value": "dust"}),
        _change("source/s1/pollutants/gone", {"order": 2.0}, None),
    ]
    lines = history.lines(found, nested, "source/s1/pollutants", "d", "ru")
    assert lines[0].what.startswith("строка 1 · ")
    assert lines[1].what == "удалённая строка"


def test_that_a_repeat_tells_the_instance_and_the_question(nested):
    found = [_change("source/s1/src_height", None, {"text": "25", "value": "25", "unit": "m"})]
    (line,) = history.lines(found, nested, "source", "d", "ru")
    assert line.what.startswith("0001 Труба · ")
    (inside,) = history.lines(found, nested, "source/s1", "d", "ru")
    assert "0001" not in inside.what
    assert inside.what


def test_that_an_act_is_told_with_the_value_before_and_after(nested):
    act = [_change("source/s1/src_no", _text("0001 Труба"), _text("0001 Новая труба"))]
    words = act_words(act, nested, "ru")
    assert words.endswith(": 0001 Труба → 0001 Новая труба")
    assert words.startswith(act_name(act, nested, "ru"))


def test_that_of_an_act_on_many_places_the_first_are_told_and_the_rest_counted(nested):
    names = ("src_no", "src_kind", "src_height", "src_hours")
    act = [_change(f"source/s1/{name}", None, _text("1")) for name in names]
    assert act_words(act, nested, "ru").endswith("; и ещё 2")


def test_that_a_long_text_is_shortened_in_a_sentence(nested):
    act = [_change("source/s1/src_no", None, _text("слово " * 1000))]
    assert len(act_words(act, nested, "ru")) < 200


def test_that_of_six_hundred_changes_the_newest_are_soon_told(ws, audit):
    with ws.store.begin() as connection:
        act = changes.Act(
            audit=audit,
            author=ws.profile.id,
            device=ws.device,
            at="2026-11-22T10:00:00.000Z",
            group="g",
            kind=ChangeKind.EDIT,
        )
        for number in range(600):
            text = str(number)
            answer = figure(text)
            changes.write(connection, replace(act, group=text), [("wat_03", answer)])
    state = filling.of_audit(auditing.load(ws, audit))
    started = time.thread_time()
    found = history.read(ws, audit, "wat_03")
    lines = history.lines(found, state, "wat_03", ws.device, "ru")
    spent = time.thread_time() - started
    assert len(lines) == history.MOST
    assert lines[0].after == "599\xa0м³/т"
    assert spent < 1


def figure(text):
    return {**DISCHARGE, "text": text, "value": text}
