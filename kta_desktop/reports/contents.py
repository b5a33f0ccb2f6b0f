"""The list of the parts of a document with the pages they begin on.

The pages are known when the document is set, so the numbers are forms that are written when it is
saved, like the numbers of the pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from kta_desktop.reports import typefaces
from kta_desktop.reports.style import MM, THIN, WIDTH, para

if TYPE_CHECKING:
    from kta_desktop.reports.page import Chapter

_NUMBER = 12 * MM
_RISE = 0.9
_DOT = 2.5


class Contents(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Stands where the list of parts is to be; ``build`` puts its lines there."""


class ContentsLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A part: its title, dots, the page it begins on; a link leads there."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self._key = key
        self._words = para(title)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        _width, self._high = self._words.wrap(WIDTH - _NUMBER, aH)
        self.width, self.height = WIDTH, self._high + 2 * _RISE
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas = self.canv
        self._words.drawOn(canvas, 0, _RISE)
        baseline = _RISE + 3.2
        end = self._words.getActualLineWidths0()[-1] + 2 * _DOT
        canvas.setLineWidth(THIN)
        canvas.setDash([0.6, _DOT])
        canvas.line(end, baseline, WIDTH - _NUMBER + 2 * MM, baseline)
        canvas.setDash()
        canvas.saveState()
        canvas.translate(WIDTH, baseline)
        canvas.refer_start(self._key)
        canvas.restoreState()
        canvas.linkRect("", f"chapter-{self._key}", (0, 0, WIDTH, self.height), relative=1)


def write_starts(canvas: Canvas, starts: Mapping[str, int]) -> None:
    """Write the forms that lines of the list refer to: the page that each part begins on."""
    for key, page in starts.items():
        canvas.beginForm(f"start-{key}", -40, -4, 0, 12)
        canvas.setFont(typefaces.BOLD, 9)
        canvas.drawRightString(0, 0, str(page))
        canvas.endForm()


def with_contents(story: Sequence[Flowable], chapters: Sequence["Chapter"]) -> Iterator[Flowable]:
    """Yield a story with the lines of its list of parts; the chapter it stands in is not listed."""
    for flowable in story:
        if not isinstance(flowable, Contents):
            yield flowable
            continue
        for chapter in chapters:
            if chapter.story is not story:
                yield ContentsLine(chapter.key, chapter.surround.title)
