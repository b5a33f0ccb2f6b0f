"""Claims about the register of reference books: what is known of each, and what is not."""

import csv

import pytest

from kta_desktop.paths import RESOURCES

PACKS = [
    *("cu-au", "zn-cd", "pb", "ti-mg", "al", "ferroalloys", "iron-steel", "fmp", "mining-fe"),
    *("mining-nfm", "coal-mining", "oil-gas-production", "refining", "lcp", "cement-lime"),
    *("inorganic-chemicals", "waste", "landfill", "municipal-wastewater", "energy-efficiency"),
    *("monitoring", "food", "glass-ceramics", "textile"),
]


@pytest.fixture(scope="module")
def books():
    with (RESOURCES / "books.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_that_every_sector_pack_serves_one_book(books):
    assert sorted(book["pack"] for book in books if book["pack"]) == sorted(PACKS)
    assert len({book["id"] for book in books}) == len(books)


def test_that_no_decree_is_named_before_a_person_has_read_it(books):
    assert {(book["decree"], book["date"]) for book in books} == {("", "")}


def test_that_three_books_are_in_preparation_and_their_titles_are_verified(books):
    new = [book for book in books if book["state"] == "in preparation"]
    assert [book["pack"] for book in new] == ["food", "glass-ceramics", "textile"]
    assert {book["confidence"] for book in new} == {"verified"}


def test_that_candidates_say_that_their_number_differs_from_that_of_the_approved_books(books):
    candidates = [book for book in books if book["state"] != "in preparation"]
    assert len(candidates) == 22
    assert {book["confidence"] for book in candidates} == {"unsure"}
    assert all("22 candidates for 20 approved books" in book["note"] for book in candidates)
    assert [book["id"] for book in candidates if not book["pack"]] == ["chemical-water-gas"]


def test_that_every_book_has_a_title_in_three_languages(books):
    assert all(book[f"title_{lang}"] for book in books for lang in ("ru", "kk", "en"))
