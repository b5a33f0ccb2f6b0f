"""Plans kept in the workspace: the last one of each audit, and those of running sessions.

They stay on this computer: an address of an instrument says nothing at another place.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.services.measuring_plan import SessionPlan
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity

_log = logging.getLogger(__name__)


def remember(ws: Workspace, audit_id: str, plan: SessionPlan) -> None:
    """Keep ``plan`` as the last one of an audit.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    _write(ws, f"plan:{audit_id}", plan)


def last_plan(ws: Workspace, audit_id: str) -> SessionPlan | None:
    """Return the last plan of an audit; None before the first, or if it cannot be read any more."""
    return _read(ws, f"plan:{audit_id}")


def remember_running(ws: Workspace, session_id: str, plan: SessionPlan) -> None:
    """Keep the plan of a session that begins, so that it can go on after a crash.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    _write(ws, f"running:{session_id}", plan)


def running_plan(ws: Workspace, session_id: str) -> SessionPlan | None:
    """Return the plan that an unfinished session was begun with; None if it is not known."""
    return _read(ws, f"running:{session_id}")


def forget_running(ws: Workspace, session_id: str) -> None:
    """Forget the plan of a session that ended.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    with ws.store.begin() as connection:
        identity.drop_meta(connection, f"running:{session_id}")


def _write(ws: Workspace, key: str, plan: SessionPlan) -> None:
    data = {item.name: getattr(plan, item.name) for item in fields(plan)}
    data["links"] = [
        {
            "id": link.id,
            "profile": link.profile.model_dump(mode="json"),
            "address": asdict(link.address),
            "instrument": asdict(link.instrument),
        }
        for link in plan.links
    ]
    for name in ("quantities", "instruments"):
        data[name] = [asdict(item) for item in data[name]]
    data["given"] = {name: asdict(item) for name, item in plan.given.items()}
    with ws.store.begin() as connection:
        identity.set_meta(connection, key, canonical_json(data).decode())


def _read(ws: Workspace, key: str) -> SessionPlan | None:
    with ws.store.connect() as connection:
        text = identity.get_meta(connection, key)
    if text is None:
        return None
    try:
        data = json.loads(text)
        data["links"] = tuple(_link(item) for item in data["links"])
        data["quantities"] = tuple(_quantity(item) for item in data["quantities"])
        data["instruments"] = tuple(Instrument(**item) for item in data["instruments"])
        data["given"] = {name: Given(**item) for name, item in data["given"].items()}
        return SessionPlan(**data)
    except (ValueError, TypeError, KeyError):  # of another version: it is a convenience only
        _log.warning("the plan %s cannot be read", key, exc_info=True)
        return None


def _link(data: Mapping[str, Any]) -> Link:
    return Link(
        id=data["id"],
        profile=InstrumentProfile.model_validate(data["profile"]),
        address=Address(**data["address"]),
        instrument=Instrument(**data["instrument"]),
    )


def _quantity(data: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**data, "samples": ()})
