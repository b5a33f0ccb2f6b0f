"""The evidence annex: every photograph once and large, every document with its fingerprint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, brief, paged_rows
from kta_desktop.reports.order import Kind
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.photos import Placeholder, is_pictured, kind_of, picture, taken
from kta_desktop.reports.secrecy import CONFIDENTIAL, NO_SECRETS
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, plain, table

TITLE = N_("Evidence annex")
PHOTOGRAPHS = N_("Photographs")
DOCUMENTS = N_("Documents")
NUMBER = N_("No.")
FILE = N_("File")
QUESTION = N_("Question")
ATTACHED = N_("Attached by")
TAKEN = N_("Taken")
NOT_WANTED = N_("The picture is not printed. The original file is kept.")
_ACROSS = 2
_GAP = 4 * MM
_PICTURE = ((WIDTH - _GAP) / _ACROSS, 66 * MM)
_FRAME = (_PICTURE[0], 14 * MM)  # of a picture that is not wanted
_PIXELS = 1_100  # 300 dpi at this width
_LONGEST = 300  # signs of a caption or a title below a picture; whole ones stand below the row
_WITH_HEADING = 60 * MM  # what a heading needs below it, else it begins a page
_SHORT = 16  # digits of a hash below a picture
_COLUMNS = (15 * MM, 49 * MM, 50 * MM, 36 * MM, WIDTH - 150 * MM)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A file with the questions it proves.

    Attributes:
        item: The file as it was attached first.
        uses: Every attachment of it, with the address of its question.
    """

    item: Evidence
    uses: tuple[tuple[str, Evidence], ...]


def evidence_parts(context: Context) -> list[Part]:
    """Return the annex, or nothing if no evidence was attached to what was asked for."""
    if context.order.kind is Kind.REPORT and context.order.sections is not None:
        return []
    pieces, kept = _gathered(context)
    if not pieces and not kept:
        return []
    return [
        Part(
            key="evidence",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context, pieces, kept),
        )
    ]


def _places(context: Context) -> Iterator[Place]:
    for section in context.sections():
        yield from context.state.visible(section.name)


def _gathered(context: Context) -> tuple[tuple[_Piece, ...], tuple[str, ...]]:
    """Return the files in the order of their numbers, and the numbers of those kept back."""
    found: list[tuple[str, Evidence]] = []
    kept: list[str] = []
    for place in _places(context):
        told = context.state.evidence(place.address)
        found += [(place.address, item) for item in told]
        ids = {item.id for item in told}
        whole = context.open_form.evidence(place.address)
        kept += [item.id for item in whole if item.id not in ids]
    found.sort(key=lambda pair: pair[1].id)
    by_file: dict[str, list[tuple[str, Evidence]]] = {}
    for address, item in found:
        by_file.setdefault(item.sha256 or item.id, []).append((address, item))
    pieces = tuple(_Piece(uses[0][1], tuple(uses)) for uses in by_file.values())
    return pieces, tuple(context.names[each] for each in sorted(kept))


def _story(context: Context, pieces: Sequence[_Piece], kept: Sequence[str]) -> list[Flowable]:
    pictures = [piece for piece in pieces if is_pictured(piece.item)]
    others = [piece for piece in pieces if not is_pictured(piece.item)]
    story: list[Flowable] = []
    if pictures:
        story.append(para(context.tongue.word(PHOTOGRAPHS), "heading"))
        for start in range(0, len(pictures), _ACROSS):
            story += _row(context, pictures[start : start + _ACROSS])
    if others:
        heading = para(context.tongue.word(DOCUMENTS), "heading")
        story += [gap(6), CondPageBreak(_WITH_HEADING), heading, _table(context, others)]
    if kept:
        words = context.tongue.word(NO_SECRETS)
        story += [gap(6), para(f"{words}: {', '.join(kept)}", "strong")]
    return story


def _row(context: Context, pieces: Sequence[_Piece]) -> list[Flowable]:
    cells: list[object] = []
    for piece in pieces:
        below = [para(text, look) for text, look in _below(context, piece, _LONGEST)]
        cells += [[_shown(context, piece.item), *below], ""]
    cells += ["", ""] * (_ACROSS - len(pieces))
    row = table([cells[:-1]], [_PICTURE[0], _GAP, _PICTURE[0]], plain(rise=4))
    whole = (text for piece in pieces for text in _whole(context, piece))
    return [row, *(para(text, "small") for text in whole if len(text) > _LONGEST)]


