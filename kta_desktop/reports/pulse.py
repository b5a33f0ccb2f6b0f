"""Signs of life while a document is set, so that it can be stopped in the midst of a long table.

reportlab tells of whole flowables only; a table of five thousand rows is one. Each text that is
measured gives a beat.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Callable[[], None]) -> Iterator[None]:
    """Call ``listener`` at each beat of this thread; what it raises stops the setting."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def beat() -> None:
    """Give a sign of life."""
    listener = _LISTENER.get()
    if listener is not None:
        listener()
