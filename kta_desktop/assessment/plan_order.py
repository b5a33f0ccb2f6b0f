"""In which order measures begin to work: what others wait for first, then by their day."""

from collections.abc import Mapping, Sequence
from datetime import date
from heapq import heappop, heappush

from kta_desktop.assessment.plan import Step

_NEVER = date.max


def finish(step: Step) -> date | None:
    """Return the day a measure begins to work: the real one if it is done, else the planned."""
    return step.done_on or step.measure.startup


def begin(step: Step) -> date | None:
    """Return the day of its first key event; None if it has none."""
    return min((day for _event, day in step.measure.events), default=None)


def ordered(steps: Sequence[Step]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return measures each after what it waits for, else by day and as entered, and a circle.

    Measures of a circle, and those that wait for it, come last by their day; nobody is left out.
    Measures that are waited for and are not among ``steps`` keep nobody waiting.
    """
    places = {step.id: place for place, step in enumerate(steps)}
    waits = {step.id: {each for each in step.after if each in places} for step in steps}
    followed: dict[str, list[str]] = {step.id: [] for step in steps}
    for step in steps:
        for each in waits[step.id]:
            followed[each].append(step.id)
    by_day = sorted(steps, key=lambda step: (finish(step) or _NEVER, places[step.id]))
    turn = {step.id: place for place, step in enumerate(by_day)}
    ready = [turn[step.id] for step in by_day if not waits[step.id]]
    done: list[Step] = []
    while ready:
        here = by_day[heappop(ready)]
        done.append(here)
        for each in followed[here.id]:
            waits[each].discard(here.id)
            if not waits[each]:
                heappush(ready, turn[each])
    settled = {step.id for step in done}
    left = [step for step in by_day if step.id not in settled]
    return (*done, *left), circle({step.id: waits[step.id] for step in left})


def circle(waits: Mapping[str, set[str]] | Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return ids that wait for each other, each before the one it waits for; empty if none do.

    Args:
        waits: Id to the ids it waits for; ids that are no key wait for nothing.
    """
    clear: set[str] = set()
    for start in waits:
        path: list[str] = []
        found = _walk(start, waits, path, clear)
        if found:
            return found
    return ()


def _walk(
    start: str,
    waits: Mapping[str, set[str]] | Mapping[str, Sequence[str]],
    path: list[str],
    clear: set[str],
) -> tuple[str, ...]:
    """Follow what waits for what from ``start``; a place that was left without a circle is clear.

    No recursion: a chain may be as long as the table.
    """
    branches = [iter((start,))]
    while branches:
        here = next(branches[-1], None)
        if here is None:
            branches.pop()
            if path:
                clear.add(path.pop())
        elif here in path:
            return tuple(path[path.index(here) :])
        elif here in waits and here not in clear:
            path.append(here)
            branches.append(iter(sorted(waits[here])))
    return ()
