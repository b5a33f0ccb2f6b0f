"""Claims about values: three-valued logic, blanks, numbers, dates, columns."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.forms.errors import (
    EvaluationError,
    ExpressionError,
    IncomparableError,
    NotAConditionError,
    NotADateError,
    NotANumberError,
    UnknownNameError,
)
from kta_desktop.forms.nodes import Binary, Call, Chain, Name, Number, String, written
from kta_desktop.forms.tree import DataForm
from kta_desktop.forms.values import ABSENT

FORM = DataForm(
    {
        "blank": None,
        "absent": ABSENT,
        "num": Decimal("12.5"),
        "zero": 0,
        "word": "dairy",
        "digits": "17.0",
        "many": ["dairy", "meat"],
        "yes": True,
        "day": date(2026, 11, 22),
        "rows": [{}, {}, {}],
        "t": [
            {"m3": 1, "none": None, "flag": "no", "part": "no"},
            {"m3": None, "none": None, "flag": "yes", "part": None},
            {"m3": 2.5, "none": None, "flag": None, "part": None},
        ],
        "full": [{"flag": "no"}, {"flag": "yes"}],
        "cold": [{"t": -5}, {"t": -3}, {"t": -4}],
        "empty": [],
    }
)
NAMES = ("blank", "absent", "num", "zero", "word", "digits", "many", "yes", "day", "rows")


def _value(text):
    return FORM.evaluate(text, Decimal("7.5"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # three-valued logic
        ("${blank} = 'x'", None),
        ("${blank} != 'x'", None),
        ("${blank} > 3", None),
        ("not(${blank} > 3)", None),
        ("${blank} > 3 or true()", True),
        ("true() or ${blank} > 3", True),
        ("${blank} > 3 and false()", False),
        ("${blank} > 3 and true()", None),
        ("${blank} > 3 or false()", None),
        ("selected(${blank}, 'x')", None),
        ("if(${blank} > 3, 1, 2)", None),
        # a question that does not apply is known not to be there
        ("${absent} = 'x'", False),
        ("${absent} != 'x'", True),
        ("${absent} > 3", False),
        ("selected(${absent}, 'x')", False),
        ("${absent} + 1", None),
        # blank is not zero
        ("${blank} + 1", None),
        ("${blank} * 0", None),
        ("-${blank}", None),
        ("${blank} = ''", True),
        ("${blank} != ''", False),
        ("${num} = ''", False),
        ("${zero} = ''", False),
        ("${absent} = ''", True),
        ("coalesce(${blank}, ${absent}, 4)", Decimal(4)),
        ("coalesce(${zero}, 4)", Decimal(0)),
        ("coalesce(${blank})", None),
        # decimal arithmetic
        ("0.1 + 0.2 = 0.3", True),
        ("6.1 - 7.8 = -1.7", True),
        ("17 = 17.000", True),
        ("${digits} = 17", True),
        ("${word} = 17", False),
        ("${word} != 17", True),
        ("7 div 2", Decimal("3.5")),
        ("-7 mod 3", Decimal(-1)),
        ("5 mod -3", Decimal(2)),
        ("2 + 3 * 4 - 1", Decimal(13)),
        ("1 div 0", None),
        ("0 div 0", None),
        ("1 mod 0", None),
        ("1 div 0 > 5", None),
        ("'12,5' + 1", Decimal("13.5")),
        # round: half away from zero
        ("round(1.5)", Decimal(2)),
        ("round(2.5)", Decimal(3)),
        ("round(-1.5)", Decimal(-2)),
        ("round(-2.5)", Decimal(-3)),
        ("round(2.345, 2)", Decimal("2.35")),
        ("round(1250, -2)", Decimal(1300)),
        ("round(${blank})", None),
        # a number is a condition: it holds unless it is zero
        ("if(1, 2, 3)", Decimal(2)),
        ("if(${zero}, 2, 3)", Decimal(3)),
        # texts as numbers
        ("number('12,5')", Decimal("12.5")),
        ("number('1 234,5')", Decimal("1234.5")),
        ("number('12.5.0')", None),
        ("number('1,234')", None),
        ("number('')", None),
        ("number(${blank})", None),
        ("number(true())", Decimal(1)),
        # dates
        ("${day} > date('2026-01-31')", True),
        ("${day} = '2026-11-22'", True),
        ("'2026-11-23' > ${day}", True),
        ("${day} - date('2026-11-01')", Decimal(21)),
        ("${day} + 10 = date('2026-12-02')", True),
        ("${day} - 22 < date('2026-11-01')", True),
        ("date(${blank})", None),
        ("date('')", None),
        # options
        ("selected(${many}, 'meat')", True),
        ("selected(${many}, 'fish')", False),
        ("selected(${word}, 'dairy')", True),
        ("${word} = 'dairy'", True),
        ("${yes} = true()", True),
        ("${yes} != true()", False),
        # columns
        ("sum(${t}/m3)", Decimal("3.5")),
        ("sum(${t}/none)", None),
        ("sum(${empty}/m3)", None),
        ("sum(1, ${blank}, ${t}/m3)", Decimal("4.5")),
        ("count(${t}/m3)", Decimal(2)),
        ("count(${rows})", Decimal(3)),
        ("count(${empty}/m3)", Decimal(0)),
        ("count(${blank})", None),
        ("max(${cold}/t)", Decimal(-3)),
        ("min(${cold}/t)", Decimal(-5)),
        ("max(${t}/none)", None),
        ("selected(${t}/flag, 'yes')", True),
        ("selected(${t}/part, 'yes')", None),
        ("selected(${t}/part, 'no')", True),
        ("selected(${empty}/m3, 'yes')", None),
        ("count-selected(${many})", Decimal(2)),
        # options with conditions
        ("selected(kta:values('a', true(), 'b', ${blank} > 1), 'a')", True),
        ("selected(kta:values('a', true(), 'b', ${blank} > 1), 'b')", None),
        ("selected(kta:values('a', true(), 'b', ${blank} > 1), 'c')", False),
        ("count(kta:values('a', true(), 'b', false(), 'c', true()))", Decimal(2)),
        # the answer itself
        (". > 5 and . < 10", True),
        ("if(. > 5, 'big', 'small')", "big"),
    ],
)
def test_that_expressions_mean_what_is_written_down(text, value):
    assert _value(text) == value


def test_that_a_result_of_true_is_a_truth_and_not_a_number():
    assert _value("1 = 1") is True


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("${word} + 1", NotANumberError),
        ("${day} * 2", NotANumberError),
        ("sum(${t}/flag)", NotANumberError),
        ("date('22.11.2026')", NotADateError),
        ("date('2026-13-01')", NotADateError),
        ("${word} > 5", IncomparableError),
        ("${many} = 'dairy'", IncomparableError),
        ("${yes} = 'yes'", IncomparableError),
        ("${day} = 5", IncomparableError),
        ("${day} > 'soon'", IncomparableError),
        ("${word} < ''", IncomparableError),
        ("not(${word})", NotAConditionError),
        ("not('false')", NotAConditionError),
        ("if(${day}, 2, 3)", NotAConditionError),
        ("${word} and true()", NotAConditionError),
        ("${stranger} = 1", UnknownNameError),
    ],
)
def test_that_what_has_no_value_is_said_and_not_guessed(text, error):
    with pytest.raises(error) as caught:
        _value(text)
    assert caught.value.sentence("ru") != caught.value.text


def test_that_a_text_is_never_a_condition():
    with pytest.raises(NotAConditionError):
        _value("'false' or true() = false()")


def test_that_a_settled_condition_needs_no_broken_part():
    assert _value("${word} > 1 or true()") is True
    assert _value("false() and ${word} > 5") is False
    with pytest.raises(EvaluationError):
        _value("${word} > 1 or false()")


_LEAVES = "abcd"
_TREES = st.recursive(
    st.sampled_from(_LEAVES).map(Name),
    lambda inner: st.one_of(
        inner.map(lambda node: Call("not", (node,))),
        st.builds(
            Chain,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=4).map(tuple),
        ),
    ),
    max_leaves=12,
)
_TRUTHS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in _LEAVES})


def _holds(tree, form):
    return form.evaluate(written(tree))


def _opposite(node):
    """Return the tree that De Morgan makes of ``not(node)``."""
    if isinstance(node, Chain):
        other = "or" if node.operator == "and" else "and"
        return Chain(other, tuple(_opposite(each) for each in node.operands))
    return Call("not", (node,))


@given(_TREES, _TRUTHS)
def test_that_de_morgan_holds_also_for_the_unknown(tree, truths):
    form = DataForm(truths)
    assert _holds(Call("not", (tree,)), form) is _holds(_opposite(tree), form)


@given(_TREES, _TRUTHS, st.randoms(use_true_random=False))
def test_that_what_is_decided_stays_so_when_more_is_answered(tree, truths, chance):
    decided = _holds(tree, DataForm(truths))
    fuller = {
        name: chance.choice([True, False]) if value is None else value
        for name, value in truths.items()
    }
    if decided is not None:
        assert _holds(tree, DataForm(fuller)) is decided


def _turned(node):
    if isinstance(node, Chain):
        return Chain(node.operator, tuple(_turned(each) for each in reversed(node.operands)))
    return node


_BROKEN = Binary(">", String("dairy"), Number(Decimal(5)))


@given(_TREES, _TRUTHS, st.sets(st.sampled_from(_LEAVES)))
def test_that_the_order_of_operands_never_matters_even_when_one_is_broken(tree, truths, broken):
    form = DataForm(truths)
    damaged = _damaged(tree, broken)
    assert _outcome(damaged, form) == _outcome(_turned(damaged), form)


def _damaged(node, broken):
    match node:
        case Name(name):
            return _BROKEN if name in broken else node
        case Chain(operator, operands):
            return Chain(operator, tuple(_damaged(each, broken) for each in operands))
        case _:
            return Call("not", tuple(_damaged(each, broken) for each in node.arguments))


def _outcome(tree, form):
    try:
        return _holds(tree, form)
    except EvaluationError as error:
        return error.code


_OPERANDS = st.sampled_from(
    [
        *(f"${{{name}}}" for name in NAMES),
        "${t}/m3",
        "${t}/flag",
        "''",
        "'1e30'",
        "9999999999",
        "date('2026-01-01')",
        "true()",
        ".",
    ]
)
_SIGNS = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or")
_SHAPES = st.sampled_from(
    [
        *(f"{{0}} {sign} {{1}}" for sign in _SIGNS),
        "selected({0}, {1})",
        "if({0}, {1}, {0})",
        "coalesce({0}, {1})",
        "sum({0}, {1})",
        "min({0}, {1})",
        "round({0}, {1})",
        "number({0}) - count({1})",
        "date({0})",
        "not({0})",
        "kta:values({0}, {1})",
        "-{0}",
    ]
)


@given(_SHAPES, _OPERANDS, _OPERANDS)
def test_that_evaluating_raises_only_its_own_errors(shape, left, right):
    with suppress(ExpressionError):
        _value(shape.format(left, right))
