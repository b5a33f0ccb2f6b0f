"""The page of the plan over a fresh audit of the common checklist, shared by a module's tests."""

import time

import pytest
from PySide6.QtTest import QTest

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.services import auditing, plan_desk, plan_form, workspace
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.undo import AuditEditor
from ui.views.plan_view import PlanView

PATIENCE_S = 60.0
TERMS = (("price_year", "2026"), ("currency", "KZT"), ("rate", "12"), ("lifetime", "10"))
MEASURES = (
    (
        "Вернуть ополосок CIP",
        {"capex": "18,4", "saving": "12", "opex": "0,8", "startup": "III 2027"},
    ),
    ("Денитрификатор", {"capex": "124", "saving": "0", "opex": "6,8", "startup": "III 2029"}),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A workspace for all audits of a module."""
    strength, keys.SCRYPT_N = keys.SCRYPT_N, 2**14  # tested elsewhere
    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева А.")
    path = tmp_path_factory.mktemp("plan") / "ws.ktadb"
    ws, _code = workspace.create(path, "снег на перевале в мае", profile)
    yield ws
    ws.close()
    keys.SCRYPT_N = strength


class Plan:
    """The page with what is done to it."""

    def __init__(self, ws, number):
        i18n.set_language("ru")
        theme.use("light", glove=False)
        new = NewAudit(
            number=number,
            plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107", category="II"),
            pack="core",
            team=(ws.profile,),
            starts_on="2026-11-20",
            ends_on="2026-11-24",
            reference_year=2025,
        )
        record = auditing.start(ws, new)
        self.ws, self.audit, self.rows = ws, record.id, ()
        self.runner = TaskRunner()
        self.editor = AuditEditor(ws, record, self.runner)
        self.view = PlanView(self.editor)
        self.model = self.view.model

    def show(self, width=1282, height=658):
        self.view.resize(width, height)
        self.view.show()
        self.settle()
        self.view.refresh()

    def known(self):
        return plan_form.fresh(self.model.finish().known, self.editor.state)

    def submit(self, edits):
        self.editor.submit(edits)
        self.model.finish()

    def fill(self):
        """Enter terms and two measures."""
        known = self.known()
        self.submit([edit for each in TERMS for edit in plan_desk.set_terms(known, *each)])
        rows = []
        for name, fields in MEASURES:
            added = plan_desk.add(self.known(), name)
            self.submit(added.edits)
            rows.append(added.row)
            edits = []
            for field, typed in fields.items():
                edits += plan_desk.change(self.known(), added.row, field, typed)
            self.submit(edits)
        self.rows = tuple(rows)

    def settle(self):
        self.wait(lambda: not self.editor.is_saving)
        return self.model.finish()

    def wait(self, until):
        """Let the event loop run until something holds."""
        end = time.monotonic() + PATIENCE_S
        while not until():
            assert time.monotonic() < end
            QTest.qWait(5)

    def cells(self):
        return [line.cells for line in self.view.measures.table.lines.lines]

    def close(self):
        self.view.close()
        self.view.deleteLater()
        self.editor.drafting.close()
        self.runner.close()


@pytest.fixture(scope="module")
def plan(qapp, shelf):
    """The page with terms and two measures; each test leaves it as it found it."""
    made = Plan(shelf, "KTA-2026-014")
    made.show()
    made.fill()
    yield made
    made.close()


@pytest.fixture
def empty(qapp, shelf):
    """The page of an audit that has no plan yet."""
    made = Plan(shelf, "KTA-2026-015")
    made.show()
    yield made
    made.close()
