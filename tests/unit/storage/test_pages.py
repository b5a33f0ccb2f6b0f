"""How pages are cut is found out from the file, whatever lies beside it."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kta_desktop.services import workspace
from kta_desktop.storage import backup
from kta_desktop.storage.engine import Store, connect_file
from kta_desktop.storage.pages import BEFORE, TODAY, pages_of

KEY = bytes(range(32))
OLD = Path(__file__).parents[2] / "files" / "schema-1.ktadb"


@pytest.fixture(params=[TODAY, BEFORE], ids=["today", "before"])
def pages(request):
    return request.param


@pytest.fixture
def file(tmp_path, pages):
    path = tmp_path / "w.ktadb"
    with closing(connect_file(path, KEY, pages=pages)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    return path


def test_that_a_file_tells_how_its_pages_are_cut(file, pages):
    assert pages_of(file, KEY) == pages


def test_that_it_is_read_without_being_told(file):
    with closing(connect_file(file, KEY)) as connection:
        assert connection.execute("SELECT length(x) FROM t").fetchone() == (100000,)


def test_that_a_file_still_to_be_made_is_cut_as_today(tmp_path):
    assert pages_of(tmp_path / "none", KEY) == TODAY


def test_that_asking_does_not_write_back_what_lies_in_the_log(file, pages):
    with closing(connect_file(file, KEY)) as writer:
        writer.execute("INSERT INTO t VALUES (1)")
        before = file.read_bytes()
        assert pages_of(file, KEY) == pages
        assert file.read_bytes() == before


def test_that_a_store_keeps_to_what_it_found(file, pages):
    with closing(Store(file, KEY)) as store:
        assert store.pages == pages


def test_that_a_copy_of_an_older_workspace_opens_like_it(tmp_path):
    for suffix in ("", ".keys"):
        shutil.copy(f"{OLD}{suffix}", tmp_path)
    with closing(workspace.open_workspace(tmp_path / OLD.name, "сыр и масло")) as ws:
        made = backup.make(ws.store)
        assert ws.store.pages == BEFORE
        assert pages_of(made.path, ws.store.key) == BEFORE
        assert backup.check(made.path, ws.store.key) == []
