"""What was cleared stays cleared: through a restart, and in an audit that someone else took in."""

from dataclasses import replace

import pytest

from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Column, Question, QuestionType, Text
from kta_desktop.services import answering, auditing, filling, packs, workspace
from kta_desktop.services.answering import Edit


@pytest.fixture
def audit(ws, new_audit, tiny_pack, monkeypatch):
    """An audit whose form begins with a default and a row, and has a default behind a gate."""
    label = Text(ru="Вопрос")
    asked = (
        Question(
            name="year",
            number="8.4",
            section="wat",
            type=QuestionType.INTEGER,
            label=label,
            default="2025",
        ),
        Question(
            name="inside",
            number="8.5",
            section="wat",
            type=QuestionType.TEXT,
            label=label,
            relevant="${wat_01} = 'река'",
            default="'по счётчику'",
        ),
        Question(
            name="wells",
            number="8.6",
            section="wat",
            type=QuestionType.TABLE,
            label=label,
            columns=(Column(name="depth", type=QuestionType.DECIMAL, label=label),),
            more={"min": 1},
        ),
    )
    definition = replace(tiny_pack, questions=(*tiny_pack.questions, *asked))
    made = (definition, json_hash(definition.to_json()))
    monkeypatch.setattr(packs, "compiled", lambda _pack: made)
    return auditing.start(ws, new_audit).id


def _store(ws, audit, *edits):
    """Store edits and what the form owes after them, as the window does."""
    form = filling.of_audit(auditing.load(ws, audit))
    for edit in edits:
        form.apply(edit.path, edit.after)
    owed = []
    for edit in answering.owed(form):
        form.apply(edit.path, edit.after)
        owed.append(edit)
    return answering.store(ws, audit, (*edits, *owed))


@pytest.fixture
def reopened(ws, passphrase):
    """Return the workspace as the next start of the program opens it."""
    again = []

    def reopen():
        ws.close()
        again.append(workspace.open_workspace(ws.path, passphrase))
        return again[-1]

    yield reopen
    for each in again:
        each.close()


@pytest.mark.parametrize("path", ["year", "wells/n1", "inside"])
def test_that_a_cleared_default_stays_cleared_after_a_restart(ws, audit, reopened, path):
    _store(ws, audit, Edit("wat_01", {"text": "река", "value": "река"}))
    assert path in auditing.load(ws, audit).entries
    _store(ws, audit, Edit(path, None))
    later = reopened()
    form = filling.of_audit(auditing.load(later, audit))
    assert list(answering.owed(form)) == []
    made = _store(later, audit, Edit("wat_03", {"text": "1", "value": "1"}))
    assert [change.path for change in made] == ["wat_03"]
    assert path not in auditing.load(later, audit).entries
    assert form.rows("wells") == () or path != "wells/n1"


def test_that_a_default_that_was_never_stored_is_still_owed_after_a_restart(ws, audit, reopened):
    later = reopened()
    made = _store(later, audit, Edit("wat_01", {"text": "река", "value": "река"}))
    assert [change.path for change in made] == ["wat_01", "inside"]
