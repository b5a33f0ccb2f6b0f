"""Ties what is sent in the background to what a frame shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from ui.app import pages
from ui.app.courier import Courier
from ui.models.network import Network
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.delivering_rows import SyncReport
    from ui.app.frame import Frame


class Posting(QObject):
    """The courier of a frame: its count on the rail, its news on the pages.

    Signals:
        brought: id of an audit whose delivery went further, or of which the centre said something.
        counted: How many deliveries wait to be sent.
    """

    brought = Signal(str)
    counted = Signal(int)

    def __init__(self, frame: "Frame", runner: TaskRunner, network: Network) -> None:
        super().__init__(frame)
        self._frame, self._network = frame, network
        self.courier = Courier(frame.workspace, runner, network, self)
        self.courier.counted.connect(self._show_count)
        self.courier.said.connect(frame.said)
        self.courier.ended.connect(self._take_report)
        network.changed.connect(self._tell_all)
        frame.page_changed.connect(self._count)

    def begin(self) -> None:
        """Begin to send what may be sent."""
        self.courier.begin()

    def introduce(self, page: QWidget) -> None:
        """Tell a new page of the network, if it asks for it."""
        follow = getattr(page, "follow_network", None)
        if follow is not None:
            follow(self._network.now, self._network.since)

    def _tell_all(self) -> None:
        for name in pages.LABELS:
            if (page := self._frame.made(name)) is not None:
                self.introduce(page)

    def _count(self) -> None:
        """Mark the exchange with what waits there, where that may have changed."""
        if self._frame.page_name in (pages.HOME, pages.EXCHANGE):
            self.courier.count()

    def _show_count(self, waiting: int, returned: int) -> None:
        self._frame.rail.set_badge(pages.EXCHANGE, waiting + returned)
        self.counted.emit(waiting)

    def _take_report(self, report: "SyncReport") -> None:
        for audit in dict.fromkeys((*report.delivered, *report.received, *report.reviews)):
            self.brought.emit(audit)
        if report.reviews:
            self._frame.said.emit(_("The centre answered: what it says is under «Exchange»."))
        refresh = getattr(self._frame.made(pages.EXCHANGE), "refresh", None)
        if refresh is not None and self._frame.page_name == pages.EXCHANGE:
            refresh()
