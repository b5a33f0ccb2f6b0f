"""A stick as the way to the centre: what is on it, what goes onto it, written and read back.

On a stick the folder ``KTA`` is a place of delivery like any other, listed under the name of the
stick. Copies for a colleague lie beside it, in ``KTA-copies``, where the centre does not look.

Which sticks there are is asked of the operating system elsewhere: here they are paths.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.folder import STICK_FOLDER
from kta_desktop.exchange.network_errors import REPEATING
from kta_desktop.exchange.pace import Pace
from kta_desktop.exchange.places import reached
from kta_desktop.exchange.sealed_errors import NoRecipientError
from kta_desktop.i18n import N_, _
from kta_desktop.services import delivering, packing, remotes, sealing
from kta_desktop.services.channel import UNKNOWN
from kta_desktop.services.delivering_rows import TO_SEND, DeliveryRow, deliveries
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.register import centre_recipient
from kta_desktop.services.remote_opening import opened
from kta_desktop.services.remotes import RemoteInfo, RemoteKind, RemoteSettings
from kta_desktop.services.sending_course import Course, Look, Visit
from kta_desktop.services.sending_one import send_one
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries, known_keys, outbox
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.outbox import OutboxRow

_OTHERS_LEAVE_S = 60.0  # a visit of the background to a stick is short
FOLDER, COPIES = STICK_FOLDER, "KTA-copies"
COPYING = N_("Writing the copy of {number}")
_OF_ALL: tuple[type[KtaError], ...] = (*REPEATING, CancelledError, WorkspaceError)
"""What every version would meet on the same stick."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A drive that can be carried, as the operating system tells of it.

    Attributes:
        path: Where it is mounted.
        name: What it is called, such as ``KINGSTON``.
        free: Bytes that are free.
        total: Bytes in all.
        is_writable: Whether it can be written to.
    """

    path: Path
    name: str
    free: int
    total: int
    is_writable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """What lies on a stick.

    Attributes:
        bundles: Bundles delivered to the place on it, and encrypted ones.
        copies: Whole bundles that can be opened.
        receipts: Receipts of the centre.
        reviews: Reviews.
        assignments: Audits handed out.
        packs: Sector packs.
    """

    bundles: int = 0
    copies: int = 0
    receipts: int = 0
    reviews: int = 0
    assignments: int = 0
    packs: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing of ours."""
        return self == Lying()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A version that waits to be sent anywhere.

    Attributes:
        audit: Id of the audit.
        number: Its number.
        revision: Number of the version.
        size: Its bytes; 0 before sending began.
    """

    audit: str
    number: str
    revision: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be written.

    Attributes:
        outgoing: Whether everything that waits to be sent goes onto it.
        audit: Id of the audit that is meant where nothing waits, and of the copy; None for none.
        seal: Whether bundles are encrypted to the centre.
        copy: Whether a whole copy of the audit is written for a colleague.
    """

    outgoing: bool = True
    audit: str | None = None
    seal: bool = False
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was written and read back.

    Attributes:
        remote: Name of the place on the stick.
        written: Versions that are on it now, as ``KTA-2026-014, 7``.
        copies: Files for a colleague.
        lying: What lies on the stick now.
        errors: What could not be written, as errors are printed.
    """

    remote: str
    written: tuple[tuple[str, int], ...]
    copies: tuple[Path, ...]
    lying: Lying
    errors: tuple[dict[str, JsonValue], ...] = ()


def outgoing(rows: Iterable[DeliveryRow]) -> tuple[Outgoing, ...]:
    """Return the versions that wait to be sent, each once; without those that an error stopped."""
    found: dict[tuple[str, int], Outgoing] = {}
    for row in rows:
        if row.state in TO_SEND and row.error is None:
            key = (row.audit, row.revision)
            size = max(row.bytes_total, found[key].size if key in found else 0)
            found[key] = Outgoing(
                audit=row.audit, number=row.number, revision=row.revision, size=size
            )
    return tuple(found.values())


def place_on(ws: Workspace, stick: Stick) -> RemoteInfo | None:
    """Return the place of delivery that is on a stick, if it is listed."""
    folder = str(stick.path / FOLDER)
    known = remotes.listed(ws)
    here = next((info for info in known if info.url == folder), None)
    return here or next((info for info in known if _is_moved(info, stick)), None)


def is_on_stick(info: RemoteInfo) -> bool:
    """Whether a place of delivery is the folder that is made on sticks."""
    return info.kind is RemoteKind.FOLDER and Path(info.url).name == FOLDER


def is_away(info: RemoteInfo) -> bool:
    """Whether a place is one on a stick that is not in, or not where it was."""
    return is_on_stick(info) and not Path(info.url).is_dir()


def _is_moved(info: RemoteInfo, stick: Stick) -> bool:
    """Whether a place is one on a stick of that name that was mounted elsewhere."""
    return info.name == stick.name and is_away(info)


def centre_key(ws: Workspace, first: str = "") -> str | None:
    """Return the key to encrypt to the centre, from whichever place it is known; None if none.

    Args:
        ws: The workspace.
        first: Name of the place whose centre is meant before others.
    """
    names = sorted((info.name for info in remotes.listed(ws)), key=lambda name: name != first)
    return next((key for name in (*names, "") if (key := centre_recipient(ws, name))), None)


def look(stick: Path) -> Lying:
    """Return what lies on a stick; an empty ``Lying`` if it cannot be read."""
    place = stick / FOLDER
    return Lying(
        bundles=_count(place, "bundles/*/*.json") + _count(place, f"sealed/*{sealing.SUFFIX}"),
        copies=_count(stick, "*.kta") + _count(stick / COPIES, "*.kta"),
        receipts=_count(place, "receipts/*/*.json"),
        reviews=_count(place, "reviews/*/*.json"),
        assignments=_count(place, "assignments/*/*.json"),
        packs=_count(place, "packs/*/*.zip"),
    )


def _count(folder: Path, pattern: str) -> int:
    try:
        return sum(1 for path in folder.glob(pattern) if not path.name.startswith("."))
    except OSError as error:  # pulled out meanwhile
        _log.info("not read: %s: %s", folder, error)
        return 0


def give(
    ws: Workspace,
    stick: Stick,
    wanted: Wanted,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Given:
    """Write what is wanted onto a stick, read it back, and say what lies there now.

    An error of one audit lets the others pass. What was written before a stop stays.

    Raises:
        NoRecipientError: If it is to be encrypted and the key of the centre is not known.
        PlaceGoneError, PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If the stick cannot
            be used.
        CancelledError: If it was stopped.
    """
    if wanted.seal and centre_key(ws) is None:
        raise NoRecipientError(remote=stick.name)
    place = as_place(ws, stick, seal=wanted.seal)
    rows = _queued(ws, place, wanted) if wanted.outgoing else []
    course = Course(ws, UNKNOWN, 0, report, cancelled)
    errors = list(_send(course, place, rows)) if rows else []
    copies = (_copied(ws, stick, wanted.audit, report, cancelled),) if wanted.copy else ()
    report(1.0, "")
    return Given(
        remote=place.name,
        written=_written(ws, place, rows),
        copies=tuple(path for path in copies if path is not None),
        lying=look(stick.path),
        errors=tuple(errors),
    )


def as_place(ws: Workspace, stick: Stick, *, seal: bool | None = None) -> RemoteInfo:
    """List the folder on a stick as a place of delivery; one mounted elsewhere is followed.

    Args:
        ws: The workspace.
        stick: The stick.
        seal: Whether what is written there is encrypted to the centre; None leaves it.

    Raises:
        PlaceUnusableError, PlaceReadOnlyError, PlaceFullError: If the stick cannot be used.
    """
    folder = stick.path / FOLDER
    with reached(stick.path):
        folder.mkdir(exist_ok=True)
    known = place_on(ws, stick) or remotes.add_remote(ws, _free_name(ws, stick.name), str(folder))
    encrypt = known.encrypt if seal is None else seal
    if (known.url, known.encrypt) != (str(folder), encrypt):
        known = remotes.change(ws, known.name, RemoteSettings(url=str(folder), encrypt=encrypt))
    _expect_centre(ws, known)
    return known


def _expect_centre(ws: Workspace, place: RemoteInfo) -> None:
    """Let the centre behind a stick be the one that is known, if only one is."""
    keys = {info.centre_key for info in remotes.listed(ws)} - {None}
    with ws.store.begin() as connection:
        accepted = None if keys else known_keys.only_centre(connection)
        key = accepted.public_key if accepted is not None else None
        if len(keys) == 1:
            key = keys.pop()
        if place.centre_key is None and key is not None:
            outbox.pin(connection, place.name, key)


def _free_name(ws: Workspace, name: str) -> str:
    taken = {info.name for info in remotes.listed(ws)}
    tries = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in tries if one not in taken)


def _queued(ws: Workspace, place: RemoteInfo, wanted: Wanted) -> list[OutboxRow]:
    """Queue for the stick what waits for other places; the open audit where nothing does."""
    waiting = outgoing(deliveries(ws))
    if not waiting and wanted.audit is not None:
        delivering.queue(ws, wanted.audit, place.name)
    with ws.store.begin() as connection:
        for one in waiting:
            outbox.enqueue(connection, one.audit, one.revision, place.name)
        return [row for row in outbox.rows(connection, place.name) if row.state in TO_SEND]


def _written(
    ws: Workspace, place: RemoteInfo, rows: list[OutboxRow]
) -> tuple[tuple[str, int], ...]:
    ids = {row.id for row in rows}
    return tuple(
        (row.number, row.revision)
        for row in deliveries(ws)
        if row.key in ids and row.remote == place.name and row.state not in TO_SEND
    )


class _ByHand(Look):
    """Hindered by nothing but a wish to stop: a pause of the line is none of the stick."""

    @override
    def demand(self) -> None:
        """Let it go on."""


def _send(
    course: Course, place: RemoteInfo, rows: list[OutboxRow]
) -> Iterator[dict[str, JsonValue]]:
    """Bring versions to the place on a stick; yield what kept one of them from it."""
    look = _ByHand(course, place)
    pace = Pace(look)
    with _alone(course.ws, place), opened(course.ws, place, pace) as remote:
        remote.check_layout()
        visit = Visit(course, place, remote, look, pace)
        for row in rows:
            try:
                send_one(visit, row)
            except _OF_ALL:
                _set_back(course.ws, row)
                raise
            except KtaError as error:
                _set_back(course.ws, row, reason_of(error))
                yield reason_of(error)
            finally:
                course.ws.under_way.pulses.pop(row.id, None)


@contextmanager
def _alone(ws: Workspace, place: RemoteInfo) -> Iterator[None]:
    """Keep other sending from the stick meanwhile; one over a slow line is not waited for."""
    with ws.under_way.visiting(place.name, _OTHERS_LEAVE_S):
        yield


def _set_back(ws: Workspace, row: OutboxRow, reason: dict[str, JsonValue] | None = None) -> None:
    with ws.store.begin() as connection:
        outbox.set_state(connection, row.id, Delivery.QUEUED, reason)


def _copied(
    ws: Workspace, stick: Stick, audit: str | None, report: Report, cancelled: Cancelled
) -> Path | None:
    """Write a whole bundle of an audit for a colleague; it is read back and checked."""
    if audit is None:
        return None
    with ws.store.connect() as connection:
        number = entries.text(connection, audit, "@audit/number")
    report(0.0, _(COPYING).format(number=number))
    folder = stick.path / COPIES
    with reached(stick.path):
        folder.mkdir(exist_ok=True)
    target = folder / f"{_stem(number)}.kta"
    return packing.build(ws, audit, target, report=report, cancelled=cancelled).path


def _stem(number: str) -> str:
    """Return the number of an audit as part of a file name that every system takes."""
    return "".join(char if char.isalnum() or char in "-_" else "_" for char in number) or "audit"
