"""Numbers of sampling acts and measurement protocols.

Nobody types them: they follow from the number of the audit, the number of the source and the place
of the session among all of the audit in order of time, so that act and protocol of one session
have the same number and a print made later has it again.
"""

import re

from kta_desktop.domain.measurement import Session
from kta_desktop.reports.layout import brief

_LAST_DIGITS = re.compile(r"(\d+)\D*$")
_SOURCE = re.compile(r"\s*[№#]?\s*(\d+)")
_LONGEST = 24


def document_number(audit: str, session: Session | None, place: int) -> str:
    """Return a number such as ``014-0014-1``.

    Args:
        audit: Number of the audit, such as ``KTA-2026-014``; its last digits stand in front. One
            without digits stands there whole.
        session: Where its source begins with a number, that stands in the middle.
        place: Place of the session among those of the audit in order of time, from 1.
    """
    found = _LAST_DIGITS.search(audit)
    lead = found[1] if found else brief(audit, _LONGEST)
    source = _SOURCE.match(session.source) if session is not None else None
    parts = (lead, source[1] if source else "", str(place))
    return "-".join(part for part in parts if part)
