"""What checking a bundle takes and gives: a source of files in, a list of checks out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from kta_desktop.domain.definition import Definition
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import BundleError
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
    """

    snapshot: Snapshot
    definition: Definition
    sha256: str
    device: str
    public_key: bytes
    hashes: Mapping[str, str]
    sizes: Mapping[str, int]


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
