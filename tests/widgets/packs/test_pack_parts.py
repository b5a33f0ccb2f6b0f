"""The parts of a pack: what an answer does, which mistakes and levels, in a narrow window too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kta_desktop.services import authoring, packs
from kta_desktop.services.answering import Edit
from ui.widgets.banner import Banner
from ui.widgets.fault_list import ERRORS, WARNINGS
from ui.widgets.level_list import ALL, HOLDING, OPEN, UNCHECKED
from ui.widgets.pack_parts import CHANGES, FAULTS, FORM, LEVELS
from ui.widgets.trial_context import HIDDEN

WAIT_MS = 60_000


@pytest.fixture
def parts(view):
    return view._parts


def _look(qtbot, view, path):
    view.inspect(path)
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.path == path, timeout=WAIT_MS)


def _origin():
    """Return where the pack in use comes from; nothing in the moment in which it is replaced."""
    found = packs.available()
    return found[0].origin if found else ""


def _rows(table):
    return [line.cells for line in table.lines.lines]


def _try(qtbot, parts, name, value):
    parts.show_part(FORM)
    parts.form.editor.submit([Edit(name, {"value": value})])
    qtbot.waitUntil(lambda: not parts.form.context._late.isActive(), timeout=WAIT_MS)


def _edited(folder, table, old, new):
    file = folder / f"{table}.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_that_errors_and_warnings_are_counted_and_shown_apart(qtbot, view, parts, broken):
    _look(qtbot, view, _edited(broken, "levels", "mg/l", "mg/liter"))
    listed = parts.faults
    assert {cells[0] for cells in _rows(listed.table)} == {"survey", "levels"}
    listed.choose(ERRORS)
    assert [cells[0] for cells in _rows(listed.table)] == ["survey"]
    listed.choose(WARNINGS)
    assert {cells[0] for cells in _rows(listed.table)} == {"levels"}


def test_that_a_mistake_without_a_form_is_copied_with_its_place(qtbot, view, parts, broken):
    _look(qtbot, view, broken)
    with qtbot.waitSignal(view.said):
        qtbot.keyClick(parts.faults.table, Qt.Key.Key_Return)
    assert "relevant" in QGuiApplication.clipboard().text()
    assert "onw" in QGuiApplication.clipboard().text()


def test_that_a_mistake_leads_to_its_question(qtbot, view, parts):
    parts.show_question("flow")
    assert parts.part == FORM
    assert parts.form.questions.current.address == "flow"


def test_that_a_question_that_is_not_asked_says_why(qtbot, view, parts):
    _try(qtbot, parts, "own", "no")
    parts.show_question("flow")
    context = parts.form.context
    assert context._segments.value() == HIDDEN
    assert context.table.item() == "flow"
    assert "в 1.1 отмечено «yes»" in context._why.text()
    assert "не выполнено" in context._why.text()


def test_that_an_open_question_says_which_answer_decides(qtbot, parts):
    parts.form.show_question("flow")
    assert "1.1" in parts.form.context._why.text()


def test_that_the_last_answer_names_what_it_changed(qtbot, parts):
    _try(qtbot, parts, "own", "yes")
    _try(qtbot, parts, "flow", "20")
    told = parts.form.context._changed.text()
    assert "200" in told
    _try(qtbot, parts, "own", "no")
    assert "больше не задаются: 1.2" in parts.form.context._changed.text()


def test_that_levels_show_what_holds_by_the_tried_answers(qtbot, parts):
    parts.show_part(LEVELS)
    listed = parts.levels
    assert [cells[1] for cells in _rows(listed.table)] == ["≤\u00a0125 мг/л", "≤\u00a0200 мг/л"]
    _try(qtbot, parts, "own", "yes")
    _try(qtbot, parts, "flow", "20")
    parts.show_part(LEVELS)
    listed.choose(HOLDING)
    (held,) = _rows(listed.table)
    assert held[2].startswith("действует: ≤\u00a0200 мг/л")
    listed.choose(OPEN)
    assert _rows(listed.table) == []
    listed.choose(UNCHECKED)
    assert [line.item for line in listed.table.lines.lines] == ["L1"]
    listed.choose(ALL)
    assert "Исключение из L1: другие границы" in _rows(listed.table)[1][0]


def test_that_what_was_tried_is_kept_in_a_corrected_version(qtbot, view, parts, newer):
    _try(qtbot, parts, "own", "yes")
    _look(qtbot, view, newer)
    parts.show_part(FORM)
    assert parts.form.editor.state.value("own") == "yes"


def test_that_a_changed_figure_with_an_old_mark_is_told(qtbot, view, parts, newer):
    _look(qtbot, view, _edited(newer, "levels", "125", "120"))
    parts.show_part(CHANGES)
    parts.changes.choose("levels")
    (change,) = _rows(parts.changes.table)
    assert "верхняя граница: 125 → 120" in change[2]
    assert "сверьте" in change[2]


def test_that_a_pack_in_use_is_checked_when_its_mistakes_are_looked_at(qtbot, view, parts, shipped):
    _edited(shipped, "levels", "mg/l", "mg/liter")
    view.refresh()
    qtbot.waitUntil(lambda: view.shown.definition.level("L1").unit == "mg/liter", timeout=WAIT_MS)
    parts.show_part(FAULTS)
    qtbot.waitUntil(lambda: bool(_rows(parts.faults.table)), timeout=WAIT_MS)


def test_that_a_marked_level_stays_chosen_and_answers_stay_tried(qtbot, view, parts, workspace):
    _try(qtbot, parts, "own", "yes")
    parts.show_part(LEVELS)
    parts.levels.show_level("L1")
    authoring.mark_checked(workspace, "mini", "L1", "Жумабаева Айгуль", "2026-11-20")
    view.refresh()
    qtbot.waitUntil(lambda: view.shown.definition.level("L1").may_yield_verdict, timeout=WAIT_MS)
    assert parts.levels.table.item() == "L1"
    assert parts.form.editor.state.value("own") == "yes"


def test_that_in_a_narrow_window_the_list_drops_down_and_goes(qtbot, view):
    view.resize(863, 420)
    assert view.width() == 863
    assert view._list.isHidden()
    view._panes.next_pane()
    while view._list.isHidden():  # the panes of the form come before it
        view._panes.next_pane()
    view.stop()
    assert view._list.isHidden()
    view.resize(1282, 640)
    assert not view._list.isHidden()


def test_that_the_context_lies_over_the_questions_where_it_is_tight(qtbot, view, parts):
    view.resize(863, 420)
    context = parts.form.context
    assert context.isHidden()
    parts.form._parts.toggle_context()
    assert not context.isHidden()
    assert parts.close_overlays()
    assert context.isHidden()


def test_that_an_opened_pack_is_not_exported(qtbot, view, newer):
    _look(qtbot, view, newer)
    assert not view._head.export.isEnabled()


def test_that_an_installed_pack_that_was_tampered_with_is_told(qtbot, view, newer):
    _look(qtbot, view, newer)
    view.install()
    qtbot.waitUntil(lambda: _origin() == "installed", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view._opened is None and view.shown is not None, timeout=WAIT_MS)
    _edited(view.shown.path, "levels", "125", "999")
    view.refresh()
    qtbot.waitUntil(lambda: view._packs[0].origin == "shipped", timeout=WAIT_MS)
    assert "mini" in view.findChild(Banner).text()


def test_that_a_signed_zip_is_looked_at(qtbot, view, workspace, newer, tmp_path):
    _look(qtbot, view, newer)
    view.install()
    qtbot.waitUntil(lambda: _origin() == "installed", timeout=WAIT_MS)
    path = authoring.signed_zip(workspace, "mini", tmp_path / "out")
    _look(qtbot, view, path)
    assert view.shown.signature is not None
    assert view._head.install.isEnabled()


def test_that_what_is_opened_while_the_list_is_read_is_shown(qtbot, view, newer):
    view.refresh()
    view.inspect(newer)
    qtbot.waitUntil(lambda: view._opened is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view.shown is view._opened, timeout=WAIT_MS)
