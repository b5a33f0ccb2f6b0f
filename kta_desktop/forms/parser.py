"""The parser of the expression language: precedence climbing over tokens, no ``eval``.

The language is the subset of XLSForm expressions that packs use; see ``functions`` for what may
be called. Length, nesting and height are bounded, so that any input is answered at once.
"""

from decimal import Decimal
from functools import lru_cache

from kta_desktop.forms.errors import (
    ArgumentCountError,
    BareIndexError,
    ExpressionTooLargeError,
    RefusedFunctionError,
    UnexpectedEndError,
    UnexpectedTokenError,
    UnknownFunctionError,
)
from kta_desktop.forms.functions import REFUSED
from kta_desktop.forms.nodes import (
    PRECEDENCE,
    Bare,
    Binary,
    Call,
    Cells,
    Chain,
    Current,
    Name,
    Negative,
    Node,
    Number,
    Parent,
    Path,
    Step,
    String,
    height,
)
from kta_desktop.forms.signatures import SIGNATURES
from kta_desktop.forms.tokens import Token, TokenKind, tokens

MAX_DEPTH = 60  # nested parentheses, calls and predicates; people lose count long before
MAX_HEIGHT = 120  # levels of the tree, long sums included

# Functions that a path may begin with.
_PATH_STARTS = ("current", "instance")


@lru_cache(maxsize=8192)
def parse(expression: str, *, bare_names: bool = False) -> Node:
    """Return the tree of ``expression``.

    Args:
        expression: The text.
        bare_names: Whether names may stand without dollar sign and braces: the columns of a list
            in a choice filter. In predicates they always may.

    Raises:
        ExpressionError: If it cannot be read; names the character.
    """
    parser = _Parser(tokens(expression), bare_names=bare_names)
    node = parser.expression(0)
    parser.end()
    if height(node) > MAX_HEIGHT:
        raise ExpressionTooLargeError(at=1)
    return node


class _Parser:
    """One reading of one list of tokens."""

    def __init__(self, found: tuple[Token, ...], *, bare_names: bool) -> None:
        self._tokens = found
        self._bare_names = bare_names
        self._place = 0
        self._depth = 0

    def expression(self, weakest: int) -> Node:
        """Read an expression whose operators bind at least as strongly as ``weakest``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionTooLargeError(at=self._token.at)
        left = self._operand()
        while (own := self._strength()) >= max(weakest, 1):
            left = self._operation(left, own)
        self._depth -= 1
        return left

    def end(self) -> None:
        """Demand that nothing is left."""
        if self._token.kind is not TokenKind.END:
            raise self._surprise()

    @property
    def _token(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._token
        self._place += 1
        return token

    def _is_sign(self, *signs: str) -> bool:
        return self._token.kind is TokenKind.SIGN and self._token.text in signs

    def _demand(self, sign: str) -> None:
        if not self._is_sign(sign):
            raise self._surprise()
        self._take()

    def _surprise(self) -> UnexpectedTokenError | UnexpectedEndError:
        if self._token.kind is TokenKind.END:
            return UnexpectedEndError(at=self._token.at)
        return UnexpectedTokenError(at=self._token.at, found=self._token.text)

    def _strength(self) -> int:
        """Return how strongly the operator that comes next binds, 0 if none comes."""
        if self._token.kind not in (TokenKind.SIGN, TokenKind.WORD):
            return 0
        return PRECEDENCE.get(self._token.text, 0)

    def _operation(self, left: Node, own: int) -> Node:
        operator = self._take()
        right = self.expression(own + 1)
        if operator.text not in ("and", "or"):
            return Binary(operator.text, left, right, operator.at)
        operands = [left, right]
        while self._token.kind is TokenKind.WORD and self._token.text == operator.text:
            self._take()
            operands.append(self.expression(own + 1))
        return Chain(operator.text, tuple(operands), operator.at)

    def _operand(self) -> Node:
        match self._token.kind:
            case TokenKind.NUMBER:
                token = self._take()
                return Number(Decimal(token.text), token.at)
            case TokenKind.STRING:
                token = self._take()
                return String(token.text, token.at)
            case TokenKind.NAME:
                return self._name()
            case TokenKind.WORD:
                return self._call()
            case TokenKind.SIGN:
                return self._signed()
            case TokenKind.END:
                raise self._surprise()

    def _name(self) -> Node:
        token = self._take()
        return self._path(Name(token.text, token.at))

    def _path(self, start: Name | Current | Parent | Bare | Call) -> Node:
        """Read the filters and steps behind ``start``."""
        filters = self._filters()
        steps: list[Step] = []
        while self._is_sign("/"):
            self._take()
            steps.append(self._step())
        if not filters and not steps:
            return start
        match start, steps:
            case Name(name), [Step(step, ())] if not filters and step not in (".", ".."):
                return Cells(name, step, start.at)
            case _:
                return Path(start, filters, tuple(steps), start.at)

    def _step(self) -> Step:
        token = self._token
        if token.kind is not TokenKind.WORD and not self._is_sign(".", ".."):
            raise self._surprise()
        self._take()
        return Step(token.text, self._filters(), token.at)

    def _filters(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._is_sign("["):
            at = self._take().at
            outside, self._bare_names = self._bare_names, True
            node = self.expression(0)
            self._bare_names = outside
            if isinstance(node, Number | Negative):
                raise BareIndexError(at=at)
            found.append(node)
            self._demand("]")
        return tuple(found)

    def _signed(self) -> Node:
        if self._is_sign("("):
            self._take()
            inner = self.expression(0)
            self._demand(")")
            return inner
        if self._is_sign("-"):
            at = self._take().at
            return Negative(self._negated(), at)
        if self._is_sign("."):
            return self._path(Current(self._take().at))
        if self._is_sign(".."):
            return self._path(Parent(self._take().at))
        raise self._surprise()

    def _negated(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionTooLargeError(at=self._token.at)
        operand = self._operand()
        self._depth -= 1
        return operand

    def _call(self) -> Node:
        name = self._take()
        if not self._is_sign("("):
            return self._bare(name)
        function = SIGNATURES.get(name.text)
        if function is None:
            kind = RefusedFunctionError if name.text in REFUSED else UnknownFunctionError
            raise kind(at=name.at, found=name.text)
        arguments = self._arguments()
        if not function.takes(len(arguments)):
            raise ArgumentCountError(at=name.at, found=name.text, given=len(arguments))
        if function.check is not None:
            texts = [each.value if isinstance(each, String) else None for each in arguments]
            function.check(texts, name.at)
        call = Call(name.text, arguments, name.at)
        return self._path(call) if name.text in _PATH_STARTS else call

    def _bare(self, name: Token) -> Node:
        if not self._bare_names:
            raise UnexpectedTokenError(at=name.at, found=name.text)
        return self._path(Bare(name.text, name.at))

    def _arguments(self) -> tuple[Node, ...]:
        self._demand("(")
        found: list[Node] = []
        while not self._is_sign(")"):
            if found:
                self._demand(",")
            found.append(self.expression(0))
        self._take()
        return tuple(found)
