"""Parts of the page on their own: typed text, keys, going to a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Definition, Level, QuestionType, Technique, Text
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms import entry
from kta_desktop.services import printing
from ui.dialogs.go_to import GoToDialog
from ui.models.summary import technique_number
from ui.theme import theme
from ui.widgets.card_messages import judgement_lines
from ui.widgets.digit_keys import digit_at, digit_of
from ui.widgets.figure_view import FigureView

NONE = Qt.KeyboardModifier.NoModifier


@given(st.text(max_size=30))
def test_that_a_typed_number_keeps_every_sign_that_was_typed(text):
    answer = entry.typed(QuestionType.DECIMAL, text)
    assert (answer.text or "") == text.strip()


@given(st.text(max_size=20))
def test_that_typing_a_date_never_fails(text):
    found = entry.iso_date(text)
    assert found is None or len(found) == 10


def test_that_a_chosen_reading_stays_while_the_text_is_the_same():
    asked = entry.typed(QuestionType.DECIMAL, "1,234")
    assert entry.readings(asked) == (Decimal("1.234"), Decimal(1234))
    chosen = entry.resolved(asked, Decimal(1234))
    assert entry.typed(QuestionType.DECIMAL, "1,234", chosen).value == "1234"
    assert entry.typed(QuestionType.DECIMAL, "1,235", chosen).value is None


def test_that_clearing_a_number_leaves_nothing_to_store():
    answer = entry.typed(QuestionType.DECIMAL, " ", Answer(text="5", value="5", unit="m3"))
    assert entry.stored(answer) is None


def test_that_a_whole_number_question_keeps_a_broken_one_as_text():
    assert entry.typed(QuestionType.INTEGER, "2,5").value is None
    assert entry.typed(QuestionType.INTEGER, "2").value == "2"


def test_that_typing_takes_the_reason_for_a_blank_away():
    answer = entry.typed(QuestionType.TEXT, "есть", Answer(blank="no_access", blank_note="x"))
    assert answer == Answer(text="есть", value="есть")
    assert entry.stored(EMPTY) is None


@pytest.mark.parametrize(
    ("platform", "code", "digit"),
    [("xcb", 10, 1), ("xcb", 19, 0), ("wayland", 13, 4), ("windows", 2, 1), ("windows", 11, 0)],
)
def test_that_a_key_of_the_digit_row_is_known_by_its_place(platform, code, digit):
    assert digit_at(platform, code) == digit
    assert digit_at(platform, 60) is None
    assert digit_at("offscreen", code) is None


def test_that_a_kazakh_letter_on_the_digit_row_is_a_digit(monkeypatch):
    from ui.widgets import digit_keys

    monkeypatch.setattr(digit_keys.QGuiApplication, "platformName", lambda: "xcb")
    press = QKeyEvent(QKeyEvent.Type.KeyPress, 0x4D8, NONE, 11, 0, 0, "ә")
    assert digit_of(press) == 2
    shifted = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.ShiftModifier, 11, 0, 0, "Ә"
    )
    assert digit_of(shifted) is None


def test_that_a_question_is_found_by_its_number(screen):
    dialog = GoToDialog(screen.editor.state, screen.view)
    field = dialog.findChild(QLineEdit, "number")
    field.setText("99.9")
    dialog._look()
    assert "99.9" in dialog._fault.text()
    field.setText("10,2")
    dialog._look()
    assert dialog.found == "air_02"


def test_that_the_title_stands_below_while_the_number_is_typed(screen):
    dialog = GoToDialog(screen.editor.state, screen.view)
    field = dialog.findChild(QLineEdit, "number")
    field.setText("8.")
    assert dialog._title.text() == ""
    field.setText("8.2")
    assert dialog._title.text() == "Удельный сброс"
    field.setText("8.22")
    assert dialog._title.text() == ""


def test_that_a_number_of_a_question_that_does_not_apply_says_so(screen):
    screen.go("wat_06")
    screen.press(Qt.Key.Key_1)
    dialog = GoToDialog(screen.editor.state, screen.view)
    dialog.findChild(QLineEdit, "number").setText("10.1")
    dialog._look()
    assert not dialog.found
    assert "10.1" in dialog._fault.text()


def test_that_a_day_is_picked_in_the_calendar(screen):
    answer = screen.go("wat_07")
    answer._field._open()
    answer.findChild(QCalendarWidget).clicked.emit(QDate(2026, 11, 22))
    assert screen.stored()["wat_07"] == {"text": "22.11.2026", "value": "2026-11-22"}


def test_that_glove_mode_makes_answers_higher(screen):
    screen.go("wat_02")
    before = screen.card.form.answer.tab_widgets()[0].height()
    theme.use("night", glove=True)
    screen.go("wat_05")
    screen.go("wat_02")
    screen.view.questions._settle()
    assert screen.card.form.answer.tab_widgets()[0].height() > before
    theme.use("light", glove=False)


def test_that_another_section_opens_one_card_only(screen):
    screen.go("wat_03")
    opened = []
    screen.view.questions.opened.connect(opened.append)
    screen.view.show_section("air")
    assert opened == ["air_01"]
    assert [card.is_open for card in screen.view.questions.cards] == [True, False]


def test_that_a_clicked_card_stays_under_the_mouse(screen):
    screen.go("wat_05")
    card = screen.view.questions.card("wat_08")
    top = screen.view.questions._top(card)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPointF(60, 10).toPoint())
    assert screen.card is card
    assert abs(screen.view.questions._top(card) - top) <= 120
    assert card.form is not None


def test_that_every_widget_of_an_open_card_has_a_name(screen):
    for question in screen.editor.state.definition.questions:
        screen.go(question.name)
        form = screen.card.form
        for widget in [widget for widget in form.tab_widgets() if widget.isVisibleTo(form)]:
            assert widget.accessibleName(), (question.name, widget.objectName())


def test_that_a_row_of_a_conclusion_is_called_by_its_number():
    parent = Technique(id="bat7", number="7")
    row = Technique(id="bat7.a", parent="bat7", code="a")
    theme = Technique(id="bat7.II", parent="bat7", code="II")
    library = Technique(id="lib", kind="library")
    definition = Definition(
        pack="p", version="1", title=Text(), techniques=(parent, row, theme, library)
    )
    assert [technique_number(definition, t) for t in definition.techniques] == [
        "7",
        "7a",
        "7.II",
        "",
    ]


def test_that_exceeding_is_no_input_error_and_meeting_says_nothing(qtbot):
    level = Level(
        id="l", kind="AEPL", medium="water", parameter=Text(ru="Сброс"), lower="0.3", upper="3.0"
    )
    judgement = Judgement(verdict=Verdict.EXCEEDS, level=level, value=Decimal("3.25"))
    beyond = "Выше уровня {limits}. Это не ошибка ввода."
    ((icon, tone, text),) = judgement_lines(judgement, beyond)
    assert (icon, tone) == ("trending-up", "er")
    assert "0,3–3,0" in text
    assert not judgement_lines(Judgement(verdict=Verdict.MEETS, level=level), beyond)
    view = FigureView()
    qtbot.addWidget(view)
    view.resize(266, 60)
    view.show_figure(printing.level_band(judgement, "ru"))
    picture = view.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(266) for y in range(40)}
    assert len(colours) > 5
    assert "3,25" in view.accessibleName()
