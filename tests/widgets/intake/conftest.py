"""A centre, an auditor and a stick between them; the centre's page with hands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.texts import Text
from kta_desktop.services import (
    answering,
    auditing,
    contained,
    delivering,
    packs,
    register,
    remotes,
)
from kta_desktop.services import workspace as workspaces
from ui.models.intake_source import Source
from ui.models.register_source import RegisterSource
from ui.views.intake_view import IntakeView

WAIT_MS = 20_000
WATER, ACID, NOTE = "water", "acid", "note"


def _asked(name, number, title):
    return Question(
        name=name, number=number, section="wat", type=QuestionType.TEXT, label=Text(ru=title)
    )


def _small():
    definition = Definition(
        pack="food",
        version="1",
        title=Text(ru="Молоко"),
        sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
        questions=(
            _asked(WATER, "8.1", "Забор воды"),
            _asked(ACID, "8.2", "Расход кислоты"),
            _asked(NOTE, "8.3", "Примечание к воде"),
        ),
    )
    return definition, json_hash(definition.to_json())


@pytest.fixture(autouse=True)
def _quick(monkeypatch, quick_keys):
    """Let a definition of three questions be every pack, and print nothing."""
    monkeypatch.setattr(packs, "compiled", lambda _pack: _small())
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})


@pytest.fixture
def stick(tmp_path):
    """The folder that both know."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def laptop(tmp_path, quick_keys, stick):
    """The workspace of the auditor, who delivers to the stick."""
    profile = Auditor(id=new_id(), name="Жумабаева Айгуль")
    ws, _code = workspaces.create(tmp_path / "laptop.ktadb", "пароль", profile)
    remotes.add_remote(ws, "Центр", str(stick))
    yield ws
    ws.close()


@pytest.fixture
def centre(tmp_path, quick_keys, stick):
    """The workspace of a centre that knows no key yet."""
    profile = Auditor(id=new_id(), name="Бюро НДТ")
    ws, _code = workspaces.create(tmp_path / "centre.ktadb", "пароль", profile)
    register.set_centre(ws, centre=True)
    remotes.add_remote(ws, "Флешка", str(stick))
    yield ws
    ws.close()


class Field:
    """What the auditor does."""

    def __init__(self, ws):
        self.ws, self.number = ws, auditing.next_number(ws, 2026)
        new = NewAudit(
            number=self.number, plant=Plant(name="ТОО «Сүт»"), pack="food", team=(ws.profile,),
            starts_on="2026-11-22", ends_on="2026-11-25", reference_year=2025,
        )  # fmt: skip
        self.audit = auditing.start(ws, new).id

    def answer(self, question, text):
        value = Answer(text=text, value=text).to_json()
        answering.store(self.ws, self.audit, [answering.Edit(question, value)])

    def deliver(self):
        delivering.queue(self.ws, self.audit)
        return delivering.sync(self.ws)


@pytest.fixture
def field(laptop):
    """An auditor who has delivered a first version with two answers."""
    made = Field(laptop)
    made.answer(WATER, "139 700")
    made.answer(ACID, "1 240")
    made.deliver()
    return made


@pytest.fixture
def known(centre, laptop):
    """Let the centre know and accept the key of the auditor."""
    key = register.import_card(centre, register.card_text(laptop))
    return register.accept(centre, key.fingerprint, "auditor")


class Desk:
    """The page with hands: keys go to whatever has the focus."""

    def __init__(self, qtbot, ws, runner):
        self.qtbot, self.ws = qtbot, ws
        self.view = IntakeView(runner, Source(ws), RegisterSource(ws))
        self.said, self.places = [], []
        self.view.said.connect(self.said.append)
        self.view.place_wanted.connect(lambda audit, place: self.places.append((audit, place)))
        qtbot.addWidget(self.view)
        self.view.resize(1282, 658)
        with qtbot.waitActive(self.view):  # keys go to the active window only
            self.view.show()
            self.view.activateWindow()
        self.view.focus_first()

    @property
    def review(self):
        return self.view.desk.review

    @property
    def shown(self):
        return self.view.desk.shown

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.focused, key, modifiers)

    def ctrl(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text):
        QTest.keyClicks(self.focused, text)

    @property
    def focused(self):
        modal = QApplication.activeModalWidget()
        return (
            (modal.focusWidget() or modal)
            if modal is not None
            else self.view.window().focusWidget() or self.view
        )

    def dialog(self, kind):
        """Return the dialog of a kind once it is there."""
        self.wait(lambda: any(one.isVisible() for one in self.view.findChildren(kind)))
        return next(one for one in self.view.findChildren(kind) if one.isVisible())

    def gone(self, kind):
        """Wait until no dialog of a kind is there, and come back to the page."""
        self.wait(lambda: not any(one.isVisible() for one in self.view.findChildren(kind)))
        self.view.activateWindow()  # without a window manager nobody else does
        self.wait(self.view.isActiveWindow)

    def wait(self, until):
        self.qtbot.waitUntil(until, timeout=WAIT_MS)

    def take_in(self):
        self.press(Qt.Key.Key_F5)
        self.wait(lambda: self.view._task is None)


@pytest.fixture
def desk(qtbot, centre, runner):
    """The page over the centre."""
    return Desk(qtbot, centre, runner)
