"""Bugs: logged, shown as one sentence with a report, and the program goes on.

The texts of exceptions are left out of log and report: they may hold answers or names.
"""

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import IO

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication

import kta_desktop
from kta_desktop import logs
from ui.dialogs.crash_dialog import CrashDialog

_log = logging.getLogger(__name__)


class CrashHandler(QObject):
    """Takes exceptions of every thread to the interface thread and shows them there.

    Attributes:
        dialog: The window with the report; None while there is none.
    """

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._file: IO[str] | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the place where unexpected exceptions end, also those of the interpreter."""
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread
        try:
            self._file = (logs.folder() / "fatal.log").open("a", encoding="utf-8")
        except OSError as error:
            _log.warning("no file for fatal errors: %s", error.strerror)
        else:
            faulthandler.enable(self._file)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def handle(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an exception and show it."""
        del kind
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("unexpected exception\n%s", described(error.with_traceback(trace)))
        self._happened.emit(report(error))

    def _handle_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, text: str) -> None:
        if self.dialog is not None:
            return  # one window is enough; the log has them all
        self.dialog = CrashDialog(text, QApplication.activeWindow())
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def described(error: BaseException) -> str:
    """Return where an exception and its causes arose and of what kind they are, without texts."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(f"{frames}{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\ncaused by:\n".join(parts)


def report(error: BaseException) -> str:
    """Return versions, the exception and the last lines of the log."""
    versions = (
        f"KTA Desktop {kta_desktop.__version__}",
        f"Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}",
        platform.platform(),
    )
    return "\n".join((*versions, "", described(error), "", "log:", logs.tail(60), ""))
