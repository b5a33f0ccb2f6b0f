"""Cases of JavaRosa and of Web Forms hold here too, where a checkout of them is at hand.

``JAVAROSA_DIR`` and ``WEBFORMS_DIR`` name the checkouts; nothing of them is kept in ours.
"""

import os
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.functions_kit import written_number
from kta_desktop.forms.tree import DataForm
from tests.oracles import javarosa, webforms
from tests.oracles.javarosa import FAILS, NO_NUMBER, Case

FILES = Path(__file__).parents[2] / "files" / "forms"
LISTED = tomllib.loads((FILES / "engines-disagreements.toml").read_text("utf-8"))["disagreement"]
NOTHING = DataForm({})

JAVA = r"""
    public void doTests () {
        testEval("1 + 0.5", 1.5);
        testEval("string(\"a\\b\")", "a\\b");
        testEval("'3' = 3" , TRUE); //with a comment
        testEval("starts-with('a', 'a')",      true);
        testEval("8 div 0", POSITIVE_INFINITY);
        testEval("date('2024-02-29')", DateUtils.getDate(2024, 2, 29));
        testEval("date('2023-02-29')", new XPathTypeMismatchException());
        testEval("concat('x','y')", null, ec, "xy");
        testEval("substr('a/b',0,1)", "a");
        //broken: testEval("string(7)", "8");
        testEval("convertible() + 1", null, ec, 2.0);
        testEval("/data/path", instance, null, 3.0);
        testEval("$var", null, varContext, "v");
        testEval("count(/data/x)", instance, null, expected);
"""
SCRIPT = """
	it('adds', () => {
		testContext.assertNumberValue('1 + 0.5', 1.5);
		testContext.assertStringValue("concat('x', \\"y\\")", 'xy');
		testContext.assertBooleanValue(
			'not(false())',
			true
		);
		testContext.assertStringValue('/simple/xpath', 'val');
		testContext.assertNumberValue('number()', 123, { contextNode });
	});
	[
		{ expression: 'number("7")', expected: 7 },
		{ expression: 'number("x")', expected: NaN },
	].forEach(({ expression, expected }) => {
		it(`${expression} should be ${expected}`, () => {
			testContext.assertNumberValue(expression, expected);
		});
	});
	[
		{ expression: 'number("1970-01-01")', expected: 0.29 },
	].forEach(({ expression, expected }) => {
		testContext.assertNumberRounded(expression, expected, 100);
	});
"""


def test_that_cases_of_javarosa_are_read_from_the_source():
    assert javarosa.read(JAVA) == [
        Case("1 + 0.5", Decimal("1.5")),
        Case(r'string("a\b")', r"a\b"),
        Case("'3' = 3", expected=True),
        Case("starts-with('a', 'a')", expected=True),
        Case("8 div 0", NO_NUMBER),
        Case("date('2024-02-29')", date(2024, 2, 29)),
        Case("date('2023-02-29')", FAILS),
        Case("concat('x','y')", "xy"),
        Case("substr('a/b',0,1)", "a"),
    ]


def test_that_cases_of_web_forms_are_read_from_the_source():
    assert webforms.read(SCRIPT) == [
        Case("1 + 0.5", Decimal("1.5")),
        Case("concat('x', \"y\")", "xy"),
        Case("not(false())", expected=True),
        Case('number("7")', Decimal(7)),
        Case('number("x")', NO_NUMBER),
    ]


def test_that_a_checkout_without_the_tests_is_told(tmp_path):
    for reader in (javarosa, webforms):
        with pytest.raises(FileNotFoundError):
            reader.cases(tmp_path)


def ours(expression):
    """Return our value and the code of the error that stands for it."""
    try:
        return NOTHING.evaluate(expression), ""
    except ExpressionError as error:
        return FAILS, error.code


def agrees(value, expected):
    """Whether our value is the one expected; blank and an error with a place stand for NaN."""
    if expected == NO_NUMBER:
        return value is None or value == FAILS
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        return abs(value - expected) <= Decimal("1e-12") * max(1, abs(expected))
    if isinstance(value, Decimal) and isinstance(expected, str):
        return written_number(value) == expected
    if isinstance(value, date):
        return expected in (value, value.isoformat())
    return value == expected or (value in (None, FAILS) and expected == "")


def differences(cases, engine):
    """Return the cases that differ without being listed, and the entries that none needed."""
    unused = [entry for entry in LISTED if engine in entry["engines"]]
    found = []
    for case in cases:
        value, code = ours(case.expression)
        if agrees(value, case.expected):
            continue
        fitting = [entry for entry in LISTED if _fits(entry, case.expression, code)]
        unused = [entry for entry in unused if entry not in fitting]
        if not fitting:
            found.append(f"{case.expression}: ours {code or value!r}, {engine} {case.expected!r}")
    return found, [entry["reason"] for entry in unused]


def _fits(entry, expression, code):
    named = re.search(entry.get("pattern", ""), expression) is not None
    return named and entry.get("code", code) == code


def test_that_an_entry_for_a_difference_says_which_and_why():
    assert all(entry["reason"] and {"pattern", "code"} & entry.keys() for entry in LISTED)


@pytest.mark.parametrize(
    ("engine", "variable", "reader"),
    [("javarosa", "JAVAROSA_DIR", javarosa), ("webforms", "WEBFORMS_DIR", webforms)],
)
def test_that_the_cases_of_another_engine_hold(engine, variable, reader):
    folder = os.environ.get(variable)
    if not folder:
        pytest.skip(f"{variable} does not name a checkout")
    found, unused = differences(reader.cases(folder), engine)
    assert not found, "\n".join(found)
    assert not unused, f"no longer needed: {unused}"
