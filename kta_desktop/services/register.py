"""Keys: our own card, and the register of those of others.

At the centre the register decides whose bundles are taken in; what it says of a key it signs and
lays at the places of delivery, so that laptops know whose reviews to believe. What checks
documents (pydantic) is imported where it is used: windows import this module.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.ids import new_id, rise_above
from kta_desktop.exchange.errors import DocumentWrongError, PlaceUnusableError
from kta_desktop.exchange.places import reached
from kta_desktop.exchange.remote import key_entry_name
from kta_desktop.exchange.sealed_errors import NoRecipientError
from kta_desktop.exchange.signing import fingerprint
from kta_desktop.services import register_cards
from kta_desktop.services.centre_errors import (
    CardMissingError,
    KeyMissingError,
    OwnKeyError,
    PersonDiffersError,
    ReasonMissingError,
)
from kta_desktop.services.register_own import (
    Role,
    card_text,
    demand_level,
    is_centre,
    level,
    my_card,
    set_centre,
    signer,
)
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import known_keys, outbox, reviews
from kta_desktop.storage.clock import now
from kta_desktop.storage.files import write_atomically
from kta_desktop.storage.known_keys import KeyState, KnownKey

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Card, KeyEntry

__all__ = ["CARD_PREFIX", "KeyRow", "KeyState", "KnownKey", "Role", "accept", "card_text",
           "centre_recipient", "demand_level", "import_card", "is_centre", "key", "keys", "level",
           "my_card", "note_seen", "recipients_for", "reissue", "revoke", "role_of", "row",
           "save_card", "set_centre", "signer"]  # fmt: skip

CARD_PREFIX = register_cards.PREFIX
_SHOWN = 16  # characters of a fingerprint by which a sentence names a key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key of the register, as shown.

    Attributes:
        fingerprint: SHA-256 of the key.
        state: What may be believed of it.
        role: What it may do, or what its card asks for while nobody has decided.
        name: Of its holder; empty where no card is known.
        auditor: Id of the person; empty where no card is known.
        organisation: Of the holder.
        qualification: Of the holder.
        reason: Why it was revoked.
        at: ISO time (UTC) of the last decision, or at which it was first seen.
        held: Bundles that wait for a decision about it.
    """

    fingerprint: str
    state: KeyState
    role: str
    name: str
    auditor: str
    organisation: str
    qualification: str
    reason: str
    at: str
    held: int


def import_card(ws: Workspace, source: Path | str) -> KnownKey:
    """Put the holder of a key into the register; whether it is believed is decided apart.

    Args:
        ws: The workspace.
        source: Text of a code, or a file: the signed card, a picture or a PDF with its code.

    Raises:
        CardUnreadableError: If there is no card in it, or its signature does not hold.
        OwnKeyError: If it is our own.
        PersonDiffersError: If the key was decided on as that of another person.
    """
    said = register_cards.understood(source)
    if said.fingerprint == signer(ws).fingerprint:
        raise OwnKeyError
    with ws.store.connect() as connection:
        known = known_keys.get(connection, said.fingerprint)
    about = None if known is None or known.state is KeyState.UNKNOWN else holder_of(known)
    if about is not None and about.auditor != said.payload.auditor:
        raise PersonDiffersError(old=about.name, new=said.payload.name)
    return _keep_card(ws, said.key, said.document, said.payload.role)


def note_seen(ws: Workspace, public_key: bytes, card: bytes | None) -> KnownKey:
    """Put a key that was seen at a place into the register, with its card if there is a good one.

    Whose a key is that was decided on stays as it was then.

    Args:
        ws: The workspace.
        public_key: 32 raw bytes.
        card: What lies at the place as the card of the key; anything may lie there.
    """
    from kta_desktop.exchange.documents import Card, read

    try:
        said = read(Card, card or b"", "card")
    except DocumentWrongError:
        return _keep_card(ws, public_key, b"", "auditor")
    with ws.store.connect() as connection:
        known = known_keys.get(connection, fingerprint(public_key))
    decided = known is not None and known.state is not KeyState.UNKNOWN and known.card
    if said.key != public_key or decided:
        return _keep_card(ws, public_key, b"", "auditor")
    return _keep_card(ws, public_key, said.document, said.payload.role)


