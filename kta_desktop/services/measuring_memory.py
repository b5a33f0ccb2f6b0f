"""The last plan of each audit, kept in the workspace: what the next session is begun with.

It stays on this computer: an address of an instrument says nothing at another place.
"""

import json
import logging
from dataclasses import fields
from typing import Any

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.measurement import Instrument
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.services.measuring_live import SessionPlan
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity

_log = logging.getLogger(__name__)


def remember(ws: Workspace, audit_id: str, plan: SessionPlan) -> None:
    """Keep ``plan`` as the last one of an audit.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    data: dict[str, Any] = {item.name: getattr(plan, item.name) for item in fields(plan)}
    data["parameter"] = dict(plan.parameter)
    data["profile"] = plan.profile.model_dump(mode="json")
    data["instruments"] = [
        {item.name: getattr(instrument, item.name) for item in fields(instrument)}
        for instrument in plan.instruments
    ]
    with ws.store.begin() as connection:
        identity.set_meta(connection, _key(audit_id), canonical_json(data).decode())


def last_plan(ws: Workspace, audit_id: str) -> SessionPlan | None:
    """Return the last plan of an audit; None before the first, or if it cannot be read any more."""
    with ws.store.connect() as connection:
        text = identity.get_meta(connection, _key(audit_id))
    if text is None:
        return None
    try:
        data = json.loads(text)
        data["profile"] = InstrumentProfile.model_validate(data["profile"])
        data["instruments"] = tuple(Instrument(**item) for item in data["instruments"])
        return SessionPlan(**data)
    except (ValueError, TypeError, KeyError):  # of another version: it is a convenience only
        _log.warning("the last plan of audit %s cannot be read", audit_id, exc_info=True)
        return None


def _key(audit_id: str) -> str:
    return f"plan:{audit_id}"
