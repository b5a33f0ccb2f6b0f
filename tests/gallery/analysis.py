"""The analysis page: each of its parts, on two sessions of the demonstration."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Event, Exclusion, Instrument, Session
from kta_desktop.measurement.evaluation import iso_of
from kta_desktop.services import analysing_changes, auditing, judging
from kta_desktop.services.measuring_records import write_session
from kta_desktop.storage import samples
from tests.gallery.stage import LEVEL, STARTED, Stage, settle
from ui.undo import AuditEditor
from ui.views.measure_view import MeasureView
from ui.widgets.analysis_page import (
    BLOCKS,
    CHANGES,
    COMPARE,
    COURSE,
    RESULTS,
    SPREAD,
    AnalysisPage,
)

Act = Callable[[AnalysisPage], None]
Build = Callable[[Stage, QSize], QWidget]
IDS = ("01a20431-f5fb-7000-a014-000000000001", "01a20431-f5fb-7000-a014-000000000002")
LENGTH_S = 5940.0
CHANNELS = (
    Channel(
        id="dust",
        label={"ru": "Пыль", "kk": "Шаң", "en": "Dust"},
        unit="mg/m3",
        substance="dust",
        u_pct=12.0,
        instrument="i1",
    ),
    Channel(
        id="t_gas", label={"ru": "Т газа", "kk": "Газ Т", "en": "Gas T"}, unit="degC", u_abs=1.0
    ),
    Channel(id="pressure", label={"ru": "Давление", "kk": "Қысым", "en": "Pressure"}, unit="kPa"),
    Channel(id="moisture", label={"ru": "Влага", "kk": "Ылғал", "en": "Moisture"}, unit="vol%"),
    Channel(
        id="velocity", label={"ru": "Скорость", "kk": "Жылдамдық", "en": "Velocity"}, unit="m/s"
    ),
)
_FRAME_PX = QSize(84, 70)  # what the program has around a page: rail, top bar, status bar


def _sessions(stage: Stage) -> None:
    """Keep two sessions of a hundred minutes, a day apart, at another load and instrument."""
    record = auditing.load(stage.ws, stage.audit)
    if any(item.id == IDS[0] for item in judging.sessions(record)):
        return
    for identifier, start, load, serial in (
        (IDS[0], STARTED, 92.0, "48213"),
        (IDS[1], STARTED - 86_400.0 + 1200.0, 74.0, "50117"),
    ):
        session = _session(identifier, start, load, serial)
        _record(stage, identifier, start, level=6.4 if load > 80 else 5.2)
        part = session.exclusions[0]
        bare = replace(session, exclusions=())
        made = analysing_changes.without(stage.ws, record, bare, part).after
        write_session(stage.ws, stage.audit, made)


def _session(identifier: str, start: float, load: float, serial: str) -> Session:
    tools = (
        Instrument(name="Пылемер оптический", serial=serial, verified_until="2027-03-14", id="i1"),
        Instrument(name="Влагомер и барометр", serial="7714", id="i2"),
    )
    return Session(
        id=identifier,
        source="0014 · сушилка РС-2, труба",
        point="Труба после рукавного фильтра, площадка +14 м",
        parameter={"ru": "Пыль", "kk": "Шаң", "en": "Dust"},
        channel="dust",
        level=LEVEL,
        basis="eu-dry",
        started_at=iso_of(start),
        ended_at=iso_of(start + LENGTH_S),
        load_pct=load,
        regime="Сухое молоко, установившийся режим",
        instruments=tools,
        channels=CHANNELS,
        exclusions=(
            Exclusion(start=iso_of(start + 2760), end=iso_of(start + 2980), reason="продувка"),
        ),
        events=(
            Event(at=iso_of(start + 1200), text="вышли на режим"),
            Event(at=iso_of(start + 4260), text="стряхивание рукавов"),
        ),
        diameter_m=1.1,
        limit="20",
        limit_g_s="0.1",
        simulated=True,
    )


def _record(stage: Stage, identifier: str, start: float, level: float) -> None:
    """Keep readings of one second that look like those of a dryer; seeded, so always the same."""
    chance = np.random.default_rng(7)
    count = int(LENGTH_S)
    at = np.arange(count)
    dust = level + 0.5 * np.sin(at / 500) + chance.normal(0, 0.35, count)
    dust[4290:4380] += 5.0 * np.exp(-np.arange(90) / 40)
    flags = np.zeros(count, np.uint8)
    flags[2770:2950] = Flag.PURGE
    series = {
        "dust": (dust, flags),
        "t_gas": (82.3 + np.sin(at / 900), None),
        "pressure": (91.8 + 0.02 * np.sin(at / 700), None),
        "moisture": (11.2 + 0.3 * np.sin(at / 1100), None),
        "velocity": (14.2 + 0.2 * np.sin(at / 300), None),
    }
    times = (start * 1000 + 1000 * at).astype(np.int64)
    with stage.ws.store.begin() as connection:
        for name, (values, worth) in series.items():
            kept = np.zeros(count, np.uint8) if worth is None else worth
            samples.append(connection, identifier, name, samples.Readings(times, values, kept))


def _screen(tab: str, act: Act = lambda _page: None) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        _sessions(stage)
        record = auditing.load(stage.ws, stage.audit)
        editor = AuditEditor(stage.ws, record, stage.runner)
        page = AnalysisPage(editor)
        editor.setParent(page)
        frame = QWidget()
        frame.setProperty("ground", "bg")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(page)
        frame.resize(size - _FRAME_PX)
        frame.show()
        page.show_session(IDS[0])
        settle(lambda: page.found is not None)
        page.show_tab(tab)
        page.focus_first()
        settle(least_ms=120)
        act(page)
        settle(least_ms=120)
        return frame

    return build


def _cursor(page: AnalysisPage) -> None:
    page._course.mark()
    page._course._ready_chart().move_cursor(6)


def _compared(page: AnalysisPage) -> None:
    settle(lambda: bool(page._compare._candidates))
    other = page._compare._others()[0]
    page._compare._flip(other.session.id)
    settle(lambda: len(page._compare.rows()) > 1)


def _left_out(page: AnalysisPage) -> None:
    session = page.session
    assert session is not None
    changes = page._changes
    settle(lambda: changes._session is not None)
    middle = session.samples[0]
    from ui.widgets.measure_scene import clock, unix

    changes._start.field.setText(clock(unix(middle.start) + 300))
    changes._end.field.setText(clock(unix(middle.start) + 520))
    changes._reason.field.setText("продувка зонда, виден выброс")
    changes._ask_exclusion()
    settle(lambda: changes._amended is not None)


def _placed(page: AnalysisPage) -> None:
    results = page._results
    box = results._source.field
    box.setCurrentIndex(next(i for i in range(box.count()) if "0014" in box.itemText(i)))
    results._choose_place(box.currentIndex())


def entries(window: Build) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return all screens; one of them in the page of measurements, whose window is given."""

    def build(stage: Stage, size: QSize) -> QWidget:
        _sessions(stage)
        shown = window(stage, size)
        view = shown.findChild(MeasureView)
        assert view is not None
        settle(lambda: view._loaded is not None)
        view.analyse(IDS[0])
        page = shown.findChild(AnalysisPage)
        assert page is not None
        settle(lambda: page.found is not None, least_ms=150)
        return shown

    return (("analysis", ("views.measure_view",), build), *SHOWN)


SHOWN: tuple[tuple[str, tuple[str, ...], Build], ...] = (
    ("analysis-course", (), _screen(COURSE, _cursor)),
    ("analysis-blocks", (), _screen(BLOCKS)),
    ("analysis-spread", (), _screen(SPREAD)),
    ("analysis-spread-table", (), _screen(SPREAD, AnalysisPage.flip)),
    ("analysis-compare", (), _screen(COMPARE, _compared)),
    ("analysis-changes", (), _screen(CHANGES, _left_out)),
    ("analysis-results", (), _screen(RESULTS, _placed)),
)
