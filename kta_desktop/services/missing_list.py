"""The list of what is missing, printed for the plant."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.services import printing
from kta_desktop.services.evidence_rules import accepted
from kta_desktop.services.overview import Kind, Line, Overview, Severity
from kta_desktop.services.overview_words import SEVERITIES, Said, path_title, said
from kta_desktop.services.printing import SheetInfo

_ASKED_FOR = (Kind.PROOF, Kind.DOCUMENT)


@dataclass(frozen=True, slots=True)
class MissingWords:
    """A line in words, with the questions it speaks of one by one."""

    said: Said
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingList:
    """What is to be printed: taken from the form at once, set later in any thread.

    Attributes:
        record: The audit.
        parts: Heading and lines, in ``lang``.
        lang: Language of the list.
    """

    record: AuditRecord
    parts: tuple[tuple[str, tuple[MissingWords, ...]], ...]
    lang: str


def gather(record: AuditRecord, state: FormState, found: Overview, lang: str) -> MissingList:
    """Return what is missing, in words, what blocks leaving first."""
    parts = []
    for severity in Severity:
        lines = [line for line in found.leaving if line.severity is severity]
        if lines:
            words = tuple(_line(line, state, lang) for line in lines)
            parts.append((_(SEVERITIES[severity], lang), words))
    return MissingList(record=record, parts=tuple(parts), lang=lang)


def write(listed: MissingList, out: Path, printed_at: str | None = None) -> SheetInfo:
    """Write the list into the file ``out``, whole or not at all.

    Raises:
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: If it cannot
            be written.
    """
    from kta_desktop.reports.missing import MissingLine, MissingPart, missing_pdf
    from kta_desktop.reports.sheet import sheet_code

    at = printed_at or datetime.now().astimezone().isoformat(timespec="seconds")
    parts = [
        MissingPart(
            heading=heading,
            lines=tuple(
                MissingLine(
                    headline=each.said.headline,
                    follows=each.said.follows if len(each.titles) <= 1 else "",
                    titles=each.titles,
                )
                for each in words
            ),
        )
        for heading, words in listed.parts
    ]
    data = missing_pdf(listed.record, parts, listed.lang, at)
    printing.save(out, data)
    return SheetInfo(
        path=out,
        pages=printing.page_count(out),
        sha256=sha256_hex(data),
        code=sheet_code(listed.record),
    )


def _line(line: Line, state: FormState, lang: str) -> MissingWords:
    titles = tuple(_title(line, state, path, lang) for path in line.places)
    return MissingWords(said(line, state, lang), titles)


def _title(line: Line, state: FormState, path: str, lang: str) -> str:
    """Return what a question is called and, where papers are asked for, which of them will do."""
    title = path_title(state, path, lang)
    if line.kind not in _ASKED_FOR:
        return title
    labels = {kind.id: kind.label.get(lang) for kind in evidence_kinds()}
    asked = [labels[kind] for kind in accepted(state.question(path)) if kind in labels]
    return f"{title} ({' / '.join(asked)})" if asked else title
