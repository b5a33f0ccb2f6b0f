"""What was closed today: what was open when the day began and is not any more."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from kta_desktop.domain.changes import Change, replay
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.forms.state import FormState
from kta_desktop.services import answering, auditing, filling, judging
from kta_desktop.services.overview import overview
from kta_desktop.services.workspace import Workspace


def opened_with(ws: Workspace, audit_id: str, today: date) -> frozenset[str]:
    """Return what was open when the day began, by ``Overview.keys``.

    An audit that was begun today is taken as its first act left it. The form is made once more
    for it, which takes half a second: not for the thread of the interface.

    Raises:
        AuditNotFoundError: If there is no such audit.
        AuditUnreadableError: If what is stored of it cannot be understood.
    """
    record = auditing.load(ws, audit_id)
    found = replay(_before(list(answering.log(ws, audit_id)), today))
    then = replace(record, entries=found.entries, conflicts=found.conflicts)
    state = filling.form(then.definition, then.entries)
    return overview(then, state, judging.sessions(then), today, said=()).keys


def closed(opened: Iterable[str], now: frozenset[str], state: FormState) -> tuple[str, ...]:
    """Return the keys of what is closed now; what is not asked any more was closed by nobody."""
    return tuple(sorted(key for key in set(opened) - now if _is_asked(key, state)))


def place_of(key: str) -> str:
    """Return the path that a key speaks of; empty for a session, an instrument, a substance."""
    path = key.partition(":")[2]
    try:
        parsed = parse_path(path)
    except ValueError:
        return ""
    return path if parsed.names else ""


def _before(changes: list[Change], today: date) -> list[Change]:
    midnight = datetime.combine(today, time.min).astimezone().astimezone(UTC)
    start = midnight.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    found = [change for change in changes if change.at < start]
    if found or not changes:
        return found
    return [change for change in changes if change.group == changes[0].group]


def _is_asked(key: str, state: FormState) -> bool:
    path = place_of(key)
    if not path:
        return True
    try:
        return state.is_relevant(state.owner(path))
    except (KeyError, ValueError):
        return False
