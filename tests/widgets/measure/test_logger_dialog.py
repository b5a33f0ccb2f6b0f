"""Logger files are shown as understood, corrected, and taken in only when it is asked for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from kta_desktop.i18n import set_language
from kta_desktop.measurement.loggers.errors import LoggerStoppedError
from kta_desktop.services import logger_profiles
from kta_desktop.services.logger_looking import Order, Role, Wishes
from ui.dialogs.logger_dialog import LoggerDialog
from ui.widgets.logger_into import EXISTING

FILES = Path(__file__).parents[2] / "files" / "loggers"
SESSIONS = [("s1", "22.11.2026, 0014"), ("s2", "21.11.2026, 0021")]


@pytest.fixture(autouse=True)
def own_profiles(monkeypatch, tmp_path):
    monkeypatch.setattr(logger_profiles, "folder", lambda: tmp_path / "profiles")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def dialog(qtbot, runner, asked):
    set_language("ru")
    made = LoggerDialog(runner, lambda request, *_more: asked.append(request), SESSIONS)
    qtbot.addWidget(made)
    made.show()
    return made


def at_rest(dialog):
    return not dialog.files.is_busy and not dialog._soon.isActive()


@pytest.fixture
def looked(qtbot, dialog):
    def add(*names):
        dialog.add([name if isinstance(name, Path) else FILES / name for name in names])
        qtbot.waitUntil(lambda: at_rest(dialog))
        return dialog.files.files

    return add


def lines(dialog):
    model = dialog.lines.table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def columns(dialog):
    return [line.cells for line in dialog.columns.table.lines.lines]


def test_that_every_line_is_shown_with_what_became_of_it(dialog, looked):
    (file,) = looked("odd-lines.csv")
    account = file.account
    assert account.is_complete
    told = dialog.lines.account.text()
    assert f"Всего строк {account.lines} = " in told
    assert f"прочитано {account.read}" in told
    assert f"отклонено {account.rejected}" in told
    fates = [line[1] for line in lines(dialog)]
    assert sum(fate.startswith("отклонена: ") for fate in fates) == account.rejected
    assert "отклонена: время не читается" in fates


def test_that_columns_say_what_they_are_and_how_much_is_in_them(dialog, looked):
    looked("emission-ru.csv")
    found = {cells[0]: cells[1:] for cells in columns(dialog)}
    assert found["O2, % об."] == ("Кислород", "12", "10,45 – 11,3")
    assert found["Дата"][0] == "дата"
    assert "utf-8" in dialog.lines.understood.text() or "cp1251" in dialog.lines.understood.text()


def test_that_a_part_asked_for_by_its_key_has_the_keyboard(qtbot, dialog, looked):
    looked("emission-ru.csv")
    for key, inside in ((Qt.Key.Key_2, dialog.columns), (Qt.Key.Key_4, dialog.into)):
        qtbot.keyClick(dialog.list, key, Qt.KeyboardModifier.AltModifier)
        assert inside.isAncestorOf(dialog.focusWidget())


def test_that_a_column_can_be_said_to_be_something_else(qtbot, dialog, looked):
    (file,) = looked("emission-ru.csv")
    place = next(each.index for each in file.look.understanding.columns if each.name == "NOx")
    dialog.columns.table.choose(place)
    box = dialog.columns.meaning.field
    box.setCurrentIndex(box.findData("so2"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert file.look.understanding.columns[place].meaning == "so2"
    assert dialog.columns.chosen.index == place
    role = dialog.columns.role.field
    role.setCurrentIndex(role.findData(Role.IGNORED.value))
    role.activated.emit(role.currentIndex())
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert file.look.understanding.columns[place].role is Role.IGNORED
    assert file.look.understanding.columns[place].meaning == "so2"


def test_that_what_a_file_leaves_open_is_asked_and_answered(qtbot, dialog, looked):
    (file,) = looked("elapsed-no-start.csv")
    assert not dialog.files.is_ready
    assert not dialog._import.isEnabled()
    dialog.show_pane("file")
    start = dialog.form.field("start")
    assert start.property("state") == "warning"
    start.setFocus()
    qtbot.keyClicks(start, "22.11.2026 13:45")
    qtbot.keyClick(start, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert dialog.files.is_ready
    assert file.wishes.start == "2026-11-22T13:45:00"
    assert dialog._import.isEnabled()


def test_that_an_ambiguous_order_of_dates_is_a_choice(qtbot, dialog, looked):
    (file,) = looked("order-ambiguous.csv")
    box = dialog.form.field("order")
    box.setCurrentIndex(box.findData("mdy"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert file.look.understanding.time.order is Order.MDY


@pytest.mark.parametrize(
    ("name", "text"),
    [("header_lines", "three"), ("first_line", "0"), ("start", "yesterday"), ("interval_s", "-1")],
)
def test_that_a_correction_that_cannot_be_read_changes_nothing(qtbot, dialog, looked, name, text):
    (file,) = looked("emission-ru.csv")
    dialog.show_pane("file")
    field = dialog.form.field(name)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("state") == "error"
    assert file.wishes == Wishes()


def test_that_what_is_no_table_is_refused_by_name_and_can_be_left_out(qtbot, dialog, looked):
    looked("jpeg-renamed.csv", "emission-ru.csv")
    assert "JPEG" in dialog.banner.text()
    assert not dialog._import.isEnabled()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert [each.path.name for each in dialog.files.files] == ["emission-ru.csv"]
    assert dialog._import.isEnabled()


def test_that_nothing_is_taken_in_before_it_is_asked_for(qtbot, dialog, looked, asked):
    looked("emission-ru.csv", "excel-ru.xlsx")
    dialog.import_files()
    assert not asked
    assert dialog.into.fields.field("source").field.property("state") == "error"
    dialog.into.fields.fill({"source": "0014", "moisture": "9,5"})
    dialog.into.remember("Testo на РС-2")
    dialog.import_files()
    qtbot.waitUntil(lambda: bool(asked) and not dialog.isVisible())
    (request,) = asked
    assert [path.name for path, _wishes in request.files] == ["emission-ru.csv", "excel-ru.xlsx"]
    assert (request.session, request.source) == (None, "0014")
    assert (request.remember, dict(request.given)) == ("Testo на РС-2", {"moisture": 9.5})


def test_that_what_is_being_typed_stays_while_other_files_are_read(qtbot, dialog, looked):
    looked("emission-ru.csv")
    dialog.show_pane("file")
    field = dialog.form.field("header_lines")
    field.setFocus()
    qtbot.keyClicks(field, "1-2")
    looked("excel-ru.xlsx", "odd-lines.csv")
    dialog.files.changed.emit(dialog.file)
    assert field.text() == "1-2"


def test_that_an_import_that_was_stopped_leaves_the_dialog_open(qtbot, runner):
    from threading import Event

    begun = Event()

    def take(_request, report, cancelled):
        report(0.5, "Чтение")
        begun.set()
        while not cancelled():
            Event().wait(0.01)
        raise LoggerStoppedError(path="a.csv")

    made = LoggerDialog(runner, take, SESSIONS)
    qtbot.addWidget(made)
    made.show()
    made.add([FILES / "emission-ru.csv"])
    qtbot.waitUntil(lambda: at_rest(made))
    made.into.choose(EXISTING)
    made.import_files()
    qtbot.waitUntil(begun.is_set)
    assert not made._import.isEnabled()
    made.reject()
    qtbot.waitUntil(made._import.isEnabled)
    assert made.isVisible()
    assert "a.csv" in made.banner.text()


def test_that_readings_may_join_a_session_there_is(qtbot, dialog, looked, asked):
    looked("emission-ru.csv")
    dialog.into.choose(EXISTING)
    dialog.import_files()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0].session == "s1"


def test_that_a_remembered_way_is_used_for_the_next_file_and_can_be_put_off(qtbot, dialog, looked):
    from kta_desktop.services.logger_looking import look

    signature = look(FILES / "order-ambiguous.csv", Wishes()).understanding.signature
    logger_profiles.save("Немецкий", signature, Wishes(order=Order.MDY))
    (file,) = looked("order-ambiguous.csv")
    assert file.look.understanding.time.order is Order.MDY
    assert "Немецкий" in dialog.banner.text()
    dialog.banner.acted.emit()
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert file.look.profile == ""
    assert file.wishes == Wishes()


def test_that_sources_of_the_checklist_are_offered_while_one_is_typed(qtbot, runner):
    made = LoggerDialog(runner, lambda *_asked: None, (), None, lambda: ("0014 котёл", "0021 печь"))
    qtbot.addWidget(made)
    field = made.into.fields.field("source").field
    qtbot.waitUntil(lambda: field.completer() is not None)
    field.completer().setCompletionPrefix("печь")
    assert field.completer().currentCompletion() == "0021 печь"


def test_that_files_are_dropped_on_it_and_none_twice(qtbot, dialog):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(FILES / "emission-ru.csv"))] * 2)
    for _time in range(2):
        dialog.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    qtbot.waitUntil(lambda: at_rest(dialog))
    assert len(dialog.files.files) == 1


def test_that_tab_goes_from_the_files_to_what_is_in_them_and_out(qtbot, dialog, looked):
    looked("emission-ru.csv")
    dialog.activateWindow()
    dialog.list.setFocus()
    walked = []
    for _step in range(7):
        walked.append(QApplication.focusWidget())
        qtbot.keyClick(walked[-1], Qt.Key.Key_Tab)
    buttons = [dialog._open, dialog._drop]
    assert walked[:5] == [dialog.list, *buttons, dialog.panes, dialog.lines.table]
    assert walked[5:] == [dialog._leave, dialog._import]
