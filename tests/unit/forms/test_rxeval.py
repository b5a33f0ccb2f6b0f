"""Expressions come to what rxeval says, but for differences that are listed with their reason."""

import math
import re
import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.functions_kit import written_number
from kta_desktop.forms.moments import one_clock
from kta_desktop.forms.tree import DataForm
from tests.oracles import expressions

rxeval = pytest.importorskip("rxeval", reason="rxeval, the oracle, is not installed")

FILE = Path(__file__).parents[2] / "files" / "forms" / "rxeval-disagreements.toml"
NOW = datetime(2026, 11, 22, 10)  # noqa: DTZ001 - the place of the audit has no zone
_WORDS = {
    "MISSING": r"(?:\$\{blank\}|\([01] div 0\)|sqrt\(-1\)|number\('x'\))",
    "NUMBER": r"-?[0-9.]+",
}
FORM = DataForm(expressions.ANSWERS)


def _listed():
    found = tomllib.loads(FILE.read_text("utf-8"))["disagreement"]
    for entry in found:
        for word, meaning in _WORDS.items():
            entry["pattern"] = entry["pattern"].replace(word, meaning)
    return found


LISTED = _listed()


def ours(expression):
    try:
        with one_clock(NOW):
            value = FORM.evaluate(expression)
    except ExpressionError as error:
        return f"!{error.code}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return written_number(value)
    return "?" if value is None else str(value)


def theirs(expression):
    try:
        return rxeval.eval_expression(
            expressions.as_xpath(expression),
            expressions.SUBMISSION,
            today="2026-11-22",
            now="2026-11-22T10:00:00",
        )
    except RuntimeError as error:
        return f"!{error}"


def agree(one, other):
    if one == other or (one == "?" and other in ("", "NaN", "Infinity", "-Infinity")):
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


def is_listed(expression, one, other):
    return any(
        re.fullmatch(entry["pattern"], expression)
        and re.fullmatch(entry["ours"], one)
        and re.fullmatch(entry["theirs"], other)
        for entry in LISTED
    )


def check(expression):
    one, other = ours(expression), theirs(expression)
    assert agree(one, other) or is_listed(expression, one, other), (
        f"{expression}: ours {one}, rxeval {other}"
    )


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(expressions.known)
def test_that_expressions_over_answers_agree(expression):
    check(expression)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(expressions.odd)
def test_that_expressions_over_what_is_missing_differ_only_as_listed(expression):
    check(expression)


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["example"])
def test_that_a_listed_difference_still_exists(entry):
    expression = entry["example"]
    one, other = ours(expression), theirs(expression)
    assert not agree(one, other), f"{expression} is {one} for both: take it off the list"
    assert is_listed(expression, one, other), f"{expression}: ours {one}, rxeval {other}"
    assert entry["reason"]
