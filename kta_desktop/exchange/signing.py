"""Ed25519 signatures: detached ones in bundles, enveloped ones around documents on a remote."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kta_desktop.domain.canonical import JsonValue, canonical_json, sha256_hex

_KEY, _SIGNATURE = 32, 64  # bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """A device that signs.

    Attributes:
        public_key: 32 raw bytes.
        sign: Makes the 64 bytes of a signature.
    """

    public_key: bytes
    sign: Callable[[bytes], bytes]

    @property
    def fingerprint(self) -> str:
        """Return the name of the device: the hash of its public key."""
        return fingerprint(self.public_key)


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a raw public key in hexadecimal."""
    return sha256_hex(public_key)


def is_signed(data: bytes, public_key: bytes, signature: bytes) -> bool:
    """Whether ``signature`` was made over ``data`` by the holder of ``public_key``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def detached(data: bytes, signer: Signer) -> bytes:
    """Return a signature file: the public key in hexadecimal, the signature in base64, a line each.

    Args:
        data: What is signed.
        signer: Who signs.
    """
    signature = base64.b64encode(signer.sign(data)).decode()
    return f"{signer.public_key.hex()}\n{signature}\n".encode()


def read_detached(data: bytes) -> tuple[bytes, bytes]:
    """Return public key and signature of a signature file.

    Raises:
        ValueError: If it is not written exactly as ``detached`` does.
    """
    key, signature, rest = data.decode("ascii").split("\n")
    pair = bytes.fromhex(key), base64.b64decode(signature, validate=True)
    again = f"{pair[0].hex()}\n{base64.b64encode(pair[1]).decode()}\n"
    if rest or again.encode() != data or (len(pair[0]), len(pair[1])) != (_KEY, _SIGNATURE):
        raise ValueError(key)
    return pair


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document that was read.

    Attributes:
        payload: What it says.
        public_key: Who says so, 32 raw bytes.
    """

    payload: Mapping[str, Any]
    public_key: bytes


def envelope(payload: Mapping[str, JsonValue], signer: Signer) -> bytes:
    """Return a signed document: canonical JSON of payload, key and signature over the payload."""
    return enclosed(payload, signer.public_key, signer.sign(canonical_json(payload)))


def enclosed(payload: Mapping[str, JsonValue], key: bytes, signature: bytes) -> bytes:
    """Return a signed document of its parts; whether the signature holds is not looked at."""
    return canonical_json(_document(payload, key, signature))


def _document(payload: JsonValue, key: bytes, signature: bytes) -> dict[str, JsonValue]:
    """Return a signed document in its one writing."""
    return {
        "key": key.hex(),
        "payload": payload,
        "signature": base64.b64encode(signature).decode(),
    }


def read_envelope(data: bytes) -> Signed:
    """Return the payload of a signed document, after its signature.

    Raises:
        ValueError: If it is no such document, is not canonical, or the signature does not hold.
    """
    try:
        document = json.loads(data)
        key = bytes.fromhex(document["key"])
        signature = base64.b64decode(document["signature"], validate=True)
        payload = document["payload"]
        canonical = canonical_json(_document(payload, key, signature))
        signed = is_signed(canonical_json(payload), key, signature)
    except (KeyError, TypeError, binascii.Error, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from error
    if canonical != data or not isinstance(payload, dict) or not signed:
        raise ValueError("signature")
    return Signed(payload, key)
