"""A repeat edited like a sheet: keys, states of cells, sums, the clipboard, and speed."""

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kta_desktop import i18n
from kta_desktop.domain.target import Target, Where
from kta_desktop.services.answering import Edit
from tests.widgets.checklist.plant import NESTED
from ui.models.grid_model import FAULT, KIND, SEVERITY
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.undo import AuditEditor
from ui.widgets.grid import Grid

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NAME, WHAT, HEIGHT, HOURS, POLLUTANTS, UNITS, MASS = range(7)


@pytest.fixture
def definition():
    """Sources of emissions, with a table and a repeat in each."""
    return NESTED


class Sheet:
    """A grid on a page of its own, with hands."""

    def __init__(self, qtbot, ws, record, repeat="source", **more):
        self.qtbot, self.runner = qtbot, TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.grid = Grid(self.editor, repeat, self.page, **more)
        QVBoxLayout(self.page).addWidget(self.grid)
        self.page.resize(900, 480)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.grid.focus_first()

    @property
    def state(self):
        return self.editor.state

    def rows(self):
        return [row.id for row in self.state.rows(self.grid.address)]

    def answer(self, row, name):
        return self.state.answer(f"{self.grid.address}/{self.rows()[row]}/{name}")

    def at(self, row, column):
        return self.grid.model.index(row, column)

    def go(self, row, column):
        self.grid.table.setFocus()
        self.grid.table.go_to(row, column)

    def current(self):
        index = self.grid.table.currentIndex()
        return index.row(), index.column()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.page.focusWidget(), key, modifiers)

    def type(self, text):
        self.press(Qt.Key.Key_F2)
        field = self.page.focusWidget()
        field.setText(text)
        field.setModified(True)
        field.textEdited.emit(text)

    def fill(self, *lines):
        self.grid.model.fill(0, 0, lines)

    def close(self):
        self.grid.commit()
        self.qtbot.waitUntil(lambda: not self.editor.is_saving, timeout=10_000)
        self.runner.close()


@pytest.fixture
def sheet(qtbot, started):
    i18n.set_language("ru")
    theme.use("light")
    made = Sheet(qtbot, *started)
    yield made
    made.close()


def test_that_a_repeat_is_filled_like_a_sheet_by_tab_and_digits(sheet):
    sheet.type("Труба 0001")
    sheet.press(Qt.Key.Key_Tab)
    sheet.press(Qt.Key.Key_1)
    sheet.press(Qt.Key.Key_Tab)
    sheet.type("25")
    sheet.press(Qt.Key.Key_Tab)
    sheet.type("8 000")
    sheet.press(Qt.Key.Key_Insert)
    sheet.type("Склад")
    sheet.press(Qt.Key.Key_Tab)
    assert sheet.answer(0, "src_no").text == "Труба 0001"
    assert sheet.answer(0, "src_kind").value == "stack"
    assert (sheet.answer(0, "src_height").value, sheet.answer(0, "src_height").unit) == ("25", "m")
    assert sheet.answer(0, "src_hours").value == "8000"
    assert sheet.answer(1, "src_no").text == "Склад"


def test_that_tab_goes_through_all_cells_and_then_out(sheet):
    sheet.fill(["A"], ["B"])
    sheet.go(0, MASS)
    sheet.press(Qt.Key.Key_Tab)
    assert sheet.current() == (1, NAME)
    sheet.press(Qt.Key.Key_Backtab, SHIFT)
    assert sheet.current() == (0, MASS)
    sheet.go(1, MASS)
    sheet.press(Qt.Key.Key_Tab)
    assert not sheet.grid.table.hasFocus()


def test_that_enter_goes_down_and_out_below_and_shift_enter_out_above(sheet, qtbot):
    sheet.fill(["A"], ["B"])
    sheet.go(0, NAME)
    sheet.press(Qt.Key.Key_Return)
    assert sheet.current() == (1, NAME)
    with qtbot.waitSignal(sheet.grid.left) as left:
        sheet.press(Qt.Key.Key_Return)
    assert left.args == [1]
    sheet.go(0, NAME)
    with qtbot.waitSignal(sheet.grid.left) as left:
        sheet.press(Qt.Key.Key_Return, SHIFT)
    assert left.args == [-1]


