"""The rows of a section: in stretches, under their head on every page, kept as asked."""

import io

import pypdfium2
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Spacer

from kta_desktop.reports.question_rows import QuestionRows
from kta_desktop.reports.style import WIDTH, para


def rows(count, heading_every=0):
    made = QuestionRows([[para(word, "head")] for word in ("№", "Вопрос", "Ответ", "Основание")])
    for number in range(count):
        if heading_every and number % heading_every == 0:
            made.span([para(f"Источник {number}.", "strong")], heading=True)
        made.add([[para(f"{number}.")], [para(f"вопрос {number}.")], [para("да")], [para("—")]])
    return made


def pages(story, height=700):
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=(WIDTH, height))
    frame = Frame(0, 0, WIDTH, height, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(story)
    with pypdfium2.PdfDocument(file.getvalue()) as read:
        return [page.get_textpage().get_text_range() for page in read]


def test_that_the_head_stands_once_on_each_page_however_many_stretches():
    found = pages([Spacer(0, 200), *rows(500).stretches()])
    assert len(found) > 10
    assert all(page.count("Основание") == 1 for page in found)


def test_that_every_row_is_set_once_and_in_order():
    said = "".join(pages(rows(400, heading_every=7).stretches()))
    places = [said.index(f"вопрос {number}.") for number in range(400)]
    assert places == sorted(places)
    assert all(said.count(f"вопрос {number}.") == 1 for number in (0, 59, 60, 61, 399))


def test_that_a_heading_stays_with_its_first_row():
    for before in range(600, 700, 9):
        found = pages([Spacer(0, before), *rows(30, heading_every=5).stretches()])
        for number in range(0, 30, 5):
            (page,) = [page for page in found if f"Источник {number}." in page]
            assert f"вопрос {number}." in page


def test_that_the_end_is_taken_with_its_heading():
    made = rows(11, heading_every=10)
    end = made.cut_end(700)
    assert len(end.rows) == 2
    assert len(made.rows) == 11
    assert rows(1, heading_every=1).cut_end(700) is None
