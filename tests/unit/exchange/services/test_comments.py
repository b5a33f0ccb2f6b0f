"""How far each comment of a reviewer is, from the reviews and the audit's own change log."""

import itertools

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.target import Target, Where
from kta_desktop.exchange.documents import Comment, Review, written
from kta_desktop.services import answering, comments, delivering_rows, packing
from kta_desktop.services.comments import CommentState
from kta_desktop.storage import outbox, reviews

SHA = "ab" * 32
_seconds = itertools.count(1)


@pytest.fixture
def audit(hand, laptop, stick):
    return hand.start(laptop)


def say(ws, audit, *texts, verdict="returned", level="centre", revision=1, **more):
    """Keep a review as it would have been heard; return the ids of its comments."""
    asked = [Comment(id=new_id(), path=path, text=text) for path, text in texts]
    review = Review(
        id=new_id(), audit=audit, revision=revision, sha256=SHA, level=level, verdict=verdict,
        comments=asked, by="Р. Сарсенов", at=f"2099-01-01T00:00:{next(_seconds) % 60:02}.000Z",
        **more,
    )  # fmt: skip
    row = reviews.ReviewRow(
        id=review.id, audit=audit, revision=revision, sha256=SHA, fingerprint=ws.device,
        document=written(review, packing.signer(ws)),
    )  # fmt: skip
    with ws.store.begin() as connection:
        reviews.add_review(connection, row)
    return [one.id for one in asked]


def reply(ws, audit, text, number=0):
    found = comments.comments(ws, audit)
    answering.store(ws, audit, [comments.reply_edit(found[number], text)])


def deliver(ws, audit):
    revision = packing.close_revision(ws, audit)
    with ws.store.begin() as connection:
        row = outbox.enqueue(connection, audit, revision, "centre")
        outbox.set_state(connection, row.id, Delivery.DELIVERED)
    return revision


def states(ws, audit):
    return [one.state for one in comments.comments(ws, audit)]


def test_that_a_comment_is_open_until_it_is_answered(laptop, audit):
    say(laptop, audit, ("wat_03", "проверьте единицу"), until="2026-12-05")
    (one,) = comments.comments(laptop, audit)
    assert (one.state, one.text, one.by) == (CommentState.OPEN, "проверьте единицу", "Р. Сарсенов")
    assert (one.until, one.round, one.is_waiting) == ("2026-12-05", 1, True)
    reply(laptop, audit, "кг в неделю, исправлено")
    (one,) = comments.comments(laptop, audit)
    assert (one.state, one.reply, one.sent_in) == (
        CommentState.ANSWERED, "кг в неделю, исправлено", 0,
    )  # fmt: skip
    assert not one.is_waiting


def test_that_an_answer_taken_back_opens_the_comment_again(laptop, audit):
    say(laptop, audit, ("wat_03", "почему?"))
    reply(laptop, audit, "потому")
    answering.undo(laptop, audit)
    assert states(laptop, audit) == [CommentState.OPEN]
    reply(laptop, audit, "потому")
    reply(laptop, audit, "  ")
    assert states(laptop, audit) == [CommentState.OPEN]


def test_that_an_answer_is_sent_with_the_version_that_holds_it(laptop, audit):
    say(laptop, audit, ("wat_03", "почему?"), ("", "где план?"))
    reply(laptop, audit, "потому")
    revision = deliver(laptop, audit)
    reply(laptop, audit, "приложен", number=1)
    first, second = comments.comments(laptop, audit)
    assert (first.state, first.sent_in) == (CommentState.SENT, revision)
    assert (second.state, second.sent_in) == (CommentState.ANSWERED, 0)


def test_that_a_later_review_settles_or_reopens_a_comment(laptop, audit):
    one, two = say(laptop, audit, ("wat_03", "почему?"), ("wat_03", "и кто?"))
    for number in (0, 1):
        reply(laptop, audit, "ответ", number=number)
    deliver(laptop, audit)
    say(laptop, audit, resolved=[one], reopened=[two], revision=2)
    first, second = comments.comments(laptop, audit)
    assert (first.state, first.resolved_in) == (CommentState.RESOLVED, 2)
    assert (second.state, second.is_waiting) == (CommentState.REOPENED, True)


def test_that_an_audit_is_back_once_however_many_versions_came_back(laptop, audit):
    for number in (1, 2):
        deliver(laptop, audit)
        with laptop.store.begin() as connection:
            row = outbox.rows(connection)[-1]
            outbox.set_state(connection, row.id, Delivery.RETURNED)
        assert delivering_rows.waiting(laptop) == (0, 1), number
        answering.store(laptop, audit, [answering.Edit("wat_03", {"text": str(number)})])
    deliver(laptop, audit)
    assert delivering_rows.waiting(laptop) == (0, 0)


def test_that_acceptance_settles_everything_but_a_lead_does_not_answer_for_the_centre(
    laptop, audit
):
    say(laptop, audit, ("wat_03", "центр"))
    say(laptop, audit, ("wat_03", "руководитель"), level="lead")
    say(laptop, audit, verdict="accepted", level="lead", revision=2)
    assert states(laptop, audit) == [CommentState.OPEN, CommentState.RESOLVED]
    say(laptop, audit, verdict="accepted", revision=3)
    assert states(laptop, audit) == [CommentState.RESOLVED, CommentState.RESOLVED]
    assert comments.standing(laptop, audit).verdict == "accepted"


def test_that_a_lead_neither_settles_nor_reopens_what_the_centre_asks(laptop, audit):
    one, two = say(laptop, audit, ("wat_03", "почему?"), ("wat_03", "и кто?"))
    say(laptop, audit, resolved=[one], level="lead", revision=2)
    say(laptop, audit, verdict="accepted", resolved=[two], revision=3)
    say(laptop, audit, reopened=[two], level="lead", revision=3)
    assert states(laptop, audit) == [CommentState.RESOLVED, CommentState.RESOLVED]
    (first, _second) = comments.comments(laptop, audit)
    assert first.resolved_in == 3  # by the centre, not by the lead before it


def test_that_rounds_are_counted_for_each_level(laptop, audit):
    for level in ("lead", "centre", "centre"):
        say(laptop, audit, ("wat_03", "вопрос"), level=level)
    assert [one.round for one in comments.comments(laptop, audit)] == [1, 1, 2]
    assert comments.standing(laptop, audit).round == 2


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("wat_03", Target(Where.QUESTION, "wat_03")),
        ("wat_04/a1/m3#note", Target(Where.QUESTION, "wat_04/a1/m3")),
        ("@session/s-1", Target(Where.MEASURE, "s-1")),
        ("@plant/bin", Target(Where.PLANT)),
        ("", Target(Where.OVERVIEW)),
        ("../../etc", Target(Where.OVERVIEW)),
    ],
)
def test_that_a_comment_leads_to_what_it_is_about(laptop, audit, path, target):
    say(laptop, audit, (path, "?"))
    assert comments.target(comments.comments(laptop, audit)[0]) == target


def test_that_comments_inside_a_table_are_found_at_its_question(laptop, audit):
    say(laptop, audit, ("wat_04/a1/m3", "?"), ("wat_045", "?"), ("wat_04#note", "?"))
    found = comments.of_path(comments.comments(laptop, audit), "wat_04")
    assert [one.path for one in found] == ["wat_04/a1/m3", "wat_04#note"]
