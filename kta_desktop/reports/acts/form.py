"""How an act is laid out: its fields section by section, its samples as tables."""

from collections.abc import Mapping

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.packs.reference_lists import ProtocolField
from kta_desktop.reports.acts.facts import Act
from kta_desktop.reports.acts.lines import WriteLine
from kta_desktop.reports.blank.boxes import Tick, Ticks
from kta_desktop.reports.columns import column_widths
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import Cells, paged_rows
from kta_desktop.reports.style import GREY, MM, WIDTH, dense, gap, grid, para, table

TIME = N_("Time")
QUANTITY = N_("Parameter")
NOT_FOR_MEDIUM = N_("Not for this medium")
SIGNATURE = N_("signature")
SHAPES = (N_("round"), N_("rectangular"))
_NAMES = {1: 33 * MM, 2: 44 * MM}  # width of the names in one language and in two
_TYPED = ("text", "table", "photo", "signature")
_SHORT = frozenset({"act-number"})
_LETTERS = 34  # of a text that has room in half the width
_LINES = {"act-instruments": 2, "act-deviations": 2, "act-plant-remarks": 3}
_SAMPLE_WIDTHS = {
    "act-sample-no": 13.0,
    "time": 25.0,
    "what": 40.0,
    "act-duration": 21.0,
    "act-sample-kind": 24.0,
    "act-medium": 34.0,
    "act-flow": 18.0,
    "act-volume": 17.0,
    "act-preservation": 46.0,
    "act-storage": 80.0,
    "act-water-t": 22.0,
    "act-water-ph": 19.0,
    "act-water-flow": 26.0,
}
_WHOLE = 8  # samples that are kept on one page with their heading
_SIDE = 3.0  # padding of cells
_ROW = 9 * MM  # of a sample: there is room for the number of a container


def label(context: Context, asked: ProtocolField) -> str:
    """Return the name of a field in all languages, with a star where it is required."""
    return context.tongue.line(asked.label) + ("*" if asked.is_required else "")


def section_title(context: Context, fields: tuple[ProtocolField, ...], number: int) -> str:
    """Return the heading of a section of the act."""
    return f"{number}. {context.tongue.line(fields[0].section)}"


def section_table(
    context: Context, act: Act, fields: tuple[ProtocolField, ...], number: int, tallest: float
) -> list[Flowable]:
    """Return the fields of a section: short ones two to a row, known ones with their value."""
    name = _NAMES[len(context.tongue.languages)]
    widths = [name, WIDTH / 2 - name] * 2
    rows: list[Cells] = [[[para(section_title(context, fields, number), "strong")], [], [], []]]
    look: list[tuple[object, ...]] = [
        ("SPAN", (0, 0), (-1, 0)),
        ("BACKGROUND", (0, 0), (-1, 0), (GREY, GREY, GREY)),
        ("NOSPLIT", (0, 0), (-1, 1)),
    ]
    waiting: list[ProtocolField] = []
    told = [asked for asked in fields if act.applies(asked)]
    for asked in told:
        if not _is_wide(act, asked):
            waiting.append(asked)
            if len(waiting) == 2:
                _pair(context, act, waiting, rows, look)
            continue
        _pair(context, act, waiting, rows, look)
        cells: Cells = [[_name(context, asked)], value_cell(context, act, asked)]
        for left, right in paged_rows(cells, (name, WIDTH - name), tallest):
            look.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            rows.append([left, right, [], []])
    _pair(context, act, waiting, rows, look)
    parts: list[Flowable] = [table(rows, widths, grid(*dense(4, 2), *look))]
    return [*parts, *_foreign(context, act, [asked for asked in fields if asked not in told])]


def _pair(
    context: Context,
    act: Act,
    waiting: list[ProtocolField],
    rows: list[Cells],
    look: list[tuple[object, ...]],
) -> None:
    """Add a row of one or two short fields and empty the list of those that wait."""
    if not waiting:
        return
    cells: Cells = []
    for asked in waiting:
        cells += [[_name(context, asked)], value_cell(context, act, asked)]
    if len(waiting) == 1:
        cells += [[], []]
        look.append(("SPAN", (1, len(rows)), (-1, len(rows))))
    rows.append(cells)
    waiting.clear()


