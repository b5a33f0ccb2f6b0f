"""The demonstration's round of review, on a small audit."""

from kta_desktop.domain.audit import Delivery
from kta_desktop.services import (
    comments,
    delivering,
    demo_review,
    receiving,
    register,
)
from kta_desktop.services.comments import CommentState

TOLD = {
    "days": 14,
    "note": "Спасибо",
    "comments": [
        {"question": "", "text": "Где план?", "answer": "В приложении."},
        {"question": "", "text": "Кто подписал?"},
    ],
}


def test_that_the_audit_comes_back_with_comments_of_which_one_is_answered(
    hand, laptop, centre, stick
):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    register.set_centre(centre, centre=True)
    register.accept(centre, register.import_card(centre, register.card_text(laptop)).fingerprint,
                    "auditor")  # fmt: skip
    receiving.intake(centre, str(stick))
    delivering.sync(laptop)
    demo_review.give_back(centre, audit, TOLD)
    demo_review.answer(laptop, audit, TOLD)
    found = [(one.text, one.state) for one in comments.comments(laptop, audit)]
    assert found == [
        ("Где план?", CommentState.ANSWERED), ("Кто подписал?", CommentState.OPEN),
    ]  # fmt: skip
    assert hand.state(laptop, audit) is Delivery.RETURNED
    assert comments.standing(laptop, audit).note == "Спасибо"