def _keep_card(ws: Workspace, public_key: bytes, card: bytes, role: str) -> KnownKey:
    """Keep a card beside what was decided already; nothing is written if nothing is new."""
    name = fingerprint(public_key)
    with ws.store.connect() as connection:
        known = known_keys.get(connection, name)
    if known is not None and card in (b"", known.card):
        return known
    found = KnownKey(
        fingerprint=name,
        public_key=public_key,
        card=card,
        role=role if known is None or known.state is KeyState.UNKNOWN else known.role,
        state=KeyState.UNKNOWN if known is None else known.state,
        reason="" if known is None else known.reason,
        at=now(),
    )
    said = None if found.state is KeyState.UNKNOWN else _said(ws, found)
    with ws.store.begin() as connection:
        known_keys.put(connection, found)
        if said is not None:  # it was accepted before anybody knew whose it is
            known_keys.add_entry(connection, *said)
    return found


def keys(ws: Workspace) -> tuple[KeyRow, ...]:
    """Return the register: keys that wait for a decision first, then by name."""
    with ws.store.connect() as connection:
        found = known_keys.all_keys(connection)
        waiting = [row for row in reviews.held(connection) if row.state == "held"]
    held = Counter(row.fingerprint for row in waiting)
    rows = [_row(one, held[one.fingerprint]) for one in found]
    order = list(KeyState)
    return tuple(sorted(rows, key=lambda one: (order.index(one.state), one.name, one.fingerprint)))


def row(ws: Workspace, name: str) -> KeyRow:
    """Return a key as shown, by its fingerprint or the beginning of it.

    Raises:
        KeyMissingError: If there is none, or more than one.
    """
    wanted = key(ws, name).fingerprint
    return next(one for one in keys(ws) if one.fingerprint == wanted)


def save_card(ws: Workspace, out: Path) -> None:
    """Write our own card into a file, which is replaced whole or not at all.

    Raises:
        PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If it cannot be written.
    """
    with reached(out, PlaceUnusableError):
        write_atomically(out, my_card(ws))


def key(ws: Workspace, name: str) -> KnownKey:
    """Return a key by its fingerprint or the beginning of it.

    Raises:
        KeyMissingError: If there is none, or more than one.
    """
    plain = name.replace(" ", "").lower()
    with ws.store.connect() as connection:
        found = [one for one in known_keys.all_keys(connection) if _begins(one, plain)]
    if len(found) != 1:
        raise KeyMissingError(key=name)
    return found[0]


def _begins(one: KnownKey, plain: str) -> bool:
    return bool(plain) and one.fingerprint.startswith(plain)


def accept(ws: Workspace, name: str, role: Role) -> KeyRow:
    """Take bundles of a key from now on, and say so to the laptops; those held are taken next.

    Args:
        ws: The workspace.
        name: Fingerprint, or its beginning.
        role: What it may do; on a laptop ``centre`` makes it the centre's that is believed.

    Raises:
        KeyMissingError: If there is no such key.
        CardMissingError: If it is to lead or to be the centre and nobody knows whose it is.
    """
    known = key(ws, name)
    if role != "auditor" and holder_of(known) is None:
        raise CardMissingError(key=known.fingerprint[:_SHOWN])
    return _decide(ws, replace(known, role=role, state=KeyState.ACTIVE, reason=""))


def revoke(ws: Workspace, name: str, reason: str) -> KeyRow:
    """Hold what a key signs from now on, and say so to the laptops; what was taken in stays.

    Args:
        ws: The workspace.
        name: Fingerprint, or its beginning.
        reason: Such as a lost laptop; the auditors read it.

    Raises:
        ReasonMissingError: If there is none.
        KeyMissingError: If there is no such key.
    """
    if not reason.strip():
        raise ReasonMissingError
    known = key(ws, name)
    return _decide(ws, replace(known, state=KeyState.REVOKED, reason=reason.strip()[:500]))


def reissue(ws: Workspace, old: str, new: str, reason: str) -> KeyRow:
    """Put a new key of a person in the place of an old one, such as after the loss of a laptop.

    Raises:
        ReasonMissingError: If there is no reason.
        KeyMissingError, CardMissingError: If a key or its holder is not known.
        PersonDiffersError: If they are of two persons.
    """
    if not reason.strip():
        raise ReasonMissingError
    former, later = key(ws, old), key(ws, new)
    whose, now_whose = _demand(former), _demand(later)
    if whose.auditor != now_whose.auditor:
        raise PersonDiffersError(old=whose.name, new=now_whose.name)
    row = _decide(ws, replace(later, role=former.role, state=KeyState.ACTIVE, reason=""))
    revoke(ws, former.fingerprint, reason)
    return row


