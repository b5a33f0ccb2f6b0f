"""A pack folder compiled to a definition: one canonical document, named by its SHA-256."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.domain.definition import (
    Choice,
    Definition,
    Level,
    Source,
    Technique,
    Text,
)
from kta_desktop.packs import lookup, survey
from kta_desktop.packs.check import check
from kta_desktop.packs.errors import PackFaultyError
from kta_desktop.packs.layout import (
    AVERAGING,
    CARRIED,
    LEVELS,
    MONITORING,
    SOURCES,
    SURVEY,
    TECHNIQUES,
)
from kta_desktop.packs.library import Library, standard
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.merge import merged
from kta_desktop.packs.rows import Sheet, SheetRow, carried

_PACK_MORE = (
    "title",
    "alias",
    "status",
    "languages",
    "includes",
    "basis",
    "notes",
    "known_gaps",
    "sector",
    "book",
    "media_when",
    "confidence_legend",
    "units",
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A definition with the SHA-256 of its canonical JSON."""

    definition: Definition
    sha256: str


def compile_pack(folder: PackFolder, library: Library | None = None) -> Compiled:
    """Return the definition of a pack with what it includes.

    Args:
        folder: The pack.
        library: Where included packs are found; None = beside the folder, installed, shipped.

    Raises:
        PackFaultyError: If the pack has a mistake that is more than a warning.
    """
    return read_back(compile_document(folder, library))


def read_back(document: bytes) -> Compiled:
    """Return the definition of a document: the same now and whenever it is read again.

    Raises:
        ValueError: If it is not the document of a definition.
    """
    return Compiled(Definition.parse(document), sha256_hex(document))


def compile_document(folder: PackFolder, library: Library | None = None) -> bytes:
    """Return the canonical JSON of the definition of a pack; see ``compile_pack``."""
    library = library or standard(folder.path)
    faults = [fault for fault in check(folder, library) if fault.is_error]
    if faults:
        name = folder.pack.get("id", folder.path.name)
        raise PackFaultyError(pack=name, count=len(faults), first=faults[0].line())
    included = library.included(folder).packs
    hashes = {str(pack.pack["id"]): _sha256(pack, library) for pack in included}
    return canonical_json(merged(_parts((*included, folder)), hashes).to_json())


def _sha256(pack: PackFolder, library: Library) -> str:
    """Return the version of an included pack by itself."""
    return library.once(
        f"compiled {pack.path}", lambda: sha256_hex(compile_document(pack, library))
    )


def _parts(packs: tuple[PackFolder, ...]) -> list[Definition]:
    """Return what each pack says; a later one may speak of lists and levels of an earlier."""
    parts: list[Definition] = []
    lists: dict[str, tuple[Choice, ...]] = {}
    tables: dict[str, Sheet] = {}
    levels: dict[str, Level] = {}
    for pack in packs:
        lists |= survey.lists(pack)
        tables |= pack.files
        parts.append(_definition(pack, _Known(dict(lists), dict(tables), dict(levels))))
        levels |= {level.id: level for level in parts[-1].levels}
    return parts


@dataclass(frozen=True, slots=True)
class _Known:
    """What a pack may speak of: its own lists and tables and those before it, earlier levels."""

    lists: survey.Lists
    tables: Mapping[str, Sheet]
    levels: Mapping[str, Level]


def _definition(folder: PackFolder, known: _Known) -> Definition:
    """Return what a pack itself says."""
    pack, asked = folder.pack, survey.survey(folder, known.lists, known.tables)
    return Definition(
        pack=str(pack["id"]),
        version=str(pack["version"]),
        title=_title(pack),
        benchmark=_text(pack.get("benchmark", {})),
        sections=asked.sections,
        questions=asked.questions,
        groups=asked.groups,
        levels=_levels(folder, known.levels),
        techniques=tuple(_technique(row) for row in folder.rows(TECHNIQUES)),
        sources=tuple(_source(row) for row in folder.rows(SOURCES)),
        averaging={row.get("id"): Text(**row.text("label")) for row in folder.rows(AVERAGING)},
        kk_state=str(pack.get("kk_state", "draft")),
        files=lookup.files(folder, known.lists) or None,
        more=_more(folder),
    )


def _title(pack: Mapping[str, Any]) -> Text:
    title, checklist = _text(pack.get("title", {})), _text(pack.get("checklist", {}))
    return title if checklist.is_empty else checklist


def _text(words: Mapping[str, Any]) -> Text:
    return Text(**{lang: str(words.get(lang, "")) for lang in ("ru", "kk", "en")})


