"""From an answer to a line of the plan and back, by keyboard alone, in the demonstration."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication

from kta_desktop.services import demo
from kta_desktop.storage import keys as storage_keys
from tests.e2e.day_keyboard import Keyboard
from tests.e2e.day_program import Day, Program

ANSWER, INDICATOR = "wat_03", "figure.wat_03"
TECHNIQUE, BOTTLENECK, MEASURE = "EU-FDM-BAT-7", "Нет возврата последнего", "Новый насос Н-7"
_WINDOW = QSize(1366, 768)
_MOST_STEPS = 90


@pytest.fixture
def day(qtbot, tmp_path, monkeypatch):
    """The demonstration, measured for a minute only, in the main window, the checklist in sight."""
    monkeypatch.setattr(storage_keys, "SCRYPT_N", 2**14)
    data = demo._data("food")
    data |= {"photographs": [], "documents": []}
    data["session"] |= {"sample_minutes": 1, "samples": 1}
    monkeypatch.setattr(demo, "_data", lambda _pack: data)
    prepared = demo.prepare(tmp_path / "demo")
    keys = Keyboard(qtbot, tmp_path / "pictures")
    made = Day(keys, tmp_path, Program(qtbot, str(prepared.path)))
    made.program.window.resize(_WINDOW)
    keys.wait_focus("unlock_passphrase")
    keys.type(demo.PASSPHRASE)
    keys.press("Return")
    keys.wait_focus("audits")
    keys.press("Return")
    keys.wait_text("Разделы")
    yield made
    made.program.close()


class Chain:
    """What a person sees of the chain, station by station."""

    def __init__(self, day):
        self.day, self.keys = day, day.keys

    @property
    def page(self):
        return self.day.program.window.frame.page

    def follow(self, words):
        """Go by Tab to the link that begins so, and press Enter on it."""
        passed = []
        for _step in range(_MOST_STEPS):
            focused = QApplication.focusWidget()
            is_link = isinstance(focused, QAbstractButton)
            passed.append(focused.accessibleName() if is_link else "")
            if passed[-1].startswith(words):
                self.keys.look(words.replace("/", " "))
                self.keys.press("Return")
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never comes to {words}: {list(dict.fromkeys(passed))}")

    def at_answer(self):
        self.on_page("checklist")
        self.keys.wait(lambda: self.page.questions.current.address == ANSWER, ANSWER)
        card = self.page.questions.current
        self.keys.wait(lambda: card.isAncestorOf(QApplication.focusWidget()), "focus in the card")

    def at_indicator(self):
        self.on_page("bat")
        self.keys.wait(lambda: self.page.indicators.shown == INDICATOR, INDICATOR)
        self.keys.wait_focus("back_to_indicators")
        self.keys.look("indicator")

    def at_technique(self):
        self.on_page("bat")
        self.keys.wait_focus("techniques")
        assert self.page.techniques.line.technique.id == TECHNIQUE
        self.keys.look("technique")

    def at_bottleneck(self):
        self.on_page("plan")
        self.keys.wait_focus("bottleneckList")
        listed = self.page.bottlenecks.list
        assert listed.row(listed.key()).title.startswith(BOTTLENECK)
        self.keys.look("bottleneck")

    def at_measure(self):
        self.on_page("plan")
        self.keys.wait_focus("planTable")
        assert self.page.measures.table.chosen_measure().name.startswith(MEASURE)
        self.keys.look("measure")

    def on_page(self, name):
        frame = self.day.program.window.frame
        self.keys.wait(lambda: frame.page_name == name, f"page {name}")

    def open(self, dialog):
        """Press Enter on what is chosen, and wait for its window."""
        self.keys.press("Return")
        self.keys.wait(lambda: QApplication.activeWindow().objectName() == dialog, dialog)


def test_that_the_chain_from_an_answer_to_the_plan_is_followed_both_ways(day):
    chain = Chain(day)
    day.go(day.program.window.frame.editor.state.question(ANSWER).number)
    there(chain)
    back(chain)
    back_by_the_technique(chain)


def there(chain):
    """Answer, indicator, technique of its level, bottleneck, measure."""
    chain.at_answer()
    chain.keys.press("F6")
    chain.keys.wait_text("Показатель «Удельный сброс")
    chain.follow("Показатель «Удельный сброс")
    chain.at_indicator()
    chain.follow("7. ")
    chain.at_technique()
    chain.keys.press("F4")
    chain.at_bottleneck()
    chain.open("bottleneckDialog")
    chain.follow("1. Новый насос")
    chain.at_measure()


def back(chain):
    """Measure, bottleneck, indicator, answer."""
    chain.open("measureDialog")
    chain.follow("2. Нет возврата")
    chain.at_bottleneck()
    chain.open("bottleneckDialog")
    chain.follow("Удельный сброс")
    chain.at_indicator()
    chain.follow("x — Удельный сброс")
    chain.at_answer()


def back_by_the_technique(chain):
    """From the answer to the measure at once, then by bottleneck and technique to its question."""
    chain.keys.press("F6")
    chain.follow(f"Мера «{MEASURE}")
    chain.at_measure()
    chain.open("measureDialog")
    chain.follow("2. Нет возврата")
    chain.at_bottleneck()
    chain.open("bottleneckDialog")
    chain.follow("7 ")
    chain.at_technique()
    chain.keys.press("Return")
    chain.on_page("checklist")
