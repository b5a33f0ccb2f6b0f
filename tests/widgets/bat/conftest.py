"""The page of techniques over one audit of the food checklist, shared by a module's tests."""

import pytest
from PySide6.QtTest import QTest

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.services import auditing, workspace
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.undo import AuditEditor
from ui.views.bat_view import BatView


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A workspace for all audits of a module."""
    strength, keys.SCRYPT_N = keys.SCRYPT_N, 2**14  # tested elsewhere
    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева А.")
    path = tmp_path_factory.mktemp("bat") / "ws.ktadb"
    ws, _code = workspace.create(path, "снег на перевале в мае", profile)
    yield ws
    ws.close()
    keys.SCRYPT_N = strength


class Bat:
    """The page with what is done to it."""

    def __init__(self, ws, number, pack):
        i18n.set_language("ru")
        theme.use("light", glove=False)
        new = NewAudit(
            number=number,
            plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107", category="II"),
            pack=pack,
            team=(ws.profile,),
            starts_on="2026-11-20",
            ends_on="2026-11-24",
            reference_year=2025,
        )
        record = auditing.start(ws, new)
        self.runner = TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.view = BatView(self.editor)
        self.model = self.view.model
        self.targets = []
        self.view.jump.connect(self.targets.append)

    def show(self, width=1282, height=658):
        self.view.resize(width, height)
        self.view.show()
        self.model.finish()
        self.view.refresh()
        self.view.focus_first()

    def choose(self, key):
        assert self.view.techniques.choose(key)

    def press(self, key, widget=None):
        QTest.keyClick(widget or self.view.techniques.list.rows, key)

    def line(self, key):
        found = self.model.finish()
        return next(line for bat in found.bats for line in bat.lines if line.key == key)

    def close(self):
        self.view.close()
        self.runner.close()


@pytest.fixture(scope="module")
def page(qapp, shelf):
    """The page of an audit in which nothing is answered, 1282×658."""
    made = Bat(shelf, "KTA-2026-001", "food")
    made.show()
    yield made
    made.close()


@pytest.fixture(scope="module")
def bare(qapp, shelf):
    """The page of an audit whose checklist has no techniques."""
    made = Bat(shelf, "KTA-2026-002", "core")
    made.show()
    yield made
    made.close()
