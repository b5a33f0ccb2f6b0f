"""Lines of the overview for what reviewers ask about an audit."""

from collections.abc import Iterator, Sequence

from kta_desktop.domain.target import Where
from kta_desktop.domain.texts import Text
from kta_desktop.formatting import short_name
from kta_desktop.services.comments import Comment, aim
from kta_desktop.services.overview_parts import Kind, Line, Severity
from kta_desktop.services.overview_seen import View


def lines(view: View, asked: Sequence[Comment]) -> Iterator[Line]:
    """Yield one line for each comment that waits for the auditor."""
    for comment in asked:
        if comment.is_waiting:
            yield _line(view, comment)


def _line(view: View, comment: Comment) -> Line:
    address = _address(view, comment.path)
    target = aim(comment)
    section = view.state.question(address).section if address else ""
    return Line(
        kind=Kind.COMMENT,
        severity=Severity.WANTED,
        target=target,
        places=(address,) if address and target.where is Where.QUESTION else (),
        section=section,
        name=short_name(comment.by),
        label=Text(ru=comment.text, kk=comment.text, en=comment.text),
        keys=frozenset({f"comment:{comment.id}"}),
    )


def _address(view: View, path: str) -> str:
    """Return the address of the question of a path; empty if it is about none."""
    if not path or path.startswith("@"):
        return ""
    try:
        return view.state.owner(path)
    except (KeyError, ValueError):  # of another version of the checklist
        return ""
