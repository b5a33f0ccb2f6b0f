"""The open audit: shown at once, stored behind, undone through the log of changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, Conflict
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import _, language
from kta_desktop.services import answering, filling, same_thing
from kta_desktop.services.answering import Edit
from ui.attaching import Attachments
from ui.commenting import Commenting
from ui.drafting import Drafting
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace


@dataclass(slots=True)
class _Pending:
    """A path with edits on their way: what is stored now, and how many are not yet."""

    stored: JsonValue
    waiting: int = 0


class AuditEditor(QObject):
    """The audit that is open, with one way in for every edit.

    An edit is applied to ``state`` at once, then stored on the database thread in order. When
    storing fails, the stored value comes back and what was typed stays in ``unsaved``.

    Signals:
        changed: frozenset of the addresses of questions whose look may differ now.
        saving: An edit is on its way to the disk.
        saved: ISO time (UTC) of the newest stored change; nothing is on its way any more.
        failed: KtaError of what could not be stored, undone or attached.
        undone: Sentence that names what was taken back or brought back.
        disputed: Other paths than before wait for a decision.
        decision_wanted: Path that a person wants to decide on now; empty for the first.
    """

    changed = Signal(object)
    saving = Signal()
    saved = Signal(str)
    failed = Signal(object)
    undone = Signal(str)
    disputed = Signal()
    decision_wanted = Signal(str)

    def __init__(
        self,
        workspace: "Workspace",
        record: AuditRecord,
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        state: FormState | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.state = state if state is not None else filling.of_audit(record)
        self.saved_at = record.saved_at
        self._record = record
        self._runner = runner
        self._pending: dict[str, _Pending] = {}
        self._unsaved: dict[str, JsonValue] = {}
        self._under_way = 0
        self.drafts: dict[str, Answer] = {}
        """What was chosen or typed beside an answer that is not there yet, by address: an entry
        keeps no unit without a number. Lasts while the audit is open."""
        self.typed_rows: set[str] = set()
        """Ids of rows that are being typed: what they lack is not said before they are left."""
        self.shown_units: dict[str, str] = {}
        """Unit asked for to the unit that numbers are shown in beside it; nothing is stored."""
        self.attachments = self._made_attachments()
        self.commenting = Commenting(workspace, record.id, self.state, self.submit, runner, self)
        self.commenting.failed.connect(self.failed)
        self.saved.connect(self.commenting.follow_saved)
        self.drafting = Drafting(workspace, record.id, runner, self)
        self.drafting.failed.connect(self.failed)
        self.drafting.held.connect(self._note_held)

    @property
    def record(self) -> AuditRecord:
        """Return the audit as it is shown now."""
        entries = {p: value for p, value in self.state.entries.items() if value is not None}
        return replace(self._record, entries=entries, saved_at=self.saved_at)

    @property
    def runner(self) -> TaskRunner:
        """Return where its work is done."""
        return self._runner

    @property
    def is_saving(self) -> bool:
        """Whether something is not on the disk yet."""
        return self._under_way > 0

    @property
    def unsaved(self) -> Mapping[str, JsonValue]:
        """Return what was entered but could not be stored, by path."""
        return self._unsaved

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the paths that wait for a decision between values; an edit decides, too."""
        return self._record.conflicts

    def submit(self, edits: Sequence[Edit]) -> None:
        """Show ``edits`` now and store them behind, in one transaction."""
        edits = [*edits, *same_thing.followers(self.state, edits)]
        wanted = [edit for edit in edits if self.state.entries.get(edit.path) != edit.after]
        if not wanted:
            return
        for edit in wanted:
            before = self.state.entries.get(edit.path)
            self._pending.setdefault(edit.path, _Pending(before)).waiting += 1
            self._unsaved.pop(edit.path, None)
        touched = self._applied((edit.path, edit.after) for edit in wanted)
        wanted += self._settle_owed(touched)
        typed = self.drafting.handed_over(edit.path for edit in wanted)
        self._begin()
        self._runner.run_db(
            partial(
                answering.store, self.workspace, self._record.id, tuple(wanted), typed=tuple(typed)
            ),
            self,
            partial(self._stored, wanted),
            partial(self._not_stored, wanted, typed),
        )
        self.changed.emit(frozenset(touched))

    def retry(self) -> None:
        """Store once more what could not be stored."""
        edits = [Edit(path, after) for path, after in self._unsaved.items()]
        self._unsaved.clear()
        self.submit(edits)

    def take_back_aside(self, owner: QObject) -> None:
        """Store what an earlier run of the program could only put aside, if there is something."""
        from kta_desktop.services import rescue

        def found(edits: Sequence[Edit]) -> None:
            if edits:
                self.submit(edits)
                forget = partial(rescue.forget_stored, self.workspace, self._record.id)
                self._runner.run_db(forget, self, lambda _none: None, self.failed.emit)

        find = partial(rescue.found, self.workspace, self._record.id)
        self._runner.run_db(find, owner, found, self.failed.emit)

    def decide(self, path: str, value: JsonValue) -> None:
        """Let one of the values that stand against each other at a path be the one that holds."""
        from kta_desktop.services import conflicts

        self._begin()
        self._runner.run_db(
            partial(conflicts.decide, self.workspace, self._record.id, path, value),
            self,
            self._changed_outside,
            self._refused,
        )

    def undo(self) -> None:
        """Take back the newest act that is not taken back yet."""
        self._step(answering.undo, _("Undone: {what}"), _("There is nothing to undo."))

    def redo(self) -> None:
        """Bring back what was taken back last."""
        self._step(answering.redo, _("Brought back: {what}"), _("There is nothing to redo."))

    def reload(self) -> None:
        """Take in what others stored: a measurement, a closed revision, a merged package.

        What is on its way to the disk, could not be stored or is only drafted stays as it is.
        """
        from kta_desktop.services import auditing

        if self.commenting.is_loaded:
            self.commenting.reload()
        self._runner.run_db(
            partial(auditing.load, self.workspace, self._record.id),
            self,
            self._take_in,
            self.failed.emit,
        )

    def name_of(self, path: str) -> str:
        """Return number, title and instance of what a path leads to: ``8.3 Specific discharge``."""
        return title_of(self.state, path, language())

    def _made_attachments(self) -> Attachments:
        made = Attachments(self.workspace, self.state, self.submit, self._runner, self)
        made.waiting.connect(self._wait)
        made.changed.connect(self.changed)
        made.failed.connect(self.failed)
        return made

    def _note_held(self, path: str) -> None:
        self.changed.emit(frozenset({path.partition("#")[0]}))

    def _wait(self, change: int) -> None:
        """Count files that are on their way as work that is not on the disk yet."""
        if change > 0:
            self._begin()
        else:
            self._end()

    def _begin(self) -> None:
        self._under_way += 1
        self.saving.emit()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way and not self._unsaved:
            self.saved.emit(self.saved_at)

    def _show(self, values: Iterable[tuple[str, JsonValue]]) -> None:
        self.changed.emit(frozenset(self._applied(values)))

    def _applied(self, values: Iterable[tuple[str, JsonValue]]) -> set[str]:
        return set(self.state.apply_all(values))

    def _settle_owed(self, touched: set[str]) -> list[Edit]:
        """Apply what the form must store by itself now, and return it as edits.

        Defaults, first values and demanded rows belong to the act that caused them: so they
        survive a restart, are in the log, and are taken back with it.
        """
        edits: list[Edit] = []
        for edit in answering.owed(self.state):
            before = self.state.entries.get(edit.path)
            self._pending.setdefault(edit.path, _Pending(before)).waiting += 1
            touched |= self.state.apply(edit.path, edit.after)
            edits.append(edit)
        return edits

    def _stored(self, edits: Sequence[Edit], changes: Sequence[Change]) -> None:
        for edit in edits:
            pending = self._pending[edit.path]
            pending.stored = edit.after
            self._settle(edit.path, pending)
        self._note(changes)
        self._end()

    def _not_stored(self, edits: Sequence[Edit], typed: Mapping[str, str], error: KtaError) -> None:
        put_back = []
        for edit in edits:
            pending = self._pending[edit.path]
            if self._settle(edit.path, pending):
                put_back.append((edit.path, pending.stored))
                self._unsaved[edit.path] = edit.after
        self._under_way -= 1
        self.drafting.keep_again(typed)
        self._show(put_back)
        self.failed.emit(error)

    def _settle(self, path: str, pending: _Pending) -> bool:
        """Count one edit of ``path`` as done; return whether it was the last under way."""
        pending.waiting -= 1
        if pending.waiting == 0:
            del self._pending[path]
        return pending.waiting == 0

    def _step(
        self,
        step: "Callable[[Workspace, str], tuple[Change, ...]]",
        text: str,
        nothing: str,
    ) -> None:
        self._begin()
        self._runner.run_db(
            partial(step, self.workspace, self._record.id),
            self,
            partial(self._stepped, text, nothing),
            self._refused,
        )

    def _take_in(self, record: AuditRecord) -> None:
        """Show the stored audit, apart from paths whose edits are still under way.

        The database thread works in order: what was submitted before the reading is in it, and
        what was submitted since becomes the stored value of its path in a moment.
        """
        before, self._record = self._record, record
        stored, shown = record.entries, self.state.entries
        differing = [
            path
            for path in {*stored, *shown, *record.heads}  # heads alone: what was taken away
            if path not in shown or stored.get(path) != shown.get(path)
        ]
        for path in differing:
            if path in self._pending:
                self._pending[path].stored = stored.get(path)
        self._show((path, stored.get(path)) for path in differing if path not in self._pending)
        if record.conflicts != before.conflicts:
            self.disputed.emit()
        is_newer = record.saved_at != self.saved_at
        self.saved_at = record.saved_at
        if is_newer and not self._under_way and not self._unsaved:
            self.saved.emit(self.saved_at)

    def _stepped(self, text: str, nothing: str, changes: Sequence[Change]) -> None:
        self._changed_outside(changes)
        from kta_desktop.services.history import act_words

        what = act_words(changes, self.state, language())
        self.undone.emit(text.format(what=what) if changes else nothing)

    def _changed_outside(self, changes: Sequence[Change]) -> None:
        """Show what a service has stored already; what was typed since stays shown."""
        for change in changes:
            if change.path in self._pending:
                self._pending[change.path].stored = change.after
        self._show((c.path, c.after) for c in changes if c.path not in self._pending)
        self._note(changes)
        self._end()

    def _refused(self, error: KtaError) -> None:
        self._under_way -= 1
        self.failed.emit(error)

    def _note(self, changes: Sequence[Change]) -> None:
        """Take down the time of stored changes, and what they decided."""
        for change in changes[-1:]:  # not the greatest time: the clock may have been set back
            self.saved_at = change.at
        decided = {change.path for change in changes}
        if not decided.isdisjoint(conflict.path for conflict in self._record.conflicts):
            left = tuple(one for one in self._record.conflicts if one.path not in decided)
            self._record = replace(self._record, conflicts=left)
            self.disputed.emit()
