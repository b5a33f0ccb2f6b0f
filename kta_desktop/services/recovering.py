"""Audits taken back from where they were delivered, after a laptop was lost.

Whoever may read a place may take back what lies there; what is taken is checked like any bundle.
What the lost laptop had not sent is in its backup, or lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.layout import INFO
from kta_desktop.exchange.network_errors import REPEATING
from kta_desktop.exchange.opening import take_in
from kta_desktop.exchange.outbox import Delivered, DeliveredSource, read_manifest
from kta_desktop.exchange.remote import Remote, object_name, receipt_name
from kta_desktop.exchange.spool import spooled
from kta_desktop.exchange.verify import verify
from kta_desktop.i18n import N_, _
from kta_desktop.services import joining, packing, remotes
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.remote_opening import opened
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes

LOOKING = N_("Looking for audits")
TAKING_BACK = N_("Taking the audit back")


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """The newest version of an audit at a place.

    Attributes:
        name: Name of its manifest there.
        audit: Id of the audit.
        number: Of the audit, such as ``KTA-2026-014``; empty if it cannot be read.
        plant: The enterprise; empty if it cannot be read.
        revision: Number of the version.
        closed_at: ISO time (UTC) at which it was closed; empty if it cannot be read.
        device: Fingerprint of the key that signed it.
        size: Bytes.
        has_receipt: Whether the centre signed for it.
        is_here: Whether this workspace has that version, or a newer one.
    """

    name: str
    audit: str
    number: str
    plant: str
    revision: int
    closed_at: str
    device: str
    size: int
    has_receipt: bool
    is_here: bool


def audits_there(
    ws: Workspace, remote: str, *, report: Report = silent, cancelled: Cancelled = never
) -> tuple[There, ...]:
    """Return the newest version of each audit at a place, those that are not here first.

    Raises:
        RemoteUnknownError: If there is no place of that name.
        CancelledError: If it was stopped.
        KtaError: If the place fails.
    """
    with opened(ws, remotes.at(ws, remote)) as place:
        place.check_layout()
        newest = _newest(place.names("bundles"))
        found: list[There] = []
        for number, name in enumerate(newest):
            if cancelled():
                raise CancelledError
            report(number / len(newest), _(LOOKING))
            found += _there(ws, place, name)
    return tuple(sorted(found, key=lambda one: (one.is_here, one.number, one.audit)))


def take_back(
    ws: Workspace, remote: str, name: str, *, report: Report = silent
) -> packing.OpenResult:
    """Take an audit as it lies at a place into the workspace, or merge it with what is here.

    Args:
        ws: The workspace.
        remote: Name of the place.
        name: Name of the manifest there, as ``audits_there`` says.
        report: Told what is done.

    Raises:
        BundleError: The first check that failed; nothing was changed.
        KtaError: If the place fails or it cannot be stored.
    """
    with opened(ws, remotes.at(ws, remote)) as place:
        place.check_layout()
        report(0.0, _(TAKING_BACK))
        delivered = read_manifest(place, name)
        far = DeliveredSource(place, name, delivered.manifest.files)
        with spooled(far, ws.path) as source:
            verification = verify(source)
            verified = verification.verified
            if verified is None:
                raise verification.fault or AssertionError(name)
            far.check(delivered, verified)
            merged = take_in(ws.store, verified, source, author=ws.profile.id, device=ws.device)
    joining.join(ws, merged.audit)
    report(1.0, "")
    return packing.result_of(merged)


def _newest(names: list[str]) -> list[str]:
    """Return the manifest with the highest number of each audit."""
    found: dict[str, tuple[int, str]] = {}
    for name in names:
        _folder, audit, last = name.split("/")
        number = last.partition("-")[0]
        if number.isascii() and number.isdigit():
            found[audit] = max(found.get(audit, (0, "")), (int(number), name))
    return [name for _number, name in found.values()]


def _there(ws: Workspace, place: Remote, name: str) -> Iterator[There]:
    """Yield what lies under a name; nothing if it is no manifest of ours."""
    try:
        delivered = read_manifest(place, name)
    except REPEATING:
        raise
    except KtaError:
        return  # somebody's litter cannot be taken back
    sent = delivered.manifest
    info = _labels(place, delivered)
    yield There(
        name=name,
        audit=sent.audit,
        number=info.get("KTA-Number", ""),
        plant=info.get("KTA-Plant", ""),
        revision=sent.revision,
        closed_at=info.get("KTA-Closed-At", ""),
        device=delivered.device,
        size=sum(file.size for file in sent.files),
        has_receipt=place.size(receipt_name(sent.audit, sent.sha256)) is not None,
        is_here=_is_here(ws, sent.audit, sent.revision),
    )


def _labels(place: Remote, delivered: Delivered) -> Mapping[str, str]:
    """Return what ``bag-info.txt`` says of a bundle, unchecked: for a list only."""
    sha256 = next((file.sha256 for file in delivered.manifest.files if file.name == INFO), "")
    data = place.read(object_name(sha256)) if sha256 else None
    lines = (data or b"").decode(errors="replace").splitlines()
    return {key: value for key, _colon, value in (line.partition(": ") for line in lines)}


def _is_here(ws: Workspace, audit: str, revision: int) -> bool:
    with ws.store.connect() as connection:
        if audits.get(connection, audit) is None:
            return False
        log = tuple(changes.of_records(connection, audit, ("@revision/",)))
    return packing.last_revision(log) >= revision
