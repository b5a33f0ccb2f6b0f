"""What is typed is on the disk long before it is an answer, and is offered back after a crash."""

import pytest
from PySide6.QtCore import Qt

from kta_desktop import formatting
from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.services import auditing, drafts, rescue
from kta_desktop.services.answering import Edit
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import DiskFullError
from ui.drafting import KEEP_MS


def _kept(screen):
    return {draft.path: draft.text for draft in drafts.kept(screen.ws, screen.audit)}


def _wait_for(screen, **wanted):
    wanted = {path.replace("__", "#"): text for path, text in wanted.items()}
    screen.qtbot.waitUntil(lambda: _kept(screen) == wanted, timeout=5000)


@pytest.mark.parametrize(("question", "typed"), [("wat_03", "7,5"), ("wat_08", "Су шығыны")])
def test_that_the_first_keys_are_on_the_disk_before_the_answer_is(screen, question, typed):
    screen.go(question)
    screen.type(typed)
    _wait_for(screen, **{question: typed})
    assert question not in auditing.load(screen.ws, screen.audit).entries


def test_that_the_answer_takes_its_draft_away(screen):
    screen.go("wat_03")
    screen.type("7,5")
    _wait_for(screen, wat_03="7,5")
    assert screen.stored()["wat_03"]["text"] == "7,5"
    assert _kept(screen) == {}


def test_that_a_text_that_ends_as_it_began_leaves_no_draft(screen):
    screen.go("wat_03")
    screen.type("7")
    _wait_for(screen, wat_03="7")
    screen.press(Qt.Key.Key_Backspace)
    screen.view.commit()
    _wait_for(screen)


def test_that_a_note_and_a_reason_have_drafts_of_their_own(screen):
    screen.go("wat_03")
    screen.press(Qt.Key.Key_F9)
    screen.type("счётчик")
    _wait_for(screen, wat_03__note="счётчик")
    screen.settle()
    assert _kept(screen) == {}


def test_that_an_uncertainty_without_a_number_is_not_lost(screen):
    answer = screen.go("wat_03")
    answer.findChild(type(answer._value), "uncertainty").setFocus()
    screen.type("0,2")
    screen.settle()
    _wait_for(screen, wat_03__uncertainty="0,2")
    screen.card.form.focus_first()
    screen.type("5")
    assert screen.stored()["wat_03"]["uncertainty"] == "0.2"
    _wait_for(screen)


def test_that_a_hundred_keys_are_a_few_writes_and_never_a_queue(screen, monkeypatch):
    written = []
    keep = drafts.keep
    monkeypatch.setattr(drafts, "keep", lambda *args: written.append(args[2]) or keep(*args))
    screen.go("wat_08")
    screen.type("слово " * 17)
    screen.qtbot.waitUntil(lambda: bool(_kept(screen)), timeout=5000)
    assert len(written) <= 3
    assert all(len(texts) == 1 for texts in written)


@pytest.fixture
def left(started):
    """Drafts that a program left which was killed."""
    ws, record = started
    texts = {"wat_03": "12,5", "wat_05#note": "крышка снята", "wat_04/new/stream": "пар"}
    drafts.keep(ws, record.id, texts)
    return texts


@pytest.fixture
def offer(left, screen):
    assert left
    screen.qtbot.waitUntil(lambda: not screen.view.drafts.isHidden())
    return screen.view.drafts


def _button(offer, place, name):
    return next(b for b in offer.lines[place].findChildren(object, name))


def test_that_what_was_typed_is_offered_with_its_place_and_time(offer):
    said = offer.accessibleName()
    assert "8.2" in said
    assert "8.1" in said
    lines = " ".join(
        label.text() for label in offer.findChildren(object) if hasattr(label, "wordWrap")
    )
    assert "«12,5»" in lines
    assert "«крышка снята»" in lines


def test_that_what_is_taken_is_an_answer_and_can_be_undone(offer, screen):
    place = next(n for n, one in enumerate(offer.offered) if one.path == "wat_03")
    _button(offer, place, "take").click()
    assert screen.stored()["wat_03"]["value"] == "12.5"
    assert screen.card.question.name == "wat_03"
    assert "wat_03" not in _kept(screen)
    screen.editor.undo()
    assert "wat_03" not in screen.stored()


def test_that_one_key_takes_everything(offer, screen):
    screen.press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    stored = screen.stored()
    assert stored["wat_03"]["value"] == "12.5"
    assert stored["wat_05#note"] == "крышка снята"
    assert [v["text"] for p, v in stored.items() if p.endswith("/stream")] == ["пар"]
    assert offer.isHidden()
    _wait_for(screen)


def test_that_the_last_text_shows_the_key_that_takes_it(offer):
    for draft in offer.offered[:-1]:
        offer.discard(draft)
    assert _button(offer, len(offer.offered) - 1, "take").key == "Alt+D"


