"""Words that the conformity sheet and the plan share: money, quarters, options, what is absent."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.assessment.registers import Named, question, table
from kta_desktop.assessment.steps import Bottleneck, Event, Measure
from kta_desktop.assessment.transition import BOTTLENECKS, MEASURES, PLAN_COST, Transition
from kta_desktop.assessment.weighing import Total
from kta_desktop.domain.definition import Question, Text
from kta_desktop.i18n import N_
from kta_desktop.packs.reference_layouts import Treatment
from kta_desktop.reports.answers import marks
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, height_of, paged_rows
from kta_desktop.reports.spoken import in_line, stacked
from kta_desktop.reports.style import MM, PAD, WIDTH, dense, gap, grid, para, plain, style
from kta_desktop.reports.style import table as ruled
from kta_desktop.reports.tables import OF
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.typefaces import width as text_width

HINDERS = N_("What hinders the transition")
BOTTLENECK = N_("Bottleneck")
MEASURE = N_("Measure of the plan")
TERM = N_("Start-up")
QUARTER = N_("{quarter} quarter of {year}")
ABSENT = N_("Not entered yet: «{title}», question {number}.")
NO_MEASURE = N_("no measure is named")
MORE_BOTTLENECKS = N_("More bottlenecks, see the sheet of bottlenecks: {count}.")
BY_LEAD = N_("Lead auditor")
ACQUAINTED = N_("Acquainted with the conclusions")
EVENTS = {
    Event.DELIVERY: N_("delivery"),
    Event.CONSTRUCTION: N_("construction"),
    Event.COMMISSIONING: N_("commissioning"),
    Event.STARTUP: N_("start-up"),
}
_ROMAN = ("I", "II", "III", "IV")
_FIRST = 5  # bottlenecks on the summary
_HEADED = 24 * MM  # room that a heading needs below it, so that it does not end a page alone
_SIGNED = 30 * MM  # room of the lines to sign
_COLUMNS = (9 * MM, WIDTH * 0.33, WIDTH * 0.33, 0.12 * WIDTH)
_WIDTHS = (*_COLUMNS, WIDTH - sum(_COLUMNS))


def heading(text: str, room: float = _HEADED) -> list[Flowable]:
    """Return a heading that goes to the next page where less than ``room`` points are left."""
    return [CondPageBreak(room), para(text, "heading")]


def signed(content: list[Flowable], lines: list[Flowable]) -> list[Flowable]:
    """Return content and the lines to sign below it, on one page where that holds both."""
    tall = min(height_of(content, WIDTH) + _SIGNED, TALLEST)
    return [CondPageBreak(tall), *content, *lines]


def counted_head(figure: str, words: str, width: float) -> Flowable:
    """Return a big figure and words beside it, for a box ``width`` points wide."""
    size = style("title").fontSize
    lead = text_width(printable(figure), size, bold=True) + 4
    inside = width - 2 * (PAD + 2)
    if not words or lead > inside * 0.7:
        cells = [[para(figure, "title")], *([[para(words)]] if words else [])]
        return ruled(cells, [inside], plain(rise=0))
    lowered = ("TOPPADDING", (1, 0), (1, 0), 4.2)  # so that both stand on one line
    return ruled([[para(figure, "title"), para(words)]], [lead, inside - lead], plain(lowered))


def option(context: Context, named: Named, column: str, identifier: str | None) -> str:
    """Return an option of a table, or of a question where ``column`` is empty, in words."""
    label = option_label(context, named, column, identifier)
    return context.tongue.line(label) if label else ""


def option_label(
    context: Context, named: Named, column: str, identifier: str | None
) -> Text | None:
    """Return an option of a table, or of a question where ``column`` is empty; None if none."""
    definition = context.record.definition
    found = table(definition, named) if column else question(definition, named)
    asked = found.column(column) if found and column else found
    choice = asked.choice(identifier) if asked and identifier else None
    return choice.label if choice else None


def absent(context: Context, named: Named) -> list[Flowable]:
    """Return a sentence that a table is empty and where it is; nothing if it is not asked here."""
    definition = context.record.definition
    found = table(definition, named) or question(definition, named)
    if found is None or not context.state.is_relevant(found.name):
        return []
    return [*stacked(context, lambda each: _absent(each, found)), gap(4)]


def _absent(context: Context, found: Question) -> str:
    title = found.title.get(context.tongue.first)
    if context.is_left_out(found.name):
        return f"«{title}». {context.why_left_out(found.name)}"
    return context.tongue.say(ABSENT, title=title, number=found.number)


def money(context: Context) -> str:
    """Return the unit that costs are in, such as ``млн тг``."""
    found = table(context.record.definition, MEASURES)
    column = found.column("capex") if found else None
    return formatting.unit(column.unit if column else None, context.tongue.first)


def told_by_rules(context: Context, named: Named) -> list[Flowable]:
    """Return what the rules of the checklist say of a table as a whole, such as a term to check."""
    found = table(context.record.definition, named)
    if found is None or not context.state.is_relevant(found.name):
        return []
    problems = context.state.problems(found.name)
    texts = (each.text for each in problems if each.row_number is None)
    return [para(context.tongue.line(text), "small") for text in texts if not text.is_empty]


def is_money_kept(context: Context) -> bool:
    """Whether the layout keeps back what the plan costs, and with it each part of the sum."""
    found = question(context.record.definition, PLAN_COST)
    shuts = context.layout.confidential is Treatment.LEAVE_OUT
    return shuts and found is not None and context.open_form.confidential(found.name).is_secret


def is_money_marked(context: Context) -> bool:
    """Whether the layout marks what the plan costs as a trade secret."""
    found = question(context.record.definition, PLAN_COST)
    marks_ = context.layout.confidential is Treatment.MARK
    return marks_ and found is not None and context.state.confidential(found.name).is_secret


def cost_words(context: Context, each: Measure) -> str:
    """Return what a measure costs, without its unit; a dash where that is not known or kept."""
    if is_money_kept(context):
        return formatting.NOTHING
    return amount(context, each.capex, each.unread.get("capex", ""))


def marked(context: Context, named: Named) -> list[Flowable]:
    """Return the chip that marks a table as a trade secret, where the layout marks it."""
    found = table(context.record.definition, named)
    return marks(context, found.name) if found else []


def amount(context: Context, value: Decimal | None, typed: str = "") -> str:
    """Return a number; one that cannot be read in quotes as typed; a dash for nothing."""
    if value is not None:
        return formatting.number(value, context.tongue.first)
    return f"«{typed}»" if typed else formatting.NOTHING


def of_all(context: Context, total: Total) -> str:
    """Return of how many numbers a sum is, such as ``5 из 6``."""
    return context.tongue.say(OF, done=str(total.known), total=str(total.of))


def lowered(text: str) -> str:
    """Return words for the middle of a sentence; what is written in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def quarter(context: Context, day: date | None) -> str:
    """Return the quarter of a day, such as ``II кв. 2029``; a dash for none."""
    if day is None:
        return formatting.NOTHING
    number = _ROMAN[(day.month - 1) // 3]
    return context.tongue.say(QUARTER, quarter=number, year=str(day.year))


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Return texts one behind the other; empty ones are left out."""
    return between.join(part for part in parts if part)


def hindrances(context: Context, way: Transition) -> list[Flowable]:
    """Return the first bottlenecks with measure, cost and start-up, for the summary."""
    tongue = context.tongue
    if not way.bottlenecks:
        return absent(context, BOTTLENECKS)
    words = (
        "№",
        tongue.word(BOTTLENECK),
        tongue.word(MEASURE),
        money(context),
        tongue.word(TERM),
    )
    looks = ("head", "head", "head", "headright", "headright")
    heads = [para(word, look) for word, look in zip(words, looks, strict=True)]
    steps = context.assess().plan.steps
    rows = [
        row
        for place, each in enumerate(way.bottlenecks[:_FIRST], start=1)
        for row in _rows(
            context, place, each, [step.measure for step in steps if each.id in step.rows]
        )
    ]
    story = [
        para(tongue.word(HINDERS), "heading"),
        *marked(context, BOTTLENECKS),
        ruled([heads, *rows], list(_WIDTHS), grid(*dense(), head_rows=1), repeat=1),
    ]
    left = len(way.bottlenecks) - _FIRST
    if left > 0:
        told = stacked(context, lambda each: each.tongue.say(MORE_BOTTLENECKS, count=str(left)))
        story += [gap(2), *told]
    return story


def _rows(
    context: Context, place: int, bottleneck: Bottleneck, measures: Sequence[Measure]
) -> list[list[list[Flowable]]]:
    """Return a row for each measure of a bottleneck; the bottleneck stands in the first."""
    found: list[list[list[Flowable]]] = []
    for measure in measures or (None,):
        lead = [str(place), bottleneck.what] if not found else ["", ""]
        cells = [[para(lead[0])], [para(lead[1])], *_measure(context, measure)]
        found += paged_rows(cells, _WIDTHS, TALLEST)
    return found


def _measure(context: Context, measure: Measure | None) -> list[list[Flowable]]:
    if measure is None:
        return [stacked(context, lambda each: each.tongue.say(NO_MEASURE)), [], []]
    return [
        [para(measure.measure or formatting.NOTHING)],
        [para(cost_words(context, measure), "right")],
        [para(in_line(context, lambda each: quarter(each, measure.startup)), "right")],
    ]
