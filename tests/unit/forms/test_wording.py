"""Claims about how worked out figures and told units are read on screen and on paper."""

from decimal import Decimal

import pytest

from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import value_text


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("90.8333333", 1, "90,8"),
        ("0.25", 1, "0,3"),
        ("0.35", 1, "0,4"),
        ("-0.25", 1, "−0,3"),
        ("-0.04", 1, "0,0"),
        ("2.5", 0, "3"),
        ("90", 1, "90,0"),
        ("1234567.891", 2, "1\u202f234\u202f567,89"),
        ("90.8333333", None, "90,8333"),
        ("90.8333333", "1", "90,8333"),
        ("90.8333333", -1, "90,8333"),
        ("90.8333333", 400, "90,8333"),
        ("1.5E+300", 1, "1,5·10³⁰⁰"),
        ("0", 2, "0,00"),
    ],
)
def test_that_a_figure_has_the_places_of_its_checklist_half_away_from_zero(
    making, value, places, shown
):
    asked = making.question("load", "calculate", more={"precision": places})
    assert value_text(asked, Decimal(value), "ru") == shown


def test_that_places_are_for_reading_and_the_value_is_never_rounded(making):
    q = making.question
    definition = making.definition(
        q("load", "calculate", calculation="2725 div 30", more={"precision": 1}),
        q("over", "calculate", calculation="${load} > 90.8"),
    )
    state = FormState(definition, {})
    assert value_text(definition.question("load"), state.value("load"), "en") == "90.8"
    assert state.value("over") is True
