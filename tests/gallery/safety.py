"""After a crash and before an end: drafts that are offered back, answers the disk refused."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services import auditing, drafts
from kta_desktop.storage.errors import DiskFullError
from tests.gallery.stage import Stage, settle
from ui.dialogs.unsaved import UnsavedDialog
from ui.undo import AuditEditor
from ui.views.checklist_view import ChecklistView

Window = Callable[[Stage, QSize], QWidget]
_WORDS = "Конденсат второй ступени сбрасывают в канализацию, счётчика нет; обещали поставить в"


def offered(window: Window) -> Window:
    """Return what shows the checklist with three texts that a crash left."""

    def build(stage: Stage, size: QSize) -> QWidget:
        texts = {"wat_03": "12,5", "wat_05#note": _WORDS, "wat_03#confirm": "счётчик повер"}
        drafts.keep(stage.ws, stage.audit, texts)
        shown = window(stage, size)
        view = shown.findChild(ChecklistView)
        assert view is not None
        settle(lambda: not view.drafts.isHidden())
        view.drafts.discard(view.drafts.offered[0])
        settle()
        return shown

    return build


def refused(stage: Stage) -> QDialog:
    """Show two answers that did not fit on the disk, when the program is closed."""
    record = auditing.load(stage.ws, stage.audit)
    stage.parent = QWidget()
    editor = AuditEditor(stage.ws, record, stage.runner, stage.parent)
    editor._unsaved = {"wat_03": {"text": "12,5", "value": "12.5"}, "wat_05#note": _WORDS}
    dialog = UnsavedDialog(editor)
    dialog.refuse(DiskFullError(path="D:\\KTA\\workspace.ktadb"))
    return dialog


def entries(
    page: Window, dialog: Callable[[Callable[[Stage], QDialog]], Window]
) -> tuple[tuple[str, tuple[str, ...], Window], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    return (
        ("checklist-drafts", ("views.checklist_view",), offered(page)),
        ("unsaved", ("dialogs.unsaved",), dialog(refused)),
    )
