"""The sheet set by fpdf2: its lines are broken by ``multi_cell``, tables are laid by hand.

fpdf2's own tables hold one text or one picture in a cell; ours hold several of each.
"""

import io
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import segno
from typing_extensions import override

from kta_desktop.paths import RESOURCES
from kta_desktop.reports.figures import Anchor, Area, Cap, Item, Line, Mark, Point
from kta_desktop.reports.figures import Words as Label
from tests.bench import sheet_svg
from tests.bench.sheet_blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Photo,
    Rows,
    Space,
    Stretch,
    Words,
)

MM = 72 / 25.4
_LEFT, _WIDTH, _TOP, _BOTTOM = 16 * MM, 184 * MM, 44 * MM, 280 * MM
_LEADING = 1.35
_SHIFT = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def prepare(document: Document, folder: Path) -> Callable[[], bytes]:
    """Make the picture of the code; return what sets the pages."""
    from fpdf import FPDF

    del folder
    picture = io.BytesIO()
    segno.make(document.code, error="m", micro=False).save(picture, kind="png", scale=4, border=1)

    class Paper(FPDF):
        """A page with the head and foot of its stretch."""

        stretch: Stretch

        @override
        def header(self) -> None:
            _head(self, self.stretch, picture)

        @override
        def footer(self) -> None:
            _foot(self, self.stretch)

    return lambda: _set(Paper, document)


def _set(paper: Any, document: Document) -> bytes:
    pdf = paper(unit="pt", format="A4")
    for style, file in (("", "PTS55F.ttf"), ("B", "PTS75F.ttf")):
        pdf.add_font("PT", style, RESOURCES / "fonts" / file)
    pdf.add_font("DV", "", RESOURCES / "fonts" / "DejaVuSans.ttf")
    pdf.set_fallback_fonts(["DV"])
    pdf.set_auto_page_break(auto=False)
    pdf.c_margin = 0
    for stretch in document.stretches:
        pdf.stretch = stretch
        pdf.add_page()
        y = _TOP
        for block in stretch.blocks:
            y = _placed(pdf, block, y)
    return bytes(pdf.output())


def _head(pdf: Any, stretch: Stretch, picture: io.BytesIO) -> None:
    pdf.image(picture, _LEFT + _WIDTH - 18.5 * MM, 9 * MM, 18.5 * MM)
    y = 9 * MM
    for text, size, style in (
        (stretch.kicker, 7.5, ""),
        (stretch.title, 14, "B"),
        (stretch.subtitle, 10, ""),
        *((f"{label}  {value}", 8.5, "") for label, value in stretch.facts),
        (stretch.short, 8.5, "B"),
    ):
        _line(pdf, text, _LEFT, y, size, style)
        y += size * _LEADING


def _foot(pdf: Any, stretch: Stretch) -> None:
    y = 283 * MM
    pdf.set_line_width(0.6)
    pdf.line(_LEFT, y, _LEFT + _WIDTH, y)
    _line(pdf, f"{stretch.footer}  {stretch.printed}", _LEFT, y + 2, 7.5, "")
    _line(pdf, f"{pdf.page_no()} из {{nb}}", _LEFT + _WIDTH - 50, y + 2, 7.5, "B")


def _line(pdf: Any, text: str, x: float, y: float, size: float, style: str) -> None:
    pdf.set_font("PT", style, size)
    pdf.set_xy(x, y)
    pdf.cell(text=text, h=size * _LEADING)


def _placed(pdf: Any, block: Block, y: float) -> float:
    """Set a block below ``y``, on the next page where it does not fit; return what is below it."""
    if isinstance(block, Rows):
        return _table(pdf, block, y)
    laid = _laid(pdf, (block,), _WIDTH)
    if y + laid.height > _BOTTOM:
        pdf.add_page()
        y = _TOP
    laid.draw(_LEFT, y)
    return y + laid.height


class _Laid:
    """Blocks under each other in a column, measured once and drawn once."""

    def __init__(self, pdf: Any, width: float) -> None:
        self.pdf, self.width, self.height = pdf, width, 0.0
        self.drawn: list[tuple[float, Callable[[float, float], None]]] = []

    def add(self, height: float, draw: Callable[[float, float], None]) -> None:
        """Add something of a height that ``draw`` draws at left and top."""
        self.drawn.append((self.height, draw))
        self.height += height

    def draw(self, x: float, y: float) -> None:
        """Draw all."""
        for below, draw in self.drawn:
            draw(x, y + below)


def _laid(pdf: Any, blocks: Iterable[Block], width: float) -> _Laid:
    laid = _Laid(pdf, width)
    for block in blocks:
        match block:
            case Words():
                _lay_words(laid, block)
            case Space():
                laid.add(block.height, lambda _x, _y: None)
            case Chart():
                wide = min(block.width or width, width)
                laid.add(block.figure.height, partial(_chart, pdf, block, wide))
            case Photo():
                laid.add(block.height, partial(_photo, pdf, block))
            case Rows():
                _lay_rows(laid, block)
    return laid


