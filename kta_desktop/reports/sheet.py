"""The filled audit sheet: cover, sections, measurements, signatures.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.assessment.art202 import Article202
from kta_desktop.assessment.host import filled
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.ids import short_code
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.context import Authored, Context, evidence_names
from kta_desktop.reports.cover import cover, role
from kta_desktop.reports.filled import section_part
from kta_desktop.reports.layout import brief
from kta_desktop.reports.page import Surround, body_height, build
from kta_desktop.reports.session_figure import Trace
from kta_desktop.reports.sessions import session_parts
from kta_desktop.reports.style import MM, WIDTH, gap, para, plain, table
from kta_desktop.reports.tables import summed_columns
from kta_desktop.reports.tongue import BETWEEN, Tongue

KICKER = N_("Comprehensive technological audit")
TITLE = N_("Audit sheet")
AUDIT = N_("Audit")
DATE = N_("Date")
PLANT = N_("Plant")
AUDITOR = N_("Auditor")
DEMO = N_("DEMONSTRATION")
FOOTER = N_("Checklist {version}, fingerprint {definition}. Record {record}")
PRINTED = N_("Printed {time}")
SIGNATURES = N_("Signatures")
FOR_PLANT = N_("For the plant")
_HEAD = 120  # characters of a name in the head of each page
_WRITING = 0.4  # share of the time that goes into describing the pages; the rest sets them
KAZAKHSTAN = timezone(timedelta(hours=5))  # the one zone of the country since 1 March 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the record itself; all of it may be missing.

    Attributes:
        judgements: By path: ``wat_03``, a cell ``wat_04/<row>/m3``, ``@session/<id>`` or
            ``@session/<id>/<channel>`` of a further quantity.
        authorship: By path: who wrote the value last.
        traces: By path of a quantity: its recorded course at reference conditions.
        standards: By path of a quantity that has a limit: what it comes to.
    """

    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    authorship: Mapping[str, Authored] = field(default_factory=dict)
    traces: Mapping[str, Trace] = field(default_factory=dict)
    standards: Mapping[str, Article202] = field(default_factory=dict)


def qr_text(record: AuditRecord) -> str:
    """Return what the QR code says: audit, definition and record, by 16 letters of each hash."""
    number = brief(record.number, _HEAD)  # a code holds some 2 000 bytes
    parts = ("KTA1", number, record.definition_sha256[:16], record.last_change_hash[:16])
    return ";".join(parts)


def sheet_code(record: AuditRecord) -> str:
    """Return the short code under the QR code; a new change of the audit gives a new one."""
    return short_code(record.last_change_hash or record.definition_sha256)


def _quiet(_share: float) -> None:
    return


def filled_sheet_pdf(
    record: AuditRecord,
    images: Callable[[str, int], bytes],
    languages: tuple[str, ...],
    printed_at: str,
    known: Known | None = None,
    zone: tzinfo = KAZAKHSTAN,
    report: Callable[[float], None] = _quiet,
) -> bytes:
    """Return the filled sheet as PDF. The same input gives the same bytes.

    Args:
        record: The audit.
        images: Returns a picture by its hash, at most so many pixels wide, as JPEG or PNG; a
            picture that it cannot give or that is broken leaves a frame with words.
        languages: One or two of ``ru``, ``kk``, ``en``.
        printed_at: ISO time with zone.
        known: Judgements, authors and recorded courses.
        zone: Zone that times are printed in.
        report: Told now and then the share that is done; what it raises stops the printing.

    Raises:
        ValueError: For other languages, or a time without a meaning.
    """
    context = _context(record, images, Tongue(languages), known or Known(), zone)
    around = _surround(context, printed_at)
    story = _story(context, body_height(around), lambda share: report(share * _WRITING))
    return build(around, story, lambda share: report(_WRITING + share * (1 - _WRITING)))


def _context(
    record: AuditRecord,
    images: Callable[[str, int], bytes],
    tongue: Tongue,
    known: Known,
    zone: tzinfo,
) -> Context:
    state = filled(record.definition, record.entries)
    return Context(
        record=record,
        state=state,
        tongue=tongue,
        zone=zone,
        images=images,
        judgements=known.judgements,
        authorship=known.authorship,
        traces=known.traces,
        standards=known.standards,
        names=evidence_names(record.entries, tongue.first),
        sums=summed_columns(record.definition),
    )


def _story(context: Context, room: float, report: Callable[[float], None]) -> list[Flowable]:
    story = cover(context)
    sections = context.record.definition.sections
    for number, section in enumerate(sections, start=1):
        story += section_part(context, section, room)
        report(number / len(sections))
    story += session_parts(context)
    story.append(_signatures(context))
    return story


def _surround(context: Context, printed_at: str) -> Surround:
    record, tongue = context.record, context.tongue
    lead = record.team[0].name if record.team else formatting.NOTHING
    moment = datetime.fromisoformat(printed_at).astimezone(context.zone)
    day = moment.date().isoformat()  # the days on site stand on the cover
    titles = [_(TITLE, lang) for lang in tongue.languages]
    shown = formatting.datetime_(printed_at, tongue.first, context.zone, seconds=False)
    demo = dict.fromkeys(_(DEMO, lang) for lang in ("ru", "kk", *tongue.languages))
    return Surround(
        kicker=tongue.word(KICKER),
        title=titles[0],
        subtitle=titles[1] if len(titles) == 2 else "",
        facts=(
            (tongue.word(AUDIT), brief(record.number, _HEAD)),
            (tongue.word(DATE), formatting.date(day, tongue.first, context.zone)),
            (tongue.word(PLANT), brief(record.plant.name, _HEAD)),
            (tongue.word(AUDITOR), brief(lead, _HEAD)),
        ),
        qr=qr_text(record),
        code=sheet_code(record),
        footer=_footer(context),
        printed=_(PRINTED, tongue.first).format(time=shown),
        demo=BETWEEN.join(demo) if record.is_demo else "",
        lang=tongue.first,
        author=lead,
        stamp=_stamp(moment),
    )


def _footer(context: Context) -> str:
    record, lang = context.record, context.tongue.first
    version = version_name(record.definition.version, lang)
    return _(FOOTER, lang).format(
        version=f"{record.definition.pack} {version}",
        definition=f"{record.definition_sha256[:8]}…{record.definition_sha256[-4:]}",
        record=_grouped(record.last_change_hash[:16]) or formatting.NOTHING,
    )


def _grouped(digits: str) -> str:
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))


def _stamp(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _signatures(context: Context) -> Flowable:
    """Return a line to sign for each auditor and for the plant, all on one page."""
    record, tongue = context.record, context.tongue
    people = [f"{role(auditor, context)}: {auditor.name}" for auditor in record.team]
    people.append(": ".join(filter(None, (tongue.word(FOR_PLANT), record.plant.representative))))
    rows: list[list[object]] = []
    for person in people:
        rows += [
            [[gap(10 * MM)], "", ""],
            [para(brief(person, 2 * _HEAD), "small"), "", para(tongue.word(DATE), "small")],
        ]
    lines = [
        ("LINEABOVE", (column, row), (column, row), 0.8, (0, 0, 0))
        for row in range(1, len(rows), 2)
        for column in (0, 2)
    ]
    signed = table(rows, [WIDTH * 0.66, 6 * MM, WIDTH * 0.34 - 6 * MM], plain(*lines))
    return KeepTogether([para(tongue.word(SIGNATURES), "heading"), signed])
