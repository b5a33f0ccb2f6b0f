"""Logger files on their way in: looked over in the pool, corrected, counted anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kta_desktop.errors import KtaError
from kta_desktop.services import logger_looking
from kta_desktop.services.logger_looking import Account, Look, Wishes
from ui.tasks import Task, TaskRunner


@dataclass(slots=True, eq=False)
class LoggerFile:
    """One file.

    Attributes:
        path: Where it lies.
        wishes: What is read otherwise; None before anybody said anything.
        look: What is understood; None while it is looked at or if it is refused.
        error: Why it is refused; None if it is not.
        fraction: How far it was gone through, 0 to 1.
        task: What is under way; None if nothing is.
        turn: Counts what was asked, so that late answers are known as such.
    """

    path: Path
    wishes: Wishes | None = None
    look: Look | None = None
    error: KtaError | None = None
    fraction: float = 0.0
    task: Task | None = None
    turn: int = 0

    @property
    def account(self) -> Account | None:
        """Return what becomes of its lines; None before they were gone through."""
        return None if self.look is None else self.look.account

    @property
    def is_ready(self) -> bool:
        """Whether it can be imported: understood, gone through, and something was read."""
        return self.error is None and self.account is not None and self.account.read > 0


class LoggerImport(QObject):
    """The files of one import.

    Signals: ``changed`` with a file that is understood, refused or counted further now;
    ``listed`` when files came or went.
    """

    changed = Signal(object)
    listed = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.files: list[LoggerFile] = []

    @property
    def is_busy(self) -> bool:
        """Whether a file is still being looked at or counted."""
        return any(each.task is not None for each in self.files)

    @property
    def is_ready(self) -> bool:
        """Whether there is something, and all of it can be imported."""
        return bool(self.files) and all(each.is_ready for each in self.files)

    def add(self, paths: Iterable[Path]) -> None:
        """Look at further files; those that are there already stay as they are."""
        known = {each.path for each in self.files}
        new = [LoggerFile(path) for path in dict.fromkeys(paths) if path not in known]
        self.files += new
        self.listed.emit()
        for each in new:
            self._look(each)

    def remove(self, file: LoggerFile) -> None:
        """Let go of a file."""
        self._stop(file)
        self.files.remove(file)
        self.listed.emit()

    def correct(self, file: LoggerFile, wishes: Wishes) -> None:
        """Look at a file again with other wishes; what was under way for it is stopped."""
        file.wishes = wishes
        self._look(file)

    def stop(self) -> None:
        """Ask everything that is under way to stop."""
        for each in self.files:
            self._stop(each)

    def _look(self, file: LoggerFile) -> None:
        self._stop(file)
        turn = file.turn
        path, wishes = file.path, file.wishes
        file.error = None
        file.task = self._runner.run_pool(
            lambda _report, _cancelled: logger_looking.look(path, wishes),
            self,
            lambda found: self._seen(file, turn, found),
            lambda error: self._fail(file, turn, error),
        )
        self.changed.emit(file)

    def _seen(self, file: LoggerFile, turn: int, found: Look) -> None:
        """Show what was understood at once, and go through the whole file."""
        if turn != file.turn:
            return
        file.look, file.fraction = found, 0.0
        file.wishes = found.wishes
        file.task = self._runner.run_pool(
            lambda report, cancelled: logger_looking.account_of(found, report, cancelled),
            self,
            lambda counted: self._count(file, turn, counted),
            lambda error: self._fail(file, turn, error),
            lambda fraction, _text: self._progress(file, turn, fraction),
        )
        self.changed.emit(file)

    def _count(self, file: LoggerFile, turn: int, counted: Look) -> None:
        if turn == file.turn:
            file.look, file.task, file.fraction = counted, None, 1.0
            self.changed.emit(file)

    def _progress(self, file: LoggerFile, turn: int, fraction: float) -> None:
        if turn == file.turn:
            file.fraction = fraction
            self.changed.emit(file)

    def _fail(self, file: LoggerFile, turn: int, error: KtaError) -> None:
        if turn == file.turn:
            file.error, file.task = error, None
            self.changed.emit(file)

    def _stop(self, file: LoggerFile) -> None:
        file.turn += 1
        if file.task is not None:
            file.task.cancel()
            file.task = None
