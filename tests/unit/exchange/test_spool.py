"""A bundle far away is fetched once, believed no more for it, and leaves nothing behind."""

import pytest

from kta_desktop.exchange.errors import BundleIncompleteError, PlaceGoneError
from kta_desktop.exchange.layout import Listed
from kta_desktop.exchange.spool import spooled

PHOTO = f"data/evidence/{'a' * 64}.jpg"
WORKSPACE = "w.ktadb"
TEXT = "data/audit.json"


class Far:
    """Files over a line; counts how often each is fetched."""

    name, stamp = "far", None

    def __init__(self, **broken):
        self.fetched, self.broken = [], broken

    def listed(self):
        return (Listed(name=PHOTO, size=6, packed=6), Listed(name=TEXT, size=2, packed=2))

    def chunks(self, name):
        self.fetched.append(name)
        yield b"abc"
        if self.broken.pop("cut", False):
            raise BundleIncompleteError(where=name)
        yield b"def"

    def fault(self):
        return None


def test_that_a_large_file_is_fetched_once_and_read_as_often_as_needed(tmp_path):
    far = Far()
    with spooled(far, tmp_path / WORKSPACE) as source:
        assert [b"".join(source.chunks(PHOTO)) for _ in range(3)] == [b"abcdef"] * 3
        assert b"".join(source.chunks(TEXT)) == b"abcdef"
    assert far.fetched == [PHOTO, TEXT]
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_that_broke_off_is_fetched_again(tmp_path):
    far = Far(cut=True)
    with spooled(far, tmp_path / WORKSPACE) as source:
        with pytest.raises(BundleIncompleteError):
            b"".join(source.chunks(PHOTO))
        assert b"".join(source.chunks(PHOTO)) == b"abcdef"
    assert far.fetched == [PHOTO, PHOTO]


def test_that_what_a_killed_program_left_is_removed(tmp_path):
    left = tmp_path / f".incoming-{WORKSPACE}-abc"
    left.mkdir()
    (left / "0").write_bytes(b"half")
    with spooled(Far(), tmp_path / WORKSPACE):
        assert not left.exists()
        assert len(list(tmp_path.iterdir())) == 1


def test_that_a_disk_that_is_gone_is_told(tmp_path):
    with pytest.raises(PlaceGoneError), spooled(Far(), tmp_path / "gone" / WORKSPACE):
        pass
