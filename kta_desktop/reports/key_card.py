"""The keys of a screen on one A4 page, in two columns, to stand beside the computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, PageTemplate

from kta_desktop.reports.page import PRODUCER
from kta_desktop.reports.style import (
    BOTTOM,
    LEFT,
    MM,
    PAGE,
    TOP,
    WIDTH,
    dense,
    gap,
    grid,
    para,
    table,
)
from kta_desktop.reports.typefaces import REGULAR, register, width

_TITLE = 14 * MM
_BETWEEN = 6 * MM
_KEY_SIZE = 9
_PAD = 9.0  # points beside the words of a key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """One list of keys.

    Attributes:
        title: What they belong to.
        keys: Each key and what it does.
    """

    title: str
    keys: Sequence[tuple[str, str]]


def key_card_pdf(title: str, lists: Sequence[KeyList], lang: str) -> bytes:
    """Return the card as PDF; the same input gives the same bytes.

    Args:
        title: Stands above both columns.
        lists: Set one below the other, continued in the second column and on further pages.
        lang: Language of the document.
    """
    register()
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=PAGE,
        invariant=1,
        title=title,
        creator=PRODUCER,
        producer=PRODUCER,
        lang=lang,
        initialFontName=REGULAR,
    )
    room = PAGE[1] - TOP - BOTTOM - _TITLE
    half = (WIDTH - _BETWEEN) / 2
    document.addPageTemplates(
        [
            PageTemplate(
                id="card",
                frames=[
                    _frame("title", LEFT, BOTTOM + room, WIDTH, _TITLE),
                    _frame("left", LEFT, BOTTOM, half, room),
                    _frame("right", LEFT + half + _BETWEEN, BOTTOM, half, room),
                ],
            )
        ]
    )
    document.build(_story(title, lists, half))
    return file.getvalue()


def _frame(name: str, left: float, bottom: float, wide: float, high: float) -> Frame:
    return Frame(left, bottom, wide, high, 0, 0, 0, 0, id=name)


def _story(title: str, lists: Sequence[KeyList], room: float) -> list[Flowable]:
    story: list[Flowable] = [para(title, "title"), FrameBreak("left")]
    for each in lists:
        if each is not lists[0]:
            story += [gap(4 * MM), FrameBreak("right")] if len(lists) == 2 else [gap(4 * MM)]
        story += [para(each.title, "heading"), gap(1 * MM), _table(each.keys, room)]
    return story


def _table(keys: Sequence[tuple[str, str]], room: float) -> Flowable:
    shown = [(key.replace("+", " ").strip() or key, text) for key, text in keys]
    wide = max((width(key, _KEY_SIZE, bold=True) for key, _text in shown), default=0.0)
    first = min(wide + 2 * _PAD, room / 2)
    rows = [[para(key, "strong"), para(text)] for key, text in shown]
    return table(rows, [first, room - first], grid(*dense()))
