"""One exchange with one place: what is queued goes out, then the centre is heard.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import (
    CancelledError,
    PlaceFullError,
    PlaceGoneError,
    PlaceReadOnlyError,
    SealedFolderOnlyError,
)
from kta_desktop.exchange.network_errors import (
    REPEATING,
    ForbiddenError,
    NetworkError,
    OfflineError,
    QuotaError,
)
from kta_desktop.exchange.pace import Pace
from kta_desktop.exchange.remote import Remote
from kta_desktop.exchange.sealed_errors import NoRecipientError
from kta_desktop.services import channel
from kta_desktop.services.courier import HEARD_WHILE, PASSING, RETRIED, is_place_due
from kta_desktop.services.delivering_rows import TO_SEND, is_refused
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.remote_opening import opened
from kta_desktop.services.sending_course import (
    Course,
    HinderedError,
    Look,
    Visit,
    hindered,
    rows_of,
)
from kta_desktop.services.sending_one import send_one
from kta_desktop.services.underway import Halt
from kta_desktop.storage import outbox
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.outbox import OutboxRow, RemoteRow

_BREATH_S = 0.2  # seconds before going on after a cut
_PAUSES_S = (5, 15, 45, 120, 300, 600, 900)  # after the first failure in a row, the second, …
_REST_S = 3600  # before an error that a person has to solve is met again
_WRITING = (
    PlaceFullError,
    PlaceReadOnlyError,
    QuotaError,
    ForbiddenError,
    SealedFolderOnlyError,
    NoRecipientError,  # whose card may lie at the place
)
_OF_THE_PLACE: tuple[type[KtaError], ...] = (*REPEATING, NetworkError, NoRecipientError)


def exchange(course: Course, target: RemoteRow) -> None:
    """Send to and hear from one place; what keeps it from that is noted in ``course``.

    Raises:
        WorkspaceError: If the workspace itself fails.
    """
    if course.cancelled():
        course.stopped = True
        return
    chosen = channel.channel(course.ws)
    if course.is_automatic and not is_place_due(course.ws, target, chosen, course.network):
        return
    found = hindered(course, target)
    if found is not None:
        course.waits.append((target.name, found))
    if found not in HEARD_WHILE:
        return
    with course.ws.under_way.visiting(target.name) as is_ours:
        if is_ours:
            _go(course, target, may_send=found is None)
        else:
            course.met_others = True


def _go(course: Course, target: RemoteRow, *, may_send: bool) -> None:
    course.ws.under_way.visits[target.name] = time.monotonic()
    try:
        _persist(course, target, may_send=may_send)
        course.ws.under_way.halts.pop(target.name, None)
    except HinderedError as error:
        course.waits.append((target.name, error.waiting))
    except CancelledError:
        course.stopped = True
    except _OF_THE_PLACE as error:
        _halt(course, target, error)


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
    return any(row.state in states for row in rows_of(course.ws, target))


def _visit(course: Course, target: RemoteRow, *, may_send: bool) -> None:
    look = Look(course, target)
    pace = Pace(look)
    try:
        with opened(course.ws, target, pace) as place:
            place.check_layout()
            visit = Visit(course, target, place, look, pace)
            failed = _tried(visit) if may_send else None
            _hear(course, place, target)
            if failed is not None:
                raise failed
            if may_send:  # what the centre asked for again
                _send_all(visit)
    finally:
        course.bytes_sent += pace.total


def _tried(visit: Visit) -> KtaError | None:
    """Send; return what keeps from writing there, since the centre can be heard all the same."""
    try:
        _send_all(visit)
    except _WRITING as error:
        return error
    return None


def _send_all(visit: Visit) -> None:
    visit.look.is_sending = True
    try:
        while (row := visit.next_row()) is not None:
            visit.look.demand()  # the night may be over, or somebody paused
            with _on_its_own(visit.course, row):
                send_one(visit, row)
            visit.course.tried.add(row.id)
    finally:
        visit.look.is_sending = False


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
        for row in rows_of(course.ws, target)
        if row.audit in heard.reviews and is_refused(row.error)
    ]
    for reason in heard.errors:
        course.tell(reason)
