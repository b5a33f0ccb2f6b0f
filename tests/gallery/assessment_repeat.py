"""The repeat audit of the demonstration: its three lists, and what became of a measure."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow
from ui.dialogs.repeat_audit import BecameDialog, RepeatAuditDialog
from ui.views.bat_view import BatView

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]


def entries(page: Build) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the page of techniques.
    """
    return tuple(
        (f"repeat-{part}", ("dialogs.repeat_audit",), _shown(page, part))
        for part in ("indicators", "techniques", "measures", "became")
    )


def _shown(page: Build, part: str) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        assert isinstance(window, MainWindow)
        assert window.frame is not None
        view = window.frame.page
        assert isinstance(view, BatView)
        settle(lambda: view.model.is_current)
        view.head.before.click()
        dialog = view.findChild(RepeatAuditDialog)
        assert dialog is not None
        if part == "became":
            return _asked(dialog)
        dialog.lines.choose(part)
        dialog.resize(dialog.size().boundedTo(size))
        return dialog

    return build


def _asked(dialog: RepeatAuditDialog) -> QWidget:
    """Return the window that asks what became of the last measure: it was dropped."""
    dialog.lines.choose("measures")
    table = dialog.lines.table
    table.opened.emit(table.lines.lines[-1].item)
    found = dialog.findChild(BecameDialog)
    assert found is not None
    return found
