"""Files encrypted to public keys in the age format (age-encryption.org/v1), as streams.

The format seals every 64 KiB on its own and marks the last piece, so that a file cut at any place
is found out. Memory does not grow with size.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import pyrage
from pyrage import x25519

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import BundleMissingError, PlaceUnusableError
from kta_desktop.exchange.places import make_durable, reached
from kta_desktop.exchange.sealed_errors import (
    RecipientError,
    SealedAlteredError,
    SealedForeignError,
)

MAGIC = b"age-encryption.org/v1\n"
SUFFIX = ".age"
_HEAD = 64 << 10  # bytes: one recipient takes some hundred; the library reads a long head for hours
_HEAD_ENDS = b"\n--- "
_NOT_OURS = "No matching keys found"  # pyrage tells kinds of failure by their words alone


class Step(Protocol):
    """Told the bytes that were read; may raise to stop."""

    def __call__(self, count: int, /) -> None:
        """Take note of ``count`` bytes."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What went through.

    Attributes:
        size: Bytes.
        sha256: Hash of them.
    """

    size: int
    sha256: str


def new_identity() -> str:
    """Return a new private key, ``AGE-SECRET-KEY-1…``."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public key of a private one, ``age1…``."""
    return str(x25519.Identity.from_str(identity).to_public())


def is_sealed(path: Path) -> bool:
    """Whether a file says to be encrypted in this format; False if it cannot be read."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def encrypt(source: Path, out: Path, recipients: Iterable[str], step: Step) -> Passed:
    """Write ``source`` encrypted to all ``recipients`` into ``out``; return what went in.

    Raises:
        RecipientError: If a recipient is no public key of the format.
        BundleMissingError, PlaceUnusableError: If ``source`` cannot be read.
        OSError: If ``out`` cannot be written; it may be there in part.
        KtaError: What ``step`` raised to stop it.
    """
    keys = [_recipient(text) for text in dict.fromkeys(recipients)]
    with _opened(source) as data, out.open("wb") as file:
        reader, writer = _Reader(data, source, step), _Writer(file.write)
        with _told(reader, writer):
            pyrage.encrypt_io(reader, writer, keys)
        make_durable(file)
    return reader.passed()


def decrypt(source: Path, identities: Iterable[str], write: Callable[[bytes], object]) -> Passed:
    """Give what is in an encrypted file to ``write`` piece by piece; return what came out.

    What was written before an error is raised must not be used: it is not the whole.

    Raises:
        SealedForeignError: If it is encrypted to other keys.
        SealedAlteredError: If it is no such file, or was cut or altered.
        BundleMissingError, PlaceUnusableError: If it cannot be read.
        OSError, KtaError: What ``write`` raised.
    """
    keys = [x25519.Identity.from_str(text) for text in identities]
    with _opened(source) as file:
        with reached(source, PlaceUnusableError):
            head = file.read(_HEAD)
            file.seek(0)
        if _HEAD_ENDS not in head:
            raise SealedAlteredError(where=source.name)
        reader, writer = _Reader(file, source, _unmarked), _Writer(write)
        try:
            with _told(reader, writer):
                pyrage.decrypt_io(reader, writer, keys)
        except _Failed as error:
            kind = SealedForeignError if _NOT_OURS in str(error) else SealedAlteredError
            raise kind(where=source.name) from error
    return writer.passed()


class _Failed(Exception):  # noqa: N818 - what it means is told by who asked
    """The library refused what it was given."""


@contextmanager
def _told(*ends: "_Counted") -> Iterator[None]:
    """Let errors of our own ends out, which the library hides in its own, or passes over."""
    try:
        yield
    except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
        _raise_own(ends)
        raise _Failed(str(error)) from error
    _raise_own(ends)


def _unmarked(_count: int, /) -> None:
    """Take note of nothing."""


def _raise_own(ends: "tuple[_Counted, ...]") -> None:
    for end in ends:
        if end.failed is not None:
            raise end.failed


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise RecipientError(recipient=text[:80]) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is read."""
    with reached(path, PlaceUnusableError):
        if not path.is_file():  # a pipe would be waited for
            raise BundleMissingError(where=path.name)
        file = path.open("rb")
    with file:
        yield file


@dataclass
class _Counted:
    """Counts and hashes what passes, and keeps the error that the library would hide."""

    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    failed: BaseException | None = None

    def _count(self, data: bytes) -> None:
        self.size += len(data)
        self.digest.update(data)

    def passed(self) -> Passed:
        """Return what went through."""
        return Passed(self.size, self.digest.hexdigest())


class _Reader(_Counted):
    """A file as the library reads it."""

    def __init__(self, file: IO[bytes], path: Path, step: Step) -> None:
        super().__init__()
        self._file, self._path, self._step = file, path, step

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        try:
            with reached(self._path, PlaceUnusableError):
                data = self._file.read(size)
            self._step(len(data))
        except KtaError as error:
            self.failed = error
            raise
        self._count(data)
        return data


class _Writer(_Counted):
    """Where the library writes to."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        super().__init__()
        self._write = write

    def write(self, data: bytes) -> int:
        """Take the next bytes; return how many were taken, which is all of them."""
        try:
            self._write(data)
        except (OSError, KtaError) as error:
            self.failed = error
            raise
        self._count(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: who opened the file flushes it."""
