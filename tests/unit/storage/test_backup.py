import pytest

from kta_desktop.storage import backup, changes
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import BackupFailedError, DiskFullError


def _values(path, key, audit):
    copy = Store(path, key)
    with copy.connect() as connection:
        found = [change.after for change in changes.of_audit(connection, audit)]
    copy.close()
    return found


def test_that_a_copy_holds_what_the_workspace_held(store, audit, write, key):
    write(q="1")
    info = backup.make(store)
    write(q="2")
    assert info.verified
    assert info.path.parent == store.path.parent / "backups"
    assert _values(info.path, key, audit) == ["1"]


def test_that_a_copy_is_encrypted_with_the_same_key(store, write):
    write(q="Сыродельный завод")
    data = backup.make(store).path.read_bytes()
    assert "Сыродельный".encode() not in data
    assert data[:16] == store.path.read_bytes()[:16]


def test_that_an_unchanged_workspace_is_not_copied_again(store, write):
    write(q="1")
    assert backup.make(store) == backup.make(store)
    write(q="2")
    assert len({backup.make(store).path, *[c.path for c in backup.copies(store.path)]}) == 2


def test_that_the_last_five_copies_are_kept(store, write):
    made = []
    for number in range(7):
        write(q=number)
        made.append(backup.make(store).path)
    assert [info.path for info in backup.copies(store.path)] == made[:1:-1]
    assert backup.latest(store.path).path == made[-1]


def test_that_a_copy_that_does_not_verify_is_not_kept(store, write, monkeypatch):
    write(q="1")
    first = backup.make(store)
    write(q="2")
    monkeypatch.setattr(backup, "check", lambda *_: ["page 3: hmac"])
    with pytest.raises(BackupFailedError):
        backup.make(store)
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]


def test_that_a_full_disk_keeps_the_earlier_copy(store, write, monkeypatch):
    write(q="1")
    first = backup.make(store)
    write(q="2")

    def full(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync_file", full)
    with pytest.raises(DiskFullError):
        backup.make(store)
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]


def test_that_a_copy_is_one_state_while_others_write(store, audit, write, key, monkeypatch):
    write(q="1")
    true_state = backup._state

    def state_then_write(connection):
        found = true_state(connection)
        write(q="2")
        monkeypatch.setattr(backup, "_state", true_state)
        return found

    monkeypatch.setattr(backup, "_state", state_then_write)
    assert _values(backup.make(store).path, key, audit) == ["1"]


def test_that_restoring_sets_the_damaged_file_aside(store, audit, write, key):
    write(q="1")
    info = backup.make(store)
    store.close()
    store.path.write_bytes(b"\0" * 8192)
    aside = backup.restore(store.path, info.path, key)
    assert aside.read_bytes() == b"\0" * 8192
    assert _values(store.path, key, audit) == ["1"]


def test_that_a_damaged_copy_replaces_nothing(store, audit, write, key):
    write(q="1")
    info = backup.make(store)
    store.close()
    data = bytearray(info.path.read_bytes())
    data[9000] ^= 1
    info.path.write_bytes(data)
    with pytest.raises(BackupFailedError):
        backup.restore(store.path, info.path, key)
    assert _values(store.path, key, audit) == ["1"]


def test_that_a_lost_workspace_comes_back_from_its_copy(store, audit, write, key):
    write(q="1")
    info = backup.make(store)
    store.close()
    store.path.unlink()
    assert backup.restore(store.path, info.path, key) is None
    assert _values(store.path, key, audit) == ["1"]


def test_that_files_of_others_in_the_folder_are_left_alone(store, write):
    write(q="1")
    backup.make(store)
    stranger = store.path.parent / "backups" / "w-notes.ktadb"
    stranger.write_text("mine")
    assert len(backup.copies(store.path)) == 1
    assert stranger.exists()
