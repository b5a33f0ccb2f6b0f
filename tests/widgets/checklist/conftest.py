"""A small checklist with every type of answer, in a real workspace."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services import auditing, packs, workspace
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.undo import AuditEditor
from ui.views.checklist_view import ChecklistView

PASSPHRASE = "сыр масло сүт ірімшік"
LIKERT = (
    Choice(name="yes", label=Text(ru="Да", kk="Иә", en="Yes")),
    Choice(name="partly", label=Text(ru="Частично", kk="Ішінара", en="Partly")),
    Choice(name="no", label=Text(ru="Нет", kk="Жоқ", en="No")),
    Choice(name="na", label=Text(ru="Неприменимо", kk="Қолданылмайды", en="Not applicable")),
)
USES = tuple(
    Choice(name=name, label=Text(ru=ru, kk=kk, en=name))
    for name, ru, kk in (
        ("cip", "CIP", "CIP"),
        ("boiler", "питание котла", "қазандықты қоректендіру"),
        ("tower", "градирня", "салқындату мұнарасы"),
        ("sewer", "канализация", "кәріз"),
    )
)
YES_NO = (
    Choice(name="yes", label=Text(ru="да", kk="иә", en="yes")),
    Choice(name="no", label=Text(ru="нет", kk="жоқ", en="no")),
)


def _q(name, number, kind, ru, **more):
    section = name.partition("_")[0]
    label = Text(ru=ru, kk=more.pop("kk", ru + " (қаз)"), en=ru)
    return Question(name=name, number=number, section=section, type=kind, label=label, **more)


DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Чек-лист молочного завода", kk="Сүт зауытының парағы", en="Dairy checklist"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Водный баланс", kk="Су балансы")),
        Section(name="air", number="10", label=Text(ru="Выбросы", kk="Шығарындылар")),
    ),
    questions=(
        _q("wat_05", "8.1", QuestionType.SELECT_ONE, "Отделены ли ливневые воды?",
           choices=LIKERT, appearance="likert", hint=Text(ru="Смотрите колодцы.")),
        _q("wat_03", "8.2", QuestionType.DECIMAL, "Каков объём стоков на тонну?", unit="m3/t",
           short=Text(ru="Удельный сброс", kk="Үлестік төгінді", en="Specific discharge"),
           units=("m3/t", "m3/hl"), required=True, evidence=("document", "calculation"),
           more={"warn": ". < 100"}),
        _q("wat_02", "8.3", QuestionType.SELECT_ONE, "Куда идёт конденсат?", choices=USES),
        _q("wat_06", "8.4", QuestionType.SELECT_MULTIPLE, "Где берут воду?", choices=USES),
        _q("wat_04", "8.5", QuestionType.TABLE, "Какие потоки не используют повторно?", columns=(
            Column(name="stream", type=QuestionType.TEXT, label=Text(ru="Поток", kk="Ағын")),
            Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="Объём", kk="Көлем"),
                   unit="m3/day"),
            Column(name="metered", type=QuestionType.SELECT_ONE, label=Text(ru="Счётчик"),
                   choices=YES_NO),
        )),
        _q("wat_07", "8.6", QuestionType.DATE, "Когда поверен водомер?"),
        _q("wat_08", "8.7", QuestionType.TEXT, "Главные наблюдения"),
        _q("wat_09", "8.8", QuestionType.IMAGE, "Снимки колодца", evidence=("photo",)),
        _q("wat_10", "8.9", QuestionType.INTEGER, "Сколько счётчиков?", unit="pcs"),
        _q("air_01", "10.1", QuestionType.DECIMAL, "Пыль после сушки?", unit="mg/Nm3",
           relevant="selected(${wat_06}, 'boiler')"),
        _q("air_02", "10.2", QuestionType.DATE, "Дата замера?"),
    ),
)  # fmt: skip


@pytest.fixture
def definition():
    """What the audit asks; a test module may put another in its place."""
    return DEFINITION


@pytest.fixture
def started(tmp_path, monkeypatch, definition):
    """An open workspace with one fresh audit."""
    pair = definition, json_hash(definition.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: pair)
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)  # the strength of a passphrase is tested elsewhere
    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева А.")
    ws, _code = workspace.create(tmp_path / "ws.ktadb", PASSPHRASE, profile)
    new = NewAudit(
        number="KTA-2026-014",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
        pack="small",
        team=(profile,),
        starts_on="2026-11-20",
        ends_on="2026-11-24",
        reference_year=2025,
    )
    record = auditing.start(ws, new)
    yield ws, record
    ws.close()


class Screen:
    """The page with hands: keys go to whatever has the focus."""

    def __init__(self, qtbot, ws, record):
        self.qtbot, self.ws, self.audit = qtbot, ws, record.id
        self.runner = TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.view = ChecklistView(self.editor, ws, self.runner)
        qtbot.addWidget(self.view)
        self.view.resize(1282, 698)
        with qtbot.waitActive(self.view):  # keys go to the active window only
            self.view.show()
            self.view.activateWindow()

    def go(self, name):
        self.view.show_question(name)
        return self.card.form.answer

    @property
    def card(self):
        return self.view.questions.current

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.view.window().focusWidget(), key, modifiers)

    def type(self, text):
        for letter in text:
            target = QApplication.focusWidget() or self.view.window().focusWidget()
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(target, event)

    def settle(self):
        """Hand over what is typed and wait until it is stored."""
        self.view.commit()
        self.qtbot.waitUntil(lambda: not self.editor.is_saving, timeout=10_000)

    def stored(self):
        """Return what the workspace holds, read anew."""
        self.settle()
        return auditing.load(self.ws, self.audit).entries

    def close(self):
        self.view.commit()
        self.editor.drafting.close()
        self.runner.close()


@pytest.fixture
def screen(qtbot, started):
    i18n.set_language("ru")
    theme.use("light")
    made = Screen(qtbot, *started)
    yield made
    made.close()
