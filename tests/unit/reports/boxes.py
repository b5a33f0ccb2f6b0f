"""Where ink stands on the pages of a PDF: boxes of characters, rules, and what is wrong with them.

Measured in the file as a reader sees it, in points from the lower left corner of the page.
"""

import ctypes
from dataclasses import dataclass

import numpy as np
import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
LEFT, RIGHT, BOTTOM, TOP = 16 * MM, 200 * MM, 8 * MM, 289 * MM
SMALLEST = 7.4  # points; the styles say 7.5
_RULE = 1.6  # a path that is thinner is a rule
_MOST_SEGMENTS = 400  # of a path that may be edges; a curve of readings has thousands
_TOUCH = 0.75  # points that ink may reach over: rounding, and letters that lean over their box
_OVER = 0.9  # points by which two characters may lie over each other in both directions


@dataclass(frozen=True)
class Page:
    """Characters and rules of one page; boxes are left, bottom, right, top."""

    text: str
    letters: np.ndarray
    sizes: np.ndarray
    rules: np.ndarray

    def said(self, places):
        """Return the characters at ``places`` with a few around the first, to find them."""
        first = int(places[0])
        return f"{len(places)} × at «{self.text[max(0, first - 25) : first + 25]}»"


def pages(data):
    """Return what stands on each page."""
    with pypdfium2.PdfDocument(data) as document:
        return [_page(document[number]) for number in range(len(document))]


def faults(page):
    """Return what is wrong with a page, in words; nothing on a good one."""
    found = []
    for check in (_outside, _too_small, _over_rules, _over_each_other):
        found += check(page)
    return found


def _outside(page):
    left, low, right, high = page.letters.T
    wrong = (
        (left < LEFT - _TOUCH) | (right > RIGHT + _TOUCH) | (low < BOTTOM) | (high > TOP + _TOUCH)
    )
    places = np.flatnonzero(wrong)
    return [f"outside the page: {page.said(places)}"] if len(places) else []


def _too_small(page):
    places = np.flatnonzero(page.sizes < SMALLEST)
    return [f"smaller than 7.5 pt: {page.said(places)}"] if len(places) else []


def _over_rules(page):
    """Text that leaves its cell stands over the rule between the cells."""
    if not len(page.rules):
        return []
    letters, rules = page.letters[:, None, :], page.rules[None, :, :]
    apart = np.minimum(letters[..., 2:], rules[..., 2:]) - np.maximum(
        letters[..., :2], rules[..., :2]
    )
    middle = (rules[..., :2] + rules[..., 2:]) / 2
    inside = (middle > letters[..., :2] + _TOUCH) & (middle < letters[..., 2:] - _TOUCH)
    is_flat = (page.rules[:, 2] - page.rules[:, 0]) > (page.rules[:, 3] - page.rules[:, 1])
    crossed = np.where(
        is_flat[None, :],
        inside[..., 1] & (apart[..., 0] > _TOUCH),
        inside[..., 0] & (apart[..., 1] > _TOUCH),
    )
    places = np.flatnonzero(crossed.any(axis=1))
    return [f"over the edge of its cell: {page.said(places)}"] if len(places) else []


def _over_each_other(page):
    order = np.argsort(page.letters[:, 0], kind="stable")
    boxes = page.letters[order]
    wrong = set()
    for step in range(1, len(boxes)):
        one, other = boxes[:-step], boxes[step:]
        across = np.minimum(one[:, 2], other[:, 2]) - other[:, 0]
        if not (other[:, 0] < one[:, 2]).any():
            break
        up = np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])
        both = np.flatnonzero((across > _OVER) & (up > _OVER))
        wrong |= set(order[both].tolist())
    return [f"over other text: {page.said(sorted(wrong))}"] if wrong else []


def _page(page):
    text = page.get_textpage()
    letters, sizes, signs = [], [], []
    box = [ctypes.c_double() for _side in range(4)]
    for number in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, number))
        raw.FPDFText_GetCharBox(text, number, *box)
        left, right, low, high = (side.value for side in box)
        if sign.isspace() or right <= left or high <= low:
            continue
        letters.append((left, low, right, high))
        sizes.append(raw.FPDFText_GetFontSize(text, number))
        signs.append(sign)
    return Page(
        text="".join(signs),
        letters=np.array(letters).reshape(-1, 4),
        sizes=np.array(sizes),
        rules=np.array(_rules(page)).reshape(-1, 4),
    )


def _rules(page):
    """Return the upright and level strokes: edges of cells, lines to write on, frames."""
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, low, right, high = item.get_bounds()
        if min(right - left, high - low) <= _RULE:
            found.append((left, low, right, high))
        elif _is_stroked(item) and raw.FPDFPath_CountSegments(item) <= _MOST_SEGMENTS:
            found += _strokes(item)
    return found


def _is_stroked(item):
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(stroke.value)


def _strokes(item):
    """Yield the upright and level strokes of a path."""
    matrix, x, y = item.get_matrix(), ctypes.c_float(), ctypes.c_float()
    before = start = None
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield from _upright(before, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _upright(point, start)
        before = point


def _upright(one, other):
    box = (*map(min, one, other), *map(max, one, other))
    if min(box[2] - box[0], box[3] - box[1]) < _RULE:
        yield box
