"""Whose word counts at a place of delivery: the centre's, and of those it vouches for.

The first key that speaks as the centre is taken as the centre's (its fingerprint is shown), unless
a card of it was accepted before; from then on no other is, at any place, until a person accepts
its card. Of other keys the centre says in signed entries what they may do.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

import json
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.exchange.remote import Remote, card_name
from kta_desktop.exchange.signing import fingerprint
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity, known_keys, outbox
from kta_desktop.storage.known_keys import KeyState, KnownKey

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Card, KeyEntry, Said

_OWN = "own_key_state"
_NEWEST = "key_heard/"
_SPEAKERS = ("lead", "centre")


class Trust:
    """Whom documents from one place are believed.

    Attributes:
        remote: Name of the place.
    """

    def __init__(self, ws: Workspace, place: Remote, remote: str) -> None:
        """Remember where to ask; nothing is asked yet."""
        self.remote = remote
        self._ws, self._place = ws, place
        self._asked: set[str] = set()

    @property
    def centre(self) -> bytes | None:
        """Return the key of the centre behind this place; None before it was heard of."""
        with self._ws.store.connect() as connection:
            known = outbox.remotes(connection)
        return next((row.centre_key for row in known if row.name == self.remote), None)

    def is_centre(self, key: bytes) -> bool:
        """Whether a key is the centre's; the first that is asked about becomes it."""
        if self.centre is None and self._may_be_centre(key):
            with self._ws.store.begin() as connection:
                outbox.pin(connection, self.remote, key)
            self._learn_card(key)
        return self.centre == key

    def is_speaker(self, key: bytes) -> bool:
        """Whether a key may review: a lead auditor's or the centre's, and not revoked.

        A lead auditor's word makes nobody the centre: that needs a word only the centre has.
        """
        if self.centre == key:
            return True
        self._learn_entries(fingerprint(key))
        known = self.known(fingerprint(key))
        return known is not None and known.state is KeyState.ACTIVE and known.role in _SPEAKERS

    def known(self, name: str) -> KnownKey | None:
        """Return what is known of the key with a fingerprint."""
        with self._ws.store.connect() as connection:
            return known_keys.get(connection, name)

    def own_entry(self) -> "KeyEntry | None":
        """Return what the centre said last of the key of this computer; None if nothing yet."""
        found = self._entries(self._ws.device)
        return found[-1].payload if found else None

    def _may_be_centre(self, key: bytes) -> bool:
        """Whether a key can be the centre's: one known as such, or any while none is known."""
        with self._ws.store.connect() as connection:
            known = {one.public_key: one for one in known_keys.all_keys(connection)}
        centres = [
            one.public_key
            for one in known.values()
            if one.role == "centre" and one.state is KeyState.ACTIVE
        ]
        if centres:
            return key in centres
        return key not in known and key != self._ws.public_key

    def _entries(self, name: str) -> "list[Said[KeyEntry]]":
        """Return what the centre says of a key, oldest first; what others say is passed over."""
        from kta_desktop.exchange.documents import KeyEntry, read

        found = []
        for document in self._place.names(f"keys/{name}"):
            if document == card_name(name):
                continue
            try:
                said = read(KeyEntry, self._place.read(document) or b"", document)
            except DocumentWrongError:
                continue  # somebody's litter says nothing of the key
            if said.payload.fingerprint == name and self.is_centre(said.key):
                found.append(said)
        return sorted(found, key=lambda said: said.payload.id)

    def _learn_entries(self, name: str) -> None:
        """Take over what the centre says of a key; asked once in an exchange."""
        if name in self._asked:
            return
        self._asked.add(name)
        found = self._entries(name)
        if found:
            keep_entry(self._ws, found[-1])

    def _learn_card(self, key: bytes) -> None:
        """Take over the card of the centre, which says how to encrypt to it."""
        from kta_desktop.exchange.documents import Card, read

        name = card_name(fingerprint(key))
        data = self._place.read(name)
        try:
            said = read(Card, data or b"", name)
        except DocumentWrongError:
            return  # it has none there, which is no fault of what it signed
        if said.key == key:
            keep_card(self._ws, said)


def keep_entry(ws: Workspace, said: "Said[KeyEntry]") -> None:
    """Take over what the centre says of a key, unless it said something newer at another place.

    Args:
        ws: The workspace.
        said: The entry, which the centre signed.
    """
    entry = said.payload
    key, newest = bytes.fromhex(entry.key), f"{_NEWEST}{entry.fingerprint}"
    if fingerprint(key) != entry.fingerprint:
        return
    with ws.store.begin() as connection:
        if (identity.get_meta(connection, newest) or "") >= entry.id:
            return
        known = known_keys.get(connection, entry.fingerprint)
        decided = KnownKey(
            fingerprint=entry.fingerprint,
            public_key=key,
            card=said.document if known is None or not known.card else known.card,
            role=entry.role,
            state=KeyState(entry.state),
            reason=entry.reason,
            at=entry.at,
        )
        known_keys.put(connection, decided)
        identity.set_meta(connection, newest, entry.id)


def keep_card(ws: Workspace, said: "Said[Card]") -> KnownKey:
    """Keep the card of a centre, which thereby is known, and return its key."""
    key = KnownKey(
        fingerprint=said.fingerprint,
        public_key=said.key,
        card=said.document,
        role=said.payload.role,
        state=KeyState.ACTIVE,
        reason="",
        at=said.payload.at,
    )
    with ws.store.begin() as connection:
        known_keys.put(connection, key)
    return key


def remember_own(ws: Workspace, entry: "KeyEntry") -> None:
    """Write down what the centre says of the key of this computer."""
    with ws.store.begin() as connection:
        identity.set_meta(connection, _OWN, entry.model_dump_json())


def own_state(ws: Workspace) -> dict[str, JsonValue] | None:
    """Return what the centre said last of the key of this computer; None if nothing yet."""
    with ws.store.connect() as connection:
        text = identity.get_meta(connection, _OWN)
    found: dict[str, JsonValue] | None = None if text is None else json.loads(text)
    return found
