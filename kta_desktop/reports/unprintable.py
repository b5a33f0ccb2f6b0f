"""What could not be printed as it was entered: signs that no font has, pictures, and where.

A document is set inside ``collecting``; whatever sets its texts and pictures tells what it had to
replace. The list belongs to the thread that sets the document, so documents that are set at the
same time do not mix.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_PLACES = 12  # that a sign is listed with; the others are counted


@dataclass(frozen=True, slots=True)
class LostSign:
    """A sign that no font of the sheet has.

    Attributes:
        sign: The character.
        places: Where it stands: numbers of questions, or titles of parts; each once.
    """

    sign: str
    places: tuple[str, ...]

    @property
    def code(self) -> str:
        """What stands in its place on paper, such as ``[U+1F642]``."""
        return code(self.sign)

    @property
    def name(self) -> str:
        """Return its name in the Unicode standard; empty if it has none."""
        return unicodedata.name(self.sign, "")

    @property
    def where(self) -> str:
        """Return its places as one text; of very many the first ones and how many follow."""
        shown = ", ".join(place for place in self.places[:_MOST_PLACES] if place)
        more = len(self.places) - _MOST_PLACES
        return f"{shown} (+{more})" if more > 0 else shown


@dataclass(frozen=True, slots=True)
class LostPicture:
    """A picture whose place holds a frame with words.

    Attributes:
        name: Its number on the sheet and the name of its file.
        place: Where it stands.
    """

    name: str
    place: str


@dataclass(slots=True)
class Replacements:
    """What was replaced in one document so far."""

    _signs: dict[str, dict[str, None]] = field(default_factory=dict)
    _pictures: dict[LostPicture, None] = field(default_factory=dict)
    _place: str = ""

    @property
    def signs(self) -> tuple[LostSign, ...]:
        """Return the signs by their numbers."""
        return tuple(LostSign(sign, tuple(self._signs[sign])) for sign in sorted(self._signs))

    @property
    def pictures(self) -> tuple[LostPicture, ...]:
        """Return the pictures in the order in which they were set."""
        return tuple(self._pictures)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return everything as lines of text, such as ``[U+1F642] SLIGHTLY SMILING FACE: 3.2``."""
        signs = [
            ": ".join(filter(None, (f"{sign.code} {sign.name}".rstrip(), sign.where)))
            for sign in self.signs
        ]
        pictures = [
            ": ".join(filter(None, (picture.name, picture.place))) for picture in self.pictures
        ]
        return (*signs, *pictures)

    def stand_at(self, place: str) -> str:
        """Take note that what follows stands at ``place``; return where it stood before."""
        before, self._place = self._place, place
        return before

    def lose_sign(self, sign: str) -> None:
        """Add a sign at the present place."""
        self._signs.setdefault(sign, {})[self._place] = None

    def lose_picture(self, name: str) -> None:
        """Add a picture at the present place."""
        self._pictures[LostPicture(name, self._place)] = None


_CURRENT: ContextVar[Replacements | None] = ContextVar("replacements", default=None)


@contextmanager
def collecting() -> Iterator[Replacements]:
    """Collect what is replaced from here on, in this thread."""
    found = Replacements()
    token = _CURRENT.set(found)
    try:
        yield found
    finally:
        _CURRENT.reset(token)


@contextmanager
def standing(place: str) -> Iterator[None]:
    """Say where what is set from here on stands, such as the number of a question."""
    found = _CURRENT.get()
    if found is None:
        yield
        return
    before = found.stand_at(place)
    try:
        yield
    finally:
        found.stand_at(before)


def lost_sign(sign: str) -> str:
    """Return what is printed for a sign that no font has, and list the sign."""
    found = _CURRENT.get()
    if found is not None:
        found.lose_sign(sign)
    return code(sign)


def lost_picture(name: str) -> None:
    """List a picture that cannot be shown."""
    found = _CURRENT.get()
    if found is not None:
        found.lose_picture(name)


def spelt(text: str) -> str:
    """Return ``text`` with control characters and halves of characters as their numbers.

    For what a reader of PDF shows beside the pages, and for codes: they have fonts of their own,
    but no way to write these.
    """
    return NO_TEXT.sub(lambda found: code(found[0]), text)


def code(sign: str) -> str:
    """Return the number of a character in brackets, such as ``[U+1F642]``."""
    return f"[U+{ord(sign):04X}]"
