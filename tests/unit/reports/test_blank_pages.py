"""Blank sheets page by page: codes that decode, what still waits, cells that fit."""

import pypdfium2
import pytest

from kta_desktop.domain.definition import (
    Column,
    Definition,
    Group,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.page_codes import place_of, read_page, short_of
from kta_desktop.reports.blank.digits import Cells, cells
from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind, Order, Which
from kta_desktop.services import blank, codes, filling, packs

AT = "2026-11-22T14:00:00+05:00"
SHA = "ab" * 32


def _q(name, number, kind=QuestionType.TEXT, section="wat", **more):
    label = Text(ru=f"Вопрос {name}", kk=f"{name} сұрағы")
    return Question(name=name, number=number, section=section, type=kind, label=label, **more)


LIST = Definition(
    pack="try",
    version="1",
    title=Text(ru="Пробный лист", kk="Сынақ парағы"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Вода", kk="Су")),
        Section(name="air", number="9", label=Text(ru="Воздух", kk="Ауа")),
        Section(name="end", number="10", label=Text(ru="Итог", kk="Қорытынды")),
    ),
    groups=(
        Group(name="works", section="wat", label=Text(ru="Очистные"), relevant="${w1} = 'да'"),
    ),
    questions=(
        _q("w1", "8.1"),
        *(_q(f"w{n}", f"8.{n}", QuestionType.DECIMAL, parent="works") for n in range(2, 14)),
        _q("flows", "8.14", QuestionType.TABLE, columns=(
            Column(name="a", type=QuestionType.TEXT, label=Text(ru="Поток")),)),
        _q("source", "9.1", QuestionType.REPEAT, "air", more={"key": "place"}),
        _q("place", "9.2", section="air", parent="source"),
        _q("height", "9.3", QuestionType.DECIMAL, "air", parent="source"),
        _q("gas", "9.4", QuestionType.REPEAT, "air"),
        _q("mass", "9.5", QuestionType.DECIMAL, "air", parent="gas"),
        _q("last", "10.1", section="end"),
    ),
)  # fmt: skip
ROWS = ("0192f0c8-0000-7000-8000-00000000a001", "0192f0c8-0000-7000-8000-00000000b002")


def _typed(text):
    return {"text": text, "value": text}


FILLED = {
    "w1": _typed("да"),
    **{f"w{n}": _typed("5") for n in range(2, 13)},
    "last": _typed("всё"),
    **{f"source/{row}": {"order": place} for place, row in enumerate(ROWS)},
    f"source/{ROWS[0]}/place": _typed("Котёл № 3"),
    f"source/{ROWS[0]}/height": _typed("25"),
    f"source/{ROWS[1]}/place": _typed("Сушилка"),
}


def _built(checklist=LIST, sha256=SHA, state=None, audit="KTA-2026-014", **order):
    made = Order(kind=Kind.BLANK, **order)
    return blank_sheet_pdf(
        Blank(
            definition=checklist,
            sha256=sha256,
            order=made,
            printed_at=AT,
            audit=audit,
            plant="ТОО «Ақбұлақ Сүт»",
            state=state,
        )
    )


def _pages(built):
    document = pypdfium2.PdfDocument(built.data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def _squares(built):
    """Return what the code of each page says, read from the page at 150 dpi."""
    document = pypdfium2.PdfDocument(built.data)
    texts = [codes.in_picture(page.render(scale=150 / 72).to_pil()) for page in document]
    document.close()
    return [read_page(text) for (text,) in texts]


@pytest.mark.parametrize(
    ("languages", "audit"),
    [
        (("ru",), "KTA-2026-014"),
        (("kk",), ""),
        (("ru", "kk"), "КТА-2026-014, Ақбұлақ Сүт, Тараз филиалы"),
    ],
)
def test_that_every_page_names_its_questions(languages, audit):
    built = _built(languages=languages, audit=audit)
    found = _squares(built)
    assert [page.page for page in found] == list(range(1, built.pages + 1))
    assert {page.definition for page in found} == {SHA[:16]}
    told = [LIST.questions[mark.place].name for page in found for mark in page.marks]
    asked = [q.name for q in LIST.questions if q.is_asked]
    assert list(dict.fromkeys(told)) == asked
    for page, text in zip(found, _pages(built), strict=True):
        shown = short_of(SHA, page.marks[0].place)
        assert shown in text
        assert place_of(shown, SHA) == page.marks[0].place
        for mark in page.marks:
            assert LIST.questions[mark.place].label.get(languages[0]) in text


def test_that_a_section_of_a_real_checklist_decodes():
    definition, sha256 = packs.compiled("food")
    built = _built(definition, sha256, languages=("ru", "kk"), sections=("wwt",))
    found = _squares(built)
    assert len(found) == built.pages
    names = {definition.questions[mark.place].name for page in found for mark in page.marks}
    assert names == {q.name for q in definition.questions if q.section == "wwt" and q.is_asked}


def test_that_sections_begin_on_pages_of_their_own_and_can_be_chosen():
    built = _built()
    assert list(built.starts) == ["section-wat", "section-air", "section-end"]
    assert list(_built(sections=("air",)).starts) == ["section-air"]
    with pytest.raises(NothingToPrintError):
        _built(sections=("nobody",))


def test_that_a_section_is_signed_on_the_page_of_a_question():
    for count in (1, 4, 5, 9):
        questions = tuple(_q(f"q{n}", f"1.{n}", QuestionType.DECIMAL) for n in range(count))
        pages = _pages(_built(Definition(
            pack="try", version="1", title=Text(ru="Лист"), sections=LIST.sections[:1],
            questions=questions,
        )))  # fmt: skip
        assert "Представитель" in pages[-1]
        assert "Вопрос q" in pages[-1]


def test_that_no_square_is_printed_where_none_is_wanted():
    built = _built(qr=False, sections=("end",))
    document = pypdfium2.PdfDocument(built.data)
    assert codes.in_picture(document[0].render(scale=2).to_pil()) == ()
    document.close()
    assert short_of(SHA, len(LIST.questions) - 1) in _pages(built)[0]


@pytest.mark.parametrize("rows", [1, 7])
def test_that_tables_have_as_many_rows_as_asked(rows):
    text = "\n".join(_pages(_built(sections=("wat",), table_rows=rows)))
    after = text[text.index("Поток") :].split("Нет ответа")[0]
    assert [int(each) for each in after.split() if each.isdecimal()] == list(range(1, rows + 1))


@pytest.fixture(scope="module")
def waiting():
    """Return the sheet of what still waits in an audit."""
    return _built(which=Which.MISSING, state=filling.form(LIST, FILLED))


def test_that_only_what_waits_is_taken_along(waiting):
    text = "\n".join(_pages(waiting))
    assert list(waiting.starts) == ["section-wat", "section-air"]  # the third is answered
    for name in ("w13", "flows", "height"):
        assert f"Вопрос {name}" in text
    for name in ("w1\n", "w1 ", "w5", "place", "last"):
        assert f"Вопрос {name}" not in text
    assert "ЕСЛИ" not in text  # it is known that they apply
    assert "Сушилка" in text
    assert "Котёл" not in text  # nothing is missing of it
    assert "Вопрос mass" in text  # a repeat without instances is taken along blank
    assert text.count("Запись №") == 1


def test_that_a_page_of_what_waits_names_the_instance(waiting):
    marks = [mark for page in _squares(waiting) for mark in page.marks]
    height = next(n for n, q in enumerate(LIST.questions) if q.name == "height")
    assert [mark.tails for mark in marks if mark.place == height] == [("b002",)]


def test_that_a_repeat_of_figures_alone_has_no_page():
    box = _q("box", "1.1", QuestionType.REPEAT)
    figure = _q("sum", "1.2", QuestionType.CALCULATE, parent="box", calculation="1")
    checklist = Definition(
        pack="try",
        version="1",
        title=Text(ru="Лист"),
        sections=LIST.sections[:2],
        questions=(box, figure, _q("smell", "2.1", section="air")),
    )
    assert list(_built(checklist).starts) == ["section-air"]


def test_that_the_sheet_is_told_by_the_code_of_its_first_page(tmp_path):
    checklist = blank.Checklist(definition=LIST, sha256=SHA)
    order = Order(kind=Kind.BLANK, sections=("air", "end"))
    info = blank.blank_sheet(checklist, order, tmp_path / "a.pdf", printed_at=AT)
    assert info.code in _pages(_built(sections=("air", "end")))[0]


def test_that_an_audit_without_gaps_prints_nothing():
    full = {f"w{n}": _typed("5") for n in range(1, 14)} | {"last": _typed("всё")}
    state = filling.form(LIST, full)
    with pytest.raises(NothingToPrintError):
        _built(which=Which.MISSING, state=state, sections=("end",))


@pytest.mark.parametrize(
    ("more", "room"),
    [
        ({"constraint": ". > 0 and . <= 366", "unit": "d/year"}, Cells(3, 2)),
        ({"constraint": ". >= 40 and . <= 56"}, Cells(2, 5)),
        ({"constraint": "8784 >= . and 0 <= .", "unit": "h/year"}, Cells(4, 2)),
        ({"constraint": ". >= -10 and . <= 5", "unit": "degC"}, Cells(2, 2, is_signed=True)),
        ({"constraint": ". >= 0", "unit": "degC"}, Cells(4, 1)),
        ({"unit": "%"}, Cells(3, 2)),
        ({}, Cells(7, 2)),
        ({"constraint": "((("}, Cells(7, 2)),
        ({"more": {"parameters": {"start": "1", "end": "10", "step": "1"}}}, Cells(2, 5)),
    ],
)
def test_that_cells_fit_the_bounds_of_a_number(more, room):
    assert cells(_q("q", "1", QuestionType.DECIMAL, **more)) == room


def test_that_a_year_has_four_cells_and_no_comma():
    rule = ". >= 2015 and . <= number(format-date(today(), '%Y'))"
    assert cells(_q("q", "1", QuestionType.INTEGER, constraint=rule)) == Cells(4, 0)
