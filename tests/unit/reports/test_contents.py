"""The list of parts on the cover of a report."""

import re

import pypdfium2
import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Source

COUNT = 45


def checklist(name="Раздел завода"):
    """Return a checklist of many sections with a question each."""
    numbers = range(1, COUNT + 1)
    return Definition(
        pack="many",
        version="1",
        title=Text(ru="Много разделов"),
        sections=tuple(
            Section(name=f"s{n}", number=str(n), label=Text(ru=f"{name} {n}")) for n in numbers
        ),
        questions=tuple(
            Question(
                name=f"q{n}",
                number=f"{n}.1",
                section=f"s{n}",
                type=QuestionType.TEXT,
                label=Text(ru=f"Вопрос {n}"),
            )
            for n in numbers
        ),
    )


def printed(definition):
    """Return the report of an audit of many sections, its pages as text."""
    record = AuditRecord(
        id="0192f0c8-0000-7000-8000-000000000000",
        definition=definition,
        definition_sha256=json_hash(definition.to_json()),
        entries={f"q{n}": {"text": f"Ответ {n}"} for n in range(1, COUNT + 1)},
    )
    source = Source(
        record=record, images=lambda _sha, _px: b"", printed_at="2026-11-22T14:00:00+05:00"
    )
    made = sheet_pdf(Order(kind=Kind.REPORT), source)
    document = pypdfium2.PdfDocument(made.data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return made, texts


@pytest.fixture(scope="module")
def built():
    """Return the report of the usual checklist."""
    return printed(checklist())


def test_that_many_parts_are_listed_on_one_page_below_their_heading(built):
    _made, texts = built
    (listed,) = [text for text in texts if "Содержание" in text]
    below = listed.partition("Содержание")[2]
    assert all(re.search(rf"Раздел завода {n}\b", below) for n in range(1, COUNT + 1))


def test_that_the_list_leads_to_the_page_of_each_part(built):
    made, texts = built
    for number in range(1, COUNT + 1):
        start = made.starts[f"section-s{number}"]
        assert f"{number}. Раздел завода {number}" in texts[start - 1]
        assert f"Ответ {number}" in texts[start - 1]


def test_that_a_list_longer_than_a_page_goes_on_over_the_next():
    _made, texts = printed(checklist("Очень длинное имя раздела " * 12))
    front = " ".join(" ".join(text.split()) for text in texts[:8])
    assert all(re.search(rf"имя раздела {n}\b", front) for n in range(1, COUNT + 1))
