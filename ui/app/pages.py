"""The pages of the rail. Each is imported when it is first shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtWidgets import QWidget

from kta_desktop.domain.target import Where
from kta_desktop.i18n import N_, _
from ui.tasks import TaskRunner
from ui.widgets.rail import RailItem

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.undo import AuditEditor

HOME, CHECKLIST, MEASURE, PRINT, EXCHANGE = "home", "checklist", "measure", "print", "exchange"
PACKS, INTAKE = "packs", "intake"
OVERVIEW, PLANT = "overview", "plant"
BAT, PLAN = "bat", "plan"
SETTINGS, LOCK = "settings", "lock"
WITH_AUDIT = frozenset({OVERVIEW, PLANT, CHECKLIST, MEASURE, BAT, PLAN, PRINT})

# The numbers are those of the design language: a page that is still to come keeps its own.
ITEMS = (
    RailItem(name=HOME, icon="clipboard-list", key="Ctrl+1"),
    RailItem(name=OVERVIEW, icon="house", key="Ctrl+2", rule=True),
    RailItem(name=PLANT, icon="factory", key="Ctrl+0"),
    RailItem(name=CHECKLIST, icon="list-checks", key="Ctrl+3"),
    RailItem(name=MEASURE, icon="activity", key="Ctrl+4"),
    RailItem(name=BAT, icon="layers", key="Ctrl+5"),
    RailItem(name=PLAN, icon="chart-gantt", key="Ctrl+6"),
    RailItem(name=PRINT, icon="printer", key="Ctrl+7"),
    RailItem(name=EXCHANGE, icon="refresh-cw", key="Ctrl+8", rule=True),
    RailItem(name=INTAKE, icon="inbox", key="Ctrl+Shift+8"),
    RailItem(name=PACKS, icon="package", key="Ctrl+Shift+P"),
    RailItem(name=SETTINGS, icon="settings", key="Ctrl+,", low=True, page=False),
    RailItem(name=LOCK, icon="lock", key="Ctrl+L", low=True, page=False),
)
LABELS = {
    HOME: N_("Audits"),
    OVERVIEW: N_("Overview"),
    PLANT: N_("Plant"),
    CHECKLIST: N_("Checklist"),
    MEASURE: N_("Measurements"),
    BAT: N_("BAT"),
    PLAN: N_("Plan"),
    PRINT: N_("Print"),
    EXCHANGE: N_("Exchange"),
    INTAKE: N_("Intake"),
    PACKS: N_("Templates"),
    SETTINGS: N_("Settings"),
    LOCK: N_("Lock"),
}
PAGE_OF = {
    Where.OVERVIEW: OVERVIEW,
    Where.QUESTION: CHECKLIST,
    Where.SECTION: CHECKLIST,
    Where.PLANT: PLANT,
    Where.MEASURE: MEASURE,
    Where.BAT: BAT,
    Where.PLAN: PLAN,
    Where.PRINT: PRINT,
    Where.EXCHANGE: EXCHANGE,
}
"""The page that shows a kind of place."""


class Page(Protocol):
    """What every page offers beside being a ``QWidget``.

    ``keys_changed`` is a signal. A page may have more: ``is_busy`` (it records, so it is neither
    locked nor closed meanwhile), ``show_target`` (goes to a place on it), and the signals ``said``,
    ``title_changed``, ``jump`` (a ``Target`` on whatever page), ``open_requested``.
    """

    keys_changed: Any

    def title(self) -> str:
        """Return the title in the interface language."""

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the focused widget for the status strip."""

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a page is made for.

    Attributes:
        workspace: The open workspace.
        runner: Where work is done.
        editor: The open audit; None if none is open.
    """

    workspace: "Workspace"
    runner: TaskRunner
    editor: "AuditEditor | None"


def make(name: str, place: Place) -> QWidget:
    """Return a new page; those of ``WITH_AUDIT`` need an open audit."""
    return _MAKERS[name](place)


def as_page(widget: QWidget) -> Page:
    """Return a page with the methods it promises."""
    return cast("Page", widget)


def _home(place: Place) -> QWidget:
    from ui.views.home_view import HomeView

    return HomeView(place.workspace, place.runner)


def _overview(place: Place) -> QWidget:
    from ui.views.overview_view import OverviewView

    return OverviewView(_editor(place), place.workspace, place.runner)


def _checklist(place: Place) -> QWidget:
    from ui.views.checklist_view import ChecklistView

    return ChecklistView(_editor(place), place.workspace, place.runner)


def _plant(place: Place) -> QWidget:
    from ui.views.plant_view import PlantView

    return PlantView(_editor(place))


def _measure(place: Place) -> QWidget:
    from ui.views.measure_view import MeasureView

    return MeasureView(_editor(place), place.workspace, place.runner)


def _bat(place: Place) -> QWidget:
    from ui.views.bat_view import BatView

    return BatView(_editor(place))


def _plan(place: Place) -> QWidget:
    from ui.views.plan_view import PlanView

    return PlanView(_editor(place))


def _print(place: Place) -> QWidget:
    from ui.views.print_view import PrintView

    return PrintView(place.workspace, place.runner, _editor(place).record.id)


def _exchange(place: Place) -> QWidget:
    from ui.views.exchange_view import ExchangeView

    audit = place.editor.record.id if place.editor is not None else None
    return ExchangeView(place.workspace, place.runner, audit)


def _intake(place: Place) -> QWidget:
    from ui.models.intake_source import Source
    from ui.models.register_source import RegisterSource
    from ui.views.intake_view import IntakeView

    workspace = place.workspace
    return IntakeView(place.runner, Source(workspace), RegisterSource(workspace))


def _packs(place: Place) -> QWidget:
    from ui.views.packs_view import PacksView

    return PacksView(place.workspace, place.runner)


def _editor(place: Place) -> "AuditEditor":
    if place.editor is None:
        raise LookupError("no audit is open")
    return place.editor


_MAKERS = {
    HOME: _home,
    OVERVIEW: _overview,
    PLANT: _plant,
    CHECKLIST: _checklist,
    MEASURE: _measure,
    BAT: _bat,
    PLAN: _plan,
    PRINT: _print,
    EXCHANGE: _exchange,
    INTAKE: _intake,
    PACKS: _packs,
}


def everywhere() -> list[tuple[str, str]]:
    """Return the keys that work on every page, and what they do, in the interface language."""
    return [
        *((item.key, _(LABELS[item.name])) for item in ITEMS),
        ("Ctrl+Shift+L", _("next language")),
        ("Ctrl+Shift+D", _("next colours")),
        ("Ctrl+Shift+G", _("large buttons for gloves")),
        ("Ctrl+K", _("search")),
        ("Ctrl+Shift+K", _("convert a figure")),
        ("Ctrl+Shift+B", _("sheets from paper")),
        ("Alt+←", _("back to the place before")),
        ("Ctrl+Shift+J", _("journal")),
        ("F1", _("keys")),
    ]
