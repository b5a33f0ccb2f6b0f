"""Expressions tried out on answers without an audit."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from kta_desktop.assessment.host import PackHost
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.texts import NO_TEXT
from kta_desktop.forms.functions_kit import written_number
from kta_desktop.forms.moments import iso, one_clock
from kta_desktop.forms.tree import DataForm
from kta_desktop.forms.values import ABSENT, Selection

_HOST = PackHost(Definition(pack="", version="", title=NO_TEXT))


def evaluate(expression: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{type, value}`` of an expression: number, string, boolean, date, blank or list.

    Numbers are decimals, dates ISO texts; what is unknown is blank with the value None.

    Raises:
        ExpressionError: If it cannot be read or evaluated.
        DataShapeError: If the answers are shaped like none.
    """
    with one_clock():
        found = DataForm(answers, host=_HOST).evaluate(expression)
    if isinstance(found, Selection):
        found = found.chosen
    if isinstance(found, tuple):
        return {"type": "list", "value": [_plain(item)[1] for item in found]}
    kind, value = _plain(found)
    return {"type": kind, "value": value}


def _plain(value: object) -> tuple[str, Any]:
    match value:
        case bool():
            return "boolean", value
        case Decimal():
            return "number", Decimal(written_number(value))
        case date():
            return "date", iso(value)
        case time():
            return "string", iso(value)
        case str():
            return "string", value
        case _ if value is None or value is ABSENT:
            return "blank", None
    raise TypeError(value)
