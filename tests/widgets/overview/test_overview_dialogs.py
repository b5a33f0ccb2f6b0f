"""Claims about what the overview asks: the plan of the visit, the team, the list for the plant."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import printing
from ui.dialogs.print_missing import PrintMissingDialog
from ui.dialogs.team import TeamDialog
from ui.dialogs.visit_plan import VisitPlanDialog

EXPERT = "01890000-0000-7000-8000-000000000002"


def _dialog(page, kind):
    return next(d for d in page.view.window().findChildren(QDialog) if isinstance(d, kind))


@pytest.fixture
def visit(page):
    """The plan of the visit, asked for from its panel."""
    page.body.visit.edit.click()
    return _dialog(page, VisitPlanDialog)


@pytest.fixture
def team(page, qtbot):
    """The team, asked for from its panel, once it is known who wrote something."""
    page.body.team.edit.click()
    made = _dialog(page, TeamDialog)
    qtbot.waitUntil(lambda: not made.forms[0].remove.isEnabled(), timeout=3_000)
    return made


def test_that_the_plan_is_stored_shown_and_leads_to_its_section(page, visit):
    visit.days[1].text.field.setText("Очистные, водный баланс")
    visit.days[1].sections.field.setText("8-9")
    QTest.keyClick(visit.days[1].text.field, Qt.Key.Key_Return)
    page.view.refresh()
    stored = page.entries()["@visit/2026-11-22"]
    assert stored == {"text": "Очистные, водный баланс", "sections": ["wat", "air"]}
    assert "@visit/2026-11-21" not in page.entries()
    rows = page.body.visit.rows
    rows.setFocus()
    rows.choose(1)
    page.press(Qt.Key.Key_Return)
    assert page.jumps == [Target(Where.SECTION, "wat")]


def test_that_the_days_on_site_can_be_moved_and_the_plan_keeps_what_was_typed(page, visit):
    visit.days[0].text.field.setText("Вводное совещание")
    count = len(visit.days)
    visit.last.field.setText("25.11.2026")
    assert len(visit.days) > count
    assert visit.days[0].text.field.text() == "Вводное совещание"
    visit.last.field.setText("12.5.0")
    assert not visit._keep.isEnabled()
    visit.last.field.setText("25.11.2026")
    visit._keep.click()
    entries = page.entries()
    assert entries["@audit/ends_on"] == "2026-11-25"
    assert entries["@visit/2026-11-21"]["text"] == "Вводное совещание"


def test_that_a_plan_is_taken_back_in_one_act(page, visit, qtbot):
    for day in visit.days:
        day.text.field.setText("день")
    visit._keep.click()
    page.settle()
    page.editor.undo()
    qtbot.waitUntil(
        lambda: not any(p.startswith("@visit/") for p in page.editor.record.entries),
        timeout=3_000,
    )


def test_that_a_field_takes_no_more_than_can_be_stored(page, visit):
    QGuiApplication.clipboard().setText("о" * 100_000)
    visit.days[0].text.field.paste()
    visit._keep.click()
    page.settle()
    assert not page.editor.unsaved
    assert page.entries()["@visit/2026-11-21"]["text"] == "о" * LONGEST_TEXT


def test_that_a_section_that_is_not_there_keeps_the_plan_open(page, visit):
    visit.days[0].sections.field.setText("8, 77")
    assert not visit._keep.isEnabled()
    assert "77" in visit.days[0].sections.note.text()
    visit.days[0].sections.field.setText("8")
    assert visit._keep.isEnabled()


def test_that_leaving_the_plan_changes_nothing(page, visit):
    visit.days[0].text.field.setText("день")
    QTest.keyClick(visit, Qt.Key.Key_Escape)
    assert not any(path.startswith("@visit/") for path in page.entries())


def test_that_sections_are_given_to_someone_and_shown_beside_them(page, team):
    team.forms[1].sections.field.setText("8")
    team._keep.click()
    page.view.refresh()
    assert page.entries()["@assignment/wat"] == EXPERT
    assert page.view.found.team[1].sections == ("wat",)
    assert page.view.found.section("wat").assigned == EXPERT


def test_that_a_section_taken_from_someone_belongs_to_nobody(page, team, qtbot):
    team.forms[1].sections.field.setText("8")
    team._keep.click()
    page.view.refresh()
    page.body.team.edit.click()
    again = next(d for d in page.view.window().findChildren(TeamDialog) if d.isVisible())
    again.forms[1].sections.field.setText("")
    again._keep.click()
    page.view.refresh()
    assert page.view.found.section("wat").assigned == ""


def test_that_one_section_is_given_to_one_person_only(team):
    team.forms[0].sections.field.setText("1, 8")
    team.forms[1].sections.field.setText("8")
    assert not team._keep.isEnabled()
    assert "8" in team._banner.accessibleName()


def test_that_someone_is_added_changed_and_removed(page, team):
    team.add_member()
    assert not team._keep.isEnabled()
    team.forms[2].name.field.setText("Оспанов Ерлан")
    team.forms[2].role.field.setCurrentIndex(team.forms[2].role.field.findData("lab"))
    team.forms[1].remove.click()
    team._keep.click()
    people = [
        (person.name, person.role)
        for person in page.editor.record.team
    ]  # fmt: skip
    assert people == [("Жумабаева Айгуль", "lead"), ("Оспанов Ерлан", "lab")]


def test_that_nobody_is_removed_who_answered_something(page, team):
    assert not team.forms[0].remove.isEnabled()
    assert team.forms[1].remove.isEnabled()
    team.keep_authors([EXPERT])
    assert not team.forms[1].remove.isEnabled()
    assert not team.forms[1].note.isHidden()


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_the_list_is_saved_in_the_language_that_was_chosen(page, qtbot, tmp_path, lang):
    page.view.print_list()
    dialog = _dialog(page, PrintMissingDialog)
    dialog.languages.set_value(lang)
    said = []
    dialog.said.connect(said.append)
    target = tmp_path / "list.pdf"
    dialog.save_to(target)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert str(target) in said[0]
    assert printing.page_count(target) == 1


def test_that_a_list_that_cannot_be_saved_says_so_and_can_be_saved_elsewhere(page, qtbot, tmp_path):
    page.view.print_list()
    dialog = _dialog(page, PrintMissingDialog)
    dialog.save_to(tmp_path / "gone" / "list.pdf")
    qtbot.waitUntil(dialog._save.isEnabled, timeout=20_000)
    assert not dialog._banner.isHidden()
    assert dialog.isVisible()


def test_that_the_printer_gets_every_page(page, qtbot, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    page.view.print_list()
    dialog = _dialog(page, PrintMissingDialog)
    asked = []

    def printer(_parent, pages):
        asked.append(pages)
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "printed.pdf"))
        return made

    dialog.ask_printer = printer
    said = []
    dialog.said.connect(said.append)
    dialog.print_list()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert asked == [1]
    assert (tmp_path / "printed.pdf").exists()


def test_that_the_team_opens_at_the_sections_of_the_first(team):
    assert team.forms[0].sections.field.hasFocus()
