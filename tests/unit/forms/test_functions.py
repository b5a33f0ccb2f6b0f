"""Functions of the form language mean what XLSForm and the product write down."""

import time
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.forms.errors import (
    EvaluationError,
    NotADateError,
    NotASingleError,
    PatternError,
)
from kta_desktop.forms.functions import FUNCTIONS, REFUSED
from kta_desktop.forms.moments import one_clock
from kta_desktop.forms.state import FormState


def moment(*parts):
    return datetime(*parts)  # noqa: DTZ001 - the place of the audit has no zone


NOTHING = FormState(Definition(pack="p", version="1", title=Text(ru="П")), {})
D = Decimal


def value(expression):
    found = NOTHING.evaluate(expression)
    return found.normalize() if isinstance(found, Decimal) and found else found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("round(-1.5)", D(-2)),
        ("round(-0.5)", D(-1)),
        ("round(0.4)", D(0)),
        ("round('14.29123456789', 1.5)", D("14.3")),
        ("round(12350.12345, -2)", D(12400)),
        ("round('4,6')", D(5)),
        ("round(2, 31)", None),
        ("round('no number')", None),
        ("int(2.7)", D(2)),
        ("int(-2.7)", D(-2)),
        ("floor(-1.5)", D(-2)),
        ("ceiling(1.2)", D(2)),
        ("abs(-3.5)", D("3.5")),
        ("sqrt(16)", D(4)),
        ("sqrt(-1)", None),
        ("log(0)", None),
        ("log(-1)", None),
        ("log10(1000)", D(3)),
        ("exp(0)", D(1)),
        ("exp(1000000)", None),
        ("pow(2, 10)", D(1024)),
        ("pow(4, 0.5)", D(2)),
        ("pow(-1, 3)", D(-1)),
        ("pow(-2, 0.5)", None),
        ("pow(0, 0)", D(1)),
        ("pow(0, -1)", None),
        ("pow(10, 999999999)", None),
        ("number('1,5')", D("1.5")),
        ("number(' -12345.6789  ')", D("-12345.6789")),
        ("number('- 17')", None),
        ("number('1.1e6')", None),
        ("number('Infinity')", None),
        ("number(true())", D(1)),
        ("number(date('1970-01-02'))", D(1)),
        ("number(date('1969-12-31'))", D(-1)),
        ("sum(1, 2.5, '')", D("3.5")),
        ("min(4, '', -2)", D(-2)),
        ("max(-5, -3)", D(-3)),
        ("max('', '')", None),
        ("max(date('2026-01-01'), date('2026-03-01'))", date(2026, 3, 1)),
        ("kta:mean(1, 2, '', 6)", D(3)),
        ("kta:n-present(1, '', 6)", D(2)),
        ("kta:pctl(5, 50)", D(5)),
        ("kta:pctl(5, 101)", None),
    ],
)
def test_that_functions_over_numbers_give(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("string(123456.0000)", "123456"),
        ("string(-0)", "0"),
        ("string(.557586)", "0.557586"),
        ("string(1230000000000000000000)", "1230000000000000000000"),
        ("string(true())", "true"),
        ("string(date('1989-11-09'))", "1989-11-09"),
        ("concat()", ""),
        ("concat('a', 1.50, false(), '')", "a1.5false"),
        ("join('; ', 'a', '', 'b')", "a; ; b"),
        ("string-length('привет')", D(6)),
        ("substr('hello', 1)", "ello"),
        ("substr('hello', 1, 4)", "ell"),
        ("substr('hello', -2)", "lo"),
        ("substr('hello', 0, -1)", "hell"),
        ("substr('hello', 4, 2)", ""),
        ("substring('hello', 2, 3)", "ell"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 2)", "2345"),
        ("substring-before('hello', 'l')", "he"),
        ("substring-before('hello', '')", ""),
        ("substring-after('hello', 'l')", "lo"),
        ("substring-after('hello', '')", "hello"),
        ("substring-after('hello', 'q')", ""),
        ("translate('hello world', 'hello', '')", " wrd"),
        ("translate('2019/01/02', '/', '-')", "2019-01-02"),
        ("normalize-space('  a   b ')", "a b"),
        ("contains('abc', 'b')", True),
        ("contains('abc', '')", True),
        ("starts-with('', 'a')", False),
        ("starts-with('', '')", True),
        ("ends-with('abc', 'c')", True),
    ],
)
def test_that_functions_over_texts_give(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("boolean(0)", False),
        ("boolean(0.0001)", True),
        ("boolean('false')", True),
        ("boolean('')", False),
        ("boolean(date('2000-01-01'))", True),
        ("boolean-from-string('TRUE')", True),
        ("boolean-from-string(1.0)", True),
        ("boolean-from-string('whatever')", False),
        ("if('', 5, 'abc')", "abc"),
        ("coalesce('', 'x', 1 div 0)", "x"),
        ("checklist(1, 2, true(), true(), false())", True),
        ("checklist(1, 1, true(), true(), false())", False),
        ("checklist(-1, -1, false())", True),
        ("checklist(2, -1, true(), number('x') > 1)", None),
        ("checklist(1, -1, true(), number('x') > 1)", True),
        ("checklist(2, -1, false(), number('x') > 1)", False),
        ("weighted-checklist(5, 9, true(), 3, true(), 4, false(), 9)", True),
        ("weighted-checklist(8, 9, true(), 3, true(), 4, false(), 9)", False),
        ("weighted-checklist(3, 9, true(), 3, number('x') > 1, 4)", True),
        ("weighted-checklist(4, 9, true(), 3, number('x') > 1, 4)", None),
        ("selected('apple baby', 'apple')", True),
        ("selected('apple baby', '  baby ')", True),
        ("selected('apple baby', 'app')", False),
        ("selected('', 'apple')", False),
        ("count-selected('a  b')", D(2)),
        ("count-selected('')", D(0)),
        ("selected-at('a b c', 2)", "c"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a b c', -1)", ""),
        ("count-non-empty('')", D(0)),
    ],
)
def test_that_functions_over_conditions_and_options_give(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("date('1996-02-29')", date(1996, 2, 29)),
        ("date('2018-01-02T23:20:30.123')", date(2018, 1, 2)),
        ("date(14127)", date(2008, 9, 5)),
        ("date(6.5)", date(1970, 1, 7)),
        ("date(-1)", date(1969, 12, 31)),
        ("date('')", None),
        ("date-time('2018-01-02')", moment(2018, 1, 2)),
        ("date-time('2018-01-02T10:20')", moment(2018, 1, 2, 10, 20)),
        ("format-date('2018-01-02T10:20:30.123', '%Y-%m-%e %H:%M:%S')", "2018-01-2 10:20:30"),
        ("format-date('2026-03-04', '%d.%m.%y, %n/%e %% %a %b')", "04.03.26, 3/4 % Wed Mar"),
        ("format-date-time('2026-03-04T05:06:07.089', '%h:%M:%S.%3')", "5:06:07.089"),
        ("format-date('', '%Y')", ""),
        ("decimal-date-time('1970-01-02T12:00:00')", D("1.5")),
        ("decimal-date-time(date('1969-12-31'))", D(-1)),
        ("decimal-date-time('1970-01-02T05:00:00.000+05:00')", D(1)),
        ("date('1970-01-02T04:00:00.000+05:00')", date(1970, 1, 2)),
        ("decimal-time('06:00:00.000+05:00')", D("0.25")),
        ("decimal-time('06:00:00.000')", D("0.25")),
        ("decimal-time('1969-12-31T18:00')", D("0.75")),
        ("format-date(today(), '%Y-%m-%d')", "2026-11-22"),
        ("format-date-time(now(), '%H:%M:%S.%3')", "10:20:30.456"),
    ],
)
def test_that_functions_over_dates_give(expression, expected):
    with one_clock(moment(2026, 11, 22, 10, 20, 30, 456_000)):
        assert value(expression) == expected


