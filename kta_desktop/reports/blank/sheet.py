"""The blank sheet: a checklist, section by section, with room to write the answers by hand.

Nothing is left out for what was answered elsewhere: skip rules stand in words over the questions,
over the groups and sections that they hold for, and over repeats, whose questions are set in. Of
an audit, what still waits can be printed alone: then the instances are named, and what the program
has decided is not asked of the reader again. Importing this module loads reportlab.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from reportlab.platypus import Flowable

from kta_desktop.domain import page_codes
from kta_desktop.domain.definition import Definition, Section
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.page_codes import PageCode, PageMark
from kta_desktop.forms.standing import DONE
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.blank.boxes import Example, Sketch
from kta_desktop.reports.blank.outline import Kind, Piece, is_printed, pieces, waiting
from kta_desktop.reports.blank.page import BlankPage, Framed
from kta_desktop.reports.blank.skip_rules import SkipRules
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.layout import Closing, brief, height_of
from kta_desktop.reports.order import Order, Which
from kta_desktop.reports.pack_names import pack_name
from kta_desktop.reports.page import Built, Chapter, Code, Surround, body_height, build
from kta_desktop.reports.replaced import replaced_chapters
from kta_desktop.reports.signatures import AUDITOR, FOR_PLANT, sign_lines
from kta_desktop.reports.style import MM, PAD, WIDTH, gap, para, plain, table
from kta_desktop.reports.surround import AUDIT, DATE, DEMO, KICKER, PLANT
from kta_desktop.reports.tongue import BETWEEN, Tongue
from kta_desktop.reports.typefaces import width as text_width
from kta_desktop.reports.unprintable import collecting, standing

FOOTER = N_("Checklist {version}, fingerprint {definition}")
BLANK = N_("Blank sheet")
ENTERED = N_("Entered into the program")
HOW_TO = N_(
    "Cross a box like this one. Print digits, one in a cell; the comma is printed already. "
    "An empty cell is not zero."
)
SKETCH = N_("Notes, sketch")
TIME = N_("Time")
_NUMBER = (11 * MM, 19 * MM)  # least and greatest width of the column of numbers
_LINE = "____________________"
_CODED = (Kind.QUESTION, Kind.NOTE)  # what the code of a page names
_WRITING = 0.4  # share of the time that goes into describing the pages; the rest sets them


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a blank sheet is printed of.

    Attributes:
        definition: The checklist.
        sha256: Its version.
        order: Languages, sections, which questions, rows of tables, whether with QR codes.
        printed_at: ISO time with zone.
        audit: Number of the audit; empty = to be written by hand.
        plant: Name of the plant; empty = to be written by hand.
        is_demo: Whether the audit is a demonstration.
        state: The form of the audit; only needed where only what still waits is asked for.
    """

    definition: Definition
    sha256: str
    order: Order
    printed_at: str
    audit: str = ""
    plant: str = ""
    is_demo: bool = False
    state: FormState | None = None


def _silent(_share: float) -> None:
    return


def blank_sheet_pdf(blank: Blank, report: Callable[[float], None] = _silent) -> Built:
    """Return the blank sheet, a chapter for each section. The same input gives the same bytes.

    Args:
        blank: What is printed.
        report: Told the share that is set; what it raises stops the setting.

    Raises:
        NothingToPrintError: If no section has anything of what was asked for.
        ValueError: For other languages, or a time without a meaning.
    """
    with collecting() as found:
        chapters = blank_chapters(blank, lambda share: report(_WRITING * share))
        if not chapters:
            raise NothingToPrintError
        lost = found.lines
        chapters += replaced_chapters(Tongue(blank.order.languages), found, chapters[-1])
        built = build(chapters, lambda share: report(_WRITING + share * (1 - _WRITING)))
    return replace(built, replaced=lost)


def blank_chapters(blank: Blank, report: Callable[[float], None] = _silent) -> list[Chapter]:
    """Return a chapter for each section that has anything of what was asked for."""
    found = {section.name: _pieces(blank, section) for section in _sections(blank)}
    wanted = [section for section in _sections(blank) if found[section.name]]
    tongue = Tongue(blank.order.languages)
    page = BlankPage(
        definition=blank.definition,
        tongue=tongue,
        rules=SkipRules.of(blank.definition),
        number=_number_width(blank.definition),
        table_rows=blank.order.table_rows,
        state=blank.state if _is_waiting(blank) else None,
    )
    places = {question.name: n for n, question in enumerate(blank.definition.questions)}
    chapters = []
    for number, section in enumerate(wanted, start=1):
        some = found[section.name]
        with standing(f"{section.number}. {section.label.get(tongue.first)}"):
            around = _surround(blank, section, tongue, _Coded(blank, places, some))
            tall = body_height(around)
            story = [*_how_to(tongue), *_ended(page.section(section, some, tall), tongue, tall)]
        chapters.append(Chapter(f"section-{section.name}", around, story))
        report(number / len(wanted))
    return chapters


def _sections(blank: Blank) -> tuple[Section, ...]:
    chosen = blank.order.sections
    return tuple(s for s in blank.definition.sections if chosen is None or s.name in chosen)


