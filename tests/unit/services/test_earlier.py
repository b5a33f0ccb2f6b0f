"""What earlier audits answered is told question by question, and taken over one by one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services import answering, auditing, packs
from kta_desktop.services.answering import Edit
from kta_desktop.services.earlier import change_percent, earlier

T = QuestionType


def _q(name, kind, **more):
    text = Text(ru=name)
    return Question(
        name=name, number="1", section="s", type=kind, label=text, concept=f"c.{name}", **more
    )


COLUMNS = (
    Column(name="source", type=T.TEXT, label=Text(ru="Откуда")),
    Column(name="m3", type=T.DECIMAL, label=Text(ru="Сколько"), unit="m3"),
)
ASKED = Definition(
    pack="small",
    version="1",
    title=Text(ru="Проба"),
    sections=(Section(name="s", number="1", label=Text(ru="С")),),
    questions=(
        _q("drain", T.DECIMAL, unit="m3/h"),
        _q("owner", T.TEXT),
        _q("water", T.TABLE, columns=COLUMNS),
        _q("stack", T.REPEAT, more={"key": "stack_name"}),
        _q("stack_name", T.TEXT, parent="stack"),
        _q("height", T.DECIMAL, unit="m", parent="stack"),
    ),
)


def _text(text):
    return {"text": text, "value": text}


STACKS = {
    "stack/a": {"order": 1.0},
    "stack/a/stack_name": _text("Труба 1"),
    "stack/a/height": _text("30"),
    "stack/b": {"order": 2.0},
    "stack/b/stack_name": _text("Труба 2"),
}


@pytest.fixture
def start(ws, new_audit, monkeypatch):
    """Start an audit with entries; return its record."""
    monkeypatch.setattr(packs, "compiled", lambda _pack: (ASKED, json_hash(ASKED.to_json())))

    def begin(year, entries):
        asked = replace(
            new_audit, number=f"KTA-{year}-001", pack="small", starts_on=f"{year}-05-01"
        )
        audit = auditing.start(ws, asked).id
        answering.store(ws, audit, [Edit(*pair) for pair in entries.items()])
        return auditing.load(ws, audit)

    return begin


def test_that_the_newest_audit_that_answered_a_question_is_told(ws, start):
    start(2020, {"drain": _text("30"), "owner": _text("Иванов")})
    start(2023, {"drain": _text("36")})
    known = earlier(ws, start(2026, {}))
    assert (known["drain"].value, known["drain"].starts_on) == (Decimal(36), "2023-05-01")
    assert known["drain"].answer.unit == "m3/h"
    assert (known["owner"].answer.value, known["owner"].number) == ("Иванов", "KTA-2020-001")


def test_that_a_question_that_is_answered_by_now_is_told_too(ws, start):
    old = start(2023, {"drain": _text("36")})
    now = start(2026, {"drain": _text("40")})
    (edit,) = earlier(ws, now)["drain"].edits
    assert Answer.from_json(edit.after).copied_from == old.id


def test_that_instances_are_told_apart_by_name_and_none_is_made(ws, start):
    start(2023, STACKS)
    now = start(2026, {"stack/x": {"order": 1.0}, "stack/x/stack_name": _text("труба 1")})
    known = earlier(ws, now)
    assert known["stack/x/height"].value == Decimal(30)
    assert {path.split("/")[1] for path in known if "/" in path} == {"x"}


def test_that_a_table_is_taken_with_its_rows_as_one(ws, start):
    rows = {
        "water/a": {"order": 1.0},
        "water/a/source": _text("Скважина"),
        "water/a/m3": _text("10"),
        "water/b": {"order": 2.0},
        "water/b/source": _text("Река"),
    }
    start(2023, rows)
    now = start(2026, {})
    taken = earlier(ws, now)["water"]
    assert (taken.rows, taken.answer.is_empty) == (2, True)
    answering.store(ws, now.id, taken.edits)
    stored = auditing.load(ws, now.id).entries
    cells = sorted(path.split("/")[2] for path in stored if path.count("/") == 2)
    assert cells == ["m3", "source", "source"]


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [
        (Answer(value="3.25", unit="m3/t"), Answer(value="2.6", unit="m3/t"), 25),
        (Answer(value="0.5", unit="kg"), Answer(value="1000", unit="g"), -50),
        (Answer(value="5"), Answer(value="0"), None),
        (Answer(value="5", unit="kg"), Answer(value="5", unit="m"), None),
        (Answer(value="5", unit="kg"), Answer(value="5"), None),
        (Answer(text="12.5.0"), Answer(value="5"), None),
        (Answer(value="yes"), Answer(value="no"), None),
    ],
)
def test_that_a_change_is_told_in_per_cent_where_both_are_numbers_of_one_quantity(
    now, before, percent
):
    assert change_percent(now, before) == percent


def test_that_a_secret_of_then_is_told_as_one_and_taken_over_as_one(ws, start):
    """What was around an answer counts, too: the instance was the secret, not its height."""
    secret = {"is": True, "grounds": "приказ 7"}
    start(2023, STACKS | {"stack/a#confidential": secret, "drain": _text("36")})
    now = start(2026, {"stack/x": {"order": 1.0}, "stack/x/stack_name": _text("Труба 1")})
    known = earlier(ws, now)
    assert (known["stack/x/height"].secret, known["drain"].secret) == ({"stack/x/height"}, set())
    lock = known["stack/x/height"].edits[-1]
    assert (lock.path, lock.after) == ("stack/x/height#confidential", secret)
    assert [edit.path for edit in known["drain"].edits] == ["drain"]
