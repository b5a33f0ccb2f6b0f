"""Sector packs and the reference tables: what can be audited, in which words and units."""

import os
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.i18n import _
from kta_desktop.packs.check import check as check_folder
from kta_desktop.packs.check import unreadable
from kta_desktop.packs.compile import Compiled, compile_pack
from kta_desktop.packs.errors import PackNotFoundError, PackUnreadableError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import PACK
from kta_desktop.packs.load import load, read
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
from kta_desktop.paths import RESOURCES

__all__ = [
    "AuditStage",
    "BasisRow",
    "BlankReason",
    "EvidenceKind",
    "NotComparedReason",
    "OriginKind",
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
    "check",
    "compiled",
    "evidence_kinds",
    "glossary",
    "not_compared_reasons",
    "origins",
    "show",
    "substances",
    "units",
    "verdicts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """A sector pack in the list of packs.

    Attributes:
        id: Such as ``food``.
        version: Version of the pack.
        title: Title of its checklist.
        book: Reference book (СНДТ) it serves.
        book_state: ``approved``, ``in preparation`` or ``none``.
        sha256: Version of its compiled definition.
        questions: How many questions are asked.
    """

    id: str
    version: str
    title: Text
    book: Text
    book_state: str
    sha256: str
    questions: int


def available() -> tuple[PackInfo, ...]:
    """Return the packs that are shipped, by id.

    Raises:
        PackError: If one of them cannot be read or compiled.
    """
    folders = sorted(path.parent for path in _packs().glob(f"*/{PACK}"))
    return tuple(_info(_compiled(folder)) for folder in folders)


def compiled(pack_id: str) -> tuple[Definition, str]:
    """Return the definition of a pack and its SHA-256; compiled once per process.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read or compiled.
    """
    found = _compiled(_folder(pack_id))
    return found.definition, found.sha256


def check(path: Path) -> tuple[PackFault, ...]:
    """Return all mistakes of the pack in the folder ``path``; none if it is right.

    Files that are missing or not in their format are all told; then the rest is not looked at,
    since its references would lead nowhere.

    Raises:
        PackUnreadableError: If ``path`` is no folder.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - no error for names no folder can have
        raise PackUnreadableError(path=path, reason=_("it is not a folder"))
    folder, faults = read(path)
    return tuple(unreadable(fault) for fault in faults) or check_folder(folder)


def show(pack_id: str) -> dict[str, JsonValue]:
    """Return what a pack holds: its titles, and how many rows of each kind and confidence.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read or compiled.
    """
    definition, sha256 = compiled(pack_id)
    info = _info(_compiled(_folder(pack_id)))
    asked = [question for question in definition.questions if question.is_asked]
    more = definition.more or {}
    return {
        "id": info.id,
        "version": info.version,
        "sha256": sha256,
        "title": _words(info.title),
        "benchmark": _words(definition.benchmark),
        "book": _words(info.book),
        "book_state": info.book_state,
        "kk_state": definition.kk_state,
        "sections": len(definition.sections),
        "questions": dict(Counter(str(question.type) for question in asked)),
        "levels": dict(Counter(str(level.confidence) for level in definition.levels)),
        "techniques": len(definition.techniques),
        "monitoring": _count(more.get("monitoring")),
        "ranges": _count(more.get("ranges")),
        "sources": len(definition.sources),
    }


def _packs() -> Path:
    return RESOURCES / "packs"


def _folder(pack_id: str) -> Path:
    for path in _packs().glob(f"*/{PACK}"):
        if path.parent.name == pack_id:
            return path.parent
    raise PackNotFoundError(pack=pack_id)


@lru_cache
def _compiled(folder: Path) -> Compiled:
    return compile_pack(load(folder))


def _info(found: Compiled) -> PackInfo:
    definition = found.definition
    book = _book(definition)
    return PackInfo(
        id=definition.pack,
        version=definition.version,
        title=definition.title,
        book=Text(**{lang: book.get(lang, "") for lang in ("ru", "kk", "en")}),
        book_state=book.get("state", "none"),
        sha256=found.sha256,
        questions=sum(1 for question in definition.questions if question.is_asked),
    )


def _book(definition: Definition) -> dict[str, str]:
    pack = (definition.more or {}).get("pack")
    book = pack.get("book") if isinstance(pack, dict) else None
    return {name: str(value) for name, value in book.items()} if isinstance(book, dict) else {}


def _words(text: Text) -> dict[str, JsonValue]:
    return {"ru": text.ru, "kk": text.kk, "en": text.en}


def _count(rows: JsonValue) -> int:
    return len(rows) if isinstance(rows, list) else 0
