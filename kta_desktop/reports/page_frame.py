"""What stands around the content of a page: header with QR code, footer with fingerprints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from kta_desktop.reports import typefaces
from kta_desktop.reports.qr import draw_qr
from kta_desktop.reports.style import (
    BOTTOM,
    HEAVY,
    LEFT,
    MM,
    PAGE,
    SMALLEST,
    THIN,
    TOP,
    WIDTH,
    para,
    plain,
    table,
)

_QR = 18.5 * MM
FOOT = 8 * MM
_BAND = 5.5 * MM
_BELOW_HEAD = 3 * MM
_TICK = 2.8 * MM
_NUMBER_ROOM = 62.0


@dataclass(frozen=True, slots=True)
class Code:
    """What the QR code of a page says, and the short code under it."""

    text: str
    short: str


PageCode = Callable[[int, Sequence[str]], Code]
"""Makes the code of one page, from its number in the document and the names noted on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surround:
    """What stands on every page of a chapter.

    Attributes:
        kicker: Small line above the title.
        title: Title in the first language.
        subtitle: Title in the second language; empty if there is none.
        facts: Label and value, placed two pairs to a row.
        code: The code on every page; None if each page has its own, see ``page_code``.
        page_code: Makes the code of a page; only where ``code`` is None.
        qr: Whether the QR code is printed; the short code is in any case.
        footer: Left part of the footer.
        printed: Time of printing, in words; whatever else stands before the number of the page.
        has_box: Whether a box to tick stands behind it.
        demo: Words of the band that marks a demonstration; empty for a real audit.
        lang: Language of the document and of its page numbers.
        author: Of the document, for its properties.
        stamp: Time of printing as PDF writes it, ``D:20261122143208+05'00'``.
    """

    kicker: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    code: Code | None
    page_code: PageCode | None = None
    qr: bool = True
    footer: str
    printed: str
    has_box: bool = False
    demo: str
    lang: str
    author: str
    stamp: str


def head_height(surround: Surround) -> float:
    """Return the height of the header with the space below it."""
    return _band(surround) + max(_title_height(surround), _QR + 5.5 * MM) + _BELOW_HEAD


def _band(surround: Surround) -> float:
    return _BAND + 1.5 * MM if surround.demo else 0.0


def body_height(surround: Surround) -> float:
    """Return the height that content has on a page."""
    return PAGE[1] - TOP - BOTTOM - FOOT - head_height(surround)


def draw_header(canvas: Canvas, surround: Surround) -> None:
    """Draw titles, facts and, where it is alike on all pages, the code."""
    top = PAGE[1] - TOP
    if surround.demo:
        _draw_demo(canvas, top, surround.demo)
        top -= _band(surround)
    _draw_titles(canvas, top, surround)
    if surround.code is not None:
        draw_code(canvas, surround, surround.code)
    bottom = PAGE[1] - TOP - head_height(surround) + _BELOW_HEAD
    canvas.setLineWidth(HEAVY)
    canvas.line(LEFT, bottom, LEFT + WIDTH, bottom)


def _draw_demo(canvas: Canvas, top: float, words: str) -> None:
    canvas.setFillColor(black)
    canvas.rect(LEFT, top - _BAND, WIDTH, _BAND, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(typefaces.BOLD, 10)
    canvas.drawCentredString(LEFT + WIDTH / 2, top - _BAND + 1.55 * MM, words)
    canvas.setFillColor(black)


def _titles(surround: Surround) -> list[tuple[Flowable, float]]:
    """Return the texts of the header with their heights, from the top down."""
    room = WIDTH - _QR - 6 * MM
    parts = [para(surround.kicker, "tiny"), para(surround.title, "title")]
    if surround.subtitle:
        parts.append(para(surround.subtitle, "subtitle"))
    pairs = [[para(label, "label"), para(value, "headvalue")] for label, value in surround.facts]
    rows = [
        pairs[n] + (pairs[n + 1] if n + 1 < len(pairs) else ["", ""])
        for n in range(0, len(pairs), 2)
    ]
    shares = (0.21, 0.34, 0.12, 0.33)
    parts.append(
        table(
            rows,
            [room * share for share in shares],
            plain(("RIGHTPADDING", (1, 0), (1, -1), 6), rise=0.6),
        )
    )
    return [(part, part.wrap(room, PAGE[1])[1]) for part in parts]


def _title_height(surround: Surround) -> float:
    return sum(height for _part, height in _titles(surround)) + 2 * MM


def _draw_titles(canvas: Canvas, top: float, surround: Surround) -> None:
    for part, height in _titles(surround):
        top -= height
        part.drawOn(canvas, LEFT, top)


def draw_code(canvas: Canvas, surround: Surround, code: Code) -> None:
    """Draw a code at its place in the header: the square, if it is wanted, and the letters."""
    top = PAGE[1] - TOP - _band(surround)
    if surround.qr:
        draw_qr(canvas, code.text, LEFT + WIDTH - _QR, top, _QR)
    canvas.setFont(typefaces.BOLD, 8.5)
    canvas.drawCentredString(LEFT + WIDTH - _QR / 2, top - _QR - 3.2 * MM, code.short)


def draw_footer(canvas: Canvas, surround: Surround) -> None:
    """Draw what stands at the foot of each page but for its number."""
    canvas.setLineWidth(THIN)
    canvas.line(LEFT, BOTTOM + 4 * MM, LEFT + WIDTH, BOTTOM + 4 * MM)
    printed = typefaces.printable(surround.printed)
    right = LEFT + WIDTH - _NUMBER_ROOM - typefaces.width(printed, SMALLEST)
    if surround.has_box:
        canvas.rect(LEFT + WIDTH - _NUMBER_ROOM + 1 * MM, BOTTOM - 0.4 * MM, _TICK, _TICK)
    typefaces.draw(canvas, (right, BOTTOM), printed, SMALLEST)
    shown = _shortened(surround.footer, right - LEFT - 3 * MM)
    typefaces.draw(canvas, (LEFT, BOTTOM), shown, SMALLEST)


def _shortened(text: str, room: float) -> str:
    """Return as much of the footer as fits; what names the record stands first in it."""
    shown = typefaces.printable(text)
    while typefaces.width(shown, SMALLEST) > room:
        shown = f"{shown[:-2].rstrip()}…"
    return shown
