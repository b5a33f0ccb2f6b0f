"""Beginning a session, instrument profiles, readings by hand, a session cut off."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.services.measuring_view import ChannelState, ChannelView
from tests.gallery.stage import STARTED, Stage
from ui.dialogs.manual_reading import ManualReadingDialog
from ui.theme.tokens import MARGIN
from ui.widgets.manual_words import manual_shown
from ui.widgets.session_resume import SessionResume

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_BY_HAND = (
    ("moisture", {"ru": "Влажность газа, психрометр", "kk": "Газ ылғалдылығы, психрометр"}, "vol%"),
    ("p_static", {"ru": "Статическое давление", "kk": "Статикалық қысым"}, "Pa"),
    ("p_baro", {"ru": "Барометрическое давление", "kk": "Барометрлік қысым"}, "kPa"),
)
_LAST = {"moisture": (11.2, 360.0), "p_static": (-240.0, 1500.0)}


def by_hand(_stage: Stage) -> QDialog:
    """Return the readings by hand: one in time, one overdue, one that was never read."""
    dialog = ManualReadingDialog(now=lambda: STARTED)
    channels = [
        Channel(id=name, label=label, unit=unit, period_s=600.0, is_manual=True)
        for name, label, unit in _BY_HAND
    ]
    views = [
        ChannelView(
            id=name, label={}, unit="", state=ChannelState.GOOD, value=last, last=last, age_s=age
        )
        for name, (last, age) in _LAST.items()
    ]
    dialog.show_channels(manual_shown(channels, views, STARTED))
    dialog.choose("moisture")
    return dialog


def doubted(stage: Stage) -> QDialog:
    """Return the same asking about a slip of the hand."""
    dialog = by_hand(stage)
    assert isinstance(dialog, ManualReadingDialog)
    dialog.value.field.setText("112")
    dialog.keypad.entered.emit()
    return dialog


def cut_off(_stage: Stage, size: QSize) -> QWidget:
    """Return the two ways on with a session that a power cut left open."""
    page = QWidget()
    page.setProperty("ground", "bg")
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(MARGIN)
    for can_resume in (True, False):
        shown = SessionResume()
        shown.show_session(_CUT_OFF, can_resume=can_resume)
        column.addWidget(shown)
    column.addStretch(1)
    page.resize(size.width(), size.height() // 2)
    page.show()
    return page


_CUT_OFF = Session(
    id="1",
    source="0014 · сушилка РС-2, труба",
    point="Т-14",
    parameter={"ru": "Пыль"},
    channel="dust",
    level=None,
    basis="eu-dry",
    started_at="2026-11-22T08:45:00Z",
)


def entries(dialog: Callable[[Open], Build]) -> Iterator[Any]:
    """Yield name, modules and maker of each screen."""
    yield "manual-reading", ("dialogs.manual_reading",), dialog(by_hand)
    yield "manual-doubt", ("dialogs.manual_reading",), dialog(doubted)
    yield "session-cut-off", ("views.measure_view",), cut_off
