"""Cases of JavaRosa's ``XPathEvalTest``, read from a checkout that ``JAVAROSA_DIR`` points at.

Nothing of it is kept here. A case is ``testEval("expression", …, expected);``. Left out are
cases that need functions, variables or documents which the Java test builds itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

FILE = "XPathEvalTest.java"
NO_NUMBER = "no number"  # NaN and infinity: ours is blank
FAILS = "fails"  # any exception: ours is an error with a place
_CALL = re.compile(
    r"^\s*testEval\(\s*\"(?P<expr>(?:[^\"\\]|\\.)*)\"\s*,(?P<rest>.*)\);", re.MULTILINE
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}
_DAY = re.compile(r"DateUtils\.getDate\((\d+), *(\d+), *(\d+)\)")
_WORDS = {
    "TRUE": True,
    "true": True,
    "FALSE": False,
    "false": False,
    "NaN": NO_NUMBER,
    "-NaN": NO_NUMBER,
    "POSITIVE_INFINITY": NO_NUMBER,
    "NEGATIVE_INFINITY": NO_NUMBER,
}
# What the Java test registers itself, and paths into documents that it builds.
_HOST = re.compile(
    r"\$|(?<![\w'\"-])/|\b(convertible|inconvertible|testfunc|add|proto|null-proto|raw|get-custom"
    r"|check-types|read|write)\("
)


@dataclass(frozen=True, slots=True)
class Case:
    """An expression with what it comes to: a value, ``NO_NUMBER`` or ``FAILS``."""

    expression: str
    expected: object


def cases(folder):
    """Return the cases of a checkout.

    Raises:
        FileNotFoundError: If the checkout has no such test.
    """
    file = next(Path(folder).rglob(FILE), None)
    if file is None:
        raise FileNotFoundError(FILE)
    return read(file.read_text("utf-8"))


def read(source):
    """Return the cases in the text of a test class, but for those that need its objects."""
    found = []
    for match in _CALL.finditer(source):
        expression = _unescaped(match["expr"])
        expected = _expected(match["rest"].rsplit(",", 1)[-1].strip())
        if match["rest"].count("getDate("):
            expected = _day(match["rest"])
        if expected is not None and not _HOST.search(_without_texts(expression)):
            found.append(Case(expression, expected))
    return found


def _without_texts(expression):
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)


def _unescaped(text):
    def sign(match):
        found = match[1]
        return chr(int(found[1:], 16)) if len(found) == 5 else _SIGNS.get(found, found)

    return _ESCAPE.sub(sign, text)


def _day(rest):
    found = _DAY.search(rest)
    return None if found is None else date(*map(int, found.groups()))


def _expected(written):
    """Return what a Java expression means; None if it is an object of the test."""
    if written in _WORDS:
        return _WORDS[written]
    if written.startswith("new XPath"):
        return FAILS
    text = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', written)
    if text is not None:
        return _unescaped(text[1])
    if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)(e-?\d+)?", written):
        return Decimal(written)
    return None
