"""The document that is being set for the preview: anew after every change, one at a time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTemporaryDir, QTimer, Signal

from kta_desktop.errors import KtaError
from kta_desktop.services import printing
from kta_desktop.services.printing import Order, SheetInfo
from ui.tasks import Cancelled, Progress, Report, Task, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

_PAUSE_MS = 350  # between a change and the setting: several ticks are one change


class PrintSetting(QObject):
    """Sets what was wanted last, in the pool, into a private folder of the temporary files.

    Signals:
        began: Another document is being set.
        progressed: share that is done, and what is being done.
        made: SheetInfo of the document that was wanted last.
        failed: KtaError why it cannot be had.
        stopped: A person stopped it.
    """

    began = Signal()
    progressed = Signal(float, str)
    made = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(
        self, workspace: "Workspace", audit_id: str, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._audit, self._runner = workspace, audit_id, runner
        self._folder = QTemporaryDir()
        self._order: Order | None = None
        self._task: Task | None = None
        self._turn = 0
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE_MS)
        self._clock.timeout.connect(self._start)

    @property
    def is_busy(self) -> bool:
        """Whether a document is being set or about to be."""
        return self._task is not None or self._clock.isActive()

    def want(self, order: Order, *, at_once: bool = False) -> None:
        """Set a document; what is being set is let go. ``at_once`` waits for no further change."""
        self._let_go()
        self._order = order
        self.began.emit()
        if at_once:
            self._start()
        else:
            self._clock.start()

    def stop(self) -> None:
        """Set nothing any more."""
        if self.is_busy:
            self._let_go()
            self.stopped.emit()

    def tidy(self) -> None:
        """Remove the documents that were set before the last one."""
        folder = Path(self._folder.path())
        for file in folder.glob("*.pdf"):
            if file.name != f"{self._turn}.pdf":
                file.unlink(missing_ok=True)

    def forget(self) -> None:
        """Set nothing any more, and say nothing of it."""
        self._let_go()

    def _let_go(self) -> None:
        self._clock.stop()
        self._turn += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _start(self) -> None:
        order, turn = self._order, self._turn
        if order is None:
            return
        out = Path(self._folder.filePath(f"{turn}.pdf"))

        def work(report: Report, cancelled: Cancelled) -> SheetInfo:
            return printing.sheet(
                self._workspace, self._audit, order, out, report=report, cancelled=cancelled
            )

        self._task = self._runner.run_pool(
            work, self, partial(self._made, turn), partial(self._failed, turn), self._tell(turn)
        )

    def _tell(self, turn: int) -> Progress:
        def tell(share: float, text: str) -> None:
            if turn == self._turn:
                self.progressed.emit(share, text)

        return tell

    def _made(self, turn: int, sheet: SheetInfo) -> None:
        if turn == self._turn:
            self._task = None
            self.made.emit(sheet)

    def _failed(self, turn: int, error: KtaError) -> None:
        if turn == self._turn:
            self._task = None
            self.failed.emit(error)