def test_that_escape_leaves_a_cell_and_keeps_what_was_typed(sheet):
    sheet.type("Труба")
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.grid.table.hasFocus()
    assert sheet.answer(0, "src_no").text == "Труба"


def test_that_delete_empties_cells_and_removes_rows_that_are_selected_whole(sheet):
    sheet.fill(["A", "1", "20"], ["B"])
    sheet.go(0, HEIGHT)
    sheet.press(Qt.Key.Key_Delete)
    assert (len(sheet.rows()), sheet.answer(0, "src_height").is_empty) == (2, True)
    sheet.press(Qt.Key.Key_Space, SHIFT)
    sheet.press(Qt.Key.Key_Delete)
    assert [sheet.answer(0, "src_no").text, len(sheet.rows())] == ["B", 1]
    sheet.editor.undo()
    sheet.qtbot.waitUntil(lambda: len(sheet.rows()) == 2)
    assert sheet.answer(0, "src_no").text == "A"


def test_that_alt_and_arrows_move_a_row(sheet):
    sheet.fill(["A"], ["B"])
    sheet.go(0, NAME)
    sheet.press(Qt.Key.Key_Down, ALT)
    assert [sheet.answer(n, "src_no").text for n in (0, 1)] == ["B", "A"]
    assert sheet.current() == (1, NAME)


def test_that_a_cell_of_a_list_tells_how_much_is_in_it_and_leads_there(sheet, qtbot):
    sheet.fill(["A"])
    (row,) = sheet.rows()
    table = f"source/{row}/pollutants"
    sheet.editor.state.apply_all([(f"{table}/p1", {"order": 1.0}),
                                  (f"{table}/p1/substance", {"value": "no2"})])  # fmt: skip
    assert sheet.at(0, POLLUTANTS).data() == "1: Азота диоксид"
    sheet.go(0, POLLUTANTS)
    with qtbot.waitSignal(sheet.grid.jump) as jump:
        sheet.press(Qt.Key.Key_Return)
    assert jump.args == [Target(Where.QUESTION, table)]


def test_that_a_cell_that_is_not_asked_says_so_and_is_not_typed_in(sheet):
    sheet.fill(["A", "Неорганизованный"])
    hidden = sheet.at(0, HEIGHT)
    assert (hidden.data(KIND), hidden.data()) == ("hidden", "—")
    assert "других ответов" in hidden.data(Qt.ItemDataRole.ToolTipRole)
    assert not hidden.flags() & Qt.ItemFlag.ItemIsEditable
    sheet.go(0, WHAT)
    sheet.press(Qt.Key.Key_1)
    assert sheet.at(0, HEIGHT).data(KIND) == "open"


def test_that_a_required_cell_is_red_only_after_its_row_was_left(sheet):
    sheet.grid.model.fill(0, WHAT, [["Труба"]])
    sheet.grid.add_row()
    sheet.go(1, WHAT)
    sheet.press(Qt.Key.Key_1)
    assert sheet.at(1, NAME).data(SEVERITY) is None
    sheet.go(0, WHAT)
    assert sheet.at(1, NAME).data(SEVERITY) == "error"


def test_that_what_is_wrong_with_a_cell_stands_below(sheet):
    sheet.fill(["A", "Труба", "12.5.0"])
    sheet.go(0, HEIGHT)
    assert sheet.at(0, HEIGHT).data(SEVERITY) == "error"
    assert sheet.at(0, HEIGHT).data(FAULT) == sheet.grid.detail._fault.text()
    assert "12.5.0" in sheet.grid.detail._fault.text()


def test_that_two_readings_of_a_number_are_shown_and_a_key_chooses(sheet):
    sheet.fill(["A", "Труба", "20", "1,234"])
    sheet.go(0, HOURS)
    assert sheet.grid.detail.readings.isVisible()
    sheet.press(Qt.Key.Key_2, ALT)
    assert sheet.answer(0, "src_hours").value == "1234"
    assert sheet.grid.table.hasFocus()


def test_that_the_origin_of_a_number_is_one_key_and_shown(sheet):
    sheet.fill(["A", "Труба", "20"])
    sheet.go(0, HEIGHT)
    sheet.press(Qt.Key.Key_2, ALT)
    assert sheet.answer(0, "src_height").origin == "measured_auditor"
    assert sheet.grid.detail.origin.segments.value() == "measured_auditor"
    sheet.press(Qt.Key.Key_2, ALT)
    assert sheet.answer(0, "src_height").origin is None


