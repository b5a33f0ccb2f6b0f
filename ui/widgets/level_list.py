"""The levels of a pack: which a person still has to check, which hold by the tried answers."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.definition import Definition, Level
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.services import trial
from kta_desktop.services.trial import InForce
from ui.models import level_lines
from ui.widgets.key_button import KeyButton
from ui.widgets.lines_filter import FilteredLines

ALL, UNCHECKED, HOLDING, OPEN = "all", "unchecked", "holding", "open"
_FILTERS = (ALL, UNCHECKED, HOLDING, OPEN)
_SHARES = (0.28, 0.16, 0.23, 0.19, 0.14)


class LevelList(FilteredLines):
    """Levels and exceptions in the order of the pack.

    Signals: ``mark_wanted`` with the ``Level`` that a person wants to mark as checked.
    """

    mark_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("packLevels", _FILTERS, parent)
        self._definition: Definition | None = None
        self._state: FormState | None = None
        self._now: Mapping[str, InForce] = {}
        self._mark = KeyButton("", "Enter", "file-check", small=True)
        self._mark.setObjectName("markChecked")
        self.bar.addWidget(self._mark)
        self._mark.clicked.connect(lambda: self._want(self.table.item()))
        self.filtered.connect(lambda _name: self._show())
        self.table.opened.connect(self._want)

    def show_levels(self, definition: Definition | None, state: FormState | None) -> None:
        """Show the levels of a checklist, and what they come to in a tried form of it."""
        self._definition, self._state = definition, state
        found = trial.standing(state) if state is not None else ()
        self._now = {each.subject.id: each for each in found if each.subject is not None}
        if not self._of(self.chosen):
            self.choose(ALL)
        self._show()

    def show_level(self, identifier: str) -> None:
        """Choose a level, whichever rows are shown."""
        if all(level.id != identifier for level in self._of(self.chosen)):
            self.choose(ALL)
        self.table.choose(identifier)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._mark.set_text(_("Mark as checked…"))
        self.table.setAccessibleName(_("Levels"))
        self._show()

    def _of(self, kind: str) -> list[Level]:
        levels = self._definition.levels if self._definition else ()
        return [level for level in levels if self._is_of(kind, level)]

    def _is_of(self, kind: str, level: Level) -> bool:
        if kind == ALL:
            return True
        if kind == UNCHECKED:
            return not level.may_yield_verdict
        now = self._now.get(level.id)
        return now is not None and now.applies is (True if kind == HOLDING else None)

    def _show(self) -> None:
        words = (
            _("All: {count}"),
            _("Not checked: {count}"),
            _("Hold: {count}"),
            _("Undecided: {count}"),
        )
        names = [w.format(count=len(self._of(k))) for w, k in zip(words, _FILTERS, strict=True)]
        self.name_filters(names)
        definition, state = self._definition, self._state
        shown = self._of(self.chosen)
        lines = (
            [level_lines.line(each, definition, self._now.get(each.id), state) for each in shown]
            if definition is not None and state is not None
            else []
        )
        note = "" if lines else _("This pack has no levels.")
        self.show_lines(level_lines.heads(), lines, _SHARES, note=note)
        self._mark.setEnabled(bool(lines))

    def _want(self, identifier: object) -> None:
        if self._definition is not None and isinstance(identifier, str):
            self.mark_wanted.emit(self._definition.level(identifier))
