"""Levels of one parameter by the process, product or kind of plant that words name."""

import re

from kta_desktop.domain.definition import Level

_WORD = re.compile(r"[^\W_]+")
_SHORT = 2  # letters of words that only join others


def of_process(levels: tuple[Level, ...], said: set[str]) -> tuple[Level, ...]:
    """Return the levels of one parameter whose process words name; all where none has one.

    What the processes have in common tells nothing. Words that name none of them, or several,
    leave none: nobody guesses.
    """
    processes = {level.id: _process(level) for level in levels}
    if not all(processes.values()) or len(set(map(frozenset, processes.values()))) == 1:
        return levels
    shared = set.intersection(*processes.values())
    found = tuple(level for level in levels if (processes[level.id] - shared) & said)
    return found if len(found) == 1 else ()


def folded(text: str) -> set[str]:
    """Return the words of a text, without regard to case."""
    return {word.casefold() for word in _WORD.findall(text)}


def _process(level: Level) -> set[str]:
    """Return the words of the process of a level in all languages, without those of two letters."""
    process = (level.more or {}).get("process")
    texts = process.values() if isinstance(process, dict) else ()
    return {word for text in texts for word in folded(str(text or "")) if len(word) > _SHORT}
