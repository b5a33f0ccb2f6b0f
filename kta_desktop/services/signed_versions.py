"""Versions that persons sign stay the same to the byte, and carry those signatures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kta_desktop.domain.canonical import JsonValue, canonical_json, sha256_hex
from kta_desktop.errors import KtaError
from kta_desktop.exchange import layout
from kta_desktop.exchange.bag import Bag
from kta_desktop.exchange.signatures import with_further
from kta_desktop.i18n import N_
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import contents, signatures
from kta_desktop.storage.signatures import SignedVersion

_SHEETS = "data/sheets/"


class SignedVersionError(KtaError):
    """A signed version no longer packs to the bytes that were signed. Details: ``revision``."""

    code: ClassVar[str] = "signed-version-differs"
    text: ClassVar[str] = N_(
        "Version {revision} was signed, and this release of the program packs it differently. "
        "The audit and the signatures are kept. Sign it again: that closes a new version."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVersion:
    """What the program made of a version when it was first signed.

    Attributes:
        version: Which.
        assessment: What the figures came to.
        sheets: Printed sheets by name, without folder and suffix.
    """

    version: SignedVersion
    assessment: JsonValue
    sheets: Mapping[str, bytes]


def kept(ws: Workspace, audit: str, revision: int) -> KeptVersion | None:
    """Return what was kept of a version of this device; None if nobody signs it.

    Raises:
        KtaError: If it cannot be read.
    """
    with ws.store.connect() as connection:
        found = signatures.versions(connection, audit)
        here = (one for one in found if (one.revision, one.device) == (revision, ws.device))
        version = next((one for one in here if one.assessment), None)
        if version is None:
            return None
        told = b"".join(contents.read(connection, version.assessment))
        sheets = {
            name: b"".join(contents.read(connection, sha256))
            for name, sha256 in version.sheets.items()
        }
    return KeptVersion(version=version, assessment=json.loads(told), sheets=sheets)


def with_signatures(ws: Workspace, packed: Bag, known: KeptVersion | None) -> Bag:
    """Return a bag with the signatures that persons gave over it.

    Raises:
        SignedVersionError: If it is not what they signed.
    """
    if known is not None and packed.sha256 != known.version.sha256:
        raise SignedVersionError(revision=packed.revision)
    with ws.store.connect() as connection:
        further = [one.data for one in signatures.of(connection, packed.sha256)]
    return with_further(packed, further) if further else packed


def keep(ws: Workspace, packed: Bag) -> SignedVersion:
    """Keep what a bag holds that the program made, so that it can be laid out again; return it.

    Raises:
        KtaError: If it cannot be stored.
    """
    files = {member.name: member for member in packed.members}
    state = json.loads(b"".join(files[layout.AUDIT].open()))
    assessment = canonical_json(state["assessment"])
    sheets = {name: one for name, one in files.items() if name.startswith(_SHEETS)}
    version = SignedVersion(
        audit=packed.audit,
        revision=packed.revision,
        sha256=packed.sha256,
        device=ws.device,
        listing=b"".join(files[layout.TAGMANIFEST].open()),
        assessment=sha256_hex(assessment),
        sheets={
            name.removeprefix(_SHEETS).removesuffix(".pdf"): one.sha256
            for name, one in sheets.items()
        },
    )
    with ws.store.begin() as connection:
        contents.put(connection, version.assessment, "application/json", [assessment])
        for one in sheets.values():
            contents.put(connection, one.sha256, "application/pdf", one.open())
        signatures.keep_version(connection, version)
    return version
