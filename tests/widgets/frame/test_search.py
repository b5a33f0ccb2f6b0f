"""Search everywhere: Ctrl+K, what it shows, where Enter leads, what an action does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.page_codes import short_of
from kta_desktop.domain.target import Target, Where
from kta_desktop.reports.surround import qr_text, sheet_code
from kta_desktop.services import auditing, packs
from kta_desktop.services.answering import Edit
from ui.app import pages
from ui.dialogs.verify_sheet import VerifySheetDialog
from ui.models import actions
from ui.widgets.search_results import SearchResults

SMALL = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Водный баланс", kk="Су балансы")),
        Section(name="air", number="10", label=Text(ru="Выбросы", kk="Шығарындылар")),
    ),
    questions=tuple(
        Question(
            name=name,
            number=number,
            section=name.partition("_")[0],
            type=QuestionType.TEXT,
            label=Text(ru=title, kk=title),
        )
        for name, number, title in (
            ("wat_01", "8.1", "Вода из скважины"),
            ("wat_03", "8.3", "Удельный сброс воды"),
            ("wat_04", "8.4", "Повторная вода"),
            ("air_01", "10.1", "Пыль после сушки"),
        )
    ),
)
CTRL = Qt.KeyboardModifier.ControlModifier


def start(workspace, number, plant):
    new = NewAudit(
        number=number,
        plant=Plant(name=plant, bin="040540001234"),
        pack="small",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    return auditing.start(workspace, new).id


@pytest.fixture(autouse=True)
def _small_pack(monkeypatch):
    """Let audits ask four questions: what is found in large ones is claimed elsewhere."""
    pair = SMALL, json_hash(SMALL.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: pair)


@pytest.fixture
def frame(qtbot, window, workspace):
    """The frame with an audit that can be searched."""
    window.frame.open_audit(start(workspace, "KTA-2026-001", "Ақбұлақ Сүт"))
    qtbot.waitUntil(lambda: window.frame.editor is not None)
    qtbot.waitUntil(lambda: window.frame.searching.source.is_ready)
    return window.frame


class Search:
    """The search with hands."""

    def __init__(self, frame):
        self.box = frame.bar.search

    def open(self):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
        assert self.box.field.hasFocus()

    def type(self, text):
        self.box.field.setText(text)

    def press(self, key):
        QTest.keyClick(self.box.field, key)

    @property
    def results(self):
        return self.box._results

    def shown(self):
        rows = self.results.rows
        return [rows.row(place) for place in range(rows.rowCount())]

    def hits(self):
        return [row.hit for row in self.shown() if row.hit is not None]


@pytest.fixture
def search(frame):
    found = Search(frame)
    found.open()
    return found


def test_that_enter_on_a_number_opens_its_question(frame, search):
    search.type("8.3")
    search.press(Qt.Key.Key_Return)
    assert frame.page_name == pages.CHECKLIST
    assert frame.page.questions.current.address == "wat_03"
    assert search.results.isHidden()
    assert search.box.field.text() == ""


@pytest.mark.parametrize("code", [sheet_code, qr_text])
def test_that_the_code_of_a_print_is_verified(qtbot, frame, search, code):
    search.type(code(frame.editor.record))
    assert len(search.hits()) == 1
    search.press(Qt.Key.Key_Return)
    (dialog,) = frame.window().findChildren(VerifySheetDialog)
    qtbot.waitUntil(lambda: bool(dialog.answers()))
    assert "KTA-2026-001" in dialog.answers()[0]
    dialog.reject()


def test_that_the_code_of_a_page_opens_its_questions(frame, search):
    sha256 = frame.editor.record.definition_sha256
    for typed in (
        short_of(sha256, 1),
        f"KTA1;KTA-2026-001;{sha256[:16]};blank;2;1-3",
        f"ЛЕФ1жЛЕФ-2026-001ж{_by_russian_keys(sha256[:16])}жидфтлж2ж1-3",  # a scanner typed it
    ):
        search.open()
        search.type(typed)
        assert [hit.number for hit in search.hits()] == ["8.3"]
    search.press(Qt.Key.Key_Return)
    assert frame.page.questions.current.address == "wat_03"


def test_that_the_code_of_a_page_of_another_audit_says_so(frame, search):
    sha256 = frame.editor.record.definition_sha256
    search.type(f"KTA1;KTA-2020-009;{sha256[:16]};blank;2;1-3")
    (hit,) = search.hits()
    assert hit.target is None
    assert "KTA-2020-009" in hit.reason


def _by_russian_keys(digits):
    return digits.translate(str.maketrans("abcdef", "фисвуа"))


def test_that_sheets_from_paper_are_offered_while_an_audit_is_open(frame, search):
    search.type("от руки")
    assert [hit.keys for hit in search.hits()] == [actions.PAPER]


def test_that_arrows_walk_over_headings(search):
    search.type("в")
    first = search.results.list.currentIndex().row()
    kinds = [row.hit is None for row in search.shown()]
    assert (first, kinds[0]) == (1, True)
    for _step in range(len(kinds)):
        search.press(Qt.Key.Key_Down)
        assert not kinds[search.results.list.currentIndex().row()]
    assert search.results.list.currentIndex().row() == len(kinds) - 1
    search.press(Qt.Key.Key_PageUp)
    search.press(Qt.Key.Key_Up)
    assert not kinds[search.results.list.currentIndex().row()]


def test_that_a_screen_reader_hears_the_chosen_row(search):
    search.type("8.3")
    assert "Удельный сброс" in search.box.field.accessibleDescription()


def test_that_escape_empties_then_gives_the_focus_back(frame):
    frame.page.questions.current.unfold()
    before = QApplication.focusWidget()
    search = Search(frame)
    search.open()
    search.type("вода")
    search.press(Qt.Key.Key_Escape)
    assert search.box.field.text() == ""
    assert search.box.field.hasFocus()
    search.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_that_nothing_found_is_said(search):
    search.type("ъъъ")
    assert search.hits() == []
    assert search.results.none.isVisible()
    search.press(Qt.Key.Key_Return)
    assert search.box.field.text() == "ъъъ"


def test_that_what_was_just_entered_is_found(frame, search):
    frame.editor.submit([Edit("wat_03#note", "Задвижка заклинила")])
    search.type("задвижка")
    assert search.hits()[0].target == Target(Where.QUESTION, "wat_03")


def test_that_an_action_is_done_on_its_page(qtbot, frame, search):
    search.type("напечатать лист")
    assert search.hits()[0].action == "print:Ctrl+P"
    search.press(Qt.Key.Key_Return)
    assert frame.page_name == pages.PRINT


def test_that_an_action_that_works_everywhere_is_done(frame, search, window):
    search.type("крупные кнопки")
    search.press(Qt.Key.Key_Return)
    assert window._preferences.settings.glove
    assert frame.page_name == pages.CHECKLIST


def test_that_a_key_of_the_shown_page_that_no_list_knows_is_an_action(frame, search):
    search.type("следующий раздел")
    before = frame.page._section
    assert search.hits()[0].action == "checklist:Ctrl+PgDn"
    search.press(Qt.Key.Key_Return)
    assert frame.page._section is not before


def test_that_every_known_action_has_a_key_that_does_something(frame):
    frame.reviewing.is_there = True  # as at the centre: its page is there too
    for known in actions.KNOWN:
        page, keys = actions.split_name(actions.name_of(known.page, known.keys))
        if page:
            frame.show_page(page)
        owner = frame.page if page else frame.window()
        wanted = QKeySequence(keys)
        bound = [QShortcut.keys(found) for found in owner.findChildren(QShortcut)]
        assert any(wanted in keys_of_one for keys_of_one in bound), known


def test_that_undo_says_in_the_search_what_it_would_take_back(qtbot, frame, search):
    frame.editor.submit([Edit("wat_03#note", "проба")])
    qtbot.waitUntil(lambda: "Ctrl+Z" in frame.page.keys_now())
    search.type("отменить последнее")
    assert "8.3 Удельный сброс" in search.hits()[0].where


def test_that_another_audit_is_found_and_opened(qtbot, frame, workspace):
    other = start(workspace, "KTA-2026-002", "Шұбат")
    search = Search(frame)
    search.open()
    search.type("шубат")
    qtbot.waitUntil(lambda: bool(search.hits()))
    search.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.editor is not None and frame.editor.record.id == other)


def test_that_without_an_audit_actions_and_audits_are_found(qtbot, window, workspace):
    start(workspace, "KTA-2026-003", "Сүт")
    search = Search(window.frame)
    window.frame.searching.begin()
    search.type("новый аудит")
    assert search.hits()[0].action == "home:Ctrl+N"
    search.type("сут")
    qtbot.waitUntil(lambda: bool(search.hits()))
    search.type("напечатать")
    assert search.hits() == []  # nothing is open that could be printed


def test_that_where_the_bar_has_no_room_a_window_of_its_own_opens(qtbot, frame, window):
    window.resize(911, 512)
    qtbot.waitUntil(lambda: frame.bar.search.isHidden() or not frame.bar.search.isVisible())
    search = Search(frame)
    search.open()
    assert search.box.field.isVisible()
    search.type("8.3")
    window_area = window.rect()
    assert window_area.contains(search.results.geometry())
    search.press(Qt.Key.Key_Return)
    assert frame.page.questions.current.address == "wat_03"
    assert search.box.field.parent() is search.box


def test_that_leaving_the_field_closes_the_list(qtbot, frame, search):
    search.type("вода")
    frame.page.questions.current.unfold()
    frame.page.setFocus()
    qtbot.waitUntil(search.results.isHidden)


def test_that_nothing_of_what_was_found_stays_when_the_program_is_locked(qtbot, search, window):
    search.type("вода")
    assert search.results.isVisible()
    window.lock()
    qtbot.waitUntil(lambda: not window.findChildren(SearchResults))


def test_that_it_speaks_the_language_of_now(frame, search, window):
    search.type("вода")
    window._preferences.change(language="kk")
    assert search.box.field.placeholderText() == "Сұрақ, ЕҚТ, әрекет іздеу"
    window._preferences.change(language="ru")


def test_that_the_journal_keeps_what_the_strip_said_and_forgets_it_with_the_lock(window):
    window.strip.say("Первое")
    window.strip.say("")
    window.strip.say("Второе")
    assert [entry.text for entry in window.strip.journal.entries()] == ["Второе", "Первое"]
    window.lock()
    assert window.strip.journal.entries() == ()


def test_that_ctrl_shift_j_lists_the_journal(window):
    from ui.dialogs.journal_dialog import JournalDialog

    window.strip.say("Отменено: 8.3")
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_J, CTRL | shift)
    (dialog,) = window.findChildren(JournalDialog)
    assert "Отменено: 8.3" in dialog.list.as_text()
    dialog.close()
