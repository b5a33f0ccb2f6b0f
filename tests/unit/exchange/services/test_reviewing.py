"""Versions are accepted or returned with comments, in two levels, at every place known."""

import shutil
import time

import pytest

from kta_desktop.domain import ids
from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.documents import Review, read, written
from kta_desktop.exchange.remote import review_name
from kta_desktop.services import (
    answering,
    auditing,
    comments,
    delivering,
    receiving,
    register,
    remotes,
    review_desk,
    revisions,
)
from kta_desktop.services.centre_errors import (
    CommentPlaceError,
    CommentUnknownError,
    NotCentreError,
    NothingToReviewError,
    ReviewCommentsLeftError,
    ReviewEmptyError,
    ReviewUntilError,
)
from kta_desktop.services.comments import CommentState
from kta_desktop.services.review_desk import Draft, Remark


@pytest.fixture
def arrived(hand, laptop, centre, stick):
    """Return an audit of which version 1 lies at the centre."""
    audit = hand.start(laptop)
    deliver(laptop, audit)
    receiving.intake(centre, str(stick))
    return audit


def deliver(laptop, audit):
    delivering.queue(laptop, audit)
    delivering.sync(laptop)


def asking(path, text="Проверьте"):
    return Draft(remarks=(Remark(id=new_id(), path=path, text=text),))


def reviews_at(stick):
    found = sorted((stick / "reviews").rglob("*.json"))
    return [read(Review, path.read_bytes(), "").payload for path in found]


def test_that_a_version_goes_back_and_comes_again_until_it_is_accepted(
    hand, laptop, centre, stick, arrived
):
    (row,) = review_desk.waiting(centre)
    assert (row.audit, row.revision, row.round, row.by) == (arrived, 1, 1, "laptop")
    done = review_desk.publish(centre, arrived, "returned", asking("@plant/bin"))
    assert (done.reached, done.missed) == ((str(stick),), ())
    assert review_desk.waiting(centre) == ()
    with pytest.raises(NothingToReviewError):
        review_desk.publish(centre, arrived, "accepted")

    delivering.sync(laptop)
    assert hand.state(laptop, arrived) is Delivery.RETURNED
    (comment,) = comments.comments(laptop, arrived)
    edits = [answering.Edit("@plant/bin", "010140000011"), comments.reply_edit(comment, "Да")]
    answering.store(laptop, arrived, edits)
    deliver(laptop, arrived)
    receiving.intake(centre, str(stick))
    (row,) = review_desk.waiting(centre)
    assert (row.revision, row.round, row.comments_open) == (2, 2, 1)
    assert comments.comments(centre, arrived)[0].state is CommentState.SENT

    (changed,) = revisions.compare(centre, arrived, 1, 2, lang="ru")
    assert (changed.path, changed.before, changed.after, changed.by) == (
        "@plant/bin",
        "010140000003",
        "010140000011",
        "laptop",
    )
    assert revisions.of_comment([changed], comment.path) == (changed,)
    assert revisions.of_comment([changed], "wat_03") == ()

    review_desk.publish(centre, arrived, "accepted")
    assert comments.comments(centre, arrived)[0].state is CommentState.RESOLVED
    delivering.sync(laptop)
    accepted = [row.state for row in delivering.deliveries(laptop) if row.revision == 2]
    assert accepted == [Delivery.ACCEPTED]


def test_that_a_draft_outlives_a_crash_and_is_kept_when_it_does_not_fit(centre, arrived):
    wrong = (
        ("returned", Draft(), ReviewEmptyError),
        ("returned", asking("", "  "), ReviewEmptyError),
        ("accepted", asking("@plant/bin"), ReviewCommentsLeftError),
        ("returned", Draft(resolved=(new_id(),), note="x"), CommentUnknownError),
        ("returned", Draft(note="x", until="2026-13-01"), ReviewUntilError),
        ("returned", asking("wat_77"), CommentPlaceError),
        ("returned", asking("@session/01890000-0000-7000-8000-000000000001"), CommentPlaceError),
        ("returned", asking("not a path"), CommentPlaceError),
        ("returned", asking("@plant/colour"), CommentPlaceError),
    )
    for verdict, draft, error in wrong:
        review_desk.set_draft(centre, arrived, draft)
        with pytest.raises(error):
            review_desk.publish(centre, arrived, verdict)
        assert review_desk.draft(centre, arrived) == draft
    assert review_desk.reviews_of(centre, arrived) == ()
    review_desk.set_draft(centre, arrived, asking("", "Всё заново"))
    assert review_desk.waiting(centre)[0].has_draft
    assert review_desk.store(centre, arrived, "returned").comments[0].text == "Всё заново"
    assert review_desk.draft(centre, arrived).is_empty


