"""Where a question rests whose place in a document is told as ids of other rows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kta_desktop.packs.sector_names import locus

Fields = Mapping[str, Any]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Rows of documents first: what rests on a conclusion or a level needs no formula beside it.
_DOCUMENTS = ("techniques", "levels", "monitoring")
_OTHERS = ("ranges", "formulas", "averaging")


def resting(question: Fields, sector: Fields, told_by: object) -> Fields:
    """Return a question with its place as the overlay has it told: as it is, or by other rows.

    Args:
        question: The question.
        sector: The sector data.
        told_by: ``techniques``: by the techniques it speaks of; any other truth: by the ids that
            stand in its place.
    """
    if told_by == "techniques":
        return by_techniques(question, sector)
    return anchored(question, sector) if told_by else question


def by_techniques(question: Fields, sector: Fields) -> Fields:
    """Return a question with the places and the document of the techniques it speaks of.

    For sectors of several documents, whose questions all name the first of them. The words as they
    were stay in ``anchors``.
    """
    known = {row["id"]: row for row in sector["techniques"]}
    rows = [known[name] for name in question["maps_to"].get("techniques", ()) if name in known]
    if not rows:
        return question
    parts = [str(locus(row, known)["locus"]).partition(", ") for row in rows]
    texts: dict[str, list[str]] = {}
    for document, _comma, part in dict.fromkeys(parts):
        texts.setdefault(document, []).append(part)
    words = "; ".join(f"{document}, {'; '.join(found)}" for document, found in texts.items())
    place = question["locus"] or {}
    told = {**place, "text": words, "anchors": place.get("text")}
    return {**question, "locus": told, "source": rows[0]["source"]}


def anchored(question: Fields, sector: Fields) -> Fields:
    """Return a question with the places and, where it has none, the document of its anchors.

    ``GLS-BAT-13, GLS-T05-OIL`` becomes what these rows say of themselves. A place that names no row
    stays; the words as they were stay in ``anchors``.
    """
    place = question["locus"] or {}
    words = str(place.get("text") or "")
    rows = _named(words, sector)
    if not rows:
        return question
    told = {**place, "text": _joined(rows), "anchors": words}
    source = question["source"] or next((row["source"] for row in rows if row["source"]), None)
    return {**question, "locus": told, "source": source}


def _named(words: str, sector: Fields) -> list[Fields]:
    """Return the rows that words name; formulas and ranges only where there is nothing else."""
    ids = _ID.findall(words)
    tables = {**sector, "activities": sector["scope"]["activities"]}
    for kinds in ((*_DOCUMENTS, "activities"), _OTHERS):
        known = {row["id"]: row for kind in kinds for row in tables[kind]}
        if found := [known[name] for name in ids if name in known]:
            return found
    return []


def _joined(rows: list[Fields]) -> str:
    """Return the places of rows, each once, the document named where it changes."""
    parts: list[str] = []
    document = ""
    for words, own in dict.fromkeys(_places(rows)):
        has = bool(own) and words.startswith(own)
        parts.append(words[len(own) :].strip() if has and own == document else words)
        document = own if has else ""
    return "; ".join(dict.fromkeys(parts))


def _places(rows: list[Fields]) -> Iterator[tuple[str, str]]:
    """Yield the words of each place, and the id of the document they begin with."""
    for row in rows:
        if words := str(locus(row, {})["locus"]):
            yield words, str(row.get("source") or "")
