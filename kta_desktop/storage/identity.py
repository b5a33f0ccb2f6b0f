"""What holds for the workspace as a whole: its id, its user's profile, the devices it knows."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Device:
    """A device whose changes are known.

    Attributes:
        fingerprint: SHA-256 of ``public_key``.
        public_key: Ed25519, 32 bytes.
        private_key: Ed25519, 32 bytes; None for devices of others.
    """

    fingerprint: str
    public_key: bytes
    private_key: bytes | None = None


def set_meta(connection: "Connection", key: str, value: str) -> None:
    """Write one fact about the workspace."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def get_meta(connection: "Connection", key: str) -> str | None:
    """Return one fact about the workspace; None if it was never written."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).first()
    return None if row is None else str(row[0])


def meta_under(connection: "Connection", prefix: str) -> dict[str, str]:
    """Return the facts whose keys begin with ``prefix``, by what follows it, sorted."""
    rows = connection.exec_driver_sql(
        "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ? ORDER BY key",
        (len(prefix), prefix),
    )
    return {str(key).removeprefix(prefix): str(value) for key, value in rows}


def drop_meta(connection: "Connection", key: str) -> None:
    """Forget a value; nothing happens if there is none."""
    connection.exec_driver_sql("DELETE FROM meta WHERE key = ?", (key,))


def set_profile(connection: "Connection", profile: Auditor) -> None:
    """Write who works here."""
    set_meta(connection, "profile", canonical_json(asdict(profile)).decode())


def get_profile(connection: "Connection") -> Auditor:
    """Return who works here.

    Raises:
        ValueError, TypeError: If what is stored is no profile.
    """
    return Auditor(**json.loads(get_meta(connection, "profile") or "{}"))


def new_device(connection: "Connection", name: str) -> Device:
    """Make a key pair and let this workspace write under it from now on.

    A restored copy gets a new device, or its chain would fork from what was already delivered.
    """
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    device = Device(sha256_hex(public), public, private.private_bytes_raw())
    connection.exec_driver_sql(
        "INSERT INTO devices (fingerprint, public_key, private_key, name, created_at, revoked) "
        "VALUES (?, ?, ?, ?, ?, 0)",
        (device.fingerprint, public, device.private_key, name, now()),
    )
    set_meta(connection, "device", device.fingerprint)
    return device


def own_device(connection: "Connection") -> Device:
    """Return the device this workspace writes as.

    Raises:
        LookupError: If there is none, which no release has ever written.
    """
    row = connection.exec_driver_sql(
        "SELECT fingerprint, public_key, private_key FROM devices "
        "WHERE fingerprint = (SELECT value FROM meta WHERE key = 'device')"
    ).first()
    if row is None:
        raise LookupError("device")
    return Device(row[0], row[1], row[2])


def device(connection: "Connection", fingerprint: str) -> Device | None:
    """Return a device; None if it is not known."""
    row = connection.exec_driver_sql(
        "SELECT fingerprint, public_key, private_key FROM devices WHERE fingerprint = ?",
        (fingerprint,),
    ).first()
    return None if row is None else Device(row[0], row[1], row[2])


def add_device(connection: "Connection", public_key: bytes, name: str) -> str:
    """Remember the device of someone else by its public key; return its fingerprint."""
    fingerprint = sha256_hex(public_key)
    connection.exec_driver_sql(
        "INSERT INTO devices (fingerprint, public_key, private_key, name, created_at, revoked) "
        "VALUES (?, ?, NULL, ?, ?, 0) ON CONFLICT DO NOTHING",
        (fingerprint, public_key, name, now()),
    )
    return fingerprint
