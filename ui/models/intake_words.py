"""The centre's lists in words: versions, changes, comments; each state has its own sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kta_desktop.formatting import date, datetime_, short_name
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.comments import Comment, CommentState
from kta_desktop.services.review_drafts import Draft, Remark
from kta_desktop.services.revisions import Revised
from ui.models.intake import Asked, Facts, Standing, Version
from ui.models.intake_rows import Below, Row

Mark = tuple[str, str, str]
"""Word, picture and tone of a chip."""

STANDINGS: Mapping[Standing, Mark] = {
    Standing.WAITING: (N_("Waits"), "hourglass", "info"),
    Standing.HELD: (N_("Held"), "key-round", "warning"),
    Standing.REFUSED: (N_("Not taken in"), "circle-alert", "error"),
    Standing.RETURNED: (N_("Returned"), "message-square", "warning"),
    Standing.ACCEPTED: (N_("Accepted"), "circle-check", "ok"),
}
_FREED: Mark = (N_("Key accepted"), "hourglass", "info")
_SENTENCES: Mapping[Standing, str] = {
    Standing.WAITING: N_("It lies here whole and its receipt is signed. Nobody has reviewed it."),
    Standing.HELD: N_("It is taken in by itself once its key is accepted."),
    Standing.REFUSED: N_("The auditor is told which files to send."),
    Standing.RETURNED: N_("The auditor answers the comments with the next version."),
    Standing.ACCEPTED: N_("The review is finished and signed."),
}
_STATES: Mapping[CommentState, Mark] = {
    CommentState.OPEN: (N_("No answer yet"), "circle-alert", "error"),
    CommentState.ANSWERED: (N_("Answered"), "message-square", "info"),
    CommentState.SENT: (N_("Answered"), "message-square", "info"),
    CommentState.RESOLVED: (N_("Resolved"), "circle-check", "ok"),
    CommentState.REOPENED: (N_("Open once more"), "circle-alert", "error"),
}
_RESOLVING: Mark = (N_("Will be resolved"), "circle-check", "ok")
_REOPENING: Mark = (N_("Will be open again"), "circle-alert", "warning")
_DRAFT: Mark = (N_("Draft"), "pencil", "unclear")
MANY = 400
"""Questions that are shown to choose from at a time."""


def queue_row(version: Version) -> Row:
    """Return a version as it stands in the queue."""
    number = version.revision
    return Row(
        item=version.key,
        lead=version.number,
        aside=_("version {number}").format(number=number) if number else "",
        title=version.plant,
        below=tuple(_about(version)),
        mark=_said(standing_of(version)),
    )


def standing_of(version: Version) -> Mark:
    """Return word, picture and tone of where a version stands."""
    return _FREED if version.is_freed else STANDINGS[version.standing]


def sentence_of(version: Version) -> str:
    """Return what a state means, in a sentence; of what is held or refused, why it is."""
    if version.is_released:
        return _("Released: the next look takes it, whatever is thought of its key.")
    if version.is_freed:
        return _("Its key is accepted. It is taken in with the next look; F5 looks now.")
    return str(version.reason.get("message", "")) or _(_SENTENCES[version.standing])


def what_next(version: Version) -> str:
    """Return what became of a version, without why; nothing where that is said already."""
    return "" if version.is_freed else _(_SENTENCES[version.standing])


def _about(version: Version) -> Iterator[Below]:
    when = datetime_(version.at, language(), seconds=False) if version.at else ""
    yield Below(text=" · ".join(part for part in (short_name(version.by), when) if part))
    if version.has_draft:
        yield Below(text=_("A review has been begun."), tone="nd")
    if version.lead:
        text = _("Lead auditor: accepted.") if version.lead == "accepted" else ""
        yield Below(text=text or _("Lead auditor: returned."), tone="ac")
    if version.comments and version.standing is not Standing.ACCEPTED:
        text = _("Comments not resolved: {count}.").format(count=version.comments)
        yield Below(text=text, tone="wr")
    yield Below(text=sentence_of(version))


def change_rows(changed: Iterable[Revised], draft: Draft, earlier: Sequence[Comment]) -> list[Row]:
    """Return what changed under the titles of its sections, marked where there are comments."""
    drafted, open_ = _commented(draft, earlier)
    rows: list[Row] = []
    section: str | None = None
    for one in changed:
        if one.section != section:
            section = one.section
            rows.append(Row(title=section or _("Other")))
        rows.append(_change_row(one, drafted, open_))
    return rows


def _change_row(one: Revised, drafted: set[str], open_: set[str]) -> Row:
    when = datetime_(one.at, language(), seconds=False) if one.at else ""
    return Row(
        item=one.path,
        lead=one.number,
        aside=" · ".join(part for part in (short_name(one.by), when) if part),
        title=one.title.removeprefix(one.number).strip(),
        pair=(one.before, one.after),
        mark=_commented_mark({one.path, one.address}, drafted, open_),
    )


def _commented(draft: Draft, earlier: Sequence[Comment]) -> tuple[set[str], set[str]]:
    """Return the paths of new comments, and those of earlier ones that are not resolved."""
    open_ = {one.path for one in earlier if one.state is not CommentState.RESOLVED}
    return {one.path for one in draft.written}, open_


def _commented_mark(places: set[str], drafted: set[str], open_: set[str]) -> Mark | None:
    if places & drafted:
        return _("Your comment"), "pencil", "unclear"
    return (_("Comment"), "message-square", "warning") if places & open_ else None


def asked_rows(asked: Sequence[Asked], draft: Draft, earlier: Sequence[Comment]) -> list[Row]:
    """Return questions to choose from, the first of many; the last row says how many are left."""
    drafted, open_ = _commented(draft, earlier)
    rows = [
        Row(
            item=one.path,
            lead=one.number,
            aside=one.section,
            title=one.title,
            below=(Below(text=one.answer),) if one.answer else (),
            mark=_commented_mark({one.path}, drafted, open_),
        )
        for one in asked[:MANY]
    ]
    if len(asked) > MANY:
        left = len(asked) - MANY
        rows.append(Row(title=_("{count} more: type a number or a word.").format(count=left)))
    return rows


def found(asked: Sequence[Asked], typed: str) -> list[Asked]:
    """Return the questions that a number begins or all words are in, in the order of the paper."""
    words = typed.casefold().replace(",", ".").split()
    if not words:
        return list(asked)
    by_number = [one for one in asked if one.number.casefold().startswith(words[0])]
    if len(words) == 1 and by_number:
        return sorted(by_number, key=lambda one: one.number.casefold() != words[0])
    return [
        one
        for one in asked
        if all(word in f"{one.number} {one.title} {one.answer}".casefold() for word in words)
    ]


def filtered(changed: Sequence[Revised], typed: str) -> list[Revised]:
    """Return the changes whose number begins with what was typed, or that hold all its words."""
    words = typed.casefold().split()
    return [
        one
        for one in changed
        if not words
        or (len(words) == 1 and one.number.casefold().startswith(words[0].replace(",", ".")))
        or all(word in _haystack(one) for word in words)
    ]


def _haystack(one: Revised) -> str:
    return f"{one.number} {one.section} {one.title} {one.before} {one.after} {one.by}".casefold()


def review_rows(
    draft: Draft, earlier: Sequence[Comment], titles: Mapping[str, tuple[str, str]]
) -> list[Row]:
    """Return the new comments and the earlier ones, each under its heading.

    Args:
        draft: The review that is written.
        earlier: Comments of the reviews before.
        titles: Path to number and title of what a comment is about.
    """
    rows: list[Row] = []
    if draft.remarks:
        rows.append(Row(title=_("New comments: {count}").format(count=len(draft.remarks))))
        rows += [_remark_row(one, titles) for one in draft.remarks]
    if earlier:
        waiting = sum(one.state is not CommentState.RESOLVED for one in earlier)
        text = _("Earlier comments: {count}, not resolved: {waiting}")
        rows.append(Row(title=text.format(count=len(earlier), waiting=waiting)))
        ordered = sorted(earlier, key=lambda one: one.state is CommentState.RESOLVED)
        rows += [_earlier_row(one, draft, titles) for one in ordered]
    return rows


def _remark_row(one: Remark, titles: Mapping[str, tuple[str, str]]) -> Row:
    number, title = anchor_of(one.path, titles)
    return Row(
        item=one.id,
        lead=number,
        aside=title,
        title=one.text.strip() or _("Nothing is written yet."),
        mark=_said(_DRAFT),
    )


def _earlier_row(one: Comment, draft: Draft, titles: Mapping[str, tuple[str, str]]) -> Row:
    number, title = anchor_of(one.path, titles)
    mark = _STATES[one.state]
    if one.id in draft.resolved:
        mark = _RESOLVING
    elif one.id in draft.reopened:
        mark = _REOPENING
    by = f"{short_name(one.by)}, {date(one.at, language())}"
    below = [Below(text=title)] if title else []
    if one.reply:
        text = _("Answer in version {number}: {text}") if one.sent_in else _("Answer: {text}")
        below.append(Below(text=text.format(number=one.sent_in, text=one.reply), quoted=True))
    return Row(
        item=one.id,
        lead=number,
        aside=by,
        title=one.text,
        below=tuple(below),
        mark=_said(mark),
    )


def anchor_of(path: str, titles: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return number and title of what a comment is about."""
    if not path:
        return "", _("The audit as a whole")
    known = titles.get(path) or titles.get(path.partition("#")[0])
    return known if known is not None else ("", path)


def fact_marks(facts: Facts) -> list[Mark]:
    """Return the figures of a version as chips."""
    told = _("Answered: {answered} of {total}")
    marks: list[Mark] = [
        (told.format(answered=facts.answered, total=facts.total), "list-checks", "plain")
    ]
    for count, text, icon, tone in (
        (facts.conflicts, _("Different answers: {count}"), "git-merge", "warning"),
        (facts.beyond, _("Outside the level: {count}"), "trending-up", "warning"),
        (facts.unclear, _("Not distinguishable: {count}"), "circle-help", "unclear"),
        (facts.unproven, _("Without proof: {count}"), "paperclip", "warning"),
    ):
        if count:
            marks.append((text.format(count=count), icon, tone))
    return marks


def _said(mark: Mark) -> Mark:
    return _(mark[0]), mark[1], mark[2]
