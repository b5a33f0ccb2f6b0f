"""Deliveries and receipts as pages and scripts show them; nothing here is sent."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services import channel
from kta_desktop.services.channel import UNKNOWN, Channel, NetworkNow, Waiting
from kta_desktop.services.underway import Halt
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries, outbox, reviews
from kta_desktop.storage.outbox import OutboxRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

TO_SEND = (Delivery.QUEUED, Delivery.SENDING)
REFUSED = "refused-by-centre"
_MOST_REFUSALS = 2  # by the centre, of one bundle, before a person has to look
_OF_HALT = {
    "offline": Waiting.NETWORK,
    "captive-portal": Waiting.PORTAL,
    "place-gone": Waiting.PLACE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One audit at one revision on its way, as shown.

    Attributes:
        audit: Id of the audit.
        number: Its number, such as ``KTA-2026-014``.
        revision: Number of the revision.
        remote: Name of the remote.
        state: Green only from ``RECEIVED`` on.
        bytes_total: Bytes of all its files; 0 before sending began.
        bytes_done: Of these, how many are at the remote.
        error: What stopped it last, as an error is printed; None if nothing did.
        updated_at: ISO time (UTC).
        sha256: Name of the bundle; None before sending began.
        key: Id of the row, as ``move_first`` and ``resend`` take it.
        priority: The higher is sent first; 0 unless a person moved it.
        place_in_queue: 1 for the next one at its place; 0 if it is not to be sent.
        waits_for: What it waits for; None if it is being sent, is next, or has arrived.
        again_at: ISO time (UTC) of the next try where it waits for ``RETRY``; else empty.
        refused: Names of the files that the centre says are missing or damaged.
        is_under_way: Whether its bytes are moving at this moment.
        seconds_left: How long it will still take at the pace of now; None if not known.
    """

    audit: str
    number: str
    revision: int
    remote: str
    state: Delivery
    bytes_total: int
    bytes_done: int
    error: Mapping[str, object] | None
    updated_at: str
    sha256: str | None
    key: str = ""
    priority: int = 0
    place_in_queue: int = 0
    waits_for: Waiting | None = None
    again_at: str = ""
    refused: tuple[str, ...] = ()
    is_under_way: bool = False
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """The centre's word for one version.

    Attributes:
        audit: Id of the audit.
        number: Its number.
        revision: Number of the version.
        at: ISO time (UTC) at which the centre received it.
        result: ``RECEIVED``, or what a later review says: ``ACCEPTED``, ``RETURNED``.
        comments: How many comments the reviews of this version have, those opened again, too.
        fingerprint: Name of the centre's key that signed the receipt.
        remote: Name of the place it was sent to; empty if that is no longer listed.
    """

    audit: str
    number: str
    revision: int
    at: str
    result: Delivery
    comments: int
    fingerprint: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one exchange with the remotes came to.

    Attributes:
        delivered: Audits of which every hash was confirmed at the remote.
        received: Audits for which the centre's receipt came.
        waiting: Audits that are still queued, under way, or without a receipt.
        errors: What went wrong, each once, as errors are printed.
        stopped: Whether the user stopped it, or an error that would have met every audit.
        refused: Audits that the centre could not take in; what it named is brought again.
        reviews: Audits for which a review came.
        assignments: Ids of audits that were handed out.
        packs: Sector packs that came, as ``id version``.
        keys: Fingerprints of keys about which the centre said something.
        waits_for: Name of a place to what keeps it from being sent to now.
        bytes_sent: Bytes that went over the line, without what was there already.
        under_way: Whether somebody else visits one of the places already; it was left to them.
    """

    delivered: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    errors: tuple[dict[str, JsonValue], ...] = ()
    stopped: bool = False
    refused: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    waits_for: tuple[tuple[str, Waiting], ...] = ()
    bytes_sent: int = 0
    under_way: bool = False


@dataclass(frozen=True)
class _Known:
    """What the rows of all places are shown by."""

    ws: Workspace
    urls: Mapping[str, str]
    chosen: Channel
    network: NetworkNow
    at: datetime


def deliveries(ws: Workspace, network: NetworkNow = UNKNOWN) -> tuple[DeliveryRow, ...]:
    """Return everything that was queued, oldest first.

    Args:
        ws: The workspace.
        network: What is known of the network now; decides what rows are said to wait for.
    """
    at = datetime.now().astimezone()
    with ws.store.connect() as connection:
        urls = {row.name: row.url for row in outbox.remotes(connection)}
        known = _Known(ws, urls, channel.stored(connection), network, at)
        found = outbox.rows(connection)
        places = dict(_places(found))
        numbers = {row.audit: entries.text(connection, row.audit, "@audit/number") for row in found}
    return tuple(_shown(known, row, numbers[row.audit], places.get(row.id, 0)) for row in found)


def _places(rows: Iterable[OutboxRow]) -> Iterator[tuple[str, int]]:
    """Yield id and place in the queue of its remote, from 1, of what is to be sent."""
    counts: dict[str, int] = {}
    for row in sorted(rows, key=in_turn):
        if row.state in TO_SEND:
            counts[row.remote] = counts.get(row.remote, 0) + 1
            yield row.id, counts[row.remote]


def in_turn(row: OutboxRow) -> tuple[int, bool, str]:
    """Return what the queue is sorted by: priority, what was begun, age."""
    return -row.priority, row.bytes_done == 0, row.id


def _shown(known: _Known, row: OutboxRow, number: str, place: int) -> DeliveryRow:
    pulse = known.ws.under_way.pulses.get(row.id)
    halt = known.ws.under_way.halts.get(row.remote)
    waits = None if pulse is not None else _waits(known, row, place, halt)
    return DeliveryRow(
        audit=row.audit,
        number=number,
        revision=row.revision,
        remote=row.remote,
        state=row.state,
        bytes_total=row.bytes_total,
        bytes_done=row.bytes_done if pulse is None else pulse.done,
        error=row.error,
        updated_at=row.updated_at,
        sha256=row.sha256,
        key=row.id,
        priority=row.priority,
        place_in_queue=place,
        waits_for=waits,
        again_at=halt.again_at if halt is not None and waits is Waiting.RETRY else "",
        refused=refused_files(row.error),
        is_under_way=pulse is not None,
        seconds_left=None if pulse is None else pulse.seconds_left,
    )


def _waits(known: _Known, row: OutboxRow, place: int, halt: Halt | None) -> Waiting | None:
    if row.state is Delivery.DELIVERED:
        return Waiting.PERSON if is_refused(row.error) else Waiting.RECEIPT
    if row.state not in TO_SEND:
        return None
    if row.error is not None and not (is_refused(row.error) and may_repeat(known.ws, row)):
        return Waiting.PERSON
    url = known.urls.get(row.remote, "")
    hindered = channel.may_send_to(url, known.chosen, known.network, known.at)
    if hindered is not None:
        return hindered
    if halt is not None:
        return _of_halt(halt)
    return Waiting.TURN if place > 1 else None


def _of_halt(halt: Halt) -> Waiting:
    """Return what a place is waited for that could not be sent to."""
    found = _OF_HALT.get(str(halt.error["code"]))
    return found or (Waiting.RETRY if halt.is_passing else Waiting.PERSON)


def is_refused(error: Mapping[str, object] | None) -> bool:
    """Whether it was the centre that could not take a bundle in."""
    return error is not None and error.get("code") == REFUSED


def refused_files(error: Mapping[str, object] | None) -> tuple[str, ...]:
    """Return the files that a refusal by the centre names, as the auditor named them."""
    details = error.get("details") if is_refused(error) and error is not None else None
    files = str(details.get("files", "")) if isinstance(details, Mapping) else ""
    return tuple(name for name in files.split(", ") if name not in ("", "—"))


def may_repeat(ws: Workspace, row: OutboxRow) -> bool:
    """Whether a delivery is sent without being asked for: not what the centre refuses each time."""
    if not is_refused(row.error):
        return True
    with ws.store.connect() as connection:
        said = _said(connection, row.audit).get(row.sha256 or "", [])
    return sum(one["verdict"] == "refused" for one in said) <= _MOST_REFUSALS


def waiting(ws: Workspace) -> tuple[int, int]:
    """Return how many deliveries wait for being sent, and how many audits came back with comments.

    Of an audit the newest version counts: one that answers is on its way, or back itself.
    """
    with ws.store.connect() as connection:
        rows = outbox.rows(connection)
    newest: dict[str, int] = {}
    for row in rows:
        newest[row.audit] = max(newest.get(row.audit, 0), row.revision)
    back = {
        row.audit
        for row in rows
        if row.state is Delivery.RETURNED and row.revision == newest[row.audit]
    }
    return sum(row.state in TO_SEND for row in rows), len(back)


def receipts(ws: Workspace) -> tuple[ReceiptRow, ...]:
    """Return the receipts of the centre, the newest first."""
    with ws.store.connect() as connection:
        found = outbox.receipts(connection)
        remotes = {(row.audit, row.sha256): row.remote for row in outbox.rows(connection)}
        said = _said(connection)
        rows = [
            _receipt(connection, document, remotes, said.get(sha256, []))
            for sha256, document in found
        ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.revision), reverse=True))


def _said(
    connection: "Connection", audit: str | None = None
) -> dict[str, list[Mapping[str, JsonValue]]]:
    """Return what the reviews of each bundle say, oldest first; they were believed when heard."""
    found: dict[str, list[Mapping[str, JsonValue]]] = {}
    for row in reviews.reviews(connection, audit):
        found.setdefault(row.sha256, []).append(json.loads(row.document)["payload"])
    return found


def _receipt(
    connection: "Connection",
    document: bytes,
    remotes: Mapping[tuple[str, str | None], str],
    said: list[Mapping[str, JsonValue]],
) -> ReceiptRow:
    told = json.loads(document)["payload"]
    comments = [one.get(kind) for one in said for kind in ("comments", "reopened")]
    return ReceiptRow(
        audit=told["audit"],
        number=entries.text(connection, told["audit"], "@audit/number"),
        revision=told["revision"],
        at=told["received_at"],
        result=_result([str(one["verdict"]) for one in said]),
        comments=sum(len(each) for each in comments if isinstance(each, list)),
        fingerprint=told["by"],
        remote=remotes.get((told["audit"], told["sha256"]), ""),
    )


def _result(verdicts: list[str]) -> Delivery:
    last = next((one for one in reversed(verdicts) if one != "refused"), "")
    return {"accepted": Delivery.ACCEPTED, "returned": Delivery.RETURNED}.get(
        last, Delivery.RECEIVED
    )
