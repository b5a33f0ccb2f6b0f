"""The demonstration where there is no display: the same audit, its windows painted to files."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n, logs, paths, settings
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.app import pages, tongue
from ui.app.main_window import MainWindow
from ui.app.rubbish import Rubbish
from ui.models.preferences import Preferences
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.theme.tokens import LIGHT, NIGHT

if TYPE_CHECKING:
    from kta_desktop.services.demo import Prepared

_SIZE = (1366, 768)
_ANALYSIS = "analysis"  # of a session: a part of the page of measurements
# The preview is the very PDF, which has to be made first; an analysis reads all readings.
_SETTLE_MS = {pages.PRINT: 8000, _ANALYSIS: 4000}
_USUAL_MS = 1200  # pages read the workspace behind the scenes
_QUESTION = "wat_03"  # of the demonstration: a figure above its level
_VIEWS = (("ru", LIGHT.name), ("kk", NIGHT.name))


def tour(language: str) -> int:
    """Make the demonstration, paint its windows, say where everything lies; return 0, or 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    i18n.set_language(language)
    logs.start()
    try:
        for line in _tour(paths.data_dir() / "demo"):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except KtaError as error:
        sys.stderr.write(f"{error.sentence()} [{error.code}]\n")
        return 1
    finally:
        logs.stop()
    return 0


def _tour(folder: Path) -> Iterator[str]:
    from kta_desktop.services import demo

    yield _("There is no display: the demonstration runs without windows.")
    made = demo.run(folder, reviewed=True)
    yield _("Demonstration: plant, people and figures are invented.")
    yield _("Workspace: {path} (passphrase: {passphrase})").format(
        path=made.prepared.path, passphrase=made.prepared.passphrase
    )
    yield from (_("Sheet: {path}").format(path=sheet) for sheet in made.sheets)
    yield _("Bundle: {path}").format(path=made.bundle)
    yield _("Receipt: {path}").format(path=made.receipt)
    screens = folder / "screens"
    screens.mkdir()
    spoken = i18n.language()
    painted = list(_paint(made.prepared, screens))
    i18n.set_language(spoken)
    yield from (_("Screenshot: {path}").format(path=path) for path in painted)


def _paint(prepared: "Prepared", folder: Path) -> Iterator[Path]:
    """Yield a picture of every page, in Russian by day and in Kazakh by night."""
    from kta_desktop.services import workspace

    app = QApplication.instance() or QApplication([])
    Rubbish(app)
    theme.use(LIGHT.name)
    runner = TaskRunner()
    preferences = Preferences(replace(settings.Settings(), language=i18n.language(), geometry=""))
    window = MainWindow()
    window.furnish(prepared.path, preferences, runner, exists=True)
    window.resize(*_SIZE)
    window.show()
    opened = workspace.open_workspace(prepared.path, prepared.passphrase)
    window.open_workspace(opened, prepared.audit)
    try:
        for language, colours in _VIEWS:
            tongue.speak(language)
            theme.use(colours)
            window.retranslate()
            for name in _pages(window):
                _settle(_SETTLE_MS.get(name, _USUAL_MS))
                path = folder / f"{name}-{language}-{colours}.png"
                window.grab().save(str(path))
                yield path
    finally:
        # hidden, not closed: closing would write this tour's look into the person's settings
        window.hide()
        runner.close()
        opened.close()
        window.deleteLater()
        del app


def _pages(window: MainWindow) -> Iterator[str]:
    """Show one page after the other, and the analysis of the newest session; yield their names."""
    from ui.widgets.measure_sessions import SessionCard

    frame = window.frame
    for item in pages.ITEMS:
        if not item.page or frame is None:
            continue
        frame.show_page(item.name)
        if item.name == pages.CHECKLIST:
            frame.page.show_question(_QUESTION)  # type: ignore[attr-defined]  # a ChecklistView
        yield item.name
        if item.name == pages.MEASURE:
            newest = window.findChild(SessionCard)
            if newest is not None:
                newest.analysis_asked.emit(newest.session)
                yield _ANALYSIS


def _settle(milliseconds: int) -> None:
    """Let the event loop run until the page has read and painted what it shows."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
