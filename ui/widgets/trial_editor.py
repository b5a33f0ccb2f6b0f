"""An editor of answers that are tried out: shown and taken back as in an audit, stored nowhere."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from typing_extensions import override

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import _
from kta_desktop.services import answering, trial
from kta_desktop.services.answering import Edit
from ui.attaching import Attachments, NoAttachments
from ui.tasks import TaskRunner
from ui.undo import AuditEditor

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace


class TrialEditor(AuditEditor):
    """An editor whose edits are shown and taken back, and stored nowhere."""

    def __init__(
        self,
        workspace: "Workspace",
        definition: Definition,
        sha256: str,
        runner: TaskRunner,
        entries: Mapping[str, JsonValue] | None = None,
        parent: QObject | None = None,
    ) -> None:
        record = trial.record_of(definition, sha256, entries)
        super().__init__(workspace, record, runner, parent)
        self._acts: list[dict[str, tuple[JsonValue, JsonValue]]] = []
        self._done = 0
        self._grow(set())

    @override
    def submit(self, edits: Sequence[Edit]) -> None:
        entries = self.state.entries
        act = {
            edit.path: (entries.get(edit.path), edit.after)
            for edit in edits
            if entries.get(edit.path) != edit.after
        }
        if not act:
            return
        del self._acts[self._done :]
        self._acts.append(act)
        self._done += 1
        touched = self._applied((path, after) for path, (_before, after) in act.items())
        act |= self._grow(touched)
        self.changed.emit(frozenset(touched))
        self._tell_time()

    @override
    def undo(self) -> None:
        if self._done:
            self._done -= 1
            self._go(0, _("Undone: {what}"))

    @override
    def redo(self) -> None:
        if self._done < len(self._acts):
            self._done += 1
            self._go(1, _("Brought back: {what}"), self._done - 1)

    @override
    def retry(self) -> None:
        return  # nothing is stored, so nothing fails to be

    @override
    def reload(self) -> None:
        return  # nobody else edits what is tried out

    @override
    def _made_attachments(self) -> Attachments:
        made = NoAttachments(self.workspace, self.state, self.submit, self._runner, self)
        made.declined.connect(
            lambda: self.undone.emit(
                _("Nothing is attached to a tried answer: proof belongs to an audit.")
            )
        )
        return made

    def _grow(self, touched: set[str]) -> dict[str, tuple[JsonValue, JsonValue]]:
        """Apply what the form gives by itself now, rows within rows too, as part of an act."""
        act: dict[str, tuple[JsonValue, JsonValue]] = {}
        for edit in answering.owed(self.state):
            touched |= self.state.apply(edit.path, edit.after)
            act[edit.path] = (None, edit.after)
        return act

    def _go(self, side: int, text: str, place: int | None = None) -> None:
        act = self._acts[self._done if place is None else place]
        self._show((path, pair[side]) for path, pair in act.items())
        self.undone.emit(text.format(what="; ".join(self.name_of(path) for path in act)))
        self._tell_time()

    def _tell_time(self) -> None:
        self.saved_at = datetime.now(UTC).isoformat()
        self.saved.emit(self.saved_at)
