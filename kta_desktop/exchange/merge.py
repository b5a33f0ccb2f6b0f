"""Change logs of one audit, brought together: a union by id that loses nothing.

The union is commutative, associative and idempotent; what it amounts to is ``changes.replay``,
in which conflicting values both stay.
"""

from collections.abc import Iterable, Iterator

from kta_desktop.domain.changes import Change, broken_links, heads_of
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.exchange.errors import AuditForkedError


def union(where: str, *logs: Iterable[Change]) -> tuple[Change, ...]:
    """Return all changes of ``logs``, each once, by id.

    Args:
        where: What was brought in, as the sentence names it.
        logs: Logs of one audit whose chains verify.

    Raises:
        AuditForkedError: If one device continued its chain in two ways.
    """
    known: dict[str, Change] = {}
    for log in logs:
        for change in log:
            if known.setdefault(change.id, change).hash != change.hash:
                raise AuditForkedError(where=where)
    together = tuple(known[key] for key in sorted(known))
    if broken_links(together):
        raise AuditForkedError(where=where)
    return together


def withdrawn_under_work(known: Iterable[Change], incoming: Iterable[Change]) -> tuple[Change, ...]:
    """Return the removals of instances in which the other side went on working meanwhile.

    Neither side saw what the other did, so both the removal and the work have to stay until a
    person decides; by paths alone they would not meet.

    Args:
        known: The log of this side before the merge.
        incoming: The log of the other side.
    """
    here, there = {one.id: one for one in known}, {one.id: one for one in incoming}
    only_here = [one for key, one in here.items() if key not in there]
    only_there = [one for key, one in there.items() if key not in here]
    ends = _ends({**here, **there}.values())
    found: list[Change] = []
    for ours, theirs in ((only_here, only_there), (only_there, only_here)):
        worked_in = {instance for one in theirs for instance in _instances(one.path)}
        removed = (one for one in _removals(ours) if one.id in ends)
        found += [one for one in removed if one.path in worked_in]
    return tuple(sorted(found, key=lambda one: one.id))


def _ends(log: Iterable[Change]) -> set[str]:
    """Return the ids of the changes of instances that no other of their path is built on."""
    by_path: dict[str, list[Change]] = {}
    for one in log:
        by_path.setdefault(one.path, []).append(one)
    return {end.id for members in by_path.values() for end in heads_of(members)}


def _removals(log: Iterable[Change]) -> Iterator[Change]:
    for one in log:
        if one.after is None and one.before is not None and parse_path(one.path).is_row:
            yield one


def _instances(path: str) -> Iterator[str]:
    """Yield the instances of repeats that a path leads through, without the path itself."""
    steps = path.partition("#")[0].split("/")
    for count in range(2, len(steps), 2):
        yield "/".join(steps[:count])
