"""The head above tried questions: which section, where to go next; wraps where it is narrow."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kta_desktop.domain.definition import Section
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _, language
from ui.models.section_model import section_title
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton


class TrialHead(QFrame):
    """The section as a drop-down, and ways onward.

    Signals:
        sections_wanted: The drop-down of sections was pressed.
        unanswered_wanted: The next question without an answer is wanted.
        stepped: 1 for the next section, -1 for the previous one.
        context_wanted: What stands beside the questions is to be shown or folded.
    """

    sections_wanted = Signal()
    unanswered_wanted = Signal()
    stepped = Signal(int)
    context_wanted = Signal()

    def __init__(self, state: FormState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._sections = self._button("sections_key", "F6", "", self.sections_wanted.emit)
        self._back = self._button("previous_section", "", "chevron-left", self._step(-1))
        self._onward = self._button("next_section", "", "chevron-right", self._step(1))
        self._unanswered = self._button("unanswered", "F7", "", self.unanswered_wanted.emit)
        self._context = self._button("context_key", "F4", "", self.context_wanted.emit)
        flow = FlowLayout()
        for button in (
            self._sections,
            self._back,
            self._onward,
            self._unanswered,
            self._context,
        ):
            flow.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addLayout(flow, 1)

    def show_section(self, section: Section) -> None:
        """Show where one is, and what the buttons are called in the interface language."""
        here = self._state.progress(section.name)
        title = section_title(section, language())
        self._sections.set_text(f"{title}  {here.answered}/{here.total}")
        sections = [s for s in self._state.definition.sections if self._has_questions(s, section)]
        place = sections.index(section)
        self._back.setEnabled(place > 0)
        self._onward.setEnabled(place + 1 < len(sections))
        self._back.set_tip(_("Previous section (Ctrl+PgUp)"))
        self._onward.set_tip(_("Next section (Ctrl+PgDn)"))
        self._unanswered.set_text(_("Unanswered"))
        self._context.set_text(_("Why"))

    def _has_questions(self, section: Section, here: Section) -> bool:
        return section is here or bool(self._state.places(section.name))

    def _step(self, by: int) -> Callable[[], None]:
        return partial(self.stepped.emit, by)

    def _button(self, name: str, key: str, icon: str, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(key=key, icon=icon, small=True, parent=self)
        button.setObjectName(name)
        button.clicked.connect(lambda _on=False: act())
        return button
