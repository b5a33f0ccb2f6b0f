"""The search with what it finds, over the checklist and where the bar has no room for it."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow
from ui.dialogs.history_dialog import HistoryDialog

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
        ("history", ("views.checklist_view", "dialogs.history_dialog"), _history(page)),
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


def _history(page: Build) -> Build:
    """The answer to a question that was changed, taken back and entered again."""

    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        assert isinstance(window, MainWindow)
        assert window.frame is not None
        editor = window.frame.editor
        assert editor is not None
        dialog = HistoryDialog(editor, "wat_03", stage.runner, window)
        arrived: list[bool] = []
        dialog.read.connect(lambda: arrived.append(True))
        dialog.resize(dialog.size().boundedTo(size))
        dialog.show()
        settle(lambda: bool(arrived))
        stage.parent = window
        return dialog

    return build
