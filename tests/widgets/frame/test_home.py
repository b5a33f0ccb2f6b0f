"""The list of audits and a new audit, by keyboard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.audit import AuditSummary, Delivery, NewAudit, Plant
from kta_desktop.services import auditing
from ui.models.audit_table import ROW, AuditTable, FoundAudits, saved_text
from ui.widgets.audit_list import AuditList

NOW = datetime.now(UTC)


def summary(number, name, delivery=Delivery.DRAFT, **parts):
    return AuditSummary(
        id=number,
        number=number,
        plant=Plant(name=name, bin="250340000107"),
        pack="food",
        pack_title={"ru": "Молоко", "kk": "Сүт"},
        answered=68,
        total=100,
        delivery=delivery,
        saved_at=NOW.isoformat(),
        **parts,
    )


ROWS = (
    summary("KTA-2026-014", "ТОО «Ақбұлақ Сүт»", Delivery.QUEUED),
    summary("KTA-2026-013", "ТОО «Медеу Шыны»", Delivery.RETURNED),
    summary("KTA-2026-006", "ТОО «Іле Ет»", Delivery.ACCEPTED),
)


@pytest.fixture
def table(qtbot, qtmodeltester):
    made = AuditList()
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    qtmodeltester.check(made.rows)
    made.resize(900, 400)
    made.show()
    return made


def shown(found):
    return [found.index(row, 0).data(ROW).number for row in range(found.rowCount())]


def test_that_every_searched_word_has_to_occur():
    rows = AuditTable()
    rows.show_rows(ROWS)
    found = FoundAudits(rows)
    found.search("ТОО сүт")
    assert shown(found) == ["KTA-2026-014"]
    found.search("250340000107")
    assert len(shown(found)) == 3


def test_that_a_filter_shows_where_results_are():
    rows = AuditTable()
    rows.show_rows(ROWS)
    found = FoundAudits(rows)
    found.narrow("returned")
    assert shown(found) == ["KTA-2026-013"]
    found.narrow("done")
    assert shown(found) == ["KTA-2026-006"]


def test_that_enter_opens_the_selected_audit(table, qtbot):
    table.select("KTA-2026-013")
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].number == "KTA-2026-013"


def test_that_reloading_keeps_the_selection(table):
    table.select("KTA-2026-006")
    table.show_rows(ROWS)
    assert table.selected().number == "KTA-2026-006"


def test_that_days_are_named_like_people_do():
    assert "сегодня" in saved_text(ROWS[0])
    yesterday = replace(ROWS[0], saved_at=(NOW - timedelta(days=1)).isoformat())
    assert "вчера" in saved_text(yesterday)
    assert saved_text(replace(ROWS[0], saved_at="2026-01-02T03:00:00Z")).endswith("2026")


def type_text(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_that_an_empty_workspace_offers_ways_to_begin(window, qtbot):
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    assert QApplication.focusWidget() is home.empty.new


def open_dialog(window, qtbot):
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(home._dialog and home._dialog._packs), timeout=20_000)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is home._dialog)
    return home._dialog


def choose_sector(dialog):
    """Go to the list of sectors by Tab, and down to that of food."""
    for _field in range(9):
        if QApplication.focusWidget() is not dialog.pack.field:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    while dialog.pack.field.currentData() != "food":
        before = dialog.pack.field.currentIndex()
        QTest.keyClick(dialog.pack.field, Qt.Key.Key_Down)
        assert dialog.pack.field.currentIndex() != before


def test_that_an_audit_starts_by_keyboard_alone(window, qtbot):
    dialog = open_dialog(window, qtbot)
    assert QApplication.focusWidget() is dialog.name.field
    type_text("ТОО «Ақбұлақ Сүт»")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    type_text("250340000108")
    assert dialog.bin.field.property("state") == "warning"
    assert dialog.number.field.text().endswith("-001")
    choose_sector(dialog)
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: window.frame.editor is not None, timeout=20_000)
    record = window.frame.editor.record
    assert record.plant.name == "ТОО «Ақбұлақ Сүт»"
    assert record.plant.bin == "250340000108"
    assert record.team[0].name == "Жумабаева Айгуль"
    assert window.frame.page_name == "checklist"


def test_that_a_number_in_use_keeps_everything_typed(window, workspace, qtbot):
    dialog = open_dialog(window, qtbot)
    first = NewAudit(
        number="KTA-1",
        plant=Plant(name="Первый"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-24",
        reference_year=2025,
    )
    auditing.start(workspace, first)
    dialog.name.field.setText("Второй")
    dialog.number.field.setText("KTA-1")
    choose_sector(dialog)
    dialog._finish()
    qtbot.waitUntil(lambda: bool(dialog.banner.text()), timeout=10_000)
    assert dialog.name.field.text() == "Второй"
    assert "KTA-1" in dialog.banner.text()


def test_that_a_plant_without_a_name_does_not_start(window, qtbot):
    dialog = open_dialog(window, qtbot)
    with qtbot.assertNotEmitted(dialog.wanted):
        dialog._finish()
    assert dialog.name.note.text()
    dialog.name.field.setText("Завод")
    assert not dialog.name.note.text()


def test_that_the_team_is_one_name_a_line(window, qtbot):
    dialog = open_dialog(window, qtbot)
    dialog.name.field.setText("Завод")
    dialog.team.field.setPlainText("Ким Роман\n\n Омаров Асан ")
    team = dialog.new_audit().team
    assert [member.name for member in team] == ["Жумабаева Айгуль", "Ким Роман", "Омаров Асан"]


def test_that_a_damaged_package_is_refused_with_a_sentence(window, qtbot, tmp_path):
    broken = tmp_path / "broken.kta"
    broken.write_bytes(b"PK\x05\x06 nothing")
    home = window.frame.page
    home.take_package(broken)
    qtbot.waitUntil(lambda: home.banner.property("banner") == "error", timeout=10_000)
    assert home.banner.text()
