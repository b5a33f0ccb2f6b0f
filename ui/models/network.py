"""Whether this computer is in a network, as the operating system says; nothing is ever asked."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_Reach = QNetworkInformation.Reachability
_TOLD = {_Reach.Online: True, _Reach.Disconnected: False}


class Network(QObject):
    """Watches the network. Where the system cannot tell, nobody pretends to know.

    Attributes:
        is_there: Whether there is one; None if that is not known.
        since: ISO time (UTC) at which it went; empty if it was never seen, or is there.

    Signals: ``changed`` after either did.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_there: bool | None = None
        self.since = ""

    def watch(self, source: Callable[[], "QNetworkInformation | None"] | None = None) -> None:
        """Begin to watch; ``source`` gives the one who tells, by default the system."""
        told = (source or _system)()
        if told is not None:
            told.reachabilityChanged.connect(self.take)
            self.take(told.reachability())

    def take(self, reach: _Reach) -> None:
        """Note what the system says now."""
        is_there = _TOLD.get(reach)
        if is_there == self.is_there:
            return
        was_there, self.is_there = self.is_there, is_there
        went = was_there is True and is_there is False
        self.since = datetime.now(UTC).isoformat() if went else ""
        self.changed.emit()


def _system() -> "QNetworkInformation | None":
    """Return what tells of the network on this system; None where nothing does."""
    feature = QNetworkInformation.Feature.Reachability
    if not QNetworkInformation.loadBackendByFeatures(feature):
        return None
    return QNetworkInformation.instance()
