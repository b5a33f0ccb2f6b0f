"""Heavy modules are imported in a thread once the first window stands."""

import importlib
import logging

from ui.tasks import Cancelled, Report

_log = logging.getLogger(__name__)

UNITS, PICTURES = "kta_desktop.services.filling", "kta_desktop.services.balance_view"
MODULES = (
    "kta_desktop.services.auditing",
    "kta_desktop.services.answering",
    "ui.views.checklist_view",
    "ui.views.overview_view",
    UNITS,
    "kta_desktop.services.packs",
    "kta_desktop.services.packing",
    "kta_desktop.services.printing",
    "ui.views.print_view",
    "ui.views.bat_view",
    "ui.views.plan_view",
    "ui.widgets.balance_page",
    "kta_desktop.services.assessing_earlier",
    PICTURES,
    "kta_desktop.services.measuring",
    "reportlab.platypus",
    "numpy",
)


def first() -> None:
    """Import in this thread what two threads must not import at once.

    pydantic, which every workspace needs, imports itself piece by piece: a second thread meets
    halves of it and fails. Whoever starts threads that import does this before.
    """
    importlib.import_module("kta_desktop.services.workspace")


def warm(_report: Report, cancelled: Cancelled) -> None:
    """Import what the pages will need, as long as nobody asks to stop."""
    for name in MODULES:
        if cancelled():
            return
        importlib.import_module(name)
        if name in (UNITS, PICTURES):
            importlib.import_module(name).prepare()
    _log.info("modules are warm")