def test_that_a_blank_cell_gets_its_reason_by_zero(sheet):
    sheet.fill(["A", "Труба"])
    sheet.go(0, HEIGHT)
    sheet.press(Qt.Key.Key_0, ALT)
    reasons = sheet.page.focusWidget()
    assert reasons.objectName() == "blank_reason"
    reasons.hidePopup()
    reasons.activated.emit(0)
    assert sheet.answer(0, "src_height").blank is not None
    assert sheet.at(0, HEIGHT).data().startswith("Нет ответа")


def test_that_sums_stand_below_and_say_of_how_many(sheet):
    sheet.fill(["A", "", "", "1000"], ["B", "", "", "250,5"], ["C"])
    sheet.grid.totals.refresh()
    total, counted = sheet.grid.totals.texts(HOURS)
    assert total == "1\u202f250,5"
    assert counted == "2 из 3\nнеполный"
    assert sheet.grid.totals.texts(HEIGHT) == ("", "")


def test_that_a_column_is_as_wide_as_its_numbers(sheet):
    sheet.fill(["A", "", "", "123456789012"])
    sheet.grid._fit()
    words = sheet.grid.fontMetrics().horizontalAdvance(sheet.at(0, HOURS).data())
    assert sheet.grid.table.columnWidth(HOURS) > words + 16


def test_that_the_first_column_stays_in_sight(sheet):
    sheet.page.resize(460, 400)
    sheet.fill(["Труба 0001"], ["Труба 0002"])
    assert not sheet.grid.table.frozen.isVisible()
    sheet.go(0, MASS)
    frozen = sheet.grid.table.frozen
    assert frozen.isVisible()
    assert frozen.geometry().left() == sheet.grid.table.verticalHeader().width()
    sheet.go(0, WHAT)
    left = sheet.grid.table.visualRect(sheet.at(0, WHAT)).left()
    assert left >= sheet.grid.table.columnWidth(NAME) or not frozen.isVisible()
    QTest.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton,
                     pos=frozen.visualRect(sheet.at(1, NAME)).center())  # fmt: skip
    assert sheet.current() == (1, NAME)


