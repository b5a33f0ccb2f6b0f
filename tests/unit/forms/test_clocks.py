"""Times as they are typed; places and figures as they are called."""

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.forms.clocks import day_and_time, iso_time
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import instance_name, title_of

MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(MINUTES, st.sampled_from([":", ".", "-", " ", " ч ", "h"]))
def test_that_a_time_is_read_in_every_usual_spelling(moment, mark):
    assert iso_time(f"{moment:%H}{mark}{moment:%M}") == moment.isoformat()


@given(MINUTES)
def test_that_four_digits_are_a_time(moment):
    assert iso_time(f"{moment:%H%M}") == moment.isoformat()


@given(st.text(max_size=20))
def test_that_reading_a_time_never_fails(text):
    found = iso_time(text)
    assert found is None or time.fromisoformat(found)
    assert day_and_time(text) is None or len(day_and_time(text)) == 2


@pytest.mark.parametrize("text", ["24:00", "12:60", "14", "", "930", "14:3"])
def test_that_what_is_no_time_is_none(text):
    assert iso_time(text) is None


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-11-22", "22.11.2026"),
        ("14:30:00", "14:30"),
        ("14:30:08", "14:30:08"),
        ("2026-11-22T14:30:00", "22.11.2026 14:30"),
        ("мусор", "мусор"),
    ],
)
def test_that_moments_are_shown_as_they_are_read(iso, shown):
    assert formatting.moment(iso, "ru") == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_that_a_worked_out_figure_keeps_its_first_digits(value):
    shown = formatting.significant(value)
    assert abs(shown - value) <= abs(value) * Decimal("1e-5") + Decimal("1e-40")


def test_that_an_instance_is_called_by_its_key_or_its_number():
    asked = {"section": "s", "label": Text(ru="Вопрос")}
    form = Definition(
        pack="p",
        version="1",
        title=Text(ru="Лист"),
        sections=(Section(name="s", number="1", label=Text(ru="Раздел")),),
        questions=(
            Question(name="src", number="1.1", type=QuestionType.REPEAT, section="s",
                     label=Text(ru="Источники"), short=Text(ru="Источник"), more={"key": "no"}),
            Question(name="no", number="1.2", type=QuestionType.TEXT, parent="src", **asked),
        ),
    )  # fmt: skip
    state = FormState(form, {
        "src/a": {"order": 1.0},
        "src/b": {"order": 2.0},
        "src/b/no": {"text": "Труба", "value": "Труба"},
    })  # fmt: skip
    assert [instance_name(state, "src", row, "ru") for row in "ab"] == ["Источник 1", "Труба"]
    assert title_of(state, "src/b/no#note", "ru") == "1.2 Вопрос · Труба"
    assert title_of(state, "src/a", "ru") == "1.1 Источник · Источник 1"
    assert title_of(state, "@plant/name", "ru") == "Предприятие: название"
