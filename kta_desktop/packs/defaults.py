"""Cells of XLSForm that are a word or an expression: ``default``, ``required``, ``readonly``."""

import re

from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.parser import parse

_YES = ("yes", "true", "true()")
_NO = ("", "no", "false", "false()")
_OPERATORS = re.compile(r"[+*=<>(]|\s-\s|\b(div|mod|and|or)\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?|\d\d:\d\d.*")
_CALL = re.compile(r"\$\{|\b(if|coalesce|once|today|now|concat|sum|count|pulldata|instance)\(")


def is_yes(cell: str) -> bool:
    """Whether a cell says yes."""
    return cell in _YES


def condition(cell: str) -> str | None:
    """Return a cell as a condition; None if it says no or nothing."""
    if cell in _NO:
        return None
    return "true()" if cell in _YES else cell


def condition_beyond_yes(cell: str) -> str | None:
    """Return the condition that a cell holds if it says more than yes or no."""
    return None if cell in _NO or cell in _YES else cell


def is_dynamic(default: str) -> bool:
    """Whether a default is an expression and not the value itself.

    It is when it names a question or calls a common function, whatever else is wrong with it; and
    when it has an operator or a parenthesis and reads as an expression. Dates are values.
    """
    if _CALL.search(default):
        return True
    if _MOMENT.fullmatch(default) or _OPERATORS.search(default) is None:
        return False
    try:
        parse(default)
    except ExpressionError:
        return False
    return True


def expression(default: str) -> str | None:
    """Return the expression of a default: a value becomes one between quotes."""
    if not default:
        return None
    return default if is_dynamic(default) else quoted(default)


def quoted(text: str) -> str:
    """Return the expression of a text, which may hold quotation marks of both kinds."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = (f"'{piece}'" for piece in text.split("'"))
    return "concat(" + ', "\'", '.join(pieces) + ")"
