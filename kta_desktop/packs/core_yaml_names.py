"""Names of the common checklist in the words of a pack: questions, lists, expressions, laws."""

import re
from collections.abc import Mapping
from typing import Any

from kta_desktop.packs.sector_names import question_name

Fields = Mapping[str, Any]

PREFIX = "core"
# Texts between quotes stay as they are; an id is known by its prefix wherever else it stands.
_ID = re.compile(rf"'[^']*'|\"[^\"]*\"|{PREFIX}-[a-z0-9-]+")
_SET, _TABLE = "set:", ".csv"
STUDY = "study"  # key of the source of what no act demands


def section_name(identifier: str) -> str:
    """Return the name of a section: ``A`` gives ``core_a``."""
    return f"{PREFIX}_{question_name(identifier)}"


def expression(text: str | None) -> str | None:
    """Return an expression with the names of the pack: ``${core-src-no}``, ``./core-src-no``."""
    return None if text is None else _ID.sub(_renamed, text)


def _renamed(match: re.Match[str]) -> str:
    found = match[0]
    return found if found[0] in "'\"" else question_name(found)


def set_list(name: str) -> str:
    """Return the list of a set of options that several questions share."""
    return f"{PREFIX}_{name}"


def table_list(table: str) -> str:
    """Return the list of options made from a reference table."""
    return f"ref_{table}"


def option_list(row: Fields, place: str) -> str:
    """Return the list that the options of a question or column at ``place`` come from."""
    origin: str = row.get("options_from") or ""
    if origin.startswith(_SET):
        return set_list(origin.removeprefix(_SET))
    return table_list(origin.removesuffix(_TABLE)) if origin else place


CITED = "cited"  # how people cite a document; not a column of ``sources.csv``


def origin(row: Fields, sources: Mapping[str, Fields]) -> dict[str, Any]:
    """Return the documents that a question rests on: the first of them, the place, how far read.

    What no act demands rests on the proposed form of the study, section by section.
    """
    words: str = row.get("legal_ref") or ""
    cited = [key for key in sources if key in words]
    if not cited:
        place = row.get("study_ref") or f"§4.3 {row['section']}"
        return {"source": sources[STUDY]["id"], "locus": place, "confidence": "memory"}
    cited.sort(key=words.index)
    found = {"source": sources[cited[0]]["id"], "locus": _spelt(words, sources)}
    ids = [sources[key]["id"] for key in cited]
    more = {"sources": ids} if len(ids) > 1 else {}
    return {**found, "confidence": row["legal_confidence"], **more}


def _spelt(words: str, sources: Mapping[str, Fields]) -> str:
    """Return a place with its documents as people cite them, not by our marks."""
    for mark, source in sources.items():
        words = words.replace(mark, source.get(CITED, mark))
    return words
