"""The audit and those who take part in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Conflict
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """A person who audits, as printed on sheets.

    Attributes:
        id: UUIDv7, made at the first run; author of changes.
        name: Surname, first name, patronymic.
        role: ``lead``, ``auditor``, ``expert``, ``lab`` or ``trainee``.
        organisation: Such as the BAT Bureau.
        qualification: Number and term of the qualification (R775 p. 51).
    """

    id: str
    name: str
    role: str = "auditor"
    organisation: str = ""
    qualification: str = ""


class Delivery(StrEnum):
    """Where the results of an audit are. Green only from ``RECEIVED`` on."""

    DRAFT = "draft"
    READY = "ready"
    SIGNED = "signed"
    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """The enterprise and the object that is audited (Environmental Code art. 114(1)).

    Attributes:
        name: Name of the enterprise.
        bin: БИН, 12 digits; may fail its check, then the auditor was warned.
        address: Where the object is.
        category: ``I`` to ``IV``, empty if not determined.
        representative: Who signs for the plant.
    """

    name: str
    bin: str = ""
    address: str = ""
    category: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAudit:
    """What has to be known to start an audit.

    Attributes:
        number: Such as ``KTA-2026-014``; unique in the workspace.
        plant: The enterprise.
        pack: Id of the sector pack.
        team: Auditors; the first leads.
        starts_on: ISO date of the first day on site.
        ends_on: ISO date of the last day on site.
        reference_year: Year the figures are for.
        demo: Marked as a demonstration everywhere.
    """

    number: str
    plant: Plant
    pack: str
    team: tuple[Auditor, ...]
    starts_on: str
    ends_on: str
    reference_year: int
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """One row of the list of audits.

    Attributes:
        id: UUIDv7.
        number: Such as ``KTA-2026-014``.
        plant: The enterprise.
        pack: Id of the sector pack.
        pack_title: Its title by language.
        answered: Questions that are answered or blank with a reason, of those that apply.
        total: Questions that apply.
        delivery: Where its results are.
        saved_at: ISO time (UTC) of the last change.
        starts_on: ISO date.
        ends_on: ISO date.
        demo: Whether it is a demonstration.
        conflicts: Paths that wait for a decision.
        fault: Code of the error why it cannot be opened; empty if it can.
        stage: How far the work on it is; None if that cannot be read.
        queued: Deliveries of it that are not at their place yet.
        exchanged_at: ISO time (UTC) of what last happened to its delivery; empty if nothing did.
    """

    id: str
    number: str
    plant: Plant
    pack: str
    pack_title: Mapping[str, str]
    answered: int
    total: int
    delivery: Delivery
    saved_at: str
    starts_on: str = ""
    ends_on: str = ""
    demo: bool = False
    conflicts: int = 0
    fault: str = ""
    stage: Stage | None = None
    queued: int = 0
    exchanged_at: str = ""


def before(row: AuditSummary, rows: Sequence[AuditSummary]) -> tuple[AuditSummary, ...]:
    """Return the audits of the same plant (БИН) that began before ``row``, newest first.

    Those that cannot be opened are left out; of an invented audit only invented ones count. What is
    no day, as another program may have sent it, is before nothing and behind nothing.
    """
    begun = first_day(row.starts_on)
    found = [
        (day, other.number, other)
        for other in rows
        if other.id != row.id
        and not other.fault
        and row.plant.bin
        and other.plant.bin == row.plant.bin
        and other.demo is row.demo
        and (day := first_day(other.starts_on)) is not None
        and begun is not None
        and day < begun
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    return tuple(other for _day, _number, other in found)


def first_day(text: str) -> date | None:
    """Return the day of an ISO date; None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """An audit as it is opened: a snapshot, never an open database row.

    Attributes:
        id: UUIDv7.
        definition: What it asks; kept with the audit for ever.
        definition_sha256: Version of the definition.
        entries: Path to value, see ``fieldpath``.
        conflicts: Paths that wait for a decision.
        delivery: Where its results are.
        last_change_hash: SHA-256 of the newest change: the fingerprint of the record.
        saved_at: ISO time (UTC) of the newest change.
        heads: Every path that ever held a value to the changes that the next one is built on.
    """

    id: str
    definition: Definition
    definition_sha256: str
    entries: Mapping[str, JsonValue]
    conflicts: tuple[Conflict, ...] = ()
    delivery: Delivery = Delivery.DRAFT
    last_change_hash: str = ""
    saved_at: str = ""
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """Return the text of a record field such as ``@plant/name``; empty if there is none."""
        value = self.entries.get(path)
        return value if isinstance(value, str) else ""

    @property
    def number(self) -> str:
        """Return the number of the audit, such as ``KTA-2026-014``."""
        return self.text("@audit/number")

    @property
    def is_demo(self) -> bool:
        """Whether everything in it is invented for a demonstration."""
        return self.entries.get("@audit/demo") is True

    @property
    def plant(self) -> Plant:
        """Return the enterprise."""
        names = ("name", "bin", "address", "category", "representative")
        return Plant(**{name: self.text(f"@plant/{name}") for name in names})

    @property
    def team(self) -> tuple[Auditor, ...]:
        """Return the auditors in the order of their place in the team."""
        members = [
            (_place(value), Auditor(id=path.removeprefix("@team/"), **_person(value)))
            for path, value in self.entries.items()
            if path.startswith("@team/") and isinstance(value, Mapping)
        ]
        return tuple(auditor for _place, auditor in sorted(members, key=lambda pair: pair[0]))

    @property
    def revision(self) -> int:
        """Return the number of the last closed revision, 0 before the first."""
        numbers = [
            int(path.removeprefix("@revision/"))
            for path in self.entries
            if path.startswith("@revision/")
        ]
        return max(numbers, default=0)


def _place(value: Mapping[str, JsonValue]) -> int:
    place = value.get("place")
    return place if isinstance(place, int) else 0


def _person(value: Mapping[str, JsonValue]) -> dict[str, str]:
    names = ("name", "role", "organisation", "qualification")
    return {name: str(value.get(name, "")) for name in names}
