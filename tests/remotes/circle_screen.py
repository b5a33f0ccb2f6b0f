"""What the page of exchange says while it changes, and a system that tells of networks."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _

Reach = QNetworkInformation.Reachability
_EVERY_MS = 150
_AMOUNT = re.compile(r"([\d,]+)(?:\s(\S+))? из ([\d,]+)\s(\S+?)\.")
_UNITS = {"Б": 1, "КБ": 1e3, "МБ": 1e6, "ГБ": 1e9}


def ru(message: str, **values: object) -> str:
    """Return what the program says for a message in Russian."""
    return _(message, "ru").format(**values)


QUEUED, SENDING, OFFLINE, BROKEN, AWAY, DELIVERED, RECEIVED, RETURNED, ACCEPTED = map(
    ru,
    (
        "Queued",
        "Being sent",
        "Waits for a network",
        "The connection broke, tries again",
        "The place is not connected",
        "Delivered, waiting for the receipt",
        "Received by the centre",
        "Returned with comments",
        "Accepted",
    ),
)
HERE, READY, SIGNED, TAKEN = map(
    ru, ("Only here", "Ready to send", "Signed", "Accepted by the centre")
)
OPEN, ANSWERED, SENT = map(ru, ("Waits for an answer", "Answer ready", "Answer sent"))


class System(QObject):
    """What the operating system tells of its network."""

    reachabilityChanged = Signal(object)  # noqa: N815 - as Qt calls it

    def __init__(self) -> None:
        """There is a network at first."""
        super().__init__()
        self._reach = Reach.Online

    def supports(self, features: QNetworkInformation.Feature) -> bool:
        """Whether it tells of something: only of whether there is a network at all."""
        return features == QNetworkInformation.Feature.Reachability

    def reachability(self) -> Reach:
        """Return whether there is one."""
        return self._reach

    def say(self, reach: Reach) -> None:
        """Tell that there is one now, or none."""
        self._reach = reach
        self.reachabilityChanged.emit(reach)


class Reader(QObject):
    """Reads the accessible names on the page of exchange again and again, as a screen reader does.

    Attributes:
        now: The names that were there when it read last; none while another page is shown.
        seen: Each name once, in the order they came.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self.now: list[str] = []
        self.seen: dict[str, None] = {}
        self._window: QWidget | None = None
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self.read)

    def watch(self, window: QWidget | None) -> None:
        """Read in this window from now on; None to rest."""
        self._window = window
        if window is None:
            self._clock.stop()
        else:
            self._clock.start()

    def read(self) -> None:
        """Read what is on the page now."""
        page = self._window.findChild(QWidget, "exchangeView") if self._window else None
        is_shown = page is not None and page.isVisible()
        parts = page.findChildren(QWidget) if page is not None and is_shown else []
        names = (part.accessibleName() for part in parts if part.isVisible())
        self.now = [name for name in names if name]
        self.seen.update(dict.fromkeys(self.now))

    def of_version(self, revision: int) -> str:
        """Return what the line of a delivery says now; empty if none is there."""
        mark = f", версия {revision}. "
        lines = (name for name in self.now if mark in name and "→" in name)
        return next(lines, "")

    def share(self, revision: int) -> float:
        """Return which share of a version is told to be there."""
        found = _AMOUNT.search(self.of_version(revision))
        if found is None:
            return 0.0
        done, unit, total, unit_of_total = found.groups()
        return _number(done, unit or unit_of_total) / _number(total, unit_of_total)

    def not_in_turn(self, words: Iterable[str], of: str = "→") -> list[str]:
        """Return those of ``words`` that were not read after the one before them.

        Args:
            words: What states are called.
            of: What else the lines say that count; by default those of deliveries, with a place.
        """
        names = iter([name for name in self.seen if of in name])
        return [word for word in words if not any(f". {word}" in name for name in names)]


def _number(text: str, unit: str) -> float:
    return float(text.replace(",", ".")) * _UNITS[unit]
