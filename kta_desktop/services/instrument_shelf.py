"""Instrument profiles on this computer: those of the program, own ones, shared files; trying one.

Own profiles lie beside the workspaces, ``instruments/<id>.json`` in the folder of the user's data.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.measurement import profile as profiles
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.profile import InstrumentProfile, as_data
from kta_desktop.measurement.profile_file import write
from kta_desktop.paths import data_dir

if TYPE_CHECKING:  # bring numpy and the serial port, which only trying needs
    from kta_desktop.measurement import reading

    Reading: TypeAlias = reading.Reading

__all__ = [
    "InstrumentProfile",
    "ProfileNotKeptError",
    "export_profile",
    "import_profile",
    "own",
    "ports",
    "profiles_here",
    "read_once",
    "remove_profile",
    "save_profile",
    "shipped_ids",
]


class ProfileNotKeptError(KtaError):
    """A profile could not be written or removed. Details: ``path``, ``reason``."""

    code: ClassVar[str] = "profile-not-kept"
    text: ClassVar[str] = N_(
        "The profile could not be written to {path}: {reason}. It is still open here. Choose "
        "another place or free some space."
    )


def folder() -> Path:
    """Return where own profiles lie; it may not exist yet."""
    return data_dir() / "instruments"


def shipped_ids() -> frozenset[str]:
    """Return the ids of the profiles that come with the program."""
    return frozenset(path.stem for path in profiles.FOLDER.glob("*.json"))


def own() -> tuple[InstrumentProfile, ...]:
    """Return the profiles that were made or taken in on this computer, by id.

    A file that is damaged is left out: it says so when it is taken in again.
    """
    found = []
    for path in sorted(folder().glob("*.json")):
        try:
            found.append(profiles.load(path))
        except ProfileWrongError:
            continue
    return tuple(found)


def profiles_here() -> tuple[InstrumentProfile, ...]:
    """Return all profiles: own ones first, then those of the program."""
    return (*own(), *profiles.shipped())


def save_profile(profile: InstrumentProfile) -> None:
    """Keep an own profile.

    Raises:
        ProfileNotKeptError: If it cannot be written.
    """
    _write(profile, folder() / f"{profile.id}.json")


def remove_profile(identifier: str) -> None:
    """Remove an own profile; sessions keep what they were recorded with.

    Raises:
        ProfileNotKeptError: If the disk refuses.
    """
    path = folder() / f"{identifier}.json"
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileNotKeptError(path=path.name, reason=error.strerror or str(error)) from error


def import_profile(path: Path, taken: Sequence[str] = ()) -> InstrumentProfile:
    """Keep the profile of a shared file; it gets an id of its own where that is taken.

    Raises:
        ProfileWrongError: If the file is no profile; says where and what.
        ProfileNotKeptError: If it cannot be written.
    """
    profile = profiles.load(path)
    known = {*taken, *shipped_ids(), *(each.id for each in own())}
    if profile.id in known:
        names = (f"{profile.id[:58]}-{place}" for place in range(2, 10_000))
        free = next(name for name in names if name not in known)
        profile = profile.model_copy(update={"id": free})
    save_profile(profile)
    return profile


def export_profile(profile: InstrumentProfile, path: Path) -> None:
    """Write a profile as a file that can be shared.

    Raises:
        ProfileNotKeptError: If it cannot be written.
    """
    _write(profile, path)


def read_once(link: Link) -> "tuple[Reading, ...]":
    """Return each channel of an instrument as it is now; blocks for some seconds at most.

    Raises:
        KtaError: If the instrument cannot be reached or does not answer at all.
    """
    from kta_desktop.measurement import readers

    return readers.read_once(link)


def ports() -> tuple[str, ...]:
    """Return the serial ports of this computer, such as ``COM4``, USB adapters first."""
    from kta_desktop.measurement import serial_port

    return tuple(port.device for port in serial_port.ports())


def _write(profile: InstrumentProfile, path: Path) -> None:
    try:
        write(path, as_data(profile))
    except OSError as error:
        raise ProfileNotKeptError(path=path.name, reason=error.strerror or str(error)) from error
