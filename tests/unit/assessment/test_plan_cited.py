"""Which techniques the words of a measure mean."""

import pytest

from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.plan_cited import citation, cited
from tests.unit.assessment import plans, way


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("НДТ 7", ("7",)),
        ("НДТ 7a, НДТ 12", ("7.a", "12")),
        ("НДТ 7a, 12", ("7.a", "12")),
        ("НДТ 7а; BAT 12", ("7.a", "12")),  # in Cyrillic
        ("2019/2031, НДТ 7a", ("7.a",)),
        ("НДТ 7a, НДТ 7a", ("7.a",)),
        ("НДТ 99", ()),
        ("новый насос, 12 м", ()),
        ("; , ;", ()),
        ("", ()),
    ],
)
def test_that_only_what_is_certain_is_cited(text, ids):
    assert cited(index_of(way.definition()), text) == ids


def test_that_a_citation_is_read_back():
    definition = way.definition()
    index = index_of(definition)
    for technique in definition.techniques:
        assert cited(index, citation(definition, technique)) == (technique.id,)


def test_that_what_is_stated_goes_before_what_is_cited():
    measures = {
        "a": {"bat": "НДТ 7a"},
        "b": {"bat": "НДТ 7a", "note": {"techniques": ["12"]}},
    }
    assert [each.techniques for each in plans.of(measures).steps] == [("7.a",), ("12",)]
