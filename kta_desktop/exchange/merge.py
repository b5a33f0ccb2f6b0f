"""Change logs of one audit, brought together: a union by id that loses nothing.

The union is commutative, associative and idempotent; what it amounts to is ``changes.replay``,
in which conflicting values both stay.
"""

from collections.abc import Iterable

from kta_desktop.domain.changes import Change, broken_links
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
