"""Answering by keyboard: every kind of answer, evidence, undoing, ways through the checklist."""

import re

from PIL import Image


def sources_of_emissions(day):
    """A repeat: its first instance with a table of its own, a figure of it, a second instance."""
    keys = day.keys
    day.go("G1")
    keys.type("0001 Котельная")
    keys.press("Return")
    day.at("G2")
    keys.press("1", "Return")
    day.at("G3")
    keys.type("25")
    day.go("G5")
    keys.type("8000")
    day.go("G8")
    keys.wait_focus("table")
    keys.press("F2")
    keys.type("Азота диоксид")
    keys.press("Tab")
    keys.type("112")
    keys.press("Tab", "Tab", "Tab", "Tab")
    keys.type("0,52")
    keys.look("pollutants")
    keys.press("Alt+Ins")
    day.at("G1")
    keys.type("0002 Сушилка")
    keys.press("Return")
    day.at("G2")
    keys.look("second source")
    entries = day.entries()
    sources = (path for path in entries if re.fullmatch(r"core_rep_source/[^/]+", path))
    first, second = sorted(sources, key=lambda path: entries[path]["order"])
    assert entries[f"{second}/core_src_no"]["text"] == "0002 Сушилка"
    cells = [path for path in entries if path.startswith(f"{first}/core_src_pollutants/")]
    assert sorted(path.split("/")[4] for path in cells if path.count("/") == 4) == [
        "conc", "g_s", "substance",
    ]  # fmt: skip
    day.go("G1")
    keys.wait_text("Источник выбросов: 2 из 2")
    refused = []
    keys.in_dialog("number", lambda: refused.append(ask_for(keys, "G1/7", "Экземпляра G1/7 нет")))
    keys.press("Ctrl+G")
    assert refused == [True]


def profile_of_the_plant(day):
    """Several and single choices, a table, a number with two readings, what follows from them."""
    keys = day.keys
    day.go("1.1")
    keys.press("1", "2", "2", "Return")
    assert day.stored("gen_01") == {"value": ["dairy"]}
    day.at("1.2")
    capacity_table(day)
    day.at("1.3")
    keys.press("Return")
    day.at("1.4")
    keys.press("2", "Return")
    assert day.stored("gen_04") == {"value": "cheese"}
    day.at("1.5")
    keys.press("Return", "1", "Return", "2", "Return")
    assert day.stored("gen_07") == {"value": "own"}
    day.at("1.8")
    keys.type("1,234")
    keys.wait_text("Какое число «1,234»?")
    keys.look("two readings")
    keys.press("Alt+1")
    assert day.stored("gen_08") == {"text": "1,234", "value": "1.234", "unit": "MW"}
    keys.press("Return")
    day.at("1.9")
    keys.press("1", "7")
    refused, absent = [], "Вопрос 10.1 к предприятию не относится"
    keys.in_dialog("number", lambda: refused.append(ask_for(keys, "10.1", absent)))
    keys.press("Ctrl+G")
    assert refused == [True]
    keys.press("4")
    day.go("10.1")


def ask_for(keys, number, answer):
    """Ask for a question that is not there, leave it, and say whether it was told so."""
    keys.type(number)
    keys.press("Return")
    told = keys.reads(answer)
    keys.look("not there")
    keys.press("Escape")
    return told


def capacity_table(day):
    keys = day.keys
    keys.wait_focus("table")
    keys.press("F2")
    keys.type("Ірімшік «Бөрлі»")
    for typed in ("120,5", "98", "12.5.0"):
        keys.press("Tab")
        keys.type(typed)
    keys.press("Ins")
    keys.type("Milk")
    keys.press("Tab")
    keys.type("40")
    keys.look("table")
    keys.press("Return")
    cells = {path.split("/")[2]: value for path, value in day.entries().items() if is_cell(path)}
    rows = {path.split("/")[1] for path in day.entries() if path.startswith("gen_02/")}
    assert len(rows) == 2
    assert cells["actual_max"] == {"text": "12.5.0", "unit": "t/d"}
    assert (cells["item"]["text"], cells["design"]["value"]) == ("Milk", "40")
    keys.wait_text("«12.5.0» — не число. Введённое сохранено.")


def is_cell(path):
    return path.startswith("gen_02/") and path.count("/") == 2


