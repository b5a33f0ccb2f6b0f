"""Sheets come back from paper: dropped, matched, attached, opened by their code, by keyboard."""

from dataclasses import dataclass

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from kta_desktop.domain.page_codes import short_of
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import printing
from kta_desktop.services.printing import Kind, Order
from ui.dialogs.go_to import GoToDialog
from ui.dialogs.paper_dialog import open_paper_dialog
from ui.models.paper_pages import QUESTIONS, STATE

NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Desk:
    """The dialog over the checklist."""

    screen: object
    dialog: object

    def wait(self, until=lambda: True):
        dialog = self.dialog
        self.screen.qtbot.waitUntil(lambda: not dialog.is_busy and until(), timeout=10_000)

    def text(self, row, column):
        return self.dialog.model.index(row, column).data()


@pytest.fixture
def desk(screen):
    made = Desk(screen, open_paper_dialog(screen.editor, screen.view))
    made.wait()
    yield made
    if shiboken6.isValid(made.dialog):
        made.dialog.close()


@pytest.fixture
def sheet(screen, tmp_path):
    """Return a PDF of the first section and a picture without any code."""
    pdf, white = tmp_path / "scan.pdf", tmp_path / "white.png"
    printing.sheet(screen.ws, screen.audit, Order(kind=Kind.BLANK, sections=("wat",)), pdf)
    Image.new("L", (400, 600), 250).save(white)
    return [pdf, white]


def _attached(screen):
    state = screen.editor.state
    return {place.address: len(state.evidence(place.address)) for place in state.places()}


def test_that_dropped_files_are_attached_to_their_questions_and_taken_back(desk, sheet):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in sheet])
    buttons = Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, NO_KEYS)
    desk.dialog.dropEvent(drop)
    desk.wait(lambda: desk.dialog.model.rowCount() >= 2)
    last = desk.dialog.model.rowCount() - 1
    assert "8.1" in desk.text(0, QUESTIONS)
    assert desk.text(last, QUESTIONS) == "—"
    assert "код не читается" in desk.text(last, STATE)
    QTest.keyClick(desk.dialog.table, Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: bool(desk.dialog.banner.text()))
    assert desk.text(0, STATE) == "прикреплено"
    screen = desk.screen
    screen.qtbot.waitUntil(lambda: _attached(screen)["wat_05"] == 1, timeout=5_000)
    assert _attached(screen)["air_02"] == 0
    screen.editor.undo()
    screen.qtbot.waitUntil(lambda: not any(_attached(screen).values()), timeout=5_000)


def test_that_tab_goes_in_the_order_of_reading(desk, sheet):
    desk.dialog.take_files(sheet[1:])
    desk.wait(lambda: desk.dialog.model.rowCount() == 1)
    desk.dialog.model.choose([0], "air_02")
    desk.dialog.code.setText("7K4")
    desk.dialog.code.setFocus()
    names = []
    for _step in range(8):
        names.append(desk.dialog.focusWidget().objectName())
        QTest.keyClick(desk.dialog.focusWidget(), Qt.Key.Key_Tab)
    assert names == [
        "paper_code",
        "paper_open",
        "paper_files",
        "pages",
        "paper_choose",
        "paper_toggle",
        "paper_close",
        "paper_attach",
    ]


def test_that_a_page_without_a_code_goes_where_a_person_says(desk, sheet, monkeypatch):
    from ui.dialogs import paper_dialog

    monkeypatch.setattr(paper_dialog, "ask_question", lambda *_args: "air_02")
    desk.dialog.take_files(sheet[1:])
    desk.wait(lambda: desk.dialog.model.rowCount() == 1)
    assert "Выберите вопрос" in desk.dialog.said.text()
    QTest.keyClick(desk.dialog.table, Qt.Key.Key_F2)
    assert desk.text(0, QUESTIONS).startswith("10.2")
    QTest.keyClick(desk.dialog.table, Qt.Key.Key_Space)
    assert desk.dialog.model.wanted() == []
    QTest.keyClick(desk.dialog.table, Qt.Key.Key_Space)
    assert [each.addresses for each in desk.dialog.model.wanted()] == [("air_02",)]


def test_that_the_letters_under_the_square_open_their_questions(desk):
    sha256 = desk.screen.editor.record.definition_sha256
    went = []
    desk.dialog.jump.connect(went.append)
    QTest.keyClicks(desk.dialog.code, "22222")
    QTest.keyClick(desk.dialog.code, Qt.Key.Key_Return)
    desk.screen.qtbot.waitUntil(lambda: bool(desk.dialog.banner.text()), timeout=5_000)
    assert "222-22" in desk.dialog.banner.text()
    assert not went
    desk.dialog.code.setText(short_of(sha256, 3).lower())
    QTest.keyClick(desk.dialog.code, Qt.Key.Key_Return)
    desk.screen.qtbot.waitUntil(lambda: bool(went), timeout=5_000)
    assert went == [Target(Where.QUESTION, "wat_06")]


def test_that_going_to_a_question_understands_codes_of_pages(screen):
    record = screen.editor.record
    dialog = GoToDialog(screen.editor.state, screen.view, record=record)
    dialog._number.setText(short_of(record.definition_sha256, 3))
    assert dialog._title.text() == "Где берут воду?"
    dialog._number.setText(f"KTA1;KTA-2020-001;{record.definition_sha256[:16]};blank;1;0-3")
    dialog._look()
    assert "KTA-2020-001" in dialog._fault.text()
    dialog._number.setText(f"KTA1;;{record.definition_sha256[:16]};blank;1;2-3")
    dialog._look()
    assert dialog.found == "wat_02"
    dialog.deleteLater()


@pytest.mark.parametrize("width", [560, 1000])
def test_that_a_code_is_seen_whole_while_it_is_typed(desk, width):
    desk.dialog.resize(width, 480)
    desk.dialog.code.setText("MMM-MM")
    desk.screen.qtbot.wait(1)
    room = desk.dialog.code.width() - 24  # frame and padding
    assert room >= desk.dialog.code.fontMetrics().horizontalAdvance("MMM-MM")
