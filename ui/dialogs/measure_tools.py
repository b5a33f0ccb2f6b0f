"""The tools beside the sessions, each in a dialog of its own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import language
from kta_desktop.services.measuring import SessionPlan
from ui.dialogs.add_instrument import AddInstrumentDialog
from ui.dialogs.convert_dialog import ConvertDialog
from ui.dialogs.instrument_profiles import InstrumentProfilesDialog
from ui.models.session_start import Offer, offer
from ui.undo import AuditEditor

if TYPE_CHECKING:
    from collections.abc import Callable

    from kta_desktop.measurement.link import Link
    from ui.dialogs.logger_dialog import LoggerDialog


class MeasureToolDialogs(QObject):
    """Opens them over the page of measurements.

    Signals:
        imported: ``Target`` of the session that logger files became, or became part of.
        failed: ``KtaError`` of what could not be offered.
    """

    imported = Signal(object)
    failed = Signal(object)

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
        dialog.accepted.connect(lambda: self._took(dialog.taken))
        self._open(dialog)
        return dialog

    def _took(self, taken: object) -> None:
        """Tell where the readings of files went; ``taken`` is what the import brought."""
        from kta_desktop.services.logger_files import Imported

        if isinstance(taken, Imported):
            self.imported.emit(Target(Where.MEASURE, taken.session.id))

    def open_instruments(self) -> None:
        """Make, try and share profiles of instruments."""
        self._open(InstrumentProfilesDialog(self._editor.runner, self._page))

    def open_conversion(self) -> None:
        """Convert a figure by hand, each step shown."""
        self._open(ConvertDialog(self._page, self._editor.record))

    def add_instrument(self, plan: SessionPlan, take: "Callable[[Link, str], object]") -> None:
        """Ask for one more instrument of the session that is recorded, and hand it to ``take``."""
        record = self._editor.record
        self._editor.runner.run_pool(
            lambda _report, _cancelled: offer(record, plan),
            self,
            lambda offered: self._ask_instrument(offered, plan, take),
            self.failed.emit,
        )

    def _ask_instrument(
        self, offered: Offer, plan: SessionPlan, take: "Callable[[Link, str], object]"
    ) -> None:
        dialog = AddInstrumentDialog(offered, plan, self._editor.runner, self._page)
        dialog.accepted.connect(lambda: take(dialog.link(), dialog.note()))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
