"""The blank sheet: every question of a checklist with room to write the answer by hand.

Nothing is left out for what was answered elsewhere: skip rules stand in words over the questions,
over the groups and sections that they hold for, and over repeats, whose questions are set in.
Importing this module loads reportlab.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable, Table

from kta_desktop.domain.definition import Definition, Question, Section, Text
from kta_desktop.domain.ids import short_code
from kta_desktop.forms.wording import UNIT_TOLD, teller_name, version_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.blank_answers import answer_fields, note_line, reasons
from kta_desktop.reports.blank_boxes import DotField
from kta_desktop.reports.blank_outline import Kind, Piece, is_printed, pieces
from kta_desktop.reports.layout import brief, paged_rows
from kta_desktop.reports.page import Built, Chapter, Code, Mark, Surround, body_height, build
from kta_desktop.reports.skip_rules import SkipRules
from kta_desktop.reports.style import GREY, HEAVY, MM, PAD, THIN, WIDTH, gap, para, plain, table
from kta_desktop.reports.tongue import BETWEEN, Tongue
from kta_desktop.reports.typefaces import width as text_width

KICKER = N_("Comprehensive technological audit")
AUDIT, PLANT = N_("Audit"), N_("Plant")
DATE, AUDITOR = N_("Date"), N_("Auditor")
FOOTER = N_("Checklist {version}, fingerprint {definition}. Blank sheet")
PRINTED = N_("Printed {time}")
HOW_TO = N_(
    "Print digits, one in a cell; the comma is printed already. Cross the box. "
    "An empty cell is not zero."
)
IF = N_("IF {condition}")
IF_ASKED = N_("IF it applies: the program decides by other answers")
PER_INSTANCE = N_("Fill in these questions for each: {title}. Copy the sheet as often as needed.")
RECORD = N_("Record")
END = N_("End of: {title}")
SKETCH = N_("Notes, sketch")
_NUMBER = (11 * MM, 19 * MM)  # least and greatest width of the column of numbers
_IN = 4 * MM  # by which questions of a repeat are set in
_FIELD = 24 * MM
_LINE = "____________________"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a blank sheet is printed of.

    Attributes:
        definition: The checklist.
        sha256: Its version.
        languages: One or two of ``ru``, ``kk``, ``en``.
        printed_at: ISO time with zone.
        table_rows: Empty rows of each table.
        audit: Number of the audit; empty = to be written by hand.
        plant: Name of the plant; empty = to be written by hand.
    """

    definition: Definition
    sha256: str
    languages: tuple[str, ...]
    printed_at: str
    table_rows: int = 4
    audit: str = ""
    plant: str = ""


def _silent(_share: float) -> None:
    return


def blank_sheet_pdf(blank: Blank, report: Callable[[float], None] = _silent) -> Built:
    """Return the blank sheet. The same input gives the same bytes.

    Args:
        blank: What is printed.
        report: Told the share that is set; what it raises stops the setting.

    Raises:
        ValueError: For other languages, or a time without a meaning.
    """
    tongue = Tongue(blank.languages)
    around = _surround(blank, tongue)
    rules = SkipRules.of(blank.definition)
    page = _Page(blank, tongue, rules, body_height(around), _number_width(blank.definition))
    story: list[Flowable] = [para(tongue.word(HOW_TO), "small"), gap(4)]
    for section in blank.definition.sections:
        story += page.section(section)
    return build([Chapter("blank", around, story)], report)


