"""The block of the context pane with the answer of an earlier audit, and the way to take it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kta_desktop import formatting
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.theme.tips import tip
from ui.undo import AuditEditor
from ui.widgets.chip import Chip
from ui.widgets.context_block import Block
from ui.widgets.earlier_answers import EarlierAnswers, change_text, earlier_text
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

KEY = "Alt+P"


class EarlierBlock(Block):
    """Answer, date and change in per cent; hidden for a question that was not answered then."""

    def __init__(self, editor: AuditEditor, earlier: EarlierAnswers, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._earlier = editor, earlier
        self._address = ""
        self.answer = Label("", "strong")
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.change = Chip(parent=self)
        self.take = KeyButton(key=KEY, kind="link", small=True, parent=self)
        self.take.setObjectName("take_earlier")
        self.take.clicked.connect(lambda _on=False: self._earlier.take(self._address))
        line = FlowLayout()
        line.addWidget(self.change)
        line.addWidget(self.take)
        self.body.addWidget(self.answer)
        self.body.addLayout(line)

    def show_place(self, place: Place) -> None:
        """Show what was answered to a question then."""
        self._address = place.address
        known = self._earlier.of(place.address)
        self.setVisible(known is not None)
        if known is None:
            return
        lang, state = language(), self._editor.state
        day = formatting.date(known.starts_on, lang) if known.starts_on else known.number
        self.head.show_title(
            _("Previous audit, {date}").format(date=day), folded=self.head.is_folded
        )
        self.head.setToolTip(tip(known.number))
        self.head.setVisible(True)
        self.chip.hide()
        self.answer.setText(earlier_text(place.question, known, lang))
        changed = change_text(state.answer(place.address), known, lang)
        self.change.setVisible(bool(changed))
        if changed:
            self.change.show_state(changed, "trending-up" if changed[0] == "+" else "", "warning")
        self.take.set_text(_("Take"))
        self.take.setToolTip(tip(_("Take the answer of {number} over").format(number=known.number)))
        self.take.setVisible(not state.is_readonly(place.address))

    def show_key(self, *, works: bool) -> None:
        """Draw the key on the button while it takes this one answer, and not all of them."""
        self.take.set_key(KEY if works else "")
