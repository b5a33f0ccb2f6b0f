"""Beginning a session, instrument profiles, readings by hand, a session cut off."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.measurement.errors import InstrumentWrongUnitError
from kta_desktop.measurement.reading import Reading
from kta_desktop.services import auditing, instrument_drafts
from kta_desktop.services.measuring import InstrumentProfile
from kta_desktop.services.measuring_view import ChannelState, ChannelView
from tests.gallery.stage import STARTED, Stage
from ui.dialogs.instrument_profiles import InstrumentProfilesDialog
from ui.dialogs.manual_reading import ManualReadingDialog
from ui.dialogs.start_session import StartSessionDialog
from ui.models.session_start import offer
from ui.theme.tokens import MARGIN
from ui.widgets.manual_words import manual_shown
from ui.widgets.session_resume import SessionResume

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_BY_HAND = (
    ("moisture", {"ru": "Влажность газа, психрометр", "kk": "Газ ылғалдылығы, психрометр"}, "vol%"),
    ("p_static", {"ru": "Статическое давление", "kk": "Статикалық қысым"}, "Pa"),
    ("p_baro", {"ru": "Атмосферное давление", "kk": "Атмосфералық қысым"}, "kPa"),
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
    page.resize(size)
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


def begun(stage: Stage) -> QDialog:
    """Return the start of a session as the demonstration has it."""
    record = auditing.load(stage.ws, stage.audit)
    return StartSessionDialog(offer(record, None), stage.runner)


def lacking(stage: Stage) -> QDialog:
    """Return a start with several instruments, an expired one, faults and figures that lack."""
    record = auditing.load(stage.ws, stage.audit)
    found = offer(replace(record, entries={**record.entries, "@audit/demo": False}), None)
    dialog = StartSessionDialog(
        replace(found, profiles=(_analyser(), *found.profiles)), stage.runner
    )
    dialog.fill(source="0001 · котельная, труба", verified="31.01.2026", serial="A-3307", load="x")
    for wanted in ("serial-ascii", "manual"):
        profile = next(each for each in found.profiles if each.protocol == wanted)
        dialog.links.add().choose(profile)
    dialog.links.add().choose(None)
    dialog._try()
    dialog._area.ensureWidgetVisible(dialog.what)
    return dialog


def connecting(stage: Stage) -> QDialog:
    """Return the same where the instruments are entered."""
    dialog = lacking(stage)
    assert isinstance(dialog, StartSessionDialog)
    show = dialog._area.ensureWidgetVisible
    QTimer.singleShot(0, dialog, lambda: show(dialog.links.cards[1], 0, 200))
    return dialog


def _analyser() -> InstrumentProfile:
    """Return an analyser of three gases."""
    gases = (("nox", "NOx", "Оксиды азота"), ("so2", "SO2", "Диоксид серы"), ("co", "CO", "CO"))
    return InstrumentProfile.model_validate(
        {
            "id": "analyser",
            "name": {"ru": "Газоанализатор", "kk": "Газ талдағыш", "en": "Analyser"},
            "registers": [
                {"channel": channel, "label": {"ru": name}, "unit": "ppm", "address": 2 * place,
                 "substance": substance, "is_dry": True, "saturated_at": 4000.0, "u_pct": 5.0}
                for place, (channel, substance, name) in enumerate(gases)
            ],
        }
    )  # fmt: skip


def profiles(stage: Stage) -> QDialog:
    """Return the profiles of instruments, one of them read once: all orders of its registers."""
    dialog = InstrumentProfilesDialog(stage.runner)
    dialog.resize(1240, 700)
    dialog._adopt({**instrument_drafts.draft_of(_analyser()), "id": "own-1"})
    dialog.trial.show_ports(("COM3", "COM4"))
    dialog.trial.show_read(
        (
            Reading(channel="nox", value=250.4, raw="437A 6666"),
            Reading(channel="so2", value=4000.0, flag=Flag.SATURATED, raw="457A 0000"),
            Reading(
                channel="co",
                value=None,
                error=InstrumentWrongUnitError(host="10.0.0.7", port=502, unit=1),
            ),
        )
    )
    return dialog


def tried(stage: Stage) -> QDialog:
    """Return the same where the test of the profile is seen."""
    dialog = profiles(stage)
    assert isinstance(dialog, InstrumentProfilesDialog)
    QTimer.singleShot(0, dialog, lambda: dialog.area.ensureWidgetVisible(dialog.trial.orders))
    return dialog


def lines(stage: Stage) -> QDialog:
    """Return the making of a profile for serial lines, wrong still."""
    dialog = InstrumentProfilesDialog(stage.runner)
    dialog.resize(1240, 700)
    dialog.new("serial-ascii")
    dialog.editor.lines.fill({"pattern": "NOX=(?P<nox>[0-9.]+)"})
    return dialog


def entries(dialog: Callable[[Open], Build]) -> Iterator[Any]:
    """Yield name, modules and maker of each screen."""
    yield "manual-reading", ("dialogs.manual_reading",), dialog(by_hand)
    yield "manual-doubt", ("dialogs.manual_reading",), dialog(doubted)
    yield "start-session", ("dialogs.start_session",), dialog(begun)
    yield "start-lacking", ("dialogs.start_session",), dialog(lacking)
    yield "start-instruments", ("dialogs.start_session",), dialog(connecting)
    yield "instrument-profiles", ("dialogs.instrument_profiles",), dialog(profiles)
    yield "instrument-try", ("dialogs.instrument_profiles",), dialog(tried)
    yield "instrument-lines", ("dialogs.instrument_profiles",), dialog(lines)
    yield "session-cut-off", ("views.measure_view",), cut_off
