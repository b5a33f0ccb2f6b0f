"""Records at a simulated instrument through the real windows until it is killed.

Arguments: WORKSPACE KEY_HEX AUDIT. Says ``recording SESSION`` once the page records, then again
and again how many readings are on disk.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kta_desktop.services import measuring, workspace
from kta_desktop.settings import Settings
from ui.app import pages
from ui.app.main_window import MainWindow
from ui.models.preferences import Preferences
from ui.tasks import TaskRunner

BETWEEN_WORDS_MS = 100


def main() -> None:
    """Open the window on the page of measurements and record."""
    path, key, audit = sys.argv[1:]
    application = QApplication([])
    runner = TaskRunner()
    window = MainWindow()
    window.furnish(Path(path), Preferences(Settings()), runner, exists=True)
    window.show()
    ws = workspace.open_with_key(Path(path), bytes.fromhex(key))
    window.open_workspace(ws, audit, pages.MEASURE)
    clock = QTimer(window, interval=BETWEEN_WORDS_MS)
    clock.timeout.connect(lambda: look(window))
    clock.start()
    application.exec()


def look(window: MainWindow) -> None:
    """Begin as soon as the page is there; then tell what is durable."""
    frame = window.frame
    if frame is None or frame.editor is None:
        return
    view = frame.page
    if not view.property("begun"):
        view.setProperty("begun", "yes")
        view.begin(measuring.demo_plan("", 0))
    elif view.measurement is not None:
        now = view.measurement.view()
        say(f"recording {now.session_id} {now.saved_points}")


def say(text: str) -> None:
    """Write a line at once."""
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main()
