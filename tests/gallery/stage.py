"""What the gallery is painted from: the demonstration audit, a running measurement, a centre.

The demonstration is made once per process in a folder of its own; the clock of the measurement
is stepped, so the chart is the same whenever it is painted.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.services import (
    delivering,
    demo,
    measuring,
    packing,
    receiving,
    register,
    workspace,
)
from kta_desktop.services.measuring import LiveMeasurement
from kta_desktop.services.workspace import Workspace
from tests.gallery.clipping import longer_words
from ui.app import tongue
from ui.tasks import TaskRunner

STARTED = 1_795_337_100.0  # 22.11.2026 13:45 in Kazakhstan
RECORDED_S = 99 * 60.0
PATIENCE_S = 60.0
LEVEL = "AEL-A-DAIRY"


@dataclass(slots=True)
class Stage:
    """An open demonstration workspace with everything a screen may need.

    Attributes:
        folder: Where it lies.
        ws: The workspace.
        audit: Id of the demonstration audit.
        runner: Work of the screens.
        parent: Keeps the parent of a dialog alive.
    """

    folder: Path
    ws: Workspace
    audit: str
    runner: TaskRunner
    parent: QWidget | None = None
    _measurement: LiveMeasurement | None = None

    def measurement(self) -> LiveMeasurement:
        """Return a measurement that has been recording for an hour and a half."""
        if self._measurement is None:
            self._measurement = _recorded(self.ws, self.audit)
        return self._measurement

    def close(self) -> None:
        """End what runs and close the workspace."""
        if self._measurement is not None:
            self._measurement.leave()
        self.runner.close()
        self.ws.close()


@contextmanager
def set_up(folder: Path) -> Iterator[Stage]:
    """Make the demonstration in ``folder`` and open it."""
    prepared = demo.existing(folder) or demo.prepare(folder)
    ws = workspace.open_workspace(prepared.path, prepared.passphrase)
    stage = Stage(folder=folder, ws=ws, audit=prepared.audit, runner=TaskRunner())
    try:
        _deliver(stage)
        yield stage
    finally:
        stage.close()


def _deliver(stage: Stage) -> None:
    """Leave one delivery with a receipt, one without, and one that cannot go on."""
    if delivering.deliveries(stage.ws):
        return
    near, far = stage.folder / "centre", stage.folder / "stick"
    for place in (near, far):
        place.mkdir(exist_ok=True)
    delivering.add_remote(stage.ws, "Центр", str(near))
    delivering.queue(stage.ws, stage.audit)
    delivering.sync(stage.ws)
    auditor = Auditor(id=new_id(), name="Центр", role="lead")
    centre, _code = workspace.create(stage.folder / "centre.kta-workspace", "центр-центр", auditor)
    try:
        register.set_centre(centre, centre=True)
        known = register.import_card(centre, register.card_text(stage.ws))
        register.accept(centre, known.fingerprint, "auditor")
        receiving.intake(centre, str(near))
    finally:
        centre.close()
    delivering.sync(stage.ws)
    delivering.add_remote(stage.ws, "KINGSTON", str(far))
    delivering.queue(stage.ws, stage.audit)
    delivering.sync(stage.ws)
    packing.build(stage.ws, stage.audit, stage.folder / "KTA-demo.kta")


def _recorded(ws: Workspace, audit: str) -> LiveMeasurement:
    events = ((1200.0, "вышли на 92 % загрузки"), (4260.0, "стряхивание рукавов"))
    made: list[LiveMeasurement] = []
    calls = [
        (STARTED + at, lambda text=text: made[0].add_event(text))  # type: ignore[misc]  # bound now
        for at, text in events
    ]
    clock = SteppedClock(STARTED, STARTED + RECORDED_S, calls)
    simulator = measuring.start_simulator(clock=clock)
    try:
        plan = measuring.demo_plan(simulator.host, simulator.port, LEVEL)
        live = LiveMeasurement(ws, audit, plan, clock)
        made.append(live)
        live.start()
        if not clock.wait_for_end(PATIENCE_S):
            raise TimeoutError(PATIENCE_S)
        live.settle(PATIENCE_S)
    finally:
        simulator.close()
    return live


def settle(until: Callable[[], bool] = lambda: True, least_ms: int = 60) -> None:
    """Let the event loop run until ``until`` holds and the paint events are through."""
    end = time.monotonic() + PATIENCE_S
    _spin(least_ms)
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(until)
        _spin(20)
    _spin(least_ms)


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, 0)


STRETCHED = {"long": 0.35, "longer": 0.5}
"""Languages in which every Russian word is longer by a share: what Kazakh may need, and more."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``ru``, ``kk``, ``en``, or one of ``STRETCHED``."""
    share = STRETCHED.get(language)
    tongue.speak("ru" if share else language)
    with longer_words(share) if share else nullcontext():
        yield
