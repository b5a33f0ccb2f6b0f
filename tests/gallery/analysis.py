"""The analysis page: each of its parts, on two sessions of the demonstration."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.measurement import Instrument
from kta_desktop.services import analysing, auditing, judging, measuring
from tests.gallery.stage import LEVEL, STARTED, Stage, settle
from ui.undo import AuditEditor
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
_FRAME_PX = QSize(84, 70)  # what the program has around a page: rail, top bar, status bar


def _second(stage: Stage) -> None:
    """Measure a second time, at another load with another instrument, once."""
    record = auditing.load(stage.ws, stage.audit)
    if len([item for item in judging.sessions(record) if item.ended_at]) > 1:
        return
    measuring.demonstrate(
        stage.ws,
        stage.audit,
        source="0014 · сушилка РС-2, труба",
        point="Труба после рукавного фильтра, площадка +14 м",
        parameter={"ru": "Пыль", "kk": "Шаң", "en": "Dust"},
        channel="dust",
        level=LEVEL,
        load_pct=74,
        instruments=(Instrument(name="Пылемер оптический", serial="50117"),),
        events=("стряхивание рукавов", "смена партии"),
        ended=STARTED - 86_400.0,
    )


def _screen(tab: str, act: Act = lambda _page: None) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        _second(stage)
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
        page.show_session(analysing.sessions(record)[0].id)
        settle(lambda: page.found is not None)
        page.show_tab(tab)
        page.focus_first()
        settle(least_ms=120)
        act(page)
        settle(least_ms=120)
        return frame

    return build


def _cursor(page: AnalysisPage) -> None:
    page._course.move_cursor(10)


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
    box.setCurrentIndex(min(2, box.count() - 1))
    results._choose_place(box.currentIndex())


SHOWN: tuple[tuple[str, tuple[str, ...], Build], ...] = (
    ("analysis-course", (), _screen(COURSE, _cursor)),
    ("analysis-blocks", (), _screen(BLOCKS)),
    ("analysis-spread", (), _screen(SPREAD)),
    ("analysis-spread-table", (), _screen(SPREAD, AnalysisPage.flip)),
    ("analysis-compare", (), _screen(COMPARE, _compared)),
    ("analysis-changes", (), _screen(CHANGES, _left_out)),
    ("analysis-results", (), _screen(RESULTS, _placed)),
)
