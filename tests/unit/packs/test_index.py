"""Claims about the numbers of the shipped packs that come with the program."""

import shutil

import pytest

from kta_desktop.packs import index, store
from kta_desktop.packs.index_write import document
from kta_desktop.packs.library import Library, shipped_root
from kta_desktop.services import packs


def test_that_the_index_says_what_the_packs_amount_to():
    written = index.place().read_text("utf-8")
    assert written == document(), "run: make packs"


@pytest.fixture
def never(monkeypatch):
    """Let nothing be compiled and nothing that was compiled be read."""

    def compiled(*_arguments):
        raise AssertionError

    monkeypatch.setattr(store, "compiled", compiled)


def test_that_a_list_of_packs_compiles_none(never):
    found = packs.available()
    assert [info.id for info in found] == list(Library(shipped_root()).ids())
    assert all(info.questions and info.sha256 for info in found)


def test_that_a_pack_that_was_changed_is_counted_anew(tmp_path, never):
    for name in ("core", "food"):
        shutil.copytree(shipped_root() / name, tmp_path / name)
    library = Library(tmp_path)
    assert store.numbers(tmp_path / "food", library)["techniques"] > 0
    sources = tmp_path / "core" / "sources.csv"
    sources.write_bytes(sources.read_bytes() + b"\n")
    with pytest.raises(AssertionError):
        store.numbers(tmp_path / "food", library)