def test_that_what_is_discarded_can_be_brought_back(offer, screen, left):
    gone = offer.offered[0]
    _button(offer, 0, "discard").click()
    rest = {path: text for path, text in left.items() if path != gone.path}
    screen.qtbot.waitUntil(lambda: _kept(screen) == rest, timeout=5000)
    _button(offer, 0, "bring_back").click()
    screen.qtbot.waitUntil(lambda: _kept(screen) == left, timeout=5000)


def test_that_show_goes_to_the_question_and_changes_nothing(offer, screen, left):
    place = next(n for n, one in enumerate(offer.offered) if one.path == "wat_03")
    _button(offer, place, "show").click()
    assert screen.card.question.name == "wat_03"
    assert "wat_03" not in screen.stored()
    assert _kept(screen) == left


def test_that_a_text_that_is_too_long_stays_in_its_field_and_is_no_answer(screen):
    screen.go("wat_08")
    field = screen.view.window().focusWidget()
    field.insertPlainText("я" * 100_000)
    screen.view.commit()
    assert len(field.toPlainText()) == 100_000
    assert formatting.number(LONGEST_TEXT, "ru") in " ".join(screen.card.messages.texts())
    assert "wat_08" not in screen.stored()
    screen.qtbot.waitUntil(lambda: len(_kept(screen).get("wat_08", "")) == 100_000, timeout=5000)


def test_that_a_text_that_is_too_long_is_there_when_its_card_opens_again(screen):
    screen.go("wat_08")
    screen.view.window().focusWidget().insertPlainText("я" * 100_000)
    screen.go("wat_03")
    screen.go("wat_08")
    field = screen.view.window().focusWidget()
    assert len(field.toPlainText()) == 100_000
    field.setPlainText("коротко")
    assert screen.stored()["wat_08"]["text"] == "коротко"
    assert screen.card.messages.texts() == []
    _wait_for(screen)


def test_that_signs_that_hide_are_left_out_of_an_answer(screen):
    screen.go("wat_08")
    screen.view.window().focusWidget().insertPlainText("до\0 \u202e12\u202c после")
    assert screen.stored()["wat_08"]["text"] == "до 12 после"


@pytest.fixture
def full_disk(monkeypatch):
    """Let every write fail until the returned function is called."""
    begin, state = Store.begin, {"full": True}

    def refuse(store):
        if state["full"]:
            raise DiskFullError(path=store.path)
        return begin(store)

    monkeypatch.setattr(Store, "begin", refuse)
    return lambda: state.update(full=False)


def test_that_what_a_full_disk_did_not_take_is_stored_when_there_is_room(screen, full_disk):
    screen.go("wat_03")
    screen.type("7,5")
    screen.settle()
    assert screen.editor.unsaved["wat_03"]["text"] == "7,5"
    assert "«7,5»" in screen.view.banner.accessibleName()
    full_disk()
    screen.editor.retry()
    assert screen.stored()["wat_03"]["text"] == "7,5"
    _wait_for(screen)
    assert screen.editor.unsaved == {}


def test_that_an_edit_made_while_an_undo_is_under_way_stays_shown(screen):
    screen.editor.submit([Edit("wat_03", {"text": "1", "value": "1"})])
    screen.settle()
    screen.editor.undo()
    screen.editor.submit([Edit("wat_03", {"text": "2", "value": "2"})])
    screen.settle()
    assert screen.editor.state.answer("wat_03").text == "2"
    assert screen.stored()["wat_03"]["text"] == "2"


def test_that_the_rhythm_of_drafts_loses_less_than_half_a_second():
    assert KEEP_MS <= 400


def test_that_what_was_put_aside_is_stored_when_the_audit_is_opened(started, request):
    ws, record = started
    path = rescue.put_aside(ws, record.id, [Edit("wat_03", {"text": "7", "value": "7"})])
    screen = request.getfixturevalue("screen")
    screen.qtbot.waitUntil(lambda: not path.exists())
    assert screen.stored()["wat_03"]["text"] == "7"


def test_that_a_banner_names_a_long_text_by_its_beginning(screen, full_disk):
    screen.editor.submit([Edit("wat_08", {"text": "я" * 9000, "value": "я" * 9000})])
    screen.settle()
    assert 80 < len(screen.view.banner.accessibleName()) < 500
    assert len(screen.editor.unsaved["wat_08"]["text"]) == 9000
    full_disk()
    screen.editor.retry()
    assert len(screen.stored()["wat_08"]["text"]) == 9000


def test_that_several_failures_keep_the_newest_of_each_and_an_undo_between_loses_none(
    screen, full_disk
):
    for text in ("1", "2"):
        screen.editor.submit([Edit("wat_03", {"text": text, "value": text})])
    screen.editor.undo()
    screen.editor.submit([Edit("wat_08", {"text": "сток", "value": "сток"})])
    screen.settle()
    assert {p: v["text"] for p, v in screen.editor.unsaved.items()} == {
        "wat_03": "2",
        "wat_08": "сток",
    }
    assert screen.editor.state.answer("wat_03").text is None
    full_disk()
    screen.editor.retry()
    stored = screen.stored()
    assert (stored["wat_03"]["text"], stored["wat_08"]["text"]) == ("2", "сток")
