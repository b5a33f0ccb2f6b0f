"""Computed figures on paper: rounded by their uncertainty, with n of N, or what they lack."""

from collections.abc import Iterable

from reportlab.platypus import Flowable

from kta_desktop.assessment.figure_words import LACKS, said
from kta_desktop.assessment.terms import Figured, Lack, Missing
from kta_desktop.reports.plan.words import lowered
from kta_desktop.reports.style import para
from kta_desktop.reports.tables import OF
from kta_desktop.reports.tongue import Tongue

_NAMED = 5  # things that a cell names as missing


def counted(figure: Figured, tongue: Tongue) -> str:
    """Return of how many parts a sum is, ``5 из 6``; nothing where it is of all of them."""
    if figure.known >= figure.of:
        return ""
    return tongue.say(OF, done=str(figure.known), total=str(figure.of))


def lacks_in_each(missing: Iterable[Missing], tongue: Tongue) -> tuple[str, ...]:
    """Return what a figure lacks in each language of a sheet."""
    found = tuple(missing)
    return tongue.told(lambda each: lacks(found, each))


def lacks(missing: Iterable[Missing], tongue: Tongue, most: int = _NAMED) -> str:
    """Return what a figure lacks, each thing once and those of a kind together."""
    found = list(
        dict.fromkeys((each.lack, each.name.get(tongue.first) or each.path) for each in missing)
    )
    names: dict[Lack, list[str]] = {}
    for lack, name in found[:most]:
        names.setdefault(lack, []).append(name)
    shown = "; ".join(
        tongue.say(LACKS[lack], name=", ".join(lowered(name) for name in alike))
        for lack, alike in names.items()
    )
    return f"{shown}; …" if len(found) > most else shown


def cell(
    figure: Figured,
    tongue: Tongue,
    *,
    unit: str = "",
    signed: bool = False,
    places: int | None = None,
) -> list[Flowable]:
    """Return the cell of a table: the figure with its unit and n of N, or what it lacks."""
    if figure.value is None and figure.missing:
        return [para(text, "tiny") for text in lacks_in_each(figure.missing, tongue)]
    shown = said(figure, tongue.first, signed=signed, places=places)
    parts: list[Flowable] = [para(shown, "rightstrong")]
    told = (unit, *tongue.told(lambda each: counted(figure, each)))
    return [*parts, *(para(line, "tinyright") for line in told if line)]
