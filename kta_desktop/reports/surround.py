"""Header and footer of a part: which audit, which plant, which state of the record."""

from datetime import datetime

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.ids import short_code
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import brief
from kta_desktop.reports.page import Code, Surround
from kta_desktop.reports.parts import Part
from kta_desktop.reports.tongue import BETWEEN
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.unprintable import spelt

KICKER = N_("Comprehensive technological audit")
AUDIT = N_("Audit")
DATE = N_("Date")
PLANT = N_("Plant")
AUDITOR = N_("Auditor")
DEMO = N_("DEMONSTRATION")
FOOTER = N_("Checklist {version}, fingerprint {definition}. Record {record}")
PRINTED = N_("Printed {time}")
_HEAD = 120  # characters of a name in the head of each page
_TITLE = 400  # characters of a title, which may name what it is of


def qr_text(record: AuditRecord) -> str:
    """Return what the QR code says: audit, definition and record, by 16 letters of each hash."""
    number = spelt(brief(record.number, _HEAD))  # a code holds some 2 000 bytes
    parts = ("KTA1", number, record.definition_sha256[:16], record.last_change_hash[:16])
    return ";".join(parts)


def sheet_code(record: AuditRecord) -> str:
    """Return the short code under the QR code; a new change of the audit gives a new one."""
    return short_code(record.last_change_hash or record.definition_sha256)


def surround_of(context: Context, part: Part) -> Surround:
    """Return what stands on every page of a part."""
    record, tongue = context.record, context.tongue
    lead = record.team[0].name if record.team else formatting.NOTHING
    moment = datetime.fromisoformat(context.printed_at).astimezone(context.zone)
    day = moment.date().isoformat()  # the days on site stand on the cover
    shown = formatting.datetime_(context.printed_at, tongue.first, context.zone, seconds=False)
    demo = dict.fromkeys(_(DEMO, lang) for lang in ("ru", "kk", *tongue.languages))
    second = part.titles[1] if len(part.titles) == 2 else ""
    return Surround(
        kicker=". ".join(filter(None, (tongue.word(KICKER), part.within))),
        title=_named(part.titles[0], _TITLE),
        subtitle="" if second == part.titles[0] else _named(second, _TITLE),
        facts=(
            (tongue.word(AUDIT), _named(record.number)),
            (tongue.word(DATE), formatting.date(day, tongue.first, context.zone)),
            (tongue.word(PLANT), _named(record.plant.name)),
            (tongue.word(AUDITOR), _named(lead)),
        ),
        code=None if part.page_code else Code(qr_text(record), sheet_code(record)),
        page_code=part.page_code,
        qr=context.order.qr,
        footer=part.footer or _footer(context),
        printed=_(PRINTED, tongue.first).format(time=shown),
        demo=BETWEEN.join(demo) if record.is_demo else "",
        lang=tongue.first,
        author=lead,
        stamp=_stamp(moment),
    )


def _named(name: str, longest: int = _HEAD) -> str:
    """Return a name as a head has room for it; a sign that no font has takes eight letters."""
    return brief(printable(name), longest)


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
