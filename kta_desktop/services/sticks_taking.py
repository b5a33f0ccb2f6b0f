"""What a stick brings: bundles of colleagues, and what the centre answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.i18n import N_, _
from kta_desktop.services import packing, sealing
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.sticks import COPIES, FOLDER, Stick, as_place
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.errors import WorkspaceError

TAKING = N_("Taking in {name}")
LISTENING = N_("Reading what the centre answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What was taken in from a stick.

    Attributes:
        audits: Ids of audits that are new here or got changes, in the order they came.
        fresh: How many of these are new here.
        changes: How many changes were new.
        received: Ids of audits for which the receipt came.
        reviews: Ids of audits for which a review came.
        assignments: Ids of audits handed out.
        packs: Names of packs that can be installed.
        errors: What was refused or could not be read, as errors are printed.
    """

    audits: tuple[str, ...] = ()
    fresh: int = 0
    changes: int = 0
    received: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    errors: tuple[dict[str, JsonValue], ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing on it was new, and nothing went wrong."""
        return self == Brought()


@dataclass
class _Taking:
    """Files being taken in."""

    ws: Workspace
    audits: list[str] = field(default_factory=list)
    fresh: int = 0
    changes: int = 0
    errors: list[dict[str, JsonValue]] = field(default_factory=list)


def take(
    ws: Workspace,
    stick: Stick,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Brought:
    """Take in everything on a stick that is for us; doing it twice changes nothing.

    One file that is refused lets the others pass.

    Raises:
        PlaceGoneError, PlaceUnusableError: If the stick cannot be read.
        CancelledError: If it was stopped; what was taken in stays.
    """
    work = _Taking(ws)
    for path in list(_bundles(stick.path)):
        if cancelled():
            raise CancelledError
        report(0.0, _(TAKING).format(name=path.name))
        _take(work, path)
    report(0.9, _(LISTENING))
    heard = _heard(ws, stick)
    return Brought(
        audits=tuple(dict.fromkeys(work.audits)),
        fresh=work.fresh,
        changes=work.changes,
        received=heard.received,
        reviews=heard.reviews,
        assignments=heard.assignments,
        packs=heard.packs,
        errors=(*work.errors, *heard.errors),
    )


def _bundles(stick: Path) -> Iterator[Path]:
    """Yield the bundles for a colleague; those for the centre are for the centre."""
    for folder in (stick, stick / COPIES):
        for pattern in ("*.kta", f"*{sealing.SUFFIX}"):
            yield from sorted(
                path
                for path in folder.glob(pattern)
                if path.is_file() and not path.name.startswith(".")
            )


def _take(work: _Taking, path: Path) -> None:
    try:
        with sealing.plain(work.ws, path) as bundle:
            result = packing.open_bundle(work.ws, bundle)
    except (CancelledError, WorkspaceError):
        raise
    except KtaError as error:
        work.errors.append(reason_of(error))
        return
    if result.new or result.merged_changes:
        work.audits.append(result.audit_id)
    work.fresh += result.new
    work.changes += result.merged_changes


def _heard(ws: Workspace, stick: Stick) -> Brought:
    """Read what the centre laid into the place on a stick; nothing if there is no such place."""
    from kta_desktop.services.hearing import hear
    from kta_desktop.services.remote_opening import opened

    if not (stick.path / FOLDER).is_dir():
        return Brought()
    place = as_place(ws, stick)
    with opened(ws, place) as remote:
        remote.check_layout()
        heard = hear(ws, remote, place.name)
    return Brought(
        received=heard.received,
        reviews=heard.reviews,
        assignments=heard.assignments,
        packs=heard.packs,
        errors=heard.errors,
    )
