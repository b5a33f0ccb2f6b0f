"""The page of printing: what is seen is what is saved and printed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLabel, QLineEdit

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import auditing, print_centre, printing
from kta_desktop.services.printing import Kind, SheetDiskFullError, Which
from ui.models.print_choices import Choices, PrintMemory
from ui.views.print_view import PrintView
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.print_kinds import BELOW, KindList
from ui.widgets.print_preview import FIT_PAGE
from ui.widgets.segments import Segments
from ui.widgets.tick_list import TickList

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def painted(desk):
    preview = desk.view.pages.preview
    return all(preview.has(*pair) for pair in preview.needed())


def banner(desk):
    return desk.view.findChild(Banner).text()


def test_that_the_real_sheet_of_an_audit_is_shown_page_by_page(qtbot, workspace, runner):
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(workspace, new).id
    before = auditing.load(workspace, audit).last_change_hash
    view = PrintView(workspace, runner, audit)
    qtbot.addWidget(view)
    view.resize(1282, 640)
    view.show()
    preview = view.pages.preview
    qtbot.waitUntil(lambda: view.sheet is not None, timeout=60_000)
    qtbot.waitUntil(lambda: all(preview.has(*pair) for pair in preview.needed()), timeout=60_000)
    assert preview.pages == view.sheet.pages == printing.page_count(view.sheet.path) > 1
    assert auditing.load(workspace, audit).last_change_hash == before


def test_that_two_pages_lie_beside_each_other_where_there_is_room(open_page):
    desk = open_page()
    preview = desk.view.pages.preview
    assert [page for page, _place in preview.places()] == [0, 1]
    preview.set_mode("width")
    assert [page for page, _place in preview.places()] == [0]
    preview.set_mode(FIT_PAGE)
    preview.turn_to(preview.pages - 1)
    assert [page for page, _place in preview.places()] == [5]
    desk.wait(lambda: painted(desk))


def test_that_page_down_turns_the_page_wherever_the_keyboard_is(open_page):
    desk = open_page()
    desk.view.focus_first()
    desk.press(Qt.Key.Key_PageDown)
    assert desk.view.pages.preview.page == 1
    assert desk.find(QLineEdit, "pageNumber").text() == "2"
    assert desk.find(QLabel, "pagePlace").text() == "из 6"
    desk.press(Qt.Key.Key_PageUp)
    desk.press(Qt.Key.Key_PageUp)
    assert desk.view.pages.preview.page == 0


def test_that_a_page_is_gone_to_by_its_number(open_page):
    desk = open_page()
    desk.press(Qt.Key.Key_G, CONTROL)
    field = desk.find(QLineEdit, "pageNumber")
    assert QApplication.focusWidget() is field
    desk.bot.keyClicks(field, "4")
    desk.press(Qt.Key.Key_Return)
    assert desk.view.pages.preview.page == 3
    desk.bot.keyClicks(field, "99")
    desk.press(Qt.Key.Key_Return)
    assert desk.view.pages.preview.page == 5
    assert field.text() == "6"


def test_that_the_saved_file_is_the_one_that_is_shown(open_page, tmp_path, monkeypatch):
    desk, target, asked = open_page(), tmp_path / "лист.pdf", []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: asked.append(args[2]) or (str(target), "")
    )
    desk.view.focus_first()
    desk.press(Qt.Key.Key_S, CONTROL | SHIFT)
    desk.wait(lambda: "Лист сохранён" in banner(desk))
    assert target.read_bytes() == desk.view.sheet.path.read_bytes()
    assert asked == ["KTA-2026-001-filled-bureau-ru+kk.pdf"]


def test_that_a_folder_that_is_gone_is_said_and_nothing_is_lost(open_page, tmp_path, monkeypatch):
    desk, target = open_page(), tmp_path / "gone" / "лист.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    desk.view.save_pdf()
    desk.wait(lambda: bool(banner(desk)))
    assert "Лист сохранён" not in banner(desk)
    assert desk.view.sheet is not None


def test_that_another_language_makes_another_document_on_the_same_page(open_page, press):
    desk = open_page()
    desk.view.pages.preview.turn_to(3)
    segments = desk.find(Segments, "sheetLanguage")
    segments.setFocus()
    desk.press(Qt.Key.Key_Left)
    desk.settle(press, 2)
    assert press.orders[-1].languages == ("kk",)
    assert desk.view.pages.preview.page == 3


def test_that_quick_changes_are_set_once(open_page, press):
    desk = open_page()
    for name in ("printQr", "printPhotos", "printQr"):
        desk.view.findChild(object, name).click()
    desk.settle(press, 2)
    assert press.orders[-1].qr
    assert not press.orders[-1].photos


def test_that_what_has_nothing_to_print_says_why_and_is_passed_over(open_page):
    desk = open_page()
    kinds = desk.find(KindList, "printKinds")
    model = kinds.model()
    assert model.index(1, 0).data(BELOW) == "Отбор проб не записан"
    kinds.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert desk.view.panel._choices.kind is Kind.PROTOCOL


@pytest.mark.parametrize("width", [1282, 863])
def test_that_the_documents_are_offered_in_wide_and_narrow_windows(open_page, width):
    desk = open_page()
    desk.view.resize(width, 470)
    combo = desk.find(QComboBox, "printKind")
    assert combo.isVisible() == (width < 1000)
    assert desk.find(KindList, "printKinds").isVisible() == (width >= 1000)
    desk.view.focus_first()
    assert QApplication.focusWidget() in (combo, desk.find(KindList, "printKinds"))


def test_that_sections_are_ticked_with_space_and_counted(open_page, press):
    desk = open_page()
    parts = desk.find(TickList, "printParts")
    parts.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    desk.settle(press, 2)
    assert press.orders[-1].sections == ("gen", "air")
    assert "2 из 3 · 4 стр." in [label.text() for label in desk.view.findChildren(QLabel)]
    right = parts.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert right == "8. Вода, 2 стр., Ошибка ввода: 8.4"


def test_that_incomplete_sections_are_ticked_with_one_key(open_page, press):
    desk = open_page()
    desk.view.findChild(object, "tickOpen").click()
    desk.settle(press, 2)
    assert press.orders[-1].sections == ("wat", "air")


def test_that_an_input_error_is_announced_only_where_it_is_printed(open_page, press):
    desk = open_page()
    note = desk.view.panel.findChild(Banner)
    assert "8.4" in note.text()
    parts = desk.find(TickList, "printParts")
    parts.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    assert note.text() == ""


def test_that_nothing_ticked_prints_nothing(open_page, press):
    desk = open_page()
    desk.view.findChild(object, "tickAll").click()
    assert desk.view.sheet is None
    assert not desk.find(KeyButton, "printSheet").isEnabled()
    desk.view.findChild(object, "tickAll").click()
    desk.settle(press, 2)
    assert press.orders[-1].sections is None


def test_that_what_belongs_to_no_session_goes_with_all_of_them(open_page, press):
    desk = open_page()
    desk.view.catalogue.kinds.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.settle(press, 2)
    assert press.orders[-1].kind is Kind.PROTOCOL
    assert press.orders[-1].sessions is None
    parts = desk.find(TickList, "printParts")
    parts.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.settle(press, 3)
    assert press.orders[-1].sessions == ("s-2",)
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_Space)
    desk.settle(press, 4)
    assert press.orders[-1].sessions is None


def test_that_setting_is_stopped_with_escape_and_begun_anew(open_page, press):
    press.gate.clear()
    desk = open_page(wait=False)
    desk.wait(lambda: len(press.orders) == 1 and desk.find(KeyButton, "stopSetting").isVisible())
    desk.view.focus_first()
    desk.press(Qt.Key.Key_Escape)
    assert desk.find(KeyButton, "setAgain").isVisible()
    assert desk.view.sheet is None
    press.gate.set()
    desk.press(Qt.Key.Key_F5)
    desk.settle(press, 2)


def test_that_a_document_that_cannot_be_set_says_why(open_page, press):
    press.error = SheetDiskFullError(path="x.pdf")
    desk = open_page(wait=False)
    desk.wait(lambda: bool(banner(desk)))
    assert not desk.find(KeyButton, "savePdf").isEnabled()
    assert desk.find(KeyButton, "setAgain").isVisible()


def test_that_what_was_replaced_is_said(open_page, press):
    press.replaced = ("8.1: ☢", "8.2: ♻")
    desk = open_page()
    assert "8.1: ☢" in banner(desk)


def test_that_open_words_with_secret_figures_are_told_before_the_ministry_reads_them(
    open_page, press, monkeypatch
):
    stock = replace(print_centre.stock(None, ""), echoes=("Q1",))
    monkeypatch.setattr(print_centre, "stock", lambda _ws, _audit: stock)
    desk = open_page()
    assert "Q1" not in banner(desk)
    box = desk.find(QComboBox, "printLayout")
    box.setCurrentIndex(box.findData("ministry"))
    box.activated.emit(box.currentIndex())
    desk.settle(press, 2)
    assert "Q1" in banner(desk)


def test_that_choices_are_remembered_for_each_audit(open_page, press):
    desk = open_page("a-1")
    desk.find(Segments, "printFill").choose_number(2)
    desk.settle(press, 2)
    desk.view.hide()
    open_page("a-2")
    assert press.orders[-1].kind is Kind.FILLED
    open_page("a-1")
    assert press.orders[-1].kind is Kind.BLANK


def test_that_leaving_the_page_ends_the_setting(open_page, press):
    press.gate.clear()
    desk = open_page(wait=False)
    desk.wait(lambda: len(press.orders) == 1)
    desk.view.hide()
    assert not desk.view.setting.is_busy
    press.gate.set()
    desk.view.show()
    desk.settle(press, 2)


def printer_to(target, last):
    def choose(_parent, pages):
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(target))
        printer.setFromTo(1, min(pages, last))
        return printer

    return choose


def test_that_every_page_goes_to_the_printer_and_is_remembered(open_page, tmp_path):
    desk, target = open_page(), tmp_path / "printed.pdf"
    desk.view.ask_printer = printer_to(target, 2)
    desk.view.focus_first()
    desk.press(Qt.Key.Key_P, CONTROL)
    desk.wait(lambda: "страниц: 2" in banner(desk))
    assert printing.page_count(target) == 2
    last = [label.text() for label in desk.view.catalogue.findChildren(QLabel)]
    assert any(text.startswith("Последняя печать: Листы аудита") for text in last)


def test_that_printing_is_stopped_and_says_how_far_it_came(open_page, tmp_path, monkeypatch):
    desk, target = open_page(), tmp_path / "printed.pdf"
    desk.view.ask_printer = printer_to(target, 6)
    working = desk.view._outputs.working
    working.connect(lambda _text: desk.press(Qt.Key.Key_Escape))
    desk.view.focus_first()
    desk.press(Qt.Key.Key_P, CONTROL)
    desk.wait(lambda: "остановлена" in banner(desk))
    assert "1" in banner(desk)
    assert printing.page_count(target) == 1


def test_that_no_part_of_the_page_is_a_window_of_its_own(open_page):
    desk = open_page()
    others = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert others == [desk.view]


@pytest.mark.parametrize(
    ("key", "name"), [(Qt.Key.Key_E, "signSheet"), (Qt.Key.Key_V, "verifySheet")]
)
def test_that_a_print_is_signed_and_verified_by_key(open_page, key, name):
    desk = open_page()
    desk.view.focus_first()
    desk.press(key, CONTROL | SHIFT)
    dialog = desk.view.window().findChild(QDialog, name)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_that_the_workbook_is_written_in_the_chosen_languages(open_page, tmp_path, monkeypatch):
    from kta_desktop.services import workbooks

    desk, target, asked = open_page(), tmp_path / "книга.xlsx", []

    def workbook(_ws, _audit, languages, layout, out, *, report, cancelled):
        asked.append((languages, layout, out))
        report(0.5, "Пишутся строки")
        return workbooks.WorkbookInfo(path=out, sheets=(), rows=0, sha256="")

    monkeypatch.setattr(workbooks, "workbook", workbook)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    desk.view.focus_first()
    desk.press(Qt.Key.Key_X, CONTROL | SHIFT)
    desk.wait(lambda: "книга сохранена" in banner(desk))
    assert asked == [(("ru", "kk"), "bureau", target)]


def test_that_pages_are_counted_anew_in_another_language(open_page, press):
    desk = open_page()
    press.gate.clear()
    segments = desk.find(Segments, "sheetLanguage")
    segments.setFocus()
    desk.press(Qt.Key.Key_Right)
    desk.wait(lambda: len(press.orders) == 2)
    line = desk.find(TickList, "printParts").model().index(0, 0)
    assert "2 стр." not in line.data(Qt.ItemDataRole.AccessibleTextRole)


def test_that_a_list_of_questions_shows_its_choice_whole_beside_blank_tables(open_page):
    PrintMemory("a-1").keep_choices(Choices(fill=Kind.BLANK, which=Which.MISSING))
    desk = open_page()
    which = desk.find(QComboBox, "printWhich")
    assert which.currentText() == "Только недостающие"
    assert which.width() >= which.fontMetrics().horizontalAdvance(which.currentText()) + 40


def test_that_the_options_of_what_has_no_parts_are_in_sight_in_a_low_window(open_page):
    PrintMemory("a-1").keep_choices(Choices(kind=Kind.REPORT))
    desk = open_page()
    desk.view.resize(863, 420)
    assert desk.find(Segments, "sheetLanguage").isVisible()
    assert not desk.find(KeyButton, "foldOptions").isVisible()


def test_that_a_line_leads_to_its_document_and_a_section_to_no_other(open_page):
    desk = open_page()
    desk.view.show_target(Target(Where.PRINT, "wat"))
    before = desk.view.catalogue.combo.currentIndex()
    desk.view.show_target(Target(Where.PRINT, "conformity"))
    assert desk.view.catalogue.combo.currentIndex() != before
    assert desk.view._choices.kind is Kind.CONFORMITY
