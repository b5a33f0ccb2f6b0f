"""Typical ranges of consumption and efficiency as rows behind the indicators, and one in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kta_desktop import formatting
from kta_desktop.assessment.ranges import Beside, Range
from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import N_, _, language
from ui.models.indicator_rows import IndicatorRow, number_of

FOLD = "typical ranges"
"""Key of the row that hides or shows the ranges."""
PREFIX = "range."
"""What keys of ranges begin with, so that they are no keys of indicators."""

STATES: Mapping[Beside, tuple[str, str, str]] = {
    Beside.BEYOND: (N_("Beyond what is usual"), "triangle-alert", "unclear"),
    Beside.WITHIN: (N_("Usual"), "circle-check", "ok"),
    Beside.UNCHECKED: (N_("Range not checked"), "circle-help", "neutral"),
    Beside.NO_FIGURE: (N_("No figure"), "circle-slash", "neutral"),
    Beside.OPEN: (N_("Not decided"), "circle-help", "neutral"),
    Beside.FOR_OTHERS: (N_("For other plants"), "circle-slash", "neutral"),
    Beside.UNFED: (N_("Not asked"), "circle-slash", "neutral"),
}
"""What a figure is beside a range to its word, picture and tone of chips, in order of rows."""


def rows(
    count: int, found: Callable[[], Sequence[Range]], *, is_folded: bool
) -> list[IndicatorRow]:
    """Return the line that folds the ranges and, where it does not, a row of each.

    Args:
        count: How many there are.
        found: Returns them; only asked where they are to be seen.
        is_folded: Whether they are hidden behind the line.
    """
    if not count:
        return []
    words = _("Typical ranges, no limits: {count}").format(count=count)
    line = IndicatorRow(key=FOLD, spoken=words, name=words, is_folded=is_folded)
    order = list(STATES)
    shown = () if is_folded else sorted(found(), key=lambda each: order.index(each.state))
    return [line, *map(_row, shown)]


def key_of(found: Range) -> str:
    """Return the key of the row of a range."""
    return f"{PREFIX}{found.id}"


def ends(found: Range) -> str:
    """Return the ends of a range with their unit."""
    told = found.bound.told().get(language())
    return f"{told} {formatting.unit(found.bound.unit, language())}".rstrip()


def note_of(found: Range) -> str:
    """Return why nothing is held beside a range, or what kind of range it is."""
    return (found.why or found.bound.note).get(language())


def source_of(found: Range, definition: Definition) -> str:
    """Return the document that a range was taken from, and where in it."""
    title = next((each.title for each in definition.sources if each.id == found.source), "")
    return "; ".join(part for part in (title or found.source, found.locus) if part)


def _row(found: Range) -> IndicatorRow:
    name, value = found.name.get(language()), number_of(found.value)
    unit = formatting.unit(found.bound.unit, language()) if found.value is not None else ""
    beside = _("range {range}").format(range=ends(found))
    chip = STATES[found.state]
    note = note_of(found)
    return IndicatorRow(
        key=key_of(found),
        spoken=", ".join(
            part for part in (name, beside, _(chip[0]), f"{value} {unit}", note) if part
        ),
        name=name,
        beside=beside,
        chip=chip,
        value=value,
        unit=unit,
        note=note,
    )


def lines_of(found: Range) -> Iterator[str]:
    """Yield what is to be known of a range, in the order in which it is read."""
    yield _("range {range}").format(range=ends(found))
    if found.value is not None:
        unit = formatting.unit(found.bound.unit, language())
        yield _("Figure of the plant: {figure}").format(figure=f"{number_of(found.value)} {unit}")
    yield note_of(found)