def test_that_an_auditors_workspace_reviews_nothing(laptop, centre, arrived):
    assert review_desk.waiting(laptop) == ()
    with pytest.raises(NotCentreError):
        review_desk.publish(laptop, arrived, "accepted")


def test_that_a_place_out_of_reach_gets_the_review_at_the_next_intake(
    laptop, centre, stick, arrived, tmp_path
):
    other = tmp_path / "other"
    other.mkdir()
    remotes.add_remote(centre, "other", str(other))
    old = tmp_path / "old stick"
    remotes.add_remote(laptop, "old", str(old))
    receiving.intake(centre, str(old))
    shutil.rmtree(old)
    away = tmp_path / "away"
    shutil.move(stick, away)
    done = review_desk.publish(centre, arrived, "accepted")
    assert (done.reached, [one["code"] for one in done.missed]) == (("other",), ["place-gone"])
    assert [one.id for one in reviews_at(other)] == [done.review.id]
    shutil.move(away, stick)
    receiving.intake(centre, str(stick))
    assert [one.id for one in reviews_at(stick)] == [done.review.id]


def test_that_a_lead_auditor_reviews_first_and_the_centre_sees_it(
    hand, laptop, centre, stick, arrived, new_workspace
):
    lead = new_workspace("lead")
    remotes.add_remote(lead, "centre", str(stick))
    delivering.sync(lead)
    with pytest.raises(NotCentreError):
        receiving.intake(lead, "centre")
    key = register.import_card(centre, register.card_text(lead))
    register.accept(centre, key.fingerprint, "lead")
    receiving.intake(centre, str(stick))
    delivering.sync(lead)
    receipts = hand.tree(stick / "receipts")
    assert [one.audit for one in receiving.intake(lead, "centre").received] == [arrived]
    assert receiving.intake(lead, "centre").known == 1
    assert hand.tree(stick / "receipts") == receipts
    assert auditing.summaries(lead)[0].id == arrived

    done = review_desk.publish(lead, arrived, "returned", asking("@plant/bin"))
    assert done.review.level == "lead"
    receiving.intake(centre, str(stick))
    (row,) = review_desk.waiting(centre)
    assert (row.lead, row.round, row.comments_open) == ("returned", 1, 1)
    delivering.sync(laptop)
    assert comments.comments(laptop, arrived)[0].level == "lead"

    said = done.review.model_copy(update={"id": new_id(), "level": "centre"})
    path = stick / review_name(arrived, said.id)
    path.write_bytes(written(said, register.signer(lead)))
    receiving.intake(centre, str(stick))
    assert [one.level for one in review_desk.reviews_of(centre, arrived)] == ["lead"]

    register.revoke(centre, lead.device, "Уволен")
    review_desk.set_draft(lead, arrived, Draft())
    assert review_desk.waiting(lead) == ()


def test_that_one_word_speaks_of_what_two_laptops_sent(
    hand, laptop, centre, stick, arrived, new_workspace, tmp_path
):
    from kta_desktop.services import packing

    colleague = new_workspace("colleague")
    key = register.import_card(centre, register.card_text(colleague))
    register.accept(centre, key.fingerprint, "auditor")
    packing.build(laptop, arrived, tmp_path / "a.kta")
    packing.open_bundle(colleague, tmp_path / "a.kta")
    hand.answer(colleague, arrived, "7")
    remotes.add_remote(colleague, "centre", str(stick))
    deliver(colleague, arrived)
    receiving.intake(centre, str(stick))
    (row,) = review_desk.waiting(centre)
    assert (row.revision, row.beside) == (2, (1,))
    review_desk.publish(centre, arrived, "accepted")
    assert {one.revision for one in reviews_at(stick)} == {1, 2}
    for ws in (laptop, colleague):
        delivering.sync(ws)
        assert hand.state(ws, arrived) is Delivery.ACCEPTED


def test_that_a_clock_a_year_behind_turns_no_order_round(
    hand, laptop, centre, stick, arrived, monkeypatch
):
    past = time.time_ns() - 365 * 86_400 * 10**9
    hand.answer(laptop, arrived, "5")
    deliver(laptop, arrived)
    review_desk.store(centre, arrived, "returned", asking("@plant/bin"))
    receiving.intake(centre, str(stick))
    monkeypatch.setattr(ids.time, "time_ns", lambda: past)
    monkeypatch.setattr(ids, "_last", (0, 0))
    review_desk.publish(centre, arrived, "accepted")
    assert [one.verdict for one in reviews_at(stick)] == ["returned", "accepted"]
    assert comments.comments(centre, arrived)[0].state is CommentState.RESOLVED

    monkeypatch.setattr(ids, "_last", (0, 0))
    register.revoke(centre, laptop.device, "Потерян")
    receiving.intake(centre, str(stick))
    entries = sorted((stick / "keys" / laptop.device).glob("0*.json"))
    assert '"revoked"' in entries[-1].read_text()
