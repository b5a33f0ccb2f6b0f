"""No text leaves its cell or the page, and every code can be read, whatever an audit holds."""

import io

import pypdfium2
import pytest
import zxingcpp
from reportlab.pdfgen.canvas import Canvas

from kta_desktop.domain import page_codes
from kta_desktop.reports.order import Kind
from kta_desktop.reports.surround import qr_text
from kta_desktop.reports.typefaces import REGULAR, register
from tests.unit.reports import boxes, whole_audit
from tests.unit.reports.conftest import Paper

JOINED = (Kind.BOTH, Kind.REPORT)
"""Sheets that are made of the parts of others."""
SHEETS = [
    pytest.param(kind, languages, id=f"{kind}-{'+'.join(languages)}")
    for kind in Kind
    for languages in whole_audit.TONGUES
    if kind not in JOINED or len(languages) == 2
]


def faults(data):
    """Return what is wrong on the pages of a sheet, each with its page."""
    pages = enumerate(boxes.pages(data), start=1)
    return [f"page {number}: {fault}" for number, page in pages for fault in boxes.faults(page)]


@pytest.mark.parametrize(("kind", "languages"), SHEETS)
def test_that_no_text_of_a_hostile_audit_leaves_its_cell_or_the_page(kind, languages):
    paper = whole_audit.hostile(Paper(languages=languages))
    assert faults(whole_audit.printed(paper, kind)) == []


@pytest.mark.parametrize("kind", [Kind.FILLED, Kind.CONFORMITY, Kind.EVIDENCE, Kind.PLAN])
def test_that_no_text_leaves_its_cell_where_secrets_are_left_out(kind):
    paper = whole_audit.hostile(Paper(languages=("kk",)))
    assert faults(whole_audit.printed(paper, kind, layout="ministry")) == []


@pytest.mark.parametrize("kind", Kind)
def test_that_the_code_of_every_page_is_read_at_150_dpi(kind):
    paper = whole_audit.filled(Paper(languages=("ru", "kk")))
    codes = [_read(image) for image in _rendered(whole_audit.printed(paper, kind))]
    assert codes
    assert all(len(found) == 1 for found in codes), codes
    of_record = qr_text(paper.audit())
    others = [code for (code,) in codes if code != of_record]
    if kind in (Kind.BLANK, Kind.BOTH):
        assert len(set(others)) == len(others) > 0
        assert all(page_codes.read_page(code) is not None for code in others)
    else:
        assert others == []


def _rendered(data):
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=150 / 72, grayscale=True).to_pil()


def _read(image):
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


@pytest.fixture
def drawn():
    """Return a maker of a page with a cell, on which a function draws."""
    register()

    def made(draw):
        file = io.BytesIO()
        canvas = Canvas(file)
        canvas.setLineWidth(0.6)
        canvas.grid([100, 200, 300], [400, 420])
        canvas.setFont(REGULAR, 9)
        draw(canvas)
        canvas.save()
        return faults(file.getvalue())

    return made


@pytest.mark.parametrize(
    ("words", "draw"),
    [
        ("over the edge of its cell", lambda c: c.drawString(160, 405, "слишком длинное слово")),
        ("over the edge of its cell", lambda c: c.drawString(105, 417, "слишком высоко")),
        ("outside the page", lambda c: c.drawString(540, 300, "за полем страницы")),
        ("outside the page", lambda c: c.drawString(100, 8, "под полем")),
        ("over other text", lambda c: [c.drawString(105, 405 + n, "aб"[n] * 4) for n in (0, 1)]),
        ("smaller than 7.5 pt", lambda c: (c.setFont(REGULAR, 6), c.drawString(105, 405, "мелко"))),
    ],
)
def test_that_what_is_wrong_is_found(drawn, words, draw):
    assert any(words in fault for fault in drawn(draw))


def test_that_a_good_page_has_no_fault(drawn):
    assert drawn(lambda canvas: canvas.drawString(105, 406, "ровно в клетке")) == []
