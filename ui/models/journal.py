"""The short confirmations of this run, kept for who looked away while one was shown."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime

_MOST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One confirmation.

    Attributes:
        at: ISO time (UTC).
        text: The sentence.
    """

    at: str
    text: str


class Journal:
    """What was said, the newest 500 sentences. Nothing of it is stored."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_MOST)

    def note(self, text: str) -> None:
        """Keep a sentence; silence is not kept."""
        if text:
            self._entries.append(Entry(datetime.now(UTC).isoformat(), text))

    def entries(self) -> tuple[Entry, ...]:
        """Return what was said, the newest first."""
        return tuple(reversed(self._entries))

    def clear(self) -> None:
        """Forget everything: it may tell answers, and the workspace was locked."""
        self._entries.clear()
