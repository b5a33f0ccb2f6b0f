"""The blank sheet: every question of a checklist with room to write the answer by hand.

Nothing is left out for what was answered elsewhere: skip rules stand over the questions in words.
Importing this module loads reportlab.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable, Table

from kta_desktop.domain.definition import Definition, Question, QuestionType, Section
from kta_desktop.domain.ids import short_code
from kta_desktop.i18n import N_, _
from kta_desktop.reports.blank_answers import answer_fields, note_line, reasons
from kta_desktop.reports.blank_boxes import DotField
from kta_desktop.reports.layout import brief, paged_rows
from kta_desktop.reports.page import Mark, Surround, body_height, build
from kta_desktop.reports.skip_rules import SkipRules
from kta_desktop.reports.style import GREY, MM, PAD, THIN, WIDTH, gap, para, plain, table
from kta_desktop.reports.tongue import BETWEEN, Tongue

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
SKETCH = N_("Notes, sketch")
_NUMBER = 11 * MM
_ROOM = WIDTH - _NUMBER
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


def blank_sheet_pdf(blank: Blank) -> bytes:
    """Return the blank sheet as PDF. The same input gives the same bytes.

    Raises:
        ValueError: For other languages, or a time without a meaning.
    """
    tongue = Tongue(blank.languages)
    around = _surround(blank, tongue)
    page = _Page(blank, tongue, SkipRules.of(blank.definition), body_height(around))
    story: list[Flowable] = [para(tongue.word(HOW_TO), "small"), gap(4)]
    for section in blank.definition.sections:
        story += page.section(section)
    return build(around, story, lambda _share: None)


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
        qr=";".join(("KTA1", blank.audit, blank.sha256[:16], "blank")),
        code=short_code(blank.sha256),
        footer=_(FOOTER, tongue.first).format(
            version=f"{definition.pack} {definition.version}",
            definition=f"{blank.sha256[:8]}…{blank.sha256[-4:]}",
        ),
        printed=_(PRINTED, tongue.first).format(time=f"{moment:%d.%m.%Y %H:%M}"),
        demo="",
        lang=tongue.first,
        author="",
        stamp=f"D:{moment:%Y%m%d%H%M%S}",
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """Sections on their way to paper.

    Attributes:
        blank: What is printed.
        tongue: Language or languages.
        rules: Conditions in words.
        tall: Height that content has on a page, in points.
    """

    blank: Blank
    tongue: Tongue
    rules: SkipRules
    tall: float

    def section(self, section: Section) -> list[Flowable]:
        """Return a section: heading, questions in frames, room for a sketch."""
        asked = [
            question
            for question in self.blank.definition.questions
            if question.section == section.name
            and (question.is_asked or question.type is QuestionType.REPEAT)
        ]
        if not asked:
            return []
        title = self.tongue.stacked(section.label, "heading", "second", lead=f"{section.number}. ")
        body = [frame for question in asked for frame in self._frames(question)]
        head = Table([[title]], colWidths=[WIDTH], style=plain(rise=2), hAlign="LEFT")
        head.keepWithNext = 1
        mark = Mark(f"section-{section.name}", f"{section.number}. {title[0].text}")
        sketch = DotField(_FIELD, self.tongue.word(SKETCH))
        return [mark, head, *body, sketch, gap(10)]

    def _frames(self, question: Question) -> Iterator[Flowable]:
        """Yield the frame of a question; one that is taller than a page goes on in a second."""
        number: list[Flowable] = [para(question.number, "strong")]
        row = [number, self._parts(question)]
        pieces = paged_rows(row, (_NUMBER, _ROOM), self.tall - 8)
        for place, (_first, parts) in enumerate(pieces):
            yield _frame(question.number + (" …" if place else ""), parts)

    def _parts(self, question: Question) -> list[Flowable]:
        tongue = self.tongue
        parts = [*self._rule(question), *_asked(question, tongue)]
        if question.type is QuestionType.REPEAT:
            words = _(PER_INSTANCE, tongue.first).format(title=question.title.get(tongue.first))
            return [*parts, para(words, "small")]
        width = _ROOM - 2 * PAD
        parts += answer_fields(question, tongue, width, self.blank.table_rows)
        return [*parts, *reasons(question, tongue), note_line(tongue)]

    def _rule(self, question: Question) -> list[Flowable]:
        """Return the grey band that says when a question is asked; nothing if always."""
        if not question.relevant:
            return []
        said = [self.rules.words(question.relevant, lang) for lang in self.tongue.languages]
        words = [
            _(IF, lang).format(condition=rule) if rule else _(IF_ASKED, lang)
            for lang, rule in zip(self.tongue.languages, said, strict=True)
        ]
        line = para(BETWEEN.join(dict.fromkeys(words)), "small")
        grey = ("BACKGROUND", (0, 0), (-1, -1), (GREY, GREY, GREY))
        return [table([[line]], [_ROOM - 2 * PAD], plain(grey, side=3, rise=2))]


def _asked(question: Question, tongue: Tongue) -> list[Flowable]:
    """Return the question: two languages stand beside each other, as on the filled-in sheet."""
    first, second = tongue.label(question.label)
    if not second:
        return [para(first)]
    half = (_ROOM - 2 * PAD) / 2
    line = ("LINEBEFORE", (1, 0), (1, -1), THIN, (0.5, 0.5, 0.5))
    return [table([[para(first), para(second)]], [half, half], plain(line, side=3, rise=1))]


def _frame(number: str, parts: list[Flowable]) -> Flowable:
    look = plain(
        ("BOX", (0, 0), (-1, -1), THIN, (0, 0, 0)),
        ("LINEAFTER", (0, 0), (0, -1), THIN, (0, 0, 0)),
        side=PAD,
        rise=PAD,
    )
    framed = Table(
        [[para(number, "strong"), parts]],
        colWidths=[_NUMBER, _ROOM],
        style=look,
        hAlign="LEFT",
        splitByRow=0,
    )
    framed.spaceAfter = -THIN  # frames share their lines
    return framed
