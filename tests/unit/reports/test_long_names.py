"""Whatever length a name of a foreign bundle has, the sheet is printed."""

from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Text
from kta_desktop.reports.context import MissingLine, MissingPart
from kta_desktop.reports.layout import brief
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Known, Source


def test_that_a_short_name_is_left_and_a_long_one_ends_in_dots():
    assert brief("ТОО «Сүт»", 20) == "ТОО «Сүт»"
    assert brief("а" * 30, 20) == "а" * 19 + "…"
    assert brief("a\n b\tc", 20) == "a b c"


@pytest.mark.parametrize(
    "path", ["@plant/name", "@plant/address", "@plant/representative", "@audit/number"]
)
def test_that_a_name_longer_than_a_page_is_printed_to_its_end(paper, path):
    paper.entries[path] = "слово " * 900 + "конец-имени"
    document = pypdfium2.PdfDocument(paper.pdf())
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    assert len(texts) > 1
    if path.startswith("@plant"):  # the number stands in the head alone, shortened there
        assert any("конец-имени" in text for text in texts)


def test_that_a_caption_longer_than_a_page_is_printed_to_its_end(paper):
    path = next(path for path in paper.entries if path.startswith("wwt_04#evidence:"))
    words = "слово " * 2000 + "конец-подписи"
    paper.entries[path] = {**paper.entries[path], "caption": words}
    document = pypdfium2.PdfDocument(paper.pdf())
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    assert any("конец-подписи" in text for text in texts)


def test_that_what_is_missing_under_long_names_is_listed_to_the_last(paper):
    titles = tuple(f"{number} {'выбросы источника ' * 40}№{number}" for number in range(30))
    line = MissingLine(headline="Нет ответов " * 200, follows="без них " * 900, titles=titles)
    record = AuditRecord(
        id="a", definition=paper.definition, definition_sha256="0", entries=paper.entries
    )
    part = MissingPart(heading="Обязательное", lines=(line,))
    source = Source(
        record=record,
        images=paper.image,
        printed_at="2026-11-22T14:00:00+05:00",
        known=Known(missing=(part,)),
    )
    document = pypdfium2.PdfDocument(sheet_pdf(Order(kind=Kind.MISSING), source).data)
    texts = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    assert all(f"№{number}" in texts for number in range(30))


def test_that_a_heading_of_what_is_missing_stands_above_its_first_line(paper):
    titles = tuple(f"Вопрос {number} без документа, который его подтвердит" for number in range(30))
    parts = (
        MissingPart(
            heading="Обязательное",
            lines=tuple(MissingLine(headline=f"Строка {n}", follows="") for n in range(1, 20)),
        ),
        MissingPart(
            heading="Можно дослать",
            lines=(MissingLine(headline="Ещё", follows="", titles=titles),),
        ),
    )
    source = Source(
        record=paper.audit(),
        images=paper.image,
        printed_at="2026-11-22T14:00:00+05:00",
        known=Known(missing=parts),
    )
    document = pypdfium2.PdfDocument(sheet_pdf(Order(kind=Kind.MISSING), source).data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    (page,) = [text for text in texts if "Можно дослать" in text]
    assert "Вопрос 0 без документа" in page


@pytest.mark.parametrize("sign", ["👨‍👩‍👧‍👦", "שלום ", "\x01", "—"])
@pytest.mark.parametrize("kind", [Kind.FILLED, Kind.BOTH])
def test_that_names_and_heads_of_signs_without_a_letter_form_break_no_page(paper, sign, kind):
    first, *others = paper.definition.questions
    column = replace(first.columns[0], label=Text(ru=sign * 700))
    table = replace(first, label=Text(ru=sign * 700), columns=(column, *first.columns[1:]))
    paper.definition = replace(paper.definition, questions=(table, *others))
    for path in ("@plant/name", "@plant/address", "@plant/representative", "@audit/number"):
        paper.entries[path] = sign * 700
    assert len(paper.pdf(kind=kind)) > 10_000
