"""Attachments of the open audit: files come in, are shown, written out and taken off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _
from kta_desktop.services.answering import Edit
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.evidence import Found
    from kta_desktop.services.workspace import Workspace

Wanted = tuple[str, Path]
"""Address of a question and a file that is to be attached to it."""
_HERE = N_("{name} is attached to this question already; it was not attached twice.")
_ELSEWHERE = N_("{name} is attached to {questions} too; its bytes are stored once.")
_UNSHOWN = N_(
    "{name} is in the HEIC format: it is attached and kept, but cannot be shown or printed here. "
    "Attach a JPEG copy beside it if it is to be seen on paper."
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be known of a file that came: a message id and what it names."""

    text: str
    details: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """Return it in the interface language."""
        return _(self.text).format(**dict(self.details))


@dataclass(frozen=True, slots=True)
class Picture:
    """A reduced picture, and whether its original tells where it was taken."""

    image: QImage
    has_position: bool


class Attachments(QObject):
    """What proves the answers of one audit.

    A file is read in the pool, its bytes are stored on the database thread, and only then it is
    named by an edit: nothing ever names bytes that are not there.

    Signals:
        waiting: +1 when a file is on its way, -1 when it has come or was refused.
        changed: frozenset of the addresses of questions whose look may differ now.
        failed: KtaError of what could not be written out.
        look_wanted: Address and id of an attachment that is to be seen.
        folder_wanted: A folder of photographs is to be attached by their times.
        new_wanted: Address that the new pictures of the watched folder go to; where there are
            none, a folder is to be chosen.
    """

    waiting = Signal(int)
    changed = Signal(object)
    failed = Signal(object)
    look_wanted = Signal(str, str)
    folder_wanted = Signal()
    new_wanted = Signal(str)

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
        self.new_pictures = 0
        """How many pictures the watched folder holds that nobody has taken."""
        self.refusals: dict[str, list[KtaError]] = {}
        """Why files of the last act were not attached, by address; until the next act there."""
        self.remarks: dict[str, list[Remark]] = {}
        """What is to be known of the files of the last act, by address."""

    def attach(self, address: str, files: Sequence[Path]) -> None:
        """Attach files to a question; each is its own act, a refused one stops no other."""
        self._forget(address)
        for file in files:
            self._take(address, partial(_read, file))

    def paste(self, address: str, pasted: QMimeData) -> bool:
        """Attach the files or the picture of a clipboard; return whether it holds any."""
        files = [Path(url.toLocalFile()) for url in pasted.urls() if url.isLocalFile()]
        if files:
            self.attach(address, files)
            return True
        image = pasted.imageData() if pasted.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._forget(address)
        self._take(address, partial(_pasted, image))
        return True

    def attach_each(
        self,
        wanted: Sequence[Wanted],
        owner: QObject,
        progress: Callable[[int], object],
        done: Callable[[Sequence[KtaError]], object],
    ) -> "Batch":
        """Attach many files as one act, one after the other; what cannot be is told at the end."""
        batch = Batch(self, wanted, progress, done, owner)
        batch.go_on()
        return batch

    def detach(self, address: str, evidence_id: str) -> None:
        """Take an attachment off a question; undo brings it back."""
        self._submit([Edit(fieldpath.evidence(address, evidence_id), None)])

    def describe(self, address: str, item: Evidence, *, caption: str, kind: str) -> None:
        """Give an attachment another caption and kind."""
        told = replace(item, caption=caption, kind=kind)
        self._submit([Edit(fieldpath.evidence(address, item.id), told.to_json())])

    def load_picture(
        self,
        sha256: str,
        max_px: int,
        owner: QObject,
        done: Callable[["Picture"], object],
        failed: Callable[[KtaError], object] = lambda _error: None,
    ) -> None:
        """Bring a reduced copy of a picture, decoded; one that cannot be read brings nothing."""
        self._runner.run_pool(
            partial(_picture, self._workspace, sha256, max_px), owner, done, failed
        )

    def copy(
        self, sha256: str, target: Path, owner: QObject, done: Callable[[Path], object]
    ) -> None:
        """Write the original of an attachment to ``target``, whole or not at all."""
        from kta_desktop.services import evidence

        self._runner.run_pool(
            lambda _report, _cancelled: evidence.copy_to(self._workspace, sha256, target),
            owner,
            done,
            self.failed.emit,
        )

    def read_and_keep(
        self,
        read: "Callable[[object, object], Found]",
        kept: "Callable[[Found], object]",
        refused: Callable[[KtaError], object],
    ) -> None:
        """Read a file in the pool and store its bytes; ``kept`` then names them by an edit."""
        from kta_desktop.services import evidence

        def found(file: "Found") -> None:
            store = partial(evidence.keep, self._workspace, file)
            self._runner.run_db(store, self, lambda _none: kept(file), refused)

        self._runner.run_pool(read, self, found, refused)

    def edit_of(self, address: str, item: Evidence) -> Edit:
        """Return the edit that names an attachment, with the kind its question asks for."""
        from kta_desktop.services import evidence_rules

        told = evidence_rules.suited(item, self._state.question(address))
        return Edit(fieldpath.evidence(address, item.id), told.to_json())

    def submit(self, edits: Sequence[Edit]) -> None:
        """Name attachments whose bytes are stored, as one act."""
        self._submit(edits)

    def is_here(self, address: str, item: Evidence) -> bool:
        """Whether the same file is attached to a question already."""
        return any(each.sha256 == item.sha256 for each in self._state.evidence(address))

    def _take(self, address: str, read: "Callable[[object, object], Found]") -> None:
        self.waiting.emit(1)
        kept, refused = partial(self._kept, address), partial(self._not_attached, address)
        self.read_and_keep(read, kept, refused)

    def _kept(self, address: str, found: "Found") -> None:
        from kta_desktop.services import evidence

        item = found.item
        others = evidence.attached_to(self._state.entries, item.sha256)
        if self.is_here(address, item):
            self._remark(address, _HERE, name=item.name)
        else:
            if others:
                numbers = ", ".join(self._number(each) for each in others)
                self._remark(address, _ELSEWHERE, name=item.name, questions=numbers)
            if item.media_type.startswith("image/") and not item.is_image:
                self._remark(address, _UNSHOWN, name=item.name)
            self._submit([self.edit_of(address, item)])
        self.waiting.emit(-1)
        self.changed.emit(frozenset({address}))

    def _not_attached(self, address: str, error: KtaError) -> None:
        self.refusals.setdefault(address, []).append(error)
        self.waiting.emit(-1)
        self.changed.emit(frozenset({address}))

    def _remark(self, address: str, text: str, **details: str) -> None:
        self.remarks.setdefault(address, []).append(Remark(text, tuple(details.items())))

    def _forget(self, address: str) -> None:
        self.refusals.pop(address, None)
        self.remarks.pop(address, None)

    def _number(self, address: str) -> str:
        try:
            return self._state.question(address).number
        except KeyError:  # of another version of the checklist
            return address