def _surround(blank: Blank, tongue: Tongue) -> Surround:
    definition = blank.definition
    titles = tongue.label(definition.title)
    moment = datetime.fromisoformat(blank.printed_at)
    return Surround(
        kicker=tongue.word(KICKER),
        title=titles[0],
        subtitle=titles[1],
        facts=(
            (tongue.word(AUDIT), brief(blank.audit, 60) or _LINE),
            (tongue.word(DATE), "____.____.20____"),
            (tongue.word(PLANT), brief(blank.plant, 80) or _LINE),
            (tongue.word(AUDITOR), _LINE),
        ),
        code=Code(f"KTA1;{blank.audit};{blank.sha256[:16]};blank", short_code(blank.sha256)),
        footer=_(FOOTER, tongue.first).format(
            version=f"{definition.pack} {version_name(definition.version, tongue.first)}",
            definition=f"{blank.sha256[:8]}…{blank.sha256[-4:]}",
        ),
        printed=_(PRINTED, tongue.first).format(time=f"{moment:%d.%m.%Y %H:%M}"),
        demo="",
        lang=tongue.first,
        author="",
        stamp=f"D:{moment:%Y%m%d%H%M%S}",
    )


def _number_width(definition: Definition) -> float:
    """Return the width that the longest number takes on one line."""
    longest = max(
        (text_width(row.number, 9, bold=True) for row in definition.questions if is_printed(row)),
        default=0.0,
    )
    return min(max(longest + 2 * PAD + 1, _NUMBER[0]), _NUMBER[1])


