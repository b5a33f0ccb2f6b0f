"""Choosing the sector of a new audit: nothing is chosen for a person, and any word finds it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor, AuditSummary, Delivery, Plant
from kta_desktop.services import packs
from ui.dialogs.new_audit import NewAuditDialog


@pytest.fixture
def dialog(qtbot):
    i18n.set_language("ru")
    dialog = NewAuditDialog(Auditor(id="a1", name="Жумабаева А."))
    qtbot.addWidget(dialog)
    dialog.show_packs(packs.available())
    dialog.show_number("KTA-2026-001")
    dialog.name.field.setText("Молзавод")
    dialog.wanted_audits = []
    dialog.wanted.connect(dialog.wanted_audits.append)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def type_in(field, text):
    for letter in text:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(field, event)


def test_that_no_audit_begins_with_a_sector_that_nobody_chose(dialog):
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.wanted_audits == []
    assert "Выберите отрасль" in dialog.pack.note.text()
    assert dialog.pack.field.hasFocus()


@pytest.mark.parametrize(
    ("typed", "pack"),
    [("молок", "food"), ("тэц", "lcp"), ("цинка", "zn-cd"), ("мониторинг", "monitoring")],
)
def test_that_any_word_of_its_name_finds_a_sector(dialog, typed, pack):
    type_in(dialog.pack.field, typed)
    assert dialog.pack.field.currentData() == pack


def test_that_letters_that_find_nothing_leave_the_choice(dialog):
    type_in(dialog.pack.field, "молокоъъ")
    assert dialog.pack.field.currentData() == "food"


def test_that_the_chosen_checklist_is_described(dialog):
    assert dialog.pack.note.text().startswith("Отраслей: ")
    type_in(dialog.pack.field, "молок")
    assert dialog.pack.note.text().startswith("Вопросов: ")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.pack for one in dialog.wanted_audits] == ["food"]


def test_that_a_repeat_audit_begins_with_the_plant_of_the_one_before(dialog):
    """Alt+P takes over plant and checklist; an invented plant is never offered."""
    row = AuditSummary(
        id="a", number="KTA-2023-007", plant=Plant(name="Молзавод", bin="950440001346",
        address="Алматы", category="II"), pack="food", pack_title={}, answered=5, total=9,
        delivery=Delivery.ACCEPTED, saved_at="", starts_on="2023-05-01",
    )  # fmt: skip
    dialog.offer_repeat(replace(row, demo=True))
    assert dialog.offer.isHidden()
    dialog.offer_repeat(row)
    assert "KTA-2023-007" in dialog.offer.text()
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (wanted,) = dialog.wanted_audits
    assert (wanted.plant, wanted.pack, wanted.number) == (row.plant, "food", "KTA-2026-001")
