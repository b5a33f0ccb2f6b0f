"""A folder of photographs, each matched by its time to the question that was worked on then."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial
from heapq import nlargest
from io import BytesIO
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.services import answering, evidence, filetype
from kta_desktop.services.incoming import FolderGoneError
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.errors import PictureDamagedError

WITHIN = timedelta(minutes=20)
"""A photograph belongs to a question that was worked on so long before or after it, at most."""
_NEAR = timedelta(minutes=5)
MOST_SHOTS = 2000
_PIECE = 1024 * 1024
_QUALITY = 80


class Confidence(StrEnum):
    """How sure the time makes a match."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph of a folder.

    Attributes:
        file: Where it lies.
        taken: When, by the camera's clock, in UTC.
        is_file_time: Whether that is only the time of the file: the picture says none.
        attached_to: Addresses of the questions that the same file is attached to already.
    """

    file: Path
    taken: datetime
    is_file_time: bool = False
    attached_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """The photographs of a folder in order of time, and the log of the audit.

    Attributes:
        shots: The newest ``MOST_SHOTS`` of them.
        log: All changes.
        left_out: How many older ones the folder holds.
    """

    shots: tuple[Shot, ...]
    log: tuple[Change, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Worked:
    """When a question was worked on, in UTC."""

    at: datetime
    address: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a photograph would go; ``address`` is None if no question was worked on then."""

    shot: Shot
    address: str | None
    confidence: Confidence


def worked_on(state: FormState, log: Iterable[Change]) -> tuple[Worked, ...]:
    """Return when questions were answered, noted or filled by hand, in order of time."""
    found = []
    for change in log:
        if change.kind is not ChangeKind.EDIT or change.path.startswith("@"):
            continue
        if "#evidence:" in change.path:
            continue  # attached later than worked on, often in the evening
        try:
            found.append(Worked(datetime.fromisoformat(change.at), state.owner(change.path)))
        except (KeyError, ValueError):
            continue  # the checklist of now does not ask it
    return tuple(sorted(found, key=lambda each: each.at))


def match(
    shots: Sequence[Shot], worked: Sequence[Worked], shift: timedelta = timedelta()
) -> tuple[Proposal, ...]:
    """Propose a question for each photograph.

    The one worked on last before the photograph, within ``WITHIN``; otherwise the next one after
    it, within the same time.

    Args:
        shots: The photographs.
        worked: In order of time.
        shift: What has to be added to the camera's clock.
    """
    times = [each.at for each in worked]
    return tuple(_proposal(shot, worked, times, shift) for shot in shots)


def shots_in(
    folder: Path,
    sizes: Mapping[int, Collection[str]],
    attached_to: Callable[[str], tuple[str, ...]],
    report: Callable[[float, str], None],
    cancelled: Callable[[], bool],
    zone: tzinfo | None = None,
) -> tuple[Shot, ...]:
    """Return the newest photographs of a folder in order of time; what is no picture is left out.

    Args:
        folder: Its subfolders are not looked into.
        sizes: Hashes of what is attached, by size: only files of such a size are read whole.
        attached_to: Returns the addresses that a hash is attached to.
        report: Told the fraction done and the name.
        cancelled: Asked before each file; when it says so, what was found so far is returned.
        zone: Of the camera's clock; None for that of this computer.

    Raises:
        FolderGoneError: If the folder cannot be read.
    """
    files = _listed(folder)
    if len(files) > MOST_SHOTS:  # a phone keeps years in one folder; this visit is at their end
        files = nlargest(MOST_SHOTS, files, key=_changed_at)
    found = []
    for place, file in enumerate(files):
        if cancelled():
            break
        report(place / len(files), file.name)
        shot = _shot(file, sizes, attached_to, zone)
        if shot is not None:
            found.append(shot)
    return tuple(sorted(found, key=lambda shot: (shot.taken, shot.file.name)))


