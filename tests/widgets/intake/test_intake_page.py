"""The centre's page by keyboard: take in, compare, comment, return, accept, keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import answering, comments, delivering, register, review_desk
from kta_desktop.services.comments import CommentState
from ui.dialogs.assign_dialog import AssignDialog
from ui.dialogs.key_register import AcceptKeyDialog, RevokeKeyDialog
from ui.dialogs.review_dialog import ReviewDialog
from ui.models import intake_words, key_words
from ui.models.intake import Standing
from ui.models.intake_source import Source
from ui.widgets.intake_changes import ASKED, CHANGED
from ui.widgets.intake_desk import _target
from ui.widgets.intake_head import KEYS, VERSIONS

WATER, ACID, NOTE = "water", "acid", "note"


def shown(desk, revision=1):
    desk.wait(lambda: desk.shown is not None and desk.shown.version.revision == revision)
    return desk.shown


def test_that_a_version_is_taken_in_and_returned_with_two_comments(desk, known, field):
    desk.take_in()
    assert shown(desk).version.plant == "ТОО «Сүт»"
    desk.press(Qt.Key.Key_Return)  # from the queue to the questions
    assert desk.view.desk.changes.pane.chosen == ASKED
    desk.press(Qt.Key.Key_Return)
    desk.type("check")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_F9)
    desk.type("why")
    desk.ctrl(Qt.Key.Key_R)
    desk.dialog(ReviewDialog)
    desk.press(Qt.Key.Key_Return)
    desk.gone(ReviewDialog)

    delivering.sync(field.ws)
    told = comments.comments(field.ws, field.audit)
    assert [(one.path, one.text) for one in told] == [(WATER, "check"), (ACID, "why")]
    desk.wait(lambda: desk.view.desk.queue.version().standing is Standing.RETURNED)
    assert desk.said[-1] == f"Возвращён аудит {field.number}."


def test_that_a_second_version_shows_what_changed_and_is_accepted(desk, known, field):
    desk.take_in()
    shown(desk)
    draft = review_desk.Draft(remarks=(review_desk.Remark(id=known.auditor, path=ACID, text="?"),))
    review_desk.publish(desk.ws, field.audit, "returned", draft)
    delivering.sync(field.ws)
    field.answer(ACID, "1 300")
    (asked,) = comments.comments(field.ws, field.audit)
    answering.store(field.ws, field.audit, [comments.reply_edit(asked, "Исправлено")])
    field.deliver()
    desk.take_in()
    found = shown(desk, 2)
    assert desk.view.desk.changes.pane.chosen == CHANGED
    assert [(one.number, one.before, one.after) for one in found.changed] == [
        ("8.2", "1 240", "1 300")
    ]
    desk.review.list.setFocus()
    desk.alt(Qt.Key.Key_1)
    assert desk.review.draft.resolved == (asked.id,)
    desk.ctrl(Qt.Key.Key_Return)
    desk.dialog(ReviewDialog)
    desk.press(Qt.Key.Key_Return)
    desk.gone(ReviewDialog)
    delivering.sync(field.ws)
    assert (field.audit, Delivery.ACCEPTED) in [
        (row.audit, row.state) for row in delivering.deliveries(field.ws)
    ]
    (told,) = comments.comments(field.ws, field.audit)
    assert told.state is CommentState.RESOLVED


def test_that_what_is_typed_is_kept_without_being_asked(desk, known, field):
    desk.take_in()
    shown(desk)
    desk.alt(Qt.Key.Key_0)
    desk.type("all")
    desk.view.hide()  # as by leaving the page, long before a second has passed
    desk.wait(lambda: not review_desk.draft(desk.ws, field.audit).is_empty)
    (remark,) = review_desk.draft(desk.ws, field.audit).remarks
    assert (remark.path, remark.text) == ("", "all")


def test_that_a_removed_comment_comes_back(desk, known, field):
    desk.take_in()
    shown(desk)
    desk.alt(Qt.Key.Key_0)
    desk.type("all")
    desk.review.list.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert desk.review.draft.remarks == ()
    desk.ctrl(Qt.Key.Key_Z)
    assert [one.text for one in desk.review.draft.remarks] == ["all"]


def test_that_a_question_is_found_by_number_and_shown_as_the_auditor_sees_it(desk, known, field):
    desk.take_in()
    shown(desk)
    desk.ctrl(Qt.Key.Key_F)
    desk.type("8.3")
    desk.press(Qt.Key.Key_Return)
    assert desk.view.desk.changes.path() == NOTE
    desk.press(Qt.Key.Key_F3)
    assert desk.places == [(field.audit, Target(Where.QUESTION, NOTE))]


def test_that_nothing_is_returned_without_saying_what_is_wrong(desk, known, field):
    desk.take_in()
    shown(desk)
    desk.ctrl(Qt.Key.Key_R)
    assert desk.view.findChildren(ReviewDialog) == []
    assert "Не сказано" in desk.view._banner.text()


def test_that_a_held_version_is_taken_in_once_its_key_is_accepted(desk, field):
    desk.take_in()
    desk.wait(desk.view.desk.stopped.isVisible)
    assert desk.view.desk.queue.version().standing is Standing.HELD
    desk.wait(lambda: desk.view.parts.keys.of(field.ws.device) is not None)
    desk.ctrl(Qt.Key.Key_Return)
    dialog = desk.dialog(AcceptKeyDialog)
    desk.type(f"{field.ws.device[:10]}0")
    assert not dialog._act.isEnabled()
    dialog.typed.field.clear()
    desk.type(field.ws.device)
    desk.press(Qt.Key.Key_Return)
    assert shown(desk).version.number == field.number


def test_that_a_version_is_not_called_held_any_more_once_its_key_is_accepted(desk, field):
    desk.take_in()
    (held,) = Source(desk.ws).queue()
    register.accept(desk.ws, field.ws.device, "auditor")
    (freed,) = Source(desk.ws).queue()  # before the next look
    told = [intake_words.queue_row(one).mark[0] for one in (held, freed)]
    assert told == ["Задержан", "Ключ принят"]
    assert "Ключ принят" in intake_words.sentence_of(freed)


def test_that_one_held_version_is_taken_whatever_its_key(desk, field):
    desk.take_in()
    desk.wait(desk.view.desk.stopped.isVisible)
    desk.alt(Qt.Key.Key_1)
    assert shown(desk).version.number == field.number
    (key,) = register.keys(desk.ws)
    assert key.state is register.KeyState.UNKNOWN


def test_that_a_key_is_revoked_with_a_reason_that_the_next_look_heeds(desk, known, field):
    desk.ctrl(Qt.Key.Key_Tab)
    desk.wait(lambda: desk.view.parts.keys.key() is not None)
    desk.press(Qt.Key.Key_Delete)
    dialog = desk.dialog(RevokeKeyDialog)
    assert not dialog._act.isEnabled()
    desk.type("lost")
    desk.press(Qt.Key.Key_Return)
    desk.gone(RevokeKeyDialog)
    assert register.keys(desk.ws)[0].state is register.KeyState.REVOKED
    desk.take_in()
    desk.wait(lambda: register.keys(desk.ws)[0].held == 1)
    assert desk.view._part == KEYS


def test_that_the_parts_are_walked_round_by_keys(desk):
    seen = []
    for _step in range(4):
        desk.ctrl(Qt.Key.Key_Tab)
        seen.append(desk.view._part)
        assert desk.view.isAncestorOf(desk.focused)
    assert seen == [KEYS, "assignments", "packs", VERSIONS]


def test_that_a_record_leads_to_its_page():
    assert _target("@session/s1", "") == Target(Where.MEASURE, "s1")
    assert _target("@plant/bin", "") == Target(Where.PLANT)
    assert _target("flows/r1/q", "flows/r1") == Target(Where.QUESTION, "flows/r1")


def test_that_cyrillic_look_alikes_and_groups_of_the_sheet_fit_a_fingerprint():
    key = "abce0123" * 8
    assert key_words.is_same(key, "авсе 0123 " * 8)
    assert not key_words.is_same(key, key[:-1])
    assert [fits for _group, fits in key_words.differences(key, "abce 01")][:3] == [
        True, None, None,
    ]  # fmt: skip


def test_that_what_was_reviewed_is_shown_but_not_reviewed_again(desk, known, field):
    desk.take_in()
    shown(desk)
    review_desk.publish(desk.ws, field.audit, "accepted", review_desk.Draft())
    desk.view.refresh()
    desk.wait(lambda: not desk.review.is_open)
    desk.alt(Qt.Key.Key_0)
    desk.ctrl(Qt.Key.Key_R)
    assert desk.review.draft.remarks == ()
    assert desk.view.findChildren(ReviewDialog) == []


def test_that_tab_comes_to_what_stands_before_each_list(desk, known, field):
    desk.take_in()
    shown(desk)
    desk.press(Qt.Key.Key_Return)
    pane = desk.view.desk.changes.pane
    assert pane.list.hasFocus()
    come = {pane.list}
    for _step in range(30):
        desk.press(Qt.Key.Key_Tab)
        come.add(QApplication.focusWidget())
    assert pane.field in come
    assert any(pane._segments.isAncestorOf(one) for one in come)
    assert desk.view.desk.queue.pane.list in come


def test_that_asking_twice_to_hand_out_opens_one_window(desk):
    desk.view.asking.assign()
    desk.view.asking.assign()
    assert desk.said == ["Читаем чек-листы…"]
    desk.dialog(AssignDialog)
    desk.press(Qt.Key.Key_Escape)
    desk.gone(AssignDialog)
    assert desk.view.findChildren(AssignDialog) == []
