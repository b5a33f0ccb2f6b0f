"""Claims about rules of answers, options, what must and what may be filled in, and units."""

from decimal import Decimal

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.forms import entry
from kta_desktop.forms.problems import ERROR, WARNING
from kta_desktop.forms.state import FormState, Progress, QuestionStatus


def _v(number):
    return {"text": str(number), "value": str(number)}


def _rule(expression, severity, ru=""):
    return {"expression": expression, "severity": severity, "message": {"ru": ru}}


def test_that_all_rules_are_looked_at_and_errors_come_before_warnings(making):
    rules = [_rule(". < 90", "warning", "Много."), _rule(". != 95", "error", "Не бывает 95.")]
    asked = making.question(
        "share",
        "decimal",
        constraint=". <= 100",
        more={"warn": ". <= 80", "warn_message": {"ru": "Больше обычного."}, "rules": rules},
    )
    state = FormState(making.definition(asked), {"share": _v(50)})
    assert state.problems("share") == ()
    state.apply("share", _v(92))
    assert [p.sentence("ru") for p in state.problems("share")] == ["Больше обычного.", "Много."]
    assert {p.severity for p in state.problems("share")} == {WARNING}
    state.apply("share", _v(95))
    assert [p.sentence("ru") for p in state.problems("share")] == ["Не бывает 95."]
    state.apply("share", _v(101))
    assert [p.severity for p in state.problems("share")] == [ERROR]


def test_that_a_constraint_may_be_a_warning_that_a_reason_confirms(making):
    asked = making.question("q", "decimal", constraint=". < 10", severity="warning")
    state = FormState(making.definition(asked), {"q": _v(12)})
    assert state.status("q") is QuestionStatus.WARNING
    assert state.value("q") == Decimal(12)
    state.apply("q#confirm", "новая печь")
    assert state.status("q") is QuestionStatus.ANSWERED


def test_that_an_answer_in_error_is_kept_and_seen_by_nobody(making):
    q = making.question
    state = FormState(
        making.definition(
            q("a", "decimal", constraint=". < 100"),
            q("b", "decimal"),
            q("total", "calculate", calculation="sum(${a}, ${b})"),
            q("more", "text", relevant="${a} > 50"),
        ),
        {"a": _v(500), "b": _v(1)},
    )
    assert state.value("total") == Decimal(1)
    assert state.parts("total") == (1, 2)
    assert state.answer("a").value == "500"
    assert state.is_flagged("more")
    assert state.undecided_by("more") == ("a",)
    state.apply("a", _v(60))
    assert state.value("total") == Decimal(61)
    assert not state.is_flagged("more")


def test_that_two_constraints_may_compare_their_answers_with_each_other(making):
    q = making.question
    state = FormState(
        making.definition(
            q("low", "decimal", constraint=". <= ${high}"),
            q("high", "decimal", constraint=". >= ${low}"),
            q("span", "calculate", calculation="${high} - ${low}"),
        ),
        {"low": _v(5), "high": _v(3)},
    )
    assert {state.status(name) for name in ("low", "high")} == {QuestionStatus.ERROR}
    assert state.value("span") is None
    assert state.apply("high", _v(9)) == {"low", "high", "span"}
    assert state.value("span") == Decimal(4)


def test_that_a_constraint_over_its_own_total_reports_and_hides_nothing(making):
    q = making.question
    state = FormState(
        making.definition(
            q("one_share", "decimal", constraint="${all} <= 100"),
            q("two_share", "decimal", constraint="${all} <= 100"),
            q("all", "calculate", calculation="sum(${one_share}, ${two_share})"),
        ),
        {"one_share": _v(60), "two_share": _v(70)},
    )
    assert state.value("all") == Decimal(130)
    assert state.status("one_share") is QuestionStatus.ERROR
    assert state.apply("two_share", _v(40)) == {"one_share", "two_share", "all"}
    assert state.status("one_share") is QuestionStatus.ANSWERED


