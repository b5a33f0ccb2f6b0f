"""Attachments of the open audit: files come in, are shown, written out and taken off."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.services.answering import Edit
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.evidence import Found
    from kta_desktop.services.workspace import Workspace


class Attachments(QObject):
    """What proves the answers of one audit.

    A file is read in the pool, its bytes are stored on the database thread, and only then it is
    named by an edit: nothing ever names bytes that are not there.

    Signals:
        waiting: +1 when a file is on its way, -1 when it has come or was refused.
        changed: frozenset of the addresses of questions whose look may differ now.
        failed: KtaError of what could not be written out.
    """

    waiting = Signal(int)
    changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        state: FormState,
        submit: Callable[[Sequence[Edit]], None],
        runner: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._state, self._submit = state, submit
        self.refusals: dict[str, KtaError] = {}
        """Why the last file was not attached, by address; until another one is."""

    def attach(self, address: str, files: Sequence[Path]) -> None:
        """Attach files to a question; each is its own act, a refused one stops no other."""
        self.refusals.pop(address, None)
        for file in files:
            self.waiting.emit(1)
            self._runner.run_pool(
                partial(_found, file),
                self,
                partial(self._read, address),
                partial(self._not_attached, address),
            )

    def detach(self, address: str, evidence_id: str) -> None:
        """Take an attachment off a question; undo brings it back."""
        self._submit([Edit(fieldpath.evidence(address, evidence_id), None)])

    def load_picture(
        self, sha256: str, max_px: int, owner: QObject, done: Callable[[bytes], object]
    ) -> None:
        """Bring a reduced copy of a picture; one that cannot be read brings nothing."""
        from kta_desktop.services import evidence

        self._runner.run_pool(
            lambda _report, _cancelled: evidence.reduced(self._workspace, sha256, max_px),
            owner,
            done,
            lambda _error: None,  # the sign of a picture stays in its place
        )

    def copy(
        self, sha256: str, target: Path, owner: QObject, done: Callable[[Path], object]
    ) -> None:
        """Write the original of an attachment to ``target``."""
        from kta_desktop.services import evidence

        def write() -> Path:
            with target.open("wb") as file:
                file.writelines(evidence.content(self._workspace, sha256))
            return target

        self._runner.run_pool(lambda _report, _cancelled: write(), owner, done, self.failed.emit)

    def _read(self, address: str, found: "Found") -> None:
        from kta_desktop.services import evidence

        self._runner.run_db(
            partial(evidence.keep, self._workspace, found),
            self,
            lambda _none: self._kept(address, found),
            partial(self._not_attached, address),
        )

    def _kept(self, address: str, found: "Found") -> None:
        path = fieldpath.evidence(address, found.item.id)
        self._submit([Edit(path, found.item.to_json())])
        self.waiting.emit(-1)

    def _not_attached(self, address: str, error: KtaError) -> None:
        self.refusals[address] = error
        self.waiting.emit(-1)
        self.changed.emit(frozenset({address}))


class NoAttachments(Attachments):
    """Attachments of answers that are only tried out: nothing is kept.

    Signals: ``declined`` when something should have been attached.
    """

    declined = Signal()

    @override
    def attach(self, address: str, files: Sequence[Path]) -> None:
        self.declined.emit()


def _found(file: Path, _report: object, _cancelled: object) -> "Found":
    from kta_desktop.services import evidence

    return evidence.read(file)
