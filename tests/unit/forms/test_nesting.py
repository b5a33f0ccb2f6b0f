"""Claims about repeats in repeats: addresses, values, relevance, rows that come and go."""

from decimal import Decimal

import pytest

from kta_desktop.forms.errors import CycleError
from kta_desktop.forms.state import FormState, QuestionStatus


def _value(number):
    return {"text": str(number), "value": str(number)}


@pytest.fixture(scope="session")
def site(making):
    """Return sites with sources with pollutants with readings, and figures of each."""
    q, column = making.question, making.column
    return making.definition(
        q("limit", "decimal"),
        q("site", "repeat", more={"key": "site_name"}),
        q("site_name", "text", parent="site"),
        q("has_air", "select_one", parent="site", choices=making.choices("yes", "no")),
        q("source", "repeat", parent="air"),
        q("height", "decimal", parent="source", constraint=". < 500"),
        q("is_tall", "calculate", parent="source", calculation="${height} > ${limit}"),
        q("why_tall", "text", parent="source", relevant="${is_tall}"),
        q("number", "calculate", parent="source", calculation="position(${source})"),
        q("above", "decimal", parent="source", relevant="position(..) > 1"),
        q(
            "pollutant",
            "table",
            parent="source",
            columns=(
                column("code", "text"),
                column("mass", "decimal"),
                column("hours", "decimal", relevant="${mass} > 0"),
                column("total", "calculate", calculation="${mass} * ${hours}"),
                column("share", "calculate", calculation="${total} div sum(${pollutant}/total)"),
                column("of_height", "calculate", calculation="${mass} div ${height}"),
            ),
        ),
        q("source_total", "calculate", parent="source", calculation="sum(${pollutant}/total)"),
        q("site_total", "calculate", parent="site", calculation="sum(${source_total})"),
        q("share_of_site", "calculate", parent="site", calculation="${site_total} div ${all}"),
        q("all", "calculate", "two", calculation="sum(${site_total})"),
        q("tall_ones", "calculate", "two", calculation="count(${source}[is_tall])"),
        q(
            "first",
            "calculate",
            "two",
            calculation="indexed-repeat(${height}, ${site}, 1, ${source}, 1)",
        ),
        groups=(making.group("air", parent="site", relevant="${has_air} = 'yes'"),),
    )


@pytest.fixture
def state(site):
    """Return two sites: the first with two sources, the second with one."""
    entries = {"limit": _value(30), "site/a": {"order": 1.0}, "site/b": {"order": 2.0}}
    for path, height in (("a/source/p", 40), ("a/source/q", 20), ("b/source/p", 50)):
        entries |= {
            f"site/{path}": {"order": 1.0 if path.endswith("p") else 2.0},
            f"site/{path}/height": _value(height),
            f"site/{path}/pollutant/x": {"order": 1.0},
            f"site/{path}/pollutant/x/mass": _value(2),
            f"site/{path}/pollutant/x/hours": _value(height),
        }
    for name in "ab":
        entries[f"site/{name}/has_air"] = {"value": "yes"}
    return FormState(site, entries)


def test_that_a_name_is_seen_in_the_instance_that_is_shared(state):
    assert state.value("site/a/source/p/is_tall") is True
    assert state.value("site/a/source/q/is_tall") is False
    assert state.status("site/a/source/q/why_tall") is QuestionStatus.HIDDEN
    assert state.value("site/a/source/p/pollutant/x/of_height") == Decimal("0.05")


def test_that_a_name_in_another_repeat_means_all_its_instances(state):
    assert state.value("site/a/site_total") == Decimal(120)
    assert state.value("site/b/site_total") == Decimal(100)
    assert state.value("all") == Decimal(220)
    assert state.value("tall_ones") == Decimal(2)
    assert state.value("first") == Decimal(40)


