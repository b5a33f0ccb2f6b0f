"""What helps to answer a question: technique, level and verdict, hint, calculation, source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition, Level, Question, QuestionType, Technique
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.citing import cited, titled
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.wording import BETWEEN, instances_of, title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import packs
from ui.models.summary import parts_line, technique_numbers
from ui.undo import AuditEditor
from ui.widgets.chip import Chip
from ui.widgets.figure_view import FigureView
from ui.widgets.label import Label

_TONES = {
    Verdict.MEETS: "ok",
    Verdict.EXCEEDS: "error",
    Verdict.NOT_DISTINGUISHABLE: "unclear",
    Verdict.NOT_COMPARED: "neutral",
}
_REFERENCE = re.compile(r"\$\{([a-z0-9_]+)\}")
_FUNCTIONS = {
    "sum": N_("sum"),
    "count": N_("number of"),
    "min": N_("least"),
    "max": N_("greatest"),
    "round": N_("rounded"),
    "coalesce": N_("first known of"),
    "if": N_("if"),
}
_FUNCTION = re.compile(rf"\b({'|'.join(_FUNCTIONS)})\(")
_MOST_LEVELS = 4
_MOST_TECHNIQUES = 3
_KINDS = {
    "document": N_("document"),
    "photo": N_("photograph"),
    "measurement": N_("measurement"),
    "calculation": N_("calculation"),
    "interview": N_("interview"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block: its text, role of text and token."""

    text: str
    role: str = "second"
    tone: str = "tx2"


