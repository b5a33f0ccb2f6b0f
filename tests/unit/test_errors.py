"""Errors that were kept and are told again."""

from kta_desktop.errors import retold
from kta_desktop.exchange.errors import PlaceFullError


def test_that_a_kept_error_is_told_in_the_language_of_whoever_reads_it():
    kept = PlaceFullError(path="E:/KTA").as_json("ru")
    assert retold(kept, "kk") == PlaceFullError(path="E:/KTA").sentence("kk")


def test_that_an_error_nobody_knows_any_more_is_told_as_it_was():
    assert retold({"code": "long-gone", "message": "Тогда", "details": {}}) == "Тогда"


def test_that_an_error_whose_details_do_not_fill_its_sentence_is_told_as_it_was():
    kept = {"code": PlaceFullError.code, "message": "Тогда", "details": {}}
    assert retold(kept, "ru") == "Тогда"
