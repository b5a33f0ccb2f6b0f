"""Files read ahead on other threads, and files that the disk takes while they are written."""

import errno
import threading
from contextlib import closing

import pytest

from kta_desktop.errors import KtaError
from kta_desktop.exchange import places
from kta_desktop.exchange.ahead import ahead
from kta_desktop.exchange.places import PlaceGoneError, reached, trailing


def numbered(number, count=10):
    return lambda: iter(bytes([number, place]) for place in range(count))


def test_that_files_come_in_order_and_whole():
    found = [list(chunks) for chunks in ahead([numbered(n, n) for n in range(40)], 3)]
    assert found == [list(numbered(n, n)()) for n in range(40)]


def test_that_an_error_comes_where_the_bytes_of_its_file_are_taken():
    def broken():
        yield b"begun"
        raise ValueError("broken")

    with closing(ahead([numbered(0), broken, numbered(2)], 2)) as files:
        assert len(list(next(files))) == 10
        chunks = next(files)
        assert next(chunks) == b"begun"
        with pytest.raises(ValueError, match="broken"):
            next(chunks)
        assert len(list(next(files))) == 10


def test_that_few_files_are_begun_and_few_chunks_wait():
    begun, taken = [], []

    def endless(number):
        begun.append(number)
        for place in range(1000):
            taken.append((number, place))
            yield b"x"

    openers = [lambda n=n: endless(n) for n in range(100)]
    with closing(ahead(openers, 2)) as files:
        chunks = next(files)
        assert [next(chunks) for _chunk in range(5)] == [b"x"] * 5
    assert set(begun) <= {0, 1, 2}
    assert len([1 for number, _place in taken if number]) <= 2 * 3
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_that_a_file_that_nobody_takes_lets_the_next_one_come():
    files = ahead([numbered(0, 100), numbered(1)], 1)
    next(files)
    assert len(list(next(files))) == 10
    assert list(files) == []


def test_that_the_disk_takes_what_is_written_while_more_comes(tmp_path, monkeypatch):
    settled = []
    monkeypatch.setattr(places, "_TRAIL", 100)
    monkeypatch.setattr(places, "_settle", lambda file: settled.append(file.name))
    with (tmp_path / "a").open("wb") as file, trailing(file) as tell:
        for _chunk in range(30):
            file.write(b"0123456789")
            tell(10)
    assert len(settled) == 3
    assert (tmp_path / "a").stat().st_size == 300


@pytest.mark.parametrize("chunks", [1, 5])
def test_that_a_disk_that_is_full_in_the_background_is_told(tmp_path, monkeypatch, chunks):
    def full(_file):
        raise OSError(errno.ENOSPC, "full")

    def written():
        with (
            reached(tmp_path, PlaceGoneError),
            (tmp_path / "a").open("wb") as file,
            trailing(file) as tell,
        ):
            for _chunk in range(chunks):
                file.write(bytes(100))
                tell(100)

    monkeypatch.setattr(places, "_TRAIL", 100)
    monkeypatch.setattr(places, "_settle", full)
    with pytest.raises(KtaError) as told:
        written()
    assert told.value.code == "disk-full"


def test_that_settling_keeps_what_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_TRAIL", 1000)
    with (tmp_path / "a").open("wb") as file, trailing(file) as tell:
        for number in range(100):
            file.write(bytes([number]) * 100)
            tell(100)
            if number == 50:
                file.seek(0)
                file.write(b"head")
                file.seek(5100)
    data = (tmp_path / "a").read_bytes()
    assert data == b"head" + b"".join(bytes([n]) * 100 for n in range(100))[4:]
