"""What follows the first paint: language, colours, the way in, the demonstration."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import kta_desktop
from kta_desktop import paths
from kta_desktop.errors import KtaError
from ui.app import tongue, warm
from ui.app.main_window import MainWindow
from ui.models.preferences import Preferences
from ui.tasks import Cancelled, Report, TaskRunner
from ui.theme import icon, preferred_theme, theme

if TYPE_CHECKING:
    from kta_desktop.services.demo import Prepared
    from kta_desktop.services.workspace import Workspace

BUNDLE_SUFFIX = ".kta"
_SETTLED_MS = 1500  # the system is asked about its network when nobody waits for a window
WORKSPACE_NAME = "workspace.ktadb"


def begin(
    window: MainWindow, options: argparse.Namespace, preferences: Preferences, runner: TaskRunner
) -> None:
    """Furnish ``window`` as the options and the settings say, then warm up what pages need."""
    tongue.speak(preferences.settings.language)
    theme.use(preferred_theme(preferences.settings.theme), glove=preferences.settings.glove)
    QApplication.setApplicationName("KTA Desktop")
    QApplication.setApplicationVersion(kta_desktop.__version__)
    QApplication.setWindowIcon(icon("clipboard-list", "ac", 32))
    path = _workspace(options.file, preferences)
    warm.first()
    window.furnish(path, preferences, runner, exists=path.is_file())
    window.training_wanted.connect(lambda: _demonstrate(window, runner))
    if options.demo:
        _demonstrate(window, runner)
    elif options.file is not None and options.file.suffix == BUNDLE_SUFFIX:
        window.open_package(options.file)
    QTimer.singleShot(0, window, lambda: runner.run_pool(warm.warm, window, _ignore, _ignore))
    QTimer.singleShot(_SETTLED_MS, window, window.watch_network)


def _workspace(file: Path | None, preferences: Preferences) -> Path:
    """Return the workspace that was named, used last, or the usual one."""
    if file is not None and file.suffix != BUNDLE_SUFFIX:
        return file.absolute()
    last = Path(preferences.settings.workspace) if preferences.settings.workspace else None
    return last if last is not None and last.is_file() else paths.data_dir() / WORKSPACE_NAME


def _demonstrate(window: MainWindow, runner: TaskRunner) -> None:
    """Make the demonstration, or take the one that is there, and open its audit."""
    page = window.show_wait()

    def work(report: Report, _cancelled: Cancelled) -> "tuple[Workspace, Prepared]":
        from kta_desktop.services import demo, workspace

        folder = paths.data_dir() / "demo"
        prepared = demo.existing(folder) or demo.prepare(folder, report=report)
        return workspace.open_workspace(prepared.path, prepared.passphrase), prepared

    def done(made: "tuple[Workspace, Prepared]") -> None:
        window.demo_passphrase = made[1].passphrase
        window.open_workspace(made[0], made[1].audit)

    def failed(error: KtaError) -> None:
        page.banner.show_message("error", error.sentence())

    runner.run_pool(work, page, done, failed, page.show_progress)


def _ignore(_result: object) -> None:
    """Take note of nothing: the modules are only faster to import later."""
