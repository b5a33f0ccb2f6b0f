"""What earlier audits of a plant found, beside the figures of a sheet."""

from dataclasses import replace
from decimal import Decimal

import pytest

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
from kta_desktop.services.printing_earlier import earlier_figures
from tests.unit.reports.material import session

COLUMNS = (
    Column(name="param", type=QuestionType.TEXT, label=Text(ru="Показатель")),
    Column(name="max", type=QuestionType.DECIMAL, label=Text(ru="Максимум"), unit="mg/l"),
)
ASKED = Definition(
    pack="small",
    version="1",
    title=Text(ru="Проба"),
    sections=(Section(name="s", number="1", label=Text(ru="С")),),
    questions=tuple(
        Question(
            name=name,
            number="1",
            section="s",
            type=kind,
            label=Text(ru=name),
            concept=f"c.{name}",
            **more,
        )
        for name, kind, more in (
            ("drain", QuestionType.DECIMAL, {"unit": "m3/t"}),
            ("owner", QuestionType.TEXT, {}),
            ("outlet", QuestionType.TABLE, {"columns": COLUMNS}),
        )
    ),
)


def _text(text, **more):
    return {"text": text, "value": text, **more}


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


def test_that_a_first_audit_has_nothing_before_it(ws, start):
    assert earlier_figures(ws, start(2026, {"drain": _text("3")})) == {}


def test_that_the_newest_number_is_told_with_its_unit_and_year(ws, start):
    start(2020, {"drain": _text("4.1")})
    start(2023, {"drain": _text("2.9"), "owner": _text("Иванов")})
    found = earlier_figures(ws, start(2026, {"drain": _text("3.25")}))
    assert set(found) == {"drain"}
    assert (found["drain"].value, found["drain"].unit, found["drain"].year) == (
        Decimal("2.9"),
        "m3/t",
        "2023",
    )


def test_that_cells_are_told_row_by_row(ws, start):
    row = {"outlet/a": {"order": 1.0}, "outlet/a/param": _text("ХПК")}
    start(2023, {**row, "outlet/a/max": _text("98")})
    now = start(2026, {**row, "outlet/a/max": _text("168")})
    (before,) = earlier_figures(ws, now).values()
    assert (before.value, before.unit) == (Decimal(98), "mg/l")


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, True), ({"source": "0002"}, False), ({"basis": "actual"}, False)],
)
def test_that_a_measurement_is_told_of_the_same_source_and_conditions(ws, start, changes, is_told):
    old = replace(
        session(), id="0192f0c8-0000-7000-8000-000000000301",
        started_at="2023-05-02T08:45:00.000Z", **changes,
    )  # fmt: skip
    start(2023, {f"@session/{old.id}": old.to_json()})
    now = start(2026, {f"@session/{session().id}": session().to_json()})
    found = earlier_figures(ws, now)
    assert (f"@session/{session().id}" in found) is is_told
    if is_told:
        (before,) = found.values()
        assert (before.unit, before.year) == ("mg/Nm3", "2023")
        assert float(before.value) == pytest.approx(old.mean)


def test_that_a_figure_that_was_a_secret_then_is_marked_so(ws, start):
    secret = {"is": True, "grounds": ""}
    start(2023, {"drain": _text("2.9"), "drain#confidential": secret})
    (before,) = earlier_figures(ws, start(2026, {"drain": _text("3.25")})).values()
    assert before.is_secret