def _lay_words(laid: _Laid, block: Words) -> None:
    pdf, width = laid.pdf, laid.width - (10 if block.boxed else 0)
    style, high = "B" if block.bold else "", block.size * _LEADING
    pdf.set_font("PT", style, block.size)
    lines = pdf.multi_cell(width, high, block.text, dry_run=True, output="LINES", align="L")

    def draw(x: float, y: float) -> None:
        pdf.set_font("PT", style, block.size)
        pdf.set_text_color(round(255 * block.grey))
        for number, line in enumerate(lines):
            pdf.set_xy(x + (5 if block.boxed else 0), y + number * high)
            pdf.cell(width, high, line, align="R" if block.right else "L")
        if block.boxed:
            pdf.set_line_width(0.9)
            pdf.rect(x, y, laid.width, len(lines) * high)

    laid.add(len(lines) * high, draw)


def _lay_rows(laid: _Laid, block: Rows) -> None:
    for row in block.rows:
        cells, height = _row(laid.pdf, block, row)
        laid.add(height, partial(_draw_row, block, cells, height))


def _table(pdf: Any, block: Rows, y: float) -> float:
    heads = [_row(pdf, block, row) for row in block.rows[: block.heads]]
    for cells, height in heads:
        _draw_row(block, cells, height, _LEFT, y)
        y += height
    for row in block.rows[block.heads :]:
        cells, height = _row(pdf, block, row)
        if y + height > _BOTTOM:
            pdf.add_page()
            y = _TOP
            for head, high in heads:
                _draw_row(block, head, high, _LEFT, y)
                y += high
        _draw_row(block, cells, height, _LEFT, y)
        y += height
    return y


def _row(pdf: Any, block: Rows, row: tuple[Cell, ...]) -> tuple[list[tuple[_Laid, float]], float]:
    cells, column = [], 0
    for cell in row:
        width = sum(block.widths[column : column + cell.span])
        cells.append((_laid(pdf, cell.parts, width - 2 * block.side), width))
        column += cell.span
    return cells, max(laid.height for laid, _width in cells) + 2 * block.rise


def _draw_row(
    block: Rows, cells: list[tuple[_Laid, float]], height: float, x: float, y: float
) -> None:
    for laid, width in cells:
        if block.ruled:
            laid.pdf.set_line_width(0.6)
            laid.pdf.rect(x, y, width, height)
        laid.draw(x + block.side, y + block.rise)
        x += width


def _photo(pdf: Any, block: Photo, x: float, y: float) -> None:
    size = {"w": block.width, "h": block.height}
    pdf.image(io.BytesIO(block.data), x, y, keep_aspect_ratio=True, **size)
    pdf.rect(x, y, **size)


def _chart(pdf: Any, block: Chart, width: float, x: float, y: float) -> None:
    figure = block.figure

    def place(at: Point) -> Point:
        across, up = figure.place(at, width, figure.height)
        return x + across, y + figure.height - up

    for item in figure.items:
        shade = round(255 * sheet_svg.GREYS.get(item.role, 0.0))
        pdf.set_draw_color(shade)
        _item(pdf, item, place)


def _item(pdf: Any, item: Item, place: Callable[[Point], Point]) -> None:
    match item:
        case Line():
            pdf.set_line_width(item.width)
            pdf.set_dash_pattern(*item.dash[:2])
            pdf.polyline([place(point) for point in item.points])
            pdf.set_dash_pattern()
        case Area():
            _area(pdf, item, place(item.start), place(item.end))
        case Mark():
            pdf.set_fill_color(255 if item.is_open else 0)
            at = place(item.at)
            points = [(a, 2 * at[1] - b) for a, b in sheet_svg.corners(item, at)]
            pdf.polygon(points, style="DF")
        case Cap():
            pdf.set_line_width(item.width)
            across, up = place(item.at)
            pdf.line(across, up - item.size / 2, across, up + item.size / 2)
        case Label():
            _label(pdf, item, place(item.at))


def _area(pdf: Any, item: Area, start: Point, end: Point) -> None:
    box = (start[0], end[1], end[0] - start[0], start[1] - end[1])
    if item.fill is not None:
        pdf.set_fill_color(255)
        pdf.rect(*box, style="F")
    if item.hatch is not None:
        pdf.set_line_width(0.35)
        with pdf.rect_clip(*box):
            for first, last in sheet_svg.hatched(item, box):
                pdf.line(*first, *last)
    if item.edge:
        pdf.set_line_width(item.edge)
        pdf.rect(*box)


def _label(pdf: Any, item: Label, at: Point) -> None:
    pdf.set_font("PT", "B" if item.bold else "", item.size)
    pdf.set_text_color(0)
    wide = pdf.get_string_width(item.text) * _SHIFT[item.anchor]
    pdf.text(at[0] + item.dx - wide, at[1] - item.dy, item.text)
