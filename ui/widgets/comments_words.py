"""Comments of reviewers in words: how far each is, who asked, when."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.domain.target import Target
from kta_desktop.formatting import date, short_name
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.comments import Comment, CommentState
from kta_desktop.services.returned import Placed

# state: word, icon, tone of the chip
STATES: Mapping[CommentState, tuple[str, str, str]] = {
    CommentState.OPEN: (N_("Waits for an answer"), "circle-alert", "error"),
    CommentState.REOPENED: (N_("Open once more"), "circle-alert", "error"),
    CommentState.ANSWERED: (N_("Answer ready"), "message-square", "info"),
    CommentState.SENT: (N_("Answer sent"), "hourglass", "info"),
    CommentState.RESOLVED: (N_("Resolved"), "circle-check", "ok"),
}
_LEVELS = {"lead": N_("lead auditor"), "centre": N_("centre")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentShown:
    """One comment, every text ready in the interface language.

    Attributes:
        id: Of the comment.
        number: Number of the question; a title where there is none.
        who: Reviewer and day.
        text: What is asked for.
        state: Word of the state, on a chip.
        icon: Its icon.
        tone: Tone of the chip.
        answer: The auditor's own answer, with when it leaves; empty for none.
        target: Where it leads.
    """

    id: str
    number: str
    who: str
    text: str
    state: str
    icon: str
    tone: str
    answer: str
    target: Target


def comment_shown(placed: Placed) -> CommentShown:
    """Return a comment as it is listed."""
    comment, title = placed.comment, placed.title.get(language(), "")
    word, icon, tone = state_of(comment)
    return CommentShown(
        id=comment.id,
        number=placed.number or title,
        who=who_of(comment),
        text=comment.text,
        state=word,
        icon=icon,
        tone=tone,
        answer=answer_of(comment),
        target=placed.target,
    )


def state_of(comment: Comment) -> tuple[str, str, str]:
    """Return word, icon and tone of how far a comment is."""
    word, icon, tone = STATES[comment.state]
    if comment.state is CommentState.RESOLVED and comment.resolved_in:
        text = _("Resolved in version {number}").format(number=comment.resolved_in)
        return text, icon, tone
    return _(word), icon, tone


def who_of(comment: Comment, *, level: bool = False) -> str:
    """Return who asked and when; ``level``: with whether it is the lead auditor or the centre."""
    parts = [short_name(comment.by), date(comment.at, language())]
    if level and comment.level in _LEVELS:
        parts.insert(1, _(_LEVELS[comment.level]))
    return ", ".join(part for part in parts if part)


def answer_of(comment: Comment) -> str:
    """Return the auditor's answer with when it leaves; empty if there is none."""
    if not comment.reply:
        return ""
    said = _("Your answer: {text}").format(text=comment.reply)
    if comment.state is CommentState.ANSWERED:
        return f"{said} · {_leaving(comment)}"
    if comment.state is CommentState.SENT and comment.sent_in:
        left = _("left with version {number}").format(number=comment.sent_in)
        return f"{said} · {left}"
    return said


def _leaving(comment: Comment) -> str:
    if comment.sent_in:
        return _("leaves with version {number}").format(number=comment.sent_in)
    return _("leaves with the next version")
