"""The tools beside the sessions, each in a dialog of its own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.i18n import language
from ui.dialogs.convert_dialog import ConvertDialog
from ui.dialogs.instrument_profiles import InstrumentProfilesDialog
from ui.undo import AuditEditor

if TYPE_CHECKING:
    from ui.dialogs.logger_dialog import LoggerDialog


class MeasureToolDialogs(QObject):
    """Opens them over the page of measurements.

    Signals: ``imported``: logger files became a session of the audit, or part of one.
    """

    imported = Signal()

    def __init__(self, editor: AuditEditor, page: QWidget) -> None:
        super().__init__(page)
        self._editor, self._page = editor, page

    def open_files(self) -> "LoggerDialog":
        """Take in readings from logger files."""
        from kta_desktop.services import logger_session
        from ui.dialogs.logger_dialog import LoggerDialog  # brings numpy: only when asked for

        editor = self._editor
        take = partial(logger_session.take, editor.workspace, editor.record.id)
        offered = logger_session.joinable(editor.record, language())
        sources = partial(logger_session.source_names, editor.record)
        dialog = LoggerDialog(editor.runner, take, offered, self._page, sources)
        dialog.accepted.connect(self.imported)
        self._open(dialog)
        return dialog

    def open_instruments(self) -> None:
        """Make, try and share profiles of instruments."""
        self._open(InstrumentProfilesDialog(self._editor.runner, self._page))

    def open_conversion(self) -> None:
        """Convert a figure by hand, each step shown."""
        self._open(ConvertDialog(self._page, self._editor.record))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
