"""The plant card over a fresh audit of the common checklist, with hands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.services import auditing, workspace
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.undo import AuditEditor
from ui.views.plant_view import PlantView
from ui.widgets.plant_table import PlantTable

PASSPHRASE = "снег на перевале в мае"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A workspace for all audits of a module."""
    strength, keys.SCRYPT_N = keys.SCRYPT_N, 2**14  # tested elsewhere
    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева А.")
    path = tmp_path_factory.mktemp("plant") / "ws.ktadb"
    ws, _code = workspace.create(path, PASSPHRASE, profile)
    yield ws
    ws.close()
    keys.SCRYPT_N = strength


class Card:
    """The page with hands: keys go to whatever has the focus."""

    def __init__(self, qtbot, ws, record):
        self.qtbot, self.ws, self.audit = qtbot, ws, record.id
        self.runner = TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.view = PlantView(self.editor)
        qtbot.addWidget(self.view)
        self.view.resize(1282, 658)
        with qtbot.waitActive(self.view):  # keys go to the active window only
            self.view.show()
            self.view.activateWindow()
        self.jumps = []
        self.view.jump.connect(self.jumps.append)

    @property
    def tables(self):
        return [part for part in self.view.sheet.parts if isinstance(part, PlantTable)]

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        focused = QApplication.focusWidget() or self.view.window().focusWidget()
        QTest.keyClick(focused, key, modifiers)

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
def card(qtbot, shelf, request):
    i18n.set_language("ru")
    theme.use("light")
    new = NewAudit(
        number=f"KTA-{abs(hash(request.node.name)) % 10**8}",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107", category="II"),
        pack="core",
        team=(shelf.profile,),
        starts_on="2026-11-20",
        ends_on="2026-11-24",
        reference_year=2025,
    )
    made = Card(qtbot, shelf, auditing.start(shelf, new))
    yield made
    made.close()
