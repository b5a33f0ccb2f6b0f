"""The page around the content: header with QR code, footer with fingerprints and page numbers.

A document is made of chapters; each begins on a new page and has a header and footer of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

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
from kta_desktop.reports.page_frame import (
    FOOT,
    Code,
    PageCode,
    Surround,
    body_height,
    draw_code,
    draw_footer,
    draw_header,
    head_height,
)
from kta_desktop.reports.style import (
    BOTTOM,
    LEFT,
    PAGE,
    SMALLEST,
    WIDTH,
)
from kta_desktop.reports.unprintable import spelt

__all__ = [
    "Built",
    "Chapter",
    "Code",
    "Mark",
    "Noted",
    "PageCode",
    "SheetCanvas",
    "Surround",
    "body_height",
    "build",
    "head_height",
]

PAGE_OF = N_("{page} of {pages}")
PRODUCER = "KTA Desktop"


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
                draw_code(self, surround, code)
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
        chapter.story.clear()  # what is set goes at once: left to the end, it stops all threads
    document.setProgressCallBack(_forward(len(story), report))
    document.build(story, canvasmaker=partial(_canvas, surround=first, starts=starts))
    return Built(file.getvalue(), document.page, starts)


def _template(chapter: Chapter, starts: dict[str, int]) -> PageTemplate:
    room = body_height(chapter.surround)
    frame = Frame(LEFT, BOTTOM + FOOT, WIDTH, room, 0, 0, 0, 0, id="body")
    head = partial(_draw_head, chapter=chapter, starts=starts)
    foot = partial(_draw_foot, chapter=chapter)
    return PageTemplate(id=chapter.key, frames=[frame], onPage=head, onPageEnd=foot)


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


def _draw_head(
    canvas: SheetCanvas, document: Any, chapter: Chapter, starts: dict[str, int]
) -> None:
    """Draw the header before the content of a page, as it is read."""
    starts.setdefault(chapter.key, document.page)
    _draw_form(canvas, f"head-{chapter.key}", partial(draw_header, surround=chapter.surround))
    if chapter.surround.code is None:
        canvas.refer_code(chapter.surround)


def _draw_foot(canvas: SheetCanvas, document: Any, chapter: Chapter) -> None:
    """Draw the footer behind the content of a page."""
    del document
    _draw_form(canvas, f"foot-{chapter.key}", partial(draw_footer, surround=chapter.surround))
    canvas.refer_number()


def _draw_form(canvas: Canvas, name: str, draw: Callable[[Canvas], None]) -> None:
    """Place what is alike on every page of a chapter, so kept once in the file."""
    if not canvas.hasForm(name):
        canvas.beginForm(name, 0, 0, *PAGE)
        draw(canvas)
        canvas.endForm()
    canvas.doForm(name)
