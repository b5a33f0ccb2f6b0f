"""Claims about the overview in the program: its key, and where its lines lead."""

from kta_desktop.domain.target import Target, Where
from ui.app import pages
from ui.app.frame import Frame


def _frame(qtbot, page):
    frame = Frame(page.ws, page.runner)
    qtbot.addWidget(frame)
    frame.show()
    frame.open_audit(page.audit)
    qtbot.waitUntil(lambda: frame.editor is not None, timeout=5_000)
    return frame


def test_that_an_audit_opens_at_its_checklist_and_the_overview_is_a_page_away(qtbot, page):
    frame = _frame(qtbot, page)
    assert frame.page_name == pages.CHECKLIST
    frame.show_page(pages.OVERVIEW)
    assert frame.page_name == pages.OVERVIEW
    assert [item.key for item in pages.ITEMS if item.name == pages.OVERVIEW] == ["Ctrl+2"]


def test_that_a_line_leads_to_its_question_in_the_checklist(qtbot, page):
    frame = _frame(qtbot, page)
    frame.go_to(Target(Where.OVERVIEW))
    qtbot.waitUntil(lambda: bool(frame.page.body.leaving.list.buttons()))
    frame.page.body.leaving.list.buttons()[0].click()
    assert frame.page_name == pages.CHECKLIST
    assert frame.page.questions.current.address == "wat_01"


def test_that_a_section_leads_to_the_checklist(qtbot, page):
    frame = _frame(qtbot, page)
    frame.go_to(Target(Where.OVERVIEW))
    frame.page.jump.emit(Target(Where.SECTION, "air"))
    assert frame.page_name == pages.CHECKLIST
    assert frame.page.questions.current.address == "air_01"
