"""Sector packs and the reference tables: what can be audited, in which words and units."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.texts import NO_TEXT
from kta_desktop.i18n import _
from kta_desktop.packs import store
from kta_desktop.packs.check import check as check_folder
from kta_desktop.packs.check import unreadable
from kta_desktop.packs.errors import PackError, PackNotFoundError, PackUnreadableError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.library import Library, installed_root, shipped_root, standard
from kta_desktop.packs.load import read
from kta_desktop.packs.reference import (
    AuditStage,
    BasisRow,
    BlankReason,
    EvidenceKind,
    NotComparedReason,
    OriginKind,
    Substance,
    Term,
    UnitRow,
    VerdictKind,
    audit_stages,
    bases,
    blank_reasons,
    evidence_kinds,
    glossary,
    not_compared_reasons,
    origins,
    substances,
    units,
    verdicts,
)
from kta_desktop.packs.register import Book, books
from kta_desktop.packs.signature import signature_of
from kta_desktop.packs.versions import is_newer
from kta_desktop.services.authoring_reading import read_pack
from kta_desktop.services.long_work import Report, silent

__all__ = [
    "AuditStage",
    "BasisRow",
    "BlankReason",
    "Book",
    "EvidenceKind",
    "NotComparedReason",
    "OriginKind",
    "PackCounts",
    "PackFault",
    "PackInfo",
    "Substance",
    "Term",
    "UnitRow",
    "VerdictKind",
    "audit_stages",
    "available",
    "bases",
    "blank_reasons",
    "books",
    "check",
    "compiled",
    "evidence_kinds",
    "glossary",
    "info",
    "not_compared_reasons",
    "origins",
    "substances",
    "units",
    "verdicts",
]


_log = logging.getLogger(__name__)
SHIPPED, INSTALLED = "shipped", "installed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCounts:
    """How many rows a pack has, and how sure they are.

    Attributes:
        questions: Questions that are asked.
        techniques: Techniques and sub-techniques.
        levels: Levels and exceptions.
        verified: Levels that may judge: read in their source, or checked by a person.
        memory: Other levels, from memory.
        unsure: Other levels, doubtful.
        confidence: How sure the rows of each table are: table to word to count.
    """

    questions: int = 0
    techniques: int = 0
    levels: int = 0
    verified: int = 0
    memory: int = 0
    unsure: int = 0
    confidence: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """A sector pack in the list of packs. Counts include what the packs it includes bring.

    Attributes:
        id: Such as ``food``.
        version: Version of the pack.
        title: Title of its checklist.
        book: Reference book (СНДТ) it serves.
        book_state: ``approved``, ``in preparation`` or ``none``.
        sha256: Version of its compiled definition.
        questions: How many questions are asked.
        techniques: How many techniques and sub-techniques it has.
        levels: How many levels and exceptions it has.
        verified: Levels that may judge: read in their source, or checked by a person.
        memory: Other levels, from memory.
        unsure: Other levels, doubtful.
        confidence: How sure the rows of each table are: table to word to count.
        languages: Language to ``checked`` or ``draft``.
        benchmark: What the figures are held against.
        sector: Which plants it is for; empty if the pack does not say.
        includes: Packs that it takes in.
        origin: ``shipped`` or ``installed``.
        signed_by: Who signed an installed pack; empty for a shipped one.
        own: The same counts without the packs it includes.
        shipped_version: Version that comes with the program, where that is newer than the
            installed one; else empty.
    """

    id: str
    version: str
    title: Text
    book: Text
    book_state: str
    sha256: str
    questions: int
    techniques: int = 0
    levels: int = 0
    verified: int = 0
    memory: int = 0
    unsure: int = 0
    confidence: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    benchmark: Text = NO_TEXT
    sector: Text = NO_TEXT
    includes: tuple[str, ...] = ()
    origin: str = SHIPPED
    signed_by: str = ""
    own: PackCounts = PackCounts()
    shipped_version: str = ""


def available(report: Report = silent) -> tuple[PackInfo, ...]:
    """Return the packs that are shipped or installed, by id; an installed one supersedes.

    A pack that cannot be compiled is left out and told to the log; ``compiled`` says why. What was
    never compiled here takes a moment; ``report`` is told the share that is done and the pack.
    """
    library = standard()
    found: list[PackInfo] = []
    ids = library.ids()
    for place, pack_id in enumerate(ids):
        report(place / len(ids), pack_id)
        try:
            found.append(_info(pack_id, library))
        except PackError as error:
            _log.warning("pack left out of the list: %s", error.sentence("en"))
    return tuple(found)


def info(pack_id: str) -> PackInfo:
    """Return a pack in use as it stands in the list, without looking at the others.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read or compiled.
    """
    return _info(pack_id, standard())


def name_of(pack_id: str, lang: str) -> str:
    """Return what the checklist of a pack is called; its id where the pack is not here."""
    try:
        return info(pack_id).title.get(lang) or pack_id
    except PackError:
        return pack_id


def compiled(pack_id: str) -> tuple[Definition, str]:
    """Return the definition of a pack and its SHA-256; from the cache if it did not change.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read or compiled.
    """
    library = standard()
    found = store.compiled(_folder(pack_id, library), library)
    return found.definition, found.sha256


def check(path: Path) -> tuple[PackFault, ...]:
    """Return all mistakes of the pack at ``path``; none if it is right.

    Files that are missing or not in their format are all told; then the rest is not looked at,
    since its references would lead nowhere.

    Args:
        path: A pack folder, or a workbook (``.xlsx``), or a signed pack (``.zip``).

    Raises:
        PackUnreadableError: If ``path`` is none of these.
        PackError: If a workbook or signed pack cannot be read at all.
    """
    if os.path.isdir(path):  # noqa: PTH112 - no error for names no folder can have
        folder, faults = read(path)
        return tuple(unreadable(fault) for fault in faults) or check_folder(folder)
    if path.suffix.lower() in (".xlsx", ".zip"):
        return read_pack(path).faults
    raise PackUnreadableError(path=path, reason=_("it is neither a folder nor a workbook"))


def _folder(pack_id: str, library: Library) -> Path:
    place = library.folder(pack_id)
    if place is None:
        raise PackNotFoundError(pack=pack_id)
    return place


def _info(pack_id: str, library: Library) -> PackInfo:
    folder = _folder(pack_id, library)
    found = store.numbers(folder, library)
    book = found["book"]
    is_installed = folder.parent == installed_root()
    return PackInfo(
        id=pack_id,
        version=found["version"],
        title=_text(found["title"]),
        book=_text(book),
        book_state=str(book.get("state", "none")),
        sha256=found["sha256"],
        questions=found["questions"],
        techniques=found["techniques"],
        levels=found["levels"],
        verified=found["verified"],
        memory=found["memory"],
        unsure=found["unsure"],
        confidence=found["confidence"],
        languages=found["languages"],
        benchmark=_text(found["benchmark"]),
        sector=_text(found["sector"]),
        includes=tuple(found["includes"]),
        origin=INSTALLED if is_installed else SHIPPED,
        signed_by=signature_of(folder).person if is_installed else "",
        own=PackCounts(**found["own"]),
        shipped_version=_newer_shipped(pack_id, found["version"]) if is_installed else "",
    )


def _newer_shipped(pack_id: str, version: str) -> str:
    """Return the version of the pack that comes with the program if it is newer; else nothing."""
    library = Library(shipped_root())
    place = library.folder(pack_id)
    shipped = "" if place is None else str(store.numbers(place, library)["version"])
    return shipped if is_newer(shipped, version) else ""


def _text(words: Mapping[str, Any]) -> Text:
    return Text(**{lang: str(words.get(lang, "")) for lang in ("ru", "kk", "en")})
