"""Claims about paths: what repeats, predicates and relative steps mean, over plain data."""

from decimal import Decimal

import pytest

from kta_desktop.forms.errors import (
    BareIndexError,
    BareSetError,
    NotInRepeatError,
    RefusedSyntaxError,
    SeveralValuesError,
    TooMuchWorkError,
    UnknownListError,
    UnknownNameError,
)
from kta_desktop.forms.parser import parse
from kta_desktop.forms.tree import DataForm

PLANT = DataForm(
    {
        "limit": 5,
        "wanted": "north",
        "name-with-hyphen": 3,
        "blank": None,
        "source": [
            {
                "title": "north",
                "height": 40,
                "pollutant": [
                    {"code": "dust", "mass": 4, "reading": [{"v": 1}, {"v": 3}]},
                    {"code": "NOx", "mass": 10, "reading": [{"v": 20}]},
                ],
            },
            {
                "title": "south",
                "height": None,
                "pollutant": [{"code": "dust", "mass": 7, "reading": []}],
            },
            {"title": None, "height": 12, "pollutant": []},
        ],
    },
    files={
        "substances": (
            {"code": "dust", "title": "Пыль", "class": "3"},
            {"code": "NOx", "title": "Оксиды азота", "class": ""},
            {"code": "CO", "title": "Оксид углерода", "class": "4"},
        )
    },
)
D = Decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${name-with-hyphen} - 1", D(2)),
        ("sum(${height})", D(52)),
        ("sum(${source}/height)", D(52)),
        ("count(${source})", D(3)),
        ("sum(${source}/pollutant/mass)", D(21)),
        ("sum(${mass})", D(21)),
        ("sum(${v})", D(24)),
        ("max(${source}/pollutant/reading/v)", D(20)),
        # predicates see the child of what is tried, names are seen from outside
        ("${source}[title = 'north']/height", D(40)),
        ("${source}[title = ${wanted}]/height", D(40)),
        ("${source}[./title = 'north']/height", D(40)),
        ("sum(${source}[height > ${limit}]/height)", D(52)),
        ("sum(${source}[title = 'south']/pollutant/mass)", D(7)),
        ("sum(${source}/pollutant[code = 'dust']/mass)", D(11)),
        ("sum(${source}[title = 'north']/pollutant[code = 'dust']/mass)", D(4)),
        ("count(${source}[count(pollutant) > 1])", D(1)),
        ("count(${source}[sum(pollutant/mass) > 5])", D(2)),
        ("sum(${mass}[. > 5])", D(17)),
        ("count(${source}[height > 5][title = 'north'])", D(1)),
        ("sum(${source}/pollutant[../title = 'north']/mass)", D(14)),
        ("count(${source}/pollutant/reading[../../height > 1])", D(3)),
        ("count(${source}/pollutant[code = 'dust']/..)", D(2)),
        # an instance that cannot be decided is neither in nor out
        ("selected(${source}[title = 'west']/height, '1')", None),
        ("${source}[title = 'west']/height", None),
        ("count(${source}[height > 20])", D(1)),
        # places
        ("count(${source}[position(.) > 1])", D(2)),
        ("${source}[position() = 2]/title", "south"),
        ("sum(${source}/pollutant[position(.) = 1]/mass)", D(11)),
        ("${source}/pollutant[mass = 10]/reading[position(..) = 2]/v", D(20)),
        ("indexed-repeat(${title}, ${source}, 2)", "south"),
        ("indexed-repeat(${mass}, ${source}, 1, ${pollutant}, 2)", D(10)),
        ("indexed-repeat(${title}, ${source}, 9)", None),
        ("indexed-repeat(${title}, ${source}, 1.5)", None),
        ("indexed-repeat(${title}, ${source}, ${blank})", None),
        # tables of the pack
        ("pulldata('substances', 'title', 'code', 'NOx')", "Оксиды азота"),
        ("pulldata('substances.csv', 'title', 'code', 'NOx')", "Оксиды азота"),
        ("pulldata('substances', 'class', 'code', 'NOx')", None),
        ("pulldata('substances', 'title', 'code', ${blank})", None),
        ("pulldata('substances', 'title', 'code', 'none')", None),
        ("instance('substances')/root/item[code = 'CO']/title", "Оксид углерода"),
        ("instance('substances')/root/item[code = ${blank}]/title", None),
        ("count(instance('substances')/root/item[class > 2])", D(2)),
        ("count(instance('substances')/root/item)", D(3)),
    ],
)
def test_that_a_path_leads_where_xlsform_says(text, value):
    assert PLANT.evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("${height} > 5", BareSetError),
        ("${source} = 1", BareSetError),
        ("${source}/height > 5", BareSetError),
        ("${source}/height + 1", BareSetError),
        ("not(${source}/height)", BareSetError),
        ("instance('substances')/root/item/title = 'x'", BareSetError),
        ("${source}[height > 1]/height > 5", SeveralValuesError),
        ("${stranger} = 1 or true()", UnknownNameError),
        ("sum(${source}/width)", UnknownNameError),
        ("count(${source}[width > 1])", UnknownNameError),
        ("../limit", UnknownNameError),
        ("position(..)", UnknownNameError),
        ("position(${limit})", NotInRepeatError),
        ("position(.)", NotInRepeatError),
        ("indexed-repeat(${limit}, ${source}, 1)", NotInRepeatError),
        ("indexed-repeat(${mass}, ${source}, 1)", BareSetError),
        ("pulldata('strangers', 'a', 'b', 'c')", UnknownListError),
        ("instance('strangers')/root/item[a = 1]/b", UnknownListError),
        (
            "count(${mass}[count(${mass}[count(${mass}[. > count(${mass})]) > 0]) > 0])",
            None,
        ),
    ],
)
def test_that_what_leads_nowhere_is_said_before_it_is_run(text, error):
    if error is None:
        assert PLANT.evaluate(text) == 3
        return
    with pytest.raises(error) as caught:
        PLANT.evaluate(text)
    assert caught.value.sentence("kk") != caught.value.text


@pytest.mark.parametrize(
    ("text", "error", "at", "found"),
    [
        ("//source", RefusedSyntaxError, 1, "//"),
        ("${source}//height", RefusedSyntaxError, 10, "//"),
        ("1 = child::x", RefusedSyntaxError, 10, "::"),
        ("${limit} | ${blank}", RefusedSyntaxError, 10, "|"),
        ("${source}[@id = 1]", RefusedSyntaxError, 11, "@"),
        ("${source}[2]/height", BareIndexError, 10, None),
        ("${source}[-1]/height", BareIndexError, 10, None),
    ],
)
def test_that_what_the_language_leaves_out_is_named_with_its_character(text, error, at, found):
    with pytest.raises(error) as caught:
        parse(text)
    assert caught.value.at == at
    assert caught.value.details.get("found") == found


def test_that_predicates_may_not_try_without_end():
    form = DataForm({"r": [{"v": number} for number in range(120)]})
    inner = "${r}[v >= 0]"
    for _depth in range(3):
        inner = f"${{r}}[count({inner}) > 0]"
    with pytest.raises(TooMuchWorkError):
        form.evaluate(f"count({inner})")


def test_that_a_list_of_thousands_is_found_by_index():
    rows = tuple({"code": f"c{number}", "title": f"t{number}"} for number in range(20_000))
    form = DataForm({"wanted": [{"code": f"c{n}"} for n in range(500)]}, files={"list": rows})
    text = "count(${wanted}[count(instance('list')/root/item[code = 'c7'][code != '']) = 1])"
    assert form.evaluate(text) == 500
