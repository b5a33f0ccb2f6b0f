"""Types into the real main window, key by key, and says what is on screen, until it is killed.

Reads lines ``WORKSPACE KEY_HEX AUDIT SEED``. For each it forks (imports are paid once), says
``pid N``, and the child says one JSON object a line: ``offer`` (the drafts that the checklist
offers back), ``ready``, ``key`` (the text of the focused field after a key, with the monotonic
time) and ``saved`` (texts of the answers that the window calls saved); when it is gone, ``dead``.
"""

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kta_desktop import i18n
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section, Text
from kta_desktop.services import auditing, drafts, filling, workspace
from kta_desktop.settings import Settings
from ui.app import frame, main_window, pages, strip_items
from ui.models.preferences import Preferences
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.views import checklist_view, home_view, unlock_view
from ui.widgets import answer_factory

LOADED = (auditing, drafts, filling, frame, strip_items, home_view, unlock_view, answer_factory)
TABLE, TEXT, SIZE = "wat_04", "wat_08", "wat_03"
_LETTERS = "abcdefghijklmnoprstuvwxyz"
_PAUSE_MS = 1300  # long enough for the autosave


def _question(name: str, kind: QuestionType, **more: Any) -> Question:
    label = Text(ru=f"Вопрос {name}", kk=f"Сұрақ {name}")
    return Question(name=name, number=name[-2:], section="wat", type=kind, label=label, **more)


DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Вода", kk="Су"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода", kk="Су")),),
    questions=(
        _question(SIZE, QuestionType.DECIMAL, unit="m3/t", units=("m3/t", "m3/hl")),
        _question(
            TABLE,
            QuestionType.TABLE,
            columns=(
                Column(name="stream", type=QuestionType.TEXT, label=Text(ru="Поток")),
                Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="Объём")),
            ),
        ),
        _question(TEXT, QuestionType.TEXT),
    ),
)


def main() -> None:
    """Fork a typist for each line, one at a time."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(*line.split())
        say({"pid": child})
        os.waitpid(child, 0)
        say({"dead": child})


def work(path: str, key: str, audit: str, seed: str) -> NoReturn:
    """Open the window on an audit and type until killed."""
    app = QApplication([])
    i18n.set_language("ru")
    theme.use("light")
    runner = TaskRunner()
    window = main_window.MainWindow()
    window.furnish(Path(path), Preferences(Settings(language="ru")), runner, exists=True)
    window.show()
    window.activateWindow()
    window.open_workspace(workspace.open_with_key(Path(path), bytes.fromhex(key)), audit)
    typist = Typist(window, random.Random(int(seed)), int(seed))
    QTimer.singleShot(0, typist.begin)
    app.exec()
    raise AssertionError("nobody killed the typist")


class Typist:
    """Goes from field to field and types texts that tell where and when they were begun."""

    def __init__(self, window: main_window.MainWindow, chance: random.Random, number: int) -> None:
        self._window, self._chance, self._number = window, chance, number
        self._step = 0
        self._text = self._left = ""

    @property
    def _view(self) -> checklist_view.ChecklistView:
        assert self._window.frame is not None
        view = self._window.frame.page
        assert isinstance(view, checklist_view.ChecklistView)
        return view

    def begin(self) -> None:
        """Wait for the audit, then say what is offered back, take it, and type."""
        opened = self._window.frame
        if opened is None or opened.editor is None or opened.page_name != pages.CHECKLIST:
            QTimer.singleShot(5, self.begin)
            return
        opened.editor.saved.connect(lambda _at: self._say_saved())
        # the offer of the page was asked for before, so it is there when this comes
        opened.editor.drafting.load(self._window, self._start)

    def _start(self, _kept: object) -> None:
        offer = self._view.drafts
        shown = [] if offer.isHidden() else [[one.path, one.text] for one in offer.offered]
        say({"offer": shown})
        offer.take_all()
        say({"ready": True})
        self._next_field()

    def _next_field(self) -> None:
        self._step += 1
        tag = f"{self._number:06d}{self._step:03d}"
        self._text = ""
        letters = "".join(self._chance.choice(_LETTERS) for _ in range(40))
        go = self._chance.choice((self._to_text, self._to_note, self._to_number, self._to_cell))
        self._left = f"{tag}{letters}"[: self._chance.randint(12, 49)]
        go()
        QTimer.singleShot(self._chance.randint(0, 15), self._key)

    def _key(self) -> None:
        if not self._left:
            pause = _PAUSE_MS if self._chance.random() < 0.2 else 10
            QTimer.singleShot(pause, self._next_field)
            return
        letter, self._left = self._left[0], self._left[1:]
        QTest.keyClicks(_focused(), letter)
        self._text += letter
        say({"key": self._text, "at": time.monotonic()})
        QTimer.singleShot(self._chance.randint(1, 25), self._key)

    def _to_text(self) -> None:
        self._view.show_question(TEXT)
        self._view.focus_first()
        self._press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    def _to_note(self) -> None:
        self._view.show_question(SIZE)
        self._press(Qt.Key.Key_F9)
        self._press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    def _to_number(self) -> None:
        self._view.show_question(SIZE)
        self._view.focus_first()
        self._left = "".join(sign if sign.isdigit() else "7" for sign in self._left)

    def _to_cell(self) -> None:
        self._view.show_question(TABLE)
        self._view.focus_first()
        self._press(Qt.Key.Key_Insert)

    def _press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(_focused(), key, modifiers)

    def _say_saved(self) -> None:
        assert self._window.frame is not None
        assert self._window.frame.editor is not None
        entries = self._window.frame.editor.state.entries
        say({"saved": {path: text_of(value) for path, value in entries.items() if value}})


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def text_of(value: object) -> str:
    """Return the text that was typed for an entry; empty for one that was not typed."""
    if isinstance(value, dict):
        value = value.get("text", "")
    return value if isinstance(value, str) else ""


def say(told: dict[str, object]) -> None:
    """Write a line at once; a child that is killed in the middle of one leaves half a line."""
    os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    main()
