"""The head above the questions: which section, what is wrong in it, where to go next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Section
from kta_desktop.forms.state import FormState, Progress, QuestionStatus
from kta_desktop.i18n import _, language
from ui.models.section_model import section_title
from ui.models.way import Way
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

_BAR_WIDTH = 104
_GAP = 8
_LEAST_TITLE = 120  # px that a long title wraps in
_SIDE = 12


class QuestionHead(QFrame):
    """Title or drop-down of the section, chips of its errors and warnings, ways onward.

    Signals:
        sections_wanted: The drop-down of sections was pressed.
        unanswered_wanted: Only what has no answer, or no evidence, is to be gone through.
        stepped: 1 for the next section, -1 for the previous one.
        context_wanted: The context pane is to be shown or folded.
    """

    sections_wanted = Signal()
    unanswered_wanted = Signal()
    stepped = Signal(int)
    context_wanted = Signal()

    def __init__(self, state: FormState, way: Way, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._way = state, way
        self._section: Section | None = None
        self._is_narrow = False
        self._counts = (0, 0)
        self.sections = self._button(
            "sections_key", "F6", "chevron-down", self.sections_wanted.emit
        )
        self._title = Label("", "title")
        self._errors = Chip(parent=self)
        self._warnings = Chip(parent=self)
        self._count = Label("", "second", "tx2", wrap=False)
        self._bar = ProgressBar6(self)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self.unanswered = self._button("unanswered", "F7", "", self.unanswered_wanted.emit)
        self.back = self._button(
            "previous_section", "", "chevron-left", partial(self.stepped.emit, -1)
        )
        self.onward = self._button("next_section", "Ctrl+PgDn", "", partial(self.stepped.emit, 1))
        self.context = self._button("context_key", "F4", "info", self.context_wanted.emit)
        self._arrange()

    def show_section(self, section: Section, *, narrow: bool) -> None:
        """Show the head of ``section``, in the short form for narrow windows."""
        self._section, self._is_narrow = section, narrow
        lang = language()
        statuses = [self._state.status(p.address) for p in self._state.visible(section.name)]
        self._counts = (
            statuses.count(QuestionStatus.ERROR),
            statuses.count(QuestionStatus.WARNING),
        )
        here = self._state.progress(section.name)
        title = section_title(section, lang)
        self._title.setText(f"{section.number}. {section.label.get(lang)}")
        self.sections.set_text(f"{title}  {here.answered}/{here.total}")
        if narrow:
            self._show_progress(self._state.progress())
        following = self._beside(section, 1)
        self.back.setEnabled(self._beside(section, -1) is not None)
        self.onward.setEnabled(following is not None)
        self.unanswered.set_text(_("Unanswered"))
        self.back.set_tip(_("Previous section (Ctrl+PgUp)"))
        self.onward.set_tip(_("Next section (Ctrl+PgDn)"))
        onward = _("Section {number}").format(number=(following or section).number)
        self.onward.set_text("" if narrow else f"{onward} ›")
        self.onward.setAccessibleName(onward)
        self.onward.set_icon("chevron-right" if narrow else "")
        self.onward.set_key("" if narrow else "Ctrl+PgDn")
        self.context.set_text(_("Context"))
        for widget, is_shown in (
            (self.sections, narrow),
            (self._title, not narrow),
            (self._count, narrow),
            (self._bar, narrow),
            (self.unanswered, not narrow),
            (self.context, narrow),
        ):
            widget.setVisible(is_shown)
        self._show_chips()

    def _beside(self, here: Section, by: int) -> Section | None:
        """Return the section that the keys step to from the one that is shown."""
        name = self._way.beside(here.name, by)
        return next((s for s in self._state.definition.sections if s.name == name), None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chips()

    def _show_chips(self) -> None:
        """Show what is wrong in words, or by digits alone where the title needs the room."""
        for in_words in (True, False):
            self._show_chip(self._errors, self._counts[0], error=True, in_words=in_words)
            self._show_chip(self._warnings, self._counts[1], error=False, in_words=in_words)
            if not self._is_narrow and self._needed() <= self.width():
                break
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        room = self.width() - self._needed() + title
        self._title.setFixedWidth(max(min(title + 2, room), _LEAST_TITLE))

    def _needed(self) -> int:
        """Return the width that shows everything in one line."""
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        others = (self._errors, self._warnings, self.unanswered, self.back, self.onward)
        shown = [widget.sizeHint().width() for widget in others if not widget.isHidden()]
        return title + sum(shown) + _GAP * (len(shown) + 1) + 2 * _SIDE

    def _show_progress(self, progress: Progress) -> None:
        text = _("{answered} of {total}").format(answered=progress.answered, total=progress.total)
        self._count.setText(text)
        self._bar.set_fraction(progress.answered / max(progress.total, 1), text)

    def _show_chip(self, chip: Chip, count: int, *, error: bool, in_words: bool) -> None:
        text = _("Errors: {count}") if error else _("To confirm: {count}")
        icon, tone = ("circle-alert", "error") if error else ("triangle-alert", "warning")
        chip.show_state(text.format(count=count) if in_words else str(count), icon, tone)
        chip.setToolTip(text.format(count=count))
        chip.setVisible(count > 0)

    def _button(self, name: str, key: str, icon: str, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(key=key, icon=icon, small=True, parent=self)
        button.setObjectName(name)
        button.clicked.connect(lambda _on=False: act())
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self.sections)
        row.addWidget(self._title)
        row.addWidget(self._errors)
        row.addWidget(self._warnings)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._bar)
        for button in (self.unanswered, self.back, self.onward, self.context):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 8, _SIDE, 8)
        column.addLayout(row)
