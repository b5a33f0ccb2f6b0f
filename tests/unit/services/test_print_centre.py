"""What of an audit can be printed, counted without setting or storing anything."""

import pytest

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.services import auditing, print_centre
from kta_desktop.services.printing import Kind


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """Return what a new audit has, and whether counting left the log as it was."""
    from kta_desktop.domain.audit import Auditor
    from kta_desktop.services import workspace as service
    from kta_desktop.storage import keys

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "SCRYPT_N", 2**14)
        path = tmp_path_factory.mktemp("centre") / "w.ktadb"
        profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева Айгуль")
        ws, _code = service.create(path, "тихая мойка", profile)
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
        pack="food",
        team=(profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(ws, new).id
    before = auditing.load(ws, audit).last_change_hash
    found = print_centre.stock(ws, audit)
    after = auditing.load(ws, audit).last_change_hash
    ws.close()
    return found, before == after


def test_that_counting_stores_nothing(stock):
    _found, is_unchanged = stock
    assert is_unchanged


def test_that_sections_are_told_in_paper_order_with_what_is_open(stock):
    found, _same = stock
    numbers = [line.number for line in found.sections]
    assert len(numbers) == len(set(numbers)) > 10
    assert not all(line.is_complete for line in found.sections)
    assert all(line.title.ru for line in found.sections)


def test_that_a_new_audit_has_sheets_and_a_list_but_no_protocols(stock):
    found, _same = stock
    assert {Kind.FILLED, Kind.MISSING, Kind.REPORT} <= set(found.counts)
    assert Kind.PROTOCOL not in found.counts
    assert Kind.EVIDENCE not in found.counts
    assert found.sessions == ()


def test_that_the_report_is_foretold_longer_than_its_parts_are_many(stock):
    found, _same = stock
    assert found.report_pages > found.counts[Kind.REPORT]


def test_that_every_document_is_offered_once():
    offered = print_centre.DOCUMENTS
    assert len(offered) == len(set(offered))
    assert set(Kind) - set(offered) == {Kind.BLANK, Kind.BOTH}


def test_that_only_the_ministry_is_kept_from_secrets_and_nothing_is_told_without_any(stock):
    found, _same = stock
    assert [name for name in ("plant", "bureau", "ministry") if print_centre.withholds(name)] == [
        "ministry"
    ]
    assert found.echoes == ()
