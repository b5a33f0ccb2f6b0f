"""The page of the centre: there for workspaces that review, marked with what waits for a review."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.app import pages

if TYPE_CHECKING:
    from ui.app.frame import Frame
    from ui.tasks import TaskRunner

_UNASKED = -1
_LATER_MS = 300  # the list of audits comes first


class Reviewing(QObject):
    """Shows the item of the rail while the workspace is the centre's or a lead auditor's.

    Attributes:
        is_there: Whether it is; False until the workspace was asked.
    """

    def __init__(self, frame: "Frame", runner: "TaskRunner") -> None:
        super().__init__(frame)
        self._frame, self._runner = frame, runner
        self.is_there = False
        self._is_asking = False
        frame.rail.set_shown(pages.INTAKE, shown=False)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.ask)
        frame.page_changed.connect(self._follow)

    def ask(self) -> None:
        """Ask the workspace whether it reviews, and how many versions wait."""
        if self._is_asking or self._runner.is_closed:
            return
        self._is_asking = True
        workspace = self._frame.workspace

        def work() -> int:
            from kta_desktop.services import register, review_desk

            if register.level(workspace) is None:
                return _UNASKED
            return len(review_desk.waiting(workspace))

        self._runner.run_db(work, self, self._show, self._frame.fail)

    def _follow(self) -> None:
        if self._frame.page_name in (pages.HOME, pages.INTAKE):
            self._later.start()

    def _show(self, waiting: int) -> None:
        self._is_asking = False
        self.is_there = waiting != _UNASKED
        self._frame.rail.set_shown(pages.INTAKE, shown=self.is_there)
        self._frame.rail.set_badge(pages.INTAKE, max(waiting, 0))
        if not self.is_there and self._frame.page_name == pages.INTAKE:
            self._frame.show_page(pages.HOME)
