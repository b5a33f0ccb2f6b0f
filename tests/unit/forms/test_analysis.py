"""Claims about mistakes that are found in expressions before there is any answer."""

import pytest

from kta_desktop.forms.analysis import Analysis, Use


@pytest.fixture(scope="module")
def analysis(making):
    q, column = making.question, making.column
    options = making.choices("a", "b", a={"region": "north"})
    return Analysis(
        making.definition(
            q("kind", "select_one", choices=options, choice_filter="region = 'north'"),
            q("words", "text"),
            q("figure", "decimal", parent="g"),
            q("is_big", "calculate", calculation="${figure} > 5"),
            q(
                "tab",
                "table",
                columns=(column("m3", "decimal"), column("use", "select_one", choices=options)),
            ),
            q("source", "repeat"),
            q("height", "decimal", parent="source"),
            q("gases", "select_multiple", parent="source", choices=options),
            groups=(making.group("g"),),
            files={"fuels": ({"name": "coal", "heat": "20"},)},
        )
    )


def _codes(found):
    return [(each.code, each.at, each.found) for each in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("${kind} = 'a' and ${figure} > 5", ""),
        ("${is_big}", ""),
        ("selected(${tab}/use, 'b') or sum(${height}) > 5", ""),
        ("${height} > 5 and selected(${gases}, 'a')", "height"),
        ("${source}[gases != '' and ${words} = '']/height > 5", ""),
        ("${m3} > 5 and ${use} = 'a'", "tab/m3"),
        ("pulldata('fuels', 'heat', 'name', ${kind}) > 5", ""),
        ("instance('fuels')/root/item[name = ${kind}]/heat > 5", ""),
        ("regex(${words}, '[a-z]+')", "g"),
        ("if(${kind} = 'a', 'x', 'y') = 'x'", "one"),
    ],
)
def test_that_nothing_is_found_where_nothing_is_wrong(analysis, text, place):
    assert analysis.findings(text, place) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${stranger} = 1", [("unknown-name", 1, "stranger")]),
        (
            "${stranger} = 1 or ${kind} = 'c' or ${tab}/m4 > 1",
            [
                ("unknown-name", 1, "stranger"),
                ("option-unknown", 30, "c"),
                ("unknown-name", 37, "tab/m4"),
            ],
        ),
        ("${height} > 5", [("expression-bare", 1, "height")]),
        (
            "${tab}/m3 + 1 > ${source}",
            [("expression-bare", 1, "tab/m3"), ("expression-bare", 17, "source")],
        ),
        ("'yes'", [("not-condition", 1, "yes")]),
        ("${words}", [("not-condition", 1, "words")]),
        (
            "not(${kind}) and concat('a', 'b')",
            [("not-condition", 5, "kind"), ("not-condition", 18, "concat()")],
        ),
        ("selected(${source}[height > 1]/gases, 'z')", [("option-unknown", 39, "z")]),
        ("'q' != ${kind}", [("option-unknown", 1, "q")]),
        ("regex(${words}, '(?=a)')", [("expression-pattern", 1, "(?=a)")]),
        ("pulldata('fuels', 'weight', 'name', 'a') = 1", [("column-unknown", 19, "weight")]),
        ("pulldata('foods', 'heat', 'name', 'a') = 1", [("list-unknown", 19, "foods")]),
        ("instance('fuels')/root/item[nome = 'a']/heat = 1", [("column-unknown", 29, "nome")]),
        ("${kind} =", [("expression-end", 10, "")]),
        ("count(${source}[hight > 1]) > 0", [("unknown-name", 17, "source/hight")]),
    ],
)
def test_that_all_mistakes_are_found_with_their_characters(analysis, text, found):
    assert _codes(analysis.findings(text)) == found


def test_that_a_choice_filter_knows_the_columns_of_its_list(analysis):
    assert analysis.findings("region = ${words} and name != 'b'", "kind", Use.FILTER) == ()
    (found,) = analysis.findings("regoin = ${words}", "kind", Use.FILTER)
    assert (found.code, found.place, found.known) == (
        "column-unknown",
        "kind",
        ("label", "name", "region"),
    )


def test_that_a_rule_is_about_its_answer_and_a_value_needs_no_condition(analysis):
    assert analysis.findings(". > 5", "figure", Use.RULE) == ()
    assert _codes(analysis.findings(". = 'z'", "kind", Use.RULE)) == [("option-unknown", 5, "z")]
    assert analysis.findings("${words}", "", Use.VALUE) == ()
    assert analysis.findings("if(${words}, 1, 2)", "", Use.VALUE)[0].code == "not-condition"


def test_that_what_would_be_right_is_told(analysis):
    (found,) = analysis.findings("${kind} = 'c'")
    assert (found.place, found.known) == ("kind", ("a", "b"))
    (found,) = analysis.findings("${stranger} = 1")
    assert found.error is not None
    assert "stranger" in found.error.sentence("ru")


def test_that_a_place_that_is_not_there_is_a_bug(analysis):
    with pytest.raises(KeyError):
        analysis.findings("1 = 1", "nowhere")


def test_that_a_circle_is_told_and_no_circle_is_none(making, analysis):
    assert analysis.circle() == ()
    one = making.question("a", "calculate", calculation="${b}")
    two = making.question("b", "calculate", calculation="${a}")
    assert set(Analysis(making.definition(one, two)).circle()) == {"a", "b"}
