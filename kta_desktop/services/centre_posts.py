"""What is said here reaches every place: reviews, decisions about keys, assignments, our card.

Documents are kept as they were signed. A place lacks what it does not list, so one that could not
be reached gets it at the next intake, and nothing needs to be remembered about places.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import PlaceGoneError, RemoteTakenError
from kta_desktop.exchange.remote import (
    Remote,
    assignment_name,
    card_name,
    review_name,
)
from kta_desktop.services import register, remotes
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity, known_keys, reviews
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import WorkspaceError

_VISITED = "visited/"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where what was said here is by now.

    Attributes:
        reached: Names, or addresses, of the places that have all of it.
        missed: Errors of those that could not be reached; they get it at the next intake.
    """

    reached: tuple[str, ...] = ()
    missed: tuple[Mapping[str, JsonValue], ...] = ()


def places(ws: Workspace) -> tuple[str, ...]:
    """Return the places known here: those with a name, then those that were taken in from."""
    listed = remotes.listed(ws)
    with ws.store.connect() as connection:
        visited = identity.meta_under(connection, _VISITED)
    named = [row.name for row in listed]
    known = {*named, *(row.url for row in listed)}
    return (*named, *(place for place in visited if place not in known))


def remember(ws: Workspace, place: str) -> None:
    """Remember a place that was taken in from, so that it hears what is said later.

    Args:
        ws: The workspace.
        place: Its name, or its address where it has none.
    """
    with ws.store.connect() as connection:
        known = identity.get_meta(connection, f"{_VISITED}{place}")
    if known is None:
        with ws.store.begin() as connection:
            identity.set_meta(connection, f"{_VISITED}{place}", now())


def post(
    ws: Workspace, origin: str = "", *, report: Report = silent, cancelled: Cancelled = never
) -> Posted:
    """Bring what was said here to every place known; one that cannot be reached is told.

    Of sticks that were once here and are not now only ``origin`` is told.

    Args:
        ws: The workspace.
        origin: Name or address of the place that waits for it most.
        report: Told how far it is.
        cancelled: Asked before each place whether to leave the rest to the next intake.

    Raises:
        WorkspaceError: If the workspace cannot be read.
    """
    reached: list[str] = []
    missed: list[Mapping[str, JsonValue]] = []
    known = places(ws)
    awaited = {origin, *(row.name for row in remotes.listed(ws))}
    for number, place in enumerate(known):
        if cancelled():
            break
        report(number / len(known), place)
        try:
            with remotes.opened(ws, remotes.at(ws, place)) as remote:
                remote.check_layout()
                post_to(ws, remote)
        except WorkspaceError:
            raise
        except KtaError as error:
            if place in awaited or not isinstance(error, PlaceGoneError):
                missed.append(reason_of(error))
        else:
            reached.append(place)
    report(1.0, "")
    return Posted(reached=tuple(reached), missed=tuple(missed))


def post_to(
    ws: Workspace, remote: Remote, listed: Mapping[str, Iterable[str]] | None = None
) -> int:
    """Write what a place lacks of what was said here; return how many documents that were.

    Args:
        ws: The workspace.
        remote: The place.
        listed: Folders of it to the names in them, as far as they were listed just now.

    Raises:
        KtaError: If the place fails; what was written stays.
    """
    known = dict(listed or {})
    ours: dict[str, dict[str, bytes]] = {}
    for name, data in sorted(said(ws).items()):
        ours.setdefault(name.split("/")[0], {})[name] = data
    count = 0
    for folder, documents in ours.items():
        there = set(known[folder] if folder in known else remote.names(folder))
        for name in documents.keys() - there:
            _put(remote, name, documents[name])
            count += 1
    return count


def _put(remote: Remote, name: str, data: bytes) -> None:
    try:
        remote.put(name, data)
    except RemoteTakenError as error:  # only by who writes into the place at this moment
        _log.warning("not published: %s", error.sentence("en"))


def said(ws: Workspace) -> dict[str, bytes]:
    """Return the documents that were signed here, by their names at places."""
    own = register.signer(ws).fingerprint
    with ws.store.connect() as connection:
        found = {
            review_name(row.audit, row.id): row.document
            for row in reviews.reviews(connection)
            if row.fingerprint in (own, ws.device)
        }
        found |= {
            assignment_name(row.auditor, row.id): row.document
            for row in reviews.assignments(connection)
            if row.fingerprint in (own, ws.device)
        }
        found |= known_keys.entries(connection)
    return found | {card_name(own): register.my_card(ws)}
