"""The workspace: made, opened, locked away, copied, checked."""

import os
import platform
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import _
from kta_desktop.paths import data_dir
from kta_desktop.services.recent import RecentBytes
from kta_desktop.services.underway import UnderWay
from kta_desktop.storage import backup, checks, definitions, identity, keyring, keys, opening
from kta_desktop.storage.backup import BackupInfo
from kta_desktop.storage.engine import Store, cipher, understood, warm_up
from kta_desktop.storage.errors import (
    CopiesKeepPassphraseError,
    InUseError,
    KeyFileDamagedError,
    KeyFileMissingError,
    NoWorkspaceError,
    PassphraseMissingError,
    WorkspaceDamagedError,
    WorkspaceError,
    WorkspaceTooNewError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from kta_desktop.storage.locks import FileLock

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [  # the errors are part of what windows tell apart, and storage is not theirs
    "BackupInfo",
    "Check",
    "InUseError",
    "KeyFileDamagedError",
    "KeyFileMissingError",
    "NoWorkspaceError",
    "PassphraseMissingError",
    "Workspace",
    "WorkspaceDamagedError",
    "WorkspaceError",
    "WorkspaceTooNewError",
    "WrongPassphraseError",
    "WrongRecoveryCodeError",
    "back_up",
    "backups",
    "change_passphrase",
    "check_workspace",
    "cipher_version",
    "create",
    "default_path",
    "exists",
    "forget_in_keyring",
    "last_backup",
    "open_for_command",
    "open_from_keyring",
    "open_with_key",
    "open_with_recovery",
    "open_workspace",
    "remember_in_keyring",
    "reset_passphrase",
    "restore",
    "set_profile",
    "warm_up",
]

FILE_NAME = "workspace.ktadb"
_SENDING_STOPS_S = 5.0  # a server that is silent is not waited for


@dataclass(eq=False)
class Workspace:
    """An open workspace, locked for this program until ``close``.

    Attributes:
        path: The encrypted file.
        profile: Who works here; author of changes.
        device: Fingerprint of this device's public key; changes are chained per device.
        public_key: Ed25519, 32 bytes.
        store: The file, for services only.
        passed_over: Groups whose undo or redo was refused since it was opened.
        progress: Audit to hash of its newest change, questions done and questions in all.
        definitions: Kept definitions by their hash, as far as they were read.
        pictures: Reduced pictures shown lately.
        sheets: Sheets of versions printed lately, by the change that closed them.
        under_way: What is being sent, and what stopped the last try.
    """

    path: Path
    profile: Auditor
    device: str
    public_key: bytes
    store: Store
    _private: Ed25519PrivateKey = field(repr=False)
    passed_over: set[str] = field(default_factory=set)
    progress: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict, repr=False)
    pictures: RecentBytes = field(default_factory=RecentBytes, repr=False)
    sheets: RecentBytes = field(default_factory=RecentBytes, repr=False)
    under_way: UnderWay = field(default_factory=UnderWay, repr=False)

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of this device over ``data``."""
        return self._private.sign(data)

    def definition(self, connection: "Connection", sha256: str) -> Definition:
        """Return a kept definition, read once as long as the file is open: it never changes.

        Raises:
            LookupError: If it is not kept here.
            ValueError: If it is not of a format this program reads.
        """
        if sha256 not in self.definitions:
            self.definitions[sha256] = definitions.get(connection, sha256)
        return self.definitions[sha256]

    def close(self) -> None:
        """Let the file go, after what is being sent has stopped. A second call does nothing."""
        self.under_way.is_closing = True
        self.under_way.rest(_SENDING_STOPS_S)
        self.store.close()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked.

    Attributes:
        name: ``pages``, ``definitions``, ``chains``, ``entries`` or ``contents``.
        ok: Whether it is as it was written.
        detail: A sentence in the interface language.
    """

    name: str
    ok: bool
    detail: str


def default_path() -> Path:
    """Return where the workspace lies unless the settings say otherwise."""
    return data_dir() / FILE_NAME


