"""A full disk, a read-only file, a disk that is taken out: nothing is lost, and work goes on."""

import os

import pytest

from kta_desktop.services import answering, auditing, drafts, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import contents
from kta_desktop.storage.errors import DiskFullError, DiskGoneError

LONG = "о" * 15_000


def _give(ws, audit, text):
    answering.store(ws, audit, [Edit("wat_01", {"text": text, "value": text})])


def _attach(ws, audit):
    data = b"%PDF-1.7 " + os.urandom(200_000)
    sha256 = contents.hashlib.sha256(data).hexdigest()
    with ws.store.begin() as connection:
        contents.put(connection, sha256, "application/pdf", [data])
    answering.store(ws, audit, [Edit("wat_01#evidence:1", {"sha256": sha256})])


ACTS = {
    "answer": lambda ws, audit: _give(ws, audit, LONG),
    "draft": lambda ws, audit: drafts.keep(ws, audit, {"wat_01": LONG}),
    "undo": answering.undo,
    "evidence": _attach,
}


@pytest.fixture
def full(ws, audit):
    """The workspace on a disk that takes no page more, until the returned function is called."""
    _give(ws, audit, LONG)
    _give(ws, audit, "короткое")

    def limit(pages):
        with ws.store.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with ws.store.connect() as connection:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit(now)
    return lambda: limit(1_000_000)


@pytest.mark.parametrize("act", ACTS)
def test_that_a_full_disk_keeps_what_was_stored_and_takes_the_act_later(ws, audit, full, act):
    with pytest.raises(DiskFullError) as caught:
        _until_full(ws, audit, ACTS[act])
    assert caught.value.sentence("ru")
    assert "wat_01" in auditing.load(ws, audit).entries
    full()
    ACTS[act](ws, audit)
    assert [check for check in workspace.check_workspace(ws) if not check.ok] == []


def _until_full(ws, audit, act):
    """Act until there is no page left, those that were freed inside the file included."""
    for _again in range(40):
        act(ws, audit)
        ACTS["draft"](ws, audit)
        _give(ws, audit, LONG)


@pytest.fixture
def taken_out(ws):
    """Pull the stick with the workspace out; return what brings it back."""
    folder = ws.path.parent
    away = folder.with_name("pulled out")
    ws.store.engine.dispose()  # the device of what was open does not answer any more
    ws.store._drop_writer()
    ws.store.engine.dispose()
    folder.rename(away)

    def bring_back():
        if folder.exists():
            folder.rmdir()
        away.rename(folder)

    return bring_back


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved away there")
@pytest.mark.parametrize("leaves_folder", [True, False])
def test_that_a_disk_that_was_taken_out_is_named_and_nothing_is_made_in_its_place(
    ws, audit, taken_out, leaves_folder
):
    folder = ws.path.parent
    if leaves_folder:  # the place where it was mounted
        folder.mkdir()
    for act in (
        lambda: _give(ws, audit, "набрано"),
        lambda: drafts.keep(ws, audit, {"wat_01": "набрано"}),
        lambda: auditing.load(ws, audit),
        lambda: workspace.back_up(ws),
    ):
        with pytest.raises(DiskGoneError):
            act()
    assert not folder.exists() or list(folder.iterdir()) == []
    taken_out()
    _give(ws, audit, "набрано")
    assert auditing.load(ws, audit).entries["wat_01"]["text"] == "набрано"
