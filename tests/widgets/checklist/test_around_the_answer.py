"""Reasons for blanks, notes, evidence, warnings, relevance, undo, language."""

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester

from kta_desktop import i18n
from kta_desktop.services import auditing, evidence
from kta_desktop.services import workspace as workspaces
from kta_desktop.services.answering import Edit
from ui.models.folds import Folds
from ui.models.grid_model import GridModel
from ui.models.section_model import SectionModel
from ui.widgets.answer_origin import USUAL
from ui.widgets.evidence_strip import Thumbnail

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_2041.jpg"
    Image.new("RGB", (640, 480), (90, 120, 130)).save(path)
    return path


def test_that_zero_asks_for_the_reason_and_keeps_its_words(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_0)
    screen.card.form.blank.reason.hidePopup()
    screen.card.form.blank._choose(3)
    screen.type("ночью")
    assert screen.stored()["wat_05"] == {"blank": "no_access", "blank_note": "ночью"}
    assert "Нет доступа" in screen.card.accessibleName()


def test_that_a_reason_with_a_day_asks_for_it(screen):
    screen.go("wat_10")
    screen.press(Qt.Key.Key_0, ALT)
    screen.card.form.blank.reason.hidePopup()
    screen.card.form.blank._choose(8)
    screen.type("23.11.2026")
    assert screen.stored()["wat_10"] == {"blank": "measure_later", "blank_until": "2026-11-23"}
    screen.card.form.blank._answer.click()
    assert "wat_10" not in screen.stored()
    assert screen.view.window().focusWidget() is screen.card.form.answer._value


def test_that_a_note_is_stored(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_F9)
    screen.type("насос Н-7 в ремонте")
    assert screen.stored()["wat_05#note"] == "насос Н-7 в ремонте"


def test_that_a_dropped_photograph_is_attached_and_taken_off_again(screen, photo):
    card = screen.go("wat_09") and screen.card
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    card.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    screen.qtbot.waitUntil(lambda: bool(screen.editor.state.evidence("wat_09")), timeout=10_000)
    (item,) = screen.editor.state.evidence("wat_09")
    assert b"".join(evidence.content(screen.ws, item.sha256)) == photo.read_bytes()
    thumbnail = card.findChild(Thumbnail)
    screen.qtbot.waitUntil(lambda: thumbnail.picture is not None, timeout=10_000)
    thumbnail.setFocus()
    screen.press(Qt.Key.Key_Delete)
    screen.qtbot.waitUntil(lambda: not screen.editor.state.evidence("wat_09"))
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: len(screen.editor.state.evidence("wat_09")) == 1)


@pytest.mark.parametrize("size", [0, 80_000_000])
def test_that_a_file_that_cannot_be_evidence_is_refused_on_the_card(screen, tmp_path, size):
    path = tmp_path / "IMG_2042.jpg"
    with path.open("wb") as file:
        file.write(b"x" * min(size, 1))
        file.truncate(size)
    screen.go("wat_03")
    screen.type("3,25")
    screen.editor.attachments.attach("wat_03", [path])
    screen.settle()
    assert "IMG_2042.jpg" in " ".join(screen.card.messages.texts())
    assert screen.stored()["wat_03"]["text"] == "3,25"
    assert not screen.editor.state.evidence("wat_03")


def test_that_a_text_file_called_jpg_is_refused_and_a_good_one_clears_the_sentence(
    screen, tmp_path, photo
):
    fake = tmp_path / "photo.jpg"
    fake.write_text("not a picture")
    screen.go("wat_09")
    screen.editor.attachments.attach("wat_09", [fake])
    screen.settle()
    assert screen.card.messages.texts()
    screen.editor.attachments.attach("wat_09", [photo])
    screen.settle()
    assert not screen.card.messages.texts()


def test_that_a_warning_is_confirmed_with_a_reason(screen):
    screen.go("wat_03")
    screen.type("250")
    screen.settle()
    assert screen.view.head._warnings.isVisible()
    screen.press(Qt.Key.Key_Y, ALT)
    screen.type("разовый слив")
    assert screen.stored()["wat_03#confirm"] == "разовый слив"
    assert not screen.view.head._warnings.isVisible()


def test_that_an_answer_opens_and_closes_a_question(screen):
    screen.view.show_section("air")
    assert screen.view.questions.card("air_01") is not None
    screen.go("wat_06")
    screen.press(Qt.Key.Key_1)
    screen.view.show_section("air")
    assert [card.question.name for card in screen.view.questions.cards] == ["air_02"]
    screen.go("wat_06")
    screen.press(Qt.Key.Key_2)
    screen.view.show_section("air")
    assert screen.view.questions.card("air_01") is not None


def test_that_the_open_question_may_vanish_by_undo(screen):
    screen.go("wat_06")
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_2)
    screen.settle()
    screen.go("air_01")
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: screen.view.questions.card("air_01") is None)
    assert screen.card.question.name == "air_02"


