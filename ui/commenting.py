"""Comments of reviewers on the open audit, and the auditor's answers to them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.forms.state import FormState
from kta_desktop.services import comments as service
from kta_desktop.services.answering import Edit
from kta_desktop.services.comments import REPLY, Comment, CommentState
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

_OPEN = (CommentState.OPEN, CommentState.REOPENED)


class Commenting(QObject):
    """What is asked about one audit. Read when a page first needs it; an answer shows at once.

    Signals:
        changed: Other comments, answers or states than before.
        failed: KtaError, when they cannot be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        audit: str,
        state: FormState,
        submit: Callable[[Sequence[Edit]], object],
        runner: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._audit, self._state = workspace, audit, state
        self._submit, self._runner = submit, runner
        self._read: tuple[Comment, ...] = ()
        self._places: dict[str, str] = {}
        self.is_loaded = False

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Return all comments in the order they were written, with the answers of now."""
        return tuple(self._answered(one) for one in self._read)

    @property
    def waiting(self) -> tuple[Comment, ...]:
        """Return those about which the auditor has something to do, in paper order."""
        found = [one for one in self.comments if one.is_waiting]
        return tuple(sorted(found, key=self._order))

    def of(self, address: str) -> tuple[Comment, ...]:
        """Return those about the question at an address; nothing costs nothing."""
        if not self._read:
            return ()
        return tuple(one for one in self.comments if self._places.get(one.id) == address)

    def place_of(self, comment: Comment) -> str:
        """Return the address of the question of a comment; empty if it is about none."""
        return self._places.get(comment.id, "")

    def sections(self) -> Mapping[str, int]:
        """Return how many comments wait in each section."""
        addresses = (self._places.get(one.id) for one in self.waiting)
        return Counter(self._state.question(each).section for each in addresses if each)

    def beside(self, address: str, by: int) -> Comment | None:
        """Return the waiting comment after (1) or before (-1) a question, round and round."""
        found = self.waiting
        if not found:
            return None
        order = self._orders()
        here = order.get(address, -1)
        places = [order.get(self._places.get(one.id, ""), len(order)) for one in found]
        if by > 0:
            later = (one for one, place in zip(found, places, strict=True) if place > here)
            return next(later, found[0])
        pairs = zip(reversed(found), reversed(places), strict=True)
        return next((one for one, place in pairs if place < here), found[-1])

    def answer(self, comment: Comment, text: str) -> None:
        """Answer a comment; empty text takes the answer back."""
        self._submit([service.reply_edit(comment, text)])
        self.changed.emit()

    def load(self) -> None:
        """Read the comments, unless that was done."""
        if not self.is_loaded:
            self.reload()

    def reload(self) -> None:
        """Read the comments again: a review came, or an answer was stored."""
        self.is_loaded = True
        work = partial(service.comments, self._workspace, self._audit)
        self._runner.run_db(work, self, self.show, self.failed.emit)

    def show(self, found: tuple[Comment, ...]) -> None:
        """Show these comments."""
        if found == self._read:
            return
        self._read = found
        self._places = {one.id: self._address(one.path) for one in found}
        self.changed.emit()

    def follow_saved(self, _at: str) -> None:
        """Follow what was stored, where there is something to follow."""
        if self._read:
            self.reload()

    def _address(self, path: str) -> str:
        """Return the address of the question that a path belongs to; empty for anything else."""
        if not path or path.startswith("@"):
            return ""
        try:
            return self._state.owner(path)
        except (KeyError, ValueError):  # of another version of the checklist
            return ""

    def _answered(self, comment: Comment) -> Comment:
        value = self._state.entries.get(f"{REPLY}{comment.id}")
        text = str(value.get("text") or "") if isinstance(value, Mapping) else ""
        if text == comment.reply or comment.state is CommentState.RESOLVED:
            return comment
        if text.strip():
            state = CommentState.ANSWERED
        else:
            state = comment.state if comment.state in _OPEN else CommentState.OPEN
        return replace(comment, reply=text, state=state, sent_in=0)

    def _orders(self) -> dict[str, int]:
        return {place.address: n for n, place in enumerate(self._state.places())}

    def _order(self, comment: Comment) -> tuple[int, str]:
        address = self._places.get(comment.id, "")
        names = [question.name for question in self._state.definition.questions]
        name = address.partition("/")[0]
        return names.index(name) if name in names else len(names), comment.id
