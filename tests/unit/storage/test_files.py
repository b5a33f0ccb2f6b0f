"""Files are replaced whole, and nothing but a file is ever replaced."""

import os
import unicodedata

import pytest

from kta_desktop.storage import keys
from kta_desktop.storage.errors import WrongPassphraseError
from kta_desktop.storage.files import write_atomically


def test_that_a_pipe_or_device_is_not_taken_away(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="directory"):
        write_atomically(pipe, b"sheet")
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize("name", ["", "/", "."])
def test_that_a_path_without_a_name_is_refused_as_the_system_does(name, tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match="directory"):
        write_atomically(Path(name), b"sheet")


def test_that_composed_and_decomposed_letters_open_alike():
    file, key, _code = keys.new_key_file("0" * 36, "пароль й ё")
    assert file.unwrap_by_passphrase(unicodedata.normalize("NFD", "пароль й ё")) == key


def test_that_bytes_that_are_no_text_are_a_wrong_passphrase():
    file, _key, _code = keys.new_key_file("0" * 36, "x")
    with pytest.raises(WrongPassphraseError):
        file.unwrap_by_passphrase(b"\xff".decode(errors="surrogateescape"))
