"""A clock that stands still, so that painted screens do not differ by the hour of the day."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from importlib import import_module

_LATE = ("ui.views.print_view", "kta_desktop.services.printing", "kta_desktop.services.evidence")
MOMENT = 1_795_343_640.0  # 22.11.2026 15:34 in Kazakhstan


class _Still(datetime):
    """A ``datetime`` whose ``now`` is always the same."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Still":
        """Return ``MOMENT``."""
        return cls.fromtimestamp(MOMENT, tz)


@contextmanager
def still() -> Iterator[None]:
    """Let every module of the program see ``MOMENT``; waiting and measuring go on as usual."""
    for name in _LATE:
        import_module(name)
    ours = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith(("kta_desktop", "ui")) and getattr(module, "datetime", None) is datetime
    ]
    real = time.time
    for module in ours:
        module.datetime = _Still  # type: ignore[attr-defined]  # just found there
    time.time = lambda: MOMENT
    try:
        yield
    finally:
        time.time = real
        for module in ours:
            module.datetime = datetime  # type: ignore[attr-defined]  # was there before
