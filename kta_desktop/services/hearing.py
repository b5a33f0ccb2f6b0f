"""What the centre answers: receipts, reviews, keys, assignments and packs, read in one exchange.

Every document is read once and kept as it was signed. One that is not believed is told and left
where it is; the others are taken.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.documents import Assignment, Review, Said, read
from kta_desktop.exchange.errors import (
    CancelledError,
    DocumentForeignError,
    DocumentWrongError,
    ReceiptForeignError,
    ReceiptWrongError,
    RefusedByCentreError,
    RemoteMissingError,
    RemoteTakenError,
)
from kta_desktop.exchange.network_errors import REPEATING, NetworkError
from kta_desktop.exchange.outbox import Manifest, listing, read_manifest, read_receipt
from kta_desktop.exchange.parts import shipment
from kta_desktop.exchange.remote import Remote, bundle_name, card_name, receipt_name
from kta_desktop.services import offered, packing, register, trust
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.trust import Trust
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries, outbox, reviews, transfers
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.outbox import OutboxRow
from kta_desktop.storage.reviews import AssignmentRow, ReviewRow

_STATES = {"accepted": Delivery.ACCEPTED, "returned": Delivery.RETURNED}
_OF_THE_PLACE: tuple[type[KtaError], ...] = (
    *REPEATING,
    NetworkError,
    CancelledError,
    WorkspaceError,
)
_MISSING = ("bundle-missing-file", "bundle-altered", "remote-missing", "remote-damaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was new at a place.

    Attributes:
        received: Ids of audits for which the receipt came.
        reviews: Ids of audits that were accepted, returned or refused.
        keys: Fingerprints of keys about which the centre said something, our own among them.
        assignments: Ids of audits handed out.
        packs: Names of packs that can be installed.
        errors: What was not believed or could not be read, as errors are printed.
    """

    received: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    errors: tuple[dict[str, JsonValue], ...] = ()


