"""Photographs three in a row, with number, caption and time; other files as a list."""

import io
import logging

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.answers import Evidence
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import brief
from kta_desktop.reports.style import MM, THIN, WIDTH, para, plain, table
from kta_desktop.reports.unprintable import lost_picture

UNREADABLE = N_("The picture cannot be shown. The original file is kept.")
_GAP = 3 * MM
_ACROSS = 3
_PICTURE = ((WIDTH - (_ACROSS - 1) * _GAP) / _ACROSS, 42 * MM)
_LONGEST = 300  # signs below a picture; a longer caption is printed whole below the row
_PIXELS = 900  # 390 dpi at this width: more cannot be seen on paper
_END = b"\xff\xd9"  # of every JPEG
_LOG = logging.getLogger(__name__)


class Picture(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A picture fitted into a frame of fixed size, width and height in points."""

    def __init__(self, data: bytes, size: tuple[float, float]) -> None:
        super().__init__()
        self.width, self.height = size
        self._image = _Source(data)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        return self.width, self.height

    @override
    def draw(self) -> None:
        self.canv.setLineWidth(THIN)
        size = self.width, self.height
        self.canv.drawImage(
            self._image, 0, 0, *size, preserveAspectRatio=True, anchor="c", mask="auto"
        )
        self.canv.rect(0, 0, *size)


class _Source(ImageReader):  # type: ignore[misc]  # reportlab has no types
    """A picture on its way into the file; a JPEG goes there as it is.

    reportlab tells pictures apart by their points, for which it would decode each once more and
    keep all of them in memory until the document is saved.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._data_of_file = data

    @override
    def getRGBData(self) -> bytes:
        if self.jpeg_fh():
            self._dataA = None  # as reportlab leaves it: no transparent points
            return self._data_of_file
        points: bytes = super().getRGBData()
        return points


class Placeholder(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A frame with words, where a picture cannot be read or is not wanted."""

    def __init__(self, words: str, size: tuple[float, float]) -> None:
        super().__init__()
        self.width, self.height = size
        self._words = para(words, "small")

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        _width, self._high = self._words.wrap(self.width - 4 * MM, self.height)
        return self.width, self.height

    @override
    def draw(self) -> None:
        self.canv.setLineWidth(THIN)
        self.canv.setDash([3, 2])
        self.canv.rect(0, 0, self.width, self.height)
        self.canv.setDash()
        self._words.drawOn(self.canv, 2 * MM, (self.height - self._high) / 2)


def is_pictured(item: Evidence) -> bool:
    """Whether a file has a place among the pictures, be it a frame with words.

    What telephones take as HEIC is numbered as a picture, but nothing here can decode it.
    """
    return item.media_type.startswith("image/")


def section_evidence(context: Context, items: list[Evidence]) -> list[Flowable]:
    """Return the evidence of a section in the order of its numbers, each picture row whole.

    A file on several questions is printed once, with the caption it was given first. A caption
    that is longer than a place below a picture is printed whole below the row. Where photographs
    are not wanted, all of it is a list.
    """
    once = {item.sha256: item for item in sorted(items, key=lambda item: item.id, reverse=True)}
    items = sorted(once.values(), key=lambda item: item.id)
    pictures = [item for item in items if is_pictured(item) and context.order.photos]
    others = [item for item in items if item not in pictures]
    rows = (pictures[start : start + _ACROSS] for start in range(0, len(pictures), _ACROSS))
    parts: list[Flowable] = []
    for row in rows:
        parts.append(_row(context, row))
        lines = (_line(context, item) for item in row)
        parts += [para(line, "small") for line in lines if len(line) > _LONGEST]
    parts += [para(_line(context, item), "small") for item in others]
    return parts


def _row(context: Context, items: list[Evidence]) -> Flowable:
    cells: list[object] = []
    for item in items:
        cells += [
            [picture(context, item, _PICTURE, _PIXELS), para(_shown(context, item), "small")],
            "",
        ]
    cells += ["", ""] * (_ACROSS - len(items))
    widths = [_PICTURE[0], _GAP] * _ACROSS
    return table([cells[:-1]], widths[:-1], plain(rise=3))


def picture(context: Context, item: Evidence, size: tuple[float, float], pixels: int) -> Flowable:
    """Return a picture in a frame; words in the frame if it cannot be shown.

    Args:
        context: The audit.
        item: The picture.
        size: Width and height of the frame in points.
        pixels: How wide the picture is at most.
    """
    try:
        data = context.images(item.sha256, pixels)
        _check(data)
        return Picture(data, size)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, KtaError) as error:
        # One broken picture must not keep a whole audit off paper: its place says what is missing.
        _LOG.warning("picture %s is left out of the sheet: %s", item.sha256, error)
        lost_picture(f"{context.names[item.id]}, {item.name}")
        return Placeholder(context.tongue.word(UNREADABLE), size)


def _check(data: bytes) -> None:
    """Raise if a picture is broken.

    A JPEG that is whole to its end goes onto the page as it is: to decode it here would take as
    long as all the rest of its way there.
    """
    with Image.open(io.BytesIO(data)) as image:
        if image.format != "JPEG" or not data.endswith(_END):
            image.load()


def _line(context: Context, item: Evidence) -> str:
    lang = context.tongue.first
    words = item.caption or kind_of(context, item)
    at = taken(context, item)
    file = "" if item.is_image else f"{item.name}, {formatting.size(item.size, lang)}"
    details = ", ".join(part for part in (words, file, at) if part)
    return f"{context.names[item.id]}. {details}"


def _shown(context: Context, item: Evidence) -> str:
    """Return what stands below a picture: a row of pictures is on one page with its words."""
    return brief(_line(context, item), _LONGEST)


def taken(context: Context, item: Evidence) -> str:
    """Return when a picture was taken, as its camera wrote it; empty if it did not."""
    if not item.taken_at:
        return ""
    return formatting.datetime_(item.taken_at, context.tongue.first, context.zone, seconds=False)


def kind_of(context: Context, item: Evidence) -> str:
    """Return what kind of proof it is, in words; its file name if that is not known."""
    label = next((kind.label for kind in evidence_kinds() if kind.id == item.kind), None)
    return context.tongue.line(label) if label else item.name
