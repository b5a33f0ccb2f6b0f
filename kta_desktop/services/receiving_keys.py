"""Whose bundles are taken in: cards and decisions that lie at a place, and the key of a bundle."""

import logging
from typing import TYPE_CHECKING

from kta_desktop.errors import KtaError
from kta_desktop.exchange.documents import KeyEntry, Review, read
from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.exchange.remote import Remote
from kta_desktop.exchange.signing import fingerprint
from kta_desktop.services import register, trust
from kta_desktop.services.centre_errors import (
    AuthorDiffersError,
    KeyRevokedError,
    KeyUnknownError,
)
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, identity, known_keys, reviews, transfers
from kta_desktop.storage.known_keys import KeyState, KnownKey
from kta_desktop.storage.reviews import ReviewRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kta_desktop.exchange.findings import Verified

_CARD = "/card.json"
_SHOWN = 16  # characters of a fingerprint by which a sentence names a key
_log = logging.getLogger(__name__)


def learn(ws: Workspace, remote: Remote, mark: str, centre_key: bytes | None) -> list[str]:
    """Read the cards at a place that are new, and what the centre behind it says of keys.

    Returns what lies there about keys.

    Args:
        ws: The workspace.
        remote: The place.
        mark: Under which name it is kept what was read there.
        centre_key: Key of the centre, for a lead auditor's workspace.

    Raises:
        KtaError: If the place fails.
    """
    names = remote.names("keys")
    for name in names:
        if _is_heard(ws, mark, name):
            continue
        data = remote.read(name) or b""
        if name.endswith(_CARD):
            _learn_card(ws, name, data)
        elif centre_key is not None:
            _learn_entry(ws, centre_key, name, data)
        with ws.store.begin() as connection:
            transfers.hear(connection, mark, name)
    return names


def _is_heard(ws: Workspace, mark: str, name: str) -> bool:
    with ws.store.connect() as connection:
        return transfers.is_heard(connection, mark, name)


def _learn_card(ws: Workspace, name: str, data: bytes) -> None:
    from kta_desktop.services import register_cards

    try:
        said = register_cards.of_document(data, name)
    except KtaError:
        _log.warning("no card: %s", name)
        return
    if said.fingerprint == name.split("/")[1] and not is_own(ws, said.fingerprint):
        register.note_seen(ws, said.key, said.document)


def _learn_entry(ws: Workspace, centre_key: bytes, name: str, data: bytes) -> None:
    """Take over what the centre says of a key, as a lead auditor's workspace does."""
    try:
        said = read(KeyEntry, data, name)
    except DocumentWrongError:
        _log.warning("no entry about a key: %s", name)
        return
    if said.key == centre_key:
        trust.keep_entry(ws, said)


def is_own(ws: Workspace, name: str) -> bool:
    """Whether a key is one of this workspace, also one it had before it was restored."""
    with ws.store.connect() as connection:
        known = identity.device(connection, name)
    return known is not None and known.private_key is not None


def admit(ws: Workspace, key: bytes, url: str, name: str) -> None:
    """Raise if what a key signed is to be held; a key that was never seen gets into the register.

    Args:
        ws: The workspace.
        key: Who signed, 32 raw bytes.
        url: Address of the place.
        name: Of the manifest or file there; it may have been released.

    Raises:
        KeyUnknownError, KeyRevokedError: If nobody accepted the key, or it was revoked.
    """
    who = fingerprint(key)
    if is_own(ws, who):
        return
    known = register.note_seen(ws, key, None)
    with ws.store.connect() as connection:
        released = _is_released(connection, url, name)
    if known.state is KeyState.ACTIVE or released:
        return
    if known.state is KeyState.REVOKED:
        raise KeyRevokedError(where=name, key=who[:_SHOWN], reason=known.reason)
    raise KeyUnknownError(where=name, key=who[:_SHOWN])


def demand_author(ws: Workspace, verified: "Verified", url: str, name: str) -> None:
    """Raise if what was answered on the computer that signed bears another name than its card.

    What a bundle tells of other computers is told on the word of who signed it.

    Args:
        ws: The workspace.
        verified: The bundle.
        url: Address of the place.
        name: Of the manifest or file there; it may have been released.

    Raises:
        AuthorDiffersError: If so.
    """
    if is_own(ws, verified.device):
        return
    with ws.store.connect() as connection:
        known = known_keys.get(connection, verified.device)
    holder = None if known is None else register.holder_of(known)
    made = {one.author for one in verified.snapshot.changes if one.device == verified.device}
    if holder is None or made <= {holder.auditor}:
        return
    with ws.store.connect() as connection:
        if _is_released(connection, url, name):
            return
    raise AuthorDiffersError(where=name, key=verified.device[:_SHOWN], name=holder.name)


def _is_released(connection: "Connection", url: str, name: str) -> bool:
    return any(
        (row.place, row.name, row.state) == (url, name, "released")
        for row in reviews.held(connection)
    )


def hear_reviews(ws: Workspace, remote: Remote, mark: str) -> list[str]:
    """Keep the reviews at a place that others made and who may; return the names of all there.

    One by a key that may not review is left, and read again once it may.

    Raises:
        KtaError: If the place fails.
    """
    names = remote.names("reviews")
    for name in names:
        if not _is_heard(ws, mark, name):
            _hear_review(ws, remote, mark, name)
    return names


def _hear_review(ws: Workspace, remote: Remote, mark: str, name: str) -> None:
    try:
        said = read(Review, remote.read(name) or b"", name)
    except DocumentWrongError:
        _log.warning("no review: %s", name)
        return
    review = said.payload
    row = ReviewRow(
        id=review.id,
        audit=review.audit,
        revision=review.revision,
        sha256=review.sha256,
        fingerprint=said.fingerprint,
        document=said.document,
    )
    own = is_own(ws, said.fingerprint)
    with ws.store.begin() as connection:
        known = known_keys.get(connection, said.fingerprint)
        speaks = known is not None and _may_say(known, review.level)
        if own or (speaks and audits.get(connection, review.audit)):
            reviews.add_review(connection, row)
            transfers.hear(connection, mark, name)


def _may_say(known: KnownKey, level: str) -> bool:
    """Whether a key may review at a level: a lead auditor never speaks as the centre."""
    if known.state is not KeyState.ACTIVE:
        return False
    return known.role == "centre" or (known.role, level) == ("lead", "lead")
