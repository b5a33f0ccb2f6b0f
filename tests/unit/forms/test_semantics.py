"""What engines of XLSForm do differently, ours does as it is written down."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.forms.errors import (
    BareSetError,
    ExpressionError,
    NotAConditionError,
    RefusedSyntaxError,
    UnexpectedTokenError,
    UnknownFunctionError,
    UnknownNameError,
)
from kta_desktop.forms.state import FormState, QuestionStatus
from kta_desktop.forms.tree import DataForm
from kta_desktop.forms.values import ABSENT

D = Decimal
# The instance on which engines were compared.
DRAFT = DataForm(
    {
        "a": 17.0,
        "b": 5,
        "c": None,
        "d": "2026-01-15",
        "cold": [{"t": -5}, {"t": -3}],
        "r": [{"v": 1}, {"v": None}, {"v": 4.5}],
        "gone": ABSENT,
    }
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${a} = 17", True),
        ("${c} > 5", None),
        ("${c} + 1", None),
        ("sum(${v})", D("5.5")),
        ("count(${r}[v > 2])", D(1)),
        ("${d} > '2025-12-31'", True),
        ("${c} = ''", True),
        ("${b} >= 5 and ${c} = ''", True),
        # sum skips blanks, max of negatives is right, blank times a number is blank
        ("max(${t})", D(-3)),
        ("${c} * 0", None),
        ("(${c} * 2) = ''", True),
        # the whole text must match
        ("regex('abc', 'b')", False),
        ("regex('abc', '.b.')", True),
        # half away from zero
        ("round(-1.5)", D(-2)),
        ("round(2.5)", D(3)),
        ("round(-0.5)", D(-1)),
        # decimals are decimals
        ("6.1 - 7.8 = -1.7", True),
        ("0.1 + 0.2 = 0.3", True),
        ("1 div 3 * 3 = 1", True),
        ("number('1,5')", D("1.5")),
        ("round('4,6')", D(5)),
        # nothing is infinite
        ("1 div 0", None),
        ("0 div 0", None),
        ("log(-1)", None),
        # what is certainly not asked equals nothing
        ("${gone} = 1", False),
        ("${gone} = ''", True),
        ("not(${gone} = 1)", True),
        ("${gone} + 1", None),
    ],
)
def test_that_a_draft_is_evaluated_as_written_down(text, value):
    assert DRAFT.evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("${b} = 5 or ${zzz} = 1", UnknownNameError),
        ("${v} > 1", BareSetError),
        ("${r}[2]/v", ExpressionError),
        ("last()", ExpressionError),
        ("//v", RefusedSyntaxError),
        ("nothing('like it')", UnknownFunctionError),
        ("b = 5", UnexpectedTokenError),
        ("'0' and true()", NotAConditionError),
        ("${d} and true()", NotAConditionError),
    ],
)
def test_that_what_engines_let_pass_is_refused(text, error):
    with pytest.raises(error):
        DRAFT.evaluate(text)


def test_that_a_total_of_a_table_with_blanks_says_how_many_figures_it_has(making):
    table = making.question("t", "table", columns=(making.column("m", "decimal"),))
    total = making.question("total", "calculate", calculation="sum(${t}/m)")
    state = FormState(
        making.definition(table, total),
        {"t/a": {"order": 1}, "t/b": {"order": 2}, "t/a/m": {"value": "7"}},
    )
    assert (state.value("total"), state.parts("total")) == (D(7), (1, 2))


def test_that_a_column_of_a_table_that_is_not_asked_holds_nothing(making):
    gate = making.question("gate", "select_one", choices=making.choices("yes", "no"))
    columns = (making.column("flag", "select_one", choices=making.choices("yes", "no")),)
    table = making.question("t", "table", columns=columns, relevant="${gate} = 'yes'")
    any_flag = making.question("any_flag", "calculate", calculation="selected(${t}/flag, 'yes')")
    entries = {"t/a": {"order": 1}, "t/a/flag": {"value": "yes"}}
    state = FormState(making.definition(gate, table, any_flag), entries)
    assert state.value("any_flag") is True
    state.apply("gate", {"value": "no"})
    assert state.value("any_flag") is False
    assert state.evaluate("sum(${t}/flag)") is None


@pytest.mark.parametrize(
    "condition",
    [
        "${zzz} = 1",
        "${v} > 1",
        "${b} > ",
        "'text'",
        "${b} > 'text'",
        "//b",
        "regex(${word}, '(')",
        "${v}[1] = 1",
    ],
)
def test_that_a_condition_that_cannot_be_evaluated_never_hides_a_question(making, condition):
    q = making.question
    questions = (
        q("b", "decimal"),
        q("word", "text"),
        q("t", "table", columns=(making.column("v", "decimal"),)),
        q("asked", "text", relevant=condition),
    )
    state = FormState(making.definition(*questions), {"b": {"value": "1"}, "word": {"value": "x"}})
    assert state.is_relevant("asked")
    assert state.is_flagged("asked")
    assert state.status("asked") is QuestionStatus.EMPTY


def test_that_a_blank_answer_satisfies_every_constraint(making):
    one = making.question("a", "decimal", constraint=". > 5 and ${b} > 1")
    state = FormState(making.definition(one, making.question("b", "decimal")), {})
    assert state.problems("a") == ()


@pytest.mark.parametrize("depth", [12, 55])
def test_that_nested_parentheses_are_evaluated(depth):
    assert DRAFT.evaluate("(" * depth + "${b}" + ")" * depth) == D(5)
    calls = "not(" * (depth - 1) + "${b} = 5" + ")" * (depth - 1)
    assert DRAFT.evaluate(calls) is (depth % 2 == 1)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 64 + "1" + ")" * 64,
        "(" * 5_000 + "1" + ")" * 5_000,
        "not(" * 300 + "true()" + ")" * 300,
        "-" * 9_000 + "1",
        "${r}[" * 300 + "v > 1" + "]" * 300,
        "${r}[v > " * 200 + "1" + "]/v" * 200,
        "if(" * 200 + "true()" + ", 1, 2)" * 200,
        " + ".join(["${b}"] * 2_500),
        "../" * 6_000 + "x",
        "selected(" * 1_000,
        "'" * 19_999,
        "${" * 9_000,
        "1" * 19_999 + " * " + "9" * 5,
        "regex('" + "a" * 5_000 + "', '(a*)*b')",
        "regex('" + "a" * 200 + "', '" + "(a?)" * 200 + "')",
    ],
)
def test_that_any_expression_is_answered_soon(text):
    start = time.thread_time()
    refused = _refusal(text)
    assert refused is None or refused.sentence("ru")
    assert time.thread_time() - start < 5


def _refusal(text):
    try:
        DRAFT.evaluate(text)
    except ExpressionError as error:
        return error
    return None


_PIECES = st.sampled_from(
    [
        *("${a}", "${v}", "${r}", "${r}[", "]", "[", "/v", "/", ".", "..", "current()", "v", "("),
        *(")", "not(", "sum(", "count(", "if(", ",", "and", "or", "=", "!=", "<", "+", "-", "*"),
        *("div", "mod", "1", "'x'", "''", "position(..)", "position(", "indexed-repeat("),
        *("selected(", "coalesce(", "true()", "${zzz}", "once(", "instance('x')/root/item"),
        *("pulldata(", "regex(", "date('2026-01-01')", "string(", "number(", "|", "//", "::"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_that_random_expressions_give_a_value_or_their_own_error(pieces):
    text = " ".join(pieces)
    refused = _refusal(text)
    assert refused is None or 1 <= refused.at <= len(text) + 1
    assert refused is None or refused.sentence("kk")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=120))
def test_that_any_text_gives_a_value_or_its_own_error(text):
    refused = _refusal(text)
    assert refused is None or 1 <= refused.at <= len(text) + 1
