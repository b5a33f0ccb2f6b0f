"""What stands on the pages of a sheet, read off the very flowables that our reports set.

The libraries that the reports are measured against set these blocks: the same texts in the same
tables at the same widths, the same photographs, the same figures.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table

from kta_desktop.reports.chips import Chip
from kta_desktop.reports.figures import Figure
from kta_desktop.reports.page import body_height
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.photos import Picture
from kta_desktop.reports.sheet import context_of, parts
from kta_desktop.reports.surround import qr_text, surround_of
from tests.bench import sheet_audit


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``boxed`` stands in a frame."""

    text: str
    size: float
    bold: bool
    grey: float
    right: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height in points."""

    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure, ``width`` points wide; None = as wide as its place."""

    figure: Figure
    width: float | None
    number: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph in a frame of ``width`` × ``height`` points."""

    data: bytes
    width: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``span`` columns."""

    parts: "tuple[Block, ...]"
    span: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: widths of columns, padding and rows; the first ``heads`` return on every page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    ruled: bool
    side: float
    rise: float


Block = Words | Space | Chart | Photo | Rows


@dataclass(frozen=True, slots=True)
class Stretch:
    """What begins on a new page: head and foot of its pages, then its blocks."""

    kicker: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    short: str
    footer: str
    printed: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: what the code on every page says, and the stretches."""

    code: str
    stretches: tuple[Stretch, ...]


def document() -> Document:
    """Return the content of the made-up audit's sheet."""

    source = sheet_audit.source()
    context = context_of(sheet_audit.ORDER, source)
    reader = _Reader()
    stretches = []
    for part in parts(context):
        around = surround_of(context, part)
        stretches.append(
            Stretch(
                kicker=around.kicker,
                title=around.title,
                subtitle=around.subtitle,
                facts=around.facts,
                short=around.code.short if around.code else "",
                footer=around.footer,
                printed=around.printed,
                blocks=tuple(reader.blocks(part.make(body_height(around)))),
            )
        )
    return Document(qr_text(source.record), tuple(stretches))


class _Reader:
    """Reads flowables; charts and photographs are numbered in their order."""

    def __init__(self) -> None:
        self._charts = self._photos = 0

    def blocks(self, parts: Iterable[Any]) -> Iterator[Block]:
        """Yield a block for each flowable that shows something."""
        for part in parts:
            yield from self._block(part)

    def _block(self, part: Any) -> Iterator[Block]:
        if isinstance(part, Paragraph):
            yield _words(part)
        elif isinstance(part, Chip):
            yield Words(part.text, 8, bold=True, grey=0, boxed=True)
        elif isinstance(part, Spacer):
            yield Space(part.height)
        elif isinstance(part, KeepTogether):
            yield from self.blocks(part._content)
        elif isinstance(part, Table):
            yield self._rows(part)
        else:
            yield from self._drawn(part)

    def _drawn(self, part: Any) -> Iterator[Block]:
        if isinstance(part, Drawing):
            self._charts += 1
            yield Chart(part._figure, part._wanted, self._charts)
        elif isinstance(part, Picture):
            self._photos += 1
            yield Photo(part._image.fp.getvalue(), part.width, part.height, self._photos)

    def _rows(self, table: Any) -> Rows:
        spans = {
            (start[0], start[1]): (end[0] % table._ncols) - start[0] + 1
            for _command, start, end in table._spanCmds
        }
        rows = []
        for line, row in enumerate(table._cellvalues):
            cells, column = [], 0
            while column < len(row):
                wide = spans.get((column, line), 1)
                cells.append(Cell(tuple(self.blocks(_listed(row[column]))), wide))
                column += wide
            rows.append(tuple(cells))
        look = table._cellStyles[0][0]
        return Rows(
            widths=tuple(table._argW),
            rows=tuple(rows),
            heads=table.repeatRows,
            ruled=any(command[0] == "GRID" for command in table._linecmds),
            side=look.leftPadding,
            rise=look.topPadding,
        )


def _listed(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if value else []


def _words(part: Any) -> Words:
    text = "".join("\n" if hasattr(piece, "lineBreak") else piece.text for piece in part.frags)
    look = part.style
    return Words(
        text=text,
        size=look.fontSize,
        bold=look.fontName.endswith("Bold"),
        grey=look.textColor.red,
        right=look.alignment == 2,
    )
