"""What checking a bundle takes and gives: a source of files in, a list of checks out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kta_desktop.domain.definition import Definition
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import BundleError
from kta_desktop.exchange.holders import Holder
from kta_desktop.exchange.layout import Listed
from kta_desktop.exchange.snapshot import Snapshot
from kta_desktop.exchange.ziplayout import Stamp

CHECKS = (
    "container",
    "sizes",
    "names",
    "lists",
    "hashes",
    "seal",
    "signatures",
    "schema",
    "chain",
    "state",
    "files",
)


class Source(Protocol):
    """Where the files of a bundle are read from: a container, or the objects of a remote."""

    @property
    def name(self) -> str:
        """What the bundle is called in sentences."""

    @property
    def stamp(self) -> Stamp | None:
        """The one time of all files; None where files have none."""

    def listed(self) -> tuple[Listed, ...]:
        """Return the files as announced."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, at most the announced size; raises ``KtaError``."""

    def fault(self) -> BundleError | None:
        """Return what is wrong with the whole when every file is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check and how it went.

    Attributes:
        name: One of ``CHECKS``.
        ok: Whether it was made and passed.
        fault: Why not; None if it passed, or was not made because an earlier one failed.
    """

    name: str
    ok: bool
    fault: KtaError | None = None

    @property
    def error(self) -> dict[str, object] | None:
        """Return the fault as the command line prints it."""
        return None if self.fault is None else self.fault.as_json()


class SignatureState(StrEnum):
    """What is known of a signature that is in a bundle; one that does not fit is refused with it.

    FITS: the key made it over these bytes. UNCHECKED: it is there, by an algorithm that this
    program does not have or no longer believes.
    """

    FITS = "fits"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFound:
    """One signature over the list of lists.

    Attributes:
        name: Its file in the bundle.
        state: What is known of it.
        fingerprint: Of the device that signed; empty for a person's.
        holder: Whom the certificate names; None for a device's. Nobody checked the issuer.
        role: As what the holder signed, as claimed: ``auditor``, ``plant``, ``other`` or empty.
        at: ISO time (UTC) as the signature tells it; empty if it tells none.
        algorithm: Object identifier of the signature's algorithm; empty for a device's (Ed25519).
    """

    name: str
    state: SignatureState
    fingerprint: str = ""
    holder: Holder | None = None
    role: str = ""
    at: str = ""
    algorithm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A bundle that passed.

    Attributes:
        snapshot: The audit at its revision.
        definition: What it asks.
        sha256: Hash of ``tagmanifest-sha256.txt``.
        device: Fingerprint of the device that signed.
        public_key: Its key, 32 raw bytes.
        hashes: Name to hash of every file.
        sizes: Name to bytes of every file.
        signatures: All that are over it, that of the device first.
    """

    snapshot: Snapshot
    definition: Definition
    sha256: str
    device: str
    public_key: bytes
    hashes: Mapping[str, str]
    sizes: Mapping[str, int]
    signatures: tuple[SignatureFound, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of one bundle.

    Attributes:
        checks: In the order of ``CHECKS``.
        verified: The bundle, if all passed.
    """

    checks: tuple[Check, ...]
    verified: Verified | None

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return self.verified is not None

    @property
    def fault(self) -> KtaError | None:
        """Return the first fault; None if there is none."""
        return next((check.fault for check in self.checks if check.fault is not None), None)
