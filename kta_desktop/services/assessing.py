"""The assessment of an audit, put together; after an edit only what depends on it is computed anew.

``assess`` computes everything once. ``Assessing`` follows a form that is being filled in: each part
notes what it reads of the form and of the records, and is computed again when that changed.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

from typing_extensions import override

from kta_desktop.assessment import (
    balances,
    bat_lines,
    candidates,
    loads,
    performance_figures,
    plan_steps,
    repeating,
)
from kta_desktop.assessment.balance import Balance
from kta_desktop.assessment.bat import BatLine
from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Plan
from kta_desktop.assessment.repeat import Repeat
from kta_desktop.assessment.statements import Statement, statements
from kta_desktop.assessment.watched import Reads, Watched, WatchedRecords, key_at
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.measurement import Session
from kta_desktop.forms.state import FormState

__all__ = ["Assessing", "Assessment", "Known", "assess", "known_of"]

T = TypeVar("T")
_SESSION = "@session/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All that an audit comes to.

    Attributes:
        known: What it was computed from.
        indicators: In paper order, sessions behind the answers, computed ones last.
        bats: Conclusions of the book with their techniques, in its order.
        balances: Water, energy, materials, chosen elements.
        load: Of a year, by source.
        plan: Measures, scenarios, milestones.
        candidates: Bottlenecks, the weightiest first; rejected and merged ones last.
        repeat: Beside the previous audit; None if there was none.
    """

    known: Known = field(compare=False)
    indicators: tuple[Indicator, ...]
    bats: tuple[BatLine, ...]
    balances: tuple[Balance, ...]
    load: Load
    plan: Plan
    candidates: tuple[Candidate, ...]
    repeat: Repeat | None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return what the indicators state: what is one thing is told and counted once."""
        return statements(self.indicators)


def assess(known: Known) -> Assessment:
    """Return what an audit comes to; nothing is read but ``known``."""
    return _finished(_steps(known, _Once()))


def known_of(
    record: AuditRecord, state: FormState, today: date, earlier: Known | None = None
) -> Known:
    """Return an audit as the assessment sees it.

    Args:
        record: The audit as it is now.
        state: Its form, with the same entries.
        today: The day that decides what is late.
        earlier: The audit of the same plant before it.
    """
    records = _records(state.entries)
    return Known(
        definition=record.definition,
        state=state,
        sessions=_sessions(records, {}),
        records=records,
        today=today,
        earlier=earlier,
    )


class Assessing:
    """An assessment that follows a form. Not safe for use by several threads at once."""

    def __init__(self, form: FormState, today: date, earlier: Known | None = None) -> None:
        """Follow ``form``; nothing is computed yet."""
        self._form, self._watched = form, Watched(form)
        self._today, self._earlier = today, earlier
        self._memo = self._watched.keeper = _Memo(form, self._watched)
        self._read: dict[str, tuple[JsonValue, Session | None]] = {}

    def refresh(self) -> Assessment:
        """Return the assessment of the form as it is now."""
        return _finished(self.steps())

    def steps(self) -> Generator[None, None, Assessment]:
        """Compute the same, stopping after each part; return it at the end.

        If the form is edited meanwhile, begin anew: what was computed and still holds is kept.
        """
        records = _records(self._form.entries)
        self._memo.begin(records)
        known = Known(
            definition=self._form.definition,
            state=self._watched,
            sessions=_sessions(records, self._read),
            records=WatchedRecords(records, self._watched),
            today=self._today,
            earlier=self._earlier,
        )
        return (yield from _steps(known, self._memo))


def _finished(steps: Generator[None, None, Assessment]) -> Assessment:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Assessment = end.value
            return found


class _Once:
    """Computes each part."""

    def part(self, _name: str, compute: Callable[[], T], _made_of: tuple[object, ...] = ()) -> T:
        """Return a part."""
        return compute()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part that was computed, and what from.

    Attributes:
        value: The part.
        age: Of the form then.
        turn: Of the records then.
        reads: What was read of both.
        made_of: The other parts in it.
    """

    value: Any
    age: int
    turn: int
    reads: Reads
    made_of: tuple[object, ...]


