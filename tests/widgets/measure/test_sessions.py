"""Sessions that ended: folded to a line, unfolded to the protocol, in every language."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.measurement import Exclusion, Instrument
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import auditing, judging, measuring, protocol
from kta_desktop.services.measuring_records import write_session
from ui.app import tongue
from ui.widgets.measure_sessions import SessionCard
from ui.widgets.session_words import protocol_shown

WAIT_MS = 20_000
SOURCES = ("0014 сушилка", "0015 котёл")


@pytest.fixture
def audit(workspace):
    """An audit with two sessions; the instrument of the older one was out of its term."""
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(workspace, new).id
    for place, source in enumerate(SOURCES):
        measuring.demonstrate(
            workspace,
            audit,
            source=source,
            point="труба",
            parameter={"ru": "Пыль", "kk": "Шаң", "en": "Dust"},
            channel="dust",
            level="AEL-A-DAIRY",
            instruments=(Instrument(name="Пылемер", serial="1", verified_until="2020-01-31"),),
            sample_minutes=1,
            events=("вышли на режим",),
            ended=1_795_337_100.0 + 7200 * place,
        )
    return audit


@pytest.fixture
def view(qtbot, workspace, runner, audit, measure_view):
    made = measure_view(workspace, runner, audit)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: len(made.findChildren(SessionCard)) == 2, timeout=WAIT_MS)
    yield made
    made.close()


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_that_the_newest_session_shows_its_chart_and_enter_folds_it(qtbot, view):
    newest, older = view.findChildren(SessionCard)
    qtbot.waitUntil(lambda: newest.body is not None, timeout=WAIT_MS)
    assert newest.body.figure.isVisible()
    assert older.body is None
    view.focus_first()
    assert newest.hasFocus()
    qtbot.keyClick(newest, Qt.Key.Key_Return)
    assert not newest.body.isVisible()
    qtbot.keyClick(newest, Qt.Key.Key_Tab)
    button = newest.findChild(QPushButton, "analyse")
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert older.hasFocus()
    qtbot.keyClick(older, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: older.body is not None, timeout=WAIT_MS)
    assert SOURCES[0] in words(older)


def test_that_the_session_that_files_became_is_gone_to(qtbot, view):
    older = view.findChildren(SessionCard)[1]
    view._tools.imported.emit(Target(Where.MEASURE, older.session))
    qtbot.waitUntil(older.hasFocus, timeout=WAIT_MS)
    assert older.is_open


def test_that_a_protocol_names_means_conversion_events_and_expired_instruments(qtbot, view):
    newest = view.findChildren(SessionCard)[0]
    qtbot.waitUntil(lambda: newest.body is not None, timeout=WAIT_MS)
    said = words(newest)
    for part in ("273,15", "293,15", "ст. 202", "температура", "вышли на режим", "SHA-256"):
        assert part in said
    assert "срок поверки истёк 31.01.2020" in said
    assert "Не сравнивается" in said


def test_that_an_unfolded_protocol_follows_the_language(qtbot, view):
    newest = view.findChildren(SessionCard)[0]
    qtbot.waitUntil(lambda: newest.body is not None, timeout=WAIT_MS)
    tongue.speak("kk")
    view.retranslate()
    assert "Не өлшенді" in words(newest)
    tongue.speak("ru")


def test_that_a_folded_session_stays_folded_when_the_page_reads_again(qtbot, view):
    newest = view.findChildren(SessionCard)[0]
    qtbot.waitUntil(lambda: newest.body is not None, timeout=WAIT_MS)
    newest.set_open(is_open=False)
    before = view._loaded
    view.refresh()
    qtbot.waitUntil(lambda: view._loaded is not before, timeout=WAIT_MS)
    assert not newest.is_open


def test_that_screen_and_paper_take_the_same_figures(workspace, audit):
    record = auditing.load(workspace, audit)
    session = judging.sessions(record)[-1]
    found = protocol.protocol(workspace, record, session)
    assert found.trace is not None
    assert len(found.session.samples) >= 3
    own, kazakh = protocol.both_means(found, "ru")
    assert own[0].startswith("Среднее при 273,15")
    assert kazakh[1].endswith("(ЭК РК, ст. 202 п. 5)")
    assert protocol.steps(found, "ru")[0][0] == "как измерено"


def test_that_a_session_without_readings_and_samples_says_so(workspace, audit):
    record = auditing.load(workspace, audit)
    session = replace(judging.sessions(record)[-1], id="01900000-0000-7000-8000-000000000000")
    empty = replace(session, samples=(), exclusions=(), events=())
    shown = protocol_shown(protocol.protocol(workspace, record, empty))
    assert (shown.figure, shown.samples, shown.steps, shown.means) == (None, (), (), ())


def test_that_a_simulated_session_is_said_to_be_one(view):
    card = view.findChildren(SessionCard)[0]
    assert card.accessibleName().startswith("Учебный прибор")


def test_that_left_out_time_stands_in_the_protocol_with_its_reason(workspace, audit):
    session = judging.sessions(auditing.load(workspace, audit))[-1]
    left_out = Exclusion(start=session.started_at, end=session.ended_at, reason="продувка")
    write_session(workspace, audit, replace(session, exclusions=(left_out,)))
    record = auditing.load(workspace, audit)
    stored = judging.sessions(record)[-1]
    shown = protocol_shown(protocol.protocol(workspace, record, stored))
    assert any("продувка" in note.text for note in shown.notes)