@dataclass
class _Visit:
    """A place being listened to."""

    ws: Workspace
    place: Remote
    trust: Trust
    received: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)
    packs: tuple[str, ...] = ()
    errors: list[dict[str, JsonValue]] = field(default_factory=list)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Let an error of one document not keep the others; one of the place goes further."""
        try:
            yield
        except _OF_THE_PLACE:
            raise
        except KtaError as error:
            self.errors.append(reason_of(error))

    def rows(self) -> list[OutboxRow]:
        """Return what was sent to this place, oldest first."""
        with self.ws.store.connect() as connection:
            return outbox.rows(connection, self.trust.remote)

    def fresh(self, folder: str) -> Iterator[str]:
        """Yield the documents in a folder that were not read before."""
        for name in self.place.names(folder):
            with self.ws.store.connect() as connection:
                known = transfers.is_heard(connection, self.trust.remote, name)
            if not known:
                yield name

    def done(self, name: str) -> None:
        """Write down that a document was read."""
        with self.ws.store.begin() as connection:
            transfers.hear(connection, self.trust.remote, name)


def hear(ws: Workspace, place: Remote, remote: str) -> Heard:
    """Read what is new for this computer at a place, and lay the card of its key there.

    Args:
        ws: The workspace.
        place: The place; its layout was checked.
        remote: Its name.

    Raises:
        KtaError: If the place fails; what was read until then is kept.
    """
    visit = _Visit(ws, place, Trust(ws, place, remote))
    with visit.apart():
        _introduce(visit)
    _receipts(visit)
    _reviews(visit)
    _own_key(visit)
    _assignments(visit)
    with visit.apart():
        visit.packs = offered.fetch(ws, place, visit.trust)
    return Heard(
        received=tuple(visit.received),
        reviews=tuple(visit.reviews),
        keys=tuple(visit.keys),
        assignments=tuple(visit.assignments),
        packs=visit.packs,
        errors=tuple(visit.errors),
    )


def _introduce(visit: _Visit) -> None:
    """Lay our card at the place, once; one of an earlier profile stays as it is."""
    name = card_name(visit.ws.device)
    with visit.ws.store.connect() as connection:
        known = transfers.is_heard(connection, visit.trust.remote, name)
    if known:
        return
    try:
        visit.place.put(name, register.my_card(visit.ws))
    except RemoteTakenError:
        if visit.place.read(name) is None:
            raise
    visit.done(name)


def _receipts(visit: _Visit) -> None:
    """Read the receipts of what was delivered and has none yet."""
    for row in visit.rows():
        if row.state is Delivery.DELIVERED:
            with visit.apart():
                _receipt(visit, row)


def _receipt(visit: _Visit, row: OutboxRow) -> None:
    ws, sha256 = visit.ws, row.sha256 or ""
    if visit.place.size(receipt_name(row.audit, sha256)) is None:
        return
    found = read_receipt(visit.place, _sent(visit, row, sha256), visit.trust.centre)
    if found is None:
        return
    if not visit.trust.is_centre(found.centre_key) and found.centre_key != ws.public_key:
        raise ReceiptForeignError(where=receipt_name(row.audit, sha256))
    with ws.store.begin() as connection:
        outbox.add_receipt(connection, row.audit, sha256, row.revision, found.document)
        outbox.set_state(connection, row.id, Delivery.RECEIVED)
    visit.received.append(row.audit)


def _sent(visit: _Visit, row: OutboxRow, sha256: str) -> Manifest:
    """Return what was sent; an encrypted file has no manifest, so that is made anew."""
    name = bundle_name(row.audit, row.revision, sha256)
    if visit.place.size(name) is not None:
        sent = read_manifest(visit.place, name)
        if sent.device != visit.ws.device:
            raise ReceiptWrongError(where=sha256)
        return sent.manifest
    load = shipment(packing.assemble(visit.ws, row.audit, row.revision))
    if load.bag.sha256 != sha256:  # packed by another version of the program
        raise RemoteMissingError(where=name)
    return listing(load)


def _reviews(visit: _Visit) -> None:
    """Read what was said of the audits that were sent to this place."""
    for audit in dict.fromkeys(row.audit for row in visit.rows()):
        for name in visit.fresh(f"reviews/{audit}"):
            with visit.apart():
                _review(visit, audit, name)


def _review(visit: _Visit, audit: str, name: str) -> None:
    said = read(Review, visit.place.read(name) or b"", name)
    review = said.payload
    if (review.audit, f"{review.id}.json") != (audit, name.rpartition("/")[2]):
        raise DocumentWrongError(where=name)
    believed = visit.trust.is_speaker if review.level == "lead" else visit.trust.is_centre
    if not believed(said.key):
        raise DocumentForeignError(where=name, fingerprint=said.fingerprint)
    row = ReviewRow(
        id=review.id,
        audit=audit,
        revision=review.revision,
        sha256=review.sha256,
        fingerprint=said.fingerprint,
        document=said.document,
    )
    with visit.ws.store.begin() as connection:
        is_kept = reviews.add_review(connection, row)
    if not is_kept:
        raise DocumentWrongError(where=name)
    _follow(visit, said)
    visit.done(name)
    visit.reviews.append(audit)


def _follow(visit: _Visit, said: Said[Review]) -> None:
    """Let the delivery stand as the review says; a lead's word does not stand for the centre's."""
    review = said.payload
    if not _is_a_word(review) or _is_overtaken(visit, review):
        return
    for row in visit.rows():
        if (row.audit, row.sha256) != (review.audit, review.sha256):
            continue
        if review.verdict == "refused":
            _refused(visit, row, review)
            continue
        with visit.ws.store.begin() as connection:
            outbox.set_state(connection, row.id, _STATES[review.verdict])


def _is_a_word(review: Review) -> bool:
    return (review.verdict, review.level) != ("accepted", "lead")


def _is_overtaken(visit: _Visit, review: Review) -> bool:
    """Whether something later was said of the same version: a place may give what is older last.

    What a lead auditor says overtakes no word of the centre, however far ahead his clock is.
    """
    with visit.ws.store.connect() as connection:
        rows = reviews.reviews(connection, review.audit)
    later = [row for row in rows if row.id > review.id and row.sha256 == review.sha256]
    said = (read(Review, row.document, row.id).payload for row in later)
    weighing = [one for one in said if _is_a_word(one)]
    return any(one.level == "centre" or review.level == "lead" for one in weighing)


def _refused(visit: _Visit, row: OutboxRow, review: Review) -> None:
    """Write down why a bundle was not taken in; what was missing is sent again by itself.

    What else was wrong with it would be refused again: it waits for a person.
    """
    if row.state in (Delivery.RECEIVED, Delivery.ACCEPTED):
        return  # it was taken in since
    sent = _sent(visit, row, review.sha256)
    lost = [part.sha256 for name in review.files for part in sent.objects(name)]
    may_help = bool(lost) and review.code in _MISSING
    files = ", ".join(_shown(visit.ws, row.audit, review.files)) or "—"
    with visit.ws.store.begin() as connection:
        for sha256 in lost:
            transfers.doubt(connection, visit.trust.remote, sha256)
        number = entries.text(connection, row.audit, "@audit/number")
        reason = reason_of(RefusedByCentreError(where=number, files=files, reason=review.code))
        state = Delivery.QUEUED if may_help else Delivery.DELIVERED
        outbox.set_state(connection, row.id, state, reason)


def _shown(ws: Workspace, audit: str, names: list[str]) -> list[str]:
    """Return files of a bundle by the names that the auditor gave them."""
    with ws.store.connect() as connection:
        held, _ids = entries.load(connection, audit)
    given = {
        proof.sha256: proof.name for path, value in held.items() if (proof := _proof(path, value))
    }
    return [
        given.get(name.rpartition("/")[2].partition(".")[0], name.rpartition("/")[2])
        for name in names
    ]


def _proof(path: str, value: JsonValue) -> Evidence | None:
    is_proof = "#evidence:" in path and isinstance(value, Mapping)
    return Evidence.from_json(value) if is_proof and isinstance(value, Mapping) else None


def _own_key(visit: _Visit) -> None:
    """Hear whether the key of this computer is taken, or was revoked."""
    with visit.apart():
        entry = visit.trust.own_entry()
        if entry is None:
            return
        known = trust.own_state(visit.ws)
        if known is None or known["id"] != entry.id:
            trust.remember_own(visit.ws, entry)
            visit.keys.append(entry.fingerprint)


def _assignments(visit: _Visit) -> None:
    """Read the audits that are handed out to the user of this computer."""
    own = visit.ws.profile.id
    for name in visit.fresh(f"assignments/{own}"):
        with visit.apart():
            said = read(Assignment, visit.place.read(name) or b"", name)
            given = said.payload
            if (given.auditor, f"{given.id}.json") != (own, name.rpartition("/")[2]):
                raise DocumentWrongError(where=name)
            if not visit.trust.is_centre(said.key):
                raise DocumentForeignError(where=name, fingerprint=said.fingerprint)
            row = AssignmentRow(
                id=given.id, auditor=own, fingerprint=said.fingerprint, document=said.document
            )
            with visit.ws.store.begin() as connection:
                reviews.add_assignment(connection, row)
            visit.done(name)
            visit.assignments.append(given.id)
