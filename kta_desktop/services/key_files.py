"""Keys to sign with: PKCS#12 containers, opened with a passphrase that is stored nowhere.

Old containers of certification authorities are encrypted with 3DES or RC2; both are read. A
passphrase with Cyrillic letters is tried as the standard has it and as old tools wrote it.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kta_desktop.services.signing_errors import (
    KeyKindError,
    KeyPassphraseError,
    KeyUnreadableError,
    NoKeyFileError,
    NoPrivateKeyError,
)

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name, ObjectIdentifier

_LARGEST = 1024 * 1024  # bytes: a container holds a key and some certificates
_MAC_KEY = b"\x03"  # purpose of a derived key, RFC 7292 B.3


class Term(StrEnum):
    """How a certificate stands to a moment."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a certificate names, and who says so.

    Attributes:
        name: Of the person; empty if the certificate names none.
        organisation: Empty if it names none.
        issuer: Who gave it out.
        is_self_signed: Whether nobody but the holder vouches for it.
        since: ISO time (UTC) from which it is in force.
        until: ISO time (UTC) of its end.
    """

    name: str
    organisation: str
    issuer: str
    is_self_signed: bool
    since: str
    until: str

    def term(self, at: str) -> Term:
        """Return how the certificate stands to an ISO time with zone."""
        moment = datetime.fromisoformat(at)
        if moment < datetime.fromisoformat(self.since):
            return Term.NOT_YET
        return Term.EXPIRED if moment > datetime.fromisoformat(self.until) else Term.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An opened key. It lives in memory only, as long as somebody holds it.

    Attributes:
        path: The container.
        holder: Whose it is.
        container: Its bytes.
        secret: What opened it.
    """

    path: Path
    holder: Holder
    container: bytes = field(repr=False)
    secret: bytes = field(repr=False)


def open_key(path: Path, passphrase: str) -> Key:
    """Return the key in a PKCS#12 file.

    Raises:
        KeyUnreadableError: If the file cannot be read.
        NoKeyFileError: If it is no container.
        KeyPassphraseError: If the passphrase does not open it.
        NoPrivateKeyError: If it holds no private key with a certificate.
        KeyKindError: If the key is neither RSA nor ECDSA.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    data = _read(path)
    if not _is_typed(passphrase):
        raise KeyPassphraseError(path=path.name)
    for secret in _secrets(passphrase):
        try:
            private, certificate, _others = pkcs12.load_key_and_certificates(data, secret)
        except Exception:  # noqa: BLE001, S112 - what it raises differs; why is found out below
            continue
        if private is None or certificate is None:
            raise NoPrivateKeyError(path=path.name)
        if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyKindError(path=path.name)
        return Key(path=path, holder=holder_of(certificate), container=data, secret=secret)
    raise _reason(data, passphrase)(path=path.name)


def holder_of(certificate: "Certificate") -> Holder:
    """Return whom a certificate names."""
    from cryptography.x509.oid import NameOID

    subject, issuer = certificate.subject, certificate.issuer
    given = (_part(subject, NameOID.COMMON_NAME), _part(subject, NameOID.GIVEN_NAME))
    return Holder(
        name=" ".join(filter(None, given)),
        organisation=_part(subject, NameOID.ORGANIZATION_NAME),
        issuer=_part(issuer, NameOID.COMMON_NAME) or _part(issuer, NameOID.ORGANIZATION_NAME),
        is_self_signed=subject == issuer,
        since=certificate.not_valid_before_utc.isoformat(),
        until=certificate.not_valid_after_utc.isoformat(),
    )


def _part(name: "Name", oid: "ObjectIdentifier") -> str:
    return ", ".join(str(part.value) for part in name.get_attributes_for_oid(oid))


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for without end
            raise KeyUnreadableError(path=path.name)
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise KeyUnreadableError(path=path.name) from error
    if len(data) > _LARGEST or _container(data) is None:
        raise NoKeyFileError(path=path.name)
    return data


def _container(data: bytes) -> Any:
    """Return the outer layer of a container; None if the bytes are none."""
    from asn1crypto import pkcs12

    try:
        container = pkcs12.Pfx.load(data, strict=False)
        return container if container["version"].native == "v3" else None
    except (ValueError, TypeError, KeyError):
        return None


def _is_typed(passphrase: str) -> bool:
    """Whether a passphrase is text: bytes of the environment that are none have no letters."""
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in passphrase


def _secrets(passphrase: str) -> Iterator[bytes]:
    """Yield a passphrase as the standard writes it, and as old tools did with Cyrillic letters.

    They took each byte of the text for a letter: of UTF-8 on Linux, of Windows-1251 there.
    """
    yield passphrase.encode()
    for encoding in ("utf-8", "cp1251"):
        taken = passphrase.encode(encoding, "ignore").decode("latin-1").encode()
        if taken != passphrase.encode():
            yield taken


def _reason(data: bytes, passphrase: str) -> type[KeyPassphraseError | KeyKindError]:
    """Return why a container was not opened: its checksum tells whether the passphrase fits."""
    try:
        fits = any(_fits(data, secret.decode()) for secret in _secrets(passphrase))
    except (ValueError, TypeError, KeyError):  # a checksum of a kind that is not there
        return KeyKindError
    return KeyKindError if fits else KeyPassphraseError


def _fits(data: bytes, passphrase: str) -> bool:
    """Whether a passphrase gives the checksum of a container (RFC 7292, section 4 and B.2)."""
    container = _container(data)
    mac = container["mac_data"]
    name = mac["mac"]["digest_algorithm"]["algorithm"].native.replace("_", "-")
    secret = passphrase.encode("utf-16-be") + b"\0\0"
    salt, rounds = mac["mac_salt"].native, mac["iterations"].native
    key = _derived(name, secret, salt, rounds)
    content = container["auth_safe"]["content"].native
    return hmac.compare_digest(hmac.new(key, content, name).digest(), mac["mac"]["digest"].native)


def _derived(name: str, secret: bytes, salt: bytes, rounds: int) -> bytes:
    """Return the key of the checksum: one block, for it is as long as the digest."""
    size = hashlib.new(name).block_size
    filled = b"".join(_to_blocks(part, size) for part in (salt, secret))
    digest = hashlib.new(name, _MAC_KEY * size + filled).digest()
    for _round in range(rounds - 1):
        digest = hashlib.new(name, digest).digest()
    return digest


def _to_blocks(part: bytes, size: int) -> bytes:
    """Return a text repeated until it fills whole blocks."""
    length = size * -(-len(part) // size)
    return (part * (length // max(len(part), 1) + 1))[:length]
