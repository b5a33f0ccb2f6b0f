"""The page around the content: header with QR code, footer with fingerprints and page numbers.

A document is made of chapters; each begins on a new page and has a header and footer of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)
from typing_extensions import override

from kta_desktop.i18n import N_, _
from kta_desktop.reports import keeping, typefaces
from kta_desktop.reports.contents import with_contents, write_starts
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
from kta_desktop.reports.unprintable import spelt

PAGE_OF = N_("{page} of {pages}")
_QR = 18.5 * MM
_FOOT = 8 * MM
_BAND = 5.5 * MM
_BELOW_HEAD = 3 * MM
_NUMBER_ROOM = 62.0
_TICK = 2.8 * MM
PRODUCER = "KTA Desktop"


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


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a document that begins on a new page.

    Attributes:
        key: Unique in the document; bookmarks lead to it.
        surround: What stands on its pages.
        story: Its content; used up by ``build``.
        within: What it belongs to together with its neighbours; in the outline it stands above
            them. Empty = it stands for itself.
    """

    key: str
    surround: Surround
    story: list[Flowable]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A document that is set.

    Attributes:
        data: The PDF.
        pages: How many pages it has.
        starts: Key of each chapter to the number of its first page, from 1.
        replaced: What could not be printed as it was entered, and where, a line each.
    """

    data: bytes
    pages: int
    starts: Mapping[str, int]
    replaced: tuple[str, ...] = ()


class SheetCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas whose pages say how many there are and what is on them, although known last.

    Each page refers to named forms that are only written when the document is saved; so pages
    are laid out once, and bookmarks point where they should.
    """

    lang = "ru"
    stamp = ""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._noted: dict[int, list[str]] = {}
        self._coded: dict[int, Surround] = {}
        self._asked: dict[str, None] = {}
        self.starts: Mapping[str, int] = {}

    def refer_number(self) -> None:
        """Place the number of the page in its footer."""
        self.doForm(f"number{self.getPageNumber()}")

    def refer_start(self, key: str) -> None:
        """Place the number of the page that a chapter begins on, ending here."""
        self._asked[key] = None
        self.doForm(f"start-{key}")

    def refer_code(self, surround: Surround) -> None:
        """Place the code of the page in its header, once it is known what the page holds."""
        self._coded[self.getPageNumber()] = surround
        self.doForm(f"code{self.getPageNumber()}")

    def note(self, name: str) -> None:
        """Remember that something called ``name`` stands on the page."""
        names = self._noted.setdefault(self.getPageNumber(), [])
        if name not in names:
            names.append(name)

    @override
    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            text = _(PAGE_OF, self.lang).format(page=page, pages=pages)
            self.beginForm(f"number{page}", 0, 0, *PAGE)
            self.setFont(typefaces.BOLD, SMALLEST)
            self.drawRightString(PAGE[0] - (PAGE[0] - LEFT - WIDTH), BOTTOM, text)
            self.endForm()
        for page, surround in self._coded.items():
            if surround.page_code is not None:
                code = surround.page_code(page, self._noted.get(page, ()))
                self.beginForm(f"code{page}", 0, 0, *PAGE)
                _draw_code(self, surround, code)
                self.endForm()
        write_starts(self, {key: self.starts[key] for key in self._asked})
        self.setDateFormatter(lambda *_parts: self.stamp)
        keeping.prepare(self, self.lang, self.stamp)
        super().save()