def test_that_cells_are_copied_as_text_and_as_a_table(sheet):
    sheet.fill(["A", "Труба", "20"], ["Б\nв", "Труба", "30"])
    flags = QItemSelectionModel.SelectionFlag
    chosen = sheet.grid.table.selectionModel()
    sheet.go(0, NAME)
    for row in (0, 1):
        for column in (NAME, WHAT, HEIGHT):
            chosen.select(sheet.at(row, column), flags.Select)
    sheet.press(Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == 'A\tТруба\t20\n"Б\nв"\tТруба\t30\n'
    assert "<td>A</td>" in data.html()


@pytest.mark.parametrize("letter", ["V", "М"])
def test_that_pasting_goes_by_the_place_of_the_key(sheet, letter):
    sheet.fill(["A"])
    sheet.go(0, NAME)
    QGuiApplication.clipboard().setText("Труба 0007")
    event = QKeyEvent(QEvent.Type.KeyPress, ord(letter), CONTROL)
    QApplication.sendEvent(sheet.page.focusWidget(), event)
    assert sheet.answer(0, "src_no").text == "Труба 0007"


def test_that_what_is_copied_is_the_same_when_it_is_pasted_behind(sheet):
    sheet.fill(["A", "Труба", "20", "1 000"], ["B", "", "", "12.5"])
    before = [row.cells["src_no"].text for row in sheet.state.rows("source")]
    sheet.grid.table.selectAll()
    sheet.press(Qt.Key.Key_C, CONTROL)
    sheet.grid.add_row()
    sheet.press(Qt.Key.Key_V, CONTROL)
    assert [sheet.answer(n, "src_no").text for n in range(2, 4)] == before
    for name in ("src_kind", "src_height", "src_hours"):
        assert [sheet.answer(n, name) for n in (2, 3)] == [sheet.answer(n, name) for n in (0, 1)]


def test_that_one_pasted_cell_needs_no_preview(sheet):
    sheet.fill(["A"])
    sheet.go(0, HEIGHT)
    sheet.grid.model.setData(sheet.at(0, WHAT), "Труба")
    QGuiApplication.clipboard().setText("25,5")
    sheet.press(Qt.Key.Key_V, CONTROL)
    assert QApplication.activeModalWidget() is None
    assert sheet.answer(0, "src_height").value == "25.5"


def test_that_too_large_a_paste_is_refused_in_words_and_changes_nothing(sheet):
    sheet.fill(["A"])
    sheet.go(0, NAME)
    QGuiApplication.clipboard().setText("\n".join(["1\t2\t3"] * 10_000))
    before = dict(sheet.state.entries)
    sheet.press(Qt.Key.Key_V, CONTROL)
    assert "Ничего не изменено" in sheet.grid.detail._fault.text()
    assert sheet.state.entries == before


def test_that_only_the_columns_that_are_asked_for_are_shown(qtbot, started):
    made = Sheet(qtbot, *started, columns=("src_no", "src_hours"))
    assert [asked.name for asked in made.grid.model.columns] == ["src_no", "src_hours"]
    made.close()


def test_that_headings_follow_the_language(sheet):
    i18n.set_language("kk")
    sheet.grid.retranslate()
    head = sheet.grid.model.headerData(HEIGHT, Qt.Orientation.Horizontal)
    i18n.set_language("ru")
    assert head.startswith("Высота устья (қаз)")


def test_that_an_edit_touches_its_row_only(sheet):
    sheet.fill(["A"], ["B"], ["C"])
    seen = []
    sheet.grid.model.dataChanged.connect(lambda top, bottom: seen.append((top.row(), bottom.row())))
    sheet.grid.model.setData(sheet.at(1, HOURS), "500")
    assert {row for pair in seen for row in pair} == {1}


def test_that_a_card_says_what_a_row_lacks_only_after_it_was_left(screen):
    screen.editor.submit([Edit("source/s1", {"order": 1.0})])
    table = screen.go("source/s1/pollutants").table
    screen.press(Qt.Key.Key_Insert)
    screen.press(Qt.Key.Key_Tab)
    screen.type("0,5")
    screen.press(Qt.Key.Key_Tab)
    assert screen.card.messages.texts() == []
    screen.press(Qt.Key.Key_Insert)
    screen.qtbot.waitUntil(lambda: bool(screen.card.messages.texts()))
    assert "Строка 1, Вещество" in screen.card.messages.texts()[0]
    assert table.cells.index(0, 0).data(SEVERITY) == "error"


def test_that_only_rows_in_sight_are_measured(sheet, monkeypatch):
    edits = [(f"source/r{n}", {"order": float(n)}) for n in range(1000)]
    sheet.editor.changed.emit(sheet.state.apply_all(edits))
    measured = []
    table = sheet.grid.table
    monkeypatch.setattr(table, "sizeHintForRow", lambda row: measured.append(row) or 34)
    table.fit_rows()
    assert 0 < len(set(measured)) < 40


def test_that_rows_put_in_another_order_take_nothing_that_is_being_typed(sheet):
    sheet.fill(["A"], ["B"], ["C"])
    second = sheet.rows()[1]
    sheet.go(1, NAME)
    sheet.type("Котёл")
    sheet.editor.submit([Edit(f"source/{second}", {"order": 99.0})])  # as a colleague put it
    assert sheet.rows()[-1] == second
    assert sheet.answer(2, "src_no").text == "Котёл"


def test_that_a_row_that_stood_empty_lacks_nothing_while_it_is_typed(sheet):
    sheet.editor.submit([Edit("source/n1", {"order": 1.0})])
    sheet.go(0, WHAT)
    sheet.press(Qt.Key.Key_1)
    assert sheet.at(0, 0).data(SEVERITY) is None
    sheet.press(Qt.Key.Key_Insert)
    assert sheet.at(0, 0).data(SEVERITY) == "error"


def test_that_the_number_of_the_last_row_has_room(sheet):
    sheet.fill(*([f"Труба {number}"] for number in range(120)))
    header = sheet.grid.table.verticalHeader()
    assert header.width() >= header.fontMetrics().horizontalAdvance("120") + 16