def _technique(row: SheetRow) -> Technique:
    checked = {name: row.get(name) for name in ("checked_by", "checked_on") if row.get(name)}
    more = row.more() | ({"subsectors": list(ids)} if (ids := row.ids("subsectors")) else {})
    return Technique(
        id=row.get("id"),
        parent=row.get("parent") or None,
        kind=row.get("kind") or "bat",
        number=row.get("number") or None,
        code=row.get("code") or None,
        title=Text(**row.text("title")),
        rule=Text(**row.text("rule")),
        applicability=Text(**row.text("applicability")),
        source=row.get("source") or None,
        locus=row.get("locus"),
        confidence=row.get("confidence") or None,
        more=(more | checked) or None,
    )


def _source(row: SheetRow) -> Source:
    return Source(
        id=row.get("id"),
        title=row.get("title"),
        url=row.get("url"),
        read=row.get("read"),
        confidence=row.get("confidence") or None,
    )


def _levels(folder: PackFolder, earlier: Mapping[str, Level]) -> tuple[Level, ...]:
    """Return the levels: conditions of their media joined, inherited bounds filled in."""
    media: Mapping[str, str] = folder.pack.get("media_when", {})
    rows = {row.get("id"): row for row in folder.rows(LEVELS)}
    plain = {name: _level(row, media) for name, row in rows.items()}
    known = {**earlier, **plain}
    return tuple(_inherited(level, rows[name], known) for name, level in plain.items())


def _level(row: SheetRow, media: Mapping[str, str]) -> Level:
    return Level(
        id=row.get("id"),
        kind=row.get("kind"),
        medium=row.get("medium"),
        parameter=Text(**row.text("parameter")),
        substance=row.get("substance") or None,
        lower=row.get("lower") or None,
        upper=row.get("upper") or None,
        lower_is_less_than=row.get("lower_is_less_than") == "true",
        upper_is_less_than=row.get("upper_is_less_than") == "true",
        direction=row.get("direction") or "lower",
        unit=row.get("unit"),
        averaging=row.ids("averaging"),
        basis=row.ids("basis"),
        plant_status=row.get("plant_status") or "any",
        when=_joined(media.get(row.get("medium")), row.get("when") or None),
        when_text=Text(**row.text("when_text")),
        overrides=row.get("overrides") or None,
        effect=row.get("effect") or None,
        requires=row.get("requires") or None,
        techniques=row.ids("techniques"),
        source=row.get("source") or None,
        locus=row.get("locus"),
        confidence=row.get("confidence") or None,
        checked_by=row.get("checked_by") or None,
        checked_on=row.get("checked_on") or None,
        note=Text(**row.text("note")),
        more=_level_more(row),
    )


def _level_more(row: SheetRow) -> dict[str, Any]:
    lists = {name: list(row.ids(name)) for name in ("monitoring", "inherits", "subsectors")}
    found = {**row.more(), "concept": row.get("concept"), **lists}
    return {name: value for name, value in found.items() if value not in ("", [])}


def _joined(medium: str | None, when: str | None) -> str | None:
    """Return a condition that also demands that the medium counts; words alone stay words."""
    if medium is None or when is None:
        return when
    return medium if when == "true()" else f"({medium}) and ({when})"


def _inherited(level: Level, row: SheetRow, levels: Mapping[str, Level]) -> Level:
    """Return an exception with the bounds that it takes over from its level."""
    base = levels.get(level.overrides or "")
    for bound in row.ids("inherits"):
        if base is not None and bound == "lower":
            level = replace(level, lower=base.lower, lower_is_less_than=base.lower_is_less_than)
        elif base is not None and bound == "upper":
            level = replace(level, upper=base.upper, upper_is_less_than=base.upper_is_less_than)
    return level


def _more(folder: PackFolder) -> dict[str, Any]:
    """Return the tables and settings that the definition carries as they are."""
    media: Mapping[str, str] = folder.pack.get("media_when", {})
    tables = {table.file: [carried(table, row) for row in folder.rows(table)] for table in CARRIED}
    for row in tables[MONITORING.file]:
        if "when" in row:
            row["when"] = _joined(media.get(row["medium"]), row["when"])
    return {
        **{table: rows for table, rows in tables.items() if rows},
        "averaging": [carried(AVERAGING, row) for row in folder.rows(AVERAGING)],
        "sources": [carried(SOURCES, row) for row in folder.rows(SOURCES)],
        "kk_drafts": _drafts(folder.rows(SURVEY)),
        "pack": {name: folder.pack[name] for name in _PACK_MORE if folder.pack.get(name)},
        "extra": folder.extra,
    }


def _drafts(rows: Iterable[SheetRow]) -> int:
    """Return how many rows of the survey have Kazakh texts that no person has proof-read."""
    return sum(1 for row in rows if row.get("bind::kta:kk_state") == "draft")
