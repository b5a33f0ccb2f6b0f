"""Sessions beside each other: what differs, by how much, and whether U allows to say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis, same_conditions
from kta_desktop.services import auditing, judging
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import sessions

MOST = 4  # sessions beside each other: more curves cannot be told apart


class Differs(StrEnum):
    """What makes two sessions hard to compare."""

    QUANTITY = "quantity"
    BASIS = "basis"
    AVERAGING = "averaging"
    LOAD = "load"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A session that can be put beside another.

    Attributes:
        audit: Id of its audit.
        number: Number of its audit.
        session: The session.
        own: Whether it is of the same audit.
    """

    audit: str
    number: str
    session: Session
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One session beside the first one.

    Attributes:
        session: It judges one quantity alone.
        mean: Mean of its samples; None without a complete one.
        uncertainty: U (k = 2) of it.
        difference: Its mean less that of the first; None where they cannot be compared.
        combined: U (k = 2) of the difference: the two U as independent, so rather too wide where
            both were measured with the same instrument.
        differs: What is not alike.
    """

    session: Session
    mean: float | None
    uncertainty: float | None
    difference: float | None = None
    combined: float | None = None
    differs: tuple[Differs, ...] = ()

    @property
    def is_beyond(self) -> bool | None:
        """Whether the difference is more than its U; None where there is no difference to tell."""
        if self.difference is None or self.combined is None:
            return None
        return abs(self.difference) > self.combined


def candidates(ws: Workspace, record: AuditRecord) -> tuple[Candidate, ...]:
    """Return the sessions that ended, those of this audit first, then the newest of others.

    Audits that cannot be opened are left out.
    """
    numbers = {item.id: item.number for item in auditing.summaries(ws) if not item.fault}
    own = [
        Candidate(audit=record.id, number=record.number, session=session, own=True)
        for session in judging.sessions(record)
        if session.ended_at is not None
    ]
    with ws.store.connect() as connection:
        stored = list(sessions.of_all_audits(connection))
    others = [
        Candidate(audit=audit, number=numbers[audit], session=session, own=False)
        for audit, value in stored
        if audit != record.id and audit in numbers
        for session in _readable(value)
    ]
    own.sort(key=lambda each: each.session.started_at, reverse=True)
    others.sort(key=lambda each: each.session.started_at, reverse=True)
    return (*own, *others)


def _readable(value: object) -> Iterator[Session]:
    """Yield the ended session that was stored; nothing if another release stored it otherwise."""
    try:
        session = Session.from_json(value)  # type: ignore[arg-type]  # checked by reading it
    except (TypeError, KeyError, AttributeError):
        return
    if session.ended_at is not None:
        yield session


def alike(session: Session, wanted: Session) -> Session:
    """Return ``session`` as it judges the quantity that ``wanted`` judges, else its first one.

    A quantity is known by its substance; where there is none, by its channel.
    """
    substance = _channel(wanted).substance
    for part in session.each():
        own = _channel(part)
        if (substance and own.substance == substance) or own.id == wanted.channel:
            return part
    return next(session.each())


def compared(parts: Sequence[Session], record: AuditRecord) -> tuple[Compared, ...]:
    """Return sessions of one quantity each beside the first of them.

    Args:
        parts: Sessions that judge one quantity alone.
        record: Its definition knows the reference conditions of its levels.
    """
    first = parts[0]
    return tuple(_compared(first, part, record) for part in parts)


def _compared(first: Session, part: Session, record: AuditRecord) -> Compared:
    differs = () if part is first else tuple(_differences(first, part, record))
    plain = Compared(session=part, mean=part.mean, uncertainty=part.uncertainty, differs=differs)
    is_apart = {Differs.QUANTITY, Differs.BASIS}.intersection(differs)
    if part is first or is_apart or first.mean is None or part.mean is None:
        return plain
    return Compared(
        session=part,
        mean=part.mean,
        uncertainty=part.uncertainty,
        difference=part.mean - first.mean,
        combined=hypot(first.uncertainty or 0.0, part.uncertainty or 0.0),
        differs=differs,
    )


def _differences(first: Session, part: Session, record: AuditRecord) -> Iterator[Differs]:
    one, other = _channel(first), _channel(part)
    if (one.substance or one.id) != (other.substance or other.id):
        yield Differs.QUANTITY
    if not _same_basis(first.basis, part.basis, record):
        yield Differs.BASIS
    if _averaging(first) != _averaging(part):
        yield Differs.AVERAGING
    if _load(first) != _load(part):
        yield Differs.LOAD
    if _tools(first) != _tools(part):
        yield Differs.INSTRUMENT


def _channel(part: Session) -> Channel:
    """Return the judged channel; an old session may name one that it does not have."""
    named = Channel(id=part.channel, label=part.parameter, unit="")
    return next((item for item in part.channels if item.id == part.channel), named)


def _same_basis(one: str, other: str, record: AuditRecord) -> bool:
    if one == other:
        return True
    try:
        more = record.definition.more
        return same_conditions(basis(one, more), basis(other, more))
    except BasisUnknownError:
        return False


def _averaging(part: Session) -> tuple[str, float]:
    return part.averaging, part.sample_minutes


def _load(part: Session) -> int | None:
    return None if part.load_pct is None else round(part.load_pct)


def _tools(part: Session) -> frozenset[tuple[str, str]]:
    """Return the instruments that measured the quantity; all of them if that is not known."""
    wanted = _channel(part).instrument
    found = [item for item in part.instruments if item.id and item.id == wanted]
    return frozenset((item.name, item.serial) for item in (found or part.instruments))
