"""A session that is looked at again: what is worked out in the pool, and what comes home."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Session
from kta_desktop.services import analysing
from kta_desktop.services.analysing import Aligned, Analysed, Overlaid
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kta_desktop.services.analysing_course import Course, Courses, Kind
    from kta_desktop.services.workspace import Workspace

Drawn = dict[str, tuple["NDArray[np.float64]", "NDArray[np.float64]"]]
"""Unix seconds and values by the name of the curve."""
STRIP = ("t_gas", "moisture", "velocity")
"""Gas conditions drawn below the main plot."""
_STRIP_POINTS = 600


class AnalysisSource(QObject):
    """Works out courses and what hangs on them; the newest question alone is answered.

    Signals:
        looked: ``Drawn`` of the readings as measured, before everything else is worked out.
        found: ``Analysed`` of the channel that was asked for last.
        drawn: ``Drawn`` of the window that was asked for last.
        listed: Tuple of ``Candidate``.
        overlaid: ``Overlaid``.
        failed: ``KtaError``.
    """

    looked = Signal(object)
    found = Signal(object)
    drawn = Signal(object)
    listed = Signal(object)
    overlaid = Signal(object)
    failed = Signal(object)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._kept: Courses | None = None
        self._turns: dict[str, int] = {}

    def forget(self) -> None:
        """Let go of the courses that were kept: those of long sessions take much memory."""
        self._kept = None

    def look(self, record: AuditRecord, session: Session, channel: str, points: int) -> None:
        """Ask for everything about a channel of a session."""

        def first(_report: object, _cancelled: object) -> Drawn:
            from kta_desktop.services.analysing_course import first_look

            return {"raw": first_look(self._workspace, session, channel, points)}

        def whole(_report: object, _cancelled: object) -> Analysed:
            return analysing.analysed(self._courses(), record, session, channel)

        self._ask("look", first, self.looked)
        self._ask("found", whole, self.found)

    def draw(self, found: Analysed, start: float, end: float, points: int) -> None:
        """Ask for the curves of a window; times are Unix seconds."""

        def work(_report: object, _cancelled: object) -> Drawn:
            return curves(found.course, start, end, points)

        self._ask("draw", work, self.drawn)

    def list_candidates(self, record: AuditRecord) -> None:
        """Ask which sessions of the workspace can be put beside each other."""

        def work(_report: object, _cancelled: object) -> object:
            return analysing.candidates(self._workspace, record)

        self._ask("list", work, self.listed)

    def overlay(
        self,
        record: AuditRecord,
        parts: Sequence[Session],
        aligned: Aligned,
        names: Sequence[str],
    ) -> None:
        """Ask for sessions beside each other, drawn under ``names``."""

        def work(_report: object, _cancelled: object) -> Overlaid:
            return analysing.overlaid(self._courses(), record, parts, aligned, names)

        self._ask("overlay", work, self.overlaid)

    def _courses(self) -> "Courses":
        if self._kept is None:
            self._kept = analysing.courses(self._workspace)
        return self._kept

    def _ask(
        self, name: str, work: Callable[[object, object], object], answer: SignalInstance
    ) -> None:
        turn = self._turns[name] = self._turns.get(name, 0) + 1
        self._runner.run_pool(
            work, self, partial(self._deliver, name, turn, answer), self.failed.emit
        )

    def _deliver(self, name: str, turn: int, answer: SignalInstance, found: object) -> None:
        if self._turns[name] == turn:
            answer.emit(found)


def curves(course: "Course", start: float, end: float, points: int) -> Drawn:
    """Return every curve of a window: as measured, converted, rolling mean, gas conditions."""
    kinds: tuple[Kind, ...] = ("raw", "values", "mean")
    drawn: Drawn = {kind: course.curve(kind, start, end, points) for kind in kinds}
    for name in STRIP:
        found = course.condition(name, start, end, _STRIP_POINTS)
        if found is not None:
            drawn[name] = found
    return drawn
