"""Claims about the survey: what nests in what, and what every column of the sheet says."""

import pytest

from kta_desktop.domain.definition import Group, QuestionType
from kta_desktop.packs import layout
from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.load import load
from kta_desktop.packs.rows import sheet_text

LABEL = {"ru": "Вопрос", "kk": "Сұрақ", "en": "Question"}
KTA = layout.KTA
RULE = {"expression": ". > 0", "severity": "warning", "message": LABEL}


def row(kind, name="", **cells):
    """Return a row of the survey; ``kta_x`` names the column ``bind::kta:x``."""
    named = {key.replace("kta_", KTA): value for key, value in cells.items()}
    return {"type": kind, "name": name, "label": LABEL, f"{KTA}concept": f"t.{name}", **named}


def end(what):
    return {"type": f"end_{what}"}


@pytest.fixture
def survey(book):
    """Return a function that gives the pack other questions and compiles it."""

    def compiled(*rows, **options):
        inside = [row("begin_group", "gen"), *rows, end("group")]
        text = sheet_text(layout.SURVEY, [*inside, *_FACTS])
        (book.path / "survey.csv").write_text(text, encoding="utf-8")
        for name, content in options.items():
            place = book.path / layout.FILES / f"{name}.csv"
            place.parent.mkdir(exist_ok=True)
            place.write_text(content, encoding="utf-8")
        assert [fault.line() for fault in check(load(book.path)) if fault.is_error] == []
        return compile_pack(load(book.path)).definition

    return compiled


# What the levels of the small pack speak of.
_FACTS = [
    row("hidden", "kind", **{f"{KTA}more": {"list": "kinds"}}),
    row("hidden", "season"),
    row("hidden", "total"),
]


def test_that_repeats_groups_and_tables_nest_as_deep_as_written(survey):
    definition = survey(
        row("begin_repeat", "source", relevant="${total} > 1"),
        row("text", "code"),
        row("begin group", "stack", relevant="${code} != ''"),
        row("decimal", "height"),
        row("begin_repeat", "visit"),
        row("begin_repeat", "pollutant", appearance="table-list"),
        row("text", "what"),
        row("decimal", "mass"),
        end("repeat"),
        end("repeat"),
        {"type": "end group"},
        end("repeat"),
        row("text", "after"),
    )
    kinds = {q.name: (q.type, q.parent, q.section) for q in definition.questions[:7]}
    assert kinds == {
        "source": (QuestionType.REPEAT, None, "gen"),
        "code": (QuestionType.TEXT, "source", "gen"),
        "height": (QuestionType.DECIMAL, "stack", "gen"),
        "visit": (QuestionType.REPEAT, "stack", "gen"),
        "pollutant": (QuestionType.TABLE, "visit", "gen"),
        "after": (QuestionType.TEXT, None, "gen"),
        "kind": (QuestionType.CALCULATE, None, ""),
    }
    (stack,) = definition.groups
    assert isinstance(stack, Group)
    assert (stack.name, stack.parent, stack.relevant) == ("stack", "source", "${code} != ''")
    assert [c.name for c in definition.question("pollutant").columns] == ["what", "mass"]


def test_that_a_column_has_all_the_rules_of_a_question(survey):
    definition = survey(
        row("begin_repeat", "water", appearance="w2 table-list"),
        row("text", "source", required="yes"),
        row(
            "decimal",
            "m3",
            relevant="./source != ''",
            constraint=". >= 0",
            constraint_message=LABEL,
            readonly="yes",
            default="0",
            kta_severity="warning",
            kta_units=["m3/d"],
            kta_print="wide",
            hint=LABEL,
        ),
        row("select_one kinds", "by", choice_filter="name != 'beer'"),
        row("calculate", "double", calculation="./m3 * 2"),
        end("repeat"),
    )
    water = definition.question("water")
    m3 = water.column("m3")
    assert water.column("source").required
    assert (m3.relevant, m3.constraint, m3.severity) == ("./source != ''", ". >= 0", "warning")
    assert (m3.readonly, m3.default, m3.units) == ("true()", "'0'", ("m3/d",))
    assert (m3.more["print"], m3.more["hint"]) == ("wide", LABEL)
    assert water.column("by").choice_filter == "name != 'beer'"
    assert water.column("double").calculation == "./m3 * 2"


