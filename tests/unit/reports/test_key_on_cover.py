"""The key of the computer on the cover: in groups for people, as a code for the centre."""

import base64
import random
import re

import pypdfium2
import pytest
import zxingcpp

DEVICE = "e08d92e53e9ea168" * 4


@pytest.fixture(scope="module", params=[200, 880], ids=["short", "long"])
def card(request):
    """Return the text of a card that is as long as ``request.param`` bytes make it."""
    raw = random.Random(request.param).randbytes(request.param)
    return "KTA-CARD:" + base64.b32encode(raw).decode().rstrip("=")


def cover(data):
    """Return text and picture at 150 dpi of the page with the fingerprints."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = re.sub(r"\s+", " ", page.get_textpage().get_text_range())
            if "Ключ компьютера" in text:
                return text, page.render(scale=150 / 72).to_pil()
    finally:
        document.close()
    raise AssertionError("fingerprints")


def test_that_the_fingerprint_stands_in_groups_and_the_card_reads_from_a_scan(paper, card):
    paper.device, paper.card = DEVICE, card
    text, picture = cover(paper.pdf())
    assert "e08d 92e5 3e9e a168" in text
    found = {one.text for one in zxingcpp.read_barcodes(picture)}
    assert card in found
    assert len(found) == 2  # the code of the page is there, too


def test_that_a_sheet_without_codes_has_no_card(paper):
    paper.device, paper.card = DEVICE, "KTA-CARD:A"
    text, picture = cover(paper.pdf(qr=False))
    assert "e08d 92e5" in text
    assert not zxingcpp.read_barcodes(picture)
