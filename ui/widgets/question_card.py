"""One question on screen: a line of words while folded, a form while open."""

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import evidence_rules, judging
from ui.models.copies import copied_words
from ui.models.outline import DONE, Entry
from ui.models.section_model import ICONS, TOKENS
from ui.models.summary import answer_line, technique_numbers
from ui.theme import pixmap, theme
from ui.theme.tips import tip
from ui.undo import AuditEditor
from ui.widgets.card_base import NUMBER_WIDTH, ListCard
from ui.widgets.card_comment import CardComments
from ui.widgets.card_form import CardForm
from ui.widgets.card_messages import CardMessages
from ui.widgets.card_signs import CardSigns
from ui.widgets.dispute_line import DisputeLine
from ui.widgets.label import IconLabel, Label, restyle

STATUS_WORDS = {
    QuestionStatus.EMPTY: N_("not answered"),
    QuestionStatus.BEGUN: N_("begun"),
    QuestionStatus.ANSWERED: N_("answered"),
    QuestionStatus.BLANK: N_("blank with a reason"),
    QuestionStatus.COPIED: N_("taken over, to be confirmed"),
    QuestionStatus.WARNING: N_("to confirm"),
    QuestionStatus.ERROR: N_("error"),
    QuestionStatus.HIDDEN: N_("does not apply"),
}
_COMMENTS, _FORM, _MESSAGES, _DISPUTE = range(1, 5)  # rows below the question
_EDGE = 4  # px of the edge of a card about which something is asked
_CHEVRON = 16
_SHELL = 38  # px of a card in one line, before it is furnished
_TOLD = {  # verdicts that stand beside a folded answer: words, icon, tone
    Verdict.EXCEEDS: (N_("Exceeds the level"), "trending-up", "error"),
    Verdict.NOT_DISTINGUISHABLE: (N_("Not distinguishable (U)"), "circle-help", "unclear"),
}
_BORDERS = {QuestionStatus.ERROR: "erb", QuestionStatus.WARNING: "wrb"}


