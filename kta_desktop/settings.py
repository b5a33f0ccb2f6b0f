"""What a person set on this computer: language, look, where the workspace lies.

A dataclass checked by hand and not a pydantic model: settings are read before the first window,
and importing pydantic alone would take a tenth of a second there.
"""

import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kta_desktop.errors import KtaError
from kta_desktop.i18n import DEFAULT, LANGUAGES, N_
from kta_desktop.paths import config_dir

_log = logging.getLogger(__name__)

THEMES = ("light", "night", "sun")
LOCK_MINUTES = (0, 5, 15, 30, 60)
"""Choices for locking after idle minutes; 0 never locks by itself."""


class SettingsNotSavedError(KtaError):
    """The settings file could not be written. Details: ``path``, ``reason``."""

    code = "settings-not-saved"
    text = N_(
        "The settings could not be written to {path}: {reason}. They hold until the program is"
        " closed. Check that the folder may be written to."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; ``dataclasses.replace`` changes one.

    Attributes:
        language: ``ru``, ``kk`` or ``en``.
        theme: ``light``, ``night`` or ``sun``.
        glove: Whether controls are large enough for gloves.
        lock_minutes: Idle minutes after which the program locks; 0 for never.
        workspace: Path of the workspace opened last; empty for the default one.
        keyring: Whether the key may be asked of the system's keyring at the start.
        geometry: Place of the window as Qt wrote it, base64; empty if unknown.
    """

    language: str = DEFAULT
    theme: str = "light"
    glove: bool = False
    lock_minutes: int = 15
    workspace: str = ""
    keyring: bool = False
    geometry: str = ""


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "language": lambda value: value in LANGUAGES,
    "theme": lambda value: value in THEMES,
    "glove": lambda value: isinstance(value, bool),
    "lock_minutes": lambda value: isinstance(value, int) and value in LOCK_MINUTES,
    "workspace": lambda value: isinstance(value, str),
    "keyring": lambda value: isinstance(value, bool),
    "geometry": lambda value: isinstance(value, str) and value.isascii(),
}


def path() -> Path:
    """Return where the settings lie."""
    return config_dir() / "settings.json"


def load() -> Settings:
    """Return the settings; a value that cannot be one has its default.

    A file that is no settings file at all is kept beside as ``settings.json.bad``.
    """
    place = path()
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("settings are damaged: %s", type(error).__name__)
        _set_aside(place)
        return Settings()
    if not isinstance(data, dict):
        _set_aside(place)
        return Settings()
    known = {field.name for field in fields(Settings)} & data.keys()
    return Settings(**{name: data[name] for name in known if _CHECKS[name](data[name])})


def save(settings: Settings) -> None:
    """Write the settings; the file is the old or the new one at any moment.

    Raises:
        SettingsNotSavedError: If the folder cannot be written to.
    """
    place = path()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except OSError as error:
        raise SettingsNotSavedError(path=place, reason=error.strerror or "") from error


def _set_aside(place: Path) -> None:
    try:
        place.replace(place.with_suffix(".json.bad"))
    except OSError as error:
        _log.warning("damaged settings stay in place: %s", error.strerror)
