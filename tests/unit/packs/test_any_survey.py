"""Whatever stands in a survey: it is checked without a fault, and what is right compiles."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.forms.program import make
from kta_desktop.packs import layout
from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.library import Library
from kta_desktop.packs.load import load
from kta_desktop.packs.rows import sheet_text

KTA = layout.KTA
_LABEL = {"ru": "Вопрос", "kk": "Сұрақ", "en": "Question"}
_NAMES = st.sampled_from(["a", "b", "c", "", "Я", "a b"])
_TYPES = st.sampled_from(
    [
        *["begin_group", "end_group", "begin_repeat", "end_repeat", "begin group", "end repeat"]
        * 2,
        "text",
        "decimal",
        "integer",
        "date",
        "select_one kinds",
        "select_multiple nowhere",
        "rank kinds",
        "range",
        "note",
        "calculate",
        "hidden",
        "image",
        "select_one_from_file x.csv",
        "audio",
        "",
        "nothing",
        "select_one kinds or_other",
    ]
)
_EXPRESSIONS = st.sampled_from(
    [
        "",
        "1 = 1",
        "${a} > 1",
        "${b} = 'x'",
        "selected(${kind}, 'dairy')",
        "${a}/b",
        "${c}[b = 1]/a",
        "sum(${a}/b)",
        ".",
        ". > 0",
        "../b",
        "./a = 1",
        "position(..) > 1",
        "current()/a",
        "yes",
        "no",
        "once(now())",
        "pulldata('x', 'a', 'b', ${a})",
        "instance('kinds')/root/item[name = ${a}]/label",
        "indexed-repeat(${a}, ${b}, 1)",
        "${",
        "'",
        "“a”",
        "regex(., '(')",
        "count(${a})",
        "a = 1",
        "${a} + ${b}",
        "if(${a}, 1, 2)",
        "'text'",
        "name = 'dairy'",
    ]
)
_MORE = st.sampled_from(
    ["", "{", "[]", '{"rules": 3}', '{"rules": [{"expression": "${a}"}]}', '{"key": "a", "min": 2}']
)
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"type": _TYPES, "name": _NAMES, "label": st.sampled_from([_LABEL, {}])},
        optional={
            **dict.fromkeys(
                (
                    "relevant",
                    "calculation",
                    "constraint",
                    "required",
                    "readonly",
                    "default",
                    "choice_filter",
                    "repeat_count",
                    f"{KTA}warn",
                ),
                _EXPRESSIONS,
            ),
            "appearance": st.sampled_from(["table-list", "draw", "w9"]),
            "parameters": st.sampled_from(
                ["start=1 end=2 step=1", "start", "start=x end=1 step=0"]
            ),
        },
    ),
    max_size=12,
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_ROWS, _MORE)
def test_that_any_survey_is_checked_and_a_right_one_runs(book, rows, more):
    cells = [
        {**row, f"{KTA}concept": "x", **({} if place else {f"{KTA}more": None})}
        for place, row in enumerate(rows)
    ]
    section = {"type": "begin_group", "name": "gen", "label": _LABEL}
    facts = [{"type": "hidden", "name": name} for name in ("season", "total")]
    facts.append({"type": "hidden", "name": "kind", f"{KTA}more": {"list": "kinds"}})
    text = sheet_text(layout.SURVEY, [section, *cells, {"type": "end_group"}, *facts])
    (book.path / "survey.csv").write_text(text, encoding="utf-8")
    if len(rows) > 0:
        book.put("survey", 3, f"{KTA}more", more)
    folder, library = load(book.path), Library(book.path.parent)
    faults = check(folder, library)
    assert all(fault.line("ru") and fault.line("kk") and fault.line("en") for fault in faults)
    if not any(fault.is_error for fault in faults):
        make(compile_pack(folder, library).definition)
