"""One measurement of a sheet in a process of its own: ``python -m tests.bench.sheet_child WHICH``.

A process for each, because typst and we remember what was set before; imports, the made-up audit
and the pictures on disk are ready before the clock starts. Prints JSON.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import importlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2

from kta_desktop.reports.sheet import sheet_pdf
from tests.bench import sheet_audit

Figures = dict[str, float]
_TICK_MS = 10
Job = Callable[[Callable[[float, str], None], Callable[[], bool]], int]
_CANCELS = 6  # moments of the setting at which it is asked to stop


class _StoppedError(Exception):
    """Carries the wish to stop out of the setting."""


def main(which: str) -> None:
    """Measure and print."""
    found = {"ours": _ours, "rows": _rows, "window": _window}.get(which, lambda: _peer(which))()
    sys.stdout.write(json.dumps(found))


def _ours() -> Figures:
    source = sheet_audit.source()
    return _timed(lambda: sheet_pdf(sheet_audit.ORDER, source).data)


def _rows() -> Figures:
    source, order = sheet_audit.long_table()
    return _timed(lambda: sheet_pdf(order, source).data)


def _peer(which: str) -> Figures:
    from tests.bench import sheet_blocks

    try:
        peer = importlib.import_module(f"tests.bench.sheet_{which}")
        with tempfile.TemporaryDirectory() as folder:
            return _timed(peer.prepare(sheet_blocks.document(), Path(folder)))
    except (ImportError, OSError) as error:  # WeasyPrint loads libraries of the system
        return {"missing": 1.0, str(error)[:60]: 0.0}


def _timed(set_pages: Callable[[], bytes]) -> Figures:
    gc.collect()
    begun = time.perf_counter()
    pages = set_pages()
    took = time.perf_counter() - begun
    with pypdfium2.PdfDocument(pages) as document:
        count = len(document)
    return {
        "seconds": took,
        "pages": count,
        "bytes": len(pages),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _window() -> Figures:
    """Measure the gaps between ticks of the interface thread, and how soon a cancel is answered."""
    from PySide6.QtCore import QObject, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.app.rubbish import Rubbish
    from ui.tasks import TaskRunner

    app = QApplication([])
    runner, owner, timer = TaskRunner(), QObject(), QTimer()
    Rubbish(app)  # as the program does: garbage is collected between two events
    work = _Work()
    ticks: list[float] = []
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(_TICK_MS)

    def run(stop_after_s: float | None, job: Job = work.run) -> float:
        """Print; return how long it took, or how long until a cancel was answered."""
        marks = [time.perf_counter()]

        def mark(_result: object = None) -> None:
            marks.append(time.perf_counter())

        task = runner.run_pool(
            job, owner, lambda _pages: (mark(), app.quit()), mark, lambda _share, _text: None
        )
        if stop_after_s is not None:
            QTimer.singleShot(int(1000 * stop_after_s), lambda: (mark(), task.cancel()))
        app.exec()
        was_early = stop_after_s is not None and len(marks) == 2  # it had ended before
        return 0.0 if was_early else marks[-1] - marks[-2]

    whole = run(None)
    gaps = sorted(after - before for before, after in pairwise(ticks))
    ticks.clear()
    run(whole, _spin)
    bare = sorted(after - before for before, after in pairwise(ticks))
    answers = [run(whole * (part + 0.5) / (_CANCELS + 1)) for part in range(_CANCELS)]
    runner.close()
    return {
        "p50": gaps[len(gaps) // 2] * 1000,
        "p99": gaps[int(len(gaps) * 0.99)] * 1000,
        "longest": gaps[-1] * 1000,
        "bare": bare[int(len(bare) * 0.99)] * 1000,
        "cancel": max(answers),
    }


def _spin(_report: Callable[[float, str], None], cancelled: Callable[[], bool]) -> int:
    """Do nothing but calculate until asked to stop: what any work of Python takes of the window."""
    turns = 0
    while not cancelled():
        turns += sum(range(100))
    return turns


class _Work:
    """The setting of the sheet as the pool runs it."""

    def __init__(self) -> None:
        self._source = sheet_audit.source()

    def run(self, report: Callable[[float, str], None], cancelled: Callable[[], bool]) -> int:
        """Return the number of pages, 0 if it was asked to stop."""

        def going_on(share: float) -> None:
            report(share, "")
            if cancelled():
                raise _StoppedError

        try:
            return sheet_pdf(sheet_audit.ORDER, self._source, going_on).pages
        except _StoppedError:
            return 0


if __name__ == "__main__":
    main(sys.argv[1])
