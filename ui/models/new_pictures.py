"""Pictures that come into the watched folder while the checklist is open."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from kta_desktop.errors import KtaError
from kta_desktop.services.incoming import FolderWatch
from ui.tasks import TaskRunner

EVERY_MS = 1000


class NewPictures(QObject):
    """Looks into a folder once a second, off the interface thread, one look at a time.

    Signals:
        changed: What is new, or whether the folder can be read, has changed.
    """

    changed = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._watch: FolderWatch | None = None
        self._is_looking = False
        self.files: list[Path] = []
        """New pictures, in the order they came."""
        self.error: KtaError | None = None
        """Why the folder cannot be read at present; None while it can."""
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched; None if none is."""
        return None if self._watch is None else self._watch.folder

    def watch(self, folder: Path | None) -> None:
        """Watch another folder from now on, or none."""
        if folder == self.folder:
            return
        self._watch = None if folder is None else FolderWatch(folder)
        self.files, self.error = [], None
        self.set_awake(awake=True)
        self.changed.emit()
        self.look()

    @property
    def is_awake(self) -> bool:
        """Whether it looks by itself."""
        return self._clock.isActive()

    def set_awake(self, *, awake: bool) -> None:
        """Look once a second, or rest while the page is not seen."""
        if awake and self._watch is not None:
            self._clock.start()
        else:
            self._clock.stop()

    def look(self) -> None:
        """Look once, unless a look is under way: a folder on a network may take its time."""
        if self._watch is None or self._is_looking:
            return
        self._is_looking = True
        watch = self._watch
        self._runner.run_pool(
            lambda _report, _cancelled: watch.look(),
            self,
            partial(self._found, watch),
            partial(self._failed, watch),
        )

    def take(self) -> Sequence[Path]:
        """Return what is new and let it be new no more."""
        files, self.files = self.files, []
        self.changed.emit()
        return files

    def _found(self, watch: FolderWatch, files: Sequence[Path]) -> None:
        self._is_looking = False
        if watch is not self._watch:
            return
        was_gone, self.error = self.error is not None, None
        self.files += files
        if files or was_gone:
            self.changed.emit()

    def _failed(self, watch: FolderWatch, error: KtaError) -> None:
        self._is_looking = False
        if watch is not self._watch:
            return
        was_there, self.error = self.error is None, error
        if was_there:
            self.changed.emit()
