"""Claims about the door to packs."""

import shutil

import pytest

from kta_desktop.packs import library
from kta_desktop.packs.errors import PackNotFoundError, PackUnreadableError
from kta_desktop.paths import RESOURCES
from kta_desktop.services import packs


def test_that_the_food_pack_is_available_with_its_book_and_hash():
    info = {pack.id: pack for pack in packs.available()}["food"]
    definition, sha256 = packs.compiled("food")
    assert (info.sha256, info.version) == (sha256, definition.version)
    assert info.questions == sum(question.is_asked for question in definition.questions)
    assert info.questions >= 120
    assert (info.levels, info.verified, info.memory) == (85, 85, 0)
    assert info.languages == {"ru": "checked", "en": "checked", "kk": "draft"}
    assert (info.origin, info.signed_by) == ("shipped", "")
    assert info.book_state == "in preparation"
    assert info.title.get("ru") == "Чек-лист обследования предприятия пищевой отрасли"
    assert info.title.get("kk")


def test_that_a_pack_is_compiled_once():
    assert packs.compiled("food")[0] is packs.compiled("food")[0]


@pytest.mark.parametrize("name", ["sugar", "../food", "", "food/.."])
def test_that_an_unknown_pack_is_refused_by_name(name):
    with pytest.raises(PackNotFoundError) as caught:
        packs.compiled(name)
    assert f"«{name}»" in caught.value.sentence("ru")


def test_that_counts_tell_what_is_the_packs_own_from_what_it_includes():
    food, core = packs.info("food"), packs.info("core")
    assert food.own.questions + core.questions == food.questions
    assert core.own.questions == core.questions
    assert (food.own.techniques, food.own.levels, food.own.verified) == (184, 85, 85)
    assert sum(food.own.confidence["monitoring"].values()) == 27
    assert sum(food.own.confidence["ranges"].values()) == 54


def test_that_rows_of_a_shared_pack_are_not_counted_as_the_packs_own():
    shared, lead = packs.info("nfm-common"), packs.info("pb")
    assert lead.includes == ("core", "nfm-common")
    for name in ("techniques", "levels", "verified", "memory", "unsure"):
        together = getattr(lead.own, name) + getattr(shared.own, name)
        assert getattr(lead, name) == together


def test_that_a_folder_is_checked_for_all_mistakes_at_once(book):
    assert packs.check(book.path) == ()
    book.put("survey", 4, "name", "Молоко")
    book.put("levels", 2, "upper", "ten")
    assert len(packs.check(book.path)) == 2


def test_that_a_pack_that_cannot_be_compiled_does_not_hide_the_others(tmp_path, monkeypatch):
    root = tmp_path / "packs"
    shutil.copytree(RESOURCES / "packs" / "nfm-common", root / "nfm-common")
    shutil.copytree(RESOURCES / "packs" / "nfm-common", root / "broken")
    (root / "broken" / "levels.csv").unlink()
    monkeypatch.setattr(library, "shipped_root", lambda: root)
    assert [info.id for info in packs.available()] == ["nfm-common"]
    with pytest.raises(PackUnreadableError):
        packs.compiled("broken")


def test_that_the_register_names_the_pack_of_each_book():
    found = {book.id: book for book in packs.books()}
    ids = {info.id for info in packs.available()}
    assert {book.pack for book in found.values() if book.pack} <= ids
    assert found["food"].state == "in preparation"
    assert {book.state for book in found.values()} <= {"approved", "in preparation", "none"}
    assert not any(book.decree for book in found.values() if book.confidence != "verified")


@pytest.mark.parametrize("pack", ["core", "food"])  # every one is checked in test_every_pack
def test_that_a_shipped_pack_has_no_mistake(pack):
    assert [
        fault.line() for fault in packs.check(RESOURCES / "packs" / pack) if fault.is_error
    ] == []
