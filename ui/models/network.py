"""The network of this computer, as the operating system says; nothing is ever asked of it."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from kta_desktop.services.channel import NetworkNow

_Reach = QNetworkInformation.Reachability
_Feature = QNetworkInformation.Feature
_TOLD = {_Reach.Online: True, _Reach.Disconnected: False}
_WANTED = (
    _Feature.Reachability | _Feature.CaptivePortal | _Feature.Metered,
    _Feature.Reachability | _Feature.CaptivePortal,
    _Feature.Reachability,
)
"""What the system is asked to tell, the most first: not every system tells all of it."""


class Network(QObject):
    """Watches the network. Where the system cannot tell, nobody pretends to know.

    Attributes:
        is_there: Whether there is one; None if that is not known.
        is_metered: Whether its bytes are paid for one by one; None if that is not known.
        has_portal: Whether it shows a page of its own before it lets anything through; None if
            that is not known.
        since: ISO time (UTC) at which it went; empty if it was never seen, or is there.

    Signals: ``changed`` after any of these did.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_there: bool | None = None
        self.is_metered: bool | None = None
        self.has_portal: bool | None = None
        self.since = ""

    @property
    def now(self) -> NetworkNow:
        """Return what is known of it now, as services take it."""
        return NetworkNow(
            is_there=self.is_there, is_metered=self.is_metered, has_portal=self.has_portal
        )

    def watch(self, source: Callable[[], "QNetworkInformation | None"] | None = None) -> None:
        """Begin to watch; ``source`` gives the one who tells, by default the system."""
        told = (source or _system)()
        if told is None:
            return
        if told.supports(_Feature.Metered):
            told.isMeteredChanged.connect(self.take_metered)
            self.take_metered(told.isMetered())
        if told.supports(_Feature.CaptivePortal):
            told.isBehindCaptivePortalChanged.connect(self.take_portal)
            self.take_portal(told.isBehindCaptivePortal())
        told.reachabilityChanged.connect(self.take)
        self.take(told.reachability())

    def take(self, reach: _Reach) -> None:
        """Note whether the system says that there is a network."""
        is_there = _TOLD.get(reach)
        if is_there == self.is_there:
            return
        was_there, self.is_there = self.is_there, is_there
        went = was_there is True and is_there is False
        self.since = datetime.now(UTC).isoformat() if went else ""
        self.changed.emit()

    def take_metered(self, metered: bool) -> None:
        """Note whether the system says that bytes are paid for one by one."""
        if metered != self.is_metered:
            self.is_metered = metered
            self.changed.emit()

    def take_portal(self, portal: bool) -> None:
        """Note whether the system says that a page has to be answered first."""
        if portal != self.has_portal:
            self.has_portal = portal
            self.changed.emit()


def _system() -> "QNetworkInformation | None":
    """Return what tells of the network on this system; None where nothing does."""
    if any(QNetworkInformation.loadBackendByFeatures(wanted) for wanted in _WANTED):
        return QNetworkInformation.instance()
    return None
