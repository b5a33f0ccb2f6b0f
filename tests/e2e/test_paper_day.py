"""Printed sheets at a plant, by keyboard: out on paper and back, to whom what, signed, verified."""

import re

import pytest

from kta_desktop.services import packs, print_centre, printing, signing_sheets
from kta_desktop.services.printing import Kind
from tests.e2e.measuring_program import opened
from tests.e2e.paper import words_of
from tests.e2e.paper_program import (
    SECRET,
    SIGNER,
    Print,
    code_of,
    key_file,
    photograph,
    printer_into,
    words_of_pages,
)
from tests.e2e.walk import Walk

RECIPE, GROUNDS = "Рецептура Х-77: солод и хмель 4 к 1", "Приказ 12 о коммерческой тайне"
PHOTO = "IMG_0041.jpg"


@pytest.fixture
def day(qtbot, tmp_path, monkeypatch):
    """An audit of a plant in the main window, the checklist in sight."""
    packs.available()
    made = opened(qtbot, tmp_path, monkeypatch)
    yield made
    made.program.close()


@pytest.mark.timeout(300)  # 10 s of the processor, which others may be using
def test_that_paper_goes_out_blank_comes_back_and_keeps_its_secrets(day):
    blank = print_blank(day)
    page = words_of_pages(blank)[1]
    first, *others = asked_on(page)
    bring_back(day, photograph(blank, 1, day.folder / PHOTO), first)
    type_answers(day, first)
    open_by_code(day, code_of(page), first)
    assert others
    day.go(others[0])
    day.keys.wait(lambda: has_photo(day), "picture beside the next question")
    mark_secret(day)
    print_for(day)


def print_blank(day):
    """Of one section, in both languages, without the question that was answered."""
    keys, page = day.keys, Print(day)
    day.go("8.5")
    keys.press("3")
    page.open()
    keys.choose("printFill", "Пустые")
    keys.choose("sheetLanguage", "Рус + Қаз")
    page.pick("printWhich", "Только недостающие")
    page.only("8. ")
    file = page.save("blank.pdf")
    keys.look("blank sheet")
    first, *others = words_of_pages(file)
    assert "8. Водный баланс 8. Су балансы" in first
    asked = [number for words in (first, *others) for number in asked_on(words)]
    assert asked == ["8.1", "8.2", "8.3", "8.4", "8.6"]
    return file


def asked_on(page):
    """Return the numbers of the questions of section 8 on a page, in order."""
    return list(dict.fromkeys(re.findall(r"(?<![\d.])8\.\d\b", page)))


def bring_back(day, photo, first):
    keys = day.keys
    keys.press("Ctrl+Shift+I")
    keys.wait_focus("paper_code")
    keys.in_file_dialog(photo)
    keys.press("Ctrl+O")
    keys.wait_focus("pages")
    keys.wait_text("Прикрепить страниц: 1")
    assert first in day.cells()
    keys.press("Ctrl+Return")
    keys.wait_text("Прикреплено страниц: 1")
    day.wait_cells("прикреплено")
    keys.look("attached")
    keys.press("Return")
    day.at(first)
    keys.wait(lambda: has_photo(day), "picture beside the question")
    keys.look("picture beside the question")
    look_closely(day, first)


def look_closely(day, first):
    """Open the picture from beside the question, and come back to it."""
    keys = day.keys
    (thumbnail,) = {
        f"evidence_{value['id']}"
        for path, value in day.entries().items()
        if path.startswith("wat_04#evidence:")
    }
    seen = []

    def look() -> None:
        seen.append(keys.reads("Страница 2 листа, заполненного от руки"))
        keys.look("picture")
        keys.press("Escape")

    keys.tab_to(thumbnail)
    keys.in_dialog("picture", look)
    keys.press("Return")
    assert seen == [True]
    keys.wait_focus(thumbnail)
    day.go(first)
    keys.wait_focus("table")
    keys.press("Home")


def has_photo(day):
    """Whether the open question shows the photograph."""
    return any(text.startswith(f"Доказательство: {PHOTO}") for text in day.keys.texts())


def type_answers(day, first):
    """Type what stands on the page, as each of its questions is answered."""
    walk = Walk(day, "ru")
    day.at(first)
    if not walk.answer(walk.card):
        day.keys.press("Return")
    day.keys.wait(lambda: walk.card.question.number != first, "next question")
    meant, entries = walk.meant, day.entries()
    assert meant
    assert {path: shown(entries.get(path)) for path in meant} == {
        path: shown(value) for path, value in meant.items()
    }


def shown(value):
    """Return what of an answer was typed."""
    return value.get("text", value.get("value")) if isinstance(value, dict) else value


def open_by_code(day, code, first):
    keys = day.keys
    day.go("15.3")
    keys.press("Ctrl+K")
    keys.wait_focus("search")
    keys.type(code.lower())
    keys.look("code in the search")
    keys.press("Return")
    day.at(first)


def mark_secret(day):
    keys = day.keys
    day.go("15.3")
    keys.type(RECIPE)
    keys.press("Alt+T")
    keys.wait_focus("secret_grounds")
    keys.type(GROUNDS)
    keys.press("Return")
    keys.wait_text("Коммерческая тайна")
    keys.look("trade secret")
    kept = {path: value for path, value in day.entries().items() if path.startswith("ems_05")}
    assert kept["ems_05"]["text"] == RECIPE
    assert [value for path, value in kept.items() if path != "ems_05"] == [
        {"is": True, "grounds": GROUNDS}
    ]


