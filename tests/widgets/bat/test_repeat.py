"""The repeat audit over the page of techniques: three lists, and what became of a measure."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import answering, auditing
from kta_desktop.services.answering import Edit
from ui.dialogs.repeat_audit import BecameDialog, RepeatAuditDialog

pytestmark = pytest.mark.usefixtures("before")  # it is there before the page is
BEFORE = NewAudit(
    number="KTA-2023-041",
    plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107"),
    pack="food",
    team=(),
    starts_on="2023-09-25",
    ends_on="2023-09-26",
    reference_year=2022,
)


def number(text, u):
    return {"text": text, "value": text, "unit": "m3/t", "uncertainty": u}


@pytest.fixture(scope="module")
def before(shelf):
    audit = auditing.start(shelf, replace(BEFORE, team=(shelf.profile,))).id
    measure = {"text": "Насос Н-7", "value": "Насос Н-7"}
    entries = {
        "wat_03": number("4.1", "0.21"),
        "core_measures/m": {"order": 1.0},
        "core_measures/m/measure": measure,
    }
    answering.store(shelf, audit, [Edit(*pair) for pair in entries.items()])
    return audit


@pytest.fixture
def dialog(page, qtbot):
    page.editor.submit([Edit("wat_03", number("3.25", "0.16"))])
    qtbot.waitUntil(lambda: bool(page.model.finish().repeat))
    page.view.refresh()
    assert page.view.head.before.isVisibleTo(page.view)
    page.view.head.before.click()
    yield page.view.findChild(RepeatAuditDialog)
    for left in page.view.findChildren(RepeatAuditDialog):
        left.close()


def words(dialog):
    return [line.cells for line in dialog.lines.table.lines.lines]


def test_that_the_audit_before_is_a_key_away_and_leads_to_the_figure(page, dialog):
    """4.10 ± 0.21 → 3.25 ± 0.16: −0.85 ± √(0.21² + 0.16²) = 0.264; −20.7 %."""
    (row,) = (cells for cells in words(dialog) if cells[0].startswith("Удельный сброс"))
    shown = " | ".join(row).replace("\u00a0", " ").replace("\u202f", " ")
    assert "−0,85 ± 0,26\n−20,7 %" in shown
    assert row[-1] == "лучше"
    dialog.lines.table.choose("figure.wat_03")
    QTest.keyClick(dialog.lines.table, Qt.Key.Key_Return)
    assert page.targets[-1] == Target(Where.BAT, "figure.wat_03")


def test_that_a_word_that_nobody_could_say_opens_as_none(page, dialog, qtbot):
    """As another program may send it; what can be read of it is shown."""
    dialog.lines.choose("measures")
    page.editor.submit([Edit("@became/m", {"state": ["done"], "reason": "ждём"})])
    qtbot.waitUntil(lambda: words(dialog)[0][1:] == ("неизвестно", "ждём"))
    QTest.keyClick(dialog.lines.table, Qt.Key.Key_Return)
    asked = dialog.findChild(BecameDialog)
    assert (asked.state.field.value(), asked.reason.field.text()) == (None, "ждём")
    asked.reject()
    page.editor.undo()
    qtbot.waitUntil(lambda: words(dialog)[0][1:] == ("неизвестно", "—"))


def test_that_what_became_of_a_measure_is_asked_and_a_drop_needs_its_reason(page, dialog, qtbot):
    dialog.lines.choose("measures")
    assert [cells[:2] for cells in words(dialog)] == [("Насос Н-7", "неизвестно")]
    QTest.keyClick(dialog.lines.table, Qt.Key.Key_Return)
    asked = dialog.findChild(BecameDialog)
    QTest.keyClick(asked.state.field, Qt.Key.Key_4)
    asked.accept()
    assert "с причиной" in asked.banner.text()
    asked.reason.field.setText("не окупается")
    asked.accept()
    qtbot.waitUntil(lambda: words(dialog)[0][1:] == ("отменено", "не окупается"))
    page.editor.undo()
    qtbot.waitUntil(lambda: words(dialog)[0][1] == "неизвестно")
