"""One quantity of a running measurement: its evaluations, and its curves for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kta_desktop.domain.averaging import HALF_HOUR
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.measurement.evaluation import Standing
from kta_desktop.measurement.evaluation_running import Memory, PastNeededError, RunningEvaluation
from kta_desktop.measurement.reference import KZ
from kta_desktop.measurement.reference import basis as basis_of
from kta_desktop.services.measuring_curves import QuantityCurves

if TYPE_CHECKING:
    from numpy.typing import NDArray

SETTLED_S = 10.0  # readings older than this are drawn for good


@dataclass(frozen=True, slots=True)
class State:
    """What a person decides: the session as it stands, and since when a pause runs."""

    session: Session
    paused_since: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one quantity has come to.

    Attributes:
        standing: At the conditions of its level.
        halves: Its calendar half-hours at those of the emission standard; None without a limit.
    """

    standing: Standing
    halves: Standing | None


class Judged:
    """The evaluations and curves of one quantity; the engine's thread owns them."""

    def __init__(
        self, session: Session, basis: Basis, halves: tuple[Session, Basis] | None
    ) -> None:
        """Begin without readings.

        Args:
            session: With this quantity alone.
            basis: Its reference conditions.
            halves: The same as half-hours at the conditions of the emission standard, or None.
        """
        self._asked = (session, basis), halves
        self.restart()
        self.publish()

    def restart(self) -> None:
        """Forget all readings."""
        asked, halves = self._asked
        self._main = RunningEvaluation(*asked)
        self._halves = None if halves is None else RunningEvaluation(*halves)
        self.channel = self._main.channel
        self.fresh = QuantityCurves(self._main.conversion.channel.period_s)

    def amend(self, state: State) -> None:
        """Take what a person decided."""
        own = state.session.of(self.channel)
        self._main.amend(own, state.paused_since)
        if self._halves is not None:
            before = self._halves.session
            self._halves.amend(_with_marks(before, state.session), state.paused_since)

    def advance(self, memory: Memory, earliest: float, now: float) -> None:
        """Evaluate what is new.

        Raises:
            PastNeededError: If that needs readings that are no longer in memory.
        """
        first = self._main.advance(memory, earliest, now)
        if self._halves is not None:
            self._halves.advance(memory, earliest, now)
        if first < self.fresh.settled:
            raise PastNeededError
        self._draw()

    def found(self, now: float) -> Found:
        """Return what the readings come to."""
        halves = None if self._halves is None else self._halves.standing(now)
        return Found(self._main.standing(now), halves)

    def let_go(self) -> tuple[int, float]:
        """Let go what nothing needs; see ``RunningEvaluation.let_go``."""
        index, before = self._main.let_go()
        if self._halves is not None:
            other, earlier = self._halves.let_go()
            index, before = min(index, other), min(before, earlier)
        return index, before

    def publish(self) -> None:
        """Let the screen see the curves."""
        self.curves = self.fresh

    def _draw(self) -> None:
        settled = self.fresh.settled
        times, flags, columns = self._main.curves(settled)
        if not len(times):
            return
        # what lies so far back that nothing but a change of the past can alter it
        stop = int(np.searchsorted(times, times[-1] - SETTLED_S))
        self.fresh.settle(times[:stop], _cut(columns, slice(None, stop)), flags[:stop])
        self.fresh.show(times[stop:], _cut(columns, slice(stop, None)), flags[stop:])


def judged_of(part: Session, more: Mapping[str, JsonValue] | None) -> Judged:
    """Return the evaluations of one quantity: its own, and half-hours if it has a limit.

    Args:
        part: The session with this quantity alone.
        more: Further tables of the definition, which may hold reference conditions.

    Raises:
        BasisUnknownError: If the reference conditions are not known.
    """
    halves = None
    if part.limit is not None:
        half = replace(part, basis=KZ, averaging=HALF_HOUR.id, sample_minutes=HALF_HOUR.minutes)
        halves = (half, basis_of(KZ))
    return Judged(part, basis_of(part.basis, more), halves)


def _cut(
    columns: "dict[str, NDArray[np.float64]]", part: slice
) -> "dict[str, NDArray[np.float64]]":
    return {name: values[part] for name, values in columns.items()}


def _with_marks(session: Session, marked: Session) -> Session:
    """Return ``session`` with the exclusions and events of ``marked``."""
    return replace(session, exclusions=marked.exclusions, events=marked.events)
