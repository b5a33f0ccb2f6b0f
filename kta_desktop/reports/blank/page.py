"""A section of a blank sheet: questions in frames with room to write, rules in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportlab.platypus import Flowable, Table

from kta_desktop.domain.definition import Definition, Question, Section, Text
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import UNIT_TOLD, instances_of, teller_name
from kta_desktop.i18n import N_, _
from kta_desktop.reports.blank.answers import answer_fields, note_line, reasons
from kta_desktop.reports.blank.outline import Kind, Piece
from kta_desktop.reports.blank.skip_rules import SkipRules
from kta_desktop.reports.layout import paged_rows
from kta_desktop.reports.page import Noted
from kta_desktop.reports.style import (
    GREY,
    HEAVY,
    MM,
    PAD,
    THIN,
    WIDTH,
    gap,
    para,
    plain,
    rich,
    table,
)
from kta_desktop.reports.tongue import BETWEEN, Tongue
from kta_desktop.reports.typefaces import markup

IF = N_("IF {condition}")
IF_ASKED = N_("IF it applies: the program decides by other answers")
PER_INSTANCE = N_("Fill in these questions for each: {title}. Copy the sheet as often as needed.")
RECORD = N_("Record")
END = N_("End of: {title}")
_IN = 4 * MM  # by which questions of a repeat are set in


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankPage:
    """Sections on their way to paper.

    Attributes:
        definition: The checklist.
        tongue: Language or languages.
        rules: Conditions in words.
        number: Width of the column of numbers.
        table_rows: Empty rows of each table.
        state: The form of an audit whose instances are named; None where there is none.
    """

    definition: Definition
    tongue: Tongue
    rules: SkipRules
    number: float
    table_rows: int
    state: FormState | None = None

    def section(self, section: Section, found: Iterable[Piece], tall: float) -> list[Flowable]:
        """Return a section without its title: its condition, then questions in frames.

        Args:
            section: Which one.
            found: What stands in it, in order.
            tall: Height that content has on a page, in points.
        """
        body = [flowable for piece in found for flowable in self._set(piece, tall)]
        always = self.state is not None or not section.relevant
        head = [] if always else [_kept(self._rule(section.relevant, WIDTH), WIDTH)]
        return [*head, *body]

    def _set(self, piece: Piece, tall: float) -> Iterator[Flowable]:
        row, depth = piece.row, piece.depth
        if piece.kind is Kind.GROUP:
            yield from self._group(row.label, None if piece.is_decided else row.relevant, depth)
        elif not isinstance(row, Question):
            raise TypeError(row)
        elif piece.kind is Kind.REPEAT:
            yield self._repeat(row, piece)
        elif piece.kind is Kind.END:
            title = para(_(END, self.tongue.first).format(title=self._title(row)), "tiny")
            yield _inset([title], depth, WIDTH)
        else:
            yield from self._frames(row, piece, tall)

    def _group(self, label: Text, relevant: str | None, depth: int) -> Iterator[Flowable]:
        """Yield the head of a group; one without heading and condition has none."""
        heading = [] if label.is_empty else self.tongue.stacked(label, "strong", "second")
        parts = [*heading, *self._rule(relevant, WIDTH - depth * _IN)]
        if parts:
            yield _kept([gap(3), *parts], WIDTH, depth)

    def _repeat(self, question: Question, piece: Piece) -> Flowable:
        """Return the head of a repeat: what it is of, when it is asked, which record this is."""
        tongue, room = self.tongue, WIDTH - piece.depth * _IN
        lead = f"{question.number}. " if question.number else ""
        heading = tongue.stacked(question.label, "strong", "second", lead=lead)
        if self.state is not None and piece.address:
            names = instances_of(self.state, piece.address, tongue.first)
            record = para(names[piece.depth - 1], "strong")
            return _kept([gap(3), *heading, record], WIDTH, piece.depth)
        words = _(PER_INSTANCE, tongue.first).format(title=self._title(question))
        record = para(f"{tongue.word(RECORD)} № ______", "strong")
        top = table([[heading, record]], [room - 40 * MM, 40 * MM], plain())
        rule = self._rule(question.relevant, room)
        return _kept([gap(3), top, *rule, para(words, "tiny")], WIDTH, piece.depth)

    def _title(self, question: Question) -> str:
        return question.title.get(self.tongue.first)

    def _frames(self, question: Question, piece: Piece, tall: float) -> Iterator[Flowable]:
        """Yield the frame of a question; one that is taller than a page goes on in a second."""
        room = WIDTH - self.number - piece.depth * _IN
        number: list[Flowable] = [para(question.number, "strong")]
        relevant = None if piece.is_decided else question.relevant
        parts = [*self._rule(relevant, room - 2 * PAD), *self._asked(question, room)]
        if piece.kind is not Kind.NOTE:
            parts += self._answer(question, room - 2 * PAD)
        noted = Noted(piece.address or question.name)
        for place, (_first, some) in enumerate(
            paged_rows([number, parts], (self.number, room), tall - 8)
        ):
            more = " …" if place else ""
            yield self._frame(question.number + more, [noted, *some], piece.depth)

    def _answer(self, question: Question, width: float) -> list[Flowable]:
        """Return room for the answer, for why there is none, and for a note."""
        fields = answer_fields(question, self.tongue, width, self.table_rows)
        fields += self._told_unit(question)
        return [*fields, *reasons(question, self.tongue), note_line(self.tongue)]

    def _told_unit(self, question: Question) -> list[Flowable]:
        """Return where the unit of a number is asked; nothing if it has its own, or none."""
        name = (question.more or {}).get("unit_from")
        asked = next((each for each in self.definition.questions if each.name == name), None)
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
        line = rich(BETWEEN.join(map(_led, dict.fromkeys(words))), "small")
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
        framed = Framed(
            [[*([""] * depth), para(number, "strong"), parts]],
            colWidths=[*([_IN] * depth), self.number, WIDTH - self.number - depth * _IN],
            style=look,
            hAlign="LEFT",
            splitByRow=0,
        )
        framed.spaceAfter = -THIN  # frames share their lines
        return framed


class Framed(Table):  # type: ignore[misc]  # reportlab has no types
    """A question in its frame, so that the end of a section can be kept with the last of them."""


def _led(words: str) -> str:
    """Return a condition as markup, its first word in bold."""
    first, _space, rest = words.partition(" ")
    return f"<b>{markup(first)}</b> {markup(rest)}"


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