def water(day):
    """Numbers: a wrong one that is kept, one with unit, uncertainty and origin."""
    keys = day.keys
    day.go("8.2")
    keys.type("12.5.0")
    keys.press("Return")
    day.at("8.3")
    keys.wait_text("«12.5.0» — не число. Введённое сохранено.")
    assert day.stored("wat_02") == {"text": "12.5.0", "unit": "%"}
    keys.type("3,25")
    keys.tab_to("unit")
    keys.press("Down", "Up")
    keys.tab_to("uncertainty")
    keys.type("0,2")
    keys.tab_to("origin")
    keys.press("Right")
    keys.look("number")
    assert day.stored("wat_03") == {
        "text": "3,25",
        "value": "3.25",
        "unit": "m3/t",
        "uncertainty": "0.2",
        "origin": "calculated",
    }
    day.go("8.2")
    keys.replace("14")
    keys.wait_text("Невязка больше 10")
    keys.press("Alt+Y")
    keys.wait_focus("confirm_reason")
    keys.type("Су есептегіш бұзылған")
    keys.press("Return")
    assert day.stored("wat_02#confirm") == "Су есептегіш бұзылған"


def every_choice(day):
    keys = day.keys
    for number, name, digit, value in (
        ("2.1", "rec_01", "1", "yes"),
        ("4.4", "cip_04", "2", "partial"),
        ("8.5", "wat_05", "3", "no"),
        ("13.2", "sto_02", "4", "na"),
    ):
        day.go(number)
        keys.press(digit)
        assert day.stored(name) == {"value": value}


def words_dates_and_blanks(day):
    keys = day.keys
    day.go("15.3")
    keys.type("Су шығыны жоғары. Вернуть конденсат в котёл.")
    keys.press("F9")
    keys.wait_focus("note")
    keys.type("со слов технолога")
    day.go("16.5")
    keys.type("14.03.2026")
    keys.press("Return")
    day.go("2.2")
    keys.press("0")
    keys.wait(lambda: keys.focus() != "blank_reason", "list of reasons")
    keys.pick_unfolded("Нет доступа")
    keys.wait_focus("blank_note")
    keys.type("мойка закрыта ночью")
    keys.look("blank")
    day.go("8.6")
    keys.press("Alt+0")
    keys.pick_unfolded("Нет прибора")
    entries = day.entries()
    assert entries["ems_05"]["text"].startswith("Су шығыны")
    assert entries["ems_05#note"] == "со слов технолога"
    assert entries["mon_05"] == {"text": "14.03.2026", "value": "2026-03-14"}
    assert entries["rec_02"] == {"blank": "no_access", "blank_note": "мойка закрыта ночью"}
    assert entries["wat_06"] == {"blank": "no_instrument"}


def photograph(day):
    file = day.folder / "outlet.jpg"
    Image.effect_noise((640, 480), 60).convert("RGB").save(file)
    day.go("9.11")
    day.keys.in_file_dialog(file)
    day.keys.press("F8", "1")
    day.keys.wait(lambda: evidence_of(day, "wwt_11") == ["outlet.jpg"], "photograph")
    day.keys.look("photograph")


def evidence_of(day, question):
    prefix = f"{question}#evidence:"
    return [value["name"] for path, value in day.entries().items() if path.startswith(prefix)]


def undo_and_redo(day):
    keys = day.keys
    day.go("8.5")
    keys.press("2")
    assert day.stored("wat_05") == {"value": "partial"}
    keys.press("Ctrl+Z")
    keys.wait(lambda: day.stored("wat_05") == {"value": "no"}, "undo")
    keys.press("Ctrl+Z")
    keys.wait(lambda: evidence_of(day, "wwt_11") == [], "undo of the photograph")
    keys.press("Ctrl+Y")
    keys.wait(lambda: evidence_of(day, "wwt_11") == ["outlet.jpg"], "redo of the photograph")
    keys.press("Ctrl+Y")
    keys.wait(lambda: day.stored("wat_05") == {"value": "partial"}, "redo")
    keys.look("redone")


def ways_through_the_sections(day):
    keys = day.keys
    keys.press("Ctrl+PgDown")
    day.at("9.1")
    keys.press("Ctrl+PgUp")
    day.at("8.6")
    day.go("1.4")
    keys.press("F7")
    day.at("1.5")
    keys.press("Shift+Return")
    day.at("1.4")
