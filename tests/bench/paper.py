"""How long a scan of sheets takes to find its questions, against rendering and decoding alone."""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import zxingcpp

from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.order import Kind, Order
from kta_desktop.services import packs, paper_files

ROUNDS = 5
GOAL = 2.0  # times rendering each page and one attempt at decoding it
_DPI = 200
_SECTIONS = ("wwt", "wat", "air", "core_g")


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; both ways take turns."""
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.pdf"
        pages = _scanned(scan)
        ours, bare = [], []
        for _round in range(ROUNDS):
            ours.append(_timed(lambda: _read(scan, pages)))
            bare.append(_timed(lambda: _bare(scan)))
    per_page = statistics.median(ours) / pages * 1000
    ratio = statistics.median(ours) / statistics.median(bare)
    return [
        ("a page of a scan, ms", per_page, "ms"),
        (f"times rendering and decoding alone (goal {GOAL})", ratio, "×"),
    ]


def _scanned(file: Path) -> int:
    """Write the pages of a blank sheet as a scanner does, and return how many there are."""
    definition, sha256 = packs.compiled("food")
    order = Order(kind=Kind.BLANK, languages=("ru", "kk"), sections=_SECTIONS)
    blank = Blank(
        definition=definition,
        sha256=sha256,
        order=order,
        printed_at="2026-11-22T14:00:00+05:00",
        audit="KTA-2026-014",
    )
    document = pypdfium2.PdfDocument(blank_sheet_pdf(blank).data)
    pictures = [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]
    document.close()
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=_DPI)
    file.write_bytes(out.getvalue())
    return len(pictures)


def _read(scan: Path, pages: int) -> None:
    found = paper_files.read_files([scan], lambda _share, _name: None, lambda: False)
    if sum(bool(page.texts) for page in found) != pages:
        raise AssertionError(found)


def _bare(scan: Path) -> None:
    document = pypdfium2.PdfDocument(scan)
    square = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for page in document:
        grey = page.render(scale=_DPI / 72).to_pil().convert("L")
        zxingcpp.read_barcodes(grey, formats=square)
    document.close()


def _timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
