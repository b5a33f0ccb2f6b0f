"""A day of an auditor, by keyboard alone, in the windows that ``main.py`` shows."""

import pytest

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import packing, packs, receiving, register, workspace
from tests.e2e import day_answers
from tests.e2e.day_keyboard import Keyboard
from tests.e2e.day_program import Day, Program
from tests.e2e.paper import words_of

PASSPHRASE = "тихая мойка утром 7"
PLANT = "ЖШС «Ақбұлақ Сүт»"
BIN, MISTYPED_BIN = "250340000107", "250340000108"


@pytest.fixture
def day(qtbot, tmp_path):
    """The first run of the program on this computer; its checklists are compiled already."""
    packs.available()
    made = Day(Keyboard(qtbot, tmp_path / "pictures"), tmp_path, Program(qtbot))
    yield made
    made.program.close()


@pytest.mark.timeout(600)  # 25 s of the processor, which others may be using
def test_that_a_whole_day_goes_by_keyboard(day, qtbot):
    first_run(day)
    start_audit(day)
    day_answers.sources_of_emissions(day)
    day_answers.profile_of_the_plant(day)
    day_answers.water(day)
    day_answers.every_choice(day)
    day_answers.words_dates_and_blanks(day)
    day_answers.photograph(day)
    day_answers.undo_and_redo(day)
    day_answers.ways_through_the_sections(day)
    measure(day)
    print_sheet(day)
    send_bundle(day)
    receive_at_the_centre(day)
    other_languages(day)
    lock_and_unlock(day)
    start_again(day, qtbot)


def first_run(day):
    keys = day.keys
    keys.press("F3")
    keys.wait_text("Аудитор профилі")
    keys.press("F2")
    keys.wait_text("Профиль аудитора")
    keys.wait_focus("profile_name")
    keys.type("Жұмабаева Айгүл")
    keys.fill("profile_organisation", "АҚ «ХВ орталығы»")
    keys.fill("passphrase", PASSPHRASE)
    keys.fill("passphrase_again", PASSPHRASE[:5])
    keys.wait_text("Пока не совпадает")
    keys.look("first run")
    keys.replace(PASSPHRASE)
    keys.wait_text("Совпадают.")
    keys.press("Return")
    keys.wait_focus("check_group")
    keep_recovery_key(day)
    keys.wait_text("ещё нет аудитов")


def keep_recovery_key(day):
    keys = day.keys
    asked = next(text for text in keys.texts() if "введите группу" in text).split()[-1]
    group = next(text for text in keys.texts() if text.startswith(f"{asked}.  ")).split()[-1]
    file = day.folder / "recovery.txt"
    keys.in_file_dialog(file)
    keys.press("Ctrl+S")
    keys.wait_text(f"{file}")
    assert group in file.read_text(encoding="utf-8")
    keys.type("AAAA")
    keys.press("Return")
    keys.wait_text(f"Это не группа {asked}")
    keys.look("recovery key")
    keys.replace(group.lower())
    keys.press("Return")


def start_audit(day):
    keys = day.keys
    keys.press("Ctrl+N")
    keys.wait_focus("plant_name")
    keys.wait_text("Отраслей:")
    keys.type(PLANT)
    keys.fill("plant_bin", MISTYPED_BIN)
    keys.wait_text("Контрольная цифра не сходится: вероятно, одна цифра неверна.")
    keys.look("wrong digit")
    keys.replace(BIN)
    keys.wait_text("Номер верный.")
    keys.fill("plant_address", "Көкшетау қ., Сүт көшесі 1")
    keys.pick("plant_category", "II")
    keys.pick("pack", "Производство пищевых продуктов")
    for name, typed in (("starts_on", "01.12.2026"), ("ends_on", "03.12.2026")):
        keys.tab_to(name)
        keys.type(typed)
    keys.fill("year", "2025")
    keys.fill("team", "Сейітов Ерлан")
    keys.look("new audit")
    keys.press("Ctrl+Return")
    keys.wait_focus("option_food")
    entries = day.entries()
    assert (entries["@plant/name"], entries["@plant/bin"]) == (PLANT, BIN)
    assert (entries["@audit/starts_on"], entries["@audit/ends_on"]) == ("2026-12-01", "2026-12-03")


def measure(day):
    """Three samples of two seconds at the simulated instrument, over Modbus TCP."""
    keys = day.keys
    day.page("measure", "Ctrl+4")
    keys.wait_text("ещё нет измерений")
    keys.look("no sessions")
    keys.press("Ctrl+E")
    keys.wait_focus("session_source")
    keys.type("Кептіргіш, труба 3")
    keys.fill("session_point", "лючок 2")
    keys.fill("session_load", "92")
    keys.pick("sessionProfile", "Учебный пылемер")
    keys.press("Ctrl+2")
    keys.fill("session_minutes", "0,04")
    keys.look("new session")
    keys.press("Return")
    keys.wait(lambda: keys.reads("мг/м³"), "values of the instrument")
    keys.look("recording")
    keys.press("F5")
    keys.wait_focus("eventWords")
    keys.type("вышли на 92 % загрузки")
    keys.press("Return")
    keys.wait_text("вышли на 92 % загрузки")
    keys.wait_text("3 из 3")
    keys.look("samples")
    keys.press("Ctrl+E")
    keys.wait_text("Все пробы полные")
    keys.look("end")
    keys.press("Alt+E")
    keys.wait_text("Сеанс сохранён, полных проб: 3.", "Не сравнивается", "разный период усреднения")
    keys.look("session")
    kept = [value for path, value in day.entries().items() if path.startswith("@session/")]
    assert [(session["simulated"], len(session["samples"])) for session in kept] == [(True, 3)]
    assert [event["text"] for event in kept[0]["events"]] == ["вышли на 92 % загрузки"]


