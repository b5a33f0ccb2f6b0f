"""What an answer is used for, and what a figure is made of."""

from kta_desktop.domain.definition import Text
from kta_desktop.forms.uses import Use, UseKind, parts_of, uses_of


def test_that_figures_conditions_checks_and_options_are_told_in_this_order(making):
    q = making.question
    form = making.definition(
        q("flow", "decimal"),
        q("why", "text", relevant="${flow} > 10"),
        q("again", "decimal", constraint=". <= ${flow}"),
        q("kind", "select_one", choices=making.choices("a", "b"), choice_filter="${flow} > 1"),
        q("double", "calculate", calculation="${flow} * 2"),
    )
    assert uses_of(form, "flow") == (
        Use(UseKind.FIGURE, "double"),
        Use(UseKind.CONDITION, "why"),
        Use(UseKind.CHECK, "again"),
        Use(UseKind.OPTIONS, "kind"),
    )
    assert uses_of(form, "why") == ()


def test_that_a_fact_without_a_label_is_followed_to_what_rests_on_it(making):
    q = making.question
    form = making.definition(
        q("boilers", "integer"),
        q("has_boiler", "calculate", label=Text(ru=""), calculation="${boilers} > 0"),
        q("steam", "decimal", relevant="${has_boiler}"),
    )
    assert uses_of(form, "boilers") == (Use(UseKind.CONDITION, "steam"),)


def test_that_a_cell_is_told_as_its_table_and_an_instance_as_the_same(making):
    q, column = making.question, making.column
    form = making.definition(
        q("stack", "repeat"),
        q("hours", "decimal", parent="stack"),
        q(
            "gases",
            "table",
            parent="stack",
            columns=(
                column("g", "decimal"),
                column("t", "calculate", calculation="../g * ${hours}"),
            ),
        ),
        q("mass", "calculate", parent="stack", calculation="sum(${gases}/t)"),
        q("total", "calculate", calculation="sum(${mass})"),
    )
    assert [use.address for use in uses_of(form, "stack/r1/hours")] == ["stack/r1/gases"]
    assert [use.address for use in uses_of(form, "stack/r1/gases")] == ["stack/r1/mass"]
    assert parts_of(form, "stack/r1/mass") == ("stack/r1/gases",)
    assert parts_of(form, "total") == ("stack",)


def test_that_the_condition_of_a_section_leads_to_its_first_question(making):
    q = making.question
    form = making.definition(
        q("any", "text", section="two"),
        q("first", "text"),
        q("second", "text"),
        relevant="${any} = 'x'",
    )
    assert uses_of(form, "any") == (Use(UseKind.CONDITION, "first"),)