def test_that_rules_of_a_table_speak_once_it_has_rows(making):
    column = making.column("share", "decimal", constraint=". <= 100")
    rules = [
        _rule("sum(${t}/share) = 100", "error", "Сумма долей не 100 %."),
        _rule("count(./share) > 1", "warning", "Одна строка?"),
    ]
    table = making.question("t", "table", columns=(column,), more={"rules": rules})
    state = FormState(making.definition(table), {})
    assert state.problems("t") == ()
    state.apply("t/a", {"order": 1})
    state.apply("t/a/share", _v(40))
    assert [p.sentence("ru") for p in state.problems("t")] == ["Сумма долей не 100 %."]
    state.apply("t/b", {"order": 2})
    assert state.apply("t/b/share", _v(60)) == {"t"}
    assert state.status("t") is QuestionStatus.ANSWERED
    state.apply("t/b/share", _v(160))
    assert [p.column for p in state.problems("t")] == ["share", None]


def _cascade(making):
    q, column = making.question, making.column
    of = {"a": {"region": "north"}, "b": {"region": "south"}, "c": {"region": "north"}}
    places = making.choices("a", "b", "c", **of)
    where = "region = ${region}"
    return making.definition(
        q("region", "select_one", choices=making.choices("north", "south")),
        q("place", "select_one", choices=places, choice_filter=where),
        q("places", "select_multiple", choices=places, choice_filter=f"{where} or name = 'b'"),
        q("near", "text", relevant="${place} = 'a'"),
        q(
            "t",
            "table",
            columns=(
                column("region", "select_one", choices=making.choices("north", "south")),
                column("place", "select_one", choices=places, choice_filter=where),
            ),
        ),
    )


def _names(choices):
    return [choice.name for choice in choices]


def test_that_options_follow_the_answers_they_depend_on(making):
    state = FormState(_cascade(making), {})
    assert _names(state.choices("place")) == ["a", "b", "c"]
    assert "place" in state.apply("region", {"value": "north"})
    assert _names(state.choices("place")) == ["a", "c"]
    assert _names(state.choices("places")) == ["a", "b", "c"]
    assert _names(state.choices("region")) == ["north", "south"]


def test_that_an_option_that_no_longer_fits_is_kept_told_and_seen_by_nobody(making):
    state = FormState(_cascade(making), {"region": {"value": "north"}, "place": {"value": "a"}})
    assert state.value("place") == "a"
    assert state.is_relevant("near")
    changed = state.apply("region", {"value": "south"})
    assert {"region", "place", "places", "near"} <= changed
    (problem,) = state.problems("place")
    assert problem.code == "not-offered"
    assert "«a»" in problem.sentence("ru")
    assert state.value("place") is None
    assert state.is_flagged("near")


def test_that_options_of_a_cell_follow_its_row(making):
    state = FormState(_cascade(making), {f"t/{row}": {"order": 1} for row in "xy"})
    state.apply("t/x/region", {"value": "north"})
    state.apply("t/y/region", {"value": "south"})
    assert _names(state.choices("t/x/place")) == ["a", "c"]
    assert _names(state.choices("t/y/place")) == ["b"]
    state.apply("t/y/place", {"value": "a"})
    assert [(p.row, p.column) for p in state.problems("t")] == [("y", "place")]


def test_that_what_is_required_and_lacks_both_answer_and_reason_is_told(making):
    q = making.question
    state = FormState(
        making.definition(
            q("always", "text", required=True),
            q("big", "decimal"),
            q("when", "text", required_when="${big} > 10"),
            q("hidden", "text", required=True, relevant="${big} > 100"),
        ),
        {"big": _v(5)},
    )
    assert [place.address for place in state.lacking()] == ["always"]
    assert "when" in state.apply("big", _v(20))
    assert state.is_required("when")
    assert [place.address for place in state.lacking()] == ["always", "when"]
    state.apply("always", {"blank": "no_data"})
    state.apply("when", {"text": "x", "value": "x"})
    assert state.lacking() == ()


