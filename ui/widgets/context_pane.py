"""What helps to answer a question: technique, level and verdict, what was, hint, calculation."""

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Level, Question
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import BETWEEN, instances_of
from kta_desktop.i18n import _, language
from kta_desktop.services import packs
from ui.assessment import assessment_of
from ui.models.layout import Layout
from ui.undo import AuditEditor
from ui.widgets import context_words as words
from ui.widgets.context_block import Block, Line
from ui.widgets.context_earlier import EarlierBlock
from ui.widgets.context_used import used_links
from ui.widgets.earlier_answers import EarlierAnswers
from ui.widgets.figure_view import FigureView
from ui.widgets.focus import FocusRing
from ui.widgets.verdict_frame import VerdictFrame

_TONES = {
    Verdict.MEETS: "ok",
    Verdict.EXCEEDS: "error",
    Verdict.NOT_DISTINGUISHABLE: "unclear",
    Verdict.NOT_COMPARED: "neutral",
}
_PATIENCE_MS = 400  # nothing is assessed for who only passes by
_FOLD = "checklist/context/{name}"


class ContextPane(QScrollArea):
    """The pane beside the questions; follows the open one.

    Signals: ``followed``, the ``Target`` of a link that was followed.
    """

    followed = Signal(object)

    def __init__(
        self, editor: AuditEditor, earlier: EarlierAnswers, layout: Layout, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._editor, self._earlier, self._layout = editor, earlier, layout
        self._place: Place | None = None
        self._judgement: Judgement | None = None
        self._assessed = assessment_of(editor)
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._assessed.want)
        inside = QWidget()
        inside.setProperty("ground", "sf")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        FocusRing(self)
        self.previous = EarlierBlock(editor, earlier, inside)
        self._blocks = self._made(inside)
        self._figure = FigureView(inside)
        self._verdict = VerdictFrame(inside)
        level = self._blocks["level"].body
        level.insertWidget(0, self._figure)
        level.insertWidget(1, self._verdict)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        for block in self._blocks.values():
            column.addWidget(block)
        column.addStretch(1)
        earlier.found.connect(self._show)
        self._assessed.changed.connect(self._show_used)

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

    def has_focus(self) -> bool:
        """Whether the focus is in the pane."""
        focused = self.window().focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _made(self, inside: QWidget) -> dict[str, Block]:
        """Return the blocks in their order, each folded as it was left."""
        names = ("where", "technique", "level", "previous", "hint", "evidence", "calculation")
        blocks = {
            name: self.previous if name == "previous" else Block(inside)
            for name in (*names, "used", "source")
        }
        for name, block in blocks.items():
            key = _FOLD.format(name=name)
            block.fold(folded=self._layout.is_folded(key))
            block.folded.connect(lambda on, key=key: self._layout.keep(key, on))
            block.followed.connect(self.followed)
        return blocks

    def _show(self) -> None:
        place = self._place
        if place is None:
            return
        self._show_words(place)
        self._show_level(place.question)
        self.previous.show_place(place)

    def _show_words(self, place: Place) -> None:
        """Show the blocks that are words and links only."""
        state, question, lang = self._editor.state, place.question, language()
        blocks, definition = self._blocks, state.definition
        around = BETWEEN.join(instances_of(state, place.address, lang))
        where = [Line(words.where_line(state, place, lang))] * bool(around)
        blocks["where"].show_lines(around, where)
        title, lines = words.technique_lines(definition, question, lang)
        blocks["technique"].show_lines(title, lines, chip=words.source_chip(definition, question))
        hint = [] if question.hint.is_empty else [Line(question.hint.get(lang), "body", "tx2")]
        blocks["hint"].show_lines(_("Hint"), hint)
        kinds = words.evidence_lines(question, lang)
        blocks["evidence"].show_lines(_("Evidence asked for"), kinds)
        lines, links = words.calculation(state, place, lang)
        blocks["calculation"].show_lines(_("Calculation"), lines, links)
        self._show_used()
        blocks["source"].show_lines(_("Source"), words.source_lines(definition, question))

    def _show_used(self) -> None:
        """Show what rests on the answer; what the assessment makes of it comes a little later."""
        place, lang = self._place, language()
        if place is None or self.isHidden():
            return
        if self._assessed.found is None:
            self._patience.start()
        sheet = words.use_links(self._editor.state, place, lang)
        uses = used_links(self._assessed.found, place.address, lang)
        self._blocks["used"].show_lines(
            _("Where it is used"), [], [*sheet[:-1], *uses, *sheet[-1:]]
        )

    def _show_level(self, question: Question) -> None:
        judgement, block = self._judgement, self._blocks["level"]
        level = judgement.level if judgement else None
        if judgement is None or level is None:
            self._figure.show_figure(None)
            self._verdict.hide()
            title, lines = words.level_lines(self._editor.state, question)
            if judgement is not None and judgement.reason is not None and lines:
                told = words.not_compared(judgement, self._editor.state)
                lines[:0] = [Line(line, "body", "tx2") for line in told]
            block.show_lines(title, lines)
            return
        block.show_lines(
            _("Level: {parameter}").format(
                parameter=words.level_name(self._editor.state.definition, question, level)
            ),
            words.judged_lines(judgement, level, self._editor.state),
        )
        self._show_band(judgement, level)

    def _show_band(self, judgement: Judgement, level: Level) -> None:
        from kta_desktop.services import printing

        has_end = level.lower is not None or level.upper is not None
        before = self._before(level) if has_end else None
        figure = printing.level_band(judgement, language(), before) if has_end else None
        self._figure.show_figure(figure)
        kind = next(v for v in packs.verdicts() if v.id == judgement.verdict)
        text = kind.label.get(language())
        if judgement.uncertainty and judgement.verdict in (Verdict.MEETS, Verdict.EXCEEDS):
            text = _("{verdict}, the uncertainty counted").format(verdict=text)
        self._verdict.show_verdict(text, kind.icon, _TONES[judgement.verdict])

    def _before(self, level: Level) -> Decimal | None:
        """Return the number of the earlier audit in the unit of a level."""
        known = self._earlier.of(self._place.address) if self._place is not None else None
        if known is None or known.value is None or known.answer.unit is None:
            return None
        from kta_desktop.services import converting

        return converting.in_unit(known.answer, level.unit)
