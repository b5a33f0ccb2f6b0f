"""Balances and loads as lines of tables; the item of a line is the path it leads to."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage
from kta_desktop.assessment.load import Load, LoadKind, LoadLine, LoadTotal
from kta_desktop.i18n import N_, _, language
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
CLOSURES: Mapping[Closure, tuple[str, str, str]] = {
    Closure.CLOSED: (N_("closes"), "circle-check", "ok"),
    Closure.OPEN: (N_("does not close"), "triangle-alert", "er"),
    Closure.UNKNOWN: (N_("cannot be said"), "circle-help", "tx2"),
}


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
        _("Of inflow"),
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
            f"{name}\n{lacking}" if lacking else name,
            stream.source or outside,
            stream.target or outside,
            number_of(figure.value, figure.uncertainty),
            _("no measurement") if stream.is_estimated else _("measured"),
        )
        found.append(Line(cells=cells, item=stream.path))
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
    unit = _("t CO₂-eq a year") if kind is LoadKind.GREENHOUSE else _("t a year")
    return (_("Source"), _("What"), _("Load, {unit}").format(unit=unit), _("Share"), _("Permitted"))


def loads(load: Load, kind: LoadKind) -> list[Line]:
    """Return the lines of a kind behind their sums."""
    totals = [_total(each) for each in load.totals if each.kind is kind]
    return [*totals, *(_load(each) for each in load.lines if each.kind is kind)]


def placed(load: Load) -> Sequence[LoadLine]:
    """Return the lines whose source has coordinates, one for each source."""
    found: dict[str, LoadLine] = {}
    for line in load.lines:
        if line.latitude is not None and line.longitude is not None:
            found.setdefault(line.source, line)
    return tuple(found.values())


def _stage(balance: Balance, stage: Stage) -> Line:
    word, icon, tone = CLOSURES[stage.closure]
    name = stage.name or _("The whole plant")
    beside = _beside(balance, stage)
    percent = _percent(stage.gap_percent)
    cells = (
        f"{name}\n{beside}" if beside else name,
        number_of(stage.inflow.value, stage.inflow.uncertainty),
        number_of(stage.outflow.value, stage.outflow.uncertainty),
        number_of(stage.gap.value, stage.gap.uncertainty),
        percent,
        _(word),
    )
    return Line(cells=cells, item=_path(balance, stage), icon=(icon, tone))


def _beside(balance: Balance, stage: Stage) -> str:
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
    return ". ".join(part.rstrip(".") for part in told if part)


def _path(balance: Balance, stage: Stage) -> str:
    """Return where the stream that matters most for a stage was entered."""
    streams = [each for each in balance.streams if each.key == stage.doubt]
    streams += [
        each for each in balance.streams if stage.name in (each.source, each.target) and each.path
    ]
    return streams[0].path if streams else ""


def _total(total: LoadTotal) -> Line:
    figure = total.figure
    counted = ""
    if figure.known != figure.of:
        counted = _("{known} of {of}").format(known=figure.known, of=figure.of)
    told = "; ".join(part for part in (counted, missing_words(figure)) if part)
    cells = (
        f"{_('All sources')}\n{told}" if told else _("All sources"),
        total.name.get(language()),
        number_of(figure.value, figure.uncertainty),
        "",
        number_of(total.permitted),
    )
    return Line(cells=cells, item="", icon=("layers", "tx2"))


def _load(line: LoadLine) -> Line:
    lacking = missing_words(line.figure)
    icon = None
    if line.permitted is not None and line.figure.value is not None:
        is_over = line.figure.value > line.permitted
        icon = ("triangle-alert", "er") if is_over else ("circle-check", "ok")
    cells = (
        f"{line.source}\n{lacking}" if lacking else line.source,
        line.name.get(language()),
        number_of(line.figure.value, line.figure.uncertainty),
        _percent(line.share),
        number_of(line.permitted),
    )
    return Line(cells=cells, item=line.path, icon=icon)


def _percent(value: Decimal | None) -> str:
    return formatting.NOTHING if value is None else formatting.percent(value, language(), 1)
