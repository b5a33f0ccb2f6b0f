"""Instrument profiles: made, copied, tried, saved and shared by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from kta_desktop.measurement.errors import InstrumentUnreachableError
from kta_desktop.measurement.link_errors import LineGarbledError
from kta_desktop.measurement.reading import Reading
from kta_desktop.measurement.serial_port import SerialPort
from kta_desktop.services import instruments, measuring
from ui.dialogs.instrument_profiles import InstrumentProfilesDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def own():
    return [each.profile for each in instruments.profiles() if each.is_own]


@pytest.fixture
def dialog(qtbot, runner, monkeypatch, tmp_path):
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(instruments, "ports", lambda: (SerialPort(device="COM3"),))
    made = InstrumentProfilesDialog(runner)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def fault(dialog):
    return dialog.findChild(QLabel, "profileFault").text()


def key_of(table, key):
    columns = [table.rows.asked(column).key for column in range(table.rows.columnCount())]
    return columns.index(key)


def put(table, row, key, text):
    table.rows.setData(table.rows.index(row, key_of(table, key)), text)


def press(qtbot, dialog, key, modifier=CTRL):
    qtbot.keyClick(dialog.focusWidget() or dialog, key, modifier)


def test_that_a_profile_of_the_program_is_saved_as_an_own_one(qtbot, dialog):
    shipped = dialog.list.item()
    dialog.editor.fields.fill({"name": "Пылемер цеха"})
    press(qtbot, dialog, Qt.Key.Key_S)
    (saved,) = own()
    assert saved.id == "own-1"
    assert saved.name["ru"] == "Пылемер цеха"
    assert shipped in {each.id for each in instruments.profiles() if not each.is_own}
    assert dialog.list.item() == "own-1"


def test_that_a_copy_is_edited_in_its_table_by_keys(qtbot, dialog):
    press(qtbot, dialog, Qt.Key.Key_D)
    table = dialog.editor.channels
    table.setFocus()
    rows = table.rows.rowCount()
    qtbot.keyClick(table, Qt.Key.Key_Insert)
    assert table.rows.rowCount() == rows + 1
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert table.rows.rowCount() == rows
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    field = table.findChild(QLineEdit)
    field.setText("dust_2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.rows.index(0, 0).data() == "dust_2")
    assert dialog.editor.draft()["registers"][0]["channel"] == "dust_2"


def test_that_what_is_wrong_is_said_while_it_is_typed(dialog):
    dialog.new("modbus-tcp")
    put(dialog.editor.channels, 0, "scale", "много")
    assert "много" in fault(dialog)
    assert not dialog.findChild(QPushButton, "saveProfile").isEnabled()
    put(dialog.editor.channels, 0, "scale", "0,01")
    assert dialog.editor.draft()["registers"][0]["scale"] == 0.01
    put(dialog.editor.channels, 0, "unit", "попугаи")
    assert "попугаи" in fault(dialog)


def test_that_a_new_profile_is_named_at_once(dialog):
    dialog.new("manual")
    field = dialog.editor.fields.field("name").field
    assert field.hasFocus()
    assert field.selectedText() == field.text()


@pytest.mark.parametrize("protocol", ["modbus-rtu", "serial-ascii", "replay", "manual"])
def test_that_each_protocol_makes_a_profile_that_can_be_kept(dialog, protocol):
    dialog.new(protocol)
    assert dialog.save()
    assert [each.protocol.value for each in own()] == [protocol]


def test_that_drafts_survive_going_to_another_profile(dialog):
    shipped = dialog.list.item()
    dialog.new("manual")
    dialog.editor.fields.fill({"name": "Психрометр"})
    dialog.choose(shipped)
    dialog.choose("own-1")
    assert dialog.editor.fields.text("name") == "Психрометр"


def test_that_escape_tells_of_unsaved_changes_before_it_closes(qtbot, dialog):
    dialog.new("manual")
    press(qtbot, dialog, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert dialog.isVisible()
    assert "не сохранено: 1" in dialog.banner.text()
    press(qtbot, dialog, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not dialog.isVisible()


def read(qtbot, dialog, monkeypatch, readings):
    monkeypatch.setattr(instruments, "read_once", lambda _link: readings)
    dialog.trial.address.fill_texts(host="10.0.0.7")
    press(qtbot, dialog, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: bool(dialog.trial.readings.texts()))


def test_that_raw_registers_stand_beside_values_and_an_order_is_taken_by_enter(
    qtbot, dialog, monkeypatch
):
    dialog.new("modbus-tcp")
    read(qtbot, dialog, monkeypatch, (Reading(channel="value", value=3e-41, raw="0000 437A"),))
    assert "0000 437A" in dialog.trial.readings.texts()[1]
    lines = dialog.trial.orders.lines.lines
    (right,) = [line for line in lines if line.cells[2].startswith("250")]
    dialog.trial.orders.choose(right.item)
    qtbot.keyClick(dialog.trial.orders, Qt.Key.Key_Return)
    assert dialog.editor.draft()["registers"][0]["word_order"] == "little"


def test_that_an_instrument_that_does_not_answer_is_a_sentence(qtbot, dialog, monkeypatch):
    error = InstrumentUnreachableError(host="10.0.0.7", port=502, unit=1, reason="-")

    def refuse(_link):
        raise error

    dialog.new("modbus-tcp")
    monkeypatch.setattr(instruments, "read_once", refuse)
    dialog.trial.address.fill_texts(host="10.0.0.7")
    press(qtbot, dialog, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: bool(dialog.trial.readings.texts()))
    assert dialog.trial.readings.texts()[1] == error.sentence()


def test_that_a_pasted_line_shows_at_once_what_the_pattern_takes(dialog):
    dialog.new("serial-ascii")
    dialog.editor.lines.fill({"pattern": "NOX=(?P<nox>[0-9.]+)"})
    assert "1" in fault(dialog)  # the channel still asks for a column
    put(dialog.editor.channels, 0, "field", "nox")
    dialog.findChild(QLineEdit, "tryLine").setText("NOX=250.4 ppm")
    assert "250" in dialog.trial.readings.accessibleName()
    dialog.findChild(QLineEdit, "tryLine").setText("CO=12")
    assert "250" not in dialog.trial.readings.accessibleName()


def test_that_a_status_is_written_as_a_rule_of_its_register(dialog):
    dialog.new("modbus-tcp")
    table = dialog.editor.statuses
    table.add_asked.emit()
    put(table, 0, "address", "0x10")
    put(table, 0, "mask", "4")
    put(table, 0, "says", "purge")
    (status,) = dialog.editor.draft()["statuses"]
    assert (status["address"], status["rules"]) == (16, [{"says": "purge", "mask": 4}])
    assert dialog.save()


def test_that_a_profile_is_shared_as_a_file_and_taken_in_again(dialog, tmp_path):
    path = tmp_path / "shared.json"
    dialog.new("manual")
    dialog.write_file(path)
    dialog.take_file(path)
    assert [each.id for each in own()] == ["own-1"]
    path.write_text("{}", "utf-8")
    dialog.take_file(path)
    assert "shared.json" in dialog.banner.text()
    assert len(own()) == 1


def test_that_a_file_that_is_no_profile_is_listed_with_its_reason(dialog):
    instruments.folder().mkdir(parents=True)
    (instruments.folder() / "broken.json").write_text("{", "utf-8")
    dialog._load()
    assert any("broken.json" in line.cells[0] for line in dialog.list.lines.lines)
    dialog.new("manual")
    assert dialog.save()


def test_that_only_own_profiles_are_removed(dialog):
    dialog.remove()
    assert dialog.profiles()
    dialog.new("manual")
    dialog.save()
    dialog.remove()
    assert own() == []


def test_that_a_line_that_was_caught_is_shown_though_the_pattern_is_wrong(
    qtbot, dialog, monkeypatch
):
    def refuse(_link):
        raise LineGarbledError(line="NOX 250.4")

    dialog.new("serial-ascii")
    put(dialog.editor.channels, 0, "field", "nox")
    dialog.editor.lines.fill({"pattern": "NOX=(?P<nox>[0-9.]+)"})
    monkeypatch.setattr(instruments, "read_once", refuse)
    qtbot.waitUntil(lambda: not dialog.trial.faults())
    press(qtbot, dialog, Qt.Key.Key_R)
    field = dialog.findChild(QLineEdit, "tryLine")
    qtbot.waitUntil(lambda: field.text() == "NOX 250.4")
    dialog.editor.lines.fill({"pattern": "NOX (?P<nox>[0-9.]+)"})
    assert "250" in dialog.trial.readings.accessibleName()


def test_that_a_real_connection_is_read_once_with_raw_registers(qtbot, dialog):
    simulator = measuring.start_simulator()
    try:
        dialog.choose("demo-dust-monitor")
        dialog.trial.address.fill_texts(host=simulator.host, port=str(simulator.port))
        press(qtbot, dialog, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: len(dialog.trial.readings.texts()) > 2)
    finally:
        simulator.close()
    lines = dialog.trial.readings.texts()
    assert lines[0].startswith("Пыль")
    assert "мг/м³" in lines[1]
    assert len(lines[1].partition("(")[2].split()) == 2  # the two registers of a float
