"""A pack and those it takes in, made one definition: included sections first, then its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from kta_desktop.domain.definition import Definition, Level, Section, Technique
from kta_desktop.i18n import LANGUAGES
from kta_desktop.packs.layout import (
    ACTIVITIES,
    AVERAGING,
    BASES,
    CARRIED,
    EXCLUSIONS,
    SOURCES,
    SUBSECTORS,
)

# Tables whose rows several packs may have: documents, wordings, parts of the law.
SHARED = tuple(
    table.file for table in (SOURCES, AVERAGING, BASES, ACTIVITIES, EXCLUSIONS, SUBSECTORS)
)
_Row = TypeVar("_Row", Level, Technique)


def merged(parts: Sequence[Definition], includes: Mapping[str, str]) -> Definition:
    """Return one definition of the last of ``parts`` and those before it, which it includes.

    Args:
        parts: What each pack itself says, without its includes.
        includes: Id of an included pack to the SHA-256 of its definition.
    """
    own = parts[-1]
    if len(parts) == 1:
        return own
    files = {name: rows for part in parts for name, rows in (part.files or {}).items()}
    averaging = {name: text for part in parts for name, text in (part.averaging or {}).items()}
    return replace(
        own,
        sections=tuple(_section(section, part, own) for part in parts for section in part.sections),
        questions=tuple(question for part in parts for question in part.questions),
        groups=tuple(group for part in parts for group in part.groups),
        levels=tuple(_told(row, part, own) for part in parts for row in part.levels),
        techniques=tuple(_told(row, part, own) for part in parts for row in part.techniques),
        sources=tuple({row.id: row for part in parts for row in part.sources}.values()),
        averaging=averaging,
        files=files or None,
        includes=dict(includes),
        more=_more(parts),
    )


def _section(section: Section, part: Definition, own: Definition) -> Section:
    return section if part is own else replace(section, pack=part.pack)


def _told(row: _Row, part: Definition, own: Definition) -> _Row:
    """Return a row of an included pack that says which it comes from."""
    return row if part is own else replace(row, more={**(row.more or {}), "pack": part.pack})


def _more(parts: Sequence[Definition]) -> dict[str, Any]:
    own = parts[-1]
    found = dict(own.more or {})
    for table in (*(layout.file for layout in CARRIED), AVERAGING.file, SOURCES.file):
        rows = _rows(table, parts)
        if rows:
            found[table] = rows
    extras = {part.pack: _carried(part).get("extra") for part in parts[:-1]}
    if any(extras.values()):
        found["included"] = {pack: extra for pack, extra in extras.items() if extra}
    found["titles"] = {part.pack: _title(part) for part in parts[:-1]}
    found["kk_drafts"] = sum(_carried(part)["kk_drafts"] for part in parts)
    return found


def _title(part: Definition) -> dict[str, str]:
    """Return what the checklist of an included pack is called, by language."""
    return {lang: text for lang in LANGUAGES if (text := getattr(part.title, lang))}


def _rows(table: str, parts: Iterable[Definition]) -> list[Any]:
    """Return the rows of a carried table; of a shared one the last row of each id."""
    *included, own = parts
    rows = [
        {**row, "pack": part.pack} for part in included for row in _carried(part).get(table, ())
    ]
    rows += _carried(own).get(table, ())
    return list({row["id"]: row for row in rows}.values()) if table in SHARED else rows


def _carried(part: Definition) -> dict[str, Any]:
    return dict(part.more or {})
