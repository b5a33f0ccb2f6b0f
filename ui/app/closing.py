"""Nothing is lost by closing, locking, the end of the session, or a signal to end."""

import logging
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.services.answering import Edit
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from ui.app.frame import Frame
    from ui.dialogs.unsaved import UnsavedDialog
    from ui.undo import AuditEditor

DRAIN_S = 8.0  # what a system gives a program at the end of the session, with some room
_log = logging.getLogger(__name__)
Then = Callable[[], object]


class Closing(QObject):
    """Sees to it that what is typed is on the disk, or put aside, before a workspace is closed."""

    def __init__(self, window: QWidget, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._then: Then | None = None
        self._dialog: UnsavedDialog | None = None
        self._aside: AuditEditor | None = None
        self._watched: AuditEditor | None = None

    def is_settled(self, frame: "Frame | None", then: Then) -> bool:
        """Return whether all is stored; if not, call ``then`` as soon as it is or is put aside."""
        self.commit(frame)
        editor = frame.editor if frame is not None else None
        if editor is None:
            return True
        if editor is self._aside or not (editor.is_saving or editor.unsaved):
            editor.drafting.close()
            return True
        self._then = then
        self._watch(editor)
        if not editor.is_saving:
            self._ask(editor, None)
        return False

    def commit(self, frame: "Frame | None") -> None:
        """Let the field that is typed in hand over what it holds, whatever has the focus."""
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if frame is not None:
            commit = getattr(frame.page, "commit", None)
            if commit is not None:
                commit()

    def secure(self, frame: "Frame | None") -> None:
        """Store everything now, or put it aside: nobody can be asked any more."""
        from kta_desktop.services import rescue

        self.commit(frame)
        editor = frame.editor if frame is not None else None
        if editor is None:
            if frame is not None:
                self._runner.drain(DRAIN_S)  # what a page without an audit handed over
            return
        editor.drafting.flush()
        self._runner.drain(DRAIN_S)
        if not editor.unsaved:
            return
        edits = [Edit(path, after) for path, after in editor.unsaved.items()]
        try:
            rescue.put_aside(editor.workspace, editor.record.id, edits)
        except KtaError as error:
            _log.error("%d answers could not be put aside: %s", len(edits), error.sentence("en"))
        else:
            self._aside = editor

    def _watch(self, editor: "AuditEditor") -> None:
        """Follow what is on its way; a second call of the same editor does nothing."""
        if self._watched is editor:
            return
        self._watched = editor
        editor.saved.connect(lambda _at: self._go_on(editor))
        editor.failed.connect(lambda error: self._failed(editor, error))

    def _go_on(self, editor: "AuditEditor") -> None:
        if self._then is None or editor.is_saving or editor.unsaved:
            return
        then, self._then = self._then, None
        if self._dialog is not None:
            self._dialog.reject()
        QTimer.singleShot(0, self, then)  # the editor is still telling others

    def _failed(self, editor: "AuditEditor", error: KtaError) -> None:
        if self._then is not None and not editor.is_saving and editor.unsaved:
            self._ask(editor, error)

    def _ask(self, editor: "AuditEditor", error: KtaError | None) -> None:
        from ui.dialogs.unsaved import UnsavedDialog

        if self._dialog is None:
            self._dialog = UnsavedDialog(editor, self._window)
            self._dialog.again.connect(editor.retry)
            self._dialog.aside.connect(partial(self._put_aside, editor))
            self._dialog.finished.connect(self._answered)
            self._dialog.open()
        if error is not None:
            self._dialog.refuse(error)

    def _answered(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = self._then = None

    def _put_aside(self, editor: "AuditEditor") -> None:
        from kta_desktop.services import rescue

        edits = [Edit(path, after) for path, after in editor.unsaved.items()]
        work = partial(rescue.put_aside, editor.workspace, editor.record.id, edits)
        done = partial(self._is_aside, editor)
        self._runner.run_pool(
            lambda _report, _cancelled: work(), self, done, partial(self._ask, editor)
        )

    def _is_aside(self, editor: "AuditEditor", _path: Path) -> None:
        self._aside, then = editor, self._then
        if self._dialog is not None:
            self._dialog.reject()
        if then is not None:
            then()


class EndSignals(QObject):
    """Closes the window when the system asks the program to end, by SIGTERM or the session.

    Python runs its handlers only between two lines of Python; the event loop waits in C. So the
    signal wakes a socket.

    Args:
        secure: Stores what is typed.
        window: Is closed.
        leave: Ends the event loop of the program, whatever is still open.
    """

    def __init__(self, secure: Then, window: QWidget, leave: Then = QApplication.exit) -> None:
        super().__init__(window)
        self._secure, self._window, self._leave = secure, window, leave
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handler = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._end)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(lambda _manager: self._secure())

    def stop(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        signal.signal(signal.SIGTERM, self._handler)
        self._reader.close()
        self._writer.close()

    def _end(self) -> None:
        if signal.SIGTERM in self._reader.recv(64):
            self._secure()
            self._window.close()  # refused while a measurement is recorded, which is stored
            self._leave()
