"""Claims about two audits of one plant side by side."""

from decimal import Decimal

import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services.comparing import compare


def _question(name, number, kind, **more):
    label = Text(ru=name)
    return Question(
        name=name, number=number, section="a", type=kind, label=label, concept=f"c.{name}", **more
    )


FORM = Definition(
    pack="tiny",
    version="1.0",
    title=Text(ru="Молоко"),
    sections=(Section(name="a", number="1", label=Text(ru="Вода")),),
    questions=(
        _question("intake", "1.1", QuestionType.DECIMAL, unit="m3"),
        _question(
            "reuse",
            "1.2",
            QuestionType.SELECT_ONE,
            choices=(Choice(name="1", label=Text(ru="да")), Choice(name="2", label=Text(ru="нет"))),
        ),
        _question(
            "wells",
            "1.3",
            QuestionType.TABLE,
            columns=(
                Column(name="name", type=QuestionType.TEXT, label=Text(ru="Скважина")),
                Column(name="flow", type=QuestionType.DECIMAL, label=Text(ru="Расход"), unit="m3"),
            ),
        ),
    ),
)


def audit(**answers):
    entries = {}
    for name, value in answers.items():
        for path, given in value.items() if isinstance(value, dict) else {"": value}.items():
            if path.endswith(("name", "flow")):
                row = path.split("_")[0]
                entries[f"{name}/{row}"] = {"order": float(len(entries))}
                entries[f"{name}/{row}/{path.split('_')[1]}"] = {"value": given, "text": given}
            else:
                entries[name] = dict(zip(("value", "unit"), given.split(), strict=False))
    return AuditRecord(id="a", definition=FORM, definition_sha256="0", entries=entries)


def lines(before, now):
    return {
        (each.number, each.column.ru, *each.rows): (
            each.before_words("ru"),
            each.now_words("ru"),
            each.is_changed,
        )
        for each in compare(before, now)
    }


def test_that_only_what_was_answered_in_one_of_them_is_shown():
    assert [each.number for each in compare(audit(), audit(reuse="1"))] == ["1.2"]


def test_that_a_figure_changes_by_percent_of_what_it_was():
    (line,) = compare(audit(intake="100"), audit(intake="80"))
    assert (line.change, line.is_changed) == (Decimal(-20), True)


def test_that_another_unit_of_one_quantity_is_no_change():
    (line,) = compare(audit(intake="1 m3"), audit(intake="1000 l"))
    assert (line.change, line.is_changed) == (Decimal(0), False)


@pytest.mark.parametrize(("before", "now"), [("0", "80"), ("100 m3", "80 kg"), ("12.5.0", "80")])
def test_that_no_percent_is_told_where_there_is_none(before, now):
    (line,) = compare(audit(intake=before), audit(intake=now))
    assert line.change is None
    assert line.is_changed


def test_that_an_option_is_no_figure():
    (line,) = compare(audit(reuse="1"), audit(reuse="2"))
    assert line.change is None
    assert (line.before_words("ru"), line.now_words("ru")) == ("да", "нет")


def test_that_rows_meet_by_their_name_and_not_by_their_order():
    before = audit(wells={"a_name": "№ 1", "a_flow": "10", "b_name": "№ 2", "b_flow": "30"})
    now = audit(wells={"x_name": "№ 2", "x_flow": "33", "y_name": "№ 3", "y_flow": "5"})
    assert lines(before, now) == {
        ("1.3", "Скважина", "№ 2"): ("№ 2", "№ 2", False),
        ("1.3", "Расход", "№ 2"): ("30", "33", True),
        ("1.3", "Скважина", "№ 3"): ("", "№ 3", True),
        ("1.3", "Расход", "№ 3"): ("", "5", True),
        ("1.3", "Скважина", "№ 1"): ("№ 1", "", True),
        ("1.3", "Расход", "№ 1"): ("10", "", True),
    }


def test_that_a_line_leads_to_its_place_in_the_present_audit():
    before = audit(wells={"a_name": "№ 1"})
    now = audit(wells={"x_name": "№ 1"})
    assert [each.address for each in compare(before, now)] == ["wells/x/name"]
    assert [each.address for each in compare(before, audit())] == [""]
