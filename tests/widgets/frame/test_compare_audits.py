"""Two audits of one plant side by side; which checklists an audit can have."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop.domain.audit import Auditor, AuditSummary, Delivery, Plant
from kta_desktop.domain.target import Where
from kta_desktop.domain.texts import Text
from kta_desktop.services import comparing
from kta_desktop.services.comparing import Compared
from kta_desktop.services.packs import PackInfo
from ui.dialogs.compare_audits import CompareAuditsDialog
from ui.dialogs.new_audit import NewAuditDialog

NOW = AuditSummary(
    id="now",
    number="KTA-2026-014",
    plant=Plant(name="ТОО «Сүт»"),
    pack="food",
    pack_title={},
    answered=0,
    total=1,
    delivery=Delivery.DRAFT,
    saved_at="",
    starts_on="2026-11-21",
)
SAME = Compared(address="wat_01", number="8.1", question=Text(ru="Источник"))
OTHER = replace(SAME, address="wat_03", number="8.3", is_changed=True)


@pytest.fixture
def dialog(qtbot, monkeypatch, runner):
    monkeypatch.setattr(comparing, "compare_audits", lambda _ws, _now, _before: (SAME, OTHER))
    made = CompareAuditsDialog(None, runner, NOW, replace(NOW, id="before"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.lines.table.lines.lines))
    return made


def shown(dialog):
    return [line.item for line in dialog.lines.table.lines.lines]


def test_that_only_what_changed_is_shown_first_and_all_when_asked(dialog):
    assert shown(dialog) == ["wat_03"]
    dialog.lines.choose("all")
    assert shown(dialog) == ["wat_01", "wat_03"]


def test_that_enter_leads_to_the_question(dialog, qtbot):
    with qtbot.waitSignal(dialog.jump) as gone:
        QTest.keyClick(dialog.lines.table, Qt.Key.Key_Return)
    assert (gone.args[0].where, gone.args[0].key) == (Where.QUESTION, "wat_03")


def pack(name, *includes):
    title = Text(ru=name)
    return PackInfo(
        id=name,
        version="1",
        title=title,
        book=title,
        book_state="none",
        sha256="",
        questions=1,
        includes=includes,
        sector=title,
    )


def test_that_a_part_of_other_checklists_is_none_of_its_own(qtbot):
    dialog = NewAuditDialog(Auditor(id="1", name="Ким"))
    qtbot.addWidget(dialog)
    dialog.show_packs([pack("core"), pack("nfm-common"), pack("al", "core", "nfm-common")])
    field = dialog.pack.field
    assert {field.itemData(n) for n in range(field.count())} == {"core", "al"}
