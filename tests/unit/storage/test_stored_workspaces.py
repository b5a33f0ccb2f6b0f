"""Workspaces of every schema ever released still open, with all that was in them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.changes import broken_links
from kta_desktop.services import answering, auditing, drafts, evidence, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import samples, schema, tables

FILES = Path(__file__).parents[2] / "files"
PASSPHRASE = "сыр и масло"
DOCUMENT = b"%PDF-1.7 protocol\n" * 20
_HEARD = (
    "uploads",
    "confirmed",
    "signatures",
    "known_keys",
    "reviews",
    "assignments",
    "held",
    "heard",
)
SINCE = {
    "drafts": 2,
    **dict.fromkeys(_HEARD, 4),
}  # tables that a later schema brought, and nothing filled since
EMPTIED = {"sample_tail"}  # opening rolls it into chunks


@pytest.fixture(params=sorted(FILES.glob("schema-*.ktadb")), ids=lambda path: path.stem)
def opened(request, tmp_path):
    for suffix in ("", ".keys"):
        shutil.copy(f"{request.param}{suffix}", tmp_path)
    ws = workspace.open_workspace(tmp_path / request.param.name, PASSPHRASE)
    yield ws
    ws.close()


def test_that_there_is_a_stored_workspace_for_the_current_schema():
    assert (FILES / f"schema-{int(schema.CURRENT)}.ktadb").exists()


def test_that_it_has_the_current_schema_once_opened(opened):
    with opened.store.connect() as connection:
        assert schema.found(connection) == schema.CURRENT


def test_that_the_audit_is_as_it_was_left(opened):
    (row,) = auditing.summaries(opened)
    assert (row.number, row.plant.name, row.fault) == ("KTA-2026-001", "ТОО «Айран»", "")
    record = auditing.load(opened, row.id)
    assert record.entries["wat_03"] == {"text": "1,6", "value": "1.6", "unit": "m3/t"}
    assert record.delivery is Delivery.RECEIVED
    assert broken_links(answering.log(opened, row.id)) == []


def test_that_everything_in_it_verifies(opened):
    assert [check for check in workspace.check_workspace(opened) if not check.ok] == []


def test_that_every_table_of_it_still_has_its_rows(opened):
    written_by = int(opened.path.stem.removeprefix("schema-"))
    with opened.store.connect() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name in EMPTIED:
                continue
            count = connection.exec_driver_sql(f'SELECT COUNT(*) FROM "{table.name}"')  # noqa: S608
            had_it = written_by >= SINCE.get(table.name, 1)
            assert count.scalar_one() >= had_it, table.name


def test_that_readings_and_documents_are_there(opened):
    with opened.store.connect() as connection:
        assert samples.read(connection, "session", "dust").values.tolist() == [
            3.1,
            3.2,
            3.3,
            3.2,
            3.1,
        ]
        sha256 = connection.exec_driver_sql("SELECT sha256 FROM contents").scalar_one()
    assert b"".join(evidence.content(opened, sha256)) == DOCUMENT


def test_that_readings_are_in_chunks_and_recording_goes_on(opened):
    more = samples.Readings(np.array([1_795_341_605_000]), np.array([3.0]), np.zeros(1, np.uint8))
    with opened.store.begin() as connection:
        assert not samples.has_tail(connection)
        samples.append(connection, "session", "dust", more)
        assert samples.read(connection, "session", "dust").values.tolist()[-2:] == [3.1, 3.0]
        assert samples.spans(connection, "session")["dust"].count == 6


def test_that_drafts_can_be_kept_in_it(opened):
    (row,) = auditing.summaries(opened)
    before = drafts.kept(opened, row.id)
    drafts.keep(opened, row.id, {"wat_03": "1,8"})
    assert [d.text for d in drafts.kept(opened, row.id) if d not in before] == ["1,8"]


def test_that_work_goes_on_in_it(opened):
    (row,) = auditing.summaries(opened)
    answering.store(opened, row.id, [Edit("wat_03", {"value": "2"})])
    answering.undo(opened, row.id)
    assert auditing.load(opened, row.id).entries["wat_03"]["text"] == "1,6"
    assert workspace.back_up(opened).verified