def print_for(day):
    """The ministry gets no secret, the Bureau gets it with its mark."""
    keys, page = day.keys, Print(day)
    page.open()
    stock = print_centre.stock(day.program.window.frame.workspace, day.audit)
    assert stock.counts[Kind.EVIDENCE] == 1  # one photograph, beside two questions
    keys.choose("printFill", "Заполненные")
    page.pick("printWhich", "Все")
    page.only("15. ")
    page.pick("printLayout", "Для министерства")
    ministry = words_of(page.save("ministry.pdf"))
    keys.look("for the ministry")
    page.pick("printLayout", "Для Бюро НДТ")
    bureau = words_of(page.save("bureau.pdf"))
    keys.look("for the Bureau")
    keys.mark("printKinds", "Реестр ")
    register = words_of(page.save("register.pdf"))
    keys.look("register")
    assert "15.3" in ministry
    assert "Х-77" not in ministry
    assert GROUNDS not in ministry
    assert "Конфиденциально" in bureau
    assert RECIPE in bureau
    assert GROUNDS in register


@pytest.mark.timeout(300)
def test_that_a_print_is_verified_signed_printed_and_becomes_a_workbook(day):
    sheet = print_water(day)
    verify_code(day, code_of(words_of(sheet)))
    sign(day)
    tell_forgery(day)
    print_to_printer(day)
    stop_setting(day)
    write_workbook(day)


def print_water(day):
    day.go("8.5")
    day.keys.press("3")
    page = Print(day)
    page.open()
    page.only("8. ")
    return page.save("filled.pdf")


def verify_code(day, code):
    """Of the present state first; after a change of an earlier one, and in which section."""
    keys = day.keys
    ask_for(day, code, "на ней её нынешнее состояние")
    day.page("checklist", "Ctrl+3")
    day.go("8.5")
    keys.press("2")
    assert day.stored("wat_05") == {"value": "partial"}
    Print(day).open()
    ask_for(day, code, "На распечатке прежнее состояние", "Сейчас иначе: разд. 8.")


def ask_for(day, code, *told):
    keys, before = day.keys, day.keys.focus()
    keys.press("Ctrl+Shift+V")
    keys.wait_focus("printCode")
    keys.type(code)
    keys.press("Return")
    keys.look("verified")
    keys.wait_text(*told)
    keys.press("Escape")
    keys.wait_focus(before)


def sign(day):
    keys, before = day.keys, day.keys.focus()
    Print(day).wait()
    keys.press("Ctrl+Shift+E")
    keys.wait_focus("chooseKey")
    keys.in_file_dialog(key_file(day.folder / "key.p12"))
    keys.press("Ctrl+O")
    keys.wait_focus("keyPassphrase")
    keys.type(SECRET)
    keys.press("Return")
    keys.wait_focus("signNow")
    keys.wait_text(SIGNER)
    keys.look("who signs")
    keys.in_file_dialog(day.folder / "signed.pdf")
    keys.press("Return")
    keys.wait_text("Подпись проверена, файл сохранён")
    keys.wait_focus(before)
    (signature,) = signing_sheets.signatures(day.folder / "signed.pdf")
    assert signature.is_good
    assert signature.holder.name == SIGNER


def tell_forgery(day):
    whole = day.folder / "signed.pdf"
    told = "Подпись сходится и охватывает весь документ."
    ask_of_file(day, whole, told, "на ней её нынешнее состояние")
    data = bytearray(whole.read_bytes())
    data[data.index(b"/Producer") + 12] ^= 1
    forged = day.folder / "forged.pdf"
    forged.write_bytes(data)
    ask_of_file(
        day,
        forged,
        "Подпись не сходится: документ изменён после подписания.",
        "сам по себе его код ничего не доказывает",
        without="на ней её нынешнее состояние",
    )


def ask_of_file(day, file, *told, without="Подпись не сходится"):
    keys, before = day.keys, day.keys.focus()
    keys.press("Ctrl+Shift+V")
    keys.wait_focus("printCode")
    keys.in_file_dialog(file)
    keys.press("Ctrl+O")
    keys.wait_text(*told)
    assert not keys.reads(without)
    keys.look("file verified")
    keys.press("Escape")
    keys.wait_focus(before)


def print_to_printer(day):
    keys, target = day.keys, day.folder / "printed.pdf"
    view = day.program.window.frame.page
    view.ask_printer = printer_into(target)
    pages = view.sheet.pages
    keys.press("Ctrl+P")
    keys.wait_text(f"Передано на принтер, страниц: {pages}")
    assert printing.page_count(target) == pages


def stop_setting(day):
    """What is stopped while it is set is neither saved nor printed; it can be set again."""
    keys, target = day.keys, day.folder / "stopped.pdf"
    day.program.window.frame.page.ask_printer = printer_into(target)
    keys.tab_to("tickAll")
    keys.press("Return")
    keys.wait_text("Верстаем страницы")
    keys.press("Escape")
    keys.wait_text("Остановлено")
    keys.look("stopped")
    keys.press("Ctrl+P", "Ctrl+Shift+S")
    assert not target.exists()
    Print(day).only("8. ")


def write_workbook(day):
    from openpyxl import load_workbook

    keys, file = day.keys, day.folder / "audit.xlsx"
    keys.in_file_dialog(file)
    keys.press("Ctrl+Shift+X")
    keys.wait_text("Рабочая книга сохранена")
    keys.look("workbook")
    book = load_workbook(file, read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    book.close()
    assert {"8.5", "KTA-2026-005"} <= cells
