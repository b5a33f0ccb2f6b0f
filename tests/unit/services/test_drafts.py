"""What is typed is kept until it is an answer, and never longer."""

import pytest

from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section, Text
from kta_desktop.services import answering, auditing, drafts, filling, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage.errors import UnfitTextError

LABEL = Text(ru="Вопрос")


def _texts(ws, audit):
    return {draft.path: draft.text for draft in drafts.kept(ws, audit)}


def test_that_the_newest_text_of_each_field_is_kept(ws, audit):
    drafts.keep(ws, audit, {"wat_03": "1", "wat_01#note": "сч"})
    drafts.keep(ws, audit, {"wat_03": "1,5"})
    assert _texts(ws, audit) == {"wat_03": "1,5", "wat_01#note": "сч"}


def test_that_a_draft_goes_with_the_answer_of_its_path_and_no_other(ws, audit):
    drafts.keep(ws, audit, {"wat_03": "1,5", "wat_03#note": "сч"})
    answering.store(ws, audit, [Edit("wat_03", {"text": "1,5", "value": "1.5"})])
    assert _texts(ws, audit) == {"wat_03#note": "сч"}


def test_that_a_draft_of_a_part_goes_with_the_edit_it_was_typed_for(ws, audit):
    drafts.keep(ws, audit, {"wat_03#uncertainty": "0,2"})
    given = {"text": "1", "value": "1", "uncertainty": "0.2"}
    answering.store(ws, audit, [Edit("wat_03", given)], typed=["wat_03#uncertainty"])
    assert _texts(ws, audit) == {}


def test_that_an_answer_that_is_refused_leaves_its_draft(ws, audit):
    drafts.keep(ws, audit, {"wat_01": "а" * 30_000})
    with pytest.raises(UnfitTextError):
        answering.store(ws, audit, [Edit("wat_01", {"text": "а" * 30_000})])
    assert _texts(ws, audit) == {"wat_01": "а" * 30_000}


def test_that_drafts_are_in_no_log(ws, audit):
    before = len(list(answering.log(ws, audit)))
    drafts.keep(ws, audit, {"wat_03": "1,5"})
    assert len(list(answering.log(ws, audit))) == before
    assert "wat_03" not in auditing.load(ws, audit).entries


def test_that_a_copy_of_the_workspace_holds_the_drafts(ws, audit, passphrase):
    drafts.keep(ws, audit, {"wat_03": "1,5"})
    copy = workspace.back_up(ws)
    opened = workspace.open_workspace(copy.path, passphrase)
    assert _texts(opened, audit) == {"wat_03": "1,5"}
    opened.close()


def test_that_signs_no_file_can_hold_do_not_stop_a_draft(ws, audit):
    drafts.keep(ws, audit, {"wat_01": "до\ud800после\0 \u202e12"})
    assert _texts(ws, audit) == {"wat_01": "до\ufffdпосле 12"}


@pytest.mark.parametrize("path", ["wat_03#unknown", "wat_03#evidence:1", "#", "wat_03/"])
def test_that_a_draft_of_a_field_of_a_later_version_stops_nothing(ws, audit, path):
    drafts.keep(ws, audit, {path: "x", "wat_03": "1,5"})
    assert _texts(ws, audit) == {"wat_03": "1,5"}


COLUMNS = (
    Column(name="what", type=QuestionType.TEXT, label=LABEL),
    Column(name="m3", type=QuestionType.DECIMAL, label=LABEL, unit="m3/day"),
)
FORM = Definition(
    pack="forms",
    version="1",
    title=LABEL,
    sections=(Section(name="a", number="1", label=LABEL),),
    questions=tuple(
        Question(name=name, number=str(n), section="a", type=kind, label=LABEL, **more)
        for n, (name, kind, more) in enumerate(
            (
                ("size", QuestionType.DECIMAL, {"unit": "m3/t"}),
                ("words", QuestionType.TEXT, {}),
                ("day", QuestionType.DATE, {}),
                ("flows", QuestionType.TABLE, {"columns": COLUMNS}),
            )
        )
    ),
)
ENTRIES = {
    "size": {"text": "1", "value": "1", "unit": "m3/t", "origin": "metered"},
    "words": {"blank": "no_access"},
    "flows/r1": {"order": 1.0},
}


@pytest.fixture(scope="module")
def form():
    return filling.form(FORM, ENTRIES)


def _made(form, path, text):
    return [
        (edit.path, edit.after)
        for edit in drafts.edits_of(form, drafts.Draft(path, text, "2026-11-22T09:00:00.000Z"))
    ]


@pytest.mark.parametrize(
    ("path", "text", "where", "value"),
    [
        ("size", "2,5", "size", ENTRIES["size"] | {"text": "2,5", "value": "2.5"}),
        ("size", "2.5.0", "size", {k: v for k, v in ENTRIES["size"].items() if k != "value"}
         | {"text": "2.5.0"}),
        ("size#uncertainty", "0,2", "size", ENTRIES["size"] | {"uncertainty": "0.2"}),
        ("size#note", " поверен ", "size#note", "поверен"),
        ("words#reason", "ремонт", "words", {"blank": "no_access", "blank_note": "ремонт"}),
        ("words#until", "1.12.2026", "words", {"blank": "no_access", "blank_until": "2026-12-01"}),
        ("day", "22.11.2026", "day", {"text": "22.11.2026", "value": "2026-11-22"}),
        ("flows/r1/m3", "7", "flows/r1/m3", {"text": "7", "value": "7", "unit": "m3/day"}),
        ("@plant/name", "ТОО", "@plant/name", "ТОО"),
    ],
)  # fmt: skip
def test_that_a_draft_becomes_what_typing_it_would_have_made(form, path, text, where, value):
    assert _made(form, path, text) == [(where, value)]


def test_that_a_draft_of_the_empty_row_begins_the_table(form):
    (row, order), (cell, answer) = _made(form, "flows/new/what", "пар")
    assert order == {"order": 2.0}
    assert cell == f"{row}/what"
    assert answer["text"] == "пар"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("gone", "1"),
        ("gone#note", "1"),
        ("flows/r9/m3", "1"),
        ("flows/new/gone", "1"),
        ("size#uncertainty", "много"),
        ("day#reason", "нет"),
        ("words#until", "скоро"),
    ],
)
def test_that_a_draft_without_a_place_makes_no_answer(form, path, text):
    assert _made(form, path, text) == []
