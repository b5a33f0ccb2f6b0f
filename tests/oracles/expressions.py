"""Expressions for differential tests, as Hypothesis strategies, and the answers they read.

``known`` are expressions whose every part has a value, in numbers that are exact in binary too:
engines have to agree on them. ``odd`` are single steps on what is missing, infinite or inexact:
there engines differ, and every difference is listed with its reason.
"""

import re
from decimal import Decimal

from hypothesis import strategies as st

ANSWERS = {
    "a": 4,
    "n": Decimal("2.5"),
    "blank": None,
    "c": "hello",
    "minus": "-17",
    "day": "2026-03-04",
    "many": "x y",
    "r": [{"m": 1}, {"m": Decimal("2.5")}, {"m": 4}],
    "gap": [{"g": 1}, {"g": None}, {"g": 4}],
}
SUBMISSION = (
    "<data><a>4</a><n>2.5</n><blank/><c>hello</c><minus>-17</minus><day>2026-03-04</day>"
    "<many>x y</many><r><m>1</m></r><r><m>2.5</m></r><r><m>4</m></r>"
    "<gap><g>1</g></gap><gap><g/></gap><gap><g>4</g></gap></data>"
)


def as_xpath(expression):
    """Return the expression as other engines read it: questions by their path."""
    return re.sub(r"\$\{(\w+)\}", r"/data/\1", expression)


def _call(name, *arguments):
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


def _between(operators, left, right):
    triple = st.tuples(left, st.sampled_from(operators), right)
    return triple.map(lambda given: f"({' '.join(given)})")


_PLACE = st.sampled_from(("0", "1", "2", "3", "-1", "-2"))
_POWER_OF_TWO = st.sampled_from(("2", "4", "0.5", "-2"))
_LITERAL = st.sampled_from(("0", "1", "3", "10", "2.5", "7.25", "-3", "-0.5"))
_PATTERN = st.sampled_from(("'[a-z]+'", "'.*'", "'[0-9]{1,3}'", "'(a+)+'", "'h?e?l+o'"))
_FORMAT = st.sampled_from(("'%Y-%m-%d'", "'%d.%m.%y'", "'%e/%n %H:%M:%S'"))

_NUMBER_LEAF = st.one_of(
    _LITERAL,
    st.sampled_from(("${a}", "${n}", "${minus}", "number('12.5')", "count-selected(${many})")),
    st.sampled_from(("sum(${r}/m)", "min(${r}/m)", "max(${r}/m)", "count(${r})", "max(-5, -3)")),
)
_TEXT_LEAF = st.sampled_from(
    ("'abc'", "'hello world'", "'1'", "'  a  b '", "${c}", "'true'", "${minus}", "'x'")
)
_TRUTH_LEAF = st.sampled_from(
    ("true()", "false()", "selected(${many}, 'x')", "selected(${many}, 'z')", "${a} = 4")
)

_number = st.deferred(
    lambda: st.one_of(
        _NUMBER_LEAF,
        _between(("+", "-", "*"), _number, _NUMBER_LEAF),
        _between(("div", "mod"), _number, _POWER_OF_TWO),
        _call("round", _number),
        _call("round", _number, st.sampled_from(("0", "1", "-1"))),
        _call("int", _number),
        _call("abs", _number),
        _call("floor", _number),
        _call("ceiling", _number),
        _call("pow", _NUMBER_LEAF, st.sampled_from(("0", "1", "2", "3"))),
        _call("sqrt", st.sampled_from(("0", "1", "4", "6.25"))),
        _call("string-length", _text),
        _call("if", _truth, _number, _number),
        _call("coalesce", _number, _number),
        _call("min", _number, _number),
        _call("max", _number, _number),
    )
)
_text = st.deferred(
    lambda: st.one_of(
        _TEXT_LEAF,
        _call("concat", _text, _text),
        _call("concat", _text, _NUMBER_LEAF),
        _call("substr", _text, _PLACE),
        _call("substr", _text, _PLACE, _PLACE),
        _call("substring-before", _text, _TEXT_LEAF),
        _call("substring-after", _text, _TEXT_LEAF),
        _call("translate", _text, _TEXT_LEAF, _TEXT_LEAF),
        _call("normalize-space", _text),
        _call("string", _NUMBER_LEAF),
        _call("if", _truth, _text, _text),
        _call("coalesce", _text, _text),
        _call("selected-at", st.just("${many}"), _PLACE),
        _call("format-date", st.just("${day}"), _FORMAT),
        st.sampled_from(("join('-', ${r}/m)", "join(', ', ${gap}/g)")),
    )
)
_truth = st.deferred(
    lambda: st.one_of(
        _TRUTH_LEAF,
        _between(("<", "<=", ">", ">=", "=", "!="), _number, _number),
        _between(("=", "!="), _text, _text),
        _between(("and", "or"), _truth, _truth),
        _call("not", _truth),
        _call("boolean", _NUMBER_LEAF),
        _call("contains", _text, _TEXT_LEAF),
        _call("starts-with", _text, _TEXT_LEAF),
        _call("ends-with", _text, _TEXT_LEAF),
        _call("regex", _text, _PATTERN),
        _call("boolean-from-string", _text),
    )
)
known = st.one_of(_number, _text, _truth)

_ODD = st.sampled_from(("${blank}", "(1 div 0)", "(0 div 0)", "sqrt(-1)", "number('x')", "''"))
odd = st.one_of(
    _ODD,
    _between(("+", "-", "*", "div", "mod", "<", "<=", ">", ">=", "=", "!="), _LITERAL, _ODD),
    _between(("=", "!=", "and", "or"), st.sampled_from(("'a'", "true()", "false()")), _ODD),
    _between(("=", "!=", "<"), _ODD, _ODD),
    _between(
        ("=", "!=", "<", ">"), st.just("${day}"), st.sampled_from(("'2026-03-05'", "today()"))
    ),
    _between(("+", "-", "*"), st.sampled_from(("0.1", "0.7")), st.sampled_from(("0.2", "3"))),
    st.sampled_from(("round", "int", "abs", "boolean", "not", "string", "string-length")).flatmap(
        lambda name: _call(name, _ODD)
    ),
    _call("min", _LITERAL, _ODD),
    _call("if", _ODD, _LITERAL, _LITERAL),
    _call("coalesce", _ODD, _LITERAL),
    _call("boolean", _call("coalesce", _LITERAL, _LITERAL)),
    _call("concat", st.just("'a'"), _ODD),
    st.sampled_from(("contains", "starts-with", "ends-with", "regex")).flatmap(
        lambda name: _call(name, _ODD, st.just("'a'"))
    ),
    _call("selected", _ODD, st.just("'a'")),
    _call("sum", st.just("${gap}/g")),
    _call("max", st.just("${gap}/g")),
    _call("join", st.just("'-'"), st.just("'a'"), _TEXT_LEAF),
    st.sampled_from(("number('1,5')", "number('1.1e6')", "'-17' > '-172'", "true() + 8")),
)
