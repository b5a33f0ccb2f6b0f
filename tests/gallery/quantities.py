"""A session of several quantities with several instruments, as it runs and as it ended."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.measurement import profile as profiles
from kta_desktop.measurement import scenario
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.simulator import Simulator
from kta_desktop.services import auditing
from kta_desktop.services.measuring import LiveMeasurement, SessionPlan
from tests.gallery.stage import PATIENCE_S, STARTED, Stage
from ui.dialogs.add_instrument import AddInstrumentDialog
from ui.models.session_start import offer
from ui.undo import AuditEditor
from ui.views.measure_view import MeasureView

RECORDED_S = 115 * 60.0
TYPED = {"p_baro": 91.7, "p_static": -120.0, "moisture": 12.4, "velocity": 9.8}
_live: dict[int, tuple[str, LiveMeasurement]] = {}


def _quantity(channel: str, ru: str, level: str | None, basis: str) -> Quantity:
    names = {"ru": ru, "kk": ru, "en": ru}
    return Quantity(channel=channel, parameter=names, level=level, basis=basis)


def _plan(port: int) -> SessionPlan:
    shipped = {profile.id: profile for profile in profiles.shipped()}
    analyser = Link(
        id="i1",
        profile=shipped["demo-gas-analyser"],
        address=Address(host="127.0.0.1", port=port),
        instrument=Instrument(
            id="i1", name="Газоанализатор (имитатор)", serial="A-3307", verified_until="2026-06-30"
        ),
    )
    by_hand = Link(
        id="i2",
        profile=shipped["manual-gas-conditions"],
        address=Address(),
        instrument=Instrument(
            id="i2", name="Пневмотрубка, барометр", serial="118", verified_until="2027-02-02"
        ),
    )
    return SessionPlan(
        source="0003 · стекловаренная печь № 2",
        point="Дымоход за регенераторами",
        links=(analyser, by_hand),
        quantities=(
            replace(_quantity("nox", "NOx", "GLS-T07-CM", "eu-dry-o2-8"), limit="900"),
            _quantity("so2", "SO₂", "GLS-T09-GAS", "eu-dry-o2-8"),
            _quantity("co", "CO", "GLS-T03-CO", "eu-dry-o2-8"),
        ),
        regime="Съём 300 т/сут, газ",
        load_pct=96.0,
        diameter_m=1.4,
        reversals=2,
    )


def _recorded(stage: Stage) -> tuple[str, LiveMeasurement]:
    """Return an audit of a glass works and a session of two hours in it."""
    new = NewAudit(
        number="KTA-2026-031",
        plant=Plant(name="ТОО «Алатау Шыны»"),
        pack="glass-ceramics",
        team=(stage.ws.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(stage.ws, new).id
    made: list[LiveMeasurement] = []

    def type_in() -> None:
        for channel, value in TYPED.items():
            made[0].enter(channel, value)

    calls = [(STARTED + 10 + 900.0 * turn, type_in) for turn in range(8)]
    calls += [
        (STARTED + 1200.0 * turn, lambda: made[0].add_event("перекидка", kind="reversal"))
        for turn in range(1, 6)
    ]
    clock = SteppedClock(STARTED, STARTED + RECORDED_S, calls)
    shown = scenario.load(scenario.FOLDER / "glass-furnace-gas.json")
    profile = next(each for each in profiles.shipped() if each.id == "demo-gas-analyser")
    simulator = Simulator(profile, shown, clock)
    try:
        live = LiveMeasurement(stage.ws, audit, _plan(simulator.port), clock)
        made.append(live)
        live.start()
        if not clock.wait_for_end(PATIENCE_S):
            raise TimeoutError(PATIENCE_S)
    finally:
        simulator.close()
    return audit, live


def _running(stage: Stage, size: QSize) -> QWidget:
    if id(stage) not in _live:
        _live[id(stage)] = _recorded(stage)
    audit, live = _live[id(stage)]
    editor = AuditEditor(stage.ws, auditing.load(stage.ws, audit), stage.runner)
    view = MeasureView(editor, stage.ws, stage.runner)
    editor.setParent(view)
    view.resize(size)
    view.show()
    view.show_measurement(live)
    return view


def _one_more(stage: Stage, size: QSize) -> QWidget:
    """Return the dialog for one more instrument of a session that runs."""
    record = auditing.load(stage.ws, stage.audit)
    dialog = AddInstrumentDialog(offer(record, None), _plan(5020), stage.runner)
    dialog.show()
    return dialog


SHOWN = (
    ("measure-quantities", ("views.measure_view",), _running),
    ("add-instrument", ("dialogs.add_instrument",), _one_more),
)
