"""The keys of the page of techniques, as the strip at the foot of the window shows them."""

from kta_desktop.i18n import _
from ui.widgets.bat_head import BALANCES, BEFORE_KEY, FACE_KEY, FILTER_KEY, SUMMARY_KEY
from ui.widgets.bat_strip import ACCEPT_KEY, CONFIRM_KEY, LEAD_KEY, MORE_KEY

UNIT_KEY = "Ins"


def keys_of(face: str) -> list[tuple[str, str]]:
    """Return the keys of a face and what they do, most used first."""
    common = [
        (SUMMARY_KEY, _("summary of conformity")),
        (BEFORE_KEY, _("audit before")),
        ("F6", _("next pane")),
        ("Ctrl+Z", _("undo")),
    ]
    if face == BALANCES:
        return [("Enter", _("to the answer")), (FACE_KEY, _("techniques")), *common]
    return [
        ("1–5", _("state")),
        (CONFIRM_KEY, _("confirm")),
        ("F8", _("evidence")),
        ("Enter", _("question")),
        (LEAD_KEY, _("bottleneck")),
        (UNIT_KEY, _("another unit")),
        (MORE_KEY, _("costs, criteria")),
        (ACCEPT_KEY, _("take over all")),
        ("← →", _("fold")),
        (FILTER_KEY, _("without evidence")),
        (FACE_KEY, _("balances and load")),
        *common,
    ]
