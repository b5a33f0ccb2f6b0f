"""The blank sheet asks everything, with room to write and rules in words."""

import pytest

from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Group,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.reports.blank.outline import pieces
from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.blank.skip_rules import SkipRules
from kta_desktop.reports.order import Kind, Order

YES_NO = (
    Choice(name="yes", label=Text(ru="да", kk="иә", en="yes")),
    Choice(name="no", label=Text(ru="нет", kk="жоқ", en="no")),
)
AT = "2026-11-22T14:00:00+05:00"


def _question(name, number, kind, **more):
    label = Text(ru=f"Вопрос {number}?", kk=f"{number} сұрағы?")
    return Question(name=name, number=number, section="s", type=kind, label=label, **more)


def _checklist(*questions, groups=(), relevant=None):
    label = Text(ru="Раздел", kk="Бөлім")
    return Definition(
        pack="try",
        version="1",
        title=Text(ru="Пробный лист", kk="Сынақ парағы"),
        sections=(Section(name="s", number="1", label=label, relevant=relevant),),
        questions=questions,
        groups=groups,
    )


EVERY_TYPE = tuple(
    _question(
        f"q_{place}",
        f"1.{place}",
        kind,
        choices=YES_NO if kind in ("select_one", "select_multiple", "rank") else (),
        columns=(
            Column(name="a", type=QuestionType.TEXT, label=Text(ru="Показатель", kk="Көрсеткіш")),
            Column(name="b", type=QuestionType.CALCULATE, label=Text(ru="Считается")),
        )
        if kind == "table"
        else (),
    )
    for place, kind in enumerate(QuestionType, 1)
)


def _blank(checklist, languages=("ru",), **order):
    made = Order(kind=Kind.BLANK, languages=languages, **order)
    return Blank(definition=checklist, sha256="ab" * 32, order=made, printed_at=AT)


def _text(checklist, languages=("ru",)):
    import pypdfium2

    pdf = blank_sheet_pdf(_blank(checklist, languages)).data
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join(pages)


def test_that_everything_but_what_is_worked_out_is_on_it():
    text = _text(_checklist(*EVERY_TYPE))
    for question in EVERY_TYPE:
        expected = question.type is not QuestionType.CALCULATE
        assert (question.label.ru in text) is expected, question.type


def test_that_a_calculated_column_is_not_written_by_hand():
    text = _text(_checklist(*EVERY_TYPE))
    assert "Показатель" in text
    assert "Считается" not in text


def test_that_two_languages_stand_beside_each_other():
    text = _text(_checklist(_question("a", "1.1", QuestionType.TEXT)), ("ru", "kk"))
    assert "Вопрос 1.1?" in text
    assert "1.1 сұрағы?" in text


def test_that_identical_input_gives_identical_bytes():
    blank = _blank(_checklist(*EVERY_TYPE))
    assert blank_sheet_pdf(blank).data == blank_sheet_pdf(blank).data


def test_that_a_question_taller_than_a_page_goes_on_and_nothing_is_lost():
    long = " ".join(f"слово{n}" for n in range(60))
    many = tuple(Choice(name=f"c{n}", label=Text(ru=f"вариант {n} {long}")) for n in range(14))
    text = _text(_checklist(_question("a", "1.1", QuestionType.SELECT_MULTIPLE, choices=many)))
    for n in range(14):
        assert f"вариант {n}" in text


@pytest.mark.parametrize("columns", [1, 4, 12, 40])
def test_that_a_wide_table_keeps_every_column(columns):
    heads = tuple(
        Column(name=f"c{n}", type=QuestionType.DECIMAL, label=Text(ru=f"Столбец{n:02}"))
        for n in range(columns)
    )
    text = _text(_checklist(_question("t", "1.1", QuestionType.TABLE, columns=heads)))
    for n in range(columns):
        assert f"Столбец{n:02}" in text


def _named(name, kind=QuestionType.TEXT, **more):
    return Question(
        name=name, number="", section="s", type=kind, label=Text(ru=f"Про {name}"), **more
    )


NESTED = _checklist(
    _question("own", "1.7", QuestionType.SELECT_ONE, choices=YES_NO),
    _named("source", QuestionType.REPEAT),
    _named("height", parent="source"),
    _named("gas", QuestionType.REPEAT, parent="source"),
    _named("mass", parent="gas"),
    _named("sum", QuestionType.CALCULATE, parent="works"),
    _named("pipe", parent="works"),
    groups=(
        Group(name="works", section="s", label=Text(ru="Очистные"), relevant="${own} = 'yes'"),
        Group(name="figures", section="s", label=Text(ru="Без вопросов")),
    ),
    relevant="${own} != ''",
)  # fmt: skip


def test_that_questions_of_a_repeat_are_set_in_and_its_end_is_marked():
    found = [(piece.kind, piece.row.name, piece.depth) for piece in pieces(NESTED, "s")]
    assert found == [
        ("question", "own", 0),
        ("repeat", "source", 1),
        ("question", "height", 1),
        ("repeat", "gas", 2),
        ("question", "mass", 2),
        ("end", "gas", 2),
        ("end", "source", 1),
        ("group", "works", 0),
        ("question", "pipe", 0),
    ]


def test_that_conditions_of_section_and_group_stand_at_their_heads():
    text = _text(NESTED)
    assert text.index("ЕСЛИ на 1.7 есть ответ") < text.index("Вопрос 1.7?")
    assert text.index("Очистные") < text.index("ЕСЛИ в 1.7 отмечено «да»") < text.index("Про pipe")
    assert "Без вопросов" not in text
    assert text.count("Запись №") == text.count("Конец записи") == 2


