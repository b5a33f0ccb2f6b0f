"""The page around the content: header with QR code, footer with fingerprints and page numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

import segno
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from typing_extensions import override

from kta_desktop.i18n import N_, _
from kta_desktop.reports import typefaces
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

PAGE_OF = N_("{page} of {pages}")
_QR = 18.5 * MM
_FOOT = 8 * MM
_BAND = 5.5 * MM
_BELOW_HEAD = 3 * MM
_NUMBER_ROOM = 62.0
_AROUND = "around"
PRODUCER = "KTA Desktop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surround:
    """What stands on every page of a document.

    Attributes:
        kicker: Small line above the title.
        title: Title in the first language.
        subtitle: Title in the second language; empty if there is none.
        facts: Label and value, placed two pairs to a row.
        qr: Content of the QR code.
        code: Short code under it.
        footer: Left part of the footer.
        printed: Time of printing, in words.
        demo: Words of the band that marks a demonstration; empty for a real audit.
        lang: Language of the document and of its page numbers.
        author: Of the document, for its properties.
        stamp: Time of printing as PDF writes it, ``D:20261122143208+05'00'``.
    """

    kicker: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    qr: str
    code: str
    footer: str
    printed: str
    demo: str
    lang: str
    author: str
    stamp: str


class NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas whose pages say how many there are, although that is known last.

    Each page refers to a named form that is only written when the document is saved; so pages
    are laid out once, and bookmarks point where they should.
    """

    lang = "ru"
    stamp = ""

    def refer_number(self) -> None:
        """Place the number of the page in its footer."""
        self.doForm(f"number{self.getPageNumber()}")

    @override
    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            text = _(PAGE_OF, self.lang).format(page=page, pages=pages)
            self.beginForm(f"number{page}", 0, 0, *PAGE)
            self.setFont(typefaces.BOLD, SMALLEST)
            self.drawRightString(PAGE[0] - (PAGE[0] - LEFT - WIDTH), BOTTOM, text)
            self.endForm()
        self.setDateFormatter(lambda *_parts: self.stamp)
        super().save()


class Mark(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A place without size that the outline of the document leads to."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self._key, self._title = key, title

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        return 0, 0

    @override
    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self._key, 0, 12)
        self.canv.addOutlineEntry(self._title, self._key, level=0)


def head_height(surround: Surround) -> float:
    """Return the height of the header with the space below it."""
    band = _BAND + 1.5 * MM if surround.demo else 0.0
    return band + max(_title_height(surround), _QR + 5.5 * MM) + _BELOW_HEAD


def body_height(surround: Surround) -> float:
    """Return the height that content has on a page."""
    return PAGE[1] - TOP - BOTTOM - _FOOT - head_height(surround)


def build(surround: Surround, story: list[Flowable], report: Callable[[float], None]) -> bytes:
    """Return the PDF of ``story``; the same input gives the same bytes.

    Args:
        surround: What stands on every page.
        story: The content; used up by this.
        report: Told the share that is set; what it raises stops the setting.
    """
    typefaces.register()
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=PAGE,
        invariant=1,
        title=f"{surround.title} {surround.facts[0][1]}",
        author=surround.author,
        subject=surround.kicker,
        creator=PRODUCER,
        producer=PRODUCER,
        lang=surround.lang,
        initialFontName=typefaces.REGULAR,
    )
    room = body_height(surround)
    frame = Frame(LEFT, BOTTOM + _FOOT, WIDTH, room, 0, 0, 0, 0, id="body")
    around = partial(_draw_around, surround=surround)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=around)])
    document.setProgressCallBack(_forward(len(story), report))
    document.build(story, canvasmaker=partial(_canvas, surround=surround))
    return file.getvalue()


def _forward(whole: int, report: Callable[[float], None]) -> Callable[[str, int], None]:
    """Return a listener to reportlab: what is torn across pages counts anew, shares must not."""
    furthest = 0.0

    def tell(kind: str, done: int) -> None:
        nonlocal furthest
        if kind == "PROGRESS":
            furthest = max(furthest, min(done / whole, 1.0))
            report(furthest)

    return tell


def _canvas(*args: Any, surround: Surround, **settings: Any) -> NumberedCanvas:
    canvas = NumberedCanvas(*args, **settings)
    canvas.lang, canvas.stamp = surround.lang, surround.stamp
    canvas.showOutline()
    return canvas


def _draw_around(canvas: NumberedCanvas, document: Any, surround: Surround) -> None:
    """Draw header and footer: alike on every page but for the number, so kept once in the file."""
    del document
    if not canvas.hasForm(_AROUND):
        canvas.beginForm(_AROUND, 0, 0, *PAGE)
        _draw_once(canvas, surround)
        canvas.endForm()
    canvas.doForm(_AROUND)
    canvas.refer_number()


def _draw_once(canvas: Canvas, surround: Surround) -> None:
    top = PAGE[1] - TOP
    if surround.demo:
        _draw_demo(canvas, top, surround.demo)
        top -= _BAND + 1.5 * MM
    _draw_titles(canvas, top, surround)
    _draw_qr(canvas, top, surround)
    bottom = PAGE[1] - TOP - head_height(surround) + _BELOW_HEAD
    canvas.setLineWidth(HEAVY)
    canvas.line(LEFT, bottom, LEFT + WIDTH, bottom)
    _draw_footer(canvas, surround)


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
    parts.append(table(rows, [room * share for share in shares], plain(rise=0.6)))
    return [(part, part.wrap(room, PAGE[1])[1]) for part in parts]


def _title_height(surround: Surround) -> float:
    return sum(height for _part, height in _titles(surround)) + 2 * MM


def _draw_titles(canvas: Canvas, top: float, surround: Surround) -> None:
    for part, height in _titles(surround):
        top -= height
        part.drawOn(canvas, LEFT, top)


def _draw_qr(canvas: Canvas, top: float, surround: Surround) -> None:
    """Draw the code as black squares, so that it stays sharp at any resolution of the printer."""
    rows = segno.make(surround.qr, error="m", micro=False).matrix
    module = _QR / (len(rows) + 2)  # one module of quiet zone; white paper is the rest of it
    left, y = LEFT + WIDTH - _QR + module, top - module
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for row in rows:
        y -= module
        for place, dark in enumerate(row):
            if dark:
                path.rect(left + place * module, y, module, module)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(typefaces.BOLD, 8.5)
    canvas.drawCentredString(LEFT + WIDTH - _QR / 2, top - _QR - 3.2 * MM, surround.code)


def _draw_footer(canvas: Canvas, surround: Surround) -> None:
    canvas.setLineWidth(THIN)
    canvas.line(LEFT, BOTTOM + 4 * MM, LEFT + WIDTH, BOTTOM + 4 * MM)
    canvas.setFont(typefaces.REGULAR, SMALLEST)
    printed = typefaces.printable(surround.printed)
    right = LEFT + WIDTH - _NUMBER_ROOM
    canvas.drawRightString(right, BOTTOM, printed)
    room = right - typefaces.width(printed, SMALLEST) - LEFT - 3 * MM
    canvas.drawString(LEFT, BOTTOM, _shortened(surround.footer, room))


def _shortened(text: str, room: float) -> str:
    """Return as much of the footer as fits; what names the record stands first in it."""
    shown = typefaces.printable(text)
    while typefaces.width(shown, SMALLEST) > room:
        shown = f"{shown[:-2].rstrip()}…"
    return shown