def exists(path: Path) -> bool:
    """Return whether there is a workspace file to unlock at ``path``."""
    try:
        return path.is_file()
    except OSError:  # a name too long, a folder that may not be looked into
        return False


def create(
    path: Path, passphrase: str, profile: Auditor, *, use_keyring: bool = False
) -> tuple[Workspace, str]:
    """Make a workspace and open it.

    Args:
        path: Where; a key file of the same name with ``.keys`` comes beside it.
        passphrase: Any text that is not empty.
        profile: Who works here.
        use_keyring: Whether the operating system may hold the key, if it has a keyring.

    Returns:
        The open workspace and the recovery code, which is shown once and kept nowhere.

    Raises:
        PassphraseEmptyError, WorkspaceExistsError, DiskFullError, ReadOnlyError: See there;
            nothing is made.
    """
    identifier = new_id()
    key_file, key, code = keys.new_key_file(identifier, passphrase)
    opening.create(path, key_file, key, profile, _device_name())
    if use_keyring:
        keyring.remember(identifier, key)
    return _opened(opening.open_store(path, key, bytes.fromhex(key_file.salt))), code


def open_workspace(path: Path, passphrase: str) -> Workspace:
    """Open a workspace by its passphrase.

    Raises:
        WorkspaceError: NoWorkspace, NotAWorkspace, KeyFileMissing, KeyFileDamaged, ForeignKeys,
            WrongPassphrase, WorkspaceDamaged, WorkspaceTooNew, InUse, ReadOnly; nothing changed.
    """
    key_file = _key_file(path)
    return _open(path, key_file, key_file.unwrap_by_passphrase(passphrase))


def open_with_recovery(path: Path, code: str) -> Workspace:
    """Open a workspace by its recovery code, however it is spaced and cased.

    Raises:
        WorkspaceError: As ``open_workspace``, and WrongRecoveryCode.
    """
    key_file = _key_file(path)
    return _open(path, key_file, key_file.unwrap_by_code(code))


def open_from_keyring(path: Path) -> Workspace | None:
    """Open a workspace by the key that the operating system holds; None if it holds none.

    Raises:
        WorkspaceError: As ``open_workspace``.
    """
    key_file = _key_file(path)
    key = keyring.recall(key_file.workspace)
    return None if key is None else _open(path, key_file, key)


def open_for_command(path: Path) -> Workspace:
    """Open a workspace without asking: by the keyring, then by ``KTA_PASSPHRASE``.

    Raises:
        PassphraseMissingError: If neither is there.
        WorkspaceError: As ``open_workspace``.
    """
    opened = open_from_keyring(path)
    if opened is not None:
        return opened
    passphrase = os.environ.get("KTA_PASSPHRASE")
    if not passphrase:
        raise PassphraseMissingError(path=path)
    return open_workspace(path, passphrase)


