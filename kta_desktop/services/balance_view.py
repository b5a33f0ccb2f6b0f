"""Balances and the load as screens show them: pictures, and names of nodes.

The pictures are those of the printed sheet. What sets their words is heavy, so it is imported when
the first of them is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from kta_desktop.assessment.balance import Balance
from kta_desktop.assessment.balances import of_plant, of_stages
from kta_desktop.assessment.balances_nodes import title
from kta_desktop.assessment.load import Load

if TYPE_CHECKING:
    from kta_desktop.reports.balance_figure import Drawn
    from kta_desktop.reports.plant_figure import Plan

__all__ = ["has_plant", "has_stages", "picture", "plan", "prepare", "title"]


def prepare() -> None:
    """Read what the first picture would wait for: a third of a second for the faces of its words.

    Safe in any thread.
    """
    from kta_desktop.reports import typefaces

    for name in ("balance_figure", "plant_figure"):
        import_module(f"kta_desktop.reports.{name}")
    typefaces.width(typefaces.printable("0"), 1.0)


def picture(
    balance: Balance, lang: str, *, of_stages: bool = False, width: float = 500.0
) -> "Drawn | None":
    """Return the Sankey picture of a balance, with what it could not say; None without streams.

    Args:
        balance: What is drawn.
        lang: ``ru``, ``kk`` or ``en``.
        of_stages: Whether the stages of the process are drawn, not the totals of the plant; where
            only one of the two has streams, that one is.
        width: The least it will be shown at, in points (0.75 of a logical pixel): the words fit.
    """
    from kta_desktop.reports.balance_figure import balance_figure

    return balance_figure(balance, lang, of_stages=of_stages, width=width)


def plan(load: Load, lang: str, substance: str = "", *, width: float = 350.0) -> "Plan | None":
    """Return the sources of air on a plan; None if none has coordinates.

    Args:
        load: The load of the plant.
        lang: ``ru``, ``kk`` or ``en``.
        substance: Code of the only substance that counts; empty = all.
        width: The least it will be shown at, in points.
    """
    from kta_desktop.reports.plant_figure import plant_figure

    return plant_figure(load, lang, substance, width=width)


def has_plant(balance: Balance) -> bool:
    """Whether a balance has totals of the plant to draw."""
    return bool(of_plant(balance))


def has_stages(balance: Balance) -> bool:
    """Whether a balance has streams of stages to draw."""
    return bool(of_stages(balance))