@pytest.mark.parametrize(
    "expression",
    ["date('1983-09-31')", "date('soon')", "date(true())", "date('06:00')", "date(9999999)"],
)
def test_that_what_is_no_date_is_said(expression):
    with pytest.raises(NotADateError):
        value(expression)


def test_that_a_sign_without_meaning_in_a_date_format_is_said():
    with pytest.raises(EvaluationError, match="expression-date-format"):
        value("format-date('2026-01-01', '%Q')")


def test_that_the_clock_stands_still_inside_a_recompute_and_moves_between():
    with one_clock():
        first = value("now()")
        with one_clock():
            assert value("now()") == first
    assert value("now()") >= first


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("regex('12345', '[0-9]+')", True),
        ("regex('12345x', '[0-9]+')", False),
        ("regex('', '[0-9]*')", True),
        ("regex('Қазақ', '[А-Яа-яҚқӘә]+')", True),
        (r"regex('БИН 1', '\p{L}+ \d')", True),
        ("regex(12.50, '12\\.5')", True),
    ],
)
def test_that_a_pattern_has_to_fit_the_whole_text(expression, expected):
    assert value(expression) is expected


def test_that_no_pattern_can_stall_the_program():
    began = time.thread_time()
    assert value(f"regex('{'a' * 10_000}!', '(a+)+$')") is False
    assert value(f"regex('{'x' * 10_000}', '(x+x+)+y')") is False
    assert time.thread_time() - began < 1


