"""Measurement protocols: what was measured where and with what, and each quantity of it."""

from collections.abc import Mapping

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop.domain.measurement import Session
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.acts.session import session_act
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.form_fields import field
from kta_desktop.reports.layout import Closing, brief
from kta_desktop.reports.numbering import document_number
from kta_desktop.reports.parts import Part
from kta_desktop.reports.protocols import words as session_words
from kta_desktop.reports.protocols.facts import (
    closing_sentence,
    evidence_class,
    is_accredited,
    session_facts,
)
from kta_desktop.reports.protocols.quantity import parameter, quantity_parts
from kta_desktop.reports.protocols.remarks import happened, left_out, raw_readings
from kta_desktop.reports.signatures import DAY, FOR_PLANT, sign_lines
from kta_desktop.reports.style import MM, gap, para, plain, table

TITLE = N_("Measurement protocol")
BY = N_("Measured by")
UNREADABLE = N_("A measurement session cannot be read. Its data are kept.")
FOOTER = N_("Checklist {version}, fingerprint {definition}. {raw}")
RAW_FILE = N_("Raw file {name}, SHA-256 {sha256}")
RAW_FILES = N_("Raw files: {count}, the first {name}, SHA-256 {sha256}")
RAW_READINGS = N_("Raw readings, SHA-256 {sha256}")
_NAMES = 80  # characters of what was measured in the title
_FILE = 40  # characters of the name of a file in the footer
_HEAD_OF_LAB = 90 * MM
_FULL = 0.95  # of a page that one row of a table may take
_LAST = 3  # remarks that stay on the page of the lines to sign
_HALF_A_PAGE = 120 * MM  # a further quantity begins on its own page unless its chart fits


def protocol_parts(context: Context) -> list[Part]:
    """Return a protocol for each measurement of an audit that was asked for, in order of time."""
    chosen = context.order.sessions
    if context.order.sections is not None:
        return []  # whoever wants a few sections wants no measurements
    return [
        _part(context, path, session, number)
        for number, (path, session) in enumerate(read_sessions(context.record), start=1)
        if chosen is None or path.removeprefix("@session/") in chosen
    ]


def _part(context: Context, path: str, session: Session | None, number: int) -> Part:
    tongue = context.tongue
    return Part(
        key=f"session-{path.removeprefix('@session/')}",
        titles=tuple(_title(context, session, number, lang) for lang in tongue.languages),
        make=lambda room: _session(context, path, session, number, room),
        footer=_footer(context, session) if session is not None else "",
    )


def _title(context: Context, session: Session | None, number: int, lang: str) -> str:
    """Return the title in one language: what was measured is named as far as a head has room."""
    title = f"{_(TITLE, lang)} № {document_number(context.record.number, session, number)}"
    each = session.each() if session is not None else ()
    names = [quantity.parameter.get(lang) or quantity.parameter.get("ru", "") for quantity in each]
    named = brief(", ".join(filter(None, names)), _NAMES)
    return f"{title}: {named}" if named else title


def _footer(context: Context, session: Session) -> str:
    """Return checklist and raw readings; empty for a session without any, as while it runs."""
    record, lang = context.record, context.tongue.first
    raw = _raw(context, session)
    if not raw:
        return ""
    version = version_name(record.definition.version, lang)
    return _(FOOTER, lang).format(
        version=f"{record.definition.pack} {version}",
        definition=_short(record.definition_sha256),
        raw=raw,
    )


def _raw(context: Context, session: Session) -> str:
    """Return the file that a session was read from, else the hash of its recorded readings."""
    lang, files = context.tongue.first, session.files
    if files:
        names: Mapping[str, str] = session_words.file_names(context, session)
        words = RAW_FILES if len(files) > 1 else RAW_FILE
        return _(words, lang).format(
            name=brief(names.get(files[0], ""), _FILE),
            sha256=_short(files[0]),
            count=str(len(files)),
        )
    if session.raw_sha256:
        return _(RAW_READINGS, lang).format(sha256=_short(session.raw_sha256))
    return ""


def _short(sha256: str) -> str:
    return f"{sha256[:4]}…{sha256[-4:]}"


def _session(
    context: Context, path: str, session: Session | None, number: int, room: float
) -> list[Flowable]:
    if session is None:
        return [para(context.tongue.word(UNREADABLE))]
    if context.is_left_out(path):
        return [Chip(context.why_left_out(path), dashed=True)]
    act = session_act(context, path, session, number)
    parts: list[Flowable] = [
        *evidence_class(context, session),
        gap(3),
        session_facts(context, session, act, room * _FULL),
        gap(3),
    ]
    for place, part in enumerate(session.each()):
        parts += _heading(context, part, f"{number}.{place + 1}", first=place == 0)
        parts += quantity_parts(context, part, session, room * _FULL)
        parts.append(gap(8))
    return [*parts, *_end(context, path, session)]


def _heading(context: Context, part: Session, number: str, *, first: bool) -> list[Flowable]:
    head = para(f"{number} {parameter(context, part)}", "heading")
    return [head] if first else [CondPageBreak(_HALF_A_PAGE), head]


def _end(context: Context, path: str, session: Session) -> list[Flowable]:
    """Return what happened and the lines to sign; nobody signs a page with nothing else on it."""
    lines = (
        *left_out(context, session),
        *happened(context, session),
        *raw_readings(context, session),
    )
    remarks = [para(text, "small") for text in lines]
    first, last = remarks[:-_LAST], remarks[-_LAST:]
    return [gap(3), *first, Closing([], [*last, *_signed(context, path, session)])]


def _signed(context: Context, path: str, session: Session) -> list[Flowable]:
    """Return the lines to sign; the head of the laboratory signs where one measured."""
    plant = context.record.plant.representative
    executor = session_words.measurer(context, path, session)
    people = ((BY, executor), (FOR_PLANT, plant))
    lines = [gap(11 * MM), sign_lines(context.tongue, people, DAY)]
    if is_accredited(session):
        head = para(context.tongue.line(field("protocol-head").label), "small")
        over = plain(("LINEABOVE", (0, 0), (-1, -1), 0.8, (0, 0, 0)), rise=2)
        lines += [gap(11 * MM), table([[head]], [_HEAD_OF_LAB], over)]
    return [gap(3), *closing_sentence(context), *lines]
