"""The numbers of a pack, as lists of packs show them; small enough to be kept beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kta_desktop.domain.definition import Definition, Text

_CARRIED = ("monitoring", "ranges")  # tables of ``Definition.more`` whose rows are counted too
_UNKNOWN = "unknown"


def of(definition: Definition, sha256: str) -> dict[str, Any]:
    """Return titles, counts and states of a definition as JSON; includes are counted in.

    ``own`` has the counts without them. ``verified`` counts the levels that may judge: read in
    their source, or checked by a person.
    """
    more: dict[str, Any] = dict(definition.more or {})
    settings = more.get("pack", {})
    return {
        "id": definition.pack,
        "version": definition.version,
        "sha256": sha256,
        "title": _words(definition.title),
        "benchmark": _words(definition.benchmark),
        "sector": settings.get("sector", {}),
        "book": settings.get("book", {}),
        "languages": settings.get("languages", {"ru": "draft", "kk": definition.kk_state}),
        "includes": list(definition.includes or {}),
        "sections": len(definition.sections),
        **_counts(definition),
        "own": _counts(_without_includes(definition)),
    }


def _without_includes(definition: Definition) -> Definition:
    """Return a definition without the rows that an included pack brought."""
    own = {section.name for section in definition.sections if not section.pack}
    more: dict[str, Any] = dict(definition.more or {})
    return replace(
        definition,
        questions=tuple(each for each in definition.questions if each.section in own),
        techniques=tuple(each for each in definition.techniques if _is_own(each.more)),
        levels=tuple(each for each in definition.levels if _is_own(each.more)),
        more={name: [row for row in more.get(name, ()) if _is_own(row)] for name in _CARRIED},
    )


def _is_own(row: Mapping[str, Any] | None) -> bool:
    return not (row or {}).get("pack")


def _counts(definition: Definition) -> dict[str, Any]:
    judging = sum(level.may_yield_verdict for level in definition.levels)
    rest = Counter(level.confidence for level in definition.levels if not level.may_yield_verdict)
    return {
        "questions": sum(question.is_asked for question in definition.questions),
        "techniques": len(definition.techniques),
        "levels": len(definition.levels),
        "verified": judging,
        "memory": rest["memory"],
        "unsure": rest["unsure"],
        "confidence": _confidence(definition, dict(definition.more or {})),
    }


def _words(text: Text) -> dict[str, str]:
    return {"ru": text.ru, "kk": text.kk, "en": text.en}


def _confidence(definition: Definition, more: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return how sure the rows of each table are: table to word to count."""
    asked = [question for question in definition.questions if question.is_asked]
    found = {
        "questions": _counted(question.confidence for question in asked),
        "techniques": _counted(technique.confidence for technique in definition.techniques),
        "levels": _counted(level.confidence for level in definition.levels),
    }
    for table in _CARRIED:
        found[table] = _counted(row.get("confidence") for row in more.get(table, ()))
    return found


def _counted(words: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(word or _UNKNOWN for word in words).items()))
