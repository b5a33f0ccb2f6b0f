"""The assessment of the open audit for every page that shows it: followed in small steps."""

from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessing, Assessment, Known
    from ui.undo import AuditEditor

_GATHER_MS = 60  # changes that come together are assessed together
_SLICE_S = 0.012  # of the interface thread at a time


class AssessmentModel(QObject):
    """Follows an open audit. Nothing is computed before somebody asks with ``want``.

    Signals:
        changed: ``found`` is another than before.
    """

    changed = Signal()

    def __init__(self, editor: "AuditEditor", day: Callable[[], date] | None = None) -> None:
        super().__init__(editor)
        self._editor, self._day = editor, day or _today
        self._assessing: Assessing | None = None
        self._found: Assessment | None = None
        self._steps: Generator[None, None, Assessment] | None = None
        self._is_wanted = False
        self._gather = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self._begin)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._work)
        editor.changed.connect(self._follow)

    @property
    def found(self) -> "Assessment | None":
        """Return the newest assessment; None before the first is ready."""
        return self._found

    @property
    def is_current(self) -> bool:
        """Whether nothing changed since ``found`` was computed."""
        return self._found is not None and not (self._gather.isActive() or self._turn.isActive())

    def want(self) -> None:
        """Keep ``found`` up to date from now on."""
        if not self._is_wanted:
            self._is_wanted = True
            self._look_back()

    def finish(self) -> "Assessment":
        """Return the assessment of now, computing what is left of it at once.

        The previous audit comes when it has been read, if nobody asked for it before.
        """
        self.want()
        if not self.is_current:
            self._begin()
            while self._steps is not None:
                self._step()
        if self._found is None:
            raise AssertionError
        return self._found

    def _follow(self, _changed: object) -> None:
        if self._is_wanted:
            self._gather.start()

    def _look_back(self) -> None:
        """Read the previous audit of the plant, then begin."""
        from kta_desktop.services import assessing_earlier

        editor = self._editor
        editor.runner.run_db(
            partial(assessing_earlier.earlier_of, editor.workspace, editor.record),
            self,
            self._make,
            lambda _error: self._make(None),
        )

    def _make(self, earlier: "Known | None") -> None:
        from kta_desktop.services.assessing import Assessing

        self._assessing = Assessing(self._editor.state, self._day(), earlier)
        self._begin()

    def _begin(self) -> None:
        from kta_desktop.services.assessing import Assessing

        if self._assessing is None:
            self._assessing = Assessing(self._editor.state, self._day())
        self._gather.stop()
        self._steps = self._assessing.steps()
        self._turn.start()

    def _work(self) -> None:
        end = perf_counter() + _SLICE_S
        while self._steps is not None and perf_counter() < end:
            self._step()

    def _step(self) -> None:
        if self._steps is None:
            return
        try:
            next(self._steps)
        except StopIteration as end:
            self._steps = None
            self._turn.stop()
            is_new = end.value != self._found
            self._found = end.value
            if is_new:
                self.changed.emit()


def assessment_of(editor: "AuditEditor") -> AssessmentModel:
    """Return the one assessment of an open audit; all pages share it."""
    return editor.findChild(AssessmentModel) or AssessmentModel(editor)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
