"""Keys to sign with: PKCS#12 containers, opened with a passphrase that is stored nowhere.

Old containers of certification authorities are encrypted with 3DES or RC2; both are read. A
passphrase with Cyrillic letters is tried as the standard has it and as old tools wrote it.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kta_desktop import formatting
from kta_desktop.exchange.holders import Holder, Term, holder_of
from kta_desktop.i18n import language
from kta_desktop.services.signing_errors import (
    KeyKindError,
    KeyPassphraseError,
    KeyTermError,
    KeyUnreadableError,
    NoKeyFileError,
    NoPrivateKeyError,
)

__all__ = ["Holder", "Key", "Term", "demand_term", "holder_of", "open_key"]

_LARGEST = 1024 * 1024  # bytes: a container holds a key and some certificates
_MAC_KEY = b"\x03"  # purpose of a derived key, RFC 7292 B.3


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


def demand_term(key: Key, *, despite_term: bool) -> None:
    """Refuse a key that is not in force now, unless its holder was asked and signs all the same.

    Raises:
        KeyTermError: If it is not in force and ``despite_term`` was not said.
    """
    now = datetime.now(UTC).isoformat()
    if key.holder.term(now) is Term.IN_FORCE or despite_term:
        return
    ends = (key.holder.since, key.holder.until)
    since, until = (formatting.date(end, language()) for end in ends)
    raise KeyTermError(path=key.path.name, since=since, until=until)


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
