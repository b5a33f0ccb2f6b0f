"""Claims about mistakes in packs: each is found where it stands, all of them at once."""

import pytest

from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.errors import PackFaultyError, PackUnreadableError
from kta_desktop.packs.load import load

RU = "label::Русский (ru)"
KK = "label::Қазақша (kk)"


def _found(book):
    return [(f.sheet, f.row, f.column, f.code) for f in check(load(book.path))]


def test_that_a_pack_without_mistakes_has_no_faults(book):
    assert check(load(book.path)) == ()


@pytest.mark.parametrize(
    ("sheet", "row", "column", "text", "code"),
    [
        ("survey", 4, "type", "decimel", "type-unknown"),
        ("survey", 4, "type", "select_one", "list-empty"),
        ("survey", 4, "type", "select_one colours", "list-unknown"),
        ("survey", 6, "type", "image", "type-unknown"),
        ("survey", 4, "name", "Молоко", "name-wrong"),
        ("survey", 4, "name", "a" * 41, "name-wrong"),
        ("survey", 5, "name", "milk", "id-twice"),
        ("survey", 7, "name", "source", "id-twice"),
        ("survey", 4, RU, "", "text-missing"),
        ("survey", 4, KK, "", "text-missing"),
        ("survey", 2, KK, "", "text-missing"),
        ("survey", 7, RU, "", "text-missing"),
        ("choices", 3, KK, "", "text-missing"),
        ("choices", 3, "name", "dairy", "id-twice"),
        ("survey", 2, "bind::kta:short::Русский (ru)", "о" * 27, "short-long"),
        ("survey", 4, "bind::kta:short::Қазақша (kk)", "ө" * 27, "short-long"),
        ("survey", 4, "bind::kta:concept", "", "concept-missing"),
        ("survey", 4, "bind::kta:unit", "furlong", "unit-unknown"),
        ("survey", 7, "bind::kta:unit", "m3/yr", "unit-unknown"),
        ("survey", 4, "bind::kta:more", "{", "more-wrong"),
        ("survey", 4, "bind::kta:more", "[1]", "more-wrong"),
        ("survey", 4, "bind::kta:more", '{"unit_from": "kimd"}', "name-unknown"),
        ("survey", 4, "bind::kta:more", '{"unit_from": ["kind"]}', "name-unknown"),
        ("survey", 4, "bind::kta:more", '{"units_by": {"a": "furlong"}}', "unit-unknown"),
        ("survey", 4, "bind::kta:more", '{"units_by": {"a": ["t"]}}', "unit-unknown"),
        ("survey", 4, "relevant", "selected(${kind} 'dairy')", "expression"),
        ("survey", 4, "relevant", "uuid() = 1", "expression"),
        ("survey", 4, "relevant", "${kimd} = ''", "name-unknown"),
        ("survey", 4, "relevant", "selected(${kind}, 'diary')", "option-unknown"),
        ("survey", 4, "constraint", ". > ${nothing}", "name-unknown"),
        ("survey", 4, "bind::kta:warn", ". > ", "expression"),
        ("survey", 10, "calculation", "sum(${water}/m33)", "column-unknown"),
        ("survey", 10, "calculation", "${water} > 1", "expression-unfit"),
        ("survey", 10, "calculation", "${water}/m3 > 1", "expression-unfit"),
        ("survey", 10, "calculation", "", "calculation-missing"),
        ("survey", 10, "calculation", "${total} + 1", "cycle"),
        ("survey", 4, "bind::kta:ael", "L1 L9", "reference-unknown"),
        ("survey", 4, "bind::kta:bat", "B9", "reference-unknown"),
        ("survey", 3, "bind::kta:source", "LAW2", "reference-unknown"),
        ("survey", 3, "bind::kta:evidence", "photo rumour", "word-unknown"),
        ("survey", 3, "bind::kta:confidence", "sure", "word-unknown"),
        ("techniques", 2, "parent", "B0", "reference-unknown"),
        ("techniques", 2, "id", "", "id-missing"),
        ("levels", 2, "when", "${totall} > 5", "name-unknown"),
        ("levels", 3, "requires", "${season} = ", "expression"),
        ("levels", 2, "upper", "10,5", "number-wrong"),
        ("levels", 3, "overrides", "L2", "reference-unknown"),
        ("levels", 3, "id", "L1", "id-twice"),
        ("levels", 2, "techniques", "B1 B2", "reference-unknown"),
        ("levels", 2, "source", "LOW", "reference-unknown"),
        ("levels", 2, "averaging", "hourly", "reference-unknown"),
        ("levels", 2, "basis", "moon-dry", "reference-unknown"),
        ("levels", 2, "unit", "mg/litre", "unit-unknown"),
        ("levels", 2, "confidence", "certain", "word-unknown"),
        ("levels", 2, "kind", "limit", "word-unknown"),
        ("levels", 3, "effect", "cancels", "word-unknown"),
        ("levels", 2, "more", "nothing", "more-wrong"),
        ("sources", 2, "confidence", "high", "word-unknown"),
    ],
)
def test_that_a_mistake_is_found_in_its_cell(book, sheet, row, column, text, code):
    book.put(sheet, row, column, text)
    assert (sheet, row, column, code) in _found(book)


