"""What two audits beside each other come to, in the words that the page and the sheet share."""

from collections.abc import Mapping

from kta_desktop.assessment.repeat import Shift
from kta_desktop.i18n import N_

BESIDE = N_("Beside the audit {number}")
SIGNIFICANT = N_(
    "A change counts as one where it is larger than the uncertainty U of the difference."
)
SHARED = N_(
    "Where one instrument measured both times, U of the difference is at most what is told here."
)
ELSEWHERE = N_(
    "The earlier audit was made at another address: {address}. Check that it is the same site."
)
SHIFTS: Mapping[Shift, str] = {
    Shift.BETTER: N_("better"),
    Shift.WORSE: N_("worse"),
    Shift.SAME: N_("no difference within U"),
    Shift.UNKNOWN: N_("cannot be told"),
}
DEGREE = N_("Techniques introduced of those that apply: then {before}, now {after}.")
SHARE = N_("{share} ({done} of {total})")
BECAME: Mapping[str, str] = {
    "done": N_("done"),
    "running": N_("under way"),
    "late": N_("late"),
    "planned": N_("planned"),
    "dropped": N_("dropped"),
    "unknown": N_("not known"),
}
"""State of a measure of the earlier plan to its word."""
