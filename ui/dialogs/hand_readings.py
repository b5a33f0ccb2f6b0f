"""The dialog for readings by hand beside a running session, kept up to date while it is open."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.services.measuring import LiveView, SessionPlan
from ui.dialogs.manual_reading import ManualReadingDialog
from ui.widgets.manual_words import manual_shown


class HandReadings(QObject):
    """Opens the dialog for a session and shows it what is due.

    Signals:
        entered: id of the channel and the value.
        left: the dialog was closed.
    """

    entered = Signal(str, float)
    left = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._dialog: ManualReadingDialog | None = None
        self._now = 0.0

    def open(self, plan: SessionPlan, view: LiveView) -> None:
        """Open the dialog, unless it is open."""
        if self._dialog is not None:
            return
        self._dialog = ManualReadingDialog(self._page, now=lambda: self._now)
        self._dialog.entered.connect(self.entered)
        self._dialog.finished.connect(self._close)
        self.show_view(plan, view)
        self._dialog.open()

    def show_view(self, plan: SessionPlan, view: LiveView) -> None:
        """Tell an open dialog how the session stands."""
        self._now = view.now
        if self._dialog is not None:
            self._dialog.show_channels(manual_shown(plan.channels(), view.channels, view.now))

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
            self.left.emit()