@pytest.mark.parametrize("row", [2, 5, 8, 9])
def test_that_groups_and_tables_must_be_opened_and_closed_in_order(book, row):
    book.put("survey", row, "type", "text")
    assert "nesting" in {code for *_place, code in _found(book)}


def test_that_a_circle_is_told_with_its_chain(book):
    book.put("survey", 4, "relevant", "${total} > 1")
    book.put("survey", 5, "relevant", "${milk} > 1")
    faults = [fault for fault in check(load(book.path)) if fault.code == "cycle"]
    assert len(faults) == 1
    assert "milk → total → water → milk" in faults[0].sentence("ru")


def test_that_all_mistakes_are_told_at_once_in_the_order_of_the_sheets(book):
    book.put("survey", 4, KK, "")
    book.put("survey", 4, "relevant", "${kimd} = ''")
    book.put("choices", 2, RU, "")
    book.put("levels", 2, "upper", "ten")
    book.put("sources", 2, "confidence", "high")
    places = [(fault.sheet, fault.row) for fault in check(load(book.path))]
    assert places == [
        ("survey", 4),
        ("survey", 4),
        ("choices", 2),
        ("levels", 2),
        ("sources", 2),
    ]


def test_that_a_fault_says_where_what_and_what_would_be_right(book):
    book.put("survey", 4, "relevant", "selected(${kind}, 'diary')")
    (fault,) = check(load(book.path))
    assert fault.place("ru") == "survey, строка 4, столбец relevant, milk"
    assert fault.sentence("ru") == "У вопроса «kind» нет варианта «diary». Правильно: dairy."
    assert fault.sentence("kk") == "«kind» сұрағында «diary» нұсқасы жоқ. Дұрысы: dairy."
    assert fault.as_json("ru")["message"] == fault.sentence("ru")


def test_that_a_wrong_expression_is_told_with_its_character(book):
    book.put("survey", 4, "relevant", "selected(${kind} 'dairy')")
    (fault,) = check(load(book.path))
    assert "Знак 18" in fault.sentence("ru")


def test_that_an_unknown_unit_is_a_warning_and_the_pack_still_compiles(book):
    book.put("levels", 2, "unit", "mg/litre")
    (fault,) = check(load(book.path))
    assert not fault.is_error
    assert compile_pack(load(book.path)).definition.levels[0].unit == "mg/litre"


def test_that_a_long_short_title_is_a_warning_and_26_signs_are_not(book):
    book.put("survey", 4, "bind::kta:short::Русский (ru)", "о" * 26)
    assert check(load(book.path)) == ()
    book.put("survey", 4, "bind::kta:short::Русский (ru)", "о" * 27)
    (fault,) = check(load(book.path))
    assert not fault.is_error
    assert "27" in fault.sentence("ru")


def test_that_a_faulty_pack_is_not_compiled_and_says_how_many_mistakes(book):
    book.put("survey", 4, KK, "")
    book.put("levels", 2, "upper", "ten")
    with pytest.raises(PackFaultyError) as caught:
        compile_pack(load(book.path))
    assert "Ошибок в отраслевом пакете «small»: 2." in caught.value.sentence("ru")


def test_that_surplus_cells_and_missing_columns_are_told(book):
    place = book.path / "sources.csv"
    place.write_text("id,title\nLAW,The law,verified\n", encoding="utf-8")
    assert ("sources", 2, "", "cells-surplus") in _found(book)
    place.write_text("name,title\nLAW,The law\n", encoding="utf-8")
    assert ("sources", 1, "id", "column-missing") in _found(book)


def test_that_a_missing_setting_is_told(book):
    (book.path / "pack.toml").write_text('id = "small"\n', encoding="utf-8")
    assert [fault.details["found"] for fault in check(load(book.path))][:2] == ["version", "title"]


def test_that_the_condition_of_a_medium_is_checked_too(book):
    with (book.path / "pack.toml").open("a", encoding="utf-8") as file:
        file.write("air = \"selected(${kind}, 'wine')\"\n")
    assert ("pack.toml", 0, "air", "option-unknown") in _found(book)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("survey.csv", None),
        ("pack.toml", None),
        ("pack.toml", b"id = "),
        ("levels.csv", "id,title\nL1,Уровень\n".encode("cp1251")),
        ("extra.json", b"{"),
    ],
)
def test_that_a_file_that_cannot_be_read_is_named(book, name, content):
    place = book.path / name
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)
    with pytest.raises(PackUnreadableError) as caught:
        load(book.path)
    assert name in caught.value.sentence("ru")
