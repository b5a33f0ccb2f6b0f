"""Exclusions of a session while it runs."""

from dataclasses import replace

from kta_desktop.domain.measurement import Exclusion, Session

OPEN_END = "9999-12-31T23:59:59.000Z"  # of a pause that runs, as long as the session does


def exclusion(start: float, end: float, reason: str) -> Exclusion:
    """Return excluded time from Unix seconds."""
    from kta_desktop.measurement.evaluation import iso_of

    return Exclusion(start=iso_of(start), end=iso_of(end), reason=reason)


def closed(session: Session, at: float) -> Session:
    """Return a session whose pause, if one ran when it was kept, ends at a moment (Unix s)."""
    end = exclusion(at, at, "").end
    kept = (replace(item, end=end) if item.end == OPEN_END else item for item in session.exclusions)
    return replace(session, exclusions=tuple(kept))
