from dataclasses import replace

import pytest

from kta_desktop.domain.audit import Auditor, Delivery, Plant
from kta_desktop.domain.changes import broken_links
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing
from kta_desktop.services.answering import Edit
from kta_desktop.storage.errors import (
    AuditNotFoundError,
    AuditUnreadableError,
    NumberTakenError,
)


def _revise(ws, audit, number=1):
    answering.store(ws, audit, [Edit(f"@revision/{number}", {"at": "2026", "by": "a"})])


def _queue(ws, audit, state, revision=1):
    with ws.store.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO remotes (name, url, created_at) VALUES ('centre', 'file:///x', '2026')"
        )
        connection.exec_driver_sql(
            "INSERT INTO outbox (id, audit, revision, remote, state, bytes_total, bytes_done, "
            "updated_at) VALUES (?, ?, ?, 'centre', ?, 0, 0, '2026')",
            (new_id(), audit, revision, state),
        )


def _receive(ws, audit, revision=1):
    with ws.store.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO receipts VALUES (?, 'ab', ?, '{}', '2026')", (audit, revision)
        )


def test_that_an_audit_begins_with_what_is_known_of_it(ws, audit, new_audit, tiny_pack):
    record = auditing.load(ws, audit)
    assert record.number == "KTA-2026-014"
    assert record.plant == new_audit.plant
    assert record.team == new_audit.team
    assert record.entries["@audit/reference_year"] == 2025
    assert record.definition.to_json() == tiny_pack.to_json()
    assert record.delivery is Delivery.DRAFT
    assert not record.is_demo
    assert "@audit/demo" not in record.entries


@pytest.mark.usefixtures("tiny_pack")
def test_that_a_team_of_eleven_keeps_its_order(ws, new_audit):
    team = tuple(Auditor(id=new_id(), name=f"Аудитор {place}") for place in range(11))
    assert auditing.start(ws, replace(new_audit, team=team)).team == team


def test_that_what_it_begins_with_is_one_act_in_the_log(ws, audit):
    log = list(answering.log(ws, audit))
    assert len({change.group for change in log}) == 1
    assert broken_links(log) == []
    assert auditing.load(ws, audit).last_change_hash == log[-1].hash


@pytest.mark.usefixtures("tiny_pack")
def test_that_a_demonstration_is_marked(ws, new_audit):
    assert auditing.start(ws, replace(new_audit, demo=True)).is_demo


@pytest.mark.usefixtures("audit")
def test_that_a_number_is_given_once(ws, new_audit):
    with pytest.raises(NumberTakenError) as caught:
        auditing.start(ws, new_audit)
    assert "KTA-2026-014" in caught.value.sentence("kk")
    assert len(auditing.summaries(ws)) == 1


@pytest.mark.usefixtures("tiny_pack")
def test_that_the_next_number_follows_the_highest_of_its_year(ws, new_audit):
    assert auditing.next_number(ws, 2026) == "KTA-2026-001"
    for number in ("KTA-2026-007", "KTA-2026-012", "KTA-2025-090", "KTA-2026-A13", "17/К"):
        auditing.start(ws, replace(new_audit, number=number))
    assert auditing.next_number(ws, 2026) == "KTA-2026-013"
    assert auditing.next_number(ws, 2027) == "KTA-2027-001"


def test_that_an_unknown_audit_is_refused(ws):
    with pytest.raises(AuditNotFoundError):
        auditing.load(ws, new_id())


def test_that_the_heads_are_what_the_next_edit_is_built_on(ws, audit):
    (change,) = answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    assert auditing.load(ws, audit).heads["wat_01"] == (change.id,)


def test_that_the_list_shows_progress_and_follows_it(ws, audit):
    (row,) = auditing.summaries(ws)
    assert (row.answered, row.total) == (0, 2)
    assert (row.number, row.plant.name, row.pack) == ("KTA-2026-014", "ТОО «Айран»", "tiny")
    assert row.pack_title["kk"] == "Сүт"
    answering.store(ws, audit, [Edit("wat_01", {"text": "река", "value": "река"})])
    (row,) = auditing.summaries(ws)
    assert (row.answered, row.total) == (1, 2)
    assert row.saved_at == auditing.load(ws, audit).saved_at


def test_that_the_newest_audit_is_first(ws, audit, new_audit):
    second = auditing.start(ws, replace(new_audit, number="KTA-2026-015", plant=Plant(name="Б")))
    assert [row.id for row in auditing.summaries(ws)] == [second.id, audit]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE definitions SET json = '{}'",
        "UPDATE definitions SET json = 'nonsense'",
        "UPDATE entries SET value = '{' WHERE path = 'wat_01'",
        'UPDATE entries SET value = \'{"value": {"a": 1}, "blank": 5}\' WHERE path = \'wat_01\'',
        "UPDATE entries SET change_ids = 'x' WHERE path = '@plant/name'",
        "UPDATE changes SET kind = 'unheard of'",
    ],
)
def test_that_a_bad_audit_stays_in_the_list_with_its_name(ws, audit, statement):
    answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    with ws.store.begin() as connection:
        connection.exec_driver_sql(statement)
    ws.definitions.clear()
    rows = auditing.summaries(ws)
    assert [row.id for row in rows] == [audit]
    assert rows[0].number == "KTA-2026-014"
    assert rows[0].plant.name == "ТОО «Айран»"


def test_that_one_bad_audit_does_not_touch_the_others(ws, audit, new_audit):
    other = auditing.start(ws, replace(new_audit, number="KTA-2026-015")).id
    with ws.store.begin() as connection:
        connection.exec_driver_sql("UPDATE entries SET value = '{' WHERE audit = ?", (audit,))
    assert {row.id: row.fault for row in auditing.summaries(ws)} == {
        audit: "audit-unreadable",
        other: "",
    }


def test_that_an_unreadable_audit_is_marked_and_told(ws, audit):
    with ws.store.begin() as connection:
        connection.exec_driver_sql("UPDATE definitions SET json = '{}'")
    ws.definitions.clear()
    (row,) = auditing.summaries(ws)
    assert row.fault == "audit-unreadable"
    with pytest.raises(AuditUnreadableError):
        auditing.load(ws, audit)


def test_that_a_closed_revision_is_ready_until_something_changes(ws, audit):
    _revise(ws, audit)
    assert auditing.load(ws, audit).delivery is Delivery.READY
    answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    assert auditing.load(ws, audit).delivery is Delivery.DRAFT


@pytest.mark.parametrize("state", ["signed", "queued", "sending", "delivered"])
def test_that_the_outbox_says_where_a_revision_is(ws, audit, state):
    _revise(ws, audit)
    _queue(ws, audit, state)
    assert auditing.load(ws, audit).delivery is Delivery(state)
    assert auditing.summaries(ws)[0].delivery is Delivery(state)


def test_that_only_a_receipt_makes_it_received(ws, audit):
    _revise(ws, audit)
    _queue(ws, audit, "delivered")
    _receive(ws, audit)
    assert auditing.load(ws, audit).delivery is Delivery.RECEIVED


def test_that_a_receipt_of_an_older_revision_says_nothing_of_the_newer(ws, audit):
    _revise(ws, audit)
    _receive(ws, audit)
    answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    _revise(ws, audit, 2)
    assert auditing.load(ws, audit).delivery is Delivery.READY
