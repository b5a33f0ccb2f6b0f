"""The register of keys: whose they are, what may be believed of them, and what to decide."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.register import KeyRow, KeyState
from ui.models import key_rows, key_words
from ui.theme.tokens import GAP, PADDING
from ui.widgets.chip import Chip
from ui.widgets.fingerprint import FingerprintView
from ui.widgets.flow import FlowLayout
from ui.widgets.intake_list import ListPane
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel

ALL, UNKNOWN, ACTIVE, REVOKED = "all", "unknown", "active", "revoked"


class KeysPage(QWidget):
    """Keys in a list, one of them in full.

    Signals:
        accept_wanted, revoke_wanted: the ``KeyRow`` that is to be decided about.
        import_wanted, own_wanted: A card is to be imported, our own one shown.
    """

    accept_wanted = Signal(object)
    revoke_wanted = Signal(object)
    import_wanted = Signal()
    own_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[KeyRow, ...] = ()
        self._awaited = ""
        self.pane = ListPane("intakeKeys", (ALL, UNKNOWN, ACTIVE, REVOKED))
        self._listed, self._full = Panel(), Panel()
        self._name, self._state = Label("", "panel"), Chip()
        self._facts, self._note = Label("", "second", "tx2"), Label("", "body", "tx2")
        self._title, self._fingerprint = Label("", "medium"), FingerprintView()
        self.accept = KeyButton("", "Ctrl+Enter", "key-round", "primary")
        self.revoke = KeyButton("", "Del", "circle-slash", "danger")
        self.bring = KeyButton("", "Ins", "plus")
        self.own = KeyButton("", "Alt+C", "qr-code")
        self._arrange()
        self.pane.filtered.connect(self._show)
        self.pane.list.chosen.connect(lambda _item: self._show_one())
        self.pane.list.opened.connect(lambda _item: self.decide())
        self.accept.clicked.connect(self.decide)
        self.revoke.clicked.connect(self.take_away)
        self.bring.clicked.connect(self.import_wanted)
        self.own.clicked.connect(self.own_wanted)
        self.retranslate()

    def focus_first(self) -> None:
        """Give the keyboard to the rows."""
        self.pane.focus_first()

    def show_keys(self, keys: Sequence[KeyRow]) -> None:
        """Show the register."""
        self._keys = tuple(keys)
        self._show()
        if self.of(self._awaited) is not None:
            self.choose(self._awaited)
            self._awaited = ""

    def choose_when_shown(self, fingerprint: str) -> None:
        """Choose a key as soon as the register that has it is shown."""
        self._awaited = fingerprint
        self.choose(fingerprint)

    def key(self) -> KeyRow | None:
        """Return the key that is chosen; None if none is."""
        item = self.pane.list.item()
        return next((one for one in self._keys if one.fingerprint == item), None)

    def of(self, fingerprint: str) -> KeyRow | None:
        """Return a key by its fingerprint; None if it is not in the register."""
        return next((one for one in self._keys if one.fingerprint == fingerprint), None)

    def others_of(self, key: KeyRow) -> tuple[KeyRow, ...]:
        """Return the other accepted keys of the same person."""
        return tuple(
            one
            for one in self._keys
            if one.auditor
            and one.auditor == key.auditor
            and one.fingerprint != key.fingerprint
            and one.state is KeyState.ACTIVE
        )

    def choose(self, fingerprint: str) -> None:
        """Choose a key."""
        self.pane.choose(ALL)
        self.pane.list.choose(fingerprint)

    def decide(self) -> None:
        """Ask for a decision about the key that is chosen."""
        if (key := self.key()) is not None:
            self.accept_wanted.emit(key)

    def take_away(self) -> None:
        """Ask to revoke the key that is chosen."""
        key = self.key()
        if key is not None and key.state is not KeyState.REVOKED:
            self.revoke_wanted.emit(key)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.pane.list.setAccessibleName(_("Register of keys"))
        self._title.setText(_("Fingerprint, as printed on the cover sheet"))
        self.bring.set_text(_("Import a card…"))
        self.own.set_text(_("Card of this workspace…"))
        self._show()

    def _arrange(self) -> None:
        for button, name in (
            (self.accept, "acceptKey"), (self.revoke, "revokeKey"),
            (self.bring, "importCard"), (self.own, "ownCard"),
        ):  # fmt: skip
            button.setObjectName(name)
        self._listed.body.setContentsMargins(1, 1, 1, 1)
        self._listed.body.addWidget(self.pane, 1)
        acts, ways = QWidget(), QWidget()
        for parent, widgets in (
            (acts, (self.accept, self.revoke)),
            (ways, (self.bring, self.own)),
        ):
            flow = FlowLayout(parent)
            for widget in widgets:
                flow.addWidget(widget)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(PADDING)
        column.addLayout(head)
        parts = (self._facts, self._title, self._fingerprint, self._note, acts)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(ways)
        self._full.body.addLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._listed, 2)
        row.addWidget(self._full, 3)

    def _of(self, group: str) -> list[KeyRow]:
        return [one for one in self._keys if group in (ALL, str(one.state))]

    def _show(self) -> None:
        words = (
            _("All: {count}"), _("Undecided: {count}"), _("Accepted: {count}"),
            _("Revoked: {count}"),
        )  # fmt: skip
        groups = (ALL, UNKNOWN, ACTIVE, REVOKED)
        counts = [len(self._of(group)) for group in groups]
        self.pane.name_filters([w.format(count=n) for w, n in zip(words, counts, strict=True)])
        rows = [key_rows.key_row(one) for one in self._of(self.pane.chosen)]
        empty = _("No key is here. Import a card: a file, or a picture of its code.")
        self.pane.show_rows(rows, empty)
        self._show_one()

    def _show_one(self) -> None:
        key = self.key()
        for widget in (self._state, self._title, self._fingerprint, self.accept, self.revoke):
            widget.setVisible(key is not None)
        if key is None:
            self._name.setText(_("No key is chosen"))
            self._facts.setText("")
            self._note.setText("")
            return
        word, icon, tone = key_words.STATES[str(key.state)]
        self._state.show_state(_(word), icon, tone)
        self._name.setText(key.name or _("Nobody has shown a card of this key."))
        role = _(key_words.ROLES.get(key.role, key.role))
        self._facts.setText("\n".join((role, *key_rows.facts(key))))
        self._fingerprint.show_key(key.fingerprint)
        self._note.setText(_about(key))
        is_active = key.state is KeyState.ACTIVE
        self.accept.set_text(_("Change the role…") if is_active else _("Accept the key…"))
        self.revoke.set_text(_("Revoke the key…"))
        self.revoke.setVisible(key.state is not KeyState.REVOKED)


def _about(key: KeyRow) -> str:
    """Return what follows from the state of a key."""
    if key.state is KeyState.ACTIVE:
        return _("Versions signed by this key are taken in.")
    if key.state is KeyState.REVOKED:
        text = _("Revoked: {reason}. Versions signed by this key are held.")
        return text.format(reason=key.reason)
    if key.held:
        text = _("Nobody has decided yet. Versions that are held for it: {count}.")
        return text.format(count=key.held)
    return _("Nobody has decided yet. Versions signed by this key are held.")
