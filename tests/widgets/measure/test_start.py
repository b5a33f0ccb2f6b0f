"""Entering a session: sources of the checklist, several instruments, what would be missing."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Given
from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Instrument
from kta_desktop.domain.texts import Text
from kta_desktop.measurement.errors import InstrumentSilentError
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reading import Reading
from kta_desktop.measurement.serial_port import SerialPort
from kta_desktop.services import instruments
from kta_desktop.services.session_plan import (
    Choices,
    EmissionSource,
    Limit,
    ListedInstrument,
    OfferedLevel,
    SamplingPoint,
)
from ui.dialogs.start_session import StartSessionDialog
from ui.models.session_start import Offer

TODAY = "2026-11-22"


def named(name):
    return {"ru": name, "kk": name, "en": name}


def register(channel, address, unit, substance=None, **more):
    return {
        "channel": channel, "label": named(channel.upper()), "unit": unit, "address": address,
        "substance": substance, **more,
    }  # fmt: skip


def profile(identifier, registers, **more):
    data = {"id": identifier, "name": named(identifier), "registers": registers, **more}
    return InstrumentProfile.model_validate(data)


ANALYSER = profile(
    "analyser",
    [
        register("nox", 0, "ppm", "NOx", is_dry=True),
        register("co", 2, "ppm", "CO", is_dry=True),
        register("o2", 4, "vol%", is_dry=True),
    ],
)
PITOT = profile("pitot", [register("velocity", 0, "m/s"), register("t_gas", 2, "degC")])
LINES = InstrumentProfile.model_validate(
    {
        "id": "lines", "name": named("lines"), "protocol": "serial-ascii", "lines": {},
        "fields": [{"channel": "dust", "label": named("DUST"), "unit": "mg/m3",
                    "substance": "dust", "field": "1"}],
    }
)  # fmt: skip
BY_HAND = InstrumentProfile.model_validate(
    {
        "id": "hand", "name": named("hand"), "protocol": "manual",
        "entries": [{"channel": "moisture", "label": named("MOISTURE"), "unit": "vol%"}],
    }
)  # fmt: skip


def level(name, substance):
    held = Level(
        id=name, kind="AEL", medium="air", parameter=Text(ru=name), substance=substance,
        unit="mg/Nm3", upper="500", basis=("eu-dry-o2-8",),
        averaging=("spot3x30min", "daily"),
    )  # fmt: skip
    return OfferedLevel(level=held, id=name, holds=True)


SOURCE = EmissionSource(
    address="source/a",
    name="0001 котельная",
    points=(SamplingPoint(name="Т-1, газоход", where="0001 котельная", diameter_m=0.8),),
    load_pct=86.0,
    gas={"t_gas": Given(value=168.0, u=2.0), "moisture": Given(value=11.2)},
    gas_on="2025-09-18",
    limits={"nox": Limit(None, "0.420")},
)
EXPIRED = ListedInstrument(
    kind="Газоанализатор",
    instrument=Instrument(name="Газоанализатор", serial="77", verified_until="2020-01-31"),
)
CHOICES = Choices(
    sources=(SOURCE,),
    points=SOURCE.points,
    instruments=(EXPIRED,),
    levels=(level("NOX", "NOx"), level("CO", "CO")),
)
OFFER = Offer(choices=CHOICES, profiles=(ANALYSER, PITOT, LINES, BY_HAND))


@pytest.fixture
def dialog(qtbot, runner, monkeypatch):
    monkeypatch.setattr(
        instruments, "ports", lambda: (SerialPort(device="COM3"), SerialPort(device="COM4"))
    )
    made = StartSessionDialog(OFFER, runner)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def combo(owner, name):
    return owner.findChild(QComboBox, name)


def gaps(dialog):
    return dialog.findChild(QLabel, "sessionGaps").text()


def filled(dialog):
    dialog.fill(source="0001 котельная", point="Т-1", host="10.0.0.7")
    return dialog


def press(qtbot, dialog, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(dialog.focusWidget() or dialog, key, modifier)


def test_that_all_gases_of_an_analyser_are_judged_each_against_its_level(dialog):
    plan = filled(dialog).plan()
    found = [(each.channel, each.level, each.basis, each.averaging) for each in plan.quantities]
    assert found == [
        ("nox", "NOX", "eu-dry-o2-8", "spot3x30min"),
        ("co", "CO", "eu-dry-o2-8", "spot3x30min"),
    ]


def test_that_a_chosen_source_brings_point_diameter_and_limit(qtbot, dialog):
    box = combo(dialog, "session_source")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    plan = dialog.plan()
    assert (plan.source, plan.place) == ("0001 котельная", "source/a")
    assert (plan.point, plan.diameter_m) == ("Т-1, газоход", 0.8)
    assert plan.quantities[0].limit_g_s == "0.420"
    assert plan.quantities[1].limit_g_s is None


def test_that_a_source_in_other_words_is_taken_as_typed(dialog):
    dialog.fill(source="Печь 2", point="труба")
    assert (dialog.plan().source, dialog.plan().place) == ("Печь 2", "")


def test_that_what_is_missing_is_said_and_keeps_nobody_from_recording(qtbot, dialog):
    filled(dialog)
    qtbot.waitUntil(lambda: "г/с" in gaps(dialog))
    assert "скорость газа" in gaps(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_that_what_was_entered_is_missing_no_more(qtbot, dialog):
    filled(dialog).fill(diameter="0,8")
    for name, text in {"t_gas": "168", "moisture": "11,2", "velocity": "7,4"}.items():
        dialog.gas.fields.field(name).field.setText(text)
    dialog.gas.fields.field("p_baro").field.setText("91,5")
    dialog.gas.fields.field("p_static").field.setText("-250")
    qtbot.waitUntil(lambda: "известно всё" in gaps(dialog))
    assert "91,25" in "".join(label.text() for label in dialog.gas.findChildren(QLabel))
    given = dialog.plan().given
    assert (given["t_gas"].value, given["p_static"].value) == (168.0, -250.0)
    assert "o2" not in given  # the analyser tells it


def test_that_a_second_instrument_tells_what_need_not_be_entered(qtbot, dialog):
    filled(dialog)
    dialog.links.cards[0].focus_first()
    press(qtbot, dialog, Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier)
    assert len(dialog.links.cards) == 2
    dialog.links.cards[1].choose(PITOT)
    assert not dialog.gas.fields.field("velocity").field.isEnabled()
    assert not dialog.gas.fields.field("t_gas").field.isEnabled()
    dialog.links.cards[1].address.fill_texts(host="10.0.0.8")
    plan = dialog.plan()
    assert [link.id for link in plan.links] == ["i1", "i2"]
    assert [link.address.host for link in plan.links] == ["10.0.0.7", "10.0.0.8"]
    assert len(plan.quantities) == 2


def test_that_an_instrument_that_is_only_named_is_not_read(dialog):
    card = filled(dialog).links.add()
    card.choose(None)
    assert card.faults()  # it has no name yet
    card.take_instrument(Instrument(name="Барометр", serial="12"))
    plan = dialog.plan()
    assert len(plan.links) == 1
    assert [(each.name, each.id) for each in plan.instruments] == [("Барометр", "i2")]


def test_that_an_expired_verification_is_marked_and_asks_for_a_reason(qtbot, dialog):
    filled(dialog)
    box = combo(dialog, "session_instrument")
    assert "истёк" in box.itemText(0)
    box.activated.emit(0)
    reason = dialog.findChild(QLineEdit, "session_reason")
    assert reason.isVisibleTo(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert reason.hasFocus()
    dialog.fill(reason="другого нет")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    (note,) = dialog.notes()
    assert "Газоанализатор № 77" in note
    assert note.endswith("другого нет")
    assert dialog.plan().links[0].instrument.verified_until == "2020-01-31"


def test_that_the_fields_are_those_of_the_protocol(dialog):
    card = dialog.links.cards[0]
    shown = lambda name: dialog.findChild(QLineEdit, f"session_{name}").isVisibleTo(dialog)  # noqa: E731
    assert (shown("host"), shown("unit")) == (True, True)
    card.choose(LINES)
    assert (shown("host"), shown("unit")) == (False, False)
    assert combo(dialog, "session_device").isVisibleTo(dialog)
    card.choose(BY_HAND)
    assert not combo(dialog, "session_device").isVisibleTo(dialog)
    assert not dialog.findChild(QPushButton, "readOnce").isVisibleTo(dialog)


def test_that_a_serial_address_leaves_open_what_the_profile_says(qtbot, dialog):
    card = dialog.links.cards[0]
    card.choose(LINES)
    device = combo(dialog, "session_device")
    assert device.lineEdit().accessibleName() == "Последовательный порт"
    qtbot.waitUntil(lambda: device.count() == 2)
    device.setEditText("COM4")
    at = card.address.address()
    assert (at.device, at.baud_rate, at.parity, at.unit_id) == ("COM4", None, None, None)
    combo(dialog, "session_baud").setEditText("19200")
    combo(dialog, "session_parity").setCurrentIndex(1)
    at = card.address.address()
    assert (at.baud_rate, at.parity, at.data_bits) == (19200, "E", None)


def test_that_reading_once_shows_each_value_or_why_not(qtbot, dialog, monkeypatch):
    filled(dialog)
    read = (
        Reading(channel="nox", value=250.0, raw="437A 0000"),
        Reading(channel="co", value=None, error=InstrumentSilentError(host="h", port=1, unit=1)),
        Reading(channel="o2", value=21.0, flag=Flag.WARM_UP),
    )
    monkeypatch.setattr(instruments, "read_once", lambda _link: read)
    press(qtbot, dialog, Qt.Key.Key_R)
    card = dialog.links.cards[0]
    qtbot.waitUntil(lambda: bool(card.readings.texts()))
    assert "250" in card.readings.accessibleName()
    assert "прогревается" in card.readings.accessibleName()
    assert "не отвечает" in card.readings.texts()[3]  # why CO did not come


def test_that_reading_once_needs_an_address(qtbot, dialog, monkeypatch):
    asked = []
    monkeypatch.setattr(instruments, "read_once", asked.append)
    press(qtbot, dialog, Qt.Key.Key_R)
    assert asked == []
    assert dialog.findChild(QLineEdit, "session_host").hasFocus()


def test_that_another_averaging_sets_length_and_number(dialog):
    row = dialog.what.rows[0]
    box = combo(row, "sessionAveraging")
    box.setCurrentIndex(box.count() - 2)  # the day, before samples of own length
    found = row.quantity()
    assert (found.averaging, found.minutes, found.count) == ("daily", 1440.0, 1)


def test_that_a_removed_quantity_does_not_come_back(qtbot, dialog):
    dialog.what.rows[1].removed.emit()
    assert [each.channel for each in dialog.plan().quantities] == ["nox"]
    dialog.links.add().choose(PITOT)
    assert [each.channel for each in dialog.plan().quantities] == ["nox"]
    dialog.what.rows[0].focus_first()
    press(qtbot, dialog, Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier)
    assert [each.channel for each in dialog.plan().quantities] == ["nox", "co"]


def test_that_a_channel_keeps_its_place_when_another_instrument_delivers_it(dialog):
    dialog.links.add().choose(LINES)
    assert [each.channel for each in dialog.plan().quantities] == ["nox", "co", "dust"]
    dialog.links.cards[1].choose(ANALYSER)
    found = [(each.channel, each.level) for each in dialog.plan().quantities]
    assert found == [("nox", "NOX"), ("co", "CO"), ("nox_i2", "NOX"), ("co_i2", "CO")]


def test_that_another_channel_brings_its_own_level_and_limit(dialog):
    filled(dialog)
    dialog.what.rows[1].removed.emit()
    box = combo(dialog.what.rows[0], "sessionChannel")
    box.setCurrentIndex(1)
    (co,) = dialog.plan().quantities
    assert (co.channel, co.level, co.limit_g_s) == ("co", "CO", None)
    box.setCurrentIndex(0)
    (nox,) = dialog.plan().quantities
    assert (nox.channel, nox.level, nox.limit_g_s) == ("nox", "NOX", "0.420")


def test_that_an_added_instrument_is_one_that_is_not_read_yet(dialog):
    assert dialog.links.add().profile is PITOT
    assert dialog.links.add().profile is LINES


def test_that_without_a_level_a_quantity_is_only_recorded(dialog):
    row = dialog.what.rows[0]
    box = combo(row, "sessionLevel")
    box.setCurrentIndex(box.count() - 1)
    assert row.quantity().level is None


def test_that_a_regenerative_furnace_asks_for_two_reversals(dialog):
    dialog.where._regenerative.setChecked(True)
    assert dialog.plan().reversals == 2
    dialog.where._regenerative.setChecked(False)
    assert dialog.plan().reversals == 0


def test_that_the_gas_state_last_known_is_taken_by_a_key(qtbot, dialog):
    filled(dialog)
    press(qtbot, dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    given = dialog.plan().given
    assert (given["t_gas"].value, given["t_gas"].u) == (168.0, 2.0)


def test_that_keys_lead_to_the_sections(qtbot, dialog):
    for key, name in ((Qt.Key.Key_2, "sessionChannel"), (Qt.Key.Key_3, "sessionProfile")):
        press(qtbot, dialog, key)
        assert combo(dialog, name).hasFocus()
    press(qtbot, dialog, Qt.Key.Key_4)
    assert dialog.gas.fields.field("t_gas").field.hasFocus()


def test_that_the_last_plan_comes_back_as_it_was(qtbot, runner, dialog):
    filled(dialog).fill(load="92", diameter="0,8", regime="зима", minutes="20")
    dialog.gas.fields.field("t_gas").field.setText("168")
    dialog.links.add().choose(BY_HAND)
    plan = dialog.plan()
    again = StartSessionDialog(replace(OFFER, last=plan), runner)
    qtbot.addWidget(again)
    assert again.plan() == plan


def test_that_without_source_and_point_it_says_so_at_the_fields(qtbot, dialog):
    dialog.fill(load="девяносто", verified="скоро")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert combo(dialog, "session_source").hasFocus()
    dialog.fill(source="0014", point="труба", load="92,5", verified="14.03.2027", host="h")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    plan = dialog.plan()
    assert (plan.load_pct, plan.links[0].instrument.verified_until) == (92.5, "2027-03-14")


def test_that_a_profile_file_is_taken_into_the_card(dialog, tmp_path):
    path = tmp_path / "shop.json"
    data = ANALYSER.model_dump(mode="json", exclude_defaults=True) | {"id": "shop"}
    path.write_text(json.dumps(data | {"protocol": "modbus-tcp"}), "utf-8")
    dialog.take_profile(path)
    assert dialog.links.cards[0].profile.id == "shop"


def test_that_a_level_that_holds_no_more_is_told_and_the_limit_of_last_time_stays(
    qtbot, runner, dialog
):
    filled(dialog)
    plan = dialog.plan()
    nox, co = plan.quantities
    nox, co = replace(nox, level="GONE"), replace(co, limit="80")
    again = StartSessionDialog(replace(OFFER, last=replace(plan, quantities=(nox, co))), runner)
    qtbot.addWidget(again)
    assert "GONE" in combo(again.what.rows[0], "sessionLevel").accessibleDescription()
    assert [each.level for each in again.plan().quantities] == [None, "CO"]
    assert again.plan().quantities[1].limit == "80"


def test_that_of_many_gases_those_with_a_level_or_a_limit_come_in(qtbot, runner, monkeypatch):
    monkeypatch.setattr(instruments, "ports", lambda: ())
    names = ("so2", "so3", "nh3", "h2s", "cs2", "hbr", "hcn", "ch4", "n2o")
    gases = [register(name, 2 * place, "ppm", name) for place, name in enumerate(names)]
    ftir = profile("ftir", [*gases, register("nox", 60, "ppm", "NOx")])
    made = StartSessionDialog(replace(OFFER, profiles=(ftir,)), runner)
    qtbot.addWidget(made)
    assert [each.channel for each in made.plan().quantities] == ["nox"]


def test_that_a_quantity_of_an_instrument_that_is_gone_is_never_another_one(qtbot, runner, dialog):
    filled(dialog)
    plan = dialog.plan()
    gone = replace(plan.quantities[0], channel="hcl", level="HCL")
    again = StartSessionDialog(replace(OFFER, last=replace(plan, quantities=(gone,))), runner)
    qtbot.addWidget(again)
    assert {each.channel for each in again.plan().quantities} <= {"nox", "co"}
    assert "HCL" not in {each.level for each in again.plan().quantities}


def test_that_a_level_says_for_what_it_is_and_whether_it_is_open(qtbot, runner):
    held = CHOICES.levels[0]
    words = {"process": {"ru": "Обжиг"}}
    open_one = replace(held, holds=None, level=replace(held.level, more=words))
    choices = replace(CHOICES, levels=(open_one,))
    made = StartSessionDialog(replace(OFFER, choices=choices), runner)
    qtbot.addWidget(made)
    box = combo(made.what.rows[0], "sessionLevel")
    assert made.what.rows[0].quantity().level is None  # what is open is never taken by itself
    box.setCurrentIndex(0)
    assert box.currentText().endswith(" ?")
    assert box.accessibleDescription().startswith("Обжиг. Не хватает ответов")