class _Block(QFrame):
    """A titled block with a line above it; hidden when it has nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Label("", "strong")
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        self._lines: list[Label] = []
        rule = QFrame(self)
        rule.setProperty("look", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(self.body)
        column.addSpacing(4)
        column.addWidget(rule)

    def show_lines(self, title: str, lines: list[_Line]) -> None:
        """Show a title and lines below it; no lines hide the block."""
        self.title.setText(title)
        while len(self._lines) < len(lines):
            self._lines.append(Label("", parent=self))
            self._lines[-1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(self._lines[-1])
        for place, label in enumerate(self._lines):
            label.setVisible(place < len(lines))
            if place < len(lines):
                label.setText(lines[place].text)
                label.setProperty("role", lines[place].role)
                label.set_tone(lines[place].tone)
        self.setVisible(bool(lines))


class ContextPane(QScrollArea):
    """The pane beside the questions; follows the open one."""

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._place: Place | None = None
        self._judgement: Judgement | None = None
        inside = QWidget()
        inside.setProperty("ground", "sf")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        names = ("where", "technique", "level", "hint", "evidence", "calculation", "source")
        self._blocks = {name: _Block(inside) for name in names}
        self._figure = FigureView(inside)
        self._verdict = Chip(parent=inside)
        level = self._blocks["level"].body
        level.addWidget(self._figure)
        level.addWidget(self._verdict)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        for block in self._blocks.values():
            column.addWidget(block)
        column.addStretch(1)

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if visible:
            self._show()

    def show_place(self, place: Place | None, judgement: Judgement | None) -> None:
        """Show what belongs to a question; nothing is worked out while the pane is folded."""
        self._place, self._judgement = place, judgement
        if not self.isHidden():
            self._show()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self.setAccessibleName(_("Context of the question"))
        self._show()

    def _show(self) -> None:
        state, place = self._editor.state, self._place
        if place is None:
            return
        question, definition, lang = place.question, state.definition, language()
        around = BETWEEN.join(instances_of(state, place.address, lang))
        self._blocks["where"].show_lines(around, [_Line(_where(state, place, lang))] * bool(around))
        self._blocks["technique"].show_lines(*_techniques(definition, question, lang))
        self._show_level(question)
        hint = [] if question.hint.is_empty else [_Line(question.hint.get(lang), "body", "tx2")]
        self._blocks["hint"].show_lines(_("Hint"), hint)
        kinds = [_Line(_kind(kind, lang), "body") for kind in question.evidence]
        self._blocks["evidence"].show_lines(_("Evidence asked for"), kinds)
        self._blocks["calculation"].show_lines(_("Calculation"), _calculation(state, place, lang))
        self._blocks["source"].show_lines(_("Source"), _source(definition, question))

    def _show_level(self, question: Question) -> None:
        judgement, block = self._judgement, self._blocks["level"]
        level = judgement.level if judgement else None
        if judgement is None or level is None:
            self._figure.show_figure(None)
            self._verdict.hide()
            title, lines = _levels(self._editor.state.definition, question)
            if judgement is not None and judgement.reason is not None and lines:
                told = _not_compared(judgement, self._editor.state)
                lines[:0] = [_Line(line, "body", "tx2") for line in told]
            block.show_lines(title, lines)
            return
        block.show_lines(
            _("Level: {parameter}").format(parameter=level.parameter.get(language())),
            _judged(judgement, level, self._editor.state),
        )
        self._show_band(judgement, level)

    def _show_band(self, judgement: Judgement, level: Level) -> None:
        from kta_desktop.services import printing

        has_end = level.lower is not None or level.upper is not None
        self._figure.show_figure(printing.level_band(judgement, language()) if has_end else None)
        kind = next(v for v in packs.verdicts() if v.id == judgement.verdict)
        self._verdict.show()
        self._verdict.show_state(kind.label.get(language()), kind.icon, _TONES[judgement.verdict])


def _techniques(definition: Definition, question: Question, lang: str) -> tuple[str, list[_Line]]:
    """Return the conclusions a question speaks of: number, title and rule of the first."""
    found = [t for t in definition.techniques if t.id in question.techniques]
    if not found:
        return "", []
    numbers = technique_numbers(definition, question)
    lines = [_Line(technique_text(t, lang), "second") for t in found[:_MOST_TECHNIQUES]]
    if len(found) > _MOST_TECHNIQUES:
        lines.append(_Line(_("and {count} more").format(count=len(found) - _MOST_TECHNIQUES)))
    return _("BAT {number}").format(number=", ".join(numbers)) if numbers else "", lines


def technique_text(technique: Technique, lang: str) -> str:
    """Return title and, where there is one, rule of a technique."""
    title, rule = technique.title.get(lang), technique.rule.get(lang)
    return f"{title}. {rule}" if rule and rule not in title else title


def _levels(definition: Definition, question: Question) -> tuple[str, list[_Line]]:
    """Return the levels of a question while no judgement says which one applies."""
    from kta_desktop.services import printing

    lang = language()
    levels = [item for item in definition.levels if item.id in question.levels]
    lines = []
    for level in levels[:_MOST_LEVELS]:
        limits = formatting.interval(level.lower, level.upper, lang)
        unit = printing.level_unit(level, lang)
        state = "" if level.may_yield_verdict else _(" (not checked)")
        lines.append(_Line(f"{level.parameter.get(lang)}: {limits} {unit}{state}"))
    if len(levels) > _MOST_LEVELS:
        lines.append(_Line(_("and {count} more").format(count=len(levels) - _MOST_LEVELS)))
    return _("Levels of the conclusion, for reference"), lines


def _judged(judgement: Judgement, level: Level, state: FormState) -> list[_Line]:
    """Return what stands below the band: figure, reason, kind of level, place in the book."""
    from kta_desktop.services import printing

    lang, lines = language(), []
    unit = printing.level_unit(level, lang)
    limits = formatting.interval(level.lower, level.upper, lang)
    lines.append(_Line(_("Level {limits} {unit}").format(limits=limits, unit=unit), "body", "tx"))
    if judgement.value is not None:
        figure = formatting.with_uncertainty(judgement.value, judgement.uncertainty, lang)
        lines.append(
            _Line(_("Figure {figure} {unit}").format(figure=figure, unit=unit), "body", "tx")
        )
    if judgement.reason is not None:
        lines += [_Line(line) for line in _not_compared(judgement, state)]
    source = None if level.locus else level.source  # the place names its document
    lines.append(_Line(place_text(source, level.locus, level.confidence)))
    return lines


def _not_compared(judgement: Judgement, state: FormState) -> list[str]:
    """Return why there is no verdict and, where answers would give one, which they are."""
    reasons = packs.not_compared_reasons()
    row = next((reason for reason in reasons if reason.id == judgement.reason), None)
    reason = row.label.get(language()) if row else judgement.reason
    told = [_("Not compared: {reason}").format(reason=reason)]
    deciding = [title_of(state, address, language()) for address in judgement.missing]
    if deciding:
        told.append(": ".join((_("To decide"), "; ".join(deciding))))
    return told


def _kind(identifier: str, lang: str) -> str:
    """Return what a kind of evidence is called."""
    if identifier in _KINDS:
        return _(_KINDS[identifier], lang)
    known = (kind for kind in packs.evidence_kinds() if kind.id == identifier)
    found = next(known, None)
    return found.label.get(lang) if found else identifier


def _where(state: FormState, place: Place, lang: str) -> str:
    """Return which instance it is, of how many, for each repeat around a question."""
    steps, told = place.address.split("/"), []
    for depth, number in enumerate(place.numbers):
        repeat = "/".join(steps[: 2 * depth + 1])
        count, name = len(state.rows(repeat)), state.question(repeat).title.get(lang)
        told.append(_("{name}: {number} of {count}").format(name=name, number=number, count=count))
    return BETWEEN.join(told)


def _calculation(state: FormState, place: Place, lang: str) -> list[_Line]:
    """Return how a figure is worked out: in words, by its expression, and what it lacks."""
    question = place.question
    text = (question.more or {}).get("calculation_text")
    words = text.get(lang) if isinstance(text, Mapping) else text if lang == "en" else None
    lines = [_Line(str(words), "second", "tx")] if words else []
    if question.type is QuestionType.CALCULATE and question.calculation:
        lines.append(_Line(named_formula(state, question.calculation, lang), "second", "tx"))
        parts = parts_line(state, place.address, lang)
        if parts:
            lines.append(_Line(_("Rests on {parts} values.").format(parts=parts), tone="wr"))
    return lines


def named_formula(state: FormState, expression: str, lang: str) -> str:
    """Return an expression with the questions in it called by number and title."""

    def named(found: re.Match[str]) -> str:
        known = next((q for q in state.definition.questions if q.name == found[1]), None)
        if known is None:
            return found[0]
        return f"«{known.number} {known.title.get(lang)}»".replace("« ", "«")

    told = _FUNCTION.sub(lambda f: f"{_(_FUNCTIONS[f[1]], lang)}(", expression)
    return _REFERENCE.sub(named, told.replace(" div ", " ÷ ").replace(" * ", " × "))


def _source(definition: Definition, question: Question) -> list[_Line]:
    if question.source is None and not question.locus:
        return []
    source = next((s for s in definition.sources if s.id == question.source), None)
    title = source.title if source else question.source or ""
    return [_Line(place_text(title, question.locus, question.confidence))]


def place_text(source: str | None, locus: str, confidence: str | None) -> str:
    """Return document, place and whether a person read the figure there."""
    checked = "" if confidence == "verified" else _("not checked against the source")
    said = (titled(source or "", language()), cited(locus, language()), checked)
    return " · ".join(part for part in said if part)
