"""Telling an auditor that a bundle could not be taken in, and which files have to come again."""

import hashlib
from collections.abc import Mapping
from typing import cast

from kta_desktop import __version__
from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.ids import new_id, rise_above
from kta_desktop.errors import KtaError
from kta_desktop.exchange.documents import Review, written
from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleChainError,
    BundleIncompleteError,
    BundleNameError,
    BundleSchemaError,
    BundleStateError,
    BundleTooLargeError,
    BundleTooNewError,
    BundleUnexpectedError,
    RemoteDamagedError,
    RemoteMissingError,
)
from kta_desktop.exchange.outbox import DeliveredSource, Manifest
from kta_desktop.exchange.remote import Remote
from kta_desktop.services import register
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity, outbox, reviews, transfers
from kta_desktop.storage.clock import now
from kta_desktop.storage.reviews import ReviewRow

_OF_FILES = (BundleAlteredError, BundleIncompleteError, RemoteDamagedError, RemoteMissingError)
_FOR_EVER = (
    BundleSchemaError,
    BundleChainError,
    BundleStateError,
    BundleUnexpectedError,
    BundleNameError,
    BundleTooLargeError,
    BundleTooNewError,
)
_TOLD = "refusal/"
_LONGEST = 500  # characters of a file name in a review


def tell(ws: Workspace, remote: Remote, name: str, sent: Manifest, error: KtaError) -> bool:
    """Keep a signed refusal of a bundle unless the same was said already; return whether it is new.

    It is brought to the place with all else that was said here.

    Args:
        ws: The workspace of the centre.
        remote: Where the bundle lies.
        name: Of its manifest there.
        sent: Its manifest.
        error: Why it is refused.
    """
    faults = _faults(remote, name, sent) if isinstance(error, _OF_FILES) else {}
    key = f"{_TOLD}{sent.audit}/{sent.sha256}"
    reason = canonical_json({"code": error.code, "files": dict(faults)}).decode()
    with ws.store.connect() as connection:
        if identity.get_meta(connection, key) == reason:
            return False
        for row in reviews.reviews(connection, sent.audit):
            rise_above(row.id)
    signer = register.signer(ws)
    review = Review(
        id=new_id(),
        audit=sent.audit,
        revision=sent.revision,
        sha256=sent.sha256,
        level="centre",
        verdict="refused",
        code=error.code,
        files=[name[:_LONGEST] for name in faults],
        by=ws.profile.name[:_LONGEST],
        at=now(),
    )
    row = ReviewRow(
        id=review.id,
        audit=review.audit,
        revision=review.revision,
        sha256=review.sha256,
        fingerprint=signer.fingerprint,
        document=written(review, signer),
    )
    with ws.store.begin() as connection:
        reviews.add_review(connection, row)
        identity.set_meta(connection, key, reason)
    return True


def remember(ws: Workspace, place: str, name: str, error: KtaError) -> None:
    """Write down that a bundle can never be taken in by this version of the program.

    Its objects are named by their hashes, so what was read is what will ever be read. A missing or
    damaged one may come again, and what does not fit the audit here may fit it later.
    """
    if isinstance(error, _FOR_EVER):
        with ws.store.begin() as connection:
            transfers.hear(connection, _mark(place), name)


def lasting(ws: Workspace, place: str, name: str) -> Mapping[str, JsonValue] | None:
    """Return why a bundle can never be taken in; None if that has to be looked at (again)."""
    with ws.store.connect() as connection:
        if not transfers.is_heard(connection, _mark(place), name):
            return None
        rows = outbox.quarantined(connection, name)
    return cast("Mapping[str, JsonValue]", rows[0].reason) if rows else None


def _mark(place: str) -> str:
    return f"refused/{__version__}/{place}"


def _faults(remote: Remote, name: str, sent: Manifest) -> dict[str, str]:
    """Return the files that are missing or damaged, with what lies there in their place."""
    source = DeliveredSource(remote, name, sent.files)
    found = {file.name: _found(source, file.name) for file in sent.files}
    return {file.name: found[file.name] for file in sent.files if found[file.name] != file.sha256}


def _found(source: DeliveredSource, name: str) -> str:
    """Return the hash of what lies there as a file; why it cannot be read otherwise."""
    digest = hashlib.sha256()
    try:
        for chunk in source.chunks(name):
            digest.update(chunk)
    except _OF_FILES as error:
        return error.code
    return digest.hexdigest()
