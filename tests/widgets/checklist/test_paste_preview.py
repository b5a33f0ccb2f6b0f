"""What a paste comes to is shown first: columns led elsewhere, rows appended, taken or left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from kta_desktop import i18n
from kta_desktop.domain.definition import Column, QuestionType, Text
from kta_desktop.forms import entry
from kta_desktop.services import pasting
from kta_desktop.services.pasting import Fate, Present, RowFate, Sheet
from ui.dialogs.paste_preview import PastePreview
from ui.models.paste_model import FATE
from ui.theme import theme

NAME = Column(name="name", type=QuestionType.TEXT, label=Text(ru="Поток", kk="Ағын"))
AMOUNT = Column(name="m3", type=QuestionType.DECIMAL, unit="m3/year", label=Text(ru="Объём"))
THERE = (Present("r1", {"name": entry.cell(NAME, "Скважина"), "m3": entry.cell(AMOUNT, "5")}),)


@pytest.fixture
def preview(qtbot):
    """A preview of three rows over one that is there."""
    i18n.set_language("ru")
    theme.use("light")
    cells = pasting.read("Скважина\t6\tпо счётчику\nРека\t12.5.0\t\n\t\t\nДождь\t7\t")
    dialog = PastePreview(cells, Sheet("wat", (NAME, AMOUNT), rows=THERE))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def fates(dialog):
    return [row.fate for row in dialog.plan.rows]


def test_that_the_summary_accounts_for_every_row(preview):
    assert preview.summary.text() == (
        "Скопировано строк: 4. Добавится: 2. Изменится: 1. Пропустится: 1."
    )
    assert preview.take.text() == "Вставить строк: 3"


def test_that_what_cannot_be_read_is_amber_and_counted(preview):
    cell = preview.table.model().index(2, 2)
    assert (cell.data(FATE), cell.data()) == (Fate.TEXT, "12.5.0")
    assert "не читается" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "1" in preview._amber.text()


def test_that_a_column_is_led_elsewhere_and_leaves_its_old_place(preview):
    box = preview.table.indexWidget(preview.table.model().index(0, 2))
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert preview.plan.layout.names == (None, "name", None)
    assert [edit.path.rpartition("/")[2] for edit in preview.plan.edits()][:1] == ["name"]


def test_that_appending_changes_nothing_that_is_there(preview):
    preview.way.choose_number(2)
    assert fates(preview) == [RowFate.ADDED, RowFate.ADDED, RowFate.EMPTY, RowFate.ADDED]


def test_that_the_first_row_can_be_called_titles(preview):
    preview.titles.setChecked(True)
    assert len(preview.plan.rows) == 3
    assert preview.table.model().headerData(1, Qt.Orientation.Horizontal) == "Скважина"


def test_that_enter_takes_it_and_escape_leaves_it(preview, qtbot):
    with qtbot.waitSignal(preview.accepted):
        QTest.keyClick(preview, Qt.Key.Key_Return)
    preview.show()
    with qtbot.waitSignal(preview.rejected):
        QTest.keyClick(preview, Qt.Key.Key_Escape)


def test_that_nothing_to_paste_cannot_be_taken(preview):
    for place in range(3):
        preview.map_column(place, None)
    assert not preview.take.isEnabled()
    assert preview.plan.edits() == []


def test_that_arrows_go_through_the_columns_one_place_may_lead_to(preview, qtbot):
    preview.activateWindow()
    box = preview.table.indexWidget(preview.table.model().index(0, 3))
    box.setFocus()
    for _step in range(2):
        QTest.keyClick(preview.focusWidget(), Qt.Key.Key_Down)
    assert preview.plan.layout.names == ("name", None, "m3")
    assert preview.focusWidget() is box


def test_that_columns_are_led_after_the_titles_were_told_apart(preview):
    preview.titles.setChecked(True)
    box = preview.table.indexWidget(preview.table.model().index(0, 1))
    assert box.currentText().startswith("Поток") or box.currentIndex() == 1
