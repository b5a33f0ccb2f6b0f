"""Comments of reviewers in the checklist: seen, gone to, answered, taken back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from kta_desktop.domain.ids import new_id
from kta_desktop.domain.target import Target, Where
from kta_desktop.exchange.documents import Comment, Review, written
from kta_desktop.services import comments, packing, returned
from kta_desktop.services.comments import CommentState
from kta_desktop.services.overview import Kind, overview
from kta_desktop.services.overview_words import said
from kta_desktop.storage import reviews
from ui.dialogs.comments_dialog import CommentsDialog
from ui.models.section_model import ITEM

WAIT_MS = 10_000
ASKED = (
    ("air_02", "Дата замера раньше визита?"),
    ("wat_03", "Проверьте единицу"),
    ("@plant/bin", "БИН не проходит проверку"),
)


def review(ws, audit, texts, **more):
    """Keep a review as it would have been heard."""
    asked = [Comment(id=new_id(), path=path, text=text) for path, text in texts]
    plain = {"level": "centre", "verdict": "returned", "by": "Сарсенов Руслан",
             "at": "2026-11-20T05:00:00.000Z", "revision": 1}  # fmt: skip
    made = Review(id=new_id(), audit=audit, sha256="ab" * 32, comments=asked, **{**plain, **more})
    row = reviews.ReviewRow(
        id=made.id, audit=audit, revision=made.revision, sha256=made.sha256,
        fingerprint=ws.device, document=written(made, packing.signer(ws)),
    )  # fmt: skip
    with ws.store.begin() as connection:
        reviews.add_review(connection, row)


@pytest.fixture
def asked(started, request):
    """Let an audit have come back before the page is made."""
    ws, record = started
    review(ws, record.id, ASKED)
    screen = request.getfixturevalue("screen")
    screen.qtbot.waitUntil(lambda: len(screen.editor.commenting.comments) == 3, timeout=WAIT_MS)
    return screen


def states(screen):
    return {one.path: one.state for one in comments.comments(screen.ws, screen.audit)}


def answer_field(screen):
    boxes = screen.card.comments._boxes
    return next(iter(boxes.values())).answer


def test_that_a_card_shows_who_asks_what_and_the_outline_is_marked(asked):
    asked.go("wat_05")
    card = asked.view.questions.card("wat_03")
    assert "Сарсенов\N{NO-BREAK SPACE}Р., 20.11.2026: Проверьте единицу" in card.accessibleName()
    assert card.comments.isVisible()
    model = asked.view.tree.model
    marks = {model.index(row, 0).data(ITEM).name: model.index(row, 0).data(ITEM).asked
             for row in range(model.rowCount())}  # fmt: skip
    assert marks == {"wat": 1, "air": 1}
    assert "замечаний: 1" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_that_alt_m_goes_from_comment_to_comment_and_the_answer_is_typed_at_once(asked, qtbot):
    asked.go("wat_05")
    asked.press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert asked.card.address == "wat_03"
    assert answer_field(asked).hasFocus()
    asked.type("кг в неделю, исправлено")
    asked.press(Qt.Key.Key_Return)  # goes on as everywhere
    assert asked.card.address == "wat_02"
    asked.settle()
    assert states(asked)["wat_03"] is CommentState.ANSWERED
    asked.press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert asked.card.address == "air_02"
    with qtbot.waitSignal(asked.view.jump, timeout=WAIT_MS) as jumped:
        asked.press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert jumped.args[0].where is Where.COMMENT  # it is about no question
    asked.go("wat_08")
    back = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(asked.view.jump, timeout=WAIT_MS):
        asked.press(Qt.Key.Key_M, back)


def test_that_an_answer_is_undone_and_brought_back(asked, qtbot):
    asked.go("wat_03")
    box = next(iter(asked.card.comments._boxes.values()))
    box.done.click()
    assert box.answer.toPlainText() == "Исправлено."
    asked.settle()
    asked.view.undo()
    qtbot.waitUntil(lambda: box.answer.toPlainText() == "", timeout=WAIT_MS)
    assert states(asked)["wat_03"] is CommentState.OPEN
    asked.view.redo()
    qtbot.waitUntil(lambda: box.answer.toPlainText() == "Исправлено.", timeout=WAIT_MS)


def test_that_a_review_that_comes_while_the_audit_is_open_is_shown(screen, qtbot):
    screen.go("wat_03")
    assert not screen.editor.commenting.comments
    review(screen.ws, screen.audit, ASKED[1:2])
    screen.editor.reload()
    qtbot.waitUntil(lambda: bool(screen.editor.commenting.comments), timeout=WAIT_MS)
    assert screen.card.comments.isVisible()


def test_that_comments_about_no_question_are_answered_in_a_window(asked, qtbot):
    dialog = CommentsDialog(asked.editor)
    qtbot.addWidget(dialog)
    dialog.show()
    part = next(each for each in dialog.parts.values() if each.comment.path == "@plant/bin")
    part.box.done.click()
    asked.settle()
    assert states(asked)["@plant/bin"] is CommentState.ANSWERED
    with qtbot.waitSignal(dialog.jump) as jumped:
        part.lead.click()
    assert jumped.args[0] == Target(Where.PLANT)


def test_that_lists_lead_to_the_comments(asked):
    found = asked.editor.commenting.comments
    lines = overview(asked.editor.record, asked.editor.state, (), date(2026, 11, 22), found).leaving
    told = [line for line in lines if line.kind is Kind.COMMENT]
    assert [line.target.where for line in told] == [
        Where.QUESTION, Where.QUESTION, Where.COMMENT,
    ]  # fmt: skip
    words = said(told[1], asked.editor.state, "ru")
    assert (words.headline, words.follows) == (
        "Вопрос 8.2: замечание, Сарсенов\N{NO-BREAK SPACE}Р.", "Проверьте единицу",
    )  # fmt: skip
    first = returned.first_open(asked.ws, asked.audit)
    assert (first.where, first.key, first.comment) == (Where.QUESTION, "air_02", found[0].id)
    (one,) = returned.returned(asked.ws)
    assert [each.number for each in one.comments] == ["10.2", "8.2", ""]
    assert one.comments[2].title["ru"] == "Предприятие: БИН"


def test_that_an_accepted_audit_leaves_the_list_of_those_returned(asked):
    review(asked.ws, asked.audit, (), verdict="accepted", revision=2)
    assert returned.returned(asked.ws) == ()
    assert returned.first_open(asked.ws, asked.audit) is None
