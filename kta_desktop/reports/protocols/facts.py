"""What a protocol says of a whole session: class of evidence, place, regime, instruments."""

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import origins
from kta_desktop.reports.acts.facts import Act
from kta_desktop.reports.acts.lines import WriteLine
from kta_desktop.reports.answers import marks
from kta_desktop.reports.blank.boxes import Tick, Ticks
from kta_desktop.reports.calculation import ACCREDITED
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context
from kta_desktop.reports.fact_table import Fact, fact_table
from kta_desktop.reports.form_fields import field, name_of
from kta_desktop.reports.protocols import words as session_words
from kta_desktop.reports.protocols.devices import instrument_lines
from kta_desktop.reports.protocols.quantity import NO, YES
from kta_desktop.reports.protocols.samples import PERIOD
from kta_desktop.reports.protocols.words import lowered
from kta_desktop.reports.style import para, rich
from kta_desktop.reports.typefaces import markup

SIMULATED = N_("READINGS OF A SIMULATOR")
SOURCE = N_("Source")
POINT = N_("Sampling point")
REGIME = N_("Regime")
LOAD = N_("Load")
CLEANING = N_("Gas or water cleaning")
READINGS = N_("Readings")
INSTRUMENTS = N_("Instruments")
GAS = N_("Gas conditions")
FILES = N_("Logger files")
NO_LABORATORY = N_("No laboratory took part")
BY_LABORATORY = "measured_accredited"
_AMBIENT = ("act-ambient-t", "act-ambient-p", "act-ambient-rh")


def is_accredited(session: Session) -> bool:
    """Whether an accredited laboratory measured."""
    return session.evidence_class == BY_LABORATORY


def evidence_class(context: Context, session: Session) -> list[Flowable]:
    """Return the class of evidence, before any figure, and what the class is not enough for."""
    label = next((kind.label for kind in origins() if kind.id == session.evidence_class), None)
    words = markup(context.tongue.line(label) if label else session.evidence_class)
    parts: list[Flowable] = [
        *marks(context, f"@session/{session.id}"),
        rich(f"<b>{words}.</b>", "small"),
    ]
    if not is_accredited(session):
        parts += session_words.sentences(context, ACCREDITED)
    if session.simulated:
        parts.append(Chip(context.tongue.word(SIMULATED), filled=True))
    return parts


def session_facts(context: Context, session: Session, act: Act, room: float) -> Flowable:
    """Return the table of what all quantities of a session share.

    Args:
        context: The audit.
        session: With all its quantities.
        act: Of the same session, so that both say the same.
        room: Height of a page in points.
    """
    tongue, lang = context.tongue, context.tongue.first
    load = formatting.percent(session.load_pct, lang) if session.load_pct is not None else ""
    readings = session_words.source_of_readings(context, session)
    times = period(context, session)
    pairs = [
        (Fact(tongue.word(SOURCE), session.source), Fact(tongue.word(REGIME), session.regime)),
        (Fact(tongue.word(POINT), session.point), Fact(tongue.word(LOAD), load)),
        (
            Fact(tongue.word(PERIOD), times),
            Fact(tongue.word(READINGS), readings),
        ),
        (
            Fact(name_of(context, "protocol-acts"), f"№ {act.number}"),
            Fact(name_of(context, "protocol-analysis-date"), _days(context, session)),
        ),
        *_laboratory(context, session, act),
    ]
    return fact_table(pairs, _wide(context, session, act), room)


def _wide(context: Context, session: Session, act: Act) -> list[Fact]:
    tongue = context.tongue
    cleaning = act.known.get("act-abatement-state", ())
    gas = session_words.conditions(context, session)
    logs = session_words.files(context, session)
    method = act.known.get("act-method", ())
    found: list[tuple[str, list[Flowable]]] = [
        (tongue.word(CLEANING), [para(line) for line in cleaning]),
        (
            name_of(context, "protocol-method"),
            [para(line) for line in method] or [WriteLine()],
        ),
        (
            tongue.word(INSTRUMENTS),
            instrument_lines(context, session) or [para(formatting.NOTHING)],
        ),
        (tongue.word(GAS), [para(gas)] if gas else []),
        (tongue.word(FILES), [para(line) for line in logs]),
    ]
    return [Fact(name, parts) for name, parts in found if parts]


def _ambient(context: Context, act: Act) -> list[Flowable]:
    """Return what is known of the air around, as the act says it; else a line to write on."""
    lines = [
        f"{lowered(name_of(context, name))} {value}"
        for name in _AMBIENT
        for value in act.known.get(name, ())
    ]
    return [para("; ".join(lines))] if lines else [WriteLine()]


def _laboratory(context: Context, session: Session, act: Act) -> list[tuple[Fact, Fact]]:
    """Return the laboratory: lines for what its certificate says, or that there was none."""
    around = Fact(name_of(context, "protocol-conditions"), _ambient(context, act))
    if not is_accredited(session):
        none = [para(context.tongue.word(NO_LABORATORY), "strong")]
        said = none if session_words.is_own(session) else [WriteLine()]
        return [(Fact(name_of(context, "protocol-lab"), said), around)]
    names = {
        part: name_of(context, f"protocol-{part}")
        for part in ("lab", "accreditation-no", "accreditation-valid", "in-scope")
    }
    boxes = [Tick(context.tongue.word(word)) for word in (YES, NO)]
    return [
        (
            Fact(names["lab"], [WriteLine()]),
            Fact(names["accreditation-no"], [WriteLine()]),
        ),
        (
            Fact(names["in-scope"], [Ticks(boxes)]),
            Fact(names["accreditation-valid"], [WriteLine()]),
        ),
        (Fact(name_of(context, "protocol-date"), [WriteLine()]), around),
    ]


def period(context: Context, session: Session) -> str:
    """Return from when to when was measured; a session that runs has no end."""
    lang, zone = context.tongue.first, context.zone
    start = formatting.datetime_(session.started_at, lang, zone, seconds=False)
    if session.ended_at is None:
        return f"{start} – …"
    same_day = formatting.date(session.ended_at, lang, zone) == start[:10]
    shown = formatting.time_ if same_day else formatting.datetime_
    return f"{start} – {shown(session.ended_at, lang, zone, seconds=False)}"


def _days(context: Context, session: Session) -> str:
    """Return the day of the measurement; an instrument analyses when it measures."""
    lang, zone = context.tongue.first, context.zone
    ends = [session.started_at, session.ended_at or session.started_at]
    return "–".join(dict.fromkeys(formatting.date(at, lang, zone) for at in ends))


def closing_sentence(context: Context) -> list[Flowable]:
    """Return that the result speaks of the tested samples only, in each language."""
    label = field("protocol-note-samples").label
    texts = dict.fromkeys(filter(None, context.tongue.label(label)))
    return [para(f"{text}.", "small") for text in texts]