def test_that_a_row_may_be_held_against_the_sum_of_its_own_table(state):
    state.apply("site/b/source/p/pollutant/y", {"order": 2.0})
    state.apply("site/b/source/p/pollutant/y/mass", _value(6))
    state.apply("site/b/source/p/pollutant/y/hours", _value(50))
    assert state.value("site/b/source/p/pollutant/x/share") == Decimal("0.25")
    assert state.value("site/b/source/p/pollutant/y/share") == Decimal("0.75")


def test_that_an_edit_deep_inside_names_what_it_changes_on_the_way_up(state):
    changed = state.apply("site/a/source/p/pollutant/x/mass", _value(3))
    assert changed == {
        "site/a/source/p/pollutant",
        "site/a/source/p/source_total",
        "site/a/site_total",
        "site/a/share_of_site",
        "site/b/share_of_site",
        "all",
    }


def test_that_a_condition_inside_an_instance_hides_only_what_is_in_it(state):
    changed = state.apply("site/a/has_air", {"value": "no"})
    assert "site/a/source/p/height" in changed
    assert "site/b/source/p/height" not in changed
    assert state.status("site/a/source/p/height") is QuestionStatus.HIDDEN
    assert state.value("all") == Decimal(100)
    assert state.answer("site/a/source/p/height").value == "40"
    state.apply("site/a/has_air", {"value": "yes"})
    assert state.value("all") == Decimal(220)


def test_that_a_new_row_brings_its_questions_and_a_removed_one_takes_them_away(state):
    changed = state.apply("site/b/source/z", {"order": 9.0})
    assert "site/b/source/z/height" in changed
    assert "site/b/source/p/height" not in changed
    assert "site/a/source/p/height" not in changed
    assert state.value("site/b/source/z/number") == Decimal(2)
    state.apply("site/b/source/z", None)
    with pytest.raises(KeyError):
        state.status("site/b/source/z/height")


def test_that_removing_an_outer_row_and_bringing_it_back_keeps_what_was_inside(state):
    state.apply("site/a", None)
    assert state.value("all") == Decimal(100)
    assert state.value("first") == Decimal(50)
    state.apply("site/a", {"order": 1.0})
    assert state.value("all") == Decimal(220)
    assert state.value("first") == Decimal(40)


def test_that_moving_a_row_changes_what_stands_on_its_place(state):
    assert state.is_relevant("site/a/source/q/above")
    assert not state.is_relevant("site/a/source/p/above")
    changed = state.apply("site/a/source/p", {"order": 3.0})
    assert {"site/a/source/p/above", "site/a/source/q/above"} <= changed
    assert not state.is_relevant("site/a/source/q/above")
    assert state.value("first") == Decimal(20)


def test_that_places_stand_in_the_order_of_the_paper_with_their_numbers(state):
    places = state.places("one")
    assert [place.address for place in places[:3]] == ["limit", "site", "site/a/site_name"]
    inside = [place.address for place in places if place.rows[:2] == ("a", "q")]
    assert inside == [
        "site/a/source/q/height",
        "site/a/source/q/is_tall",
        "site/a/source/q/number",
        "site/a/source/q/above",
        "site/a/source/q/pollutant",
        "site/a/source/q/source_total",
    ]
    assert state.place("site/a/source/q/height").numbers == (1, 2)
    assert [place.address for place in state.places()][-3:] == ["all", "tall_ones", "first"]
    with pytest.raises(KeyError):
        state.place("site/a/source/nowhere/height")


def test_that_a_cell_belongs_to_the_card_of_its_table(state):
    cell = "site/a/source/p/pollutant/x/mass"
    assert state.owner(cell) == "site/a/source/p/pollutant"
    assert state.owner("site/a/source/p/pollutant/x") == "site/a/source/p/pollutant"
    assert state.owner("site/a/source/p/height#note") == "site/a/source/p/height"
    assert state.question(cell).name == "pollutant"
    assert state.answer(cell).value == "2"


