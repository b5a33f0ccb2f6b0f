"""The list of what is missing, for the plant: what to bring, measure, correct, and boxes to tick.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.i18n import N_, _
from kta_desktop.reports.layout import brief
from kta_desktop.reports.page import Surround, build
from kta_desktop.reports.sheet import (
    AUDIT,
    AUDITOR,
    DATE,
    DEMO,
    KAZAKHSTAN,
    KICKER,
    PLANT,
    PRINTED,
    qr_text,
    sheet_code,
)
from kta_desktop.reports.style import MM, WIDTH, gap, grid, para, table
from kta_desktop.reports.tongue import BETWEEN

TITLE = N_("Missing data")
HINT = N_("An empty box is not a zero. Write the answer or the reason why there is none.")
WHAT = N_("What is missing")
BY = N_("Who and by when")
MORE = N_("and {count} more, see the checklist")
FOOTER = N_("List at the state of {time}. Record {record}")
SIGNED = N_("Received for the plant: ______________________  Date: ____________")
_HEAD = 120  # characters of a name in the head of the page
_TITLES = 200  # questions that one line names: a plant must see what it owes
_LONGEST = 1_000  # characters of one title: what names it may be as long as an answer
_SIGNS = 1_800  # characters of titles in one cell
_TICK, _WHO = 8 * MM, 42 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    """One line in words.

    Attributes:
        headline: What is missing.
        follows: What follows from it; may be empty.
        titles: The questions it speaks of; printed where there are several.
    """

    headline: str
    follows: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPart:
    """Lines that weigh alike, below their heading."""

    heading: str
    lines: tuple[MissingLine, ...]


def missing_pdf(
    record: AuditRecord, parts: Sequence[MissingPart], lang: str, printed_at: str
) -> bytes:
    """Return the list as PDF. The same input gives the same bytes.

    Args:
        record: The audit.
        parts: What is missing, in ``lang``.
        lang: ``ru``, ``kk`` or ``en``.
        printed_at: ISO time with zone.
    """
    story: list[Flowable] = [para(_(HINT, lang), "second"), gap(2 * MM)]
    for part in parts:
        story += [para(part.heading, "heading"), _table(part.lines, lang), gap(3 * MM)]
    story += [gap(4 * MM), para(_(SIGNED, lang), "body")]
    return build(_surround(record, lang, printed_at), story, lambda _share: None)


def _table(lines: Sequence[MissingLine], lang: str) -> Flowable:
    rows: list[list[object]] = [["", para(_(WHAT, lang), "head"), para(_(BY, lang), "head")]]
    rows.extend(["", cell, ""] for line in lines for cell in _cells(line, lang))
    return table(rows, [_TICK, WIDTH - _TICK - _WHO, _WHO], grid(head_rows=1), repeat=1)


def _cells(line: MissingLine, lang: str) -> list[list[Flowable]]:
    """Return what is printed of a line, in as many cells as it needs: none may outgrow a page."""
    first: list[Flowable] = [para(brief(line.headline, _LONGEST), "strong")]
    if line.follows:
        first.append(para(brief(line.follows, _LONGEST), "small"))
    if len(line.titles) < 2:
        return [first]
    titles = [brief(title, _LONGEST) for title in line.titles[:_TITLES]]
    if len(line.titles) > _TITLES:
        titles.append(_(MORE, lang).format(count=len(line.titles) - _TITLES))
    parts = [para(text, "small") for text in _joined(titles)]
    return [[*first, parts[0]], *([part] for part in parts[1:])]


def _joined(titles: Sequence[str]) -> list[str]:
    """Return titles one behind the other, in texts of which each fits a page easily."""
    texts = [titles[0]]
    for title in titles[1:]:
        if len(texts[-1]) + len(title) > _SIGNS:
            texts[-1] += ";"
            texts.append(title)
        else:
            texts[-1] += f"; {title}"
    return texts


def _surround(record: AuditRecord, lang: str, printed_at: str) -> Surround:
    moment = datetime.fromisoformat(printed_at)
    zone = moment.tzinfo or KAZAKHSTAN
    lead = record.team[0].name if record.team else formatting.NOTHING
    shown = formatting.datetime_(printed_at, lang, zone, seconds=False)
    demo = dict.fromkeys(_(DEMO, each) for each in ("ru", "kk", lang))
    offset = moment.strftime("%z") or "+0500"
    return Surround(
        kicker=_(KICKER, lang),
        title=_(TITLE, lang),
        subtitle="",
        facts=(
            (_(AUDIT, lang), brief(record.number, _HEAD)),
            (_(DATE, lang), formatting.date(printed_at, lang, zone)),
            (_(PLANT, lang), brief(record.plant.name, _HEAD)),
            (_(AUDITOR, lang), brief(lead, _HEAD)),
        ),
        qr=qr_text(record),
        code=sheet_code(record),
        footer=_(FOOTER, lang).format(time=shown, record=record.last_change_hash[:16]),
        printed=_(PRINTED, lang).format(time=shown),
        demo=BETWEEN.join(demo) if record.is_demo else "",
        lang=lang,
        author=lead,
        stamp=f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'",
    )
