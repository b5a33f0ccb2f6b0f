"""Brings the protocols of ended sessions to their cards: read from disk, kept while they hold."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.errors import KtaError
from kta_desktop.services import protocol
from kta_desktop.services.protocol import Protocol
from ui.models.measuring import AuditSessions
from ui.tasks import TaskRunner
from ui.widgets.measure_sessions import SessionList
from ui.widgets.session_words import protocol_shown

if TYPE_CHECKING:
    from kta_desktop.domain.measurement import Session
    from kta_desktop.services.workspace import Workspace


class ProtocolReader(QObject):
    """Answers a list that asks for the protocol of a quantity of a session.

    Signals: ``failed`` with the error of a protocol that cannot be read.
    """

    failed = Signal(object)

    def __init__(self, workspace: "Workspace", runner: TaskRunner, cards: SessionList) -> None:
        super().__init__(cards)
        self._workspace, self._runner, self._cards = workspace, runner, cards
        self._loaded: AuditSessions | None = None
        self._known: dict[tuple[str, str], Protocol] = {}
        self._under_way: set[tuple[str, str]] = set()
        cards.unfolded.connect(self.bring)

    def take(self, loaded: AuditSessions) -> None:
        """Bring the protocols of what is unfolded again, from the sessions as they are now."""
        self._loaded = loaded
        for card in self._cards.cards():
            if card.is_open:
                self.bring(card.session, card.channel)

    def bring(self, identifier: str, channel: str) -> None:
        """Show the protocol of a quantity of a session."""
        session = self._loaded.session(identifier) if self._loaded is not None else None
        if self._loaded is None or session is None:
            return
        key, part, record = (identifier, channel), session.of(channel), self._loaded.record
        known = self._known.get(key)
        if known is not None and known.session == part and known.record is record:
            self._cards.show_protocol(identifier, channel, protocol_shown(known))
        elif key not in self._under_way:
            self._under_way.add(key)
            self._runner.run_pool(
                lambda _report, _cancelled: self._read(record, part),
                self,
                partial(self._show, key),
                partial(self._give_up, key),
            )

    def _read(self, record: AuditRecord, part: "Session") -> Protocol:
        return protocol.protocol(self._workspace, record, part)

    def _show(self, key: tuple[str, str], found: Protocol) -> None:
        self._under_way.discard(key)
        self._known[key] = found
        self._cards.show_protocol(*key, protocol_shown(found))

    def _give_up(self, key: tuple[str, str], error: KtaError) -> None:
        self._under_way.discard(key)
        self.failed.emit(error)