def _is_waiting(blank: Blank) -> bool:
    return blank.order.which is Which.MISSING and blank.state is not None


def _pieces(blank: Blank, section: Section) -> tuple[Piece, ...]:
    """Return what is printed of a section; nothing where there is nothing to write in."""
    state = blank.state
    if state is None or not _is_waiting(blank):
        found = tuple(pieces(blank.definition, section.name))
    else:
        wanted = partial(_still_waits, state)
        found = tuple(waiting(state, section.name, wanted))
    return found if any(piece.kind in _CODED for piece in found) else ()


def _still_waits(state: FormState, place: Place) -> bool:
    return state.status(place.address) not in DONE


def first_code(blank: Blank) -> str:
    """Return the short code of the first page; empty if nothing is printed."""
    places = {question.name: n for n, question in enumerate(blank.definition.questions)}
    for section in _sections(blank):
        found = _pieces(blank, section)
        for piece in found:
            if piece.kind in _CODED:
                return _Coded(blank, places, found)(1, [piece.address or piece.row.name]).short
    return ""


@dataclass(frozen=True, slots=True)
class _Coded:
    """Makes the code of a page of one section from what stands on it.

    Attributes:
        blank: What is printed.
        places: Name of a question to its place in the checklist.
        pieces: What stands in the section: a page with nothing but a sketch goes with its end.
    """

    blank: Blank
    places: Mapping[str, int]
    pieces: tuple[Piece, ...]

    def __call__(self, page: int, names: Sequence[str]) -> Code:
        marks = tuple(self._mark(name) for name in names or self._last())
        text = PageCode(
            audit=page_codes.named(self.blank.audit),
            definition=self.blank.sha256[:16],
            page=page,
            marks=marks,
        ).written()
        first = marks[0].place
        has_code = first < page_codes.PLACES
        return Code(text, page_codes.short_of(self.blank.sha256, first) if has_code else "")

    def _last(self) -> Sequence[str]:
        asked = [p for p in self.pieces if p.kind in _CODED]
        return [asked[-1].address or asked[-1].row.name]

    def _mark(self, address: str) -> PageMark:
        path = parse_path(address)
        return PageMark(self.places[path.names[-1]], tuple(map(page_codes.tail, path.rows)))


def _surround(blank: Blank, section: Section, tongue: Tongue, coded: _Coded) -> Surround:
    definition = blank.definition
    first, second = tongue.label(section.label)
    moment = datetime.fromisoformat(blank.printed_at)
    within = pack_name(definition, section, tongue) or definition.title.get(tongue.first)
    demo = dict.fromkeys(_(DEMO, lang) for lang in ("ru", "kk", *tongue.languages))
    version = f"{definition.pack} {version_name(definition.version, tongue.first)}"
    fingerprint = f"{blank.sha256[:8]}…{blank.sha256[-4:]}"
    told = tongue.say(FOOTER, version=version, definition=fingerprint)
    return Surround(
        kicker=". ".join((tongue.word(KICKER), within)),
        title=f"{section.number}. {first}" if section.number else first,
        subtitle=f"{section.number}. {second}" if second and section.number else second,
        facts=(
            (tongue.word(AUDIT), brief(blank.audit, 60) or _LINE),
            (tongue.word(DATE), "____.____.20____"),
            (tongue.word(PLANT), brief(blank.plant, 80) or _LINE),
            (tongue.word(AUDITOR), _LINE),
        ),
        code=None,
        page_code=coded,
        qr=blank.order.qr,
        footer=f"{told}. {tongue.word(BLANK)}",
        printed=tongue.word(ENTERED),
        has_box=True,
        demo=BETWEEN.join(demo) if blank.is_demo else "",
        lang=tongue.first,
        author="",
        stamp=f"D:{moment:%Y%m%d%H%M%S}",
    )


def _how_to(tongue: Tongue) -> list[Flowable]:
    """Return the line that says how to fill the sheet in, beside a box that is crossed."""
    words = [para(_(HOW_TO, lang), "small") for lang in tongue.languages]
    return [table([[Example(), words]], [6.5 * MM, WIDTH - 6.5 * MM], plain()), gap(4)]


def _ended(body: list[Flowable], tongue: Tongue, tall: float) -> list[Flowable]:
    """Return a section with room for a sketch and lines to sign on the page of its last frame."""
    signed = sign_lines(tongue, ((AUDITOR, ""), (FOR_PLANT, "")), TIME)
    end = Sketch(tongue.word(SKETCH), signed)
    last = max((n for n, part in enumerate(body) if isinstance(part, Framed)), default=0)
    if height_of([*body[last:], end], WIDTH) > tall / 2:
        return [*body, end]
    return [*body[:last], Closing([], [*body[last:], end])]


def _number_width(definition: Definition) -> float:
    """Return the width that the longest number takes on one line."""
    longest = max(
        (text_width(row.number, 9, bold=True) for row in definition.questions if is_printed(row)),
        default=0.0,
    )
    return min(max(longest + 2 * PAD + 1, _NUMBER[0]), _NUMBER[1])
