"""What the auditor says became of a measure of the earlier plan: edits of ``@became/<row>``."""

from typing import ClassVar

from kta_desktop.assessment.repeating_measures import BECAME, SAID
from kta_desktop.domain import fieldpath
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services.answering import Edit

STATES = SAID
"""What can be said of a measure: done, under way, planned, dropped."""
_DROPPED = "dropped"


class NoGroundsError(KtaError):
    """A measure was to be called dropped without a reason."""

    code: ClassVar[str] = "dropped-without-reason"
    text: ClassVar[str] = N_(
        "A measure is called dropped only with a reason: it is printed. Nothing was changed. "
        "Write why it is not carried out."
    )


def became(step: str, state: str, reason: str, measure: str = "") -> list[Edit]:
    """Return the edits that say what became of a measure; without a state what was said goes.

    Args:
        step: Id of its row in the earlier plan.
        state: One of ``STATES``; empty: as the techniques and the present plan tell it.
        reason: What is said of it; kept only beside a state.
        measure: What it is called there; kept for who has this audit without the earlier one.

    Raises:
        NoGroundsError: If it is dropped and no reason is given.
    """
    said = " ".join(reason.split())
    if state == _DROPPED and not said:
        raise NoGroundsError
    path = fieldpath.record(BECAME, step)
    if state not in STATES:
        return [Edit(path, None)]
    words = {"reason": said, "measure": " ".join(measure.split())}
    return [Edit(path, {"state": state} | {name: text for name, text in words.items() if text})]
