"""The centre's page over a large audit: 3,000 questions, 500 changes, 60 comments.

Each step is held against painting one row of such a list, which every list has to do.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

QUESTIONS, CHANGES, COMMENTS, TIMES = 3_000, 500, 60, 7
if TYPE_CHECKING:
    from ui.models.intake import Reviewed
    from ui.widgets.intake_review import ReviewPanel

_TEXT = "Расход воды на мойку оборудования, подтверждён журналом учёта за отчётный год"


def _version() -> "Reviewed":
    from kta_desktop.services.comments import Comment
    from kta_desktop.services.revisions import Revised
    from ui.models.intake import Asked, Facts, Reviewed, Standing, Version

    asked = tuple(
        Asked(path=f"q{n}", number=f"{n // 30}.{n % 30}", title=f"{_TEXT} {n}", answer=_TEXT,
              section=f"Раздел {n // 30}")
        for n in range(QUESTIONS)
    )  # fmt: skip
    changed = tuple(
        Revised(path=f"q{6 * n}", address=f"q{6 * n}", section=f"Раздел {n // 5}",
                number=f"{n // 5}.{n % 30}", title=f"{_TEXT} {n}", before=f"{n} м³",
                after=_TEXT, by="Жумабаева Айгуль", at="2026-11-21T09:02:00Z")
        for n in range(CHANGES)
    )  # fmt: skip
    comments = tuple(
        Comment(id=f"c{n}", audit="a", path=f"q{n}", text=_TEXT, by="Сарсенов", level="centre",
                at="2026-11-12T08:00:00Z", round=1, revision=1, review="r", reply=_TEXT)
        for n in range(COMMENTS)
    )  # fmt: skip
    version = Version(key="a", standing=Standing.WAITING, audit="a", number="KTA-1", revision=2)
    return Reviewed(
        version=version, against=1, others=(1,), facts=Facts(), changed=changed, asked=asked,
        comments=comments,
    )  # fmt: skip


def _timed(act: Callable[[], object]) -> float:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    found = []
    for _turn in range(TIMES):
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
        slowest = 0.0
        for _step in range(60):  # what is laid out afterwards comes in steps of its own
            step = time.perf_counter()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            slowest = max(slowest, time.perf_counter() - step)
        found[-1] = max(found[-1], slowest)
    return statistics.median(found)


def _type(review: "ReviewPanel") -> None:
    review.comment_on("q6")
    review.composer.editor.insertPlainText("a")


def run() -> Iterator[tuple[str, float, str]]:
    """Yield the longest step of each act as a multiple of laying 40 rows out by Qt alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QApplication, QListView

    app = QApplication.instance() or QApplication([])
    from ui.theme import theme
    from ui.widgets.intake_changes import ASKED, CHANGED, ChangesPanel
    from ui.widgets.intake_review import ReviewPanel, titles_of

    theme.use("light", glove=False)
    shown = _version()
    plain, rows = QListView(), QStringListModel([f"{_TEXT} {n}" for n in range(CHANGES)])
    plain.setWordWrap(True)
    plain.resize(540, 600)
    plain.show()

    def floor() -> None:
        plain.setModel(None)
        plain.setModel(rows)

    unit = _timed(floor)
    changes, review = ChangesPanel(), ReviewPanel()
    for panel, width in ((changes, 540), (review, 392)):
        panel.resize(width, 600)
        panel.show()

    def search(text: str) -> None:
        changes.pane.field.setText(text)
        changes.pane.enter()

    acts: dict[str, Callable[[], object]] = {
        "show a version": lambda: changes.show_version(shown),
        "show all questions": lambda: (changes.pane.choose(CHANGED), changes.pane.choose(ASKED)),
        "search the questions": lambda: (search(""), search("мойку 29")),
        "show its review": lambda: review.show_version(shown, titles_of(shown)),
        "type a letter": lambda: _type(review),
    }
    for name, act in acts.items():
        taken = _timed(act)
        yield f"{name}, 3,000 questions ({taken * 1000:.0f} ms)", taken / unit, "x of a plain list"
    app.processEvents()
