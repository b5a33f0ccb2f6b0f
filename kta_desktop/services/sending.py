"""One exchange with one place: what is queued goes out, then the centre is heard.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import REPEATING, CancelledError, PlaceGoneError
from kta_desktop.exchange.network_errors import NetworkError, OfflineError
from kta_desktop.exchange.pace import Pace
from kta_desktop.exchange.remote import Remote
from kta_desktop.i18n import N_, _
from kta_desktop.services import channel, packing
from kta_desktop.services.channel import NetworkNow, Waiting
from kta_desktop.services.courier import (
    HEARD_WHILE,
    PASSING,
    RETRIED,
    goes_by_itself,
    is_place_due,
)
from kta_desktop.services.delivering_rows import TO_SEND, in_turn, is_refused, may_repeat
from kta_desktop.services.long_work import Cancelled, Report
from kta_desktop.services.proofs import Proven
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.remote_opening import opened
from kta_desktop.services.underway import Halt, Pulse
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries, outbox
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.outbox import OutboxRow, RemoteRow

SENDING = N_("Sending {number}")
_NOTED = 4 << 20  # bytes between two notes of how far a delivery is
_NOTED_S = 2.0  # seconds between them on a slow line
_LOOK_S = 1.0  # seconds between two looks at the channel
_BREATH_S = 0.2  # seconds before going on after a cut
_PAUSES_S = (5, 15, 45, 120, 300, 600, 900)  # after the first failure in a row, the second, …
_REST_S = 3600  # before an error that a person has to solve is met again
_OF_THE_PLACE: tuple[type[KtaError], ...] = (*REPEATING, NetworkError)


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


def exchange(course: Course, target: RemoteRow) -> None:
    """Send to and hear from one place; what keeps it from that is noted in ``course``.

    Raises:
        WorkspaceError: If the workspace itself fails.
    """
    chosen = channel.channel(course.ws)
    if course.is_automatic and not is_place_due(course.ws, target, chosen, course.network):
        return
    hindered = _hindered(course, target)
    if hindered is not None:
        course.waits.append((target.name, hindered))
    if hindered not in HEARD_WHILE:
        return
    course.ws.under_way.visits[target.name] = time.monotonic()
    try:
        _persist(course, target, may_send=hindered is None)
        course.ws.under_way.halts.pop(target.name, None)
    except HinderedError as error:
        course.waits.append((target.name, error.waiting))
    except CancelledError:
        course.stopped = True
    except _OF_THE_PLACE as error:
        _halt(course, target, error)


def _hindered(course: Course, target: RemoteRow) -> Waiting | None:
    """Return what keeps a place from being sent to; who asked for it sees the line itself fail."""
    at, network = datetime.now().astimezone(), course.network
    if not course.is_automatic:
        network = replace(network, is_there=None, has_portal=None)
    return channel.may_send_to(target.url, channel.channel(course.ws), network, at)


def _persist(course: Course, target: RemoteRow, *, may_send: bool) -> None:
    """Visit a place, and again after a cut as long as each visit brings something further."""
    while True:
        before = course.progress
        try:
            _visit(course, target, may_send=may_send)
        except RETRIED:
            if course.progress <= before or course.cancelled():
                raise
            threading.Event().wait(_BREATH_S)
        else:
            return


def _halt(course: Course, target: RemoteRow, error: KtaError) -> None:
    """Note why a place is left alone, and until when."""
    course.stopped = True
    if isinstance(error, PlaceGoneError | OfflineError) and not _has_anything(course, target):
        return  # a stick in a drawer is missed by nobody
    halts, reason = course.ws.under_way.halts, reason_of(error)
    course.tell(reason)
    last = halts.get(target.name)
    tries = 1 if last is None else last.tries + 1
    is_passing = isinstance(error, PASSING)
    pause = _PAUSES_S[min(tries, len(_PAUSES_S)) - 1] if is_passing else _REST_S
    again_at = datetime.now(UTC) + timedelta(seconds=pause)
    halts[target.name] = Halt(
        error=reason,
        is_passing=is_passing,
        again_at=again_at.isoformat(timespec="seconds"),
        until=time.monotonic() + pause,
        tries=tries,
    )


def _has_anything(course: Course, target: RemoteRow) -> bool:
    states = (*TO_SEND, Delivery.DELIVERED)
    return any(row.state in states for row in _rows(course.ws, target))


def _rows(ws: Workspace, target: RemoteRow) -> list[OutboxRow]:
    with ws.store.connect() as connection:
        return outbox.rows(connection, target.name)


def _visit(course: Course, target: RemoteRow, *, may_send: bool) -> None:
    pace = Pace(_Look(course, target))
    try:
        with opened(course.ws, target, pace) as place:
            place.check_layout()
            if may_send:
                _send_all(_Visit(course, target, place, pace))
            _hear(course, place, target)
            if may_send:  # what the centre asked for again
                _send_all(_Visit(course, target, place, pace))
    finally:
        course.bytes_sent += pace.total


class _Look:
    """Says how fast to send and whether to stop; follows the channel while it is changed."""

    def __init__(self, course: Course, target: RemoteRow) -> None:
        self._course, self._target = course, target
        self._looked_at = -_LOOK_S
        self._limit = 0

    def __call__(self) -> int:
        if self._course.cancelled():
            raise CancelledError
        if time.monotonic() - self._looked_at >= _LOOK_S:
            self._look()
        return self._limit

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        chosen = channel.channel(self._course.ws)
        hindered = _hindered(self._course, self._target)
        if hindered is not None and hindered not in HEARD_WHILE:
            raise HinderedError(hindered)
        limit = chosen.limit if self._course.limit is None else self._course.limit
        self._limit = limit if channel.is_line(self._target.url) else 0


@dataclass
class _Visit:
    """A place that is open, and what is sent there."""

    course: Course
    target: RemoteRow
    place: Remote
    pace: Pace

    def next_row(self) -> OutboxRow | None:
        """Return what is sent next; asked anew each time, since the queue changes meanwhile."""
        rows = sorted(_rows(self.course.ws, self.target), key=in_turn)
        for row in rows:
            if row.id not in self.course.tried and self._is_due(row):
                return row
        return None

    def _is_due(self, row: OutboxRow) -> bool:
        if self.course.is_automatic:
            return goes_by_itself(self.course.ws, row)
        return row.state in TO_SEND and may_repeat(self.course.ws, row)


def _send_all(visit: _Visit) -> None:
    while (row := visit.next_row()) is not None:
        hindered = _hindered(visit.course, visit.target)
        if hindered is not None:  # the night is over, or somebody paused
            raise HinderedError(hindered)
        with _on_its_own(visit.course, row):
            _send(visit, row)
        visit.course.tried.add(row.id)


@contextmanager
def _on_its_own(course: Course, row: OutboxRow) -> Iterator[None]:
    """Write an error down at its row; only one that the others would meet too goes further."""
    reason = None
    try:
        yield
    except WorkspaceError:
        raise
    except CancelledError:
        _requeue(course, row, None)
        raise
    except _OF_THE_PLACE:
        _requeue(course, row, None)
        raise
    except KtaError as error:
        reason = reason_of(error)
    finally:
        course.ws.under_way.pulses.pop(row.id, None)
    if reason is not None:
        _requeue(course, row, reason)
        course.tell(reason)


def _requeue(course: Course, row: OutboxRow, reason: dict[str, JsonValue] | None) -> None:
    with course.ws.store.begin() as connection:
        outbox.set_state(connection, row.id, Delivery.QUEUED, reason)


def _send(visit: _Visit, row: OutboxRow) -> None:
    from kta_desktop.exchange.outbox import Way, send
    from kta_desktop.exchange.parts import shipment

    ws = visit.course.ws
    load = shipment(packing.assemble(ws, row.audit, row.revision))
    with ws.store.begin() as connection:
        outbox.begin_sending(connection, row.id, load.bag.sha256, load.size)
        number = entries.text(connection, row.audit, "@audit/number")
    meter = _Meter(visit, row, load.size, _(SENDING).format(number=number))
    way = Way(step=meter.step, proofs=meter.proofs, is_doubted=is_refused(row.error))
    try:
        send(visit.place, load, packing.signer(ws), way)
    finally:
        meter.write()
    with ws.store.begin() as connection:
        outbox.set_done(connection, row.id, load.size)
        outbox.set_state(connection, row.id, Delivery.DELIVERED)
        outbox.note(
            connection,
            "delivery",
            row.audit,
            {"remote": row.remote, "revision": row.revision, "sha256": load.bag.sha256},
        )
    visit.course.delivered.append(row.audit)


class _Meter:
    """Counts bytes at the remote, tells the user, and writes them down now and then."""

    def __init__(self, visit: _Visit, row: OutboxRow, total: int, text: str) -> None:
        self._visit, self._row, self._text = visit, row, text
        self._total = max(total, 1)
        self._done = self._noted = 0
        self._noted_at = time.monotonic()
        self.proofs = Proven(visit.course.ws, visit.target, visit.place)

    def step(self, count: int) -> None:
        """Count bytes that are newly at the remote.

        Raises:
            CancelledError: If the user stopped the sync.
        """
        course = self._visit.course
        if course.cancelled():
            raise CancelledError
        self._done += count
        course.furthest[self._row.id] = max(course.furthest.get(self._row.id, 0), self._done)
        left = self._visit.pace.seconds_left(self._total - self._done)
        course.ws.under_way.pulses[self._row.id] = Pulse(done=self._done, seconds_left=left)
        course.report(min(self._done / self._total, 1.0), self._text)
        is_due = time.monotonic() - self._noted_at >= _NOTED_S
        if is_due or self._done - self._noted >= _NOTED:
            self.write()

    def write(self) -> None:
        """Write down how far it is and what was proven."""
        with self._visit.course.ws.store.begin() as connection:
            outbox.set_done(connection, self._row.id, min(self._done, self._total))
            self.proofs.write(connection)
        self._noted, self._noted_at = self._done, time.monotonic()


def _hear(course: Course, place: Remote, target: RemoteRow) -> None:
    """Read what the centre answers."""
    from kta_desktop.services.hearing import hear

    heard = hear(course.ws, place, target.name)
    course.received += heard.received
    course.reviews += heard.reviews
    course.assignments += heard.assignments
    course.packs += heard.packs
    course.keys += heard.keys
    course.refused += [
        row.audit
        for row in _rows(course.ws, target)
        if row.audit in heard.reviews and is_refused(row.error)
    ]
    for reason in heard.errors:
        course.tell(reason)
