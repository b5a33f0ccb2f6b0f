"""Times of day and moments as people type them, in ISO 8601."""

import re
from datetime import time

_TIME = re.compile(
    r"(?P<hour>\d{1,2})"
    r"(?:\s*[:.\-]\s*|\s*(?:ч|h|сағ)\.?\s*|\s+|(?<=\d\d)(?=\d\d(?!\d)))"
    r"(?P<minute>\d{2})?"
    r"(?:\s*[:.]\s*(?P<second>\d{2}))?"
    r"\s*(?:мин|min|м|m)?\.?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?P<day>[\d./-]+?)(?:\s*T\s*|\s*,\s*|\s+)(?P<clock>\d.*)", re.IGNORECASE)


def iso_time(text: str) -> str | None:
    """Return ``14:30:00`` for ``14:30``, ``14.30``, ``14-30``, ``1430`` or ``14 ч 30 мин``.

    None for what is no time of the 24-hour clock; hours alone need their sign: ``14 ч``.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    try:
        hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
        return time(hour, minute, second).isoformat()
    except ValueError:
        return None


def day_and_time(text: str) -> tuple[str, str] | None:
    """Return the two halves of a typed moment such as ``22.11.2026 14:30``; None if it is none."""
    found = _PARTS.fullmatch(text.strip())
    return (found["day"], found["clock"]) if found is not None else None