@dataclass(frozen=True, slots=True)
class _Page:
    """Sections on their way to paper.

    Attributes:
        blank: What is printed.
        tongue: Language or languages.
        rules: Conditions in words.
        tall: Height that content has on a page, in points.
        number: Width of the column of numbers.
    """

    blank: Blank
    tongue: Tongue
    rules: SkipRules
    tall: float
    number: float

    def section(self, section: Section) -> list[Flowable]:
        """Return a section: heading, questions in frames, room for a sketch."""
        found = list(pieces(self.blank.definition, section.name))
        if not found:
            return []
        body = [flowable for piece in found for flowable in self._set(piece)]
        title = self.tongue.stacked(section.label, "heading", "second", lead=f"{section.number}. ")
        rule = self._rule(section.relevant, WIDTH)
        mark = Mark(f"section-{section.name}", f"{section.number}. {title[0].text}")
        sketch = DotField(_FIELD, self.tongue.word(SKETCH))
        return [mark, _kept([*title, *rule], WIDTH), *body, sketch, gap(10)]

    def _set(self, piece: Piece) -> Iterator[Flowable]:
        row, depth = piece.row, piece.depth
        if piece.kind is Kind.GROUP:
            yield from self._group(row.label, row.relevant, depth)
        elif not isinstance(row, Question):
            raise TypeError(row)
        elif piece.kind is Kind.REPEAT:
            yield self._repeat(row, depth)
        elif piece.kind is Kind.END:
            title = para(_(END, self.tongue.first).format(title=self._title(row)), "tiny")
            yield _inset([title], depth, WIDTH)
        else:
            yield from self._frames(row, depth, is_note=piece.kind is Kind.NOTE)

    def _group(self, label: Text, relevant: str | None, depth: int) -> Iterator[Flowable]:
        """Yield the head of a group; one without heading and condition has none."""
        heading = [] if label.is_empty else self.tongue.stacked(label, "strong", "second")
        parts = [*heading, *self._rule(relevant, WIDTH - depth * _IN)]
        if parts:
            yield _kept([gap(3), *parts], WIDTH, depth)

    def _repeat(self, question: Question, depth: int) -> Flowable:
        """Return the head of a repeat: what it is of, when it is asked, which record this is."""
        tongue, room = self.tongue, WIDTH - depth * _IN
        lead = f"{question.number}. " if question.number else ""
        words = _(PER_INSTANCE, tongue.first).format(title=self._title(question))
        record = para(f"{tongue.word(RECORD)} № ______", "strong")
        heading = tongue.stacked(question.label, "strong", "second", lead=lead)
        top = table([[heading, record]], [room - 40 * MM, 40 * MM], plain())
        rule = self._rule(question.relevant, room)
        return _kept([gap(3), top, *rule, para(words, "tiny")], WIDTH, depth)

    def _title(self, question: Question) -> str:
        return question.title.get(self.tongue.first)

    def _frames(self, question: Question, depth: int, *, is_note: bool) -> Iterator[Flowable]:
        """Yield the frame of a question; one that is taller than a page goes on in a second."""
        room = WIDTH - self.number - depth * _IN
        number: list[Flowable] = [para(question.number, "strong")]
        parts = [*self._rule(question.relevant, room - 2 * PAD), *self._asked(question, room)]
        if not is_note:
            parts += self._answer(question, room - 2 * PAD)
        rows = paged_rows([number, parts], (self.number, room), self.tall - 8)
        for place, (_first, some) in enumerate(rows):
            yield self._frame(question.number + (" …" if place else ""), some, depth)

    def _answer(self, question: Question, width: float) -> list[Flowable]:
        """Return room for the answer, for why there is none, and for a note."""
        fields = answer_fields(question, self.tongue, width, self.blank.table_rows)
        fields += self._told_unit(question)
        return [*fields, *reasons(question, self.tongue), note_line(self.tongue)]

    def _told_unit(self, question: Question) -> list[Flowable]:
        """Return where the unit of a number is asked; nothing if it has its own, or none."""
        name = (question.more or {}).get("unit_from")
        asked = next((each for each in self.blank.definition.questions if each.name == name), None)
        if asked is None:
            return []
        where = teller_name(asked, self.tongue.first)
        return [para(self.tongue.say(UNIT_TOLD, question=where), "tiny")]

    def _rule(self, relevant: str | None, width: float) -> list[Flowable]:
        """Return the grey band that says when something is asked; nothing if always."""
        if not relevant:
            return []
        said = [self.rules.words(relevant, lang) for lang in self.tongue.languages]
        words = [
            _(IF, lang).format(condition=rule) if rule else _(IF_ASKED, lang)
            for lang, rule in zip(self.tongue.languages, said, strict=True)
        ]
        line = para(BETWEEN.join(dict.fromkeys(words)), "small")
        grey = ("BACKGROUND", (0, 0), (-1, -1), (GREY, GREY, GREY))
        return [table([[line]], [width], plain(grey, side=3, rise=2))]

    def _asked(self, question: Question, room: float) -> list[Flowable]:
        """Return the question: two languages stand beside each other, as on the filled-in sheet."""
        first, second = self.tongue.label(question.label)
        if not second:
            return [para(first)]
        half = (room - 2 * PAD) / 2
        line = ("LINEBEFORE", (1, 0), (1, -1), THIN, (0.5, 0.5, 0.5))
        return [table([[para(first), para(second)]], [half, half], plain(line, side=3, rise=1))]

    def _frame(self, number: str, parts: list[Flowable], depth: int) -> Flowable:
        look = plain(
            ("BOX", (depth, 0), (-1, -1), THIN, (0, 0, 0)),
            ("LINEAFTER", (depth, 0), (depth, -1), THIN, (0, 0, 0)),
            *_bars(depth),
            side=PAD,
            rise=PAD,
        )
        framed = Table(
            [[*([""] * depth), para(number, "strong"), parts]],
            colWidths=[*([_IN] * depth), self.number, WIDTH - self.number - depth * _IN],
            style=look,
            hAlign="LEFT",
            splitByRow=0,
        )
        framed.spaceAfter = -THIN  # frames share their lines
        return framed


def _kept(parts: list[Flowable], width: float, depth: int = 0) -> Flowable:
    """Return parts of a head that stay on the page of what follows."""
    head = _inset(parts, depth, width)
    head.keepWithNext = 1
    return head


def _inset(parts: list[Flowable], depth: int, width: float) -> Table:
    """Return parts set in as far as the repeats around them ask for, with a bar for each."""
    return Table(
        [[*([""] * depth), parts]],
        colWidths=[*([_IN] * depth), width - depth * _IN],
        style=plain(*_bars(depth), rise=2),
        hAlign="LEFT",
    )


def _bars(depth: int) -> list[tuple[object, ...]]:
    """Return a bar at the left for each repeat around something."""
    return [("LINEBEFORE", (n, 0), (n, -1), HEAVY, (0, 0, 0)) for n in range(depth)]
