"""What the panel of sticks does: looks for drives, writes to one, takes in what one brings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import sticks
from kta_desktop.services.sticks import Given, Lying, Stick, Wanted
from ui.models import drives
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.widgets.stick_panel import StickPanel

if TYPE_CHECKING:
    from kta_desktop.services.sticks_taking import Brought
    from kta_desktop.services.workspace import Workspace

LOOK_MS = 2_500
Drives = Callable[[], tuple[Stick, ...]]


class StickDesk(QObject):
    """Works for one panel.

    Signals:
        seen: Other drives are there than before.
        given: ``Given``, after a stick was written.
        brought: ``Brought``, after what lies on one was taken in.
        failed: ``KtaError``.
    """

    seen = Signal()
    given = Signal(object)
    brought = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        panel: StickPanel,
        workspace: "Workspace",
        runner: TaskRunner,
        look: Drives = drives.sticks,
    ) -> None:
        super().__init__(panel)
        self._panel, self._workspace, self._runner = panel, workspace, runner
        self._look = look
        self.sticks: tuple[Stick, ...] = ()
        self._audit: str | None = None
        self._task: Task | None = None
        self._is_looking = False
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        panel.write_asked.connect(self.write)
        panel.take_asked.connect(self.take)
        panel.stop_asked.connect(self.stop)
        panel.stick_chosen.connect(self._read)

    @property
    def is_busy(self) -> bool:
        """Whether a stick is being written or read."""
        return self._task is not None

    def follow(self, audit: str | None) -> None:
        """Take note of which audit is open."""
        self._audit = audit

    def watch(self, *, is_shown: bool) -> None:
        """Look for drives while the page is shown."""
        if is_shown:
            self._clock.start()
            self.look()
        else:
            self._clock.stop()

    def show(self, found: tuple[Stick, ...], lying: Lying) -> None:
        """Show drives and what lies on the first of them."""
        self.sticks = found
        self.seen.emit()
        self._panel.show_lying(lying)

    def look(self) -> None:
        """Ask the system which drives there are; one that does not answer keeps nobody waiting."""
        if self._is_looking or self._task is not None or self._runner.is_closed:
            return
        self._is_looking = True
        self._runner.run_pool(
            lambda _report, _cancelled: self._look(), self, self._found, self._not_found
        )

    def write(self) -> None:
        """Write what is ticked to the chosen stick, or to a folder where there is none."""
        stick = self._panel.stick or self._asked(_("Where to write"))
        if stick is None or self._task is not None:
            return
        panel = self._panel
        wanted = Wanted(
            outgoing=panel.wants_outgoing,
            audit=self._audit,
            seal=panel.wants_seal,
            copy=panel.wants_copy,
        )

        def work(report: Report, cancelled: Cancelled) -> Given:
            return sticks.give(self._workspace, stick, wanted, report=report, cancelled=cancelled)

        self._begin(work, self._written, _("Writing to the stick"))

    def take(self) -> None:
        """Take in what lies on the chosen stick, or in a folder where there is none."""
        stick = self._panel.stick or self._asked(_("Where to take in from"))
        if stick is None or self._task is not None:
            return

        def work(report: Report, cancelled: Cancelled) -> "Brought":
            from kta_desktop.services import sticks_taking

            return sticks_taking.take(self._workspace, stick, report=report, cancelled=cancelled)

        self._begin(work, self._taken, _("Reading the stick"))

    def stop(self) -> None:
        """Ask what is under way to stop; what is done stays."""
        if self._task is not None:
            self._task.cancel()

    def _asked(self, title: str) -> Stick | None:
        chosen = QFileDialog.getExistingDirectory(self._panel, title)
        return drives.folder_stick(Path(chosen)) if chosen else None

    def _begin(
        self,
        work: Callable[[Report, Cancelled], object],
        done: Callable[[object], object],
        text: str,
    ) -> None:
        self._panel.work(0.0, text)
        self._task = self._runner.run_pool(work, self, done, self._stopped, self._panel.work)

    def _rest(self) -> None:
        self._task = None
        self._panel.rest()
        self.look()

    def _written(self, done: object) -> None:
        self._rest()
        if isinstance(done, Given):
            self._panel.show_lying(done.lying)
        self.given.emit(done)

    def _taken(self, done: object) -> None:
        self._rest()
        self.brought.emit(done)

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self.failed.emit(error)

    def _found(self, found: tuple[Stick, ...]) -> None:
        self._is_looking = False
        before, self.sticks = self.sticks, found
        if before != found:
            self.seen.emit()
        if [each.path for each in before] != [each.path for each in found]:
            self._read()

    def _not_found(self, error: KtaError) -> None:
        self._is_looking = False
        self.failed.emit(error)

    def _read(self) -> None:
        """Say what lies on the chosen stick."""
        stick = self._panel.stick
        if stick is None:
            self._panel.show_lying(Lying())
            return
        self._runner.run_pool(
            lambda _report, _cancelled: sticks.look(stick.path),
            self,
            self._panel.show_lying,
            self.failed.emit,
        )
