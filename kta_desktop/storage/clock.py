"""The time that is written down."""

from datetime import UTC, datetime


def now() -> str:
    """Return the time as ISO 8601 in UTC with milliseconds: ``2026-11-22T09:30:00.123Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
