"""What was proven to be at a place before, and how far that is still believed."""

from typing import TYPE_CHECKING

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import Remote, bundle_name, object_name
from kta_desktop.services.channel import is_line
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox, transfers
from kta_desktop.storage.outbox import RemoteRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

_THERE = (Delivery.DELIVERED, Delivery.RECEIVED, Delivery.ACCEPTED, Delivery.RETURNED)


class Proven:
    """The objects that were proven to be at one place.

    A stick may have been emptied or changed for another of the same name since: on a folder each
    object is looked for again, which costs nothing. On a line it would cost a question for each,
    so there the newest manifest that was delivered is looked for instead; where that is gone,
    every object is asked for.
    """

    def __init__(self, ws: Workspace, target: RemoteRow, place: Remote) -> None:
        """Read what is known; nothing is asked of the place yet."""
        self._ws, self._target, self._place = ws, target, place
        with ws.store.connect() as connection:
            self._held = set(transfers.confirmed(connection, target.name))
        self._fresh: list[Member] = []
        self._is_same: bool | None = None

    def is_known(self, member: Member) -> bool:
        """Whether an object was proven to be there, and nothing speaks against it since."""
        if member.sha256 not in self._held:
            return False
        if self._is_same is None:
            self._is_same = is_line(self._target.url) and self._has_newest()
        if self._is_same or self._place.size(object_name(member.sha256)) == member.size:
            return True
        self._held.discard(member.sha256)
        with self._ws.store.begin() as connection:
            transfers.doubt(connection, self._target.name, member.sha256)
        return False

    def prove(self, member: Member) -> None:
        """Remember that an object was proven to be there, whole, until it is written down."""
        self._held.add(member.sha256)
        self._fresh.append(member)

    def write(self, connection: "Connection") -> None:
        """Write down what was proven since the last time."""
        for member in self._fresh:
            transfers.confirm(connection, self._target.name, member.sha256, member.size)
        self._fresh = []

    def _has_newest(self) -> bool:
        """Whether the newest manifest that was delivered to this place is still there."""
        with self._ws.store.connect() as connection:
            rows = outbox.rows(connection, self._target.name)
        sent = [row for row in rows if row.state in _THERE and row.sha256]
        if not sent:
            return False
        last = sent[-1]
        name = bundle_name(last.audit, last.revision, last.sha256 or "")
        return self._place.size(name) is not None
