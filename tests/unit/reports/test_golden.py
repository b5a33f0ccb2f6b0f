"""Every sheet in every language is as it was when somebody last looked at it."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from kta_desktop.reports.order import Kind
from tests.unit.reports import golden, whole_audit
from tests.unit.reports.conftest import Paper

JOINED = (Kind.BOTH, Kind.REPORT)
"""Sheets that are made of the pages of others: their words are compared, their looks are not."""


@pytest.mark.parametrize("languages", whole_audit.TONGUES, ids="+".join)
@pytest.mark.parametrize("kind", Kind)
def test_that_a_sheet_is_as_it_was_last_seen(kind, languages):
    paper = whole_audit.filled(Paper(languages=languages))
    name = f"{kind}-{'+'.join(languages)}"
    data = whole_audit.printed(paper, kind)
    assert golden.differences(name, data, pictures=kind not in JOINED) == []


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    """Return a comparison of a drawn page with the golden page of this test."""
    monkeypatch.setattr(golden, "FOLDER", tmp_path / "golden")
    monkeypatch.setenv("KTA_GOLDEN_OUT", str(tmp_path / "new"))

    def compared(draw, mode=""):
        monkeypatch.setenv("KTA_GOLDEN", mode)
        file = io.BytesIO()
        canvas = Canvas(file, invariant=1)
        draw(canvas)
        canvas.save()
        return golden.differences("one", file.getvalue())

    return compared


def _good(canvas):
    canvas.drawString(100, 700, "measured")
    canvas.rect(100, 500, 80, 20, fill=1)


def test_that_a_page_like_its_golden_one_passes(sheet):
    assert sheet(_good, "write") == []
    assert sheet(_good) == []


def test_that_a_page_without_a_golden_one_fails(sheet):
    assert any("no golden picture" in words for words in sheet(_good))


def test_that_a_changed_word_is_told_with_its_page_and_written_beside(sheet, tmp_path):
    sheet(_good, "write")
    (words,) = sheet(lambda c: (_good(c), c.drawString(100, 690, "x")))
    assert "page 1" in words
    assert (tmp_path / "new" / "one.txt").exists()


def test_that_a_changed_look_is_told_and_written_beside(sheet, tmp_path):
    sheet(_good, "write")
    (words,) = sheet(lambda c: (_good(c), c.rect(300, 300, 60, 40, fill=1)))
    assert "one-01.png" in words
    assert (tmp_path / "new" / "one-01.png").exists()


def test_that_a_page_too_many_is_told(sheet):
    sheet(lambda c: (_good(c), c.showPage(), _good(c)), "write")
    assert any("pages instead of" in words for words in sheet(_good))
