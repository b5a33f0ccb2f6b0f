"""What is being typed in the open audit, kept in the workspace until it is an answer."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from kta_desktop.errors import KtaError
from kta_desktop.services import drafts
from kta_desktop.services.drafts import Draft, shown_path
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

KEEP_MS = 300
"""How old what a crash leaves may be, apart from the time that writing takes."""
RETRY_MS = 5000


class TypedInto(Protocol):
    """A field that says what is typed into it, and when it hands that over or cannot."""

    typing: Any
    settled: Any
    refused: Any

    def resume(self, text: str) -> None:
        """Go on with a text that was being typed."""
        ...


class Drafting(QObject):
    """Keeps drafts behind the keys: one write at a time, of the newest text of each field.

    Signals:
        failed: KtaError of the first write that failed since one did not; the text stays in
            memory and is tried again.
        held: Path of a field whose text is too long to be an answer, or is so no more.
    """

    failed = Signal(object)
    held = Signal(str)

    def __init__(
        self, workspace: "Workspace", audit: str, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._audit, self._runner = workspace, audit, runner
        self._wanted: dict[str, str | None] = {}  # what the disk is to hold and does not yet
        self._kept: dict[str, str] = {}  # what it holds, or will once the write is done
        self._settled: dict[str, str] = {}  # typed, and about to be submitted as an answer
        self._returned: set[str] = set()  # of fields whose answers could not be stored
        self._fields: dict[str, TypedInto] = {}  # the newest of each path; it may be gone
        self._is_writing = self._has_failed = self._is_closed = False
        self.too_long: dict[str, str] = {}
        """Texts that are too long to be stored, by path: their fields go on with them."""
        self._clock = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._clock.timeout.connect(self.flush)

    def follow(self, field: TypedInto, path: str) -> None:
        """Keep what is typed into ``field`` as the draft of ``path``."""
        field.typing.connect(partial(self.typing, path))
        field.settled.connect(partial(self.settled, path))
        field.refused.connect(partial(self._hold, path))
        self._fields[path] = field
        if path in self.too_long:
            field.resume(self.too_long[path])

    def typing(self, path: str, text: str) -> None:
        """Note the text of a field that is typed into."""
        self._wanted[path] = text or None
        self._schedule(KEEP_MS)

    def settled(self, path: str) -> None:
        """Note that a field hands its text over, or that it is given up: the draft may go.

        Called before the edit is submitted, which then takes the draft away with itself.
        """
        text = self._wanted.pop(path, self._kept.get(path))
        if text:
            self._settled[path] = text
        if path in self._kept:
            self._wanted[path] = None
        self._schedule(KEEP_MS)
        if self.too_long.pop(path, None) is not None:
            self.held.emit(path)

    def handed_over(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the texts that edits of ``paths`` are made of, by field: their drafts go."""
        edited = set(paths)
        typed, self._settled = self._settled, {}
        again = {path for path in self._returned if shown_path(path) in edited}
        self._returned -= again
        for path in edited | again | set(typed):
            text = self._wanted.pop(path, self._kept.get(path))
            self._kept.pop(path, None)
            if text:
                typed.setdefault(path, text)
        return typed

    def keep_again(self, texts: Mapping[str, str]) -> None:
        """Keep texts whose edits could not be stored, as soon as the disk takes them."""
        for path, text in texts.items():
            self._wanted.setdefault(path, text)
        self._returned |= set(texts)
        self._schedule(RETRY_MS)

    def take_up(self, path: str, text: str) -> None:
        """Note that the next edit is made of a draft, which then goes with it."""
        self._settled[path] = text
        self.give_up(path)

    def give_up(self, path: str) -> None:
        """Take a draft out of the workspace."""
        self._wanted[path] = None
        self._schedule(KEEP_MS)

    def resume(self, path: str, text: str) -> None:
        """Let the field of ``path`` go on with a text that is too long, now or once it is made."""
        self._hold(path, text)
        field = self._fields.get(path)
        if field is not None and isValid(field):
            field.resume(text)

    def load(self, owner: QObject, done: Callable[[tuple[Draft, ...]], object]) -> None:
        """Bring the drafts that the last run of the program left."""
        work = partial(drafts.kept, self._workspace, self._audit)
        self._runner.run_db(work, owner, done, self.failed.emit)

    def flush(self) -> None:
        """Write now what is not written yet."""
        self._clock.stop()
        self._settled.clear()
        if not self._wanted or self._is_closed:
            return
        texts, self._wanted = self._wanted, {}
        self._kept.update({path: text for path, text in texts.items() if text is not None})
        for path in [path for path, text in texts.items() if text is None]:
            self._kept.pop(path, None)
        self._is_writing = True
        self._runner.run_db(
            partial(drafts.keep, self._workspace, self._audit, texts),
            self,
            self._written,
            partial(self._not_written, texts),
        )

    def close(self) -> None:
        """Write what is left and nothing after it: the workspace is closed next."""
        self.flush()
        self._is_closed = True

    def _schedule(self, after: int) -> None:
        if not self._is_writing and not self._clock.isActive():
            self._clock.start(RETRY_MS if self._has_failed else after)

    def _written(self, _result: None) -> None:
        self._is_writing = self._has_failed = False
        if self._wanted:
            self._schedule(KEEP_MS)

    def _not_written(self, texts: dict[str, str | None], error: KtaError) -> None:
        """Want again what is still typed and what is still to go."""
        self._is_writing = False
        for path, text in texts.items():
            if text == self._kept.get(path):
                self._wanted.setdefault(path, text)
        first, self._has_failed = not self._has_failed, True
        self._schedule(RETRY_MS)
        if first:
            self.failed.emit(error)

    def _hold(self, path: str, text: str) -> None:
        is_new = path not in self.too_long
        self.too_long[path] = text
        if is_new:
            self.held.emit(path)
