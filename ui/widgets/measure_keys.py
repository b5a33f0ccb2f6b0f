"""The keys of the page of measurements, as the status strip tells them."""

from PySide6.QtCore import Qt

from kta_desktop.i18n import _
from kta_desktop.services.measuring import SessionPlan

Keys = list[tuple[str, str]]
LATIN = {ord("Т"): Qt.Key.Key_N, ord("Й"): Qt.Key.Key_Q, ord("Ь"): Qt.Key.Key_M}
"""Keys of letters in the Cyrillic layouts, by what stands at their place in the Latin one."""


def keys_at_rest() -> Keys:
    """Return the keys of use while nothing is recorded."""
    return [
        ("Ctrl+E", _("new session")),
        ("Enter", _("unfold, fold")),
        ("Alt+A", _("analysis")),
        ("Alt+F", _("logger files")),
        ("Alt+I", _("instruments")),
        ("Alt+C", _("convert a figure")),
    ]


def keys_while_recording(plan: SessionPlan) -> Keys:
    """Return the keys of use while a session of ``plan`` is recorded."""
    found = [("N", _("normalisation"))]
    if len(plan.quantities) > 1:
        found.append(("Q", _("next quantity")))
    if has_manual_channels(plan):
        found.append(("M", _("read by hand")))
    found += [
        ("+ −", _("closer, further")),
        ("← →", _("cursor")),
        ("Shift+← →", _("move in time")),
        ("F5", _("event")),
    ]
    if plan.reversals:
        found.append(("Shift+F5", _("firing reversal")))
    return [
        *found,
        ("Space", _("pause")),
        ("Ctrl+E", _("end")),
        ("F10", _("reconnect")),
        ("Alt+X", _("leave out time")),
        ("Ins", _("one more instrument")),
        ("Ctrl+T", _("table")),
    ]


def has_manual_channels(plan: SessionPlan) -> bool:
    """Whether a person types readings of some channel."""
    return any(channel.is_manual for channel in plan.channels())
