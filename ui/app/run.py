"""The composition root: everything is made here, once, and closed here."""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import kta_desktop
from kta_desktop import logs, paths, settings
from kta_desktop.errors import KtaError
from kta_desktop.i18n import DEFAULT, LANGUAGES
from ui.app import offscreen, tongue
from ui.app.crash import CrashHandler
from ui.app.main_window import MainWindow
from ui.app.warm import warm
from ui.models.preferences import Preferences
from ui.tasks import Cancelled, Report, TaskRunner
from ui.theme import icon, preferred_theme, theme

if TYPE_CHECKING:
    from kta_desktop.services.demo import Prepared
    from kta_desktop.services.workspace import Workspace

_log = logging.getLogger(__name__)
BUNDLE_SUFFIX = ".kta"
WORKSPACE_NAME = "workspace.ktadb"


def run(argv: Sequence[str]) -> int:
    """Run the program until its window is closed; return the exit code.

    Args:
        argv: Arguments without the name of the program: ``[FILE] [--demo] [--lang ru|kk|en]``.
    """
    options = parse(argv)
    if options.demo and not offscreen.has_display():
        return offscreen.tour(options.lang or DEFAULT)
    logs.start()
    app = QApplication.instance() or QApplication([sys.argv[0]])
    crashes = CrashHandler()
    crashes.install()
    chosen = settings.load()
    if options.lang:
        chosen = replace(chosen, language=options.lang)
    runner = TaskRunner()
    window = start(options, Preferences(chosen), runner)
    try:
        return app.exec()
    finally:
        runner.close()
        window.deleteLater()
        crashes.uninstall()
        logs.stop()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options; wrong use ends the process with code 2, as argparse does."""
    parser = argparse.ArgumentParser(prog="main.py", description="KTA Desktop")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="workspace or package")
    parser.add_argument("--demo", action="store_true", help="open the demonstration audit")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the interface")
    return parser.parse_args(list(argv))


def start(options: argparse.Namespace, preferences: Preferences, runner: TaskRunner) -> MainWindow:
    """Show the first window of a running application, then begin what takes longer."""
    tongue.speak(preferences.settings.language)
    theme.use(preferred_theme(preferences.settings.theme), glove=preferences.settings.glove)
    QApplication.setApplicationName("KTA Desktop")
    QApplication.setApplicationVersion(kta_desktop.__version__)
    QApplication.setWindowIcon(icon("clipboard-list", "ac", 32))
    path = _workspace(options.file, preferences)
    window = MainWindow(path, preferences, runner, exists=path.is_file())
    if options.demo:
        _demonstrate(window, runner)
    elif options.file is not None and options.file.suffix == BUNDLE_SUFFIX:
        window.open_package(options.file)
    window.show()
    QTimer.singleShot(0, window, partial(_begin, window, runner))
    return window


def _begin(window: MainWindow, runner: TaskRunner) -> None:
    """Import what the pages need while the person reads the first one."""
    runner.run_pool(warm, window, _ignore, _ignore)


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