def _decide(ws: Workspace, decided: KnownKey) -> KeyRow:
    """Keep a decision, and sign it where we are the centre."""
    if decided.fingerprint == signer(ws).fingerprint:
        raise OwnKeyError
    if _is_said(ws, decided):
        return row(ws, decided.fingerprint)
    said = _said(ws, decided)
    with ws.store.begin() as connection:
        known_keys.put(connection, decided)
        if said is not None:
            known_keys.add_entry(connection, *said)
        if decided.role == "centre" and decided.state is KeyState.ACTIVE:
            for place in outbox.remotes(connection):
                outbox.pin(connection, place.name, decided.public_key)
    return _row(decided, 0)


def _is_said(ws: Workspace, decided: KnownKey) -> bool:
    """Whether the same was decided, and said to others, before."""
    with ws.store.connect() as connection:
        known = known_keys.get(connection, decided.fingerprint)
        told = known_keys.entries(connection)
    is_told = any(name.split("/")[1] == decided.fingerprint for name in told)
    return is_told and known is not None and replace(known, at=decided.at) == decided


def _said(ws: Workspace, decided: KnownKey) -> tuple[str, bytes] | None:
    """Return name and document of what others are told.

    None while nobody knows whose key it is, and where we are not the centre.
    """
    from kta_desktop.exchange.documents import KeyEntry, written

    about = holder_of(decided)
    if about is None or not is_centre(ws):
        return None
    _rise_above_entries(ws, decided.fingerprint)
    entry = KeyEntry(
        id=new_id(),
        fingerprint=decided.fingerprint,
        key=decided.public_key.hex(),
        auditor=about.auditor,
        name=about.name,
        role=role_of(decided.role),
        state="revoked" if decided.state is KeyState.REVOKED else "active",
        reason=decided.reason,
        at=now(),
    )
    return key_entry_name(entry.fingerprint, entry.id), written(entry, signer(ws))


def _rise_above_entries(ws: Workspace, name: str) -> None:
    """Let what is said now come after what was said of a key, whatever the clock says."""
    with ws.store.connect() as connection:
        told = known_keys.entries(connection)
    for path in told:
        _keys, whose, last = path.split("/")
        if whose == name:
            rise_above(last.removesuffix(".json"))


def role_of(text: str) -> Role:
    """Return the role that a word names; any other word is an auditor's."""
    return "lead" if text == "lead" else "centre" if text == "centre" else "auditor"


def holder_of(known: KnownKey) -> "Card | KeyEntry | None":
    """Return what is known of the holder: the card, or what the centre says; None for nothing."""
    from kta_desktop.exchange.documents import Card, KeyEntry, read

    with suppress(DocumentWrongError):
        return read(Card, known.card, known.fingerprint).payload
    with suppress(DocumentWrongError):
        return read(KeyEntry, known.card, known.fingerprint).payload
    return None


def _demand(known: KnownKey) -> "Card | KeyEntry":
    about = holder_of(known)
    if about is None:
        raise CardMissingError(key=known.fingerprint[:_SHOWN])
    return about


def _row(known: KnownKey, held: int) -> KeyRow:
    about = holder_of(known)
    return KeyRow(
        fingerprint=known.fingerprint,
        state=known.state,
        role=known.role,
        name=about.name if about else "",
        auditor=about.auditor if about else "",
        organisation=getattr(about, "organisation", ""),
        qualification=getattr(about, "qualification", ""),
        reason=known.reason,
        at=known.at,
        held=held,
    )


def centre_recipient(ws: Workspace, remote: str) -> str | None:
    """Return the key to which files for the centre behind a place are encrypted; None if unknown.

    Of a place that has not answered yet it is the one centre whose card was accepted.

    Args:
        ws: The workspace.
        remote: Name of the place; empty for one that is not listed.
    """
    from kta_desktop.exchange.documents import Card

    with ws.store.connect() as connection:
        pinned = {one.name: one.centre_key for one in outbox.remotes(connection)}.get(remote)
        known = (
            known_keys.get(connection, fingerprint(pinned))
            if pinned is not None
            else known_keys.only_centre(connection)
        )
    about = None if known is None else holder_of(known)
    return about.recipient if isinstance(about, Card) else None


def recipients_for(ws: Workspace, remote: str) -> tuple[str, ...]:
    """Return whom bundles for the centre behind a place are encrypted to.

    Raises:
        NoRecipientError: If its card was not taken in yet.
    """
    found = centre_recipient(ws, remote)
    if found is None:
        raise NoRecipientError(remote=remote)
    return (found,)
