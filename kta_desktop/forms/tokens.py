"""Expressions cut into tokens, each with its place. The work is bounded by the length."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.forms.errors import (
    ExpressionTooLargeError,
    RefusedSyntaxError,
    UnexpectedCharacterError,
)

MAX_LENGTH = 20_000  # characters; the longest condition of a real pack has about 600


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression.

    Attributes:
        kind: What it is.
        text: Its text: a name without ``${}``, a string without its quotes.
        at: Its first character, counted from 1.
    """

    kind: TokenKind
    text: str
    at: int


_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n\u00a0]+)
    |(?P<refused>//|::|[|@])
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>'[^']*'|"[^"]*")
    |\$\{[ ]*(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)[ ]*\}
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:[:-][A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<sign>!=|<=|>=|\.\.|[=<>+\-*/(),.\[\]])""",
    re.VERBOSE | re.ASCII,
)


def tokens(expression: str) -> tuple[Token, ...]:
    """Return the tokens of ``expression``, closed by one of kind ``END``.

    Raises:
        ExpressionTooLargeError: If it has more than ``MAX_LENGTH`` characters.
        UnexpectedCharacterError: If a character begins no token.
        RefusedSyntaxError: If it holds ``//``, ``::``, ``|`` or ``@``.
    """
    if len(expression) > MAX_LENGTH:
        raise ExpressionTooLargeError(at=MAX_LENGTH)
    found: list[Token] = []
    place = 0
    while place < len(expression):
        match = _PATTERN.match(expression, place)
        if match is None:
            raise UnexpectedCharacterError(at=place + 1, found=expression[place])
        kind = str(match.lastgroup)
        if kind == "refused":
            raise RefusedSyntaxError(at=place + 1, found=match[kind])
        if kind != "space":
            text = match[kind][1:-1] if kind == "string" else match[kind]
            found.append(Token(TokenKind(kind), text, place + 1))
        place = match.end()
    return (*found, Token(TokenKind.END, "", len(expression) + 1))
