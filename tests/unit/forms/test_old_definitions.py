"""Definitions that audits keep for ever still run, whatever was added to the format since."""

from decimal import Decimal

from kta_desktop.domain.definition import Definition
from kta_desktop.forms.state import FormState, QuestionStatus

_T = {"ru": "Вопрос"}
OLD = {
    "format": "kta-definition/1",
    "pack": "food",
    "version": "1",
    "title": _T,
    "sections": [{"name": "wat", "number": "8", "label": _T}],
    "questions": [
        {"name": "wat_01", "number": "8.1", "section": "wat", "type": "decimal", "label": _T},
        {
            "name": "wat_02",
            "number": "8.2",
            "section": "wat",
            "type": "table",
            "label": _T,
            "parent": "wat_01",
            "columns": [{"name": "m3", "type": "decimal", "label": _T}],
            "more": {"columns": {"m3": {"required": True}}},
        },
        {
            "name": "lost",
            "number": "9.1",
            "section": "no_such_section",
            "type": "text",
            "label": _T,
            "relevant": "sum(${wat_02}/m3) > ${wat_01}",
        },
    ],
}


def _state(**entries):
    return FormState(Definition.from_json(OLD), entries)


def test_that_a_definition_without_newer_fields_runs():
    state = _state(wat_01={"text": "5", "value": "5"})
    assert [place.address for place in state.places()] == ["wat_01", "wat_02", "lost"]
    assert state.is_flagged("lost")
    state.apply("wat_02/a", {"order": 1.0})
    state.apply("wat_02/a/m3", {"text": "2", "value": "2"})
    assert state.status("lost") is QuestionStatus.HIDDEN
    assert state.value("wat_01") == Decimal(5)


def test_that_entries_of_other_definitions_stay_aside_untouched():
    entries = {
        "gone_01": {"value": "1"},
        "wat_01/r1/height": {"value": "2"},
        "wat_02/a/no_such_column": {"value": "3"},
        "@plant/name": "ТОО",
        "not a path at all": 1,
    }
    state = FormState(Definition.from_json(OLD), entries)
    assert state.entries == entries
    assert state.apply("wat_02/a/no_such_column", {"value": "4"}) == frozenset()
    assert state.entries["gone_01"] == {"value": "1"}


def test_that_forms_of_one_definition_share_nothing_but_its_expressions():
    definition = Definition.from_json(OLD)
    one, two = FormState(definition, {}), FormState(definition, {})
    one.apply("wat_01", {"text": "5", "value": "5"})
    assert two.value("wat_01") is None
    assert two.status("wat_01") is QuestionStatus.EMPTY