class Batch(QObject):
    """Many files on their way, one after the other, to become one act.

    The editor counts it as work that is not on the disk yet. It ends also when nobody looks on.
    """

    def __init__(
        self,
        attachments: Attachments,
        wanted: Sequence[Wanted],
        progress: Callable[[int], object],
        done: Callable[[Sequence[KtaError]], object],
        owner: QObject,
    ) -> None:
        super().__init__(attachments)
        self._attachments, self._wanted, self._owner = attachments, tuple(wanted), owner
        self._progress, self._done = progress, done
        self._seen: set[tuple[str, str]] = set()
        self._next, self._is_cancelled = 0, False
        self._edits: list[Edit] = []
        self._refused: list[KtaError] = []
        attachments.waiting.emit(1)

    def cancel(self) -> None:
        """Attach no further file; those that have come are attached."""
        self._is_cancelled = True

    def go_on(self) -> None:
        """Take the next file, or name all that have come."""
        if self._is_cancelled or self._next == len(self._wanted):
            self._end()
            return
        address, file = self._wanted[self._next]
        self._next += 1
        self._attachments.read_and_keep(
            partial(_read, file), partial(self._came, address), self._failed
        )

    def _came(self, address: str, found: "Found") -> None:
        mark = address, found.item.sha256
        if mark not in self._seen and not self._attachments.is_here(address, found.item):
            self._seen.add(mark)
            self._edits.append(self._attachments.edit_of(address, found.item))
        self._step()

    def _failed(self, error: KtaError) -> None:
        self._refused.append(error)
        self._step()

    def _step(self) -> None:
        if shiboken6.isValid(self._owner):
            self._progress(self._next)
        self.go_on()

    def _end(self) -> None:
        self._attachments.submit(self._edits)
        self._attachments.waiting.emit(-1)
        if shiboken6.isValid(self._owner):
            self._done(self._refused)
        self.deleteLater()


class NoAttachments(Attachments):
    """Attachments of answers that are only tried out: nothing is kept.

    Signals: ``declined`` when something should have been attached.
    """

    declined = Signal()

    @override
    def attach(self, address: str, files: Sequence[Path]) -> None:
        self.declined.emit()

    @override
    def paste(self, address: str, pasted: QMimeData) -> bool:
        self.declined.emit()
        return True


def _picture(
    workspace: "Workspace", sha256: str, max_px: int, _report: object, _cancelled: object
) -> Picture:
    from kta_desktop.services import evidence

    look = evidence.look(workspace, sha256, max_px)
    return Picture(QImage.fromData(look.data), look.has_position)


def _read(file: Path, _report: object, _cancelled: object) -> "Found":
    from kta_desktop.services import evidence

    return evidence.read(file)


def _pasted(image: QImage, _report: object, _cancelled: object) -> "Found":
    """Return a picture of the clipboard as a PNG that is called by its time."""
    from datetime import datetime

    from PySide6.QtCore import QBuffer, QIODevice

    from kta_desktop.services import evidence

    now = datetime.now().astimezone().replace(microsecond=0)
    name = _("Picture {time}.png").format(time=f"{now:%Y-%m-%d %H.%M.%S}")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # stubs know the bytes of a name only
    return evidence.found_in(bytes(buffer.data().data()), name, taken_at=now.isoformat())
