"""One version brought to one place: as objects and a manifest, or as one encrypted file.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

import time

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange.bag import Bag
from kta_desktop.exchange.errors import CancelledError, SealedFolderOnlyError
from kta_desktop.i18n import N_, _
from kta_desktop.services import channel, packing
from kta_desktop.services.delivering_rows import is_refused
from kta_desktop.services.proofs import Proven
from kta_desktop.services.sending_course import Visit
from kta_desktop.services.underway import Pulse
from kta_desktop.storage import entries, outbox
from kta_desktop.storage import remotes as stored
from kta_desktop.storage.outbox import OutboxRow

SENDING = N_("Sending {number}")
_NOTED = 4 << 20  # bytes between two notes of how far a delivery is
_NOTED_S = 2.0  # seconds between them on a slow line


def send_one(visit: Visit, row: OutboxRow) -> None:
    """Send what is queued in ``row`` and write down that every hash of it was confirmed.

    Raises:
        KtaError: If it stops in any way; what is at the place stays there.
    """
    ws = visit.course.ws
    with ws.store.connect() as connection:
        is_sealed = stored.options(connection, visit.target.name).get("encrypt") is True
        number = entries.text(connection, row.audit, "@audit/number")
    bag = visit.course.bag(row)
    text = _(SENDING).format(number=number)
    total = (_send_sealed if is_sealed else _send_objects)(visit, row, bag, text)
    with ws.store.begin() as connection:
        outbox.set_done(connection, row.id, total)
        outbox.set_state(connection, row.id, Delivery.DELIVERED)
        detail: dict[str, JsonValue] = {
            "remote": row.remote,
            "revision": row.revision,
            "sha256": bag.sha256,
        }
        outbox.note(connection, "delivery", row.audit, {**detail, "sealed": is_sealed})
    visit.course.delivered.append(row.audit)


def _send_objects(visit: Visit, row: OutboxRow, bag: Bag, text: str) -> int:
    """Bring a bundle as objects and a manifest; return its bytes."""
    from kta_desktop.exchange.outbox import Way, send
    from kta_desktop.exchange.parts import shipment

    ws, load = visit.course.ws, shipment(bag)
    with ws.store.begin() as connection:
        outbox.begin_sending(connection, row.id, bag.sha256, load.size)
    meter = _Meter(visit, row, load.size, text)
    way = Way(step=meter.step, proofs=meter.proofs, is_doubted=is_refused(row.error))
    try:
        send(visit.place, load, packing.signer(ws), way)
    finally:
        meter.write()
    return load.size


def _send_sealed(visit: Visit, row: OutboxRow, bag: Bag, text: str) -> int:
    """Bring a bundle as one encrypted file; return its bytes.

    Raises:
        SealedFolderOnlyError: If the place is no folder: nothing goes there unencrypted instead.
    """
    from kta_desktop.services.sending_sealed import send_sealed

    course, target = visit.course, visit.target
    if channel.is_line(target.url):
        raise SealedFolderOnlyError(where=target.name)
    with course.ws.store.begin() as connection:
        outbox.begin_sending(connection, row.id, bag.sha256, bag.size)

    def report(fraction: float, _words: str) -> None:
        course.ws.under_way.pulses[row.id] = Pulse(done=round(fraction * bag.size))
        course.report(fraction, text)

    size = send_sealed(course.ws, target, bag, report, course.cancelled)
    with course.ws.store.begin() as connection:
        outbox.begin_sending(connection, row.id, bag.sha256, size)
    return size


class _Meter:
    """Counts bytes at the remote, tells the user, and writes them down now and then."""

    def __init__(self, visit: Visit, row: OutboxRow, total: int, text: str) -> None:
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
