"""Measurement protocols: what was measured where and with what, and each quantity of it."""

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import N_, _
from kta_desktop.packs.reference import origins
from kta_desktop.reports import session_words
from kta_desktop.reports.answers import marks
from kta_desktop.reports.calculation import ACCREDITED
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.layout import brief
from kta_desktop.reports.numbering import document_number
from kta_desktop.reports.parts import Part
from kta_desktop.reports.session_devices import instrument_lines
from kta_desktop.reports.session_quantity import PERIOD, parameter, quantity_parts
from kta_desktop.reports.session_remarks import happened, left_out, raw_readings
from kta_desktop.reports.signatures import FOR_PLANT, signatures
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, rich, table
from kta_desktop.reports.typefaces import markup

TITLE = N_("Measurement protocol")
BY = N_("Measured by")
SIMULATED = N_("READINGS OF A SIMULATOR")
SOURCE = N_("Source")
POINT = N_("Sampling point")
REGIME = N_("Regime")
LOAD = N_("Load")
READINGS = N_("Readings")
INSTRUMENTS = N_("Instruments")
GAS = N_("Gas conditions")
FILES = N_("Logger files")
UNREADABLE = N_("A measurement session cannot be read. Its data are kept.")
_NAMES = 80  # characters of what was measured in the title
_HALF_A_PAGE = 120 * MM  # a further quantity begins on its own page unless its chart fits
_FACTS = (34 * MM, 66 * MM, 32 * MM, WIDTH - 132 * MM)


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
        make=lambda _room: _session(context, session, number),
    )


def _title(context: Context, session: Session | None, number: int, lang: str) -> str:
    """Return the title in one language: what was measured is named as far as a head has room."""
    title = f"{_(TITLE, lang)} № {document_number(context.record.number, session, number)}"
    each = session.each() if session is not None else ()
    names = [quantity.parameter.get(lang) or quantity.parameter.get("ru", "") for quantity in each]
    named = brief(", ".join(filter(None, names)), _NAMES)
    return f"{title}: {named}" if named else title


def _session(context: Context, session: Session | None, number: int) -> list[Flowable]:
    if session is None:
        return [para(context.tongue.word(UNREADABLE))]
    if context.is_left_out(f"@session/{session.id}"):
        return [Chip(context.why_left_out(f"@session/{session.id}"), dashed=True)]
    quantities = tuple(session.each())
    parts: list[Flowable] = [*_class(context, session), gap(3), _facts(context, session), gap(3)]
    for place, part in enumerate(quantities):
        parts += _heading(context, part, f"{number}.{place + 1}", first=place == 0)
        parts += quantity_parts(context, part, session)
        parts.append(gap(8))
    return [*parts, *_remarks(context, session), *signatures(context, BY, FOR_PLANT)]


def _heading(context: Context, part: Session, number: str, *, first: bool) -> list[Flowable]:
    head = para(f"{number} {parameter(context, part)}", "heading")
    return [head] if first else [CondPageBreak(_HALF_A_PAGE), head]


def _class(context: Context, session: Session) -> list[Flowable]:
    """Return the class of evidence, before any figure."""
    label = next((kind.label for kind in origins() if kind.id == session.evidence_class), None)
    words = markup(context.tongue.line(label) if label else session.evidence_class)
    parts: list[Flowable] = [
        *marks(context, f"@session/{session.id}"),
        rich(f"<b>{words}.</b>", "small"),
        *session_words.sentences(context, ACCREDITED),
    ]
    if session.simulated:
        parts.append(Chip(context.tongue.word(SIMULATED), filled=True))
    return parts


def _facts(context: Context, session: Session) -> Flowable:
    tongue, lang = context.tongue, context.tongue.first
    load = formatting.percent(session.load_pct, lang) if session.load_pct is not None else ""
    source = session_words.source_of_readings(context, session)
    cells = [
        (SOURCE, session.source, REGIME, session.regime),
        (POINT, session.point, LOAD, load),
        (PERIOD, _period(context, session), READINGS, source),
    ]
    rows: list[list[object]] = [
        [
            para(tongue.word(first), "label"),
            para(value or formatting.NOTHING, "strong"),
            para(tongue.word(second), "label"),
            para(other or formatting.NOTHING),
        ]
        for first, value, second, other in cells
    ]
    gas = session_words.conditions(context, session)
    logs = session_words.files(context, session)
    wide: list[tuple[str, list[Flowable]]] = [
        (INSTRUMENTS, instrument_lines(context, session) or [para(formatting.NOTHING)]),
        (GAS, [para(gas)] if gas else []),
        (FILES, [para(line) for line in logs]),
    ]
    rows += [[para(tongue.word(name), "label"), said, "", ""] for name, said in wide if said]
    spans = [("SPAN", (1, row), (-1, row)) for row in range(len(cells), len(rows))]
    return table(rows, list(_FACTS), grid(*dense(), *spans))


def _period(context: Context, session: Session) -> str:
    lang, zone = context.tongue.first, context.zone
    start = formatting.datetime_(session.started_at, lang, zone, seconds=False)
    if session.ended_at is None:
        return f"{start} – …"
    same_day = formatting.date(session.ended_at, lang, zone) == start[:10]
    shown = formatting.time_ if same_day else formatting.datetime_
    return f"{start} – {shown(session.ended_at, lang, zone, seconds=False)}"


def _remarks(context: Context, session: Session) -> list[Flowable]:
    lines = (
        *left_out(context, session),
        *happened(context, session),
        *raw_readings(context, session),
    )
    return [gap(3), *(para(text, "small") for text in lines)]
