"""Who put a pack into use: the document ``signature.json`` beside its files, and its check."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from kta_desktop.domain.canonical import JsonValue, canonical_json, json_hash, sha256_hex
from kta_desktop.i18n import N_
from kta_desktop.packs.errors import PackError, PackUnreadableError
from kta_desktop.packs.workbook_files import pack_files

FILE = "signature.json"
FORMAT = "kta-pack-signature/1"
_LARGEST = 1 << 16  # bytes; a signature with the one it was received under has 1500
_TEXTS = ("pack", "version", "sha256", "definition", "device", "key", "person", "time")


class PackTamperedError(PackError):
    """The files of a pack are not those that were signed. Details: ``pack``, ``path``."""

    code: ClassVar[str] = "pack-tampered"
    text: ClassVar[str] = N_(
        "The pack «{pack}» is not the one that was signed: a file was changed, added or taken "
        "away, or the signature is missing. It is not used. Install it again from its workbook."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed which files.

    Attributes:
        pack: Id of the pack.
        version: Version of the pack.
        sha256: Hash of the list of its files with their hashes.
        definition: Version (SHA-256) of its compiled definition when it was signed.
        device: Fingerprint of the key.
        key: Public key, hexadecimal.
        person: Who signed.
        time: When, ISO 8601, UTC.
        received: The signature under which it was received; None if it was made here.
    """

    pack: str
    version: str
    sha256: str
    definition: str
    device: str
    key: str
    person: str
    time: str
    received: Mapping[str, JsonValue] | None = None

    def payload(self) -> dict[str, JsonValue]:
        """Return what is signed."""
        found: dict[str, JsonValue] = {name: getattr(self, name) for name in _TEXTS}
        return {"format": FORMAT, **found, "received": self.received}

    def document(self, signature: bytes) -> bytes:
        """Return ``signature.json`` with the 64 bytes that were made over the payload."""
        sign = base64.b64encode(signature).decode()
        return canonical_json({**self.payload(), "signature": sign}) + b"\n"


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return the hash of the files of a pack: of their names and hashes."""
    return json_hash({name: sha256_hex(content) for name, content in files.items()})


def read_signature(document: bytes, files: Mapping[str, bytes], pack: str) -> Signature:
    """Return the signature of the files of a pack after checking it.

    Raises:
        PackTamperedError: If it is no signature of exactly these files, or does not hold.
    """
    try:
        data = json.loads(document)
        signature = _signature(data)
        raw = base64.b64decode(data["signature"], validate=True)
        _verify(bytes.fromhex(signature.key), raw, canonical_json(signature.payload()))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PackTamperedError(pack=pack, path=FILE) from error
    is_ours = signature.device == sha256_hex(bytes.fromhex(signature.key))
    if signature.sha256 != content_hash(files) or signature.pack != pack or not is_ours:
        raise PackTamperedError(pack=pack, path=FILE)
    return signature


def _signature(data: Any) -> Signature:
    if data["format"] != FORMAT or not all(isinstance(data[name], str) for name in _TEXTS):
        raise ValueError(FORMAT)
    return Signature(**{name: data[name] for name in _TEXTS}, received=data["received"])


def _verify(key: bytes, signature: bytes, payload: bytes) -> None:
    """Raise ``ValueError`` unless ``signature`` was made over ``payload`` with ``key``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, payload)
    except InvalidSignature as error:
        raise ValueError(FILE) from error


def signature_of(folder: Path) -> Signature:
    """Return the checked signature of the installed pack in ``folder``.

    Raises:
        PackTamperedError: If its files are not those that were signed.
    """
    pack = folder.name
    try:
        files = pack_files(folder)
        place = folder / FILE
        if not place.is_file() or place.stat().st_size > _LARGEST:
            raise PackTamperedError(pack=pack, path=place)
        document = place.read_bytes()
    except (OSError, PackUnreadableError) as error:
        raise PackTamperedError(pack=pack, path=folder) from error
    return read_signature(document, files, pack)