def _shown(context: Context, item: Evidence) -> Flowable:
    if context.order.photos:
        return picture(context, item, _PICTURE, _PIXELS)
    return Placeholder(context.tongue.word(NOT_WANTED), _FRAME)


def _below(context: Context, piece: _Piece, longest: int) -> Iterator[tuple[str, str]]:
    """Yield the lines below a picture with their styles."""
    yield brief(f"{_names(context, piece)}. {_caption(context, piece)}", longest), "strong"
    yield brief("; ".join(_questions(context, piece)), longest), "small"
    if _is_secret(context, piece):
        yield context.tongue.word(CONFIDENTIAL), "head"
    yield brief(_history(context, piece), longest), "small"
    yield f"SHA-256 {piece.item.sha256[:_SHORT]}", "tiny"


def _whole(context: Context, piece: _Piece) -> tuple[str, ...]:
    """Return caption, questions and history of a picture, whole."""
    lead = _names(context, piece)
    questions = "; ".join(_questions(context, piece))
    told = (_caption(context, piece), questions, _history(context, piece))
    return tuple(f"{lead}. {text}" for text in told)


def _history(context: Context, piece: _Piece) -> str:
    """Return when a picture was taken, and when and by whom it was attached."""
    at = taken(context, piece.item)
    facts = [context.tongue.fact(TAKEN, at) if at else "", *_by(context, piece)]
    return "; ".join(fact for fact in facts if fact)


def _names(context: Context, piece: _Piece) -> str:
    return ", ".join(context.names[item.id] for _address, item in piece.uses)


def _caption(context: Context, piece: _Piece) -> str:
    """Return the captions that a file was given, each once."""
    told = dict.fromkeys(" ".join(item.caption.split()) for _address, item in piece.uses)
    return "; ".join(filter(None, told)) or kind_of(context, piece.item)


def _questions(context: Context, piece: _Piece) -> list[str]:
    """Return number, title and instance of each question that the file proves, once."""
    lang = context.tongue.first
    found = (title_of(context.state, address, lang) for address, _item in piece.uses)
    return list(dict.fromkeys(found))


def _is_secret(context: Context, piece: _Piece) -> bool:
    return any(context.is_file_marked(address, item) for address, item in piece.uses)


def _by(context: Context, piece: _Piece) -> list[str]:
    """Return who attached a file and when, if that is known."""
    address, item = piece.uses[0]
    mark = context.authorship.get(fieldpath.evidence(address, item.id))
    if mark is None:
        return []
    people = {member.id: member.name for member in context.record.team}
    at = formatting.datetime_(mark.at, context.tongue.first, context.zone, seconds=False)
    by = ", ".join(part for part in (people.get(mark.author, ""), at) if part)
    return [context.tongue.fact(ATTACHED, by)]


def _table(context: Context, pieces: Sequence[_Piece]) -> Flowable:
    tongue = context.tongue
    words = [tongue.word(word) for word in (NUMBER, FILE, QUESTION, ATTACHED)]
    heads: list[list[object]] = [[[para(word, "head")] for word in (*words, "SHA-256")]]
    rows = [
        piece for each in pieces for piece in paged_rows(_cells(context, each), _COLUMNS, TALLEST)
    ]
    return table([*heads, *rows], list(_COLUMNS), grid(*dense(), head_rows=1), repeat=1)


def _cells(context: Context, piece: _Piece) -> list[list[Flowable]]:
    item, tongue = piece.item, context.tongue
    size = formatting.size(item.size, tongue.first)
    mark = [para(tongue.word(CONFIDENTIAL), "head")] if _is_secret(context, piece) else []
    kind = kind_of(context, item) if item.kind else ""
    caption = _caption(context, piece) if any(each.caption for _at, each in piece.uses) else ""
    names = list(dict.fromkeys(each.name for _at, each in piece.uses))
    lines = [text for text in (kind, caption, size) if text]
    by = "; ".join(_by(context, piece)).partition(": ")[2]
    return [
        [para(_names(context, piece), "strong")],
        [*(para(name) for name in names), *mark, *(para(line, "small") for line in lines)],
        [para(text, "small") for text in _questions(context, piece)],
        [para(by or formatting.NOTHING, "small")],
        [para(item.sha256 or formatting.NOTHING, "tiny")],
    ]
