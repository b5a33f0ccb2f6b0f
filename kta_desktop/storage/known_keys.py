"""Keys of others: auditors at the centre, colleagues and the centre on a laptop."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.storage import identity
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ENTRY = "key_entry/"
_COLUMNS = "fingerprint, public_key, card, role, state, reason, at"


class KeyState(StrEnum):
    """What may be believed of a key.

    UNKNOWN: nobody has decided. ACTIVE: its bundles are taken. REVOKED: they are held.
    """

    UNKNOWN = "unknown"
    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key of somebody else.

    Attributes:
        fingerprint: SHA-256 of ``public_key``.
        public_key: Ed25519, 32 bytes.
        card: What its holder says of it, as signed; empty if only the key was seen.
        role: ``auditor``, ``lead`` or ``centre``.
        state: What may be believed of it.
        reason: Why it was revoked; empty otherwise.
        at: ISO time (UTC) of the last decision.
    """

    fingerprint: str
    public_key: bytes
    card: bytes
    role: str
    state: KeyState
    reason: str
    at: str


def all_keys(connection: "Connection") -> list[KnownKey]:
    """Return all known keys, the newest decision first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM known_keys ORDER BY at DESC, fingerprint"  # noqa: S608
    )
    return [_key(*row) for row in rows]


def get(connection: "Connection", fingerprint: str) -> KnownKey | None:
    """Return what is known of a key; None if it was never seen."""
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM known_keys WHERE fingerprint = ?",  # noqa: S608
        (fingerprint,),
    ).first()
    return None if row is None else _key(*row)


def only_centre(connection: "Connection") -> KnownKey | None:
    """Return the one key that is believed as the centre's; None if none is, or several are."""
    found = [
        one for one in all_keys(connection) if one.role == "centre" and one.state is KeyState.ACTIVE
    ]
    return found[0] if len(found) == 1 else None


def put(connection: "Connection", key: KnownKey) -> None:
    """Keep a key, in place of what was known of it; the time is that of now."""
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO known_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            key.fingerprint,
            key.public_key,
            key.card.decode(),
            key.role,
            str(key.state),
            key.reason,
            now(),
        ),
    )


def add_entry(connection: "Connection", name: str, document: bytes) -> None:
    """Keep what was said of a key, signed here, under the name it has at places of delivery."""
    identity.set_meta(connection, f"{_ENTRY}{name}", document.decode())


def entries(connection: "Connection") -> dict[str, bytes]:
    """Return what was said of keys, signed here, by its name at places of delivery."""
    found = identity.meta_under(connection, _ENTRY)
    return {name: text.encode() for name, text in found.items()}


def _key(
    fingerprint: str, public_key: bytes, card: str, role: str, state: str, reason: str, at: str
) -> KnownKey:
    return KnownKey(
        fingerprint=fingerprint,
        public_key=public_key,
        card=card.encode(),
        role=role,
        state=KeyState(state),
        reason=reason,
        at=at,
    )
