"""The overview of the demonstration, and what it asks."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services import auditing, filling, judging
from kta_desktop.services.overview import overview
from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow
from ui.dialogs.print_missing import PrintMissingDialog
from ui.dialogs.team import TeamDialog
from ui.dialogs.visit_plan import VisitPlanDialog
from ui.views import overview_view

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]
Dialogs = Callable[[Callable[[Stage], QDialog]], Build]


def entries(page: Build, dialog: Dialogs) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the overview.
        dialog: Makes the picture of a dialog.
    """
    return (
        ("overview", ("views.overview_view",), _planned(page)),
        ("overview-visit", ("dialogs.visit_plan",), dialog(_visit)),
        ("overview-team", ("dialogs.team",), dialog(_team)),
        ("overview-print", ("dialogs.print_missing",), dialog(_print)),
    )


def _planned(page: Build) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        assert isinstance(window, MainWindow)
        assert window.frame is not None
        view = window.frame.page
        assert isinstance(view, overview_view.OverviewView)
        settle(lambda: bool(view._opened) and view._stop is not None)
        view.focus_first()
        return window

    return build


def _visit(stage: Stage) -> QDialog:
    record = auditing.load(stage.ws, stage.audit)
    dialog = VisitPlanDialog(record)
    dialog.days[1].sections.field.setText("8, 99")
    return dialog


def _team(stage: Stage) -> QDialog:
    record = auditing.load(stage.ws, stage.audit)
    state = filling.of_audit(record)
    found = overview(record, state, judging.sessions(record), overview_view.today())
    return TeamDialog(record, found.team, record.team[0].id)


def _print(stage: Stage) -> QDialog:
    record = auditing.load(stage.ws, stage.audit)
    return PrintMissingDialog(stage.ws, record.id, record.number, stage.runner)
