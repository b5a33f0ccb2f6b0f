"""Sheets as files: whole, alike each time, readable in thirty years."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest

from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.page import Chapter, Code, Surround, build
from tests.unit.reports.material import PRINTED_AT

TONGUES = (("ru",), ("kk",), ("ru", "kk"))
NAMESPACES = {
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "dc": "{http://purl.org/dc/elements/1.1/}",
    "pdf": "{http://ns.adobe.com/pdf/1.3/}",
    "xmp": "{http://ns.adobe.com/xap/1.0/}",
    "pdfaid": "{http://www.aiim.org/pdfa/ns/id/}",
}
FORBIDDEN = {"/JavaScript", "/JS", "/Launch", "/URI", "/GoToR", "/EmbeddedFiles", "/OpenAction",
             "/AA", "/XFA", "/Encrypt", "/TR", "/Alternates", "/OPI", "/PresSteps"}  # fmt: skip


@pytest.fixture(scope="module")
def printed(unchanged_paper):
    """Return a maker of sheets; each is made once. One with nothing on it is empty."""

    @lru_cache
    def made(kind: Kind, languages: tuple[str, ...] = ("ru",)) -> bytes:
        unchanged_paper.languages = languages
        try:
            return bytes(unchanged_paper.pdf(kind=kind))
        except NothingToPrintError:
            return b""

    return made


@pytest.fixture(scope="module", params=TONGUES, ids="+".join)
def sheets(printed, unchanged_paper, request):
    """Return every kind of sheet of the audit, by kind."""
    kinds = (kind for kind in Kind if kind is not Kind.BLANK)
    made = {kind: printed(kind, request.param) for kind in kinds}
    assert made[Kind.FILLED]
    assert made[Kind.REPORT]
    order = Order(languages=request.param)
    blank = Blank(
        definition=unchanged_paper.definition, sha256="ab" * 32, order=order, printed_at=PRINTED_AT
    )
    made[Kind.BLANK] = blank_sheet_pdf(blank).data
    return {kind: data for kind, data in made.items() if data}


@pytest.fixture(scope="module")
def unchanged_paper(unchanged):
    """Return the audit of these tests with its languages put back afterwards."""
    before = unchanged.languages
    yield unchanged
    unchanged.languages = before


def objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a document, also those inside others."""
    todo = list(pdf.objects)
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            todo += [part for part in one if not _is_indirect(part)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            todo += [part for part in one.values() if not _is_indirect(part)]


def _is_indirect(part: object) -> bool:
    return not isinstance(part, pikepdf.Object) or part.is_indirect


def test_that_qpdf_finds_nothing_and_nothing_reaches_outside(sheets):
    for kind, data in sheets.items():
        with pikepdf.open(BytesIO(data)) as pdf:
            assert pdf.check_pdf_syntax() == [], kind
            for one in objects(pdf):
                assert not FORBIDDEN & set(one.keys()), kind
                assert one.get("/ColorSpace") != "/DeviceCMYK", kind
                assert not one.get("/Interpolate", False), kind


def test_that_every_font_is_an_embedded_part_that_tells_its_letters(sheets):
    for kind, data in sheets.items():
        with pikepdf.open(BytesIO(data)) as pdf:
            fonts = [one for one in objects(pdf) if one.get("/Type") == "/Font"]
            assert fonts, kind
            for font in fonts:
                assert re.fullmatch(r"/[A-Z]{6}\+(PTSans|DejaVu).*", str(font.BaseFont)), kind
                assert "/FontFile2" in font.FontDescriptor, kind
                told = font.ToUnicode.read_bytes()
                assert not re.search(rb"<(0000|FEFF|FFFE)>", told), kind
                assert max(map(int, re.findall(rb"(\d+) beginbfchar", told))) <= 100, kind
        assert not re.search(rb"Helvetica|ZapfDingbats|Times-|Courier", data), kind


def test_that_streams_end_as_the_standard_for_archives_asks(sheets):
    for kind, data in sheets.items():
        starts = [found.end() for found in re.finditer(rb"\nstream\n", data)]
        assert len(starts) == data.count(b"endstream"), kind
        for start in starts:
            length = int(re.findall(rb"/Length (\d+)", data[max(0, start - 2000) : start])[-1])
            assert data[start + length : start + length + 11] == b"\nendstream\n", kind


def properties(data: bytes) -> tuple[dict[str, str], pikepdf.Pdf]:
    """Return the metadata of a sheet by name."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = ET.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - we wrote it
    told = tree.find(f".//{NAMESPACES['rdf']}Description")
    assert told is not None
    return {
        f"{name}:{one.tag.removeprefix(space)}": "".join(one.itertext()).strip()
        for one in told
        for name, space in NAMESPACES.items()
        if one.tag.startswith(space)
    }, pdf


@pytest.mark.parametrize("languages", TONGUES)
def test_that_metadata_agree_with_the_properties(printed, languages):
    data = printed(Kind.FILLED, languages)
    told, _pdf = properties(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        info = {name: str(value) for name, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == told["dc:language"] == languages[0]
    assert told["dc:title"] == info["/Title"]
    assert told["dc:creator"] == info["/Author"]
    assert told["dc:description"] == info["/Subject"]
    assert told["pdf:Keywords"] == info["/Keywords"]
    assert told["pdf:Producer"] == info["/Producer"]
    assert told["xmp:CreatorTool"] == info["/Creator"]
    assert info["/CreationDate"] == info["/ModDate"] == "D:20261122143208+05'00'"
    assert told["xmp:CreateDate"] == told["xmp:ModifyDate"] == "2026-11-22T14:32:08+05:00"
    assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "U")


def test_that_a_name_with_markup_does_not_break_the_metadata(paper):
    author = "Ким <&> «Сын» ]]>"
    paper.entries = {
        path: {**value, "name": author} if path.startswith("@team/") else value
        for path, value in paper.entries.items()
    }
    told, _pdf = properties(paper.pdf())
    assert told["dc:creator"] == author


def test_that_viewers_show_title_outline_and_the_printed_page_numbers(printed):
    data = printed(Kind.FILLED)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.PageMode == "/UseOutlines"
        assert str(pdf.docinfo["/Title"]).endswith("KTA-2026-014")
        assert [page.label for page in pdf.pages] == [str(n) for n in range(1, len(pdf.pages) + 1)]
        with pdf.open_outline() as outline:
            assert "8. Водный баланс" in [one.title for one in outline.root]


def test_that_the_outline_sets_chapters_below_what_they_are_within():
    around = Surround(
        kicker="",
        title="Вода",
        subtitle="",
        facts=(("Аудит", "1"),),
        code=Code("KTA1", "7K4-M2"),
        footer="",
        printed="",
        demo="",
        lang="ru",
        author="",
        stamp="D:20261122143208+05'00'",
    )
    chapters = [
        Chapter("a", around, [], "Общая часть"),
        Chapter("b", replace(around, title="Тепло"), [], "Общая часть"),
        Chapter("c", replace(around, title="Сыр"), [], "Молоко"),
        Chapter("d", replace(around, title="Протокол"), []),
    ]
    with (
        pikepdf.open(BytesIO(build(chapters, lambda _share: None).data)) as pdf,
        pdf.open_outline() as outline,
    ):
        told = [(one.title, [below.title for below in one.children]) for one in outline.root]
    assert told == [("Общая часть", ["Вода", "Тепло"]), ("Молоко", ["Сыр"]), ("Протокол", [])]


def test_that_colours_have_a_profile(printed):
    with pikepdf.open(BytesIO(printed(Kind.FILLED))) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        profile = intent.DestOutputProfile.read_bytes()
        assert profile[36:40] == b"acsp"
        assert profile[16:20] == b"RGB "
        assert intent.DestOutputProfile.N == 3


def test_that_the_identifier_follows_the_content(paper):
    def identifier(data: bytes) -> bytes:
        with pikepdf.open(BytesIO(data)) as pdf:
            return bytes(pdf.trailer.ID[0])

    first = paper.pdf()
    assert identifier(paper.pdf()) == identifier(first)
    paper.judgements = {}
    assert identifier(paper.pdf()) != identifier(first)


def test_that_text_comes_out_in_reading_order_in_both_languages(printed):
    document = pypdfium2.PdfDocument(printed(Kind.FILLED, ("ru", "kk")))
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    page = next(text for text in pages if "8.1" in text)
    words = ["8. Водный баланс", "8. Су балансы", "8.1", "Источник и годовой", "Су көздері", "8.2"]
    words += ["3,25", "ПРЕВЫШАЕТ · АСЫП ТҮСЕДІ", "8.3", "Напечатано"]
    places = [page.index(each) for each in words]
    assert places == sorted(places)
    assert not re.search("[\ue000-\uf8ff\ufffd]", "".join(pages))


def test_that_another_process_with_another_seed_writes_the_same_bytes(printed):
    code = (
        "import hashlib, sys; from tests.unit.reports.conftest import Paper; "
        "paper = Paper(languages=('ru', 'kk')); "
        "sys.stdout.write(hashlib.sha256(paper.pdf()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Apia"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert told == hashlib.sha256(printed(Kind.FILLED, ("ru", "kk"))).hexdigest()
