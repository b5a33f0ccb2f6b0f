"""Balances and loads as lines of tables; the item of a line is the path it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage
from kta_desktop.assessment.load import Load, LoadKind, LoadLine, LoadTotal
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import balance_view
from ui.models.indicator_rows import LACKS, missing_words, number_of
from ui.models.lines_model import Line

BALANCES: Mapping[Balanced, str] = {
    Balanced.WATER: N_("Water"),
    Balanced.ENERGY: N_("Energy"),
    Balanced.MATERIALS: N_("Materials"),
    Balanced.ELEMENT: N_("Element"),
}
KINDS: Mapping[LoadKind, str] = {
    LoadKind.AIR: N_("To air"),
    LoadKind.WATER: N_("To water"),
    LoadKind.WASTE: N_("Waste"),
    LoadKind.GREENHOUSE: N_("Greenhouse gases"),
}
_WHOLE = 10  # percents from which on tenths are not told
CLOSURES: Mapping[Closure, tuple[str, str, str]] = {
    Closure.CLOSED: (N_("closes"), "circle-check", "ok"),
    Closure.OPEN: (N_("does not close"), "triangle-alert", "er"),
    Closure.UNKNOWN: (N_("cannot be said"), "circle-help", "tx2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What a line of a table stands for; two of one key are the same.

    Attributes:
        key: Name of a stage, stream or load.
        path: Where it was entered; empty if nowhere.
        told: Sentences about it.
    """

    key: str
    path: str = field(default="", compare=False)
    told: tuple[str, ...] = field(default=(), compare=False)


def key_of(balance: Balance) -> str:
    """Return the key of a balance: ``water``, or ``element:Pb``."""
    return f"{balance.of}:{balance.substance}" if balance.substance else str(balance.of)


def name_of(balance: Balance) -> str:
    """Return what a balance is of."""
    return balance.substance or _(BALANCES[balance.of])


def stage_heads(balance: Balance) -> tuple[str, ...]:
    """Return the headings of the table of stages, with the unit of its figures."""
    unit = formatting.unit(balance.unit, language())
    return (
        _("Stage"),
        _("In, {unit}").format(unit=unit),
        _("Out, {unit}").format(unit=unit),
        _("Gap ± U"),
        _("Conclusion"),
    )


def stages(balance: Balance) -> list[Line]:
    """Return one line for the plant and each stage; below its name what would help."""
    return [_stage(balance, stage) for stage in balance.stages]


def stream_heads(balance: Balance) -> tuple[str, ...]:
    """Return the headings of the table of streams."""
    unit = formatting.unit(balance.unit, language())
    amount = _("Amount, {unit}").format(unit=unit)
    return (_("Stream"), _("From"), _("To"), amount, _("Origin"))


def streams(balance: Balance) -> list[Line]:
    """Return one line for each stream."""
    outside = _("outside")
    found = []
    for stream in balance.streams:
        figure = stream.figure
        lacking = missing_words(figure)
        name = stream.name.get(language())
        cells = (
            name,
            _node(stream.source) if stream.source else outside,
            _node(stream.target) if stream.target else outside,
            number_of(figure.value, figure.uncertainty),
            _("no measurement") if stream.is_estimated else _("measured"),
        )
        told = (lacking,) if lacking else ()
        found.append(Line(cells=cells, item=Spot(key=stream.key, path=stream.path, told=told)))
    return found


def missing(balance: Balance) -> str:
    """Return what keeps a balance from being drawn up; empty if nothing does."""
    lang = language()
    return "; ".join(
        f"{each.name.get(lang)}: {_(LACKS[each.lack])}".lstrip(": ") for each in balance.missing
    )


def kinds(load: Load) -> list[LoadKind]:
    """Return of which kinds there are lines or sums, in their order."""
    there = {line.kind for line in load.lines} | {total.kind for total in load.totals}
    return [kind for kind in KINDS if kind in there]