class _Memo(_Once):
    """Computes a part again only if something it read came to something else."""

    def __init__(self, form: FormState, watched: Watched) -> None:
        self._form, self._watched = form, watched
        self._kept: dict[str, _Kept] = {}
        self._records: Mapping[str, JsonValue] = {}
        self._turns: dict[str, int] = {}  # record to the turn at which it was another than before
        self._ages: dict[str, int] = {}  # what was read to the age at which it last changed
        self._turn = self._age = 0

    def begin(self, records: Mapping[str, JsonValue]) -> None:
        """Find out what came to something else, of the form and of the records."""
        self._turn += 1
        before, self._records = self._records, records
        for path in before.keys() | records.keys():
            if before.get(path) is not records.get(path):
                kind = f"{path.partition('/')[0]}/"
                self._turns |= dict.fromkeys((path, kind, "@"), self._turn)
        ages = [(key_at(key), age) for key, age in self._form.ages.items()]
        ages += [(key_at(*place), age) for place, age in self._form.row_ages.items()]
        for key, age in ages:
            if age > self._age:
                self._ages[key] = max(age, self._ages.get(key, 0))
        self._age = max(self._ages.values(), default=0)

    @override
    def part(self, name: str, compute: Callable[[], T], made_of: tuple[object, ...] = ()) -> T:
        """Return a part as it was, or compute it; one that comes to the same stays the same object.

        Args:
            name: Of the part.
            compute: Computes it.
            made_of: Other parts that it is computed from.
        """
        kept = self._kept.get(name)
        if kept is not None and self._holds(kept, made_of):
            self._watched.note_reads(kept.reads)
            value: T = kept.value
            return value
        with self._watched.noting() as reads:
            value = compute()
        if kept is not None and kept.value == value:
            value = kept.value
        self._kept[name] = _Kept(value, self._form.age, self._turn, reads, made_of)
        return value

    def _holds(self, kept: _Kept, made_of: tuple[object, ...]) -> bool:
        if not _are_same(kept.made_of, made_of):
            return False
        if any(self._turns.get(path, 0) > kept.turn for path in kept.reads.records):
            return False
        if self._age <= kept.age:
            return True
        return not (
            kept.reads.all or any(self._ages.get(key, 0) > kept.age for key in kept.reads.keys)
        )


def _are_same(ones: tuple[object, ...], others: tuple[object, ...]) -> bool:
    """Whether parts are the same objects; tuples of parts, whether what is in them is."""
    if len(ones) != len(others):
        return False
    return all(
        one is other
        or (isinstance(one, tuple) and isinstance(other, tuple) and _are_same(one, other))
        for one, other in zip(ones, others, strict=True)
    )


def _steps(known: Known, memo: _Once) -> Generator[None, None, Assessment]:
    """Compute the parts one after another; stop after each so that others get their turn."""
    part, sessions = memo.part, (known.sessions,)
    indicators = yield from _indicators(known, memo)
    bats = part("bats", lambda: bat_lines.bat_lines(known))
    yield
    found = part("balances", lambda: balances.balances(known), sessions)
    yield
    load = part("load", lambda: loads.load(known), sessions)
    yield
    measures = part("measures", lambda: plan_steps.steps(known))
    yield
    plan = part(
        "plan",
        lambda: plan_steps.plan(known, indicators, measures),
        (indicators, measures),
    )
    yield
    necks = part(
        "candidates",
        lambda: candidates.candidates(known, indicators, bats, found, load, plan),
        (indicators, bats, found, load, plan),
    )
    yield
    yield from repeating.stepwise(known)
    repeat = part(
        "repeat",
        lambda: repeating.repeat(known, indicators, bats, plan),
        (indicators, bats, plan),
    )
    return Assessment(
        known=known,
        indicators=indicators,
        bats=bats,
        balances=found,
        load=load,
        plan=plan,
        candidates=necks,
        repeat=repeat,
    )


def _indicators(known: Known, memo: _Once) -> Generator[None, None, tuple[Indicator, ...]]:
    groups = memo.part("groups", lambda: performance_figures.groups(known), (known.sessions,))
    found: list[Indicator] = []
    for group in groups:
        found += memo.part(group, partial(_group, known, group))
        yield
    return performance_figures.settled(tuple(found))


def _group(known: Known, group: str) -> tuple[Indicator, ...]:
    if group.startswith("session."):  # it rests on its session, too
        _found = known.records.get(f"{_SESSION}{group.removeprefix('session.')}")
    return performance_figures.of_group(known, group)


def _records(entries: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {path: value for path, value in entries.items() if path[0] == "@" and value is not None}


def _sessions(
    records: Mapping[str, JsonValue], read: dict[str, tuple[JsonValue, Session | None]]
) -> tuple[Session, ...]:
    """Return the ended sessions by time; those in ``read`` that are the same are not read again.

    One that cannot be read is none; what is stored of it stays, and the page of sessions tells it.
    """
    found = [
        _session(path, value, read) for path, value in records.items() if path.startswith(_SESSION)
    ]
    ended = [each for each in found if each is not None and each.ended_at is not None]
    return tuple(sorted(ended, key=lambda session: (session.started_at, session.id)))


def _session(
    path: str, value: JsonValue, read: dict[str, tuple[JsonValue, Session | None]]
) -> Session | None:
    known = read.get(path)
    if known is not None and known[0] is value:
        return known[1]
    session = _read(value)
    read[path] = (value, session)
    return session


def _read(value: JsonValue) -> Session | None:
    if not isinstance(value, dict):
        return None
    try:
        return Session.from_json(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
