"""Who takes part in an audit, what it is of, and by what a print can be told from another."""

from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.definition import Question, Text
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import LANGUAGES, N_
from kta_desktop.packs.reference_layouts import Treatment
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.order import Which
from kta_desktop.reports.people import role
from kta_desktop.reports.qr import QrSquare
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, plain, table
from kta_desktop.reports.values import worded

CUSTOMER = N_("Customer and contract")
ENTERPRISE = N_("Enterprise")
BIN = N_("BIN")
ADDRESS = N_("Address")
CATEGORY = N_("Category of the object")
REPRESENTATIVE = N_("Representative of the plant")
PURPOSE = N_("Purpose of the audit")
DATES = N_("Dates on site")
YEAR = N_("Year of the figures")
BOOK = N_("Reference book")
APPROVED = N_("approved")
PREPARED = N_("in preparation")
CHECKLIST = N_("Checklist")
BENCHMARK = N_("Held against")
SCOPE = N_("Scope")
QUESTIONS = N_("{sections} sections, {questions} questions that apply")
CHOSEN = N_("only what is missing")
ANSWERED = N_("only what is answered")
FOR_WHOM = N_("For whom it is printed")
KEPT_BACK = N_("Answers that are not printed: {count}")
MARKED = N_("Answers marked confidential: {count}")
TEAM = N_("Audit team")
NAME = N_("Surname and name")
ROLE = N_("Role")
ORGANISATION = N_("Organisation")
QUALIFICATION = N_("Qualification")
FINGERPRINTS = N_("Fingerprints")
RECORD = N_("Record")
DEFINITION = N_("Checklist, fingerprint")
DEVICE = N_("Key of the computer")
CARD = N_("Card of this key, for the register of the centre")
_STATES = {"approved": APPROVED, "in preparation": PREPARED}
_WHICH = {Which.MISSING: CHOSEN, Which.ANSWERED: ANSWERED}
_FACTS = (48 * MM, WIDTH - 48 * MM)
_MODULE = 0.5 * MM  # what a telephone reads from a hand's width away
_LABELS, _APART = 34 * MM, 5 * MM
_PEOPLE = (54 * MM, 34 * MM, 46 * MM, WIDTH - 134 * MM)


def parties(context: Context) -> list[Flowable]:
    """Return the facts of the audit and its team."""
    tongue, record = context.tongue, context.record
    heads = [
        [para(tongue.word(word), "head")] for word in (NAME, ROLE, ORGANISATION, QUALIFICATION)
    ]
    people = [
        [[para(text or formatting.NOTHING)] for text in texts]
        for auditor in record.team
        for texts in [
            (auditor.name, role(auditor, tongue), auditor.organisation, auditor.qualification)
        ]
    ]
    rows = [piece for row in people for piece in paged_rows(row, _PEOPLE, TALLEST)]
    return [
        facts(context, _facts(context)),
        gap(8),
        para(tongue.word(TEAM), "heading"),
        table([heads, *rows], list(_PEOPLE), grid(*dense(), head_rows=1), repeat=1),
    ]


def fingerprints(context: Context) -> list[Flowable]:
    """Return the hashes by which a print is told from one of another state of the record."""
    record = context.record
    pairs = (
        (RECORD, record.last_change_hash),
        (DEFINITION, record.definition_sha256),
        (DEVICE, context.device),
    )
    known = [(label, _grouped(value)) for label, value in pairs if value]
    if not known:
        return []
    heading = para(context.tongue.word(FINGERPRINTS), "heading")
    if not (context.card and context.device and context.order.qr):
        return [heading, facts(context, known)]
    code = QrSquare(context.card, _MODULE)
    left = WIDTH - code.width - _APART
    named = [code, para(context.tongue.word(CARD), "small")]
    told = facts(context, known, (_LABELS, left - _LABELS))
    return [heading, table([[told, "", named]], [left, _APART, code.width], plain(rise=0))]


def facts(
    context: Context, pairs: "list[tuple[str, str]]", widths: tuple[float, float] = _FACTS
) -> Flowable:
    """Return labels and their values; one taller than a page goes on in further rows."""
    rows = [
        piece
        for label, value in pairs
        for piece in paged_rows(
            [[para(context.tongue.word(label), "label")], [para(value or formatting.NOTHING)]],
            widths,
            TALLEST,
        )
    ]
    return table(rows, list(widths), grid(*dense()))


def _facts(context: Context) -> list[tuple[str, str]]:
    record, tongue = context.record, context.tongue
    plant, lang = record.plant, tongue.first
    days = [formatting.date(record.text(f"@audit/{day}"), lang) for day in ("starts_on", "ends_on")]
    definition = record.definition
    told = [
        (CUSTOMER, _said(context, "audit.customer")),
        (PURPOSE, _said(context, "audit.purpose")),
        (BOOK, _book(context)),
    ]
    return [
        (ENTERPRISE, plant.name),
        (BIN, plant.bin),
        (ADDRESS, plant.address),
        (CATEGORY, plant.category),
        (REPRESENTATIVE, plant.representative),
        *((label, value) for label, value in told if value),
        (DATES, "–".join(dict.fromkeys(day for day in days if day))),
        (YEAR, str(record.entries.get("@audit/reference_year") or "")),
        (CHECKLIST, f"{tongue.line(definition.title)}, {version_name(definition.version, lang)}"),
        (BENCHMARK, tongue.line(definition.benchmark)),
        (SCOPE, _scope(context)),
        (FOR_WHOM, _for_whom(context)),
    ]


def _said(context: Context, concept: str) -> str:
    """Return the answer of the question with a concept; empty if there is none."""
    found = (q for q in context.record.definition.questions if q.concept == concept)
    question: Question | None = next(found, None)
    if question is None or question.parent is not None:
        return ""
    if context.is_left_out(question.name):
        return context.why_left_out(question.name)
    return worded(question, context.state.answer(question.name), context.tongue)


def _book(context: Context) -> str:
    """Return the reference book that the checklist serves and how far it is."""
    pack = (context.record.definition.more or {}).get("pack")
    book = pack.get("book") if isinstance(pack, Mapping) else None
    if not isinstance(book, Mapping):
        return ""
    title = Text(**{lang: str(book.get(lang) or "") for lang in LANGUAGES})
    state = _STATES.get(str(book.get("state")))
    parts = (context.tongue.line(title), context.tongue.word(state) if state else "")
    return "; ".join(part for part in parts if part)


def _places(context: Context) -> Iterator[Place]:
    for section in context.record.definition.sections:
        yield from context.state.visible(section.name)


def _scope(context: Context) -> str:
    state, tongue = context.state, context.tongue
    asked = [s for s in context.record.definition.sections if state.visible(s.name)]
    count = sum(1 for _place in _places(context))
    words = tongue.say(QUESTIONS, sections=str(len(asked)), questions=str(count))
    which = _WHICH.get(context.order.which)
    return f"{words}; {tongue.word(which)}" if which else words


def _for_whom(context: Context) -> str:
    """Return the layout and how many answers it treats otherwise than others."""
    tongue, layout = context.tongue, context.layout
    paths = [place.address for place in _places(context)]
    kept = sum(context.is_left_out(path) for path in paths)
    marked = sum(context.is_marked(path) for path in paths)
    lines = [tongue.line(layout.label)]
    if layout.confidential is Treatment.LEAVE_OUT:
        lines.append(tongue.say(KEPT_BACK, count=str(kept)))
    if layout.confidential is Treatment.MARK:
        lines.append(tongue.say(MARKED, count=str(marked)))
    return ". ".join(lines)


def _grouped(digits: str) -> str:
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))
