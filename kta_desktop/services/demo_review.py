"""The centre's answer in the demonstration: the version comes back with comments."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, comments, delivering, review_desk
from kta_desktop.services.review_drafts import Draft, Remark
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.clock import now


def give_back(centre: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    """Return the audit from the centre with the comments of the demonstration.

    Args:
        centre: Workspace of the centre, which took the audit in.
        audit: Id of the audit.
        data: ``days`` until an answer is asked for, ``note``, and ``comments`` with ``question``
            and ``text``.
    """
    until = date.fromisoformat(now()[:10]) + timedelta(days=data["days"])
    remarks = tuple(
        Remark(id=new_id(), path=item["question"], text=item["text"]) for item in data["comments"]
    )
    said = Draft(remarks=remarks, until=until.isoformat(), note=data["note"])
    review_desk.publish(centre, audit, "returned", said)


def answer(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    """Hear the comments and answer those to which the demonstration has an answer."""
    delivering.sync(ws)
    answers = {item["text"]: item["answer"] for item in data["comments"] if "answer" in item}
    for comment in comments.comments(ws, audit):
        if comment.text in answers:
            answering.store(ws, audit, [comments.reply_edit(comment, answers[comment.text])])