def print_sheet(day):
    keys = day.keys
    file = day.folder / "sheet.pdf"
    day.page("print", "Ctrl+7")
    keys.wait_text("Напечатать ", "Страница 1 из ")
    keys.look("sheet")
    keys.press("PgDown")
    keys.wait_text("Страница 2 из ")
    keys.in_file_dialog(file)
    keys.press("Ctrl+Shift+S")
    keys.wait_text("Лист сохранён")
    printed = words_of(file)
    for part in (PLANT, BIN, "Ірімшік «Бөрлі»", "12.5.0", "НЕ ПОДТВЕРЖДЕНО", "1,234", "3,25"):
        assert part in printed
    for part in ("0001 Котельная", "0002 Сушилка", "Азота диоксид", "14,976"):
        assert part in printed
    for part in ("Нет доступа", "мойка закрыта ночью", "14.03.2026", "Вернуть конденсат"):
        assert part in printed


def send_bundle(day):
    """Into a file for the archive, onto a stick, then to a place of delivery."""
    keys = day.keys
    file, stick, place = (day.folder / name for name in ("audit.kta", "STICK", "centre"))
    stick.mkdir()
    place.mkdir()
    day.page("exchange", "Ctrl+8")
    keys.wait_text("Пока ничего не отправлено")
    keys.press("Ctrl+B")
    keys.wait_text("Закрытые версии", "Весь аудит")
    keys.in_file_dialog(file)
    keys.press("Ctrl+B")
    keys.wait_text("Версия 1 записана и проверена")
    keys.look("bundle")
    assert packing.verify(file).ok
    keys.press("Esc")
    keys.wait(lambda: not keys.reads("Закрытые версии"), "end of the dialog")
    keys.in_file_dialog(stick)
    keys.press("Ctrl+U")
    keys.wait_text("Записано на «STICK» и прочитано обратно", "версия 1")
    keys.look("stick")
    keys.press("Ins")
    keys.wait_focus("remoteName")
    keys.type("Центр")
    keys.fill("remoteFolder", str(place))
    keys.press("Return")
    keys.wait(lambda: not keys.reads("Вид места"), "end of the dialog")
    keys.press("Ctrl+Return")
    keys.wait(lambda: _stands(keys, "Центр", "Передан, ждём квитанцию"), "delivery")
    keys.look("delivered")


def _stands(keys, place, state):
    """Whether the delivery to a place is in a state."""
    return any(f"→ {place}. " in text and state in text for text in keys.texts())


def receive_at_the_centre(day):
    """Another person, on another computer, takes the bundle in; then the receipt is looked for."""
    keys = day.keys
    profile = Auditor(id=new_id(), name="Сейтқали Дәурен")
    centre, _code = workspace.create(day.folder / "centre.ktadb", "ақ бұлақ тоқсан", profile)
    try:
        register.set_centre(centre, centre=True)
        place = str(day.folder / "centre")
        assert len(receiving.intake(centre, place).held) == 1
        register.accept(centre, register.keys(centre)[0].fingerprint, "auditor")
        taken = receiving.intake(centre, place).received
    finally:
        centre.close()
    assert [one.audit for one in taken] == [day.audit]
    keys.press("F5")
    keys.wait(lambda: _stands(keys, "Центр", "Получен центром"), "receipt")
    keys.press("Down")
    keys.wait_focus("DeliveryRow")
    keys.look("received")
    day.page("home", "Ctrl+1")
    keys.wait_text("Сданы 1")
    day.page("exchange", "Ctrl+8")


def other_languages(day):
    keys = day.keys
    keys.press("Ctrl+Shift+L")
    keys.wait_text("Орталық алды")
    day.page("checklist", "Ctrl+3")
    keys.wait_text("Бөлімдер")
    keys.look("Kazakh")
    keys.press("Ctrl+Shift+L")
    keys.wait_text("Sections")
    keys.press("Ctrl+Shift+L")
    keys.wait_text("Разделы")


def lock_and_unlock(day):
    keys = day.keys
    before = day.entries()
    keys.press("Ctrl+L")
    keys.wait_focus("unlock_passphrase")
    keys.type("не тот пароль")
    keys.press("Return")
    keys.wait_text("Пароль не подошёл")
    keys.look("locked")
    keys.replace(PASSPHRASE)
    keys.press("Return")
    keys.wait_text(PLANT, "Разделы")
    assert day.entries() == before


def start_again(day, qtbot):
    """What was there is there after the program was closed, with what can be undone."""
    keys = day.keys
    before = day.entries()
    day.go("8.5")
    keys.press("4")
    assert day.stored("wat_05") == {"value": "na"}
    day.program.close()
    day.program = Program(qtbot)
    keys.wait_focus("unlock_passphrase")
    keys.type(PASSPHRASE)
    keys.press("Return")
    keys.wait_focus("audits")
    keys.look("list of audits")
    keys.press("Return")
    day.at_section("8")
    day.go("8.5")
    assert day.stored("wat_05") == {"value": "na"}
    keys.press("Ctrl+Z")
    keys.wait(lambda: day.entries() == before, "undo of what was done before the restart")
    keys.look("again")
