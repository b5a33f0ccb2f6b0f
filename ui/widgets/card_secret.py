"""Whether the answer of a card is a trade secret: a key that says so, and on what grounds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.domain import fieldpath
from kta_desktop.domain.confidential import Confidential, SaidBy, Secrecy
from kta_desktop.forms.state import FormState, Place
from kta_desktop.i18n import _
from kta_desktop.services.answering import Edit
from ui.undo import AuditEditor
from ui.widgets.answer_base import TypedText
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton

KEY = "Alt+T"


class SecretRow(QWidget):
    """A lock with the grounds beside it; nothing is seen of it while the answer is no secret.

    Attributes:
        key: Says that it is a secret, or that it is none; the card puts it beside the evidence.
        grounds: On what grounds, as the plant says.

    Signals:
        grown: The height may have changed.
    """

    grown = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._place = editor, place
        self.key = KeyButton(key=KEY, icon="lock", parent=parent)
        self.key.setObjectName("secret_key")
        self.key.clicked.connect(self.toggle)
        self._chip = Chip(parent=self)
        self.grounds = TypedText(self)
        self.grounds.setObjectName("secret_grounds")
        self.grounds.committed.connect(self._say)
        self.grounds.grown.connect(self.grown)
        editor.drafting.follow(self.grounds, fieldpath.confidential(place.address))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.grounds, 1)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus: the key, then the grounds."""
        return [self.key, self.grounds]

    def commit(self) -> None:
        """Hand over the grounds that are being typed."""
        self.grounds.commit()

    def toggle(self) -> None:
        """Say that the answer is a secret, or that it is none; then ask for the grounds."""
        self.commit()
        state, address = self._editor.state, self._place.address
        now = state.confidential(address)
        after = _open(state, self._place) if now.is_secret else Secrecy(is_secret=True)
        stored = after.to_json() if after is not None else None
        self._editor.submit([Edit(fieldpath.confidential(address), stored)])
        self.refresh()
        self.grown.emit()
        (self.key if now.is_secret else self.grounds).setFocus()

    def refresh(self) -> None:
        """Show the state of the audit."""
        found = self._editor.state.confidential(self._place.address)
        self._chip.show_state(secret_words(found), "lock", "plain")
        is_own = found.by is SaidBy.PERSON and found.source == self._place.address
        self.grounds.show_text(found.grounds if is_own else "")
        self.setVisible(found.is_secret or self.grounds.is_typing)
        act = _("No trade secret") if found.is_secret else _("Trade secret")
        self.key.set_tip(act)
        self.grounds.setPlaceholderText(found.grounds or _("On what grounds"))
        self.grounds.setAccessibleName(_("Trade secret, on what grounds"))

    def _say(self, text: str) -> None:
        said = Secrecy(is_secret=True, grounds=text.strip())
        path = fieldpath.confidential(self._place.address)
        self._editor.submit([Edit(path, said.to_json())])


def secret_words(found: Confidential) -> str:
    """Return what a chip says of a secret; where only the checklist calls it one, that."""
    if found.by is SaidBy.PERSON:
        return _("Trade secret")
    return _("Trade secret by the checklist")


def _open(state: FormState, place: Place) -> Secrecy | None:
    """Return what makes a question no secret: nothing, unless it would be one by itself."""
    inside = fieldpath.parse_path(place.address).inside
    around = inside is not None and state.confidential(inside).is_secret
    return Secrecy(is_secret=False) if place.question.confidential or around else None
