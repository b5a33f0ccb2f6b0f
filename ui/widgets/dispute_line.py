"""The line on a card that says: two people answered this differently, and both values are kept."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _, language
from kta_desktop.services import conflicts
from kta_desktop.services.conflicts import Dispute
from kta_desktop.services.value_words import value_words
from ui.undo import AuditEditor
from ui.widgets.dispute_sides import told_by
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

KEY = "Alt+R"


class DisputeLine(QWidget):
    """Hidden unless something of a question waits for a decision.

    Args:
        editor: The open audit.
        address: Address of the question.
        parent: The card.
    """

    def __init__(self, editor: AuditEditor, address: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._address = editor, address
        self._label = Label("")
        self._label.set_tone("wr")
        self._decide = KeyButton(key=KEY, icon="git-merge", small=True, parent=self)
        self._decide.setObjectName("decide")
        self._decide.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("git-merge", "wr", 14))
        row.addWidget(self._label, 1)
        row.addWidget(self._decide)
        self.refresh()

    def refresh(self) -> None:
        """Show what waits for a decision now."""
        found = self._disputes()
        self.setVisible(bool(found))
        if found:
            self._label.setText(self._told(found))
            self._decide.set_text(_("Decide"))

    def ask(self) -> None:
        """Ask for a decision on the first of what waits."""
        found = self._disputes()
        if found:
            self._editor.decision_wanted.emit(found[0].path)

    def texts(self) -> list[str]:
        """Return the sentence that is shown."""
        return [] if self.isHidden() else [self._label.text()]

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus."""
        return [self._decide]

    def _disputes(self) -> list[Dispute]:
        """Return what waits at this question; most audits have nothing, so that costs nothing."""
        here = tuple(one for one in self._editor.conflicts if self._is_here(one.path))
        if not here:
            return []
        record = replace(self._editor.record, conflicts=here)
        return list(conflicts.disputes(record, self._editor.workspace.device))

    def _is_here(self, path: str) -> bool:
        if not path.startswith(self._address):
            return False  # told at once: there may be hundreds, and every key asks again
        try:
            return self._editor.state.owner(path) == self._address
        except KeyError:
            return False  # of another checklist than this one

    def _told(self, found: list[Dispute]) -> str:
        state, lang = self._editor.state, language()
        first = found[0]
        sides = "; ".join(
            f"«{value_words(state, first.path, side.value, lang)}» ({told_by(side)})"
            for side in first.sides
        )
        more = _("and {count} more").format(count=len(found) - 1) if found[1:] else ""
        return " ".join(part for part in (_("Different answers:"), f"{sides}.", more) if part)