@pytest.mark.parametrize("pattern", ["(", "(?=a)", r"(a)\1", "x{1001}", "a" * 1001])
def test_that_a_pattern_that_cannot_be_used_is_said(pattern):
    with pytest.raises(PatternError):
        value(f"regex('a', '{pattern}')")


def test_that_no_function_is_both_known_and_refused():
    assert not REFUSED.intersection(FUNCTIONS)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=8), st.integers(0, 100))
def test_that_a_percentile_lies_between_the_values_around_its_place(numbers, percent):
    found = FUNCTIONS["kta:pctl"].run([lambda: tuple(map(D, numbers)), lambda: D(percent)], 1)
    ordered, place = sorted(numbers), (len(numbers) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(numbers) - 1)
    assert ordered[below] <= found <= ordered[above]
    assert float(found) == pytest.approx(
        ordered[below] + (place - below) * (ordered[above] - ordered[below]), abs=1e-9
    )


def test_that_a_list_is_no_text_and_no_number():
    several = [lambda: (D(1), D(2))]
    for name in ("string", "abs", "string-length", "date"):
        with pytest.raises(NotASingleError):
            FUNCTIONS[name].run(several, 1)


def test_that_blanks_of_a_list_are_skipped():
    cells = (D(4), None, D(2), "")
    given_cells = [lambda: cells]
    assert FUNCTIONS["kta:mean"].run(given_cells, 1) == 3
    assert FUNCTIONS["kta:n-present"].run(given_cells, 1) == 2
    assert FUNCTIONS["sum"].run(given_cells, 1) == 6
    assert FUNCTIONS["join"].run([lambda: "/", *given_cells], 1) == "4//2/"


@pytest.mark.parametrize("name", ["contains", "starts-with", "ends-with", "regex"])
def test_that_nothing_can_be_said_of_the_text_of_a_missing_answer(name):
    assert FUNCTIONS[name].run([lambda: None, lambda: "a"], 1) is None
    assert FUNCTIONS[name].run([lambda: "", lambda: "a"], 1) is False


def test_that_one_recompute_of_a_form_has_one_time():
    label = Text(ru="Р")
    asked = [
        Question(
            name=name,
            number="",
            section="s",
            type=QuestionType.CALCULATE,
            label=label,
            calculation="now()",
        )
        for name in ("first", "second")
    ]
    section = Section(name="s", number="1", label=label)
    state = FormState(
        Definition(pack="p", version="1", title=label, sections=(section,), questions=tuple(asked)),
        {},
    )
    assert state.value("first") == state.value("second")