class Mark(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A place without size that the outline of the document leads to.

    ``build`` marks chapters itself: on level 0, or on level 1 below what they are within.
    """

    def __init__(self, key: str, title: str, level: int = 2) -> None:
        super().__init__()
        self._key, self._title, self._level = key, spelt(title), level

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        return 0, 0

    @override
    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self._key, 0, 12)
        self.canv.addOutlineEntry(self._title, self._key, level=self._level)


class Noted(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A place without size that tells the page what stands on it, for the code of the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        return 0, 0

    @override
    def draw(self) -> None:
        self.canv.note(self._name)


def head_height(surround: Surround) -> float:
    """Return the height of the header with the space below it."""
    return _band(surround) + max(_title_height(surround), _QR + 5.5 * MM) + _BELOW_HEAD


def _band(surround: Surround) -> float:
    return _BAND + 1.5 * MM if surround.demo else 0.0


def body_height(surround: Surround) -> float:
    """Return the height that content has on a page."""
    return PAGE[1] - TOP - BOTTOM - _FOOT - head_height(surround)


def build(chapters: Sequence[Chapter], report: Callable[[float], None]) -> Built:
    """Return the document of chapters; the same input gives the same bytes.

    Args:
        chapters: At least one; the first one's title, language and author are the document's.
        report: Told the share that is set; what it raises stops the setting.
    """
    typefaces.register()
    file = BytesIO()
    first = chapters[0].surround
    document = BaseDocTemplate(
        file,
        pagesize=PAGE,
        invariant=1,
        title=spelt(f"{first.title} {first.facts[0][1]}"),
        author=spelt(first.author),
        subject=spelt(first.kicker),
        creator=PRODUCER,
        producer=PRODUCER,
        keywords=spelt(first.facts[0][1]),
        lang=first.lang,
        initialFontName=typefaces.REGULAR,
    )
    starts: dict[str, int] = {}
    document.addPageTemplates([_template(chapter, starts) for chapter in chapters])
    story: list[Flowable] = []
    within = ""
    for chapter in chapters:
        if chapter is not chapters[0]:
            story += [NextPageTemplate(chapter.key), PageBreak()]
        if chapter.within not in ("", within):
            story.append(Mark(f"within-{chapter.key}", chapter.within, 0))
        within = chapter.within
        level = 1 if within else 0
        story.append(Mark(f"chapter-{chapter.key}", chapter.surround.title, level))
        story += with_contents(chapter.story, chapters)
    document.setProgressCallBack(_forward(len(story), report))
    document.build(story, canvasmaker=partial(_canvas, surround=first, starts=starts))
    return Built(file.getvalue(), document.page, starts)


def _template(chapter: Chapter, starts: dict[str, int]) -> PageTemplate:
    room = body_height(chapter.surround)
    frame = Frame(LEFT, BOTTOM + _FOOT, WIDTH, room, 0, 0, 0, 0, id="body")
    around = partial(_draw_around, chapter=chapter, starts=starts)
    return PageTemplate(id=chapter.key, frames=[frame], onPage=around)


def _forward(whole: int, report: Callable[[float], None]) -> Callable[[str, int], None]:
    """Return a listener to reportlab: what is torn across pages counts anew, shares must not."""
    furthest = 0.0

    def tell(kind: str, done: int) -> None:
        nonlocal furthest
        if kind == "PROGRESS":
            furthest = max(furthest, min(done / whole, 1.0))
            report(furthest)

    return tell


def _canvas(*args: Any, surround: Surround, starts: dict[str, int], **more: Any) -> SheetCanvas:
    canvas = SheetCanvas(*args, **more)
    canvas.starts = starts
    canvas.lang, canvas.stamp = surround.lang, surround.stamp
    canvas.showOutline()
    return canvas


def _draw_around(
    canvas: SheetCanvas, document: Any, chapter: Chapter, starts: dict[str, int]
) -> None:
    """Draw header and footer: alike on every page of a chapter, so kept once in the file."""
    starts.setdefault(chapter.key, document.page)
    form, surround = f"around-{chapter.key}", chapter.surround
    if not canvas.hasForm(form):
        canvas.beginForm(form, 0, 0, *PAGE)
        _draw_once(canvas, surround)
        canvas.endForm()
    canvas.doForm(form)
    if surround.code is None:
        canvas.refer_code(surround)
    canvas.refer_number()


def _draw_once(canvas: Canvas, surround: Surround) -> None:
    top = PAGE[1] - TOP
    if surround.demo:
        _draw_demo(canvas, top, surround.demo)
        top -= _band(surround)
    _draw_titles(canvas, top, surround)
    if surround.code is not None:
        _draw_code(canvas, surround, surround.code)
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


def _draw_code(canvas: Canvas, surround: Surround, code: Code) -> None:
    top = PAGE[1] - TOP - _band(surround)
    if surround.qr:
        draw_qr(canvas, code.text, LEFT + WIDTH - _QR, top, _QR)
    canvas.setFont(typefaces.BOLD, 8.5)
    canvas.drawCentredString(LEFT + WIDTH - _QR / 2, top - _QR - 3.2 * MM, code.short)


def _draw_footer(canvas: Canvas, surround: Surround) -> None:
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
