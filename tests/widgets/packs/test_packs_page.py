"""The page of packs: a methodologist looks, tries, compares, signs, installs, marks."""

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit

from kta_desktop.services import auditing, authoring, packs
from kta_desktop.services.answering import Edit
from ui.dialogs.mark_checked import MarkCheckedDialog
from ui.widgets.banner import Banner
from ui.widgets.pack_parts import CHANGES, FAULTS, FORM, LEVELS, PAPER

WAIT_MS = 60_000


def _look(qtbot, view, path):
    view.inspect(path)
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.path == path, timeout=WAIT_MS)


def _origin():
    """Return where the pack in use comes from; nothing in the moment in which it is replaced."""
    found = packs.available()
    return found[0].origin if found else ""


def _rows(table):
    return [line.cells for line in table.lines.lines]


def _say(view):
    return view.findChild(Banner).text()


def test_that_the_packs_in_use_are_listed_and_the_first_is_shown(view):
    assert [cells[0].split("\n")[0] for cells in _rows(view._list.table)] == ["Малый пакет"]
    assert view.shown.pack_id == "mini"


def test_that_mistakes_come_first_with_their_place(qtbot, view, broken):
    _look(qtbot, view, broken)
    assert view._parts.part == FAULTS
    (fault,) = _rows(view._parts.faults.table)
    assert fault[:4] == ("survey", "4", "relevant", "flow")
    assert "onw" in fault[4]
    assert "own" in fault[4]


def test_that_a_pack_with_mistakes_cannot_be_installed(qtbot, view, broken):
    _look(qtbot, view, broken)
    assert not view._head.install.isEnabled()
    view.install()
    assert packs.available()[0].origin == "shipped"


def test_that_a_dropped_pack_is_looked_at(qtbot, view, newer):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(newer))])
    nothing = Qt.KeyboardModifier.NoModifier
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, nothing)
    view.dragEnterEvent(enter)
    assert enter.isAccepted()
    view.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, nothing))
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.path == newer, timeout=WAIT_MS)


def test_that_something_else_is_not_taken(view, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "photo.jpg"))])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    view.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_that_what_differs_is_named(qtbot, view, newer):
    _look(qtbot, view, newer)
    view._parts.show_part(CHANGES)
    (change,) = _rows(view._parts.changes.table)
    assert change[1] == "Каков сток?\nflow"
    assert change[2].split("\n")[0] == "формулировка (ru): Каков сброс? → Каков сток?"


def test_that_an_opened_pack_is_signed_installed_and_taken_back(qtbot, view, newer):
    _look(qtbot, view, newer)
    view.install()
    qtbot.waitUntil(lambda: _origin() == "installed", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Жумабаева Айгуль" in _rows(view._list.table)[0][0], timeout=WAIT_MS)
    assert len(_rows(view._list.table)) == 1
    qtbot.waitUntil(view._head.back.isVisible, timeout=WAIT_MS)
    view.uninstall()
    qtbot.waitUntil(lambda: _origin() == "shipped", timeout=WAIT_MS)


def test_that_tried_answers_act_at_once_and_are_stored_nowhere(qtbot, view, workspace, newer):
    _look(qtbot, view, newer)
    view._parts.show_part(FORM)
    editor = view._parts.form.editor
    assert editor.state.status("flow") != "hidden"  # undecided: asked and flagged
    editor.submit([Edit("own", {"value": "no"})])
    assert not editor.state.is_relevant("flow")
    editor.submit([Edit("own", {"value": "yes"})])
    assert editor.state.is_relevant("flow")
    editor.undo()
    assert not editor.state.is_relevant("flow")
    editor.redo()
    assert editor.state.is_relevant("flow")
    assert auditing.summaries(workspace) == ()


def test_that_the_blank_sheet_is_the_one_that_will_be_printed(qtbot, view, newer):
    _look(qtbot, view, newer)
    view._parts.show_part(PAPER)
    paper = view._parts.paper
    qtbot.waitUntil(lambda: paper.preview.pages > 0, timeout=WAIT_MS)
    width = paper.preview.wanted_width()
    qtbot.waitUntil(lambda: paper.preview.has(0, width), timeout=WAIT_MS)


def test_that_a_figure_is_marked_with_name_and_day(qtbot, view):
    view._parts.show_part(LEVELS)
    view._parts.levels.table.opened.emit(view._parts.levels.table.item())
    dialog = view.findChild(MarkCheckedDialog)
    person, day = (dialog.findChild(QLineEdit, name) for name in ("checkedBy", "checkedOn"))
    assert person.text() == "Жумабаева Айгуль"
    day.setText("31.12.2099")
    assert not dialog._mark.isEnabled()
    day.setText("20.11.2026")
    dialog._mark.click()
    qtbot.waitUntil(lambda: _origin() == "installed", timeout=WAIT_MS)
    level = packs.compiled("mini")[0].level("L1")
    assert (level.checked_by, level.checked_on) == ("Жумабаева Айгуль", "2026-11-20")
    assert level.may_yield_verdict


def test_that_only_packs_in_use_are_marked(qtbot, view, newer):
    _look(qtbot, view, newer)
    view._parts.show_part(LEVELS)
    view._parts.levels.table.opened.emit(view._parts.levels.table.item())
    assert view.findChild(MarkCheckedDialog) is None
    assert _say(view)


def test_that_a_pack_is_exported_as_a_workbook_that_reads_back(qtbot, view, tmp_path, monkeypatch):
    book = tmp_path / "book.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(book), ""))
    view.export()
    qtbot.waitUntil(book.exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(_say(view)), timeout=WAIT_MS)
    assert authoring.inspect(book).sha256 == packs.compiled("mini")[1]


def test_that_what_is_no_pack_is_refused_in_a_sentence(qtbot, view, tmp_path):
    stranger = tmp_path / "stranger.xlsx"
    stranger.write_bytes(b"name;age\n1;2\n")
    before = view.shown
    view.inspect(stranger)
    qtbot.waitUntil(lambda: bool(_say(view)), timeout=WAIT_MS)
    assert "stranger.xlsx" in _say(view)
    assert view.shown is before
