"""Sessions that ended, looked at again by keyboard: parts, zoom, exclusions, results, files."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Exclusion, Sample, Session
from kta_desktop.services import answering, auditing, packs
from kta_desktop.services.answering import Edit
from kta_desktop.services.measuring_records import write_session
from kta_desktop.storage import samples
from ui.app import tongue
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
from ui.widgets.analysis_table import FiguresTable
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.lines_table import LinesTable

WAIT_MS = 15_000
START_MS = 1_795_330_800_000  # 22.11.2026 12:00 in Kazakhstan
FIRST, SECOND = "01a20431-f5fb-7000-a014-2e66d8201494", "01a20431-f5fb-7000-a014-2e66d8201495"
POLLUTANTS = "src/s1/pol"
LEVEL = Level(
    id="AEL-DUST",
    kind="AEL",
    medium="air",
    parameter=Text(ru="Пыль"),
    substance="dust",
    upper="10",
    unit="mg/Nm3",
    averaging=("spot3x30min",),
    basis=("eu-dry",),
    when="true()",
    confidence="verified",
)


def _column(name, kind=QuestionType.DECIMAL, **more):
    return Column(
        name=name, type=kind, label=Text(ru=name), concept=f"source.pollutants.{name}", **more
    )


def _choices(*names):
    return tuple(Choice(name=name, label=Text(ru=name)) for name in names)


DEFINITION = Definition(
    pack="tiny",
    version="1",
    title=Text(ru="Малый"),
    sections=(Section(name="air", number="1", label=Text(ru="Воздух")),),
    levels=(LEVEL,),
    questions=(
        Question(
            name="src",
            number="1.1",
            section="air",
            type=QuestionType.REPEAT,
            label=Text(ru="Источники"),
            concept="source",
            more={"key": "no"},
        ),
        Question(
            name="no",
            number="1.2",
            section="air",
            type=QuestionType.TEXT,
            label=Text(ru="Номер"),
            parent="src",
        ),
        Question(
            name="pol",
            number="1.3",
            section="air",
            type=QuestionType.TABLE,
            label=Text(ru="Выбросы"),
            concept="source.pollutants",
            parent="src",
            columns=(
                _column("substance", QuestionType.SELECT_ONE, choices=_choices("dust", "nox")),
                _column("conc", unit="mg/Nm3"),
                _column("basis", QuestionType.SELECT_ONE, choices=_choices("eu-dry", "kz-dry")),
                _column("origin", QuestionType.SELECT_ONE, choices=_choices("measured_auditor")),
            ),
        ),
    ),
)
CHANNELS = (
    Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust", u_pct=10.0),
    Channel(id="t_gas", label={"ru": "Т газа"}, unit="degC"),
    Channel(id="pressure", label={"ru": "Давление"}, unit="kPa"),
    Channel(id="moisture", label={"ru": "Влага"}, unit="vol%"),
)
STEADY = {"t_gas": 82.3, "pressure": 91.8, "moisture": 11.2}


def _session(identifier, day):
    return Session(
        id=identifier,
        source="0014 сушилка",
        point="труба",
        parameter={"ru": "Пыль", "kk": "Шаң"},
        channel="dust",
        level="AEL-DUST",
        basis="eu-dry",
        started_at=f"2026-11-{day}T07:00:00.000Z",
        ended_at=f"2026-11-{day}T07:10:00.000Z",
        load_pct=92.0,
        sample_minutes=3.0,
        place="src/s1",
        channels=CHANNELS,
    )


def _record(ws, identifier, start_ms):
    """Keep ten minutes of readings; a burst of dust from 120 to 150 s."""
    times = start_ms + 1000 * np.arange(600)
    dust = 5.0 + 0.3 * np.sin(np.arange(600) / 20)
    dust[120:150] = 30.0
    values = {"dust": dust} | {name: np.full(600, value) for name, value in STEADY.items()}
    with ws.store.begin() as connection:
        for name, series in values.items():
            readings = samples.Readings(times, series, np.zeros(600, np.uint8))
            samples.append(connection, identifier, name, readings)


@pytest.fixture
def audit(workspace, monkeypatch):
    """An audit of a small checklist with two sessions of ten minutes, a day apart."""
    sha256 = json_hash(DEFINITION.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: (DEFINITION, sha256), raising=False)
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="tiny",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(workspace, new).id
    named = {"text": "0014 сушилка", "value": "0014 сушилка"}
    answering.store(workspace, audit, [Edit("src/s1", {"order": 1.0}), Edit("src/s1/no", named)])
    for identifier, day, start in (
        (FIRST, 22, START_MS),
        (SECOND, 23, START_MS + 86_400_000),
    ):
        _record(workspace, identifier, start)
        write_session(workspace, audit, _evaluated(workspace, audit, _session(identifier, day)))
    return audit


def _evaluated(ws, audit, session):
    """Return a session with the samples that its readings make."""
    from kta_desktop.services.analysing_changes import _again

    return _again(ws, auditing.load(ws, audit), session, session).after


@pytest.fixture
def page(qtbot, workspace, runner, audit):
    editor = AuditEditor(workspace, auditing.load(workspace, audit), runner)
    made = AnalysisPage(editor)
    editor.setParent(made)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_session(FIRST)
    qtbot.waitUntil(lambda: made.found is not None, timeout=WAIT_MS)
    made.focus_first()
    return made


def _go(qtbot, page, number):
    key = getattr(Qt.Key, f"Key_{number}")
    qtbot.keyClick(page, key, Qt.KeyboardModifier.AltModifier)


def _named(page, kind, name):
    found = page.findChild(kind, name)
    assert found is not None
    return found


def _rows(table):
    return [line.cells for line in table.lines.lines]


def _answers(workspace, audit):
    return {
        path: value
        for path, value in auditing.load(workspace, audit).entries.items()
        if path.startswith(POLLUTANTS)
    }


def _stored(workspace, audit, identifier=FIRST):
    return Session.from_json(auditing.load(workspace, audit).entries[f"@session/{identifier}"])


def test_that_alt_and_a_digit_shows_each_part(qtbot, page):
    for number, name in enumerate(("course", "blocks", "spread", "compare"), 1):
        _go(qtbot, page, number)
        assert page._head.tab == name
        assert page._bodies()[name].isVisible()


def test_that_plus_shows_less_time_and_nought_all_of_it(qtbot, page):
    course = page._bodies()[COURSE]
    whole = course.span
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Plus)
    closer = course.span
    assert closer[1] - closer[0] < whole[1] - whole[0]
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Home)
    assert course.span[0] == whole[0]
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert course.span[0] > whole[0]
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_0)
    assert course.span == whole


def test_that_the_table_twin_has_the_curves_of_the_chart(qtbot, page):
    course = page._bodies()[COURSE]
    qtbot.waitUntil(lambda: course._scene is not None and len(course._scene.curves) == 2)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    table = course._table
    assert table.isVisible()
    assert table.model().columnCount() == 1 + 2 + 2  # time, two curves, two gas conditions
    assert table.model().rowCount() > 100


def test_that_another_channel_is_shown_as_it_was_measured(qtbot, page):
    box = _named(page, QComboBox, "analysisChannel")
    place = box.findData("t_gas")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: page.found.course.channel.id == "t_gas", timeout=WAIT_MS)
    assert page.found.course.is_raw
    assert page.found.statistics.mean == pytest.approx(82.3)


def test_that_statistics_and_their_tables_are_reached_by_keyboard(qtbot, page):
    _go(qtbot, page, 3)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    bins = _named(page._bodies()[SPREAD], FiguresTable, "bins")
    assert bins.isVisible()
    assert bins.hasFocus()
    assert len(_rows(bins)) == len(page.found.histogram.shares)


def test_that_an_exclusion_shows_means_before_it_is_written_and_undo_takes_it_back(
    qtbot, page, workspace, audit
):
    before = _stored(workspace, audit)
    _go(qtbot, page, 5)
    changes = page._bodies()[CHANGES]
    qtbot.waitUntil(lambda: changes._session is not None, timeout=WAIT_MS)
    local = [time_of(before.started_at, seconds) for seconds in (115, 155)]
    for name, text in zip(("Start", "End", "Reason"), (*local, "burst"), strict=True):
        field = _named(page, QLineEdit, f"changes{name}")
        field.setFocus()
        qtbot.keyClicks(field, text)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: changes._amended is not None, timeout=WAIT_MS)
    preview = _named(page, LinesTable, "changesPreview")
    (_quantity, old, new) = _rows(preview)[0]
    assert old != new
    assert _stored(workspace, audit) == before  # nothing is written yet
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _stored(workspace, audit) != before, timeout=WAIT_MS)
    now = _stored(workspace, audit)
    assert [item.reason for item in now.exclusions] == ["burst"]
    assert now.mean < before.mean
    assert now.raw_sha256 == before.raw_sha256
    qtbot.waitUntil(lambda: page.session == now, timeout=WAIT_MS)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.session == before, timeout=WAIT_MS)
    assert _stored(workspace, audit) == before


def test_that_escape_drops_a_change_and_then_leaves(qtbot, page, workspace, audit):
    _go(qtbot, page, 5)
    changes = page._bodies()[CHANGES]
    qtbot.waitUntil(lambda: changes._session is not None, timeout=WAIT_MS)
    before = _stored(workspace, audit)
    stretch = Exclusion(start="2026-11-22T07:02:00Z", end="2026-11-22T07:03:00Z", reason="продувка")
    changes.exclusion_asked.emit(stretch)
    qtbot.waitUntil(lambda: changes._amended is not None, timeout=WAIT_MS)
    left = []
    page.closed.connect(lambda: left.append(1))
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert (changes._amended, left) == (None, [])
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert left == [1]
    assert _stored(workspace, audit) == before


def test_that_a_reason_and_a_time_are_demanded_where_they_are_typed(qtbot, page):
    _go(qtbot, page, 5)
    qtbot.waitUntil(lambda: page._bodies()[CHANGES]._session is not None, timeout=WAIT_MS)
    qtbot.mouseClick(_named(page, KeyButton, "changesExclude"), Qt.MouseButton.LeftButton)
    assert _named(page, QLineEdit, "changesReason").hasFocus()
    qtbot.keyClicks(page.focusWidget(), "burst")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    start = _named(page, QLineEdit, "changesStart")
    assert start.hasFocus()
    assert start.property("state") == "error"


def test_that_results_are_sent_as_one_act_that_undo_takes_back(qtbot, page, workspace, audit):
    before = _answers(workspace, audit)
    _go(qtbot, page, 6)
    table = _named(page, LinesTable, "resultsTable")
    assert table.hasFocus()
    assert len(_rows(table)) == 1
    qtbot.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(_stored(workspace, audit).sent), timeout=WAIT_MS)
    cells = _answers(workspace, audit)
    values = {
        path.rpartition("/")[2]: value.get("value")
        for path, value in cells.items()
        if isinstance(value, dict)
    }
    assert values["substance"] == "dust"
    assert values["basis"] == "eu-dry"
    assert values["origin"] == "measured_auditor"
    assert float(values["conc"]) == pytest.approx(page.session.mean, rel=0.05)
    assert any(path.endswith("#note") for path in cells)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not _stored(workspace, audit).sent, timeout=WAIT_MS)
    assert _answers(workspace, audit) == before


def test_that_space_takes_a_tick_away_and_nothing_ticked_sends_nothing(qtbot, page):
    _go(qtbot, page, 6)
    button = _named(page, KeyButton, "resultsSend")
    assert button.isEnabled()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert not button.isEnabled()


def test_that_what_is_ticked_stays_so_when_the_offers_are_worked_out_again(qtbot, page):
    _go(qtbot, page, 6)
    button = _named(page, KeyButton, "resultsSend")
    before = {offer.main.address for offer in page._bodies()[RESULTS]._offers}
    page.retranslate()
    after = {offer.main.address for offer in page._bodies()[RESULTS]._offers}
    assert before != after  # the row that would be begun has another id
    assert button.isEnabled()


def test_that_enter_at_a_result_leads_to_its_answer(qtbot, page):
    _go(qtbot, page, 6)
    seen = []
    page.jump.connect(seen.append)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert [target.key for target in seen] == [POLLUTANTS]


def test_that_sessions_of_two_days_lie_above_each_other(qtbot, page):
    _go(qtbot, page, 4)
    compare = page._bodies()[COMPARE]
    qtbot.waitUntil(lambda: len(_rows(compare._list)) == 1, timeout=WAIT_MS)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(compare.rows()) == 2, timeout=WAIT_MS)
    first, other = compare.rows()
    assert first[3] == "основа сравнения"
    assert "в пределах U" in other[3]
    assert compare._figure.isVisible()


def test_that_what_is_shown_goes_to_a_file(qtbot, page, tmp_path):
    page.export_to(tmp_path / "course.csv")
    banner = _named(page, Banner, "analysisBanner")
    qtbot.waitUntil(lambda: bool(banner.text()), timeout=WAIT_MS)
    lines = (tmp_path / "course.csv").read_text("utf-8-sig").splitlines()
    assert "мг/Нм³" in lines[5]
    assert len(lines) > 600


def test_that_the_page_follows_the_language(qtbot, page):
    tongue.speak("kk")
    page.retranslate()
    assert page._head._back.text() == "Сеанстар"
    tongue.speak("ru")
    page.retranslate()
    assert page._head._back.text() == "Сеансы"


def test_that_a_session_of_another_computer_keeps_its_means(qtbot, page, workspace, audit):
    strange = _session("01a20431-f5fb-7000-a014-2e66d8201499", 21)
    gas = GasConditions(temperature_c=82.0, pressure_kpa=92.0, moisture_pct=11.0)
    sample = Sample(
        number=1,
        start=strange.started_at,
        end=strange.ended_at,
        conditions=gas,
        mean_raw=6.0,
        mean=9.0,
        uncertainty=1.0,
        capture_pct=100.0,
    )
    write_session(workspace, audit, replace(strange, samples=(sample,)))
    page._editor.reload()
    path = f"@session/{strange.id}"
    qtbot.waitUntil(lambda: path in page._editor.record.entries, timeout=WAIT_MS)
    page.show_session(strange.id)
    qtbot.waitUntil(lambda: page.found is not None and page.found.session.id == strange.id)
    assert page.found.statistics is None
    _go(qtbot, page, 5)
    changes = page._bodies()[CHANGES]
    qtbot.waitUntil(lambda: changes._session is not None, timeout=WAIT_MS)
    changes.exclusion_asked.emit(
        Exclusion(start="2026-11-21T07:02:00Z", end="2026-11-21T07:03:00Z", reason="x")
    )
    qtbot.waitUntil(changes._fault.isVisible, timeout=WAIT_MS)
    assert "другом" in changes._fault.text()


def time_of(iso, seconds):
    """Return the local time of day some seconds after an ISO time."""
    from datetime import datetime, timedelta

    at = datetime.fromisoformat(iso).astimezone() + timedelta(seconds=seconds)
    return at.strftime("%H:%M:%S")


def test_that_means_are_held_against_the_limit_of_the_session(qtbot, page, workspace, audit):
    limited = replace(_stored(workspace, audit), limit="2", limit_g_s="0.001", diameter_m=1.0)
    write_session(workspace, audit, limited)
    page._editor.reload()
    qtbot.waitUntil(lambda: page.found.article is not None, timeout=WAIT_MS)
    _go(qtbot, page, 2)
    blocks = page._bodies()[BLOCKS]
    assert "получасов от 4 мг/м³" in blocks._article.text()
    (row,) = _rows(blocks.table)  # ten minutes of a half hour: too little to be held against it
    assert (row[4], row[-1]) == ("нет", "—")