def read_folder(
    ws: Workspace,
    audit_id: str,
    entries: Mapping[str, JsonValue],
    folder: Path,
    report: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> Roll:
    """Return the photographs of a folder, and the log of the audit they are to be matched with.

    Raises:
        FolderGoneError: If the folder cannot be read.
        AuditNotFoundError: If there is no such audit.
    """
    sizes: dict[int, set[str]] = {}
    for path, value in entries.items():
        size = value.get("size") if "#evidence:" in path and isinstance(value, dict) else None
        if isinstance(size, int) and isinstance(value, dict):
            sizes.setdefault(size, set()).add(str(value.get("sha256")))
    attached_to = partial(evidence.attached_to, entries)
    shots = shots_in(folder, sizes, attached_to, report, cancelled)
    left_out = max(len(_listed(folder)) - MOST_SHOTS, 0)
    return Roll(shots, tuple(answering.log(ws, audit_id)), left_out)


def thumbnail(file: Path, max_px: int) -> bytes:
    """Return a small JPEG of a picture on the disk.

    Raises:
        PictureTooLargeError, PictureDamagedError: If it cannot be shown.
    """
    from PIL import ImageOps

    try:
        picture = filetype.open_picture(file.read_bytes(), file.name)
        if picture is None:
            raise PictureDamagedError(name=file.name)
        with picture:
            picture.draft("RGB", (max_px * 2, max_px * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((max_px, max_px))
            out = BytesIO()
            upright.convert("RGB").save(out, "JPEG", quality=_QUALITY)
            return out.getvalue()
    except filetype.BROKEN as error:
        raise PictureDamagedError(name=file.name) from error


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(f for f in folder.iterdir() if f.suffix.lower() in filetype.PICTURE_SUFFIXES)
    except (OSError, ValueError) as error:  # of a name that no folder can have
        raise FolderGoneError(folder=folder) from error


def _changed_at(file: Path) -> float:
    """Return when a file was changed; the beginning of time if it is gone meanwhile."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _proposal(
    shot: Shot, worked: Sequence[Worked], times: Sequence[datetime], shift: timedelta
) -> Proposal:
    moment = shot.taken + shift
    place = bisect_right(times, moment)
    if place and moment - times[place - 1] <= WITHIN:
        near = moment - times[place - 1] <= _NEAR
        confidence = Confidence.SURE if near else Confidence.LIKELY
        return Proposal(shot, worked[place - 1].address, _lowered(confidence, shot))
    if place < len(times) and times[place] - moment <= WITHIN:
        near = times[place] - moment <= _NEAR
        confidence = Confidence.LIKELY if near else Confidence.UNSURE
        return Proposal(shot, worked[place].address, _lowered(confidence, shot))
    return Proposal(shot, None, Confidence.NONE)


def _lowered(confidence: Confidence, shot: Shot) -> Confidence:
    """Return a step less where only the file tells the time: copying may have changed it."""
    if not shot.is_file_time:
        return confidence
    return Confidence.LIKELY if confidence is Confidence.SURE else Confidence.UNSURE


def _shot(
    file: Path,
    sizes: Mapping[int, Collection[str]],
    attached_to: Callable[[str], tuple[str, ...]],
    zone: tzinfo | None,
) -> Shot | None:
    try:
        told = file.stat()
        if not file.is_file() or not told.st_size:
            return None
        taken = _time_in(file)
        known = attached_to(_hash(file)) if told.st_size in sizes else ()
    except OSError:
        return None  # gone since it was listed, or not readable: attaching would say the same
    if taken is None:
        return Shot(file, _moment_of(told.st_mtime), True, known)  # noqa: FBT003
    moment = datetime.fromisoformat(taken)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
    return Shot(file, moment.astimezone(UTC), attached_to=known)


def _moment_of(seconds: float) -> datetime:
    """Return the time of a file; the beginning of time where a damaged card says one beyond it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _time_in(file: Path) -> str | None:
    """Return the time a picture says; None if it says none or cannot be read as a picture."""
    try:
        with file.open("rb") as stream:
            return filetype.taken_at(stream)
    except (KtaError, *filetype.BROKEN):
        return None


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
