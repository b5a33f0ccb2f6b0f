"""Entries that no program of ours wrote are shown as they are, and break nothing."""

import itertools

import pytest

from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section
from kta_desktop.domain.questions import Choice
from kta_desktop.domain.texts import Text
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of

WORDS = Text(ru="Вопрос")


def question(name, kind, **more):
    return Question(name=name, number="1", section="s", type=kind, label=WORDS, **more)


OPTIONS = (Choice(name="a", label=WORDS), Choice(name="b", label=WORDS))
FORM = Definition(
    pack="strange",
    version="1",
    title=WORDS,
    sections=(Section(name="s", number="1", label=WORDS),),
    questions=(
        question("amount", QuestionType.DECIMAL, constraint=". > 0"),
        question("one", QuestionType.SELECT_ONE, choices=OPTIONS),
        question("many", QuestionType.SELECT_MULTIPLE, choices=OPTIONS),
        question("day", QuestionType.DATE),
        question(
            "table",
            QuestionType.TABLE,
            columns=(Column(name="c", label=WORDS, type=QuestionType.DECIMAL, unit="kg"),),
        ),
        question("total", QuestionType.CALCULATE, calculation="sum(${table}/c) + ${amount}"),
    ),
)
PATHS = ("amount", "one", "many", "day", "table", "table/1", "table/1/c", "total", "amount#note")
VALUES = (
    {"value": 1}, {"value": ["a", 5]}, {"value": {"a": 1}}, {"value": [[]]}, {"text": 5},
    {"value": "1", "unit": 5}, {"value": "1", "copied_from": 7}, {"blank": []},
    {"order": 10**400}, {"order": "x"}, {"order": float("nan")}, {"order": float("inf")},
    {"text": "1e999", "value": "1E+999"}, {"value": "1e999999999"}, {"value": "9" * 5_000},
    5, True, "text", [1], "\ud800",
)  # fmt: skip


@pytest.mark.parametrize(("path", "value"), list(itertools.product(PATHS, VALUES)))
def test_that_entries_of_a_wrong_shape_are_kept_and_shown(path, value):
    form = FormState(FORM, {"table/1": {"order": 1}, path: value})
    for place in form.places():
        form.status(place.address)
        form.problems(place.address)
        form.answer(place.address)
        form.value(place.address)
    assert form.entries[path] is value
    form.apply(path, None)
    form.apply(path, value)


def test_that_rows_without_a_place_are_in_one_order_on_all_devices():
    rows = {f"table/{row}": {"order": float("nan")} for row in "cab"}
    for order in itertools.permutations(rows):
        form = FormState(FORM, {path: rows[path] for path in order})
        assert [row.id for row in form.rows("table")] == ["a", "b", "c"]


def test_that_what_is_shaped_like_no_answer_is_seen_as_text_by_nobody_else():
    form = FormState(FORM, {"amount": {"value": 5}})
    assert form.answer("amount").is_unreadable
    assert form.value("amount") is None


def test_that_attachments_of_a_wrong_shape_stay_visible():
    form = FormState(FORM, {"amount#evidence:x": {"name": 5, "media_type": [], "size": "a"}})
    (found,) = form.evidence("amount")
    assert (found.id, found.name, found.size, found.is_image) == ("x", "", 0, False)


@pytest.mark.parametrize("path", ["amount/1", "amount/1/c", "zzz/1", "zzz/1/c", "table/1/zzz"])
def test_that_what_the_form_does_not_have_may_come_and_go_and_is_called_by_its_path(path):
    state = FormState(FORM, {"table/1": {"order": 1.0}})
    value = {"order": 1.0} if path.endswith("/1") else {"value": "1"}
    assert not state.apply(path, value)
    assert not state.apply(path, None)
    assert path in (title_of(state, path, "ru"), "amount/1")
