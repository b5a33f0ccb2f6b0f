import errno
import os

import pytest

from kta_desktop.domain.ids import new_id
from kta_desktop.storage import keys
from kta_desktop.storage.errors import (
    DiskFullError,
    KeyFileDamagedError,
    KeyFileMissingError,
    PassphraseEmptyError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)


@pytest.fixture
def made():
    return keys.new_key_file(new_id(), "сыр и масло")


def test_that_passphrase_and_recovery_code_open_the_same_key(made):
    key_file, key, code = made
    assert len(key) == 32
    assert key_file.unwrap_by_passphrase("сыр и масло") == key
    assert key_file.unwrap_by_code(code) == key


def test_that_a_recovery_code_is_eight_groups_of_four_letters(made):
    groups = made[2].split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert not set(made[2]) & set("01OIL")


def test_that_case_and_spaces_of_a_recovery_code_do_not_matter(made):
    key_file, key, code = made
    assert key_file.unwrap_by_code(f" {code.lower().replace('-', ' ')}\n") == key


def test_that_a_composed_letter_is_the_same_as_a_decomposed_one():
    key_file, key, _code = keys.new_key_file(new_id(), "мой")
    assert key_file.unwrap_by_passphrase("мои\u0306") == key


def test_that_a_wrong_passphrase_and_a_wrong_code_have_their_own_errors(made):
    key_file, _key, code = made
    with pytest.raises(WrongPassphraseError):
        key_file.unwrap_by_passphrase("сыр и масло ")
    with pytest.raises(WrongRecoveryCodeError):
        key_file.unwrap_by_code(code[:-1] + ("2" if code[-1] != "2" else "3"))


def test_that_the_code_is_no_passphrase_and_the_passphrase_no_code(made):
    key_file, _key, code = made
    with pytest.raises(WrongPassphraseError):
        key_file.unwrap_by_passphrase(code)
    with pytest.raises(WrongRecoveryCodeError):
        key_file.unwrap_by_code("сыр и масло")


def test_that_an_empty_passphrase_is_refused():
    with pytest.raises(PassphraseEmptyError):
        keys.new_key_file(new_id(), "")


def test_that_a_new_passphrase_keeps_the_key_and_the_code(made):
    key_file, key, code = made
    changed = key_file.with_passphrase(key, "новый")
    assert changed.unwrap_by_passphrase("новый") == key
    assert changed.unwrap_by_code(code) == key
    with pytest.raises(WrongPassphraseError):
        changed.unwrap_by_passphrase("сыр и масло")


def test_that_a_wrap_does_not_open_under_another_workspace(made):
    moved = made[0].model_copy(update={"workspace": new_id()})
    with pytest.raises(WrongPassphraseError):
        moved.unwrap_by_passphrase("сыр и масло")


def test_that_the_key_file_holds_neither_key_nor_passphrase(made, tmp_path):
    key_file, key, code = made
    keys.write_key_file(tmp_path / "w", key_file)
    text = keys.keys_path(tmp_path / "w").read_text("utf-8")
    assert key.hex() not in text
    assert code not in text
    assert "сыр" not in text


def test_that_any_changed_byte_is_damage_and_never_a_wrong_passphrase(made, tmp_path):
    keys.write_key_file(tmp_path / "w", made[0])
    path = keys.keys_path(tmp_path / "w")
    sound = path.read_bytes()
    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        with pytest.raises(KeyFileDamagedError):
            keys.read_key_file(tmp_path / "w")


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[]", b" " * 100_000])
def test_that_what_is_no_key_file_is_damage(data, tmp_path):
    keys.keys_path(tmp_path / "w").write_bytes(data)
    with pytest.raises(KeyFileDamagedError):
        keys.read_key_file(tmp_path / "w")


def test_that_a_cost_that_would_hang_the_program_is_damage(made, tmp_path):
    wrap = made[0].wraps[0].model_copy(update={"n": 2**30})
    keys.write_key_file(tmp_path / "w", made[0].model_copy(update={"wraps": (wrap,)}).sealed())
    with pytest.raises(KeyFileDamagedError):
        keys.read_key_file(tmp_path / "w")


def test_that_a_missing_key_file_has_its_own_error(tmp_path):
    with pytest.raises(KeyFileMissingError):
        keys.read_key_file(tmp_path / "w")


def test_that_a_full_disk_leaves_the_old_key_file(made, tmp_path, monkeypatch):
    key_file, key, _code = made
    keys.write_key_file(tmp_path / "w", key_file)

    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        keys.write_key_file(tmp_path / "w", key_file.with_passphrase(key, "новый"))
    assert keys.read_key_file(tmp_path / "w") == key_file
    assert [path.name for path in tmp_path.iterdir()] == ["w.keys"]
