"""Measures of which one replaces another: of the two only one is in the sums of a scenario."""

from collections.abc import Iterable, Mapping, Sequence

from kta_desktop.assessment.plan import Status, Step
from kta_desktop.assessment.plan_order import circle


def counted(
    steps: Sequence[Step],
) -> tuple[tuple[Step, ...], tuple[tuple[str, str], ...]]:
    """Return the measures that count, and pairs of one that does and one that it replaces.

    What a measure replaces is not done beside it, so its costs and effects do not count. What is
    replaced only by something that does not count itself does count. Of measures that replace each
    other what is done counts, else the first of the table. What is done already nobody leaves out:
    its money is spent.

    Args:
        steps: Of one scenario, in the order of the table.
    """
    ids = {step.id for step in steps}
    done = {step.id for step in steps if step.status is Status.DONE}
    by = _replacers(steps, frozenset(ids - done))
    if not by:
        return tuple(steps), ()
    out = _left_out(by, sorted(steps, key=lambda step: step.id not in done))
    pairs = ((step.id, other) for other in out for step in steps if step.id in out[other])
    return tuple(step for step in steps if step.id not in out), tuple(pairs)


def _replacers(steps: Iterable[Step], open_: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Return id of each measure that others replace to the ids of these."""
    found: dict[str, set[str]] = {}
    for step in steps:
        for other in open_.intersection(step.instead_of):
            found.setdefault(other, set()).add(step.id)
    return {other: frozenset(ids) for other, ids in found.items()}


def _left_out(
    by: Mapping[str, frozenset[str]], steps: Sequence[Step]
) -> Mapping[str, frozenset[str]]:
    """Return id of what does not count to the ids of what counts in its place.

    Of measures that replace each other the first of ``steps`` counts, and none of the others does.
    """
    undecided = [step.id for step in steps if step.id in by]
    out: dict[str, frozenset[str]] = {}
    while undecided:
        rest = set(undecided)
        free = [each for each in undecided if rest.isdisjoint(by[each])]
        if free:
            out |= {each: before for each in free if (before := by[each] - out.keys())}
            undecided = [each for each in undecided if each not in free]
            continue
        ring = circle({each: sorted(by[each] & rest) for each in undecided})
        first = next(each for each in undecided if each in ring)
        out |= dict.fromkeys(by[first] & rest, frozenset([first]))
        undecided = [each for each in undecided if each != first and each not in out]
    return out