def test_that_undo_goes_back_across_questions_and_names_them(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_1)
    screen.go("wat_10")
    screen.type("14")
    with screen.qtbot.waitSignal(screen.editor.undone) as undone:
        screen.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "8.9" in undone.args[0]
    with screen.qtbot.waitSignal(screen.editor.undone):
        screen.view.undo()
    assert screen.editor.state.answer("wat_05").is_empty
    with screen.qtbot.waitSignal(screen.editor.undone):
        screen.view.redo()
    assert screen.editor.state.answer("wat_05").value == "yes"


def test_that_undo_works_after_a_restart(screen, qtbot):
    from ui.tasks import TaskRunner
    from ui.undo import AuditEditor

    screen.go("wat_05")
    screen.press(Qt.Key.Key_1)
    screen.settle()
    screen.ws.close()
    again = workspaces.open_workspace(screen.ws.path, "сыр масло сүт ірімшік")
    runner = TaskRunner()
    editor = AuditEditor(again, auditing.load(again, screen.audit), runner)
    with qtbot.waitSignal(editor.undone):
        editor.undo()
    assert editor.state.answer("wat_05").is_empty
    runner.close()
    again.close()


def test_that_the_language_changes_under_the_hands(screen):
    screen.go("wat_03")
    screen.type("3,2")
    focused = screen.view.window().focusWidget()
    i18n.set_language("kk")
    screen.view.retranslate()
    assert screen.view.window().focusWidget() is focused
    assert focused.text() == "3,2"
    assert "(қаз)" in screen.card._words.text()
    screen.type("5")
    assert screen.stored()["wat_03"]["value"] == "3.25"


def test_that_a_folded_card_has_title_and_answer_and_an_open_one_the_question(screen):
    screen.go("wat_03")
    card = screen.card
    assert "Каков объём стоков на тонну?" in card._words.text()
    screen.type("3,25")
    screen.go("wat_02")
    assert card._words.text().startswith("Удельный сброс: <b>3,25")
    assert card._words.toolTip() == "Каков объём стоков на тонну?"
    assert "Каков объём стоков на тонну?" in card.accessibleName()


def test_that_a_folded_card_without_an_answer_asks_the_whole_question(screen):
    screen.go("wat_02")
    card = screen.view.questions.card("wat_03")
    assert card._words.text() == "Каков объём стоков на тонну? <b>*</b>"
    screen.editor.submit([Edit("wat_03", {"blank": "no_access"})])
    assert "Каков объём стоков на тонну?" in card._words.text()
    assert "Нет доступа" in card._words.text()


def test_that_tree_and_undo_call_a_question_by_its_short_title(screen):
    section = screen.view.tree.model.current_index()
    shown = screen.view.tree.model.item(screen.view.tree.model.index(1, 0, section))
    assert shown.title == "8.2 Удельный сброс"
    assert screen.editor.name_of("wat_03#note") == "8.2 Удельный сброс"
    assert screen.editor.name_of("wat_05") == "8.1 Отделены ли ливневые воды?"


def test_that_unanswered_questions_are_gone_through(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_F7)
    assert screen.card.question.name == "wat_03"


def test_that_a_narrow_window_drops_the_sections_down(screen):
    screen.view.resize(863, 440)
    assert screen.view.tree.isHidden()
    screen.view.toggle_sections()
    assert screen.view.tree.isVisible()
    screen.view._choose_section("air")
    assert screen.view.tree.isHidden()
    assert screen.card.question.name == "air_01"
    screen.view.resize(1282, 698)
    assert screen.view.tree.isVisible()


def test_that_the_models_keep_the_rules(screen, qtmodeltester):
    state = screen.editor.state
    sections = SectionModel(state, Folds(state), screen.view)
    table = GridModel(state, "wat_04", screen.view)
    table.edited.connect(screen.editor.submit)
    screen.editor.changed.connect(table.refresh)
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        for model in (sections, table)
    ]
    qtmodeltester.check(sections)
    sections.show_section("air")
    sections.refresh(screen.editor.state.apply("wat_06", {"value": ["cip"]}))
    sections.refresh(screen.editor.state.apply("wat_06", {"value": ["boiler"]}))
    table.fill(0, 0, [["Пермеат", "9"], ["Ополоски", "8"], ["Конденсат", "7"]])
    table.move_row(0, 1)
    table.remove_rows([0, 2])
    table.remove_rows([0])
    screen.settle()
    screen.editor.undo()
    screen.settle()
    assert table.rowCount() == 1
    assert testers


def test_that_alt_and_a_digit_say_how_a_number_was_got(screen):
    screen.go("wat_03")
    screen.type("3,25")
    screen.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert screen.editor.state.answer("wat_03").origin == USUAL[1]
    screen.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert screen.editor.state.answer("wat_03").origin is None
    assert screen.editor.state.answer("wat_03").text == "3,25"
