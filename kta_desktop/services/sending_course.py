"""A sync under way: what it is asked, what it met so far, and what keeps it from going on."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange.bag import Bag
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.pace import Pace
from kta_desktop.exchange.remote import Remote
from kta_desktop.services import channel, packing
from kta_desktop.services.channel import NetworkNow, Waiting
from kta_desktop.services.courier import HEARD_WHILE, goes_by_itself
from kta_desktop.services.delivering_rows import TO_SEND, in_turn, may_repeat
from kta_desktop.services.long_work import Cancelled, Report
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage.outbox import OutboxRow, RemoteRow

_LOOK_S = 1.0  # seconds between two looks at the channel


class HinderedError(CancelledError):
    """The channel forbids sending from now on; what is there stays there."""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__(waiting=waiting)
        self.waiting = waiting


@dataclass
class Course:
    """A sync under way: whom to tell, and what happened so far.

    Attributes:
        ws: The workspace.
        network: What is known of the network.
        limit: Most bytes in a second for this sync alone; None for that of the channel.
        report: Told how far it is.
        stops: Asked whether to stop.
        is_automatic: Whether nobody asked for it: then only what is due is done.
    """

    ws: Workspace
    network: NetworkNow
    limit: int | None
    report: Report
    stops: Cancelled
    is_automatic: bool = False
    delivered: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)
    packs: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    errors: list[dict[str, JsonValue]] = field(default_factory=list)
    waits: list[tuple[str, Waiting]] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    furthest: dict[str, int] = field(default_factory=dict)
    bytes_sent: int = 0
    stopped: bool = False
    met_others: bool = False
    packed: Bag | None = None

    def bag(self, row: OutboxRow) -> Bag:
        """Return the bundle of a row; after a cut it is not laid out anew.

        Raises:
            KtaError: If it cannot be laid out.
        """
        known = self.packed
        if known is None or (known.audit, known.revision) != (row.audit, row.revision):
            known = self.packed = packing.assemble(self.ws, row.audit, row.revision)
        return known

    def cancelled(self) -> bool:
        """Whether somebody wants it to stop, or closes the workspace."""
        return self.stops() or self.ws.under_way.is_closing

    def tell(self, reason: dict[str, JsonValue]) -> None:
        """Note an error, each once."""
        if reason not in self.errors:
            self.errors.append(reason)

    @property
    def progress(self) -> int:
        """Return how far all deliveries came at best, in bytes."""
        return sum(self.furthest.values())


def hindered(course: Course, target: RemoteRow) -> Waiting | None:
    """Return what keeps a place from being sent to; who asked for it sees the line itself fail."""
    at, network = datetime.now().astimezone(), course.network
    if not course.is_automatic:
        network = replace(network, is_there=None, has_portal=None)
    return channel.may_send_to(target.url, channel.channel(course.ws), network, at)


def rows_of(ws: Workspace, target: RemoteRow) -> list[OutboxRow]:
    """Return everything that was queued for a place, oldest first."""
    with ws.store.connect() as connection:
        return outbox.rows(connection, target.name)


class Look:
    """Says how fast to send and whether to stop; follows the channel while it is changed.

    Attributes:
        is_sending: Whether results go out; else the centre is heard, which the day does not hinder.
    """

    def __init__(self, course: Course, target: RemoteRow) -> None:
        """Look at the channel when first asked."""
        self.is_sending = False
        self._course, self._target = course, target
        self._looked_at = -_LOOK_S
        self._limit = 0

    def __call__(self) -> int:
        """Return the most bytes in a second; 0 for as fast as it goes.

        Raises:
            CancelledError: If it is to stop.
            HinderedError: If the channel forbids to go on.
        """
        if self._course.cancelled():
            raise CancelledError
        if time.monotonic() - self._looked_at >= _LOOK_S:
            self._look()
        return self._limit

    def demand(self) -> None:
        """Raise ``HinderedError`` if the channel forbids to go on."""
        found = hindered(self._course, self._target)
        if found is not None and (self.is_sending or found not in HEARD_WHILE):
            raise HinderedError(found)

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        self.demand()
        own = self._course.limit
        limit = channel.channel(self._course.ws).limit if own is None else own
        self._limit = limit if channel.is_line(self._target.url) else 0


@dataclass
class Visit:
    """A place that is open, and what is sent there.

    Attributes:
        course: The sync.
        target: The place as it is listed.
        place: The place itself.
        look: Whether sending may go on.
        pace: How fast bytes go.
    """

    course: Course
    target: RemoteRow
    place: Remote
    look: Look
    pace: Pace

    def next_row(self) -> OutboxRow | None:
        """Return what is sent next; asked anew each time, since the queue changes meanwhile."""
        rows = sorted(rows_of(self.course.ws, self.target), key=in_turn)
        for row in rows:
            if row.id not in self.course.tried and self._is_due(row):
                return row
        return None

    def _is_due(self, row: OutboxRow) -> bool:
        if self.course.is_automatic:
            return goes_by_itself(self.course.ws, row)
        return row.state in TO_SEND and may_repeat(self.course.ws, row)
