"""The overview of a small audit in a real workspace."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.levels import Level
from kta_desktop.services import auditing, packs, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.undo import AuditEditor
from ui.views.overview_view import OverviewView

LEAD = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева Айгуль", role="lead")
EXPERT = Auditor(id="01890000-0000-7000-8000-000000000002", name="Ким Роман", role="expert")


def _q(name, number, kind=QuestionType.TEXT, **more):
    section = name.partition("_")[0]
    return Question(
        name=name, number=number, section=section, type=kind, label=Text(ru=name), **more
    )


DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(
        Section(name="gen", number="1", label=Text(ru="Профиль", kk="Бейін")),
        Section(name="wat", number="8", label=Text(ru="Вода", kk="Су")),
        Section(name="air", number="9", label=Text(ru="Воздух", kk="Ауа")),
    ),
    questions=(
        _q("gen_01", "1.1", more={"statutory_group": "process"}),
        _q("wat_01", "8.1", required=True),
        _q("wat_02", "8.2", QuestionType.DECIMAL, unit="m3/t", levels=("SWWD",)),
        _q("air_01", "9.1", evidence=("photo",)),
    ),
    levels=(
        Level(
            id="SWWD", kind="indicative", medium="water_direct",
            parameter=Text(ru="Удельный сброс"), lower="0.3", upper="3.0", unit="m3/t",
            when="true()", confidence="verified",
        ),
    ),
)  # fmt: skip


class Page:
    """The page with hands."""

    def __init__(self, qtbot, ws, record):
        self.qtbot, self.ws, self.audit = qtbot, ws, record.id
        self.runner = TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.view = OverviewView(self.editor, ws, self.runner, day=lambda: date(2026, 11, 22))
        self.jumps = []
        self.view.jump.connect(self.jumps.append)
        qtbot.addWidget(self.view)
        self.resize(1282, 640)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()

    @property
    def body(self):
        return self.view.body

    def resize(self, width, height):
        self.view.resize(width, height)

    def answer(self, path, value):
        """Store something, and wait until the page has counted it."""
        self.editor.submit([Edit(path, value)])
        self.view.refresh()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.view.window().focusWidget() or self.view, key, modifiers)

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.editor.is_saving, timeout=10_000)

    def entries(self):
        self.settle()
        return auditing.load(self.ws, self.audit).entries

    def close(self):
        self.settle()
        self.runner.close()


@pytest.fixture
def page(qtbot, tmp_path, monkeypatch):
    """The overview of an audit with two auditors and three days on site."""
    pair = DEFINITION, json_hash(DEFINITION.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: pair)
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    i18n.set_language("ru")
    ws, _code = workspace.create(tmp_path / "ws.ktadb", "сыр масло сүт ірімшік", LEAD)
    new = NewAudit(
        number="KTA-2026-014",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»", category="II", representative="Оспанов Е."),
        pack="small",
        team=(LEAD, EXPERT),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    made = Page(qtbot, ws, auditing.start(ws, new))
    yield made
    made.close()
    ws.close()
