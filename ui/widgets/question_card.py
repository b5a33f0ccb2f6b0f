"""One question on screen: a line of words while folded, a form while open."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Question
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.i18n import N_, _, language
from ui.models.section_model import ICONS, TOKENS
from ui.models.summary import answer_line, technique_numbers
from ui.theme import theme
from ui.theme.tips import tip
from ui.theme.tokens import PANEL_RADIUS
from ui.undo import AuditEditor
from ui.widgets.card_form import CardForm
from ui.widgets.card_messages import CardMessages
from ui.widgets.chip import Chip
from ui.widgets.label import IconLabel, Label, restyle

STATUS_WORDS = {
    QuestionStatus.EMPTY: N_("not answered"),
    QuestionStatus.BEGUN: N_("begun"),
    QuestionStatus.ANSWERED: N_("answered"),
    QuestionStatus.BLANK: N_("blank with a reason"),
    QuestionStatus.WARNING: N_("to confirm"),
    QuestionStatus.ERROR: N_("error"),
    QuestionStatus.HIDDEN: N_("does not apply"),
}
_BORDERS = {QuestionStatus.ERROR: "erb", QuestionStatus.WARNING: "wrb"}
_NUMBER_WIDTH = 40


class QuestionCard(QFrame):
    """A question in paper order; its form exists only while it is open.

    Signals:
        wanted: Name of the question, and whether Tab came backwards: it wants to be open.
        left: 1 to go to the next question, -1 to the previous one.
        grown: The height may have changed.
    """

    wanted = Signal(str, bool)
    left = Signal(int)
    grown = Signal()

    def __init__(self, editor: AuditEditor, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.question = question
        self.form: CardForm | None = None
        self._judgement: Judgement | None = None
        self.setObjectName(f"card_{question.name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._icon = IconLabel("circle", "tx3", 18)
        self._number = Label(question.number, "strong", "tx2", wrap=False)
        self._number.setMinimumWidth(_NUMBER_WIDTH)
        self._words = Label("")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._clips = Label("", "second", "tx2", wrap=False)
        self._clip_icon = IconLabel("paperclip", "tx2", 14)
        self._required = Chip()
        self._technique = Chip(tone="info")
        self.messages = CardMessages(editor, question, self)
        self.messages.grown.connect(self.grown)
        self._grid = QGridLayout(self)
        self._arrange()
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self.form is not None

    def unfold(self, *, backwards: bool = False, focus: bool = True) -> None:
        """Show the form and put the focus into it, at its end if Tab came backwards."""
        if self.form is None:
            self.form = CardForm(self._editor, self.question, self.messages, self)
            self.form.left.connect(self.left)
            self.form.grown.connect(self.grown)
            for widget in self.form.header_widgets():
                self._right.addWidget(widget)
            self._grid.addWidget(self.form, 1, 2, 1, 2)
            self.form.show()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.refresh()
        if focus:
            (self.form.focus_last if backwards else self.form.focus_first)()

    def fold(self) -> None:
        """Hand over what is typed and show a line of words again."""
        if self.form is None:
            return
        form, self.form = self.form, None
        form.commit()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid.removeWidget(form)
        for widget in form.header_widgets():
            self._right.removeWidget(widget)
            widget.deleteLater()
        self.messages.setParent(self)
        form.hide()
        form.deleteLater()
        self._grid.addWidget(self.messages, 2, 2, 1, 2)
        self.refresh()

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self.form is not None:
            self.form.commit()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show what the figure comes to against its level."""
        self._judgement = judgement
        self.messages.show_lines(is_open=self.is_open, judgement=judgement)

    def refresh(self) -> None:
        """Show the state of the audit."""
        state, name = self._editor.state, self.question.name
        status = state.status(name)
        self._icon.show_icon(ICONS[status], TOKENS[status])
        self._show_words(status)
        self._show_chips()
        self.messages.show_lines(is_open=self.is_open, judgement=self._judgement)
        if self.form is not None:
            self.form.refresh()
        self.update()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        if self.form is not None:
            self.form.retranslate()
        self.refresh()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            backwards = event.reason() == Qt.FocusReason.BacktabFocusReason
            self.wanted.emit(self.question.name, backwards)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.wanted.emit(self.question.name, False)

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
            self._editor.attach(self.question.name, files)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        status = self._editor.state.status(self.question.name)
        token, width = _BORDERS.get(status, "bd"), 1.0
        if self.is_open:
            token, width = "foc", 2.0
        painter.setPen(QPen(theme.colour(token), width))
        painter.setBrush(theme.colour("sf"))
        edge = width / 2
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(edge, edge, -edge, -edge), PANEL_RADIUS, PANEL_RADIUS
        )
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def _arrange(self) -> None:
        self._grid.setContentsMargins(13, 9, 13, 9)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._icon, 0, 0, top)
        self._grid.addWidget(self._number, 0, 1, top)
        self._grid.addWidget(self._words, 0, 2)
        self._right = QHBoxLayout()
        self._right.setSpacing(6)
        for widget in (self._clip_icon, self._clips, self._required, self._technique):
            self._right.addWidget(widget)
        self._grid.addLayout(self._right, 0, 3, top)
        self._grid.addWidget(self.messages, 2, 2, 1, 2)
        self._grid.setColumnStretch(2, 1)

    def _show_words(self, status: QuestionStatus) -> None:
        lang = language()
        question = self.question.label.get(lang)
        answer = answer_line(self._editor.state, self.question, lang)
        self._words.setText(f"<b>{escape(question)}</b>" if self.is_open else self._folded(answer))
        self._words.setToolTip("" if self.is_open else tip(question))
        restyle(self._words, "role", "medium" if self.is_open else "body")
        state = _(STATUS_WORDS[status])
        parts = [self.question.number, state, question, answer, *self.messages.texts()]
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _folded(self, answer: str) -> str:
        """Return title and answer as rich text; the whole question while it waits for one."""
        lang, short = language(), self.question.short
        question = escape(self.question.label.get(lang))
        if not answer:
            return question
        is_blank = self._editor.state.answer(self.question.name).blank is not None
        if not short.is_empty and not is_blank:
            question = f"{escape(short.get(lang))}:"
        return f"{question} <b>{escape(answer)}</b>"

    def _show_chips(self) -> None:
        count = len(self._editor.state.evidence(self.question.name))
        shows_clips = count > 0 and not self.is_open
        self._clips.setVisible(shows_clips)
        self._clip_icon.setVisible(shows_clips)
        self._clips.setText(str(count))
        self._clips.setAccessibleName(_("Evidence: {name}").format(name=count))
        self._required.show_state(_("Required"), "", "plain")
        self._required.setVisible(self.is_open and self.question.required)
        numbers = technique_numbers(self._editor.state.definition, self.question)
        first = _("BAT {number}").format(number=numbers[0]) if numbers else ""
        self._technique.show_state(first, "", "info")
        self._technique.setVisible(self.is_open and bool(numbers))
