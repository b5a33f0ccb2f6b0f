"""Codes of blank pages: which questions a page of paper holds.

The QR code says it in full: ``KTA1;<audit>;<definition>;blank;<page>;<marks>``, with the first 16
letters of the hash of the checklist. Marks are the places of questions in it, counted from 0:
``12-19,23``; of an instance of a repeat with the ends of the ids of its rows: ``57-61.a3f9``.

The short code under it fits into five letters: the place of the first question in 12 bits and a
checksum of checklist and place in the rest. It is read without any register. The letters are
mixed, so that pages that follow each other look unlike and a wrong letter is found.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from kta_desktop.domain.ids import CODE_SPAN, from_letters, to_letters
from kta_desktop.domain.paper_codes import readings

PLACES = 2**12
"""Places that a short code can name."""
_CHECKS = CODE_SPAN // PLACES
_MIX, _SHIFT = 17_943_127, 5_003_911  # a factor that 31 does not divide; any summand
_UNMIX = pow(_MIX, -1, CODE_SPAN)
_BEGINNING = "KTA1;"
_LONGEST = 32  # letters of the number of an audit: more would make the squares too small
_TAIL = 4  # letters of the id of a row
_SPAN = r"\d{1,4}(?:-\d{1,4})?(?:\.[0-9a-z]{1,4})*"
_PAGE = re.compile(
    rf"KTA1;(?P<audit>.*);(?P<definition>[0-9a-f]{{16}});blank;(?P<page>\d{{1,5}});"
    rf"(?P<marks>{_SPAN}(?:,{_SPAN})*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, order=True)
class PageMark:
    """A question that stands on a page.

    Attributes:
        place: Its place in the checklist, from 0.
        tails: Ends of the ids of the instances around it, the outermost first; empty where the
            paper does not say which.
    """

    place: int
    tails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode:
    """What the QR code of a blank page says.

    Attributes:
        audit: Number of the audit, shortened where it is long; empty if printed without one.
        definition: First 16 letters of the hash of the checklist.
        page: Number of the page in its document.
        marks: The questions on it, in the order of the paper.
    """

    audit: str
    definition: str
    page: int
    marks: tuple[PageMark, ...]

    def written(self) -> str:
        """Return the text of the QR code."""
        marks = ",".join(_spans(self.marks))
        return f"KTA1;{self.audit};{self.definition};blank;{self.page};{marks}"


def is_code(text: str) -> bool:
    """Whether a text is the code of a sheet, as it is or typed in another layout."""
    return any(said.startswith(_BEGINNING) for said in readings(text))


def named(audit: str) -> str:
    """Return the number of an audit as codes name it: on one line, ended by … where it is long."""
    line = " ".join(audit.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def tail(row: str) -> str:
    """Return the end of the id of a row, by which a page names it."""
    return row.replace("-", "")[-_TAIL:]


def read_page(text: str) -> PageCode | None:
    """Return what the QR code of a blank page says; None for any other text.

    Text that a scanner typed in a Russian or Kazakh layout is read as well.
    """
    for said in readings(text):
        found = _PAGE.fullmatch(said)
        if found is not None:
            marks = tuple(islice(_marks(found["marks"]), PLACES + 1))
            if not 0 < len(marks) <= PLACES:  # made by hand: no page holds so many, or none
                return None
            return PageCode(
                audit=found["audit"],
                definition=found["definition"],
                page=int(found["page"]),
                marks=marks,
            )
    return None


def short_of(sha256: str, place: int) -> str:
    """Return the short code of a page, such as ``7K4-M2``.

    Args:
        sha256: Hash of the checklist.
        place: Of the first question on the page, below ``PLACES``.

    Raises:
        ValueError: For a place that the code cannot name.
    """
    if not 0 <= place < PLACES:
        raise ValueError(place)
    number = _check(sha256, place) * PLACES + place
    return to_letters((number * _MIX + _SHIFT) % CODE_SPAN)


def place_of(short: str, sha256: str) -> int | None:
    """Return the place that a short code names in a checklist; None if it is not of it.

    A code of another checklist, of a filled sheet or with a wrong letter passes once in 6 989.
    """
    code = from_letters(short)
    if code is None:
        return None
    check, place = divmod((code - _SHIFT) * _UNMIX % CODE_SPAN, PLACES)
    return place if check == _check(sha256, place) else None


def _check(sha256: str, place: int) -> int:
    told = hashlib.sha256(f"{sha256}/{place}".encode()).digest()
    return int.from_bytes(told[:8], "big") % _CHECKS


def _spans(marks: Sequence[PageMark]) -> Iterable[str]:
    """Yield marks with neighbours of one instance taken together."""
    first = 0
    ends = [n for n, (one, two) in enumerate(pairwise(marks), 1) if not _follow(one, two)]
    for end in (*ends, len(marks)):
        span = marks[first:end]
        first = end
        if not span:
            return
        places = f"{span[0].place}" + (f"-{span[-1].place}" if len(span) > 1 else "")
        yield ".".join((places, *span[0].tails))


def _follow(one: PageMark, two: PageMark) -> bool:
    return two.place == one.place + 1 and two.tails == one.tails


def _marks(written: str) -> Iterator[PageMark]:
    for span in written.split(","):
        places, *tails = span.split(".")
        first, _dash, last = places.partition("-")
        for place in range(int(first), int(last or first) + 1):
            yield PageMark(place, tuple(tails))