def test_that_texts_without_kazakh_are_printed_in_russian():
    text = _text(_checklist(_named("a"), _named("b", QuestionType.REPEAT)), ("kk",))
    assert "Про a" in text
    assert "Жазба" in text  # the words of the program stay Kazakh


def test_that_a_question_that_fits_on_a_page_is_not_torn():
    import pypdfium2

    asked = [_question(f"q{n}", f"1.{n}", QuestionType.DECIMAL) for n in range(40)]
    document = pypdfium2.PdfDocument(blank_sheet_pdf(_blank(_checklist(*asked))).data)
    for page in document:
        text = page.get_textpage().get_text_bounded()
        assert text.count("Вопрос") == text.count("Примечание")
    document.close()


def test_that_a_number_without_a_unit_of_its_own_says_where_its_unit_is_asked():
    unit = _question("unit", "1.7", QuestionType.SELECT_ONE, choices=YES_NO)
    rate = _question("rate", "1.8", QuestionType.DECIMAL, more={"unit_from": "unit"})
    assert "единица — в 1.7" in _text(_checklist(unit, rate))
    assert "единица — в" not in _text(_checklist(unit))


ASKED = (
    _question("dest", "1.6", QuestionType.SELECT_MULTIPLE, choices=(
        Choice(name="river", label=Text(ru="водный объект", en="river")),)),
    _question("own", "1.7", QuestionType.SELECT_ONE, choices=YES_NO),
    _question("since", "1.9", QuestionType.DATE),
    _named("size", QuestionType.CALCULATE, calculation="${power}"),
    _named("loss", QuestionType.CALCULATE, calculation="${power} * 2"),
    _named("mine", QuestionType.CALCULATE, calculation="${own}"),
    _question("power", "1.8", QuestionType.DECIMAL, unit="MW"),
    _question("direct", "", QuestionType.CALCULATE, calculation="selected(${dest}, 'river')"),
    _question("kind", "", QuestionType.CALCULATE,
              calculation="kta:values('big', ${power} >= 50, 'small', ${power} < 50)"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("selected(${dest}, 'river')", "в 1.6 отмечено «водный объект»"),
        ("${own} = 'yes'", "в 1.7 отмечено «да»"),
        ("${own} != 'yes'", "в 1.7 не отмечено «да»"),
        ("${power} >= 1.5", "1.8 ≥ 1,5 МВт"),
        ("${direct} = true()", "в 1.6 отмечено «водный объект»"),
        ("not(${own} = 'no')", "не (в 1.7 отмечено «нет»)"),
        ("selected(${kind}, 'big')", "1.8 ≥ 50 МВт"),
        ("${own} = 'yes' or ${own} = 'no'", "в 1.7 отмечено одно из: «да», «нет»"),
        ("${own} != 'yes' and ${own} != 'no'", "в 1.7 не отмечено ничего из: «да», «нет»"),
        ("${mine} = 'yes' or selected(${own}, 'no')", "в 1.7 отмечено одно из: «да», «нет»"),
        ("${size} < 50", "1.8 < 50 МВт"),
        ("${loss} < 50", "«Про loss» < 50"),
        ("${since} <= date('2003-11-27')", "1.9 ≤ 27.11.2003"),
        ("${power} != ''", "на 1.8 есть ответ"),
        ("../own = 'yes'", "в 1.7 отмечено «да»"),
        ("${own} = 'yes' and ${power} > 5 or ${own} = 'yes'", "в 1.7 отмечено «да»"),
        (
            "${own} = 'yes' and ${power} > 5 or ${own} = 'yes' and ${power} < 1",
            "в 1.7 отмечено «да» и (1.8 > 5 МВт или 1.8 < 1 МВт)",
        ),
        (
            "${own} = 'yes' and (${power} > 5 or selected(${dest}, 'river'))",
            "в 1.7 отмечено «да» и (1.8 > 5 МВт или в 1.6 отмечено «водный объект»)",
        ),
    ],
)
def test_that_a_condition_is_said_in_the_words_of_the_sheet(condition, words):
    said = SkipRules.of(_checklist(*ASKED)).words(condition, "ru")
    assert said.replace("\u00a0", " ").replace("\u202f", " ") == words


@pytest.mark.parametrize(
    "condition", ["${nobody} = 'x'", "(((", "count(${dest}) > 1", "sum(1, 2) = 3", "${own} = 'x'"]
)
def test_that_a_condition_without_words_is_left_to_the_program(condition):
    assert SkipRules.of(_checklist(*ASKED)).words(condition, "ru") == ""


def test_that_facts_that_rest_on_each_other_end():
    turning = _question("a", "", QuestionType.CALCULATE, calculation="${a}")
    circle = _question("b", "", QuestionType.CALCULATE, calculation="selected(${b}, 'x')")
    rules = SkipRules.of(_checklist(turning, circle))
    assert rules.words("${a} = 'x'", "ru") == ""
    assert rules.words("${b} = true()", "ru") == ""


def test_that_a_sheet_that_is_given_up_leaves_the_older_file(tmp_path):
    from kta_desktop.services import blank
    from kta_desktop.services.printing import SheetCancelledError

    out = tmp_path / "sheet.pdf"
    checklist = blank.Checklist(definition=_checklist(*EVERY_TYPE), sha256="ab" * 32)
    made = blank.blank_sheet(checklist, Order(kind=Kind.BLANK), out, printed_at=AT)
    before = made.path.read_bytes()
    shares = []
    with pytest.raises(SheetCancelledError):
        blank.blank_sheet(
            checklist,
            Order(kind=Kind.BLANK, languages=("kk",)),
            out,
            report=lambda share, _text: shares.append(share),
            cancelled=lambda: len(shares) > 2,
        )
    assert out.read_bytes() == before
