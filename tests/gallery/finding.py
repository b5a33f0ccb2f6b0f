"""The search with what it finds, over the checklist and where the bar has no room for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.i18n import _
from kta_desktop.services import history
from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow
from ui.dialogs.history_dialog import HistoryDialog
from ui.dialogs.journal_dialog import JournalDialog
from ui.models.journal import Journal

_SECOND = "01890000-0000-7000-8000-00000000ffff"  # of nobody in the team
Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]
Dialogs = Callable[[Callable[[Stage], QDialog]], Build]


def entries(page: Build, dialog: Dialogs) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the checklist.
        dialog: Makes the picture of a dialog.
    """
    return (
        ("search-words", ("views.checklist_view",), _searched(page, "вода")),
        ("search-hidden", ("views.checklist_view",), _searched(page, "ппээ")),
        ("search-actions", ("views.checklist_view",), _searched(page, "печа")),
        ("history", ("views.checklist_view", "dialogs.history_dialog"), _history(page)),
        ("journal", ("dialogs.journal_dialog",), dialog(_journal)),
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


def _past(found: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes of an answer with what two people might have done to it before."""
    answer = next(change for change in found if change.path == "wat_03")
    guess = {"text": "2,9", "value": "2.9", "unit": "m3/t", "origin": "declared"}
    wrong = {"text": "32,5", "value": "32.5", "unit": "m3/t", "origin": "declared"}
    blank = {"blank": "not_submitted", "blank_note": "отчёт за 2025 год"}
    return (
        *(change for change in found if change is not answer),
        replace(answer, before=guess),
        replace(answer, before=wrong, after=guess, kind=ChangeKind.UNDO),
        replace(answer, before=guess, after=wrong),
        replace(answer, before=blank, after=guess, device="c0ffee", author=_SECOND),
        replace(answer, before=None, after=blank),
    )


def _journal(_stage: Stage) -> QDialog:
    journal = Journal()
    for text in (
        _("Every question that applies is answered."),
        _("Undone: {what}").format(what="8.3 Удельный сброс: 3,25 м³/т → 2,9 м³/т"),
        _("A measurement is being recorded. End it first."),
    ):
        journal.note(text)
    return JournalDialog(journal)


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
        dialog._take(_past(history.read(stage.ws, stage.audit, "wat_03")))
        stage.parent = window
        return dialog

    return build
