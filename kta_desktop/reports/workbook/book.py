"""An audit as an Excel workbook: what its printed sheets say, in typed cells for further use.

Importing this module loads reportlab and XlsxWriter; whoever starts the program imports it when a
workbook is written.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from kta_desktop import formatting
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_
from kta_desktop.reports.context import Context
from kta_desktop.reports.surround import sheet_code
from kta_desktop.reports.workbook.answers import answers_leaf
from kta_desktop.reports.workbook.files import evidence_leaf
from kta_desktop.reports.workbook.judged import documents_leaf, indicators_leaf, techniques_leaf
from kta_desktop.reports.workbook.leaf import Cell, Front, Leaf, Written
from kta_desktop.reports.workbook.sessions import Readings, course_leaf, measurements_leaf
from kta_desktop.reports.workbook.tables import register_leaves, table_leaves
from kta_desktop.reports.workbook.words import moment
from kta_desktop.reports.workbook.write import Going, write_book

TITLE, NAME = N_("Workbook of the audit"), N_("About the book")
DEMO = N_("DEMONSTRATION")
AUDIT, PLANT, BIN = N_("Audit"), N_("Plant"), N_("BIN")
ADDRESS, CATEGORY, YEAR = N_("Address"), N_("Category of the object"), N_("Year of the figures")
TEAM, DATES = N_("Auditors"), N_("Dates on site")
CHECKLIST, DEFINITION = N_("Checklist"), N_("Fingerprint of the checklist")
RECORD, CODE = N_("Fingerprint of the record"), N_("Short code")
LAYOUT, PRINTED, ZONE = N_("Layout"), N_("Made at"), N_("Time zone")
SHEET, HOLDS, ROWS = N_("Sheet"), N_("What is on it"), N_("Rows")
GOES_ON, FROM_ABOVE = N_("goes on in the row below"), N_("continued from the row above")
_LEGEND = (
    (
        N_("Empty cell"),
        N_("Nothing was entered. It is not a zero."),
    ),
    (
        N_("Value and unit"),
        N_(
            "«As entered» holds exactly what was typed. «Value» is the number that it means, in "
            "the unit beside it; «Value in the unit of the checklist» is the same converted."
        ),
    ),
    (
        N_("U (k = 2)"),
        N_("Half width of the interval in which the value lies with 95 % probability."),
    ),
    (
        N_("Checked"),
        N_(
            "Whether a person has read the figure in the document it is cited from. An unchecked "
            "level gives no verdict."
        ),
    ),
    (
        N_("Text in brackets such as [U+0007]"),
        N_("A sign that a workbook cannot hold; its Unicode number stands in its place."),
    ),
    (
        N_("Text that begins with = + - @"),
        N_("It is text as it was typed. No cell of this book is a formula."),
    ),
)


def workbook_file(
    context: Context, readings: Readings, out: Path, told: Callable[[int], None]
) -> tuple[Written, ...]:
    """Write the workbook of an audit and return its sheets; the same input gives the same bytes.

    Args:
        context: The audit, with nothing in it that the layout leaves out.
        readings: Gives the stored readings of a measurement.
        out: The file.
        told: Called with the rows written so far; what it raises stops the writing.

    Raises:
        OSError: If it cannot be written.
    """
    word = context.tongue.word
    going = Going(on=word(GOES_ON), from_above=word(FROM_ABOVE), told=told)
    made = datetime.fromisoformat(context.printed_at).astimezone(context.zone).replace(tzinfo=None)
    return write_book(leaves(context, readings), front(context), out, made=made, going=going)


def leaves(context: Context, readings: Readings) -> Iterator[Leaf]:
    """Yield the sheets behind the first one."""
    yield answers_leaf(context)
    yield from table_leaves(context)
    yield indicators_leaf(context)
    yield techniques_leaf(context)
    yield from register_leaves(context)
    yield measurements_leaf(context)
    yield course_leaf(context, readings)
    yield evidence_leaf(context)
    yield documents_leaf(context)


def front(context: Context) -> Front:
    """Return the first sheet."""
    word = context.tongue.word
    demo = f" ({word(DEMO)})" if context.record.is_demo else ""
    return Front(
        name=context.tongue.say(NAME),
        title=f"{word(TITLE)} {context.record.number}{demo}",
        facts=tuple((label, fact) for label, fact in _facts(context) if fact not in ("", None)),
        listed=(word(SHEET), word(HOLDS), word(ROWS)),
        legend=tuple((word(label), word(words)) for label, words in _LEGEND),
    )


def _facts(context: Context) -> Iterator[tuple[str, Cell]]:
    record, tongue = context.record, context.tongue
    definition, plant, word = record.definition, record.plant, tongue.word
    version = version_name(definition.version, tongue.first)
    yield word(AUDIT), record.number
    yield word(PLANT), plant.name
    yield word(BIN), plant.bin
    yield word(ADDRESS), plant.address
    yield word(CATEGORY), plant.category
    yield word(TEAM), "; ".join(person.name for person in record.team)
    yield word(DATES), _days(context)
    yield word(YEAR), _year(context)
    yield word(CHECKLIST), f"{tongue.line(definition.title)}, {definition.pack} {version}"
    yield word(DEFINITION), record.definition_sha256
    yield word(RECORD), record.last_change_hash
    yield word(CODE), sheet_code(record)
    yield word(LAYOUT), tongue.line(context.layout.label)
    yield word(PRINTED), moment(context.printed_at, context.zone)
    yield word(ZONE), _zone(context)


def _days(context: Context) -> str:
    record, lang = context.record, context.tongue.first
    days = (record.text("@audit/starts_on"), record.text("@audit/ends_on"))
    return " – ".join(formatting.date(day, lang) for day in dict.fromkeys(days) if day)


def _year(context: Context) -> Cell:
    year = context.record.entries.get("@audit/reference_year")
    return year if isinstance(year, int) else None


def _zone(context: Context) -> str:
    """Return the zone that all times of the book are in, such as ``UTC+05:00``."""
    offset = datetime.fromisoformat(context.printed_at).astimezone(context.zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
