"""The way in: first run, unlocking, recovering."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTemporaryDir, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import Auditor
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from ui.dialogs.first_run import FirstRunPage
from ui.dialogs.recovery_key import RecoveryKeyPage
from ui.dialogs.reset_passphrase import ResetPassphrasePage
from ui.dialogs.restore_copy import RestoreCopyDialog
from ui.dialogs.unlock import UnlockPage
from ui.models.preferences import Preferences
from ui.models.secrets import has_keyring
from ui.tasks import TaskRunner
from ui.widgets.steps_panel import StepsPanel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kta_desktop.services.workspace import BackupInfo, Workspace

_NARROW = 1000  # px: below it the panel at the side leaves too little room
_LOCK_MINUTES = 15
_RESTORE = (N_("Restore a copy…"), "F8")
_OTHER_FOLDER = (N_("Choose another folder…"), "F8")


class WorkspaceGoneError(KtaError):
    """There is no workspace, but there are copies of one. Details: ``path``, ``count``."""

    code = "workspace-gone"
    text = N_(
        "There is no workspace {path}, but backup copies of it: {count}. They are kept. Restore "
        "the newest, or begin a new workspace below."
    )


class NoCopiesError(KtaError):
    """There is nothing to restore. Details: ``path``."""

    code = "no-copies"
    text = N_(
        "There are no backup copies of {path}. Nothing was changed. Open a workspace that was "
        "kept elsewhere: Ctrl O."
    )


class UnlockView(QWidget):
    """Makes or opens the workspace at ``path``.

    Signals: ``opened`` with the ``Workspace``; its receiver owns and closes it.
    ``training_wanted``: the demonstration is to be opened instead.
    """

    opened = Signal(object)
    training_wanted = Signal()

    def __init__(
        self,
        path: Path,
        preferences: Preferences,
        runner: TaskRunner,
        *,
        exists: bool,
        ask_keyring: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._preferences, self._runner = preferences, runner
        self._made: Workspace | None = None
        self._code = ""
        self._offer: Callable[[], object] = self._choose_folder
        self.ask_printer: Callable[[QWidget, int], QPrinter | None] = _ask_printer
        self.setProperty("ground", "bg")
        self._steps = StepsPanel(steps=not exists)
        self.first_run = FirstRunPage()
        self.recovery = RecoveryKeyPage()
        self.unlock = UnlockPage()
        self.reset = ResetPassphrasePage()
        self._pages = QStackedWidget()
        for page in (self.first_run, self.recovery, self.unlock, self.reset):
            self._pages.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._steps)
        row.addWidget(self._pages, 1)
        self._connect()
        self._start(exists=exists)
        if ask_keyring:
            self._ask_keyring()
        elif not exists:
            runner.run_pool(has_keyring, self, self._offer_keyring, self._no_keyring)
            self._look_for_copies()

    def title(self) -> str:
        """Return what the title of the window says."""
        if self._pages.currentWidget() is self.unlock:
            return _("locked")
        if self._pages.currentWidget() is self.reset:
            return _("new passphrase")
        return _("first run")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the page for the status strip."""
        if self._pages.currentWidget() is self.recovery:
            return [("Ctrl+P", _("print")), ("Ctrl+S", _("save"))]
        return [("Tab", _("next field")), ("Alt+V", _("show the passphrase"))]

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        page = self._pages.currentWidget()
        if isinstance(page, FirstRunPage | UnlockPage | ResetPassphrasePage):
            page.focus_first()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        for part in (self._steps, self.first_run, self.recovery, self.unlock, self.reset):
            part.retranslate()

    def abandon(self) -> None:
        """Close a workspace that was made but not handed over, as when the window is closed."""
        self._code = ""
        if self._made is not None:
            self._made.close()
            self._made = None

    def _connect(self) -> None:
        self.first_run.language_chosen.connect(lambda code: self._preferences.change(language=code))
        self.first_run.finished.connect(self._create)
        self.first_run.step_changed.connect(self._steps.show_step)
        self.first_run.training_wanted.connect(self.training_wanted)
        self.first_run.other_wanted.connect(self._choose_other)
        self.recovery.finished.connect(self._hand_over)
        self.recovery.print_wanted.connect(self._print_key)
        self.unlock.tried.connect(self._open)
        self.unlock.other_wanted.connect(self._choose_other)
        self.unlock.copies_wanted.connect(self._list_copies)
        self.first_run.offer_taken.connect(self._take_offer)
        self.reset.chosen.connect(self._reset)
        self.reset.passed.connect(self._hand_over)
        self.reset.lock_wanted.connect(self._lock_again)

    def _start(self, *, exists: bool) -> None:
        self.unlock.show_place(str(self.path))
        self._pages.setCurrentWidget(self.unlock if exists else self.first_run)
        self._steps.show_step(2)
        self.focus_first()

    def _create(self, profile: Auditor, passphrase: str, use_keyring: bool) -> None:
        from kta_desktop.services import workspace

        work = partial(workspace.create, self.path, passphrase, profile, use_keyring=use_keyring)
        self.first_run.banner.clear()
        self.first_run.set_busy(True)
        self._runner.run_db(work, self, self._created, self._not_created)

    def _created(self, made: "tuple[Workspace, str]") -> None:
        self._made, code = made
        minutes = _LOCK_MINUTES if self.first_run.lock.isChecked() else 0
        remember = self.first_run.remember.isChecked()
        self._preferences.change(lock_minutes=minutes, workspace=str(self.path), keyring=remember)
        self.first_run.set_busy(False)
        self.first_run.secret.clear()
        self.recovery.show_code(code, self._made.profile.name, self.path.name)
        self._steps.show_step(4)
        self._pages.setCurrentWidget(self.recovery)

    def _print_key(self) -> None:
        """Print the page with the key; the file it goes through is wiped with its folder."""
        from ui.widgets.print_job import PrintJob

        printer = self.ask_printer(self, 1)
        if printer is None:
            return
        folder = QTemporaryDir()
        path = Path(folder.filePath("key.pdf"))
        try:
            self.recovery.write_page(path)
        except KtaError as error:
            self.recovery.banner.show_error(error)
            return
        job = PrintJob(self._runner, path, 1, printer, self)
        job.finished.connect(partial(self._key_printed, folder))
        job.failed.connect(self.recovery.banner.show_error)
        job.start()

    def _key_printed(self, folder: QTemporaryDir, _pages: int) -> None:
        folder.remove()
        self.recovery.banner.show_message("ok", _("The key was sent to the printer."))

    def _not_created(self, error: KtaError) -> None:
        self.first_run.set_busy(False)
        self._offer = self._choose_folder
        self.first_run.banner.show_error(error, _OTHER_FOLDER)

    def _hand_over(self) -> None:
        made, self._made, self._code = self._made, None, ""
        self.opened.emit(made)

    def _open(self, typed: str, by_key: bool) -> None:
        from kta_desktop.services import workspace

        open_it = workspace.open_with_recovery if by_key else workspace.open_workspace

        work = partial(open_it, self.path, typed)  # behind the closing of what was locked
        self.unlock.set_busy(True)
        opened = partial(self._opened_by_key, typed) if by_key else self._opened
        self._runner.run_db(work, self, opened, partial(self._refused, by_key=by_key))

    def _ask_keyring(self) -> None:
        from kta_desktop.services import workspace

        self.unlock.set_busy(True)
        work = partial(workspace.open_from_keyring, self.path)
        self._runner.run_db(work, self, self._recalled, self._no_keyring)

    def _recalled(self, made: "Workspace | None") -> None:
        self.unlock.set_busy(False)
        if made is not None:
            self.opened.emit(made)

    def _offer_keyring(self, found: bool) -> None:
        self.first_run.remember.setVisible(found)

    def _no_keyring(self, error: KtaError) -> None:
        self.unlock.set_busy(False)
        self.unlock.fail(error)

    def _opened(self, made: "Workspace") -> None:
        self.unlock.set_busy(False)
        self.unlock.reset()
        self._preferences.change(workspace=str(self.path))
        self.opened.emit(made)

    def _refused(self, error: KtaError, *, by_key: bool) -> None:
        self.unlock.set_busy(False)
        wrong = "wrong-recovery-code" if by_key else "wrong-passphrase"
        if error.code == wrong:
            self.unlock.refuse(error)
        else:
            self.unlock.fail(error)
        if error.code == "workspace-in-use":
            from ui.widgets.front import call_front

            call_front(self.path)  # the window that has it open comes to the front

    def _opened_by_key(self, code: str, made: "Workspace") -> None:
        """Ask for a new passphrase first: with a forgotten one the data would stay locked."""
        self.unlock.set_busy(False)
        self.unlock.reset()
        self._made, self._code = made, code
        self._pages.setCurrentWidget(self.reset)
        self.reset.begin()

    def _reset(self, new: str) -> None:
        from kta_desktop.services import workspace

        self.reset.set_busy(True)
        work = partial(workspace.reset_passphrase, self.path, self._code, new)
        self._runner.run_db(work, self, self._was_reset, self.reset.refuse)

    def _was_reset(self, _none: None) -> None:
        self.reset.begin()
        self._preferences.change(workspace=str(self.path))
        self._hand_over()

    def _lock_again(self) -> None:
        if self._made is not None:
            self._runner.run_db(self._made.close, self, _nothing, self.unlock.fail)
        self._made, self._code = None, ""
        self.reset.begin()
        self._start(exists=True)

    def _look_for_copies(self) -> None:
        """Offer what is beside a workspace that is gone; a first run finds nothing."""
        if (self.path.parent / "backups").is_dir():
            from kta_desktop.services import workspace

            listing = partial(workspace.backups, self.path)
            self._runner.run_db(listing, self, self._offer_copies, self._not_created)

    def _offer_copies(self, copies: "list[BackupInfo]") -> None:
        if copies:
            self._offer = self._list_copies
            error = WorkspaceGoneError(path=self.path, count=len(copies))
            self.first_run.banner.show_error(error, _RESTORE)

    def _take_offer(self) -> None:
        self._offer()

    def _list_copies(self) -> None:
        from kta_desktop.services import workspace

        listing = partial(workspace.backups, self.path)
        self._runner.run_db(listing, self, self._ask_copy, self.unlock.fail)

    def _ask_copy(self, copies: "list[BackupInfo]") -> None:
        if not copies:
            self.unlock.fail(NoCopiesError(path=self.path))
            return
        dialog = RestoreCopyDialog(copies, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(partial(self._restore, dialog))
        dialog.open()

    def _restore(self, dialog: RestoreCopyDialog, copy: Path, passphrase: str) -> None:
        from kta_desktop.services import workspace

        dialog.set_busy(True)
        work = partial(workspace.restore, self.path, copy, passphrase)
        self._runner.run_db(work, dialog, partial(self._restored, dialog), dialog.refuse)

    def _restored(self, dialog: RestoreCopyDialog, made: "Workspace") -> None:
        dialog.set_busy(False)
        dialog.accept()
        self._opened(made)

    def _choose_folder(self) -> None:
        title = _("Choose a folder")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self.path.parent))
        if chosen:
            self.path = Path(chosen) / self.path.name
            self.first_run.banner.clear()
            if self.path.is_file():
                self._start(exists=True)
            else:
                text = _("The workspace will be made in the folder {path}.")
                self.first_run.banner.show_message("info", text.format(path=chosen))

    def _choose_other(self) -> None:
        kinds = _("Workspaces (*.ktadb)")
        title = _("Open another workspace")
        chosen, _kind = QFileDialog.getOpenFileName(self, title, str(self.path.parent), kinds)
        if chosen:
            self.path = Path(chosen)
            self.unlock.reset()
            self._start(exists=True)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.focus_first()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._steps.setVisible(self.width() >= _NARROW)


def _nothing(_result: None) -> None:
    """Take note of nothing: the file is closed."""


def _ask_printer(parent: QWidget, pages: int) -> "QPrinter | None":
    """Ask in the system's dialog; its library is loaded when somebody prints."""
    from ui.widgets.print_job import ask_printer

    return ask_printer(parent, pages)
