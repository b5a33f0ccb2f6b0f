"""The file of an auditor's profile: carried to another computer, the same person works there."""

import json
import uuid
from pathlib import Path
from typing import Any, ClassVar

from kta_desktop.domain.audit import Auditor
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.storage.files import write_atomically

FORMAT = "kta-profile/1"
SUFFIX = ".kta-profile.json"
_MOST_BYTES = 16 * 1024
_MOST_SIGNS = 200
_ROLES = ("lead", "auditor", "expert", "lab", "trainee")
_FIELDS = ("name", "organisation", "qualification")


class ProfileUnreadableError(KtaError):
    """The file is no profile. Details: ``path``."""

    code: ClassVar[str] = "profile-unreadable"
    text: ClassVar[str] = N_(
        "{path} is not a file of an auditor's profile. Nothing was changed. Choose a file that was "
        "written by Settings → Auditor's profile, or fill the fields in."
    )


class ProfileNotSavedError(KtaError):
    """The file could not be written. Details: ``path``, ``reason``."""

    code: ClassVar[str] = "profile-not-saved"
    text: ClassVar[str] = N_(
        "The profile was not written to {path}: {reason}. It is kept in the program. Choose "
        "another folder."
    )


def read(path: Path) -> Auditor:
    """Return the profile in a file.

    Raises:
        ProfileUnreadableError: If it cannot be read, or holds something else.
    """
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:  # a device has no end
            raise ProfileUnreadableError(path=path)
        return _auditor(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise ProfileUnreadableError(path=path) from error


def write(path: Path, profile: Auditor) -> None:
    """Write a profile into a file; it holds no key and opens nothing.

    Raises:
        ProfileNotSavedError: If it cannot be written; a file that was there stays.
    """
    data = {"format": FORMAT, "id": profile.id, "role": profile.role}
    data |= {name: getattr(profile, name) for name in _FIELDS}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise ProfileNotSavedError(path=path, reason=error.strerror or "") from error


def _auditor(data: Any) -> Auditor:
    if data["format"] != FORMAT or data["role"] not in _ROLES:
        raise ValueError(data["format"])
    texts = {name: data.get(name, "") for name in _FIELDS}
    for text in texts.values():
        if not isinstance(text, str) or len(text) > _MOST_SIGNS or not text.isprintable():
            raise ValueError(text)
    if not texts["name"].strip():
        raise ValueError(data)
    return Auditor(id=str(uuid.UUID(str(data["id"]))), role=data["role"], **texts)