def load_heads(kind: LoadKind) -> tuple[str, ...]:
    """Return the headings of the table of loads."""
    unit = _("t CO₂-eq/year") if kind is LoadKind.GREENHOUSE else _("t/year")
    load = _("Load, {unit}").format(unit=unit)
    return (_("What, source"), load, _("Share"), _("Permitted"))


def loads(load: Load, kind: LoadKind) -> list[Line]:
    """Return the lines of a kind behind their sums."""
    totals = [_total(each) for each in load.totals if each.kind is kind]
    return [*totals, *(_load(each) for each in load.lines if each.kind is kind)]


def _stage(balance: Balance, stage: Stage) -> Line:
    word, icon, tone = CLOSURES[stage.closure]
    gap = number_of(stage.gap.value, stage.gap.uncertainty)
    if stage.gap_percent is not None:
        gap += "\n" + _("{share} of inflow").format(share=_percent(stage.gap_percent))
    cells = (
        _node(stage.name) if stage.name else _("The whole plant"),
        number_of(stage.inflow.value, stage.inflow.uncertainty),
        number_of(stage.outflow.value, stage.outflow.uncertainty),
        gap,
        _(word),
    )
    spot = Spot(key=stage.name, path=_path(balance, stage), told=_told(balance, stage))
    return Line(cells=cells, item=spot, icon=(icon, tone))


def _told(balance: Balance, stage: Stage) -> tuple[str, ...]:
    """Return what a stage lacks, what would make it more exact, and where to look."""
    lang = language()
    told = [missing_words(stage.gap)]
    doubt = next((each for each in balance.streams if each.key == stage.doubt), None)
    if doubt is not None:
        share = _percent(stage.doubt_share)
        told.append(
            _("Make more exact first: {stream} ({share} of the doubt)").format(
                stream=doubt.name.get(lang), share=share
            )
        )
    told += [each.get(lang) for each in stage.suggestions]
    return tuple(part for part in told if part)


def _path(balance: Balance, stage: Stage) -> str:
    """Return where the stream that matters most for a stage was entered."""
    streams = [each for each in balance.streams if each.key == stage.doubt]
    streams += [
        each for each in balance.streams if stage.name in (each.source, each.target) and each.path
    ]
    return streams[0].path if streams else ""


def _total(total: LoadTotal) -> Line:
    figure = total.figure
    counted = _("All sources")
    if figure.known != figure.of:
        counted = _("{known} of {of}").format(known=figure.known, of=figure.of)
    lacking = missing_words(figure)
    cells = (
        f"{total.name.get(language())}\n{counted}",
        number_of(figure.value, figure.uncertainty),
        "",
        number_of(total.permitted),
    )
    spot = Spot(key=f"{total.kind} {total.substance}", told=(lacking,) if lacking else ())
    return Line(cells=cells, item=spot, icon=("layers", "tx2"))


def _load(line: LoadLine) -> Line:
    lacking = missing_words(line.figure)
    icon = None
    if line.permitted is not None and line.figure.value is not None:
        is_over = line.figure.value > line.permitted
        icon = ("triangle-alert", "er") if is_over else ("circle-check", "ok")
    cells = (
        f"{line.name.get(language())}\n{line.source}".rstrip(),
        number_of(line.figure.value, line.figure.uncertainty),
        _percent(line.share),
        number_of(line.permitted),
    )
    key = f"{line.kind} {line.substance} {line.source} {line.path}"
    spot = Spot(key=key, path=line.path, told=(lacking,) if lacking else ())
    return Line(cells=cells, item=spot, icon=icon)


def _node(name: str) -> str:
    """Return what a stage or total is called."""
    return balance_view.title(name).get(language())


def _percent(value: Decimal | None) -> str:
    if value is None:
        return formatting.NOTHING
    return formatting.percent(value, language(), 0 if abs(value) >= _WHOLE else 1)
