"""Saved ways of reading logger files: one small file each, in the settings of this computer.

They belong to the auditor's loggers and not to one workspace, and may be carried to a colleague.
"""

import json
import logging
import re
from hashlib import sha256
from pathlib import Path

from kta_desktop.measurement.loggers.errors import LoggerProfileError
from kta_desktop.measurement.loggers.model import Wishes
from kta_desktop.measurement.loggers.profiles import FileProfile
from kta_desktop.paths import config_dir
from kta_desktop.storage.files import write_atomically

__all__ = ["FileProfile", "folder", "load_all", "matching", "named", "read", "remove", "save"]

SUFFIX = ".kta-logger.json"
_MOST_BYTES = 256 * 1024
_PLAIN = re.compile(r"[^\w-]+")
_log = logging.getLogger(__name__)


def folder() -> Path:
    """Return where profiles lie."""
    return config_dir() / "loggers"


def load_all() -> tuple[FileProfile, ...]:
    """Return all profiles by name; a file that is none is passed over and named in the log."""
    found = []
    for path in sorted(folder().glob(f"*{SUFFIX}")):
        try:
            found.append(read(path))
        except LoggerProfileError as error:
            _log.warning("logger profile passed over: %s", error.details["reason"])
    return tuple(sorted(found, key=lambda profile: profile.name.casefold()))


def read(path: Path) -> FileProfile:
    """Return the profile in a file.

    Raises:
        LoggerProfileError: If it cannot be read, or holds something else.
    """
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:  # a device has no end
            raise LoggerProfileError(path=path, reason="no profile")
        return FileProfile.from_json(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise LoggerProfileError(path=path, reason=error.strerror or "") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LoggerProfileError(path=path, reason="no profile") from error


def save(name: str, signature: str, wishes: Wishes) -> FileProfile:
    """Keep a way of reading under a name; one of the same name is replaced.

    Raises:
        LoggerProfileError: If it cannot be written, or the name is none.
    """
    profile = FileProfile(name=name.strip(), signature=signature, wishes=wishes)
    place = _place(profile.name)
    try:
        text = json.dumps(profile.to_json(), ensure_ascii=False, indent=1)
        kept = FileProfile.from_json(json.loads(text))
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, text.encode())
    except OSError as error:
        raise LoggerProfileError(path=place, reason=error.strerror or "") from error
    except (ValueError, TypeError) as error:
        raise LoggerProfileError(path=place, reason="no name") from error
    return kept


def remove(name: str) -> None:
    """Forget the profile of a name; without one nothing happens.

    Raises:
        LoggerProfileError: If its file cannot be removed.
    """
    place = _place(name.strip())
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise LoggerProfileError(path=place, reason=error.strerror or "") from error


def named(name: str) -> FileProfile | None:
    """Return the profile of a name; None without one."""
    return next((profile for profile in load_all() if profile.name == name), None)


def matching(signature: str) -> FileProfile | None:
    """Return the profile for files with a signature; None without one."""
    return next((profile for profile in load_all() if profile.signature == signature), None)


def _place(name: str) -> Path:
    """Return the file of a name: readable, and different for different names."""
    plain = _PLAIN.sub("-", name.casefold())[:40].strip("-")
    return folder() / f"{plain}-{sha256(name.encode()).hexdigest()[:8]}{SUFFIX}"