def open_with_key(path: Path, key: bytes) -> Workspace:
    """Open a workspace by its bare 32-byte key, as someone who keeps the keys elsewhere does.

    Raises:
        WorkspaceError: As ``open_workspace``, without those about key file and passphrase.
    """
    return _opened(opening.open_store(path, key))


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Wrap the key anew; the workspace itself is not touched and may be open.

    Copies in ``backups`` take the new passphrase too; the recovery code stays valid.

    Raises:
        WrongPassphraseError, PassphraseEmptyError, DiskFullError, ReadOnlyError: See there; the
            old passphrase still fits.
        CopiesKeepPassphraseError: If only the copies could not be written.
    """
    key_file = _key_file(path)
    _rewrap(path, key_file, key_file.unwrap_by_passphrase(old), new)


def reset_passphrase(path: Path, code: str, new: str) -> None:
    """Set a new passphrase by the recovery code, when the old one is forgotten.

    Raises:
        WrongRecoveryCodeError, PassphraseEmptyError, DiskFullError, ReadOnlyError: See there;
            nothing is changed.
        CopiesKeepPassphraseError: If only the copies could not be written.
    """
    key_file = _key_file(path)
    _rewrap(path, key_file, key_file.unwrap_by_code(code), new)


def remember_in_keyring(ws: Workspace) -> bool:
    """Let the operating system hold the key; return whether it has a keyring that does."""
    return keyring.remember(_identifier(ws), ws.store.key)


def forget_in_keyring(ws: Workspace) -> None:
    """Take the key out of the keyring of the operating system."""
    keyring.forget(_identifier(ws))


def set_profile(ws: Workspace, profile: Auditor) -> None:
    """Write who works here; changes already made keep their author.

    Raises:
        DiskFullError, ReadOnlyError: If it cannot be written.
    """
    with ws.store.begin() as connection:
        identity.set_profile(connection, profile)
    ws.profile = profile


def back_up(ws: Workspace) -> BackupInfo:
    """Make a verified copy beside the workspace, unless the newest one holds the same.

    Raises:
        DiskFullError, ReadOnlyError, BackupFailedError: See there; earlier copies stay.
    """
    return backup.make(ws.store)


def last_backup(ws: Workspace) -> BackupInfo | None:
    """Return the newest copy; None if there is none."""
    return backup.latest(ws.path)


def check_workspace(ws: Workspace) -> tuple[Check, ...]:
    """Read everything and return whether it is what was written, check by check."""
    with ws.store.connect() as connection:
        return tuple(_check(name, faults) for name, faults in checks.all_faults(connection))


def cipher_version() -> str:
    """Return the version of the library that encrypts workspaces."""
    return cipher()


def backups(path: Path) -> list[BackupInfo]:
    """Return the copies of the workspace at ``path``, newest first; it may be closed or gone."""
    return backup.copies(path)


def restore(path: Path, copy: Path, passphrase: str) -> Workspace:
    """Put a copy in the place of the workspace at ``path`` and open it.

    What was there is set aside under another name. The restored workspace writes as a new
    device, since the chain of the old one may have gone on in what was delivered.

    Raises:
        WorkspaceError: As ``open_workspace``, for the copy; and BackupFailed. Nothing changed.
    """
    key = _key_file(copy).unwrap_by_passphrase(passphrase)
    with understood(path):
        lock = FileLock(path)
    try:
        backup.restore(path, copy, key)
    finally:
        lock.release()
    store = opening.open_store(path, key)
    with store.begin() as connection:
        identity.new_device(connection, _device_name())
    return _opened(store)


def _check(name: str, faults: list[str]) -> Check:
    if not faults:
        return Check(name, ok=True, detail=_("no faults"))
    found = _("faults: {count}, the first: {where}").format(count=len(faults), where=faults[0])
    return Check(name, ok=False, detail=found)


def _key_file(path: Path) -> keys.KeyFile:
    opening.header(path)
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()  # scrypt takes as long
    return keys.read_key_file(path)


def _open(path: Path, key_file: keys.KeyFile, key: bytes) -> Workspace:
    return _opened(opening.open_store(path, key, bytes.fromhex(key_file.salt)))


def _opened(store: Store) -> Workspace:
    try:
        with store.connect() as connection:
            device = identity.own_device(connection)
            profile = identity.get_profile(connection)
    except BaseException:
        store.close()
        raise
    private = Ed25519PrivateKey.from_private_bytes(device.private_key or b"")
    return Workspace(store.path, profile, device.fingerprint, device.public_key, store, private)


def _rewrap(path: Path, key_file: keys.KeyFile, key: bytes, passphrase: str) -> None:
    keys.write_key_file(path, key_file.with_passphrase(key, passphrase))
    try:
        backup.rewrap_copies(path)
    except WorkspaceError as error:
        raise CopiesKeepPassphraseError(path=path.parent / backup.FOLDER) from error


def _identifier(ws: Workspace) -> str:
    with ws.store.connect() as connection:
        return identity.get_meta(connection, "workspace") or ""


def _device_name() -> str:
    return platform.node() or "kta"