class QuestionCard(ListCard):
    """A question in paper order; its form exists only while it is open."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.form: CardForm | None = None
        self._judgement: Judgement | None = None
        self._verdict: Verdict | None = None
        self.setObjectName(f"card_{self.question.name}")
        self.setAcceptDrops(True)
        self._is_furnished = False
        self._messages: CardMessages | None = None
        self._dispute: DisputeLine | None = None
        self._comments: CardComments | None = None
        self.setMinimumHeight(_SHELL)

    @property
    def messages(self) -> CardMessages:
        """Return the lines below the answer; made when there is something to say, or to ask."""
        self.furnish()
        if self._messages is None:
            made = self._messages = CardMessages(self._editor, self.entry.place, self)
            made.grown.connect(self.grown)
            self._grid.addWidget(made, _MESSAGES, 2, 1, 2)
            made.show_lines(is_open=self.is_open, judgement=self._judgement)
        return self._messages

    @property
    def dispute(self) -> DisputeLine:
        """Return the line about different answers."""
        self.furnish()
        if self._dispute is None:
            self._dispute = DisputeLine(self._editor, self.address, self)
            self._grid.addWidget(self._dispute, _DISPUTE, 2, 1, 2)
        return self._dispute

    @property
    def comments(self) -> CardComments:
        """Return what reviewers ask about it; made when there is something."""
        self.furnish()
        if self._comments is None:
            made = self._comments = CardComments(self._editor.commenting, self.address, self)
            made.grown.connect(self.grown)
            made.left.connect(self.left)
            self._grid.addWidget(made, _COMMENTS, 2, 1, 2)
        return self._comments

    @override
    def furnish(self) -> bool:
        if self._is_furnished:
            return False
        self._is_furnished = True
        self.setMinimumHeight(0)
        self._icon = IconLabel("circle", "tx3", 18, parent=self)
        self._number = Label(self.question.number, "strong", "tx2", wrap=False, parent=self)
        self._number.setMinimumWidth(NUMBER_WIDTH)
        self._words = Label("", parent=self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._signs = CardSigns(self)
        self._grid = QGridLayout(self)
        self._arrange()
        for widget in (self._icon, self._number, self._words):
            widget.show()  # at once: else the card is measured without them
        self.refresh()
        return True

    @property
    @override
    def stops(self) -> bool:
        return True

    @property
    @override
    def is_open(self) -> bool:
        return self.form is not None

    @override
    def unfold(self, *, backwards: bool = False, focus: bool = True) -> None:
        self.furnish()
        if self.form is None:
            self.form = CardForm(self._editor, self.entry.place, self.messages, self)
            self.form.left.connect(self.left)
            self.form.adding.connect(self.adding)
            self.form.grown.connect(self.grown)
            for widget in self.form.header_widgets():
                self._signs.row.addWidget(widget)
            self._grid.addWidget(self.form, _FORM, 2, 1, 2)
            self.form.show()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.refresh()
        if focus:
            (self.form.focus_last if backwards else self.form.focus_first)()

    @override
    def fold(self) -> None:
        if self.form is None:
            return
        form, self.form = self.form, None
        form.commit()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid.removeWidget(form)
        for widget in form.header_widgets():
            self._signs.row.removeWidget(widget)
            widget.deleteLater()
        self.messages.setParent(self)
        form.hide()
        form.deleteLater()
        self._grid.addWidget(self.messages, _MESSAGES, 2, 1, 2)
        self.refresh()

    @override
    def commit(self) -> None:
        if self.form is not None:
            self.form.commit()
        if self._comments is not None:
            self._comments.commit()

    @override
    def show_judgement(self, judgement: Judgement | None) -> None:
        self._judgement = judgement
        if self.is_open:
            self.messages.show_lines(is_open=self.is_open, judgement=judgement)

    @override
    def follow_level(self) -> None:
        if self._is_furnished and self.question.levels:
            status = self._status()
            self._show_state(status)
            self._show_signs(status)

    @override
    def ask_reason(self) -> None:
        self.messages.ask_reason()

    @override
    def add_evidence(self) -> None:
        if self.form is not None:
            self.form.evidence.choose()

    @override
    def open_note(self) -> None:
        if self.form is not None:
            self.form.open_note()

    @override
    def toggle_secret(self) -> None:
        if self.form is not None:
            self.form.secret.toggle()

    @override
    def decide(self) -> None:
        self.dispute.ask()

    @override
    def show_in_unit(self) -> None:
        if self.form is not None and not self.form.answer.isHidden():
            self.form.answer.show_in_unit()

    @override
    def tab_widgets(self) -> list[QWidget]:
        if self.form is None:
            return [self]
        disputed = self._dispute.tab_widgets() if self._dispute is not None else []
        asked = self._comments.tab_widgets() if self._comments is not None else []
        return [*asked, *self.form.tab_widgets(), *disputed]

    @override
    def refresh(self) -> None:
        if not self._is_furnished:
            self.update()
            return
        status = self._status()
        self._show_state(status)
        self._show_signs(status)
        self._show_chevron()
        if self._messages is not None or self._has_to_say():
            self.messages.show_lines(is_open=self.is_open, judgement=self._judgement)
        if self._dispute is not None or self._editor.conflicts:
            self.dispute.refresh()
        self.show_comments()
        self._show_words(status)
        if self.form is not None:
            self.form.refresh()
        self.update()

    def focus_comment(self) -> None:
        """Put the focus where the first comment that waits is answered."""
        if self._comments is not None:
            self._comments.focus_answer()

    def show_comments(self) -> None:
        """Show what is asked about it; most questions have nothing, so that costs nothing."""
        if self._comments is not None or self._editor.commenting.of(self.address):
            self.comments.refresh(is_open=self.is_open)
            self.update()

    @override
    def retranslate(self) -> None:
        if self.form is not None:
            self.form.retranslate()
        self.refresh()

    @override
    def border(self) -> str:
        return _BORDERS.get(self._status(), "bd")

    @override
    def dotted_edge(self) -> bool:
        return self._status() is QuestionStatus.COPIED

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._comments is not None and self._comments.has_waiting:
            painter = QPainter(self)
            painter.fillRect(self.indent, 0, _EDGE, self.height(), theme.colour("ac"))
            painter.end()
        if not self.is_open:
            painter = QPainter(self)
            sign = pixmap("chevron-down", "tx2", _CHEVRON, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - _CHEVRON - 12, 10, sign)
            painter.end()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._editor.attachments.attach(self.address, files)

    def _status(self) -> QuestionStatus:
        return self._editor.state.status(self.address)

    def _show_chevron(self) -> None:
        """Keep room at the right for the sign that it can be unfolded."""
        self._grid.setContentsMargins(13 + self.indent, 9, 13 if self.is_open else 35, 9)

    def _show_state(self, status: QuestionStatus) -> None:
        """Show the state of the question: one whose figure is beyond its level warns."""
        verdict = self._verdict = self._compared(status)
        beyond = verdict is Verdict.EXCEEDS and status is QuestionStatus.ANSWERED
        shown = QuestionStatus.WARNING if beyond else status
        self._icon.show_icon(ICONS[shown], TOKENS[shown])

    def _compared(self, status: QuestionStatus) -> Verdict | None:
        """Return what its figure comes to against its level, if there is something to tell."""
        if not self.question.levels or status not in DONE:
            return None
        judged = judging.judge_answer(self._editor.record, self._editor.state, self.address)
        return judged.verdict if judged is not None and judged.verdict in _TOLD else None

    def _arrange(self) -> None:
        self._show_chevron()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._icon, 0, 0, top)
        self._grid.addWidget(self._number, 0, 1, top)
        self._grid.addWidget(self._words, 0, 2)
        self._grid.addLayout(self._signs.row, 0, 3, top)
        self._grid.setColumnStretch(2, 1)

    def _show_words(self, status: QuestionStatus) -> None:
        lang = language()
        question = self.question.label.get(lang)
        answer = answer_line(self._editor.state, self.entry.place, lang)
        self._words.setText(f"<b>{escape(question)}</b>" if self.is_open else self._folded(answer))
        self._words.setToolTip("" if self.is_open else tip(question))
        restyle(self._words, "role", "medium" if self.is_open else "body")
        state = _(STATUS_WORDS[status])
        required = _("Required") if self._editor.state.is_required(self.address) else ""
        parts = [self.question.number, state, required, question, answer]
        parts += [_(_TOLD[self._verdict][0])] if self._verdict is not None else []
        is_secret = self._editor.state.confidential(self.address).is_secret
        parts += [_("Trade secret")] if is_secret else []
        parts += self._messages.texts() if self._messages is not None else []
        parts += self._dispute.texts() if self._dispute is not None else []
        parts += self._comments.texts() if self._comments is not None else []
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _folded(self, answer: str) -> str:
        """Return title and answer as rich text; the whole question while it waits for one."""
        lang, short = language(), self.question.short
        question = escape(self.question.label.get(lang))
        if not answer:
            is_required = self._editor.state.is_required(self.address)
            return f"{question} <b>*</b>" if is_required else question
        is_blank = self._editor.state.answer(self.address).blank is not None
        if not short.is_empty and not is_blank:
            question = escape(short.get(lang))
        if question[-1:].isalnum() or question.endswith(")"):
            question += ":"
        return f"{question} <b>{escape(answer)}</b>"

    def _has_to_say(self) -> bool:
        """Whether something stands below the answer, or may in a moment."""
        state = self._editor.state
        if self.is_open or bool(state.problems(self.address)) or self._is_refused():
            return True
        return bool(evidence_rules.owed(state, self.address))

    def _is_refused(self) -> bool:
        return self.address in self._editor.attachments.refusals

    def _show_signs(self, status: QuestionStatus) -> None:
        state, signs = self._editor.state, self._signs
        signs.show_clips(0 if self.is_open else len(state.evidence(self.address)))
        secret = state.confidential(self.address)
        is_told = secret.is_secret and not self.is_open
        signs.show_chip("secret", _("Trade secret") if is_told else "", "lock", "plain")
        copied = copied_words(state, self.address) if status is QuestionStatus.COPIED else ""
        signs.show_chip("copied", copied, "history")
        said = _TOLD[self._verdict] if self._verdict is not None and not self.is_open else None
        signs.show_chip("level", *(_(said[0]), *said[1:]) if said else ("",))
        is_required = self.is_open and state.is_required(self.address)
        signs.show_chip("required", _("Required") if is_required else "", tone="plain")
        numbers = technique_numbers(state.definition, self.question) if self.is_open else ()
        first = _("BAT {number}").format(number=numbers[0]) if numbers else ""
        signs.show_chip("technique", first)
