"""What an intake comes to: bundles taken in, refused and held."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.domain.canonical import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One bundle that was taken in and, at the centre, signed for.

    Attributes:
        audit: Id of the audit.
        revision: Number.
        sha256: Name of the bundle.
        new: Whether the audit was not known before.
        merged_changes: Changes that were not known before.
        conflicts: Paths of the audit that wait for a decision.
    """

    audit: str
    revision: int
    sha256: str
    new: bool
    merged_changes: int
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One manifest or file that was refused; listed in quarantine, nothing of it was taken.

    Attributes:
        name: Its name at the remote.
        error: Why, as errors are printed.
        told: Whether its auditor is told so in a review that is new with this intake.
    """

    name: str
    error: Mapping[str, JsonValue]
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One bundle that waits for a decision about the key that signed it; nothing was taken.

    Attributes:
        name: Its name at the remote.
        audit: Id of the audit as the bundle says; empty if it does not.
        revision: Number as the bundle says; 0 if it does not.
        fingerprint: Who signed.
        error: Why, as errors are printed.
    """

    name: str
    audit: str
    revision: int
    fingerprint: str
    error: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """What one intake came to.

    Attributes:
        received: What was taken in now.
        refused: What was refused.
        held: What waits for a decision about a key.
        known: How many bundles had been taken in before.
        stopped: Whether the user stopped it; what was taken in until then stays.
    """

    received: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()
    held: tuple[Held, ...] = ()
    known: int = 0
    stopped: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether nothing waits for a person."""
        return not self.refused and not self.held
