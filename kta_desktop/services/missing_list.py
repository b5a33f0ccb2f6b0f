"""The list of what is missing, printed for the plant."""

from datetime import date

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.reports.context import MissingLine, MissingPart
from kta_desktop.services import filling, judging, overview
from kta_desktop.services.evidence_rules import accepted
from kta_desktop.services.overview import Kind, Line, Overview, Severity
from kta_desktop.services.overview_words import SEVERITIES, path_title, said

_ASKED_FOR = (Kind.PROOF, Kind.DOCUMENT)


def parts(record: AuditRecord, lang: str, today: date) -> tuple[MissingPart, ...]:
    """Return what is missing in an audit, in words, what blocks leaving first."""
    state = filling.form(record.definition, record.entries)
    found = overview.overview(record, state, judging.sessions(record), today)
    return gather(state, found, lang)


def gather(state: FormState, found: Overview, lang: str) -> tuple[MissingPart, ...]:
    """Return what an overview found missing, in words, what blocks leaving first."""
    told = []
    for severity in Severity:
        lines = [line for line in found.leaving if line.severity is severity]
        if lines:
            words = tuple(_line(line, state, lang) for line in lines)
            told.append(MissingPart(heading=_(SEVERITIES[severity], lang), lines=words))
    return tuple(told)


def _line(line: Line, state: FormState, lang: str) -> MissingLine:
    titles = tuple(_title(line, state, path, lang) for path in line.places)
    words = said(line, state, lang)
    follows = words.follows if len(titles) <= 1 else ""
    return MissingLine(headline=words.headline, follows=follows, titles=titles)


def _title(line: Line, state: FormState, path: str, lang: str) -> str:
    """Return what a question is called and, where papers are asked for, which of them will do."""
    title = path_title(state, path, lang)
    if line.kind not in _ASKED_FOR:
        return title
    labels = {kind.id: kind.label.get(lang) for kind in evidence_kinds()}
    asked = [labels[kind] for kind in accepted(state.question(path)) if kind in labels]
    return f"{title} ({' / '.join(asked)})" if asked else title