def test_that_a_question_may_be_read_only_for_a_while(making):
    q = making.question
    state = FormState(
        making.definition(
            q("locked", "select_one", choices=making.choices("yes", "no")),
            q("figure", "decimal", readonly="${locked} = 'yes'"),
        ),
        {},
    )
    assert not state.is_readonly("figure")
    assert "figure" in state.apply("locked", {"value": "yes"})
    assert state.is_readonly("figure")
    assert not state.is_readonly("locked")


def test_that_a_copied_answer_counts_as_done_only_when_somebody_confirmed_it(making):
    asked = making.question("q", "decimal")
    copied = Answer(text="5", value="5", origin="previous_audit", copied_from="0192-old")
    state = FormState(making.definition(asked), {"q": copied.to_json()})
    assert state.status("q") is QuestionStatus.COPIED
    assert state.value("q") == Decimal(5)
    assert state.progress() == Progress(0, 1)
    confirmed = entry.confirmed(copied)
    assert confirmed.origin == "previous_audit"
    state.apply("q", confirmed.to_json())
    assert state.status("q") is QuestionStatus.ANSWERED
    retyped = entry.typed(asked.type, "6", copied)
    assert (retyped.origin, retyped.copied_from) == (None, None)


class Host:
    """Knows that a tonne is a thousand kilograms."""

    def convert(self, value, unit, target):
        return value / 1000 if (unit, target) == ("kg", "t") else None

    def normalise(self, *_figures):
        return None

    def in_level(self, *_question):
        return None


def test_that_a_figure_in_another_unit_is_converted_before_it_is_seen(making):
    q = making.question
    definition = making.definition(
        q("mass", "decimal", unit="t", constraint=". < 10"),
        q("big", "text", relevant="${mass} > 1"),
    )
    entries = {"mass": _v(5000) | {"unit": "kg"}}
    assert FormState(definition, entries).value("mass") is None
    state = FormState(definition, entries, Host())
    assert state.value("mass") == Decimal(5)
    assert state.status("mass") is QuestionStatus.ANSWERED
    assert not state.is_flagged("big")
    state.apply("mass", _v(5000) | {"unit": "bucket"})
    assert state.value("mass") is None
    assert state.is_flagged("big")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("time", "7:05", "07:05:00"),
        ("time", "25:00", None),
        ("datetime", "22.11.2026 14:30", "2026-11-22T14:30:00"),
        ("datetime", "2026-11-22T14:30", "2026-11-22T14:30:00"),
        ("datetime", "вчера", None),
        ("range", "1,5", "1.5"),
    ],
)
def test_that_typed_times_have_one_meaning_or_none(making, kind, text, value):
    asked = making.question("q", kind)
    answer = entry.typed(asked.type, text)
    assert (answer.text, answer.value) == (text, value)
    state = FormState(making.definition(asked), {"q": answer.to_json()})
    expected = QuestionStatus.ANSWERED if value else QuestionStatus.ERROR
    assert state.status("q") is expected


def test_that_a_hidden_section_or_group_hides_what_is_in_it_and_keeps_its_answers(making):
    q = making.question
    state = FormState(
        making.definition(
            q("gate", "select_one", "two", choices=making.choices("yes", "no")),
            q("inside", "text", parent="g"),
            q("beside", "text"),
            groups=(making.group("g", relevant="${beside} = 'x'"),),
            relevant="${gate} = 'yes'",
        ),
        {"inside": {"text": "a", "value": "a"}},
    )
    assert state.is_flagged("inside")
    assert state.undecided_by("inside") == ("beside", "gate")
    changed = state.apply("gate", {"value": "no"})
    assert changed == {"gate", "inside", "beside"}
    assert state.visible("one") == ()
    assert state.progress() == Progress(1, 1)
    state.apply("gate", {"value": "yes"})
    state.apply("beside", {"text": "x", "value": "x"})
    assert state.value("inside") == "a"
