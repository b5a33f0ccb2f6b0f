"""Choosing a passphrase: twice, with its strength, the layout and Caps Lock."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kta_desktop.i18n import N_, _
from ui.widgets.label import IconLabel, Label
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import CYRILLIC, MINIMUM, PassphraseField, strength
from ui.widgets.progress import ProgressBar6
from ui.widgets.texts import Texts

_LOOKS = {
    "empty": (N_("four words are easy to remember and hard to guess"), "tx3"),
    "short": (N_("too short: at least {count} signs"), "er"),
    "simple": (N_("simple: the same few signs all over"), "wr"),
    "fair": (N_("fair: {count} signs"), "wr"),
    "strong": (N_("strong: {count} signs"), "ok"),
}
_WORDS = N_("strong: words {count}, signs {signs}")


class NewPassphrase(QWidget):
    """Two passphrase fields that have to agree.

    Signals: ``edited`` after either changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self.first = Labelled(PassphraseField())
        self.first.field.setObjectName("passphrase")
        self.again = Labelled(PassphraseField())
        self.again.field.setObjectName("passphrase_again")
        self._texts.add(self.first.set_name, N_("Think of a passphrase"))
        self._texts.add(self.again.set_name, N_("Once more"))
        self._bar = ProgressBar6()
        self._grade = Label("", "second")
        self._keyboard = KeyboardLine(self.first.field, self.again.field)
        graded = QHBoxLayout()
        graded.setSpacing(8)
        graded.addWidget(self._bar, 1)
        graded.addWidget(self._grade, 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.first, 0, 0)
        grid.addWidget(self.again, 0, 1, 2, 1)
        grid.addLayout(graded, 1, 0)
        grid.addWidget(self._keyboard, 2, 0, 1, 2)
        self.first.field.textChanged.connect(self._judge)
        self.again.field.textChanged.connect(self._judge)
        self._judge()

    def passphrase(self) -> str:
        """Return the passphrase, empty until it is long enough and both fields agree."""
        text = self.first.field.text()
        return text if len(text) >= MINIMUM and text == self.again.field.text() else ""

    def focus_wanted(self) -> None:
        """Put the cursor into the field that still lacks something."""
        is_long = len(self.first.field.text()) >= MINIMUM
        (self.again if is_long else self.first).field.setFocus()

    def watch(self, field: PassphraseField) -> None:
        """Let the line about the keyboard also tell what is typed in ``field``."""
        self._keyboard.watch(field)

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.field.clear()
        self.again.field.clear()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self._keyboard.retranslate()
        self.first.field.retranslate()
        self.again.field.retranslate()
        self._judge()

    def _judge(self) -> None:
        first, again = self.first.field.text(), self.again.field.text()
        grade, share = strength(first)
        text, tone = _LOOKS[grade]
        count = MINIMUM if grade == "short" else len(first)
        words = _(text).format(count=count)
        if grade == "strong" and len(first.split()) > 1:
            words = _(_WORDS).format(count=len(first.split()), signs=len(first))
        self._grade.setText(words)
        self._grade.set_tone(tone)
        self._bar.set_fraction(share, words, "ac" if grade == "empty" else tone)
        self._compare(first, again)
        self.edited.emit()

    def _compare(self, first: str, again: str) -> None:
        if not again or first == again:
            self.again.say(_("Both agree.") if again else "", "ok")
        elif first.startswith(again):
            self.again.say(_("Does not agree yet. Type it to the end."), "tx3")
        else:
            self.again.say(_("Does not agree with the first. Check the keyboard layout."), "er")


class KeyboardLine(QWidget):
    """The layout and Caps Lock, as the letters typed so far tell them."""

    def __init__(self, *fields: PassphraseField) -> None:
        super().__init__()
        self._layout = Label("", "second", "tx2", wrap=False)
        self._caps = Label("", "second", "tx2", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("keyboard", "tx2"))
        row.addWidget(self._layout)
        row.addSpacing(8)
        row.addWidget(self._caps)
        row.addStretch(1)
        self._field = fields[0]
        for field in fields:
            self.watch(field)
        self.retranslate()

    def watch(self, field: PassphraseField) -> None:
        """Tell what is typed in one more field."""
        field.noticed.connect(lambda: self._notice(field))

    def sentence(self) -> str:
        """Return what is known, such as «Раскладка: РУС · Caps Lock выключен»; may be empty."""
        parts = (label.text() for label in (self._layout, self._caps))
        return " · ".join(part for part in parts if part)

    def retranslate(self) -> None:
        """Say it in the interface language of now."""
        script, caps = self._field.script, self._field.caps_lock
        layouts = {CYRILLIC: N_("Layout: Cyrillic"), None: ""}
        text = layouts.get(script, N_("Layout: Latin"))
        self._layout.setText(_(text) if text else "")
        states = {True: N_("Caps Lock is on"), False: N_("Caps Lock is off")}
        self._caps.setText(_(states[caps]) if caps is not None else "")
        self._caps.set_tone("wr" if caps else "tx2")
        self.setVisible(script is not None)

    def _notice(self, field: PassphraseField) -> None:
        self._field = field
        self.retranslate()
