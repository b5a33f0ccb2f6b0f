"""The director's page: with everything known, and of an audit that has only begun."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.i18n import language
from kta_desktop.reports.assessed import NOTHING, Assessed
from kta_desktop.reports.director.content import Facts, page
from kta_desktop.services import auditing
from tests.gallery.stage import Stage
from tests.unit.reports import assessed_material
from ui.dialogs.director import DirectorDialog

Build = Callable[[Stage, QSize], QWidget]
Dialogs = Callable[[Callable[[Stage], QDialog]], Build]


def entries(dialog: Dialogs) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each entry; ``dialog`` makes the picture of a dialog."""
    modules = ("dialogs.director",)
    return (
        ("director", modules, dialog(lambda stage: _of(stage, assessed_material.assessed()))),
        ("director-empty", modules, dialog(lambda stage: _of(stage, NOTHING))),
    )


def _of(stage: Stage, found: Assessed) -> QDialog:
    record = auditing.load(stage.ws, stage.audit)
    facts = Facts(record=record, day="2026-11-22", found=found, gaps=2, money="million-KZT")
    return DirectorDialog(page(facts, language()))
