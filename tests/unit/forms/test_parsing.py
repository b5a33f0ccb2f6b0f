"""Claims about reading expressions: what is understood, what is refused and where."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.forms.errors import (
    ArgumentCountError,
    ExpressionError,
    ExpressionTooLargeError,
    UnexpectedCharacterError,
    UnexpectedEndError,
    UnexpectedTokenError,
    UnknownFunctionError,
)
from kta_desktop.forms.nodes import (
    Binary,
    Call,
    Cells,
    Chain,
    Current,
    Name,
    Negative,
    Number,
    String,
    written,
)
from kta_desktop.forms.parser import parse

_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_LEAVES = st.one_of(
    st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=3).map(Number),
    st.text("абв әқ xyz0-9_'", max_size=8).map(String),
    _NAMES.map(Name),
    st.builds(Cells, _NAMES, _NAMES),
    st.just(Current()),
    st.sampled_from([Call("true"), Call("false")]),
)
_OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]


def _grown(inner):
    return st.one_of(
        st.builds(Binary, st.sampled_from(_OPERATORS), inner, inner),
        st.builds(
            Chain,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=4).map(tuple),
        ),
        inner.map(Negative),
        inner.map(lambda node: Call("not", (node,))),
        st.builds(lambda a, b, c: Call("if", (a, b, c)), inner, inner, inner),
    )


TREES = st.recursive(_LEAVES, _grown, max_leaves=20)


@given(TREES)
def test_that_a_written_tree_reads_back_as_the_same_tree(tree):
    assert parse(written(tree)) == tree


@given(st.text(max_size=200))
def test_that_any_text_is_read_or_refused_with_its_own_error(text):
    refused = _refusal(text)
    assert refused is None or 1 <= refused.at <= len(text) + 1


_PIECES = ("$", "{", "}", "(", ")", ",", ".", "/", "'", "1", "a", "and", "not", "${a}", "selected(")


def _refusal(text):
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


@given(st.lists(st.sampled_from([*_PIECES, "=", "-", "*", "div"])))
def test_that_any_order_of_tokens_is_read_or_refused_with_its_own_error(parts):
    refused = _refusal(" ".join(parts))
    assert refused is None or refused.sentence("kk")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("${a} = 1 or ${b} = 2 and ${c} = 3", "(${a} = 1) or ((${b} = 2) and (${c} = 3))"),
        ("1 + 1 = 2", "(1 + 1) = 2"),
        ("1 < 2 = true()", "(1 < 2) = true()"),
        ("-2 * 3", "(-2) * 3"),
        ("8 div 4 mod 3", "(8 div 4) mod 3"),
    ],
)
def test_that_operators_bind_as_in_xpath(text, tree):
    assert parse(text) == parse(tree)


def test_that_names_columns_and_the_current_answer_are_told_apart():
    assert parse("${wat_01}/m3") == Cells("wat_01", "m3")
    assert parse("${ wat_01 }") == Name("wat_01")
    assert parse(". >= .5") == Binary(">=", Current(), Number(Decimal("0.5")))


def test_that_both_kinds_of_quotes_are_read():
    assert parse('"it\'s"') == String("it's")
    assert parse("'«да»'") == String("«да»")


@pytest.mark.parametrize(
    ("text", "error", "at"),
    [
        ("1 + §", UnexpectedCharacterError, 5),
        ("${a} = “x”", UnexpectedCharacterError, 8),
        ("'open", UnexpectedCharacterError, 1),
        ("${a b}", UnexpectedCharacterError, 1),
        ("1 +", UnexpectedEndError, 4),
        ("", UnexpectedEndError, 1),
        ("(1", UnexpectedEndError, 3),
        ("1 2", UnexpectedTokenError, 3),
        ("1 + * 2", UnexpectedTokenError, 5),
        ("true(),", UnexpectedTokenError, 7),
        ("selected(${a} 'x')", UnexpectedTokenError, 15),
        ("${a}/'x'", UnexpectedTokenError, 6),
        ("dairy = 1", UnexpectedTokenError, 1),
        ("eval('1')", UnknownFunctionError, 1),
        ("1 + uuid()", UnknownFunctionError, 5),
        ("not()", ArgumentCountError, 1),
        ("if(true(), 1)", ArgumentCountError, 1),
        ("kta:values('a')", ArgumentCountError, 1),
    ],
)
def test_that_what_cannot_be_read_is_refused_with_its_character(text, error, at):
    with pytest.raises(error) as caught:
        parse(text)
    assert caught.value.at == at


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "not(" * 500 + "true()" + ")" * 500,
        "-" * 10_000 + "1",
        " + ".join(["1"] * 5_000),
        "1" * 30_000,
    ],
    ids=["parentheses", "calls", "signs", "sum", "digits"],
)
def test_that_work_is_bounded_on_any_input(text):
    with pytest.raises(ExpressionTooLargeError):
        parse(text)


def test_that_a_long_list_of_alternatives_is_not_too_deep():
    text = " or ".join(f"selected(${{a}}, 'option_{number}')" for number in range(300))
    assert len(parse(text).operands) == 300
