import errno
import os
import subprocess
import sys

import pytest
from sqlalchemy.exc import InvalidRequestError

from kta_desktop.errors import ClosedError
from kta_desktop.storage import engine, schema
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import (
    DiskFailedError,
    DiskFullError,
    InUseError,
    PathUnusableError,
    ReadOnlyError,
    WorkspaceDamagedError,
)
from kta_desktop.storage.identity import get_meta, set_meta
from kta_desktop.storage.locks import FileLock


def test_that_nothing_readable_is_in_the_file(store, write):
    write(q="Сыродельный завод")
    store.close()
    data = store.path.read_bytes()
    assert b"SQLite" not in data
    assert "Сыродельный".encode() not in data


def test_that_durability_and_integrity_are_switched_on(store):
    asked = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "journal_mode": "wal"}
    with store.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked}
    assert found == asked


def test_that_another_key_reads_nothing(store):
    store.close()
    other = Store(store.path, b"\1" * 32)
    with pytest.raises(WorkspaceDamagedError), other.connect() as connection:
        schema.found(connection)
    other.close()


def test_that_a_failed_transaction_leaves_nothing_behind_tables_included(store):
    def fail(connection):
        connection.exec_driver_sql("CREATE TABLE extra (a)")
        set_meta(connection, "a", "1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.begin() as connection:
        fail(connection)
    with store.connect() as connection:
        assert get_meta(connection, "a") is None
        query = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'extra'"
        assert connection.exec_driver_sql(query).scalar_one() == 0


def test_that_a_reader_sees_one_state_while_another_writes(store):
    with store.connect() as reader:
        assert get_meta(reader, "a") is None
        with store.begin() as writer:
            set_meta(writer, "a", "1")
        assert get_meta(reader, "a") is None
    with store.connect() as reader:
        assert get_meta(reader, "a") == "1"


def test_that_a_full_disk_keeps_what_was_saved_and_says_so(store):
    with store.begin() as connection:
        set_meta(connection, "kept", "1")
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
    with pytest.raises(DiskFullError) as caught, store.begin() as connection:
        set_meta(connection, "lost", "x" * 1_000_000)
    assert str(store.path) in caught.value.sentence("en")
    with store.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert get_meta(connection, "kept") == "1"
        assert get_meta(connection, "lost") is None
        set_meta(connection, "after", "1")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EROFS, ReadOnlyError),
        (errno.EACCES, ReadOnlyError),
        (errno.EIO, DiskFailedError),
        (errno.ENAMETOOLONG, PathUnusableError),
        (errno.EISDIR, PathUnusableError),
        (errno.ENOTDIR, PathUnusableError),
        (errno.EMFILE, DiskFailedError),
    ],
)
def test_that_errors_of_the_system_get_their_sentence(number, expected, tmp_path):
    assert isinstance(engine.translated(OSError(number, ""), tmp_path), expected)


def test_that_a_bug_stays_a_bug(store):
    assert engine.translated(ValueError(), store.path) is None
    with pytest.raises(Exception, match="no such table"), store.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_that_a_second_lock_is_refused_until_the_first_is_released(tmp_path):
    first = FileLock(tmp_path / "w")
    with pytest.raises(InUseError):
        FileLock(tmp_path / "w")
    first.release()
    first.release()
    FileLock(tmp_path / "w").release()


def test_that_a_killed_program_blocks_nobody(tmp_path):
    code = (
        "import pathlib, sys, time; from kta_desktop.storage.locks import FileLock; "
        "lock = FileLock(pathlib.Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "w")],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(InUseError):
            FileLock(tmp_path / "w")
        holder.kill()
        holder.wait()
    FileLock(tmp_path / "w").release()


def test_that_closing_leaves_one_file(store, write):
    write(q="1")
    store.close()
    store.close()
    assert [path.name for path in store.path.parent.iterdir()] == ["w.ktadb"]


def test_that_a_closed_file_is_not_opened_again_behind_its_lock(store, write):
    store.close()
    with pytest.raises(ClosedError), store.connect():
        pass
    with pytest.raises(ClosedError):
        write(q="поздно")
    assert not store.path.with_name(f"{store.path.name}-wal").exists()


def test_that_a_transaction_inside_another_fails_at_once_and_spoils_nothing(store):
    def nest():
        with store.begin() as outer:
            set_meta(outer, "outer", "1")
            with store.begin() as inner:
                set_meta(inner, "inner", "1")

    with pytest.raises(InvalidRequestError):
        nest()
    with store.begin() as connection:
        assert get_meta(connection, "outer") is None
        set_meta(connection, "after", "1")
