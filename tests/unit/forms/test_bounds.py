"""Expressions and data that try to take all time and memory are told, and answered at once."""

from decimal import Decimal

import pytest

from kta_desktop.forms.errors import (
    DataShapeError,
    EvaluationError,
    NotANumberError,
    PatternError,
    TextTooLongError,
    TooMuchWorkError,
)
from kta_desktop.forms.tree import evaluate_over
from kta_desktop.forms.values import compare, readable_number

ROWS = [{"a": number, "b": "x"} for number in range(10_000)]


@pytest.mark.parametrize(
    "expression",
    [
        f"concat({', '.join(['${x}'] * 50)})",
        f"join(${{x}}, {', '.join(['1'] * 50)})",
        "concat(concat(concat(${x}, ${x}), concat(${x}, ${x})), concat(${x}, ${x}))",
    ],
)
def test_that_texts_do_not_grow_without_end(expression):
    with pytest.raises(TextTooLongError):
        evaluate_over(expression, {"x": "a" * 30_000})


@pytest.mark.parametrize(
    "expression",
    [
        f"count(${{r}}[{' and '.join(['1 = 1'] * 1_000)}])",
        f"count(${{r}}[sum({', '.join(['1'] * 5_000)}) > 1])",
        f"sum({', '.join(['${r}/a'] * 2_000)})",
        f"sum({', '.join(['${r}/a'] * 1_000)}, count(${{r}}[position(.) < 5]))",
        "count(${r}[./a = count(${r}[./b = 'x'])])",
    ],
)
def test_that_an_expression_does_not_work_without_end(expression):
    with pytest.raises(TooMuchWorkError):
        evaluate_over(expression, {"r": ROWS})


def test_that_places_in_a_very_long_repeat_are_not_counted_one_by_one():
    with pytest.raises(TooMuchWorkError):
        evaluate_over("count(${r}[position(.) < 5])", {"r": ROWS * 2})


def test_that_a_hundred_totals_of_ten_thousand_rows_are_added_up():
    total = evaluate_over(" + ".join(["sum(${r}/a)"] * 100), {"r": ROWS})
    assert total == 100 * sum(range(10_000))


def test_that_a_pattern_with_many_states_is_not_tried_on_a_very_long_text():
    data = {"x": "a" * 200_000, "p": ".*" + "(.{0,1000})" * 4 + "b"}
    with pytest.raises(PatternError):
        evaluate_over("regex(${x}, ${p})", data)
    assert evaluate_over("regex(${x}, '(a+)+$')", data) is True


@pytest.mark.parametrize("text", ["1e999", "-1e-999", "1e385"])
def test_that_numbers_that_fit_on_no_paper_can_be_typed_and_compared(text):
    number = readable_number(text)
    assert compare("=", number, number, 1) is True
    assert compare("<", number, number + 5, 1) is not None
    assert compare("=", Decimal("1e999"), Decimal("2e999"), 1) is False


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "-1e400"])
def test_that_data_with_numbers_that_fit_on_no_paper_are_refused(number):
    with pytest.raises(DataShapeError):
        evaluate_over("${x}", {"x": Decimal(number)})


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_that_a_moment_whose_zone_leads_past_the_calendar_is_blank(text):
    assert evaluate_over(f"decimal-date-time('{text}')", {}) is None


def test_that_a_sentence_does_not_repeat_a_very_long_answer():
    with pytest.raises(NotANumberError) as caught:
        evaluate_over("${x} + 1", {"x": "a" * 100_000})
    assert len(caught.value.sentence("en")) < 400


def test_that_indexes_past_every_repeat_are_blank():
    data = {"r": [{"a": 1}]}
    for number in ("0", "-1", "1.5", "2", "9" * 5_000, "''"):
        assert evaluate_over(f"indexed-repeat(${{a}}, ${{r}}, {number})", data) is None
    with pytest.raises(EvaluationError):
        evaluate_over("indexed-repeat(${a}, ${r}, 'x')", data)
