"""Offers back what was being typed when the program ended without being closed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.i18n import _, language
from kta_desktop.services import drafts
from kta_desktop.services.drafts import Draft
from ui.undo import AuditEditor
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

KEY = "Alt+D"
_SHOWN_SIGNS = 160  # of a text: enough to know it again
_MOST_LINES = 4


class DraftOffer(QFrame):
    """Stands over the questions until every text is taken, or discarded and the page is left.

    A discarded text can be brought back as long as the page is there.

    Signals:
        jump: Address of a question that is to be shown.
        said: What came of it, for the status strip.
    """

    jump = Signal(str)
    said = Signal(str)

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("draft_offer")
        self.setProperty("banner", "warning")
        self._editor = editor
        self.offered: list[Draft] = []
        self._discarded: set[str] = set()
        self._until = ""
        self._title = Label("", "strong")
        self._title.setObjectName("draft_title")
        self._all = KeyButton(key=KEY, icon="check", small=True)
        self._all.setObjectName("take_all")
        self._all.clicked.connect(self.take_all)
        self._more = Label("", "second", "tx2")
        self.lines: list[_Line] = []
        self._arrange()
        self.hide()
        editor.drafting.load(self, self._show_offer)
        editor.take_back_aside(self)

    @property
    def waiting(self) -> list[Draft]:
        """The texts that are neither taken nor discarded."""
        return [one for one in self.offered if one.path not in self._discarded]

    def take_all(self) -> None:
        """Make answers of all texts that are still offered."""
        for draft in self.waiting:
            self._take(draft)

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._show()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("history", "wr", 18), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self._more)

    def _show_offer(self, found: Sequence[Draft]) -> None:
        self.offered = list(found)
        newest = max((draft.at for draft in found), default="")
        self._until = max(newest, self._editor.saved_at)
        self._show()

    def _show(self) -> None:
        shown = self.offered[:_MOST_LINES]
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [_Line(self, draft) for draft in shown]
        for line in self.lines:
            self._column.insertWidget(self._column.count() - 1, line)
        rest = len(self.offered) - len(shown)
        self._more.setText(_("And {count} more.").format(count=rest) if rest else "")
        self._more.setVisible(rest > 0)
        self._all.set_text(_("Take all"))
        self._all.setVisible(len(self.waiting) > 1)
        if shown:
            self._title.setText(self._sentence())
            self.setAccessibleName(self._title.text())
        self.setVisible(bool(shown))

    def _sentence(self) -> str:
        at = formatting.time_(self._until, language())
        closed = formatting.time_(self._until, language(), seconds=False)
        names = list(dict.fromkeys(self.number_of(draft) for draft in self.offered))
        text = _(
            "The program closed at {closed}. Everything up to {at} was restored; "
            "what was being typed in {fields} is offered below."
        )
        return text.format(closed=closed, at=at, fields=", ".join(names))

    def number_of(self, draft: Draft) -> str:
        """Return the number of the question that a draft belongs to, else what names it."""
        return self.name_of(draft).split()[0]

    def name_of(self, draft: Draft) -> str:
        """Return number and title of the question, and which of its fields it is."""
        path = drafts.place_of(draft.path)
        try:
            name = self._editor.name_of(path)
        except KeyError:  # its question or row is gone
            return path
        parts = {"note": _("note"), "confidential": _("trade secret")}
        part = parts.get(draft.path.partition("#")[2])
        return f"{name}, {part}" if part else name

    def can_take(self, draft: Draft) -> bool:
        """Whether a text can become an answer: its question is there and takes such a text."""
        return bool(drafts.edits_of(self._editor.state, draft))

    def is_discarded(self, draft: Draft) -> bool:
        """Whether a text was discarded and can be brought back."""
        return draft.path in self._discarded

    def take(self, draft: Draft) -> None:
        """Make the answer of a text and go to it."""
        self._take(draft)
        self._go(draft)

    def show_place(self, draft: Draft) -> None:
        """Go to the question of a text."""
        self._go(draft)

    def discard(self, draft: Draft) -> None:
        """Take a text out of the workspace; its line stays, to bring it back."""
        self._discarded.add(draft.path)
        self._editor.drafting.give_up(draft.path)
        self._show()

    def bring_back(self, draft: Draft) -> None:
        """Offer a discarded text again."""
        self._discarded.discard(draft.path)
        self._editor.drafting.typing(draft.path, draft.text)
        self._show()

    def _take(self, draft: Draft) -> None:
        edits = drafts.edits_of(self._editor.state, draft)
        if not edits:
            return
        if len(draft.text) > LONGEST_TEXT:  # its field goes on with it, to be shortened
            self._editor.drafting.resume(draft.path, draft.text)
        else:
            self._editor.drafting.take_up(draft.path, draft.text)
            self._editor.submit(edits)
        self.offered.remove(draft)
        self._show()
        self.said.emit(_("Taken: {what}").format(what=self.name_of(draft)))

    def _go(self, draft: Draft) -> None:
        try:
            self.jump.emit(self._editor.state.owner(drafts.place_of(draft.path)))
        except KeyError:  # its question is gone: the text stays to be copied
            self.said.emit(_("The place of this text is gone. It can be copied from here."))


class _Line(QWidget):
    """One text with what can be done with it."""

    def __init__(self, offer: DraftOffer, draft: Draft) -> None:
        super().__init__(offer)
        is_gone = offer.is_discarded(draft)
        shown = draft.text if len(draft.text) <= _SHOWN_SIGNS else f"{draft.text[:_SHOWN_SIGNS]}…"
        text = _("Discarded: {name} «{text}»") if is_gone else _("{name} «{text}»")
        label = Label(text.format(name=offer.name_of(draft), text=shown))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label, 1)
        for name, said, act in self._acts(offer, draft):
            is_alone = name == "take" and len(offer.waiting) == 1
            button = KeyButton(said, KEY if is_alone else "", small=True, parent=self)
            button.setObjectName(name)
            button.setAccessibleName(f"{said}: {offer.name_of(draft)}")
            button.clicked.connect(act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _acts(self, offer: DraftOffer, draft: Draft) -> list[tuple[str, str, object]]:
        if offer.is_discarded(draft):
            return [("bring_back", _("Bring back"), lambda: offer.bring_back(draft))]
        acts: list[tuple[str, str, object]] = []
        if offer.can_take(draft):
            acts.append(("take", _("Take"), lambda: offer.take(draft)))
        acts.append(("show", _("Show"), lambda: offer.show_place(draft)))
        acts.append(("discard", _("Discard"), lambda: offer.discard(draft)))
        return acts
