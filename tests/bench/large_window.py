"""The checklist of a large audit as an auditor works in it; prints one JSON document.

``python -m tests.bench.large_window ours|bare WORKSPACE KEY_HEX AUDIT``. ``bare`` shows the same
rows in a plain QTableView with the same file open: what Qt itself costs.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget
from typing_extensions import override

KEYS = 400  # strokes, a fifth of them Enter to the next question
FRAMES = 300  # turns of the wheel over the list
SECTIONS_SEEN = 12
SIZE = (1366, 728)
ROOT = QModelIndex()
Took = tuple[float, float]
"""Milliseconds by the clock, and of the processor in this thread alone."""


def main() -> None:
    """Measure what the command line asks for."""
    which, path, key, audit = sys.argv[1:5]
    app = QApplication([])
    found = _ours(app, Path(path), key, audit) if which == "ours" else _bare(app, path, key, audit)
    sys.stdout.write(json.dumps(found | {"memory": [_peak()]}) + "\n")


class Painted(QObject):
    """Notes when a widget of a name is painted for the first time."""

    def __init__(self, app: QApplication, name: str) -> None:
        super().__init__()
        self.at = 0.0
        self._name = name
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.at and event.type() == QEvent.Type.Paint and watched.objectName() == self._name:
            self.at = time.perf_counter()
        return False


def _ours(app: QApplication, path: Path, key: str, audit: str) -> dict[str, list[float]]:
    from kta_desktop.services import workspace
    from kta_desktop.settings import Settings
    from ui.app import warm
    from ui.app.main_window import MainWindow
    from ui.models.preferences import Preferences
    from ui.tasks import TaskRunner
    from ui.theme import theme

    theme.use("light")
    runner = TaskRunner()
    warm.first()
    window = MainWindow()
    window.furnish(path, Preferences(Settings(language="ru")), runner, exists=True)
    window.resize(*SIZE)
    window.show()
    window.open_workspace(workspace.open_with_key(path, bytes.fromhex(key)))
    window.activateWindow()
    warmed: list[None] = []  # as the program does while a person reads the list of audits
    runner.run_pool(warm.warm, window, warmed.append, _raise)
    _until(app, lambda: bool(warmed) and window.frame is not None and not runner_is_busy(window))
    painted = Painted(app, "checklist")
    begun = time.perf_counter()
    assert window.frame is not None
    window.frame.open_audit(audit)
    _until(app, lambda: painted.at > 0)
    found = {"open": [(painted.at - begun) * 1000]}
    app.removeEventFilter(painted)
    view: Any = window.frame.page
    view.show_section("s0")
    view.focus_first()
    app.processEvents()
    found |= _both("key", _typed(app, window.focusWidget, Qt.Key.Key_Return))
    found |= _walked(app, view)
    window.close()
    runner.close()
    return found


def _raise(error: Exception) -> None:
    raise error


def runner_is_busy(window: Any) -> bool:
    """Whether the list of audits is still on its way."""
    return not window.frame.page.list.rows.rows()


def _walked(app: QApplication, view: Any) -> dict[str, list[float]]:
    """Turn the wheel over section after section; return times of frames and of new sections."""
    frames: list[Took] = []
    sections: list[Took] = []
    for number in range(SECTIONS_SEEN):
        sections.append(_timed(app, partial(view.show_section, f"s{number + 20}")))
        frames += _scrolled(app, view.questions.viewport(), FRAMES // SECTIONS_SEEN)
    return _both("section", sections) | _both("frame", frames)


def _bare(app: QApplication, path: str, key: str, audit: str) -> dict[str, list[float]]:
    from kta_desktop.services import auditing, workspace

    ws = workspace.open_with_key(Path(path), bytes.fromhex(key))
    table = QTableView()
    table.setObjectName("bare")
    table.resize(*SIZE)
    painted = Painted(app, "qt_scrollarea_viewport")
    begun = time.perf_counter()
    record = auditing.load(ws, audit)
    table.setModel(_Rows(record.definition.questions, record.entries))
    table.setColumnWidth(1, 700)
    table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
    table.show()
    table.activateWindow()
    _until(app, lambda: painted.at > 0)
    found = {"open": [(painted.at - begun) * 1000]}
    app.removeEventFilter(painted)
    table.setCurrentIndex(table.model().index(0, 2))
    table.edit(table.currentIndex())
    app.processEvents()
    found |= _both("key", _typed(app, lambda: _editor(app, table), Qt.Key.Key_Down))
    table.setFocus()
    found |= _both("frame", _scrolled(app, table.viewport(), FRAMES))
    ws.close()
    return found


def _editor(app: QApplication, table: QTableView) -> QWidget:
    focused = app.focusWidget()
    if focused is None or focused is table:
        table.edit(table.currentIndex())
    return app.focusWidget() or table


class _Rows(QAbstractTableModel):
    def __init__(self, questions: Any, entries: Any) -> None:
        super().__init__()
        self._questions, self._entries = questions, dict(entries)

    @override
    def rowCount(self, _parent: Any = ROOT) -> int:
        return len(self._questions)

    @override
    def columnCount(self, _parent: Any = ROOT) -> int:
        return 3

    @override
    def flags(self, index: Any) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        question = self._questions[index.row()]
        answer = self._entries.get(question.name)
        texts = (question.number, question.label.ru, str(answer.get("text", "")) if answer else "")
        return texts[index.column()]

    @override
    def setData(self, index: Any, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self._entries[self._questions[index.row()].name] = {"text": value}
        return True


def _both(name: str, took: list[Took]) -> dict[str, list[float]]:
    return {name: [wall for wall, _cpu in took], f"{name}_cpu": [cpu for _wall, cpu in took]}


def _typed(app: QApplication, focused: Callable[[], Any], on: Qt.Key) -> list[Took]:
    """Return what each stroke took, from the key to the end of what it painted."""
    times = []
    for number in range(KEYS):
        key = on if number % 5 == 4 else (Qt.Key.Key_1, Qt.Key.Key_2)[number % 2]
        times.append(_timed(app, partial(_press, focused, key)))
    return times


def _press(focused: Callable[[], Any], key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def _scrolled(app: QApplication, viewport: QWidget, turns: int) -> list[Took]:
    return [
        _timed(app, lambda: app.sendEvent(viewport, _wheel(viewport))) for _turn in range(turns)
    ]


def _wheel(viewport: QWidget) -> QWheelEvent:
    middle = viewport.rect().center()
    return QWheelEvent(
        middle,
        viewport.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by place only
    )


def _timed(app: QApplication, act: Callable[[], object]) -> Took:
    begun, worked = time.perf_counter(), time.thread_time()
    act()
    app.processEvents()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the loop of the program does
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000


def _until(app: QApplication, holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + 60
    while not holds():
        app.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
