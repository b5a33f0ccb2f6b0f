"""What long work tells and asks while it goes on: the share that is done, and whether to stop."""

from collections.abc import Callable
from typing import TypeAlias

Report: TypeAlias = Callable[[float, str], None]
Cancelled: TypeAlias = Callable[[], bool]


def silent(_fraction: float, _text: str) -> None:
    """Report to nobody."""


def never() -> bool:
    """Return False: nobody wants to stop."""
    return False
