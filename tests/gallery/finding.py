"""The search with what it finds, over the checklist and where the bar has no room for it."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]
Dialogs = Callable[[Callable[[Stage], QDialog]], Build]


def entries(page: Build, _dialog: Dialogs) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the checklist.
        _dialog: Makes the picture of a dialog.
    """
    return (
        ("search-words", ("views.checklist_view",), _searched(page, "вода")),
        ("search-hidden", ("views.checklist_view",), _searched(page, "ппээ")),
        ("search-actions", ("views.checklist_view",), _searched(page, "печа")),
        ("search-nothing", ("views.checklist_view",), _searched(page, "ъъъ")),
    )


def _searched(page: Build, query: str) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        assert isinstance(window, MainWindow)
        assert window.frame is not None
        window.activateWindow()
        searching = window.frame.searching
        settle(lambda: searching.source.is_ready)
        searching.begin()
        settle(lambda: window.frame is not None and window.frame.bar.search.field.hasFocus())
        window.frame.bar.search.field.setText(query)
        settle(least_ms=80)
        return window

    return build
