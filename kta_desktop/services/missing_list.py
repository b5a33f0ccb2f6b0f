"""The list of what is missing, printed for the plant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.packs.reference_layouts import layout as layout_of
from kta_desktop.reports import secrecy
from kta_desktop.reports.context import MissingLine, MissingPart
from kta_desktop.reports.tongue import BETWEEN
from kta_desktop.services import filling, judging, overview
from kta_desktop.services.evidence_rules import accepted
from kta_desktop.services.overview import Kind, Line, Overview, Severity
from kta_desktop.services.overview_words import SEVERITIES, path_title, said

_ASKED_FOR = (Kind.PROOF, Kind.DOCUMENT)


def parts(
    record: AuditRecord, languages: Sequence[str], today: date, layout: str | None = None
) -> tuple[MissingPart, ...]:
    """Return what is missing in an audit, in words, what blocks leaving first.

    Args:
        record: The audit.
        languages: One or two, of the words.
        today: What is due is due by then.
        layout: For whom it is printed, an id of ``layouts.csv``; None = nothing is kept back.

    Raises:
        ValueError: If there is no such layout.
    """
    form = filling.form(record.definition, record.entries)
    found = overview.overview(record, form, judging.sessions(record), today, said=())
    if layout is None:
        return _gathered(form, found, languages)
    state = secrecy.guarded(form, layout_of(layout))
    told = secrecy.kept_back(record, state, secrecy.secret_sessions(form, record))
    shown = _without_names(found, told) if state is not form else found
    return _gathered(state, shown, languages)


def _gathered(
    state: FormState, found: Overview, languages: Sequence[str]
) -> tuple[MissingPart, ...]:
    """Return what an overview found missing, in one language or two."""
    first, *more = (gather(state, found, lang) for lang in languages)
    return tuple(map(_side_by_side, first, more[0])) if more else first


def _side_by_side(part: MissingPart, other: MissingPart) -> MissingPart:
    """Return a part whose lines stand in a second language as well."""
    pairs = zip(part.lines, other.lines, strict=True)
    return MissingPart(
        heading=BETWEEN.join(dict.fromkeys((part.heading, other.heading))),
        lines=tuple(replace(line, second=second) for line, second in pairs),
    )


def _without_names(found: Overview, told: AuditRecord) -> Overview:
    """Return an overview whose lines name nothing that stands only in what is kept back."""
    known = frozenset(_texts(list(told.entries.values())))
    lines = (line if line.name in known else replace(line, name="") for line in found.leaving)
    return replace(found, leaving=tuple(lines))


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


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
    headline = words.headline.rstrip(" :,")  # of a name that is not told
    return MissingLine(headline=headline, follows=follows, titles=titles)


def _title(line: Line, state: FormState, path: str, lang: str) -> str:
    """Return what a question is called and, where papers are asked for, which of them will do."""
    title = path_title(state, path, lang)
    if line.kind not in _ASKED_FOR:
        return title
    labels = {kind.id: kind.label.get(lang) for kind in evidence_kinds()}
    asked = [labels[kind] for kind in accepted(state.question(path)) if kind in labels]
    return f"{title} ({' / '.join(asked)})" if asked else title