def test_that_every_type_of_the_profile_is_known(survey):
    definition = survey(
        row("time", "a1"),
        row("datetime", "a2"),
        row("range", "a3", parameters="start=1 end=10 step=0.5"),
        row("rank kinds", "a4"),
        row("acknowledge", "a5"),
        row("select_one_from_file towns.csv", "a6", parameters="value=code label=title"),
        row("note", "a7"),
        row("image", "a8", **{"media::image": "meter.png"}),
        row("file", "a9"),
        row("select_multiple kinds", "b1"),
        towns="code,title,region\nA,Алматы,south\nS,Астана,north\n",
    )
    types = [str(question.type) for question in definition.questions[:10]]
    assert types == [
        "time",
        "datetime",
        "range",
        "rank",
        "acknowledge",
        "select_one",
        "note",
        "image",
        "file",
        "select_multiple",
    ]
    assert definition.question("a3").more["parameters"] == {
        "start": "1",
        "end": "10",
        "step": "0.5",
    }
    first = definition.question("a6").choices[0]
    assert (first.name, first.label.ru, first.more) == ("A", "Алматы", {"region": "south"})
    assert definition.files["towns"][1] == {"code": "S", "title": "Астана", "region": "north"}
    assert definition.question("a8").more["image"] == "meter.png"


@pytest.mark.parametrize(
    ("cell", "expression"),
    [
        ("5", "'5'"),
        ("dairy beer", "'dairy beer'"),
        ("2026-11-22", "'2026-11-22'"),
        ("well-known (main)", "'well-known (main)'"),
        ("д'Артаньян", '"д\'Артаньян"'),
        ("""a'b"c""", """concat('a', "'", 'b"c')"""),
        ("${total}", "${total}"),
        ("${total} + 1", "${total} + 1"),
        ("2 * 3", "2 * 3"),
        ("true()", "true()"),
    ],
)
def test_that_a_default_is_a_value_unless_it_reads_as_an_expression(survey, cell, expression):
    assert survey(row("text", "a", default=cell)).question("a").default == expression


def test_that_required_is_yes_or_a_condition(survey):
    definition = survey(
        row("text", "a", required="yes"),
        row("text", "b", required="${total} > 1"),
        row("text", "c", required="no"),
    )
    found = [(q.required, q.required_when) for q in definition.questions[:3]]
    assert found == [(True, None), (False, "${total} > 1"), (False, None)]


def test_that_what_has_no_field_is_carried_by_its_name(survey):
    question = survey(
        row(
            "decimal",
            "a",
            kta_evidence="required photo document",
            kta_confidential="yes",
            kta_blank_reasons="not_recorded no_access",
            kta_weight="2",
            kta_print="wide",
            kta_quantity="mass_flow",
            guidance_hint=LABEL,
            required_message=LABEL,
            kta_more={"precision": 2, "rules": [RULE]},
        )
    ).question("a")
    assert question.evidence == ("photo", "document")
    assert question.confidential
    assert question.blank_reasons == ("not_recorded", "no_access")
    assert question.more == {
        "evidence_level": "required",
        "weight": "2",
        "print": "wide",
        "quantity": "mass_flow",
        "guidance_hint": LABEL,
        "required_message": LABEL,
        "precision": 2,
        "rules": [RULE],
    }


def test_that_columns_nobody_fills_in_are_left_out_of_the_file(book):
    header = (book.path / "survey.csv").read_text("utf-8").partition("\n")[0]
    assert "default" not in header
    assert "guidance_hint" not in header
    assert "required" in header


def test_that_columns_of_choices_are_what_filters_read(book):
    rows = [
        {"list_name": "kinds", "name": "dairy", "label": LABEL, "branch": "food", "note": 1},
        {"list_name": "kinds", "name": "beer", "label": LABEL},
    ]
    text = sheet_text(layout.CHOICES, rows, further=("branch",))
    assert text.startswith("list_name,name,label::Русский (ru)")
    (book.path / "choices.csv").write_text(text, encoding="utf-8")
    dairy, beer = compile_pack(load(book.path)).definition.question("kind").choices
    assert (dairy.more, beer.more) == ({"branch": "food", "note": "1"}, None)
