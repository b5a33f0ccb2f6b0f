"""The list of the parts of a document with the pages they begin on.

The pages are known when the document is set, so the numbers are forms that are written when it is
saved, like the numbers of the pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether
from typing_extensions import override

from kta_desktop.reports import typefaces
from kta_desktop.reports.layout import TALLEST, height_of
from kta_desktop.reports.style import MM, THIN, WIDTH, para, plain, table

if TYPE_CHECKING:
    from kta_desktop.reports.page import Chapter

_NUMBER = 12 * MM
_RISE, _CLOSE = 0.9, 0.2
_DOT = 2.5
_BETWEEN = 8 * MM
_HALF = (WIDTH - _BETWEEN) / 2
_FEW = 12  # parts up to which the list has one column


class Contents(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Stands where the list of parts is to be; ``build`` puts its heading and lines there."""

    def __init__(self, heading: Flowable) -> None:
        super().__init__()
        self.heading = heading


class ContentsLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A part: its title, dots, the page it begins on; a link leads there."""

    def __init__(self, key: str, title: str, width: float = WIDTH, rise: float = _RISE) -> None:
        super().__init__()
        self._key, self._wide, self._rise = key, width, rise
        self._words = para(title)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        _width, self._high = self._words.wrap(self._wide - _NUMBER, aH)
        self.width, self.height = self._wide, self._high + 2 * self._rise
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas = self.canv
        self._words.drawOn(canvas, 0, self._rise)
        baseline = self._rise + 3.2
        end = self._words.getActualLineWidths0()[-1] + 2 * _DOT
        canvas.setLineWidth(THIN)
        canvas.setDash([0.6, _DOT])
        canvas.line(end, baseline, self._wide - _NUMBER + 2 * MM, baseline)
        canvas.setDash()
        canvas.saveState()
        canvas.translate(self._wide, baseline)
        canvas.refer_start(self._key)
        canvas.restoreState()
        canvas.linkRect("", f"chapter-{self._key}", (0, 0, self._wide, self.height), relative=1)


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
        listed = [chapter for chapter in chapters if chapter.story is not story]
        parts = [(chapter.key, chapter.surround.title) for chapter in listed]
        yield from _listed(flowable.heading, parts)


def _listed(heading: Flowable, parts: Sequence[tuple[str, str]]) -> list[Flowable]:
    """Return the list with its heading: many parts in two columns, if a page holds them."""
    lines = [ContentsLine(key, title, _HALF, _CLOSE) for key, title in parts]
    half = -(-len(lines) // 2)
    columns = (lines[:half], lines[half:])
    is_high = max(height_of(column, _HALF) for column in columns) > TALLEST
    if len(parts) <= _FEW or is_high:
        return [heading, *(ContentsLine(key, title) for key, title in parts)]
    cells = [[columns[0], [], columns[1]]]  # a column is read to its end before the next
    return [KeepTogether([heading, table(cells, [_HALF, _BETWEEN, _HALF], plain(rise=0))])]