def _is_wide(act: Act, asked: ProtocolField) -> bool:
    lines = act.known.get(asked.id, ())
    if asked.id in _SHORT:
        return False
    if lines:
        return len(lines) > 1 or len(lines[0]) > _LETTERS
    return asked.type in _TYPED or (asked.repeats and act.points > 1)


def _name(context: Context, asked: ProtocolField) -> Flowable:
    return para(label(context, asked), "label")


def value_cell(context: Context, act: Act, asked: ProtocolField) -> list[Flowable]:
    """Return what is known of a field, else lines to write on with its unit."""
    lines = act.known.get(asked.id, ())
    parts: list[Flowable] = [para(line) for line in lines]
    if asked.id == "act-instruments":
        parts = list(act.devices)
    if asked.type == "signature":
        return [*parts, WriteLine(context.tongue.word(SIGNATURE))]
    if parts:
        return parts
    if asked.id == "act-duct-shape":
        return [Ticks([Tick(*_words(context, shape)) for shape in SHAPES])]
    unit = formatting.unit(asked.unit, context.tongue.first) if asked.unit != "pcs" else ""
    places = act.points if asked.repeats and asked.type == "number" else 1
    above = [para(line, "small") for line in act.beside.get(asked.id, ())]
    return [*above, WriteLine(unit, places=places, lines=_LINES.get(asked.id, 1))]


def _words(context: Context, message: str) -> tuple[str, str]:
    first, *rest = (_(message, lang) for lang in context.tongue.languages)
    return first, rest[0] if rest and rest[0] != first else ""


def _foreign(context: Context, act: Act, fields: list[ProtocolField]) -> list[Flowable]:
    """Return the names of the fields that say nothing of the medium, so that none is missed."""
    if not fields:
        return []
    names = "; ".join(context.tongue.line(asked.label) for asked in fields)
    words = context.tongue.word(NOT_FOR_MEDIUM)
    lead = f"{words} ({act.medium_label})" if act.medium_label else words
    return [para(f"{lead}: {names}.", "tiny")]


def sample_tables(
    context: Context, act: Act, fields: tuple[ProtocolField, ...], number: int
) -> list[Flowable]:
    """Return the samples: what was taken, and below how it is kept, one row a sample."""
    asked = {each.id: each for each in fields if act.applies(each)}
    taken = ["act-sample-no", "time", "what", "act-medium", "act-flow", "act-volume"]
    taken += ["act-duration", "act-sample-kind"]
    kept = [name for name in asked if name not in taken]
    title = para(section_title(context, fields, number), "heading")
    named = [para(act.quantities, "small")] if act.quantities else []
    first: list[Flowable] = [title, *named, _samples(context, act, asked, taken)]
    parts: list[Flowable] = [KeepTogether(first)] if len(act.samples) <= _WHOLE else first
    if kept:
        parts += [gap(4), _samples(context, act, asked, ["act-sample-no", *kept])]
    return [*parts, *_foreign(context, act, [each for each in fields if each.id not in asked])]


def _samples(
    context: Context,
    act: Act,
    asked: Mapping[str, ProtocolField],
    names: list[str],
) -> Flowable:
    words = [_head(context, asked, name) for name in names]
    rows: list[list[Flowable]] = [[para(word, "head") for word in words]]
    samples = act.samples or tuple({} for _each in range(context.order.table_rows))
    for place, known in enumerate(samples, start=1):
        cells = {"act-sample-no": str(place), **known}
        rows.append([para(cells.get(name, "")) for name in names])
    widths = column_widths(words, [_SAMPLE_WIDTHS[name] for name in names], _SIDE)
    tall = (_ROW - 12.15) / 2
    look = grid(
        *dense(_SIDE, 2),
        ("TOPPADDING", (0, 1), (-1, -1), tall),
        ("BOTTOMPADDING", (0, 1), (-1, -1), tall),
        head_rows=1,
    )
    return table(rows, widths, look, repeat=1)


def _head(context: Context, asked: Mapping[str, ProtocolField], name: str) -> str:
    """Return the head of a column: the name of the field with its unit."""
    if name not in asked:
        return context.tongue.word({"time": TIME, "what": QUANTITY}[name])
    each = asked[name]
    unit = formatting.unit(each.unit, context.tongue.first)
    return f"{label(context, each)}, {unit}" if unit and each.unit != "pH" else label(context, each)
