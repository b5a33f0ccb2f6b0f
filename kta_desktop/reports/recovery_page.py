"""The recovery key on one A4 page, in numbered groups large enough to be copied by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from kta_desktop.reports.page import PRODUCER
from kta_desktop.reports.style import BOTTOM, LEFT, MM, PAGE, TOP, WIDTH, gap, grid, para, table
from kta_desktop.reports.typefaces import REGULAR, register

_IN_ROW = 4
_LINE = 8 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    """What is printed, all of it in words of one language.

    Attributes:
        title: Stands above.
        holder: Who the data belong to.
        hint: What the key is for and where to keep it.
        where: The workspace and the day, so that the page is not taken for another one.
        groups: The key, group by group.
    """

    title: str
    holder: str
    hint: str
    where: str
    groups: Sequence[str]


def recovery_page_pdf(page: RecoveryPage, lang: str) -> bytes:
    """Return the page as PDF; the same input gives the same bytes."""
    register()
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=PAGE,
        invariant=1,
        title=page.title,
        creator=PRODUCER,
        producer=PRODUCER,
        lang=lang,
        initialFontName=REGULAR,
    )
    room = PAGE[1] - TOP - BOTTOM
    frame = Frame(LEFT, BOTTOM, WIDTH, room, 0, 0, 0, 0, id="key")
    document.addPageTemplates([PageTemplate(id="key", frames=[frame])])
    document.build(_story(page))
    return file.getvalue()


def _story(page: RecoveryPage) -> list[Flowable]:
    return [
        para(page.title, "title"),
        gap(2 * MM),
        para(page.holder, "value"),
        gap(_LINE),
        _groups(page.groups),
        gap(_LINE),
        para(page.hint),
        gap(_LINE),
        para(page.where, "second"),
    ]


def _groups(groups: Sequence[str]) -> Flowable:
    cells = [[para(f"{place}", "label"), para(each, "title")] for place, each in _numbered(groups)]
    cells += [["", ""]] * (-len(cells) % _IN_ROW)
    rows = [
        [part for cell in cells[first : first + _IN_ROW] for part in cell]
        for first in range(0, len(cells), _IN_ROW)
    ]
    number = 8 * MM
    return table(rows, [number, WIDTH / _IN_ROW - number] * _IN_ROW, grid())


def _numbered(groups: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(groups, start=1))
