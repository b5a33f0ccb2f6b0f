"""Protocols of laboratories that the checklist lists: what the audit accepted beside its own."""

from datetime import date

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context
from kta_desktop.reports.listed import Listed, rows_of
from kta_desktop.reports.order import Kind
from kta_desktop.reports.parts import Part
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.style import WIDTH, gap, para
from kta_desktop.reports.tables import Grid

FILES = N_("Files")
REMARKS = N_("Remarks")
NAMED = N_("Protocol {number}: {remarks}")
UNNAMED = N_("Row {row}: {remarks}")
NO_ACT = N_("there is no act of sampling, so the result is indicative only")
NO_LOAD = N_("the load is not stated, so the result is indicative only")
OUTSIDE = N_("outside of the scope of accreditation")
LAPSED = N_("the accreditation ended on {date}, before the protocol")
_CONCEPT = "measurement.protocols"
_NO = "no"


def lab_parts(context: Context) -> list[Part]:
    """Return the list of laboratory protocols as a part of its own.

    It belongs to whoever asks for all protocols; the filled sheet has it in its section.
    """
    order = context.order
    if order.sections is not None or order.sessions is not None or order.kind is Kind.FILLED:
        return []
    place = _place(context)
    if place is None or not context.state.rows(place.address):
        return []
    labels = tuple(text for text in context.tongue.label(place.question.label) if text)
    return [Part(key="lab-protocols", titles=labels, make=lambda _room: [*_story(context, place)])]


def _place(context: Context) -> Place | None:
    asked = next(
        (each for each in context.state.definition.questions if each.concept == _CONCEPT), None
    )
    if asked is None or asked.type is not QuestionType.TABLE:
        return None
    return context.state.place(asked.name)


def _story(context: Context, place: Place) -> list[Flowable]:
    tongue, state = context.tongue, context.state
    shown = Grid(state, place, tongue).wide(WIDTH)
    if context.is_left_out(place.address):
        shown = [Chip(context.why_left_out(place.address), dashed=True)]
    remarks = [
        line
        for number, row in enumerate(rows_of(state, _CONCEPT), start=1)
        if (line := _remark(context, row, number))
    ]
    files = context.references(place.address).strip("[]")
    parts: list[Flowable] = [*shown, gap(4)]
    if remarks:
        parts.append(para(tongue.word(REMARKS), "heading"))
        parts += [para(line) for line in remarks]
    if files:
        parts.append(para(tongue.fact(FILES, files), "small"))
    return [*parts, *signatures(context)]


def _remark(context: Context, row: Listed, number: int) -> str:
    """Return what keeps a protocol from proving more than it does; empty if nothing does."""
    found = "; ".join(_faults(context, row))
    if not found:
        return ""
    name = row.words("protocol", context.tongue)
    if name:
        return context.tongue.say(NAMED, number=name, remarks=found)
    return context.tongue.say(UNNAMED, row=str(number), remarks=found)


def _faults(context: Context, row: Listed) -> list[str]:
    tongue = context.tongue
    until, made = (_day(row.value(part)) for part in ("valid_to", "date"))
    ended = formatting.date(row.value("valid_to"), tongue.first) if until else ""
    faults = (
        (row.value("act") == _NO, tongue.say(NO_ACT)),
        (row.value("act") != _NO and not row.value("load"), tongue.say(NO_LOAD)),
        (row.value("in_scope") == _NO, tongue.say(OUTSIDE)),
        (bool(until and made and until < made), tongue.say(LAPSED, date=ended)),
    )
    return [words for holds, words in faults if holds]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