def test_that_an_instance_is_called_by_its_key_question(state):
    assert state.instance_title("site", "a", "ru") == ""
    state.apply("site/a/site_name", {"text": "Север", "value": "Север"})
    assert state.instance_title("site", "a", "ru") == "Север"
    assert state.rows("site")[0].cells["site_name"].value == "Север"


def test_that_a_problem_stays_in_its_instance(state):
    state.apply("site/a/source/p/height", _value(900))
    assert state.status("site/a/source/p/height") is QuestionStatus.ERROR
    assert state.status("site/b/source/p/height") is QuestionStatus.ANSWERED
    assert state.value("site/a/source/p/is_tall") is None
    assert state.undecided_by("site/a/source/p/why_tall") == ("site/a/source/p/height",)


def test_that_totals_say_of_how_many_figures_they_are_made(state):
    assert state.parts("site/a/site_total") == (2, 2)
    state.apply("site/a/source/q/pollutant/x/mass", None)
    assert state.parts("site/a/source/q/source_total") == (0, 1)
    assert state.parts("all") == (2, 3)
    assert state.coverage("site/a/source/q/pollutant", "mass") == (0, 1)
    assert state.parts("site/a/source/p/is_tall") is None


def test_that_entries_of_rows_that_are_not_there_stay_aside(site):
    state = FormState(site, {"site/a/source/p/height": _value(1)})
    assert state.places("one")[-1].address == "site"
    assert state.apply("site/a/source/p/height", _value(2)) == frozenset()
    state.apply("site/a", {"order": 1.0})
    state.apply("site/a/source/p", {"order": 1.0})
    assert state.answer("site/a/source/p/height").value == "2"


def test_that_a_circle_through_a_column_and_a_group_names_its_chain(making):
    q, column = making.question, making.column
    table = q("t", "table", parent="g", columns=(column("a", "decimal"),))
    total = q("total", "calculate", calculation="sum(${t}/a)")
    group = making.group("g", relevant="${total} > 1")
    with pytest.raises(CycleError) as caught:
        FormState(making.definition(table, total, groups=(group,)), {})
    assert set(caught.value.names) >= {"g", "total"}


def test_that_a_circle_through_a_choice_filter_is_refused_and_one_through_a_default_is_none(making):
    q = making.question
    options = making.choices("x", "y")
    one = q("one_q", "select_one", choices=options, choice_filter="name = ${two_q}")
    two = q("two_q", "select_one", choices=options, choice_filter="name = ${one_q}")
    with pytest.raises(CycleError):
        FormState(making.definition(one, two), {})
    beginning = q("a", "text", default="${b}"), q("b", "text", default="${a}")
    FormState(making.definition(*beginning), {})


def test_that_a_circle_of_ten_questions_is_named_whole(making):
    questions = [
        making.question(f"q{n}", "calculate", calculation=f"${{q{(n + 1) % 10}}} + 1")
        for n in range(10)
    ]
    with pytest.raises(CycleError) as caught:
        FormState(making.definition(*questions), {})
    assert len(set(caught.value.names)) == 10


def test_that_what_is_missing_is_named_in_the_order_of_the_paper(making):
    q = making.question
    definition = making.definition(
        q("first", "decimal"),
        q("source", "repeat"),
        q("height", "decimal", parent="source"),
        q("stack", "repeat", parent="source"),
        q("width", "decimal", parent="stack"),
        q("flow", "decimal", parent="source"),
        q("last", "decimal"),
    )
    rows = {f"source/{row}": {"order": order} for row, order in (("b", 1), ("a", 2))}
    deeper = {f"source/b/stack/{row}": {"order": order} for row, order in (("y", 1), ("x", 2))}
    state = FormState(definition, {**rows, **deeper})
    wanted = "sum(${flow}) + sum(${width}) + ${last} + sum(${height}) + ${first}"
    assert state.missing(wanted) == (
        "first",
        "source/b/height",
        "source/b/stack/y/width",
        "source/b/stack/x/width",
        "source/b/flow",
        "source/a/height",
        "source/a/stack",
        "source/a/flow",
        "last",
    )
