"""The database key in the keyring of the operating system, if it has one and the user wants."""

import logging
from contextlib import suppress

from kta_desktop.storage.keys import KEY_BYTES, SERVICE

_log = logging.getLogger(__name__)


def remember(workspace: str, key: bytes) -> bool:
    """Hold ``key`` for the workspace with this id; return whether there was a keyring for it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, workspace, key.hex())
    except KeyringError as error:
        _log.info("no keyring: %s", error)
        return False
    return True


def recall(workspace: str) -> bytes | None:
    """Return the key held for the workspace with this id; None if there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        held = keyring.get_password(SERVICE, workspace)
    except KeyringError as error:
        _log.info("no keyring: %s", error)
        return None
    with suppress(ValueError):  # whatever another program left there is not a key
        key = bytes.fromhex(held or "")
        return key if len(key) == KEY_BYTES else None
    return None


def forget(workspace: str) -> None:
    """Take the key of the workspace with this id out of the keyring, if it is there."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(SERVICE, workspace)
