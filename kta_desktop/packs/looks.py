"""Appearances of questions: those that are drawn, those of XLSForm that are refused, and why."""

import re
from collections.abc import Iterator, Mapping

from kta_desktop.i18n import N_
from kta_desktop.packs.faults import Lexicon, PackFault, Place, Words

KNOWN = Lexicon(
    (
        "field-list",
        "table-list",
        "likert",
        "minimal",
        "search",
        "multiline",
        "columns",
        "w1",
        "w2",
        "w3",
        "w4",
    )
)
_COLUMNS = re.compile(r"columns-\d{1,2}")
_TEXT = N_("the coordinates as text")
_PICTURE = N_("a photograph or a file: types image and file")
_CALENDAR = N_("a plain date")
REFUSED: Mapping[str, str] = {
    "maps": _TEXT,
    "map": _TEXT,
    "placement-map": _TEXT,
    "draw": _PICTURE,
    "annotate": _PICTURE,
    "signature": _PICTURE,
    "image-map": N_("a list of options"),
    "ethiopian": _CALENDAR,
    "coptic": _CALENDAR,
    "islamic": _CALENDAR,
    "bikram-sambat": _CALENDAR,
    "myanmar": _CALENDAR,
    "persian": _CALENDAR,
}
_OTHER_PROGRAM = N_("a file that the other program wrote: type file")


def of_appearance(place: Place) -> Iterator[PackFault]:
    """Yield the appearances in a cell that are refused, and those that mean nothing."""
    for word in place.text.split():
        if word in REFUSED:
            yield place.fault("appearance-refused", found=word, right=Words(REFUSED[word]))
        elif word.startswith("ex:"):
            yield place.fault("appearance-refused", found=word, right=Words(_OTHER_PROGRAM))
        elif word not in KNOWN and _COLUMNS.fullmatch(word) is None:
            yield place.warning("appearance-unknown", found=word, right=KNOWN.near(word))
