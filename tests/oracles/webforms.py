"""Cases of the XPath tests of ODK Web Forms, read from a checkout ``WEBFORMS_DIR`` points at.

Nothing of it is kept here. Read are the two shapes in which a whole case stands in the source:
``assertNumberValue('expression', 1)``, likewise String and Boolean, without a third argument, and
``{ expression: '…', expected: … }`` in a list that such an assertion goes through. Cases about
nodes of a document are left out: ours are questions.
"""

import re
from decimal import Decimal
from pathlib import Path

from tests.oracles.javarosa import NO_NUMBER, Case

FOLDER = "packages/xpath/test"
_TEXT = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\$]|\\.)*`"
_VALUE = rf"(?P<value>{_TEXT}|-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|true|false|NaN)"
_ASSERTION = re.compile(
    rf"assert(?P<kind>Number|String|Boolean)Value\(\s*(?P<expr>{_TEXT})\s*,\s*{_VALUE}\s*,?\s*\)"
)
_ROW = re.compile(rf"\{{\s*expression:\s*(?P<expr>{_TEXT})\s*,\s*expected:\s*{_VALUE}\s*,?\s*\}}")
_ROUNDED = re.compile(r"assertNumberRounded\(\s*expression")
# Paths, axes and node tests: cases about a document.
_NODES = re.compile(r"(?<![\w)\]'\"])/|//|::|@|\*\s*[,)\]]|(?<![\w)\]'\"] )\*|\.\.|\bnode\(|\bid\(")
_BY_KIND = {"String": str, "Boolean": bool}


def cases(folder):
    """Return the cases of a checkout.

    Raises:
        FileNotFoundError: If the checkout has no such tests.
    """
    root = Path(folder) / FOLDER
    files = sorted(root.rglob("*.test.ts")) + sorted(root.rglob("*.spec.ts"))
    if not files:
        raise FileNotFoundError(root)
    return [case for file in files for case in read(file.read_text("utf-8"))]


def read(source):
    """Return the cases in the text of a test file."""
    found = []
    for match in _ASSERTION.finditer(source):
        case = _case(match["expr"], match["value"])
        wanted = _BY_KIND.get(match["kind"])
        if wanted is None or isinstance(case.expected, wanted):
            found.append(case)
    for block in _blocks(source):
        found += [_case(match["expr"], match["value"]) for match in _ROW.finditer(block)]
    return [case for case in found if not _NODES.search(_without_texts(case.expression))]


def _blocks(source):
    """Return the lists of rows with the assertion behind them; not those that are rounded."""
    for match in re.finditer(r"\[\s*\{.*?\.forEach\(.*?\n\t*\}\);", source, re.DOTALL):
        if not _ROUNDED.search(match[0]):
            yield match[0]


def _case(expression, value):
    return Case(_text(expression), _expected(value))


def _expected(value):
    if value == "NaN":
        return NO_NUMBER
    if value in ("true", "false"):
        return value == "true"
    return _text(value) if value[0] in "'\"`" else Decimal(value)


def _text(written):
    signs = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(.)", lambda match: signs.get(match[1], match[1]), written[1:-1])


def _without_texts(expression):
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)
