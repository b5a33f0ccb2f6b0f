"""Instruments: their profiles, made, kept and shared; reading one once; the serial ports.

Shipped profiles come with the program. A person's own lie as files in the folder of settings and
serve every audit; one that cannot be read is shown with the reason and never hides the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kta_desktop.errors import KtaError
from kta_desktop.measurement import profile as shipped_profiles
from kta_desktop.measurement.errors import ProfileNotKeptError, ProfileTakenError
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile, Protocol, as_data
from kta_desktop.measurement.profile_file import write
from kta_desktop.paths import config_dir

if TYPE_CHECKING:
    from kta_desktop.measurement import reading
    from kta_desktop.measurement.serial_port import SerialPort

    Reading: TypeAlias = reading.Reading

__all__ = [
    "Address",
    "InstrumentProfile",
    "Link",
    "Protocol",
    "StoredProfile",
    "export",
    "folder",
    "import_",
    "load",
    "ports",
    "profile",
    "profiles",
    "read_once",
    "remove",
    "save",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProfile:
    """A profile that is there, or a file that should be one.

    Attributes:
        id: Of the profile.
        profile: What it says; None if it cannot be read.
        is_own: Whether a person made it; only such can be changed and removed.
        path: Where it lies.
        error: Why it cannot be read; None if it can.
    """

    id: str
    profile: InstrumentProfile | None
    is_own: bool
    path: Path
    error: KtaError | None = None


def folder() -> Path:
    """Return where a person's own profiles lie; it may not exist yet."""
    return config_dir() / "instruments"


def profiles() -> tuple[StoredProfile, ...]:
    """Return all profiles, a person's own ones first, each by name of file."""
    own = sorted(folder().glob("*.json"))
    return tuple(
        _stored(path, is_own=is_own)
        for paths, is_own in ((own, True), (_shipped(), False))
        for path in paths
    )


def profile(identifier: str) -> InstrumentProfile | None:
    """Return the profile of this id, a person's own before a shipped one; None without."""
    return next(
        (each.profile for each in profiles() if each.id == identifier and each.profile), None
    )


def load(path: Path) -> InstrumentProfile:
    """Return the profile of a file without keeping it.

    Raises:
        ProfileWrongError: If it is no profile; says where and what.
    """
    return shipped_profiles.load(path)


def save(made: InstrumentProfile) -> StoredProfile:
    """Keep a profile as a person's own, in place of one with the same id.

    Raises:
        ProfileTakenError: If a shipped profile has this id.
        ProfileNotKeptError: If the file cannot be written; the old one is still there.
    """
    if made.id in {path.stem for path in _shipped()}:
        raise ProfileTakenError(id=made.id)
    path = folder() / f"{made.id}.json"
    _write(path, made)
    return _stored(path, is_own=True)


def remove(identifier: str) -> None:
    """Remove a person's own profile; nothing happens if there is none of this id.

    Raises:
        ProfileNotKeptError: If the file cannot be removed.
    """
    place = next((each.path for each in profiles() if each.is_own and each.id == identifier), None)
    if place is None:
        return
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileNotKeptError(path=place, reason=error.strerror or str(error)) from error


def export(made: InstrumentProfile, path: Path) -> None:
    """Write a profile to a file that may be handed on.

    Raises:
        ProfileNotKeptError: If the file cannot be written.
    """
    _write(path, made)


def import_(path: Path) -> StoredProfile:
    """Keep the profile of a file as a person's own, checked before it is believed.

    The same profile twice is one; another profile of an id that is taken gets a number behind it.

    Raises:
        ProfileWrongError: If it is no profile; says where and what.
        ProfileNotKeptError: If it cannot be kept.
    """
    found = shipped_profiles.load(path)
    taken = {each.id: each.profile for each in profiles()}
    identifier, number = found.id, 1
    while identifier in taken:
        if taken[identifier] == found.model_copy(update={"id": identifier}):
            return next(each for each in profiles() if each.id == identifier)
        number += 1
        identifier = f"{found.id[:60]}-{number}"
    return save(found.model_copy(update={"id": identifier}))


def read_once(link: Link) -> "tuple[Reading, ...]":
    """Return each channel of an instrument as it is now, or why one did not come.

    It takes seconds at most ten and belongs into the pool. Of typed readings nothing comes.

    Raises:
        KtaError: If the instrument cannot be reached or does not answer at all.
    """
    from kta_desktop.measurement.readers import read_once as read

    return read(link)


def ports() -> "tuple[SerialPort, ...]":
    """Return the serial ports that this computer has now, USB adapters first."""
    from kta_desktop.measurement.serial_port import ports as present

    return present()


def _shipped() -> Iterable[Path]:
    return sorted(shipped_profiles.FOLDER.glob("*.json"))


def _stored(path: Path, *, is_own: bool) -> StoredProfile:
    try:
        found = shipped_profiles.load(path)
    except KtaError as error:
        return StoredProfile(id=path.stem, profile=None, is_own=is_own, path=path, error=error)
    # The name of the file is the id: a copied file is a profile of its own.
    named = found.model_copy(update={"id": path.stem})
    return StoredProfile(id=path.stem, profile=named, is_own=is_own, path=path)


def _write(path: Path, made: InstrumentProfile) -> None:
    try:
        write(path, as_data(made))
    except OSError as error:
        raise ProfileNotKeptError(path=path, reason=error.strerror or str(error)) from error
