"""Claims about what is told at the start of an audit and not asked again."""

from dataclasses import replace

import pytest

from kta_desktop.domain.audit import Auditor, Plant
from kta_desktop.services import auditing, filling


@pytest.fixture
def started(ws, new_audit):
    """Return how to start an audit of a pack and read its form."""

    def start(pack, **fields):
        record = auditing.start(ws, replace(new_audit, pack=pack, **fields))
        return filling.form(record.definition, record.entries)

    return start


def cells(form, table):
    return [{name: answer.value for name, answer in row.cells.items()} for row in form.rows(table)]


def test_that_the_plant_and_the_year_are_not_asked_again(started):
    plant = Plant(name="ТОО «Шыны»", bin="250340000107", address="Алматы, 1", category="I")
    form = started("glass-ceramics", plant=plant)
    told = {
        "core_book": "glass-ceramics",
        "core_ref_year": "2025",
        "core_ent_name_ru": "ТОО «Шыны»",
        "core_ent_bin": "250340000107",
        "core_category": "I",
    }
    assert {name: form.answer(name).value for name in told} == told
    assert cells(form, "core_location") == [{"address": "Алматы, 1"}]


def test_that_the_team_and_the_visit_stand_in_their_tables(started):
    lead = Auditor(id="a", name="Серікбай Н.", role="lead", organisation="МЦЗТ")
    form = started("glass-ceramics", team=(lead, Auditor(id="b", name="Ким")))
    assert cells(form, "core_team") == [
        {"name": "Серікбай Н.", "role": "lead", "organisation": "МЦЗТ"},
        {"name": "Ким", "role": "auditor"},
    ]
    assert cells(form, "core_timeline") == [
        {"stage": "site_visit", "start": "2026-11-22", "end": "2026-11-24"}
    ]
    assert not form.problems("core_team")


def test_that_a_sector_with_an_approved_book_says_so(started):
    assert started("cement-lime").answer("core_book").value == "approved"


def test_that_what_was_not_told_stays_open(started):
    form = started("core", plant=Plant(name="ТОО «Цемент»"), number="KTA-2026-015")
    assert form.answer("core_book").is_empty, "the common checklist serves no book"
    assert form.answer("core_category").is_empty
    assert form.answer("core_ent_bin").is_empty
    assert not form.rows("core_location")


@pytest.mark.usefixtures("tiny_pack")
def test_that_a_checklist_that_asks_nothing_of_it_gets_nothing(ws, new_audit):
    record = auditing.start(ws, new_audit)
    assert all(path.startswith("@") for path in record.entries)
