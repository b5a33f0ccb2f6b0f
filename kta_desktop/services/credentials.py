"""Passwords and secret keys of places: in the keyring of the operating system, never in a file.

Where there is no keyring they are held in memory until the program ends. Scripts give them by
``KTA_REMOTE_USER`` and ``KTA_REMOTE_SECRET``; these count where nothing is held.
"""

import logging
import os
from contextlib import suppress

_log = logging.getLogger(__name__)

SERVICE = "kta-desktop-remote"
USER_VARIABLE = "KTA_REMOTE_USER"
SECRET_VARIABLE = "KTA_REMOTE_SECRET"  # noqa: S105 - the name of a variable, not a secret

_held: dict[str, str] = {}


def keep(device: str, name: str, secret: str) -> bool:
    """Hold the secret of a place; return whether it outlives the program.

    Args:
        device: Fingerprint of the device of the workspace.
        name: Name of the place.
        secret: Password or secret key; empty forgets it.
    """
    import keyring
    from keyring.errors import KeyringError

    if not secret:
        forget(device, name)
        return True
    entry = _entry(device, name)
    _held[entry] = secret
    try:
        keyring.set_password(SERVICE, entry, secret)
    except KeyringError as error:
        _log.info("no keyring: %s", error)
        return False
    return True


def recall(device: str, name: str) -> str:
    """Return the secret of a place; empty if none is known."""
    import keyring
    from keyring.errors import KeyringError

    entry = _entry(device, name)
    found = _held.get(entry)
    if found is None:
        try:
            found = keyring.get_password(SERVICE, entry)
        except KeyringError as error:
            _log.info("no keyring: %s", error)
    return found if found is not None else given_secret()


def forget(device: str, name: str) -> None:
    """Forget the secret of a place."""
    import keyring
    from keyring.errors import KeyringError

    entry = _entry(device, name)
    _held.pop(entry, None)
    with suppress(KeyringError):  # there is no keyring, or it holds nothing
        keyring.delete_password(SERVICE, entry)


def given_user() -> str:
    """Return the user that the environment gives; empty if it gives none."""
    return os.environ.get(USER_VARIABLE, "")


def given_secret() -> str:
    """Return the secret that the environment gives; empty if it gives none."""
    return os.environ.get(SECRET_VARIABLE, "")


def _entry(device: str, name: str) -> str:
    return f"{device}/{name}"
