"""Claims about the door to packs."""

import pytest

from kta_desktop.packs.errors import PackNotFoundError
from kta_desktop.services import packs


def test_that_the_food_pack_is_available_with_its_book_and_hash():
    info = {pack.id: pack for pack in packs.available()}["food"]
    definition, sha256 = packs.compiled("food")
    assert (info.sha256, info.version) == (sha256, definition.version)
    assert info.questions == 120
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


def test_that_a_pack_can_be_shown_in_numbers():
    shown = packs.show("food")
    assert shown["levels"] == {"verified": 85}
    assert (shown["techniques"], shown["monitoring"], shown["ranges"]) == (184, 27, 54)
    assert shown["kk_state"] == "draft"


def test_that_a_folder_is_checked_for_all_mistakes_at_once(book):
    assert packs.check(book.path) == ()
    book.put("survey", 4, "name", "Молоко")
    book.put("levels", 2, "upper", "ten")
    assert len(packs.check(book.path)) == 2
