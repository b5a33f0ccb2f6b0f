"""The composition root: everything is made here, once, and closed here.

The window is shown bare before anything else is imported; the rest follows its first paint.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kta_desktop import settings
from kta_desktop.i18n import DEFAULT, LANGUAGES, N_, _
from ui.app.display import has_display
from ui.app.main_window import MainWindow
from ui.app.rubbish import Rubbish
from ui.theme import theme

if TYPE_CHECKING:
    from kta_desktop.settings import Settings
    from ui.app.closing import EndSignals
    from ui.app.crash import CrashHandler
    from ui.models.preferences import Preferences
    from ui.tasks import TaskRunner

NO_DISPLAY = N_("There is no display. Start the program in a graphical session, or use kta.")


def run(argv: Sequence[str]) -> int:
    """Run the program until its window is closed; return the exit code.

    Args:
        argv: Arguments without the name of the program: ``[FILE] [--demo] [--lang ru|kk|en]``.
    """
    options = parse(argv)
    if not has_display():
        return _without_display(options)
    app = QApplication.instance() or QApplication([sys.argv[0]])
    Rubbish(app)
    chosen = settings.load()
    if options.lang:
        chosen = replace(chosen, language=options.lang)
    QApplication.setPalette(theme.ground(chosen.theme))
    window = MainWindow(chosen.geometry)
    program = _Program(window, options, chosen)
    window.painted.connect(program.begin, Qt.ConnectionType.QueuedConnection)
    window.show()
    try:
        return app.exec()
    finally:
        program.close()
        window.deleteLater()


def _without_display(options: argparse.Namespace) -> int:
    """Run the demonstration offscreen, or say what is missing; return the exit code."""
    language = options.lang or DEFAULT
    if not options.demo:
        sys.stderr.write(_(NO_DISPLAY, language) + "\n")
        return 1
    from ui.app.offscreen import tour

    return tour(language)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options; wrong use ends the process with code 2, as argparse does."""
    parser = argparse.ArgumentParser(prog="main.py", description="KTA Desktop")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="workspace or package")
    parser.add_argument("--demo", action="store_true", help="open the demonstration audit")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the interface")
    return parser.parse_args(list(argv))


def start(
    options: argparse.Namespace, preferences: "Preferences", runner: "TaskRunner"
) -> MainWindow:
    """Show and furnish the main window of a running application, in one step."""
    from ui.app.beginning import begin

    window = MainWindow(preferences.settings.geometry)
    begin(window, options, preferences, runner)
    window.show()
    return window


class _Program:
    """What a running program owns beside its window."""

    def __init__(self, window: MainWindow, options: argparse.Namespace, chosen: "Settings") -> None:
        self._window, self._options, self._chosen = window, options, chosen
        self._runner: TaskRunner | None = None
        self._crashes: CrashHandler | None = None
        self._signals: EndSignals | None = None

    def begin(self) -> None:
        """Furnish the window that was painted bare."""
        from kta_desktop import logs
        from ui.app.beginning import begin
        from ui.app.closing import EndSignals
        from ui.app.crash import CrashHandler
        from ui.models.preferences import Preferences
        from ui.tasks import TaskRunner

        logs.start()
        self._crashes = CrashHandler()
        self._crashes.install()
        self._runner = TaskRunner()
        self._signals = EndSignals(self._window.secure, self._window)
        begin(self._window, self._options, Preferences(self._chosen), self._runner)

    def close(self) -> None:
        """End what ``begin`` began."""
        from kta_desktop import logs

        if self._signals is not None:
            self._signals.stop()
        if self._runner is not None:
            self._runner.close()
        if self._crashes is not None:
            self._crashes.uninstall()
        logs.stop()
