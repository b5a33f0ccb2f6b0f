"""The last part of a document: what could not be printed as it was entered, and where it stands.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from dataclasses import replace

from reportlab.platypus import Flowable

from kta_desktop.i18n import N_, _
from kta_desktop.reports.page import Chapter, body_height
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.style import MM, WIDTH, gap, grid, para, table
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.unprintable import Replacements

TITLE = N_("Replaced in print")
SIGNS_TOLD = N_(
    "These signs are in no font of the sheet. In their place stands their Unicode number; the "
    "record holds them as they were entered."
)
PICTURES_TOLD = N_(
    "These pictures cannot be shown. In their place stands a frame with words; the original files "
    "are kept."
)
SIGN = N_("On the sheet")
NAME = N_("Name in the Unicode standard")
WHERE = N_("Where")
PICTURE = N_("Picture")
_CODE, _WHERE = 34 * MM, 70 * MM
_NO_NAME = "—"


def replaced_chapters(tongue: Tongue, found: Replacements, last: Chapter) -> list[Chapter]:
    """Return the same list as a chapter behind ``last``, with its header."""
    chapters = []
    for part in replaced_parts(tongue, found):
        around = replace(last.surround, title=part.titles[0], subtitle=part.titles[-1])
        if len(part.titles) == 1 or around.subtitle == around.title:
            around = replace(around, subtitle="")
        chapters.append(Chapter(part.key, around, part.make(body_height(around))))
    return chapters


def replaced_parts(tongue: Tongue, found: Replacements) -> list[Part]:
    """Return the list of what was replaced in a document that is set; nothing if nothing was."""
    if not found.signs and not found.pictures:
        return []
    story = [*_signs(tongue, found), *_pictures(tongue, found)]
    return [
        Part(key="replaced", titles=titles(tongue, TITLE), make=lambda _room: story),
    ]


def _signs(tongue: Tongue, found: Replacements) -> list[Flowable]:
    if not found.signs:
        return []
    heads = [para(tongue.word(word), "head") for word in (SIGN, NAME, WHERE)]
    rows: list[list[object]] = [
        [para(sign.code, "strong"), para(sign.name or _NO_NAME), para(sign.where or _NO_NAME)]
        for sign in found.signs
    ]
    widths = [_CODE, WIDTH - _CODE - _WHERE, _WHERE]
    return [
        *_told(tongue, SIGNS_TOLD),
        gap(2 * MM),
        table([heads, *rows], widths, grid(head_rows=1), repeat=1),
        gap(4 * MM),
    ]


def _told(tongue: Tongue, message: str) -> list[Flowable]:
    return [para(_(message, lang), "second") for lang in tongue.languages]


def _pictures(tongue: Tongue, found: Replacements) -> list[Flowable]:
    if not found.pictures:
        return []
    heads = [para(tongue.word(word), "head") for word in (PICTURE, WHERE)]
    rows: list[list[object]] = [
        [para(picture.name), para(picture.place or _NO_NAME)] for picture in found.pictures
    ]
    return [
        *_told(tongue, PICTURES_TOLD),
        gap(2 * MM),
        table([heads, *rows], [WIDTH - _WHERE, _WHERE], grid(head_rows=1), repeat=1),
    ]
