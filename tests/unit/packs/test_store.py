"""Claims about compiled packs that are kept between runs."""

import os
import shutil

import pytest

from kta_desktop.domain.canonical import json_hash, sha256_hex
from kta_desktop.packs import store
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.library import Library
from kta_desktop.packs.load import load
from kta_desktop.paths import RESOURCES, cache_dir

_PACKS = RESOURCES / "packs"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch, tmp_path_factory):
    """Let nothing be held in memory and begin with no documents; return what forgets again."""
    monkeypatch.setenv("KTA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(store, "_MEMORY", store._Memory())
    return lambda: monkeypatch.setattr(store, "_MEMORY", store._Memory())


@pytest.fixture
def never(monkeypatch):
    """Return a function after which nothing may be compiled."""

    def compiled(*_arguments):
        raise AssertionError

    return lambda: monkeypatch.setattr(store, "compile_document", compiled)


def _library(book):
    return Library(book.path.parent)


def _documents():
    return sorted(place.name for place in (cache_dir() / "packs").glob("*"))


def test_that_what_is_read_back_equals_what_was_compiled(book, forgetful, never):
    first = store.compiled(book.path, _library(book))
    forgetful()
    never()
    again = store.compiled(book.path, _library(book))
    assert again == first
    assert again.sha256 == json_hash(again.definition.to_json())


@pytest.mark.parametrize("name", ["food", "lcp", "nfm-common", "waste"])
def test_that_a_shipped_pack_is_the_same_from_its_document(name, forgetful, never):
    library = Library(_PACKS)
    first = store.compiled(_PACKS / name, library)
    forgetful()
    never()
    assert (
        store.compiled(_PACKS / name, library)
        == first
        == compile_pack(load(_PACKS / name), library)
    )


def test_that_one_byte_more_is_compiled_again(book, forgetful):
    before = store.compiled(book.path, _library(book)).sha256
    book.put("survey", 4, "hint::Қазақша (kk)", "!")
    forgetful()
    assert store.compiled(book.path, _library(book)).sha256 != before
    assert len(_documents()) == 1


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 100, None])
def test_that_a_broken_document_is_made_again(book, forgetful, content):
    first = store.compiled(book.path, _library(book))
    (name,) = _documents()
    place = cache_dir() / "packs" / name
    whole = place.read_bytes()
    place.write_bytes(whole[:-2] + b"!}" if content is None else content)
    forgetful()
    assert store.compiled(book.path, _library(book)) == first
    assert place.read_bytes() == whole


def test_that_numbers_are_listed_without_reading_the_definition(book, forgetful, never):
    numbers = store.numbers(book.path, _library(book))
    assert (numbers["questions"], numbers["levels"], numbers["verified"]) == (3, 2, 1)
    for place in (cache_dir() / "packs").glob("*.json"):
        if not place.name.endswith(".info.json"):
            place.unlink()
    forgetful()
    never()
    assert store.numbers(book.path, _library(book)) == numbers


def test_that_a_cache_that_cannot_be_written_is_only_slower(book, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KTA_CACHE_DIR", str(tmp_path / "file"))
    assert store.compiled(book.path, _library(book)).definition.pack == "small"


def test_that_a_change_in_an_included_pack_is_a_change(book, tmp_path_factory, forgetful):
    root = tmp_path_factory.mktemp("packs")
    shutil.copytree(book.path, root / "base")
    text = (root / "base" / "pack.toml").read_text("utf-8")
    (root / "base" / "pack.toml").write_text(text.replace('"small"', '"base"'), "utf-8")
    own = root / "own"
    shutil.copytree(root / "base", own)
    (own / "pack.toml").write_text(
        'includes = ["base"]\n' + text.replace('"small"', '"own"').split("[media_when]")[0], "utf-8"
    )
    for place in own.glob("*.csv"):
        lines = place.read_text("utf-8").splitlines()
        kept = lines if place.stem in ("sources", "choices") else lines[:1]
        place.write_text("\n".join(kept) + "\n", "utf-8")
    before = store.compiled(own, Library(root)).sha256
    survey = root / "base" / "survey.csv"
    survey.write_text(survey.read_text("utf-8").replace("Question", "Question?"), "utf-8")
    forgetful()
    assert store.compiled(own, Library(root)).sha256 != before


def test_that_a_pack_that_cannot_be_read_is_told_in_words(book):
    (book.path / "pack.toml").write_text("id = [")
    with pytest.raises(PackUnreadableError):
        store.compiled(book.path, _library(book))


@pytest.mark.parametrize("document", [b"null", b"[]", b"5", b"{}", b"[" * 100_000, b"\xff"])
def test_that_a_whole_document_of_something_else_is_made_again(book, forgetful, document):
    first = store.compiled(book.path, _library(book))
    (place,) = (cache_dir() / "packs").glob("*")
    place.write_bytes(sha256_hex(document).encode() + b"\n" + document)
    forgetful()
    assert store.compiled(book.path, _library(book)) == first


@pytest.mark.skipif(os.name != "posix", reason="only these systems have named pipes")
def test_that_a_pipe_among_the_documents_is_not_waited_for(book, forgetful):
    first = store.compiled(book.path, _library(book))
    (place,) = (cache_dir() / "packs").glob("*")
    place.unlink()
    os.mkfifo(place)
    forgetful()
    assert store.compiled(book.path, _library(book)) == first
