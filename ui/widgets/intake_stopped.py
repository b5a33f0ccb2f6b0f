"""A version that was not taken in: why, whose key it bears, and what can be done about it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from ui.models import intake_words
from ui.models.intake import Standing, Version
from ui.models.key_words import grouped
from ui.theme.tokens import MARGIN
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel


class StoppedPanel(Panel):
    """One held or refused version.

    Signals:
        accept_wanted: fingerprint of the key that is to be accepted.
        release_wanted: the ``Version`` that is to be taken all the same.
    """

    accept_wanted = Signal(str)
    release_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._version: Version | None = None
        self._title, self._chip = Label("", "panel"), Chip()
        self._sentence, self._next = Label(""), Label("", "body", "tx2")
        self._facts = Label("", "second", "tx2")
        self._key_title, self._key = Label("", "medium"), Label("", "strong")
        self._key.setObjectName("heldKey")
        for label in (self._sentence, self._facts, self._key):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.accept = KeyButton("", "Ctrl+Enter", "key-round", "primary")
        self.release = KeyButton("", "Alt+1", "package-check")
        self.accept.setObjectName("acceptHeldKey")
        self.release.setObjectName("releaseHeld")
        self._arrange()
        self.accept.clicked.connect(self._accept)
        self.release.clicked.connect(lambda: self.release_wanted.emit(self._version))
        self.retranslate()

    def show_version(self, version: Version) -> None:
        """Show what was stopped."""
        self._version = version
        is_held = version.standing is Standing.HELD and not version.is_freed
        self._title.setText(_name(version))
        word, icon, tone = intake_words.standing_of(version)
        self._chip.show_state(_(word), icon, tone)
        self._sentence.setText(intake_words.sentence_of(version))
        self._next.setText(intake_words.what_next(version))
        self._next.setVisible(bool(self._next.text()))
        self._facts.setText("\n".join(_facts(version)))
        self._key.setText(grouped(version.fingerprint))
        for label in (self._key_title, self._key):
            label.setVisible(bool(version.fingerprint))
        for button in (self.accept, self.release):
            button.setVisible(is_held)

    def focus_first(self) -> None:
        """Give the keyboard to what can be done; it stays where it is if nothing can."""
        if not self.accept.isHidden():
            self.accept.setFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._key_title.setText(_("Fingerprint of the key that signed it"))
        self.accept.set_text(_("Decide about the key…"))
        self.release.set_text(_("Take this one all the same…"))
        if self._version is not None:
            self.show_version(self._version)

    def _arrange(self) -> None:
        buttons = QWidget()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        flow = FlowLayout(buttons)
        flow.addWidget(self.accept)
        flow.addWidget(self.release)
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN - 4, MARGIN - 4, MARGIN - 4, MARGIN - 4)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (
            self._sentence, self._next, self._key_title, self._key, buttons, self._facts,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(column)

    def _accept(self) -> None:
        if self._version is not None:
            self.accept_wanted.emit(self._version.fingerprint)


def _name(version: Version) -> str:
    if not version.revision:
        return version.number
    text = _("{audit}, version {revision}")
    return text.format(audit=version.number, revision=version.revision)


def _facts(version: Version) -> list[str]:
    """Return where and when it was seen, and the particulars of the error not told already."""
    lang = language()
    found = []
    if version.at:
        when = datetime_(version.at, lang, seconds=False)
        found.append(_("First seen: {time}").format(time=when))
    if version.place:
        found.append(_("Place: {place}").format(place=version.place))
    if version.name:
        found.append(_("File there: {name}").format(name=version.name))
    details = version.reason.get("details")
    said = "\n".join((intake_words.sentence_of(version), *found))
    if version.reason.get("code"):
        found.append(_("Code: {code}").format(code=version.reason["code"]))
    if isinstance(details, Mapping):
        particulars = ((name, str(value)) for name, value in sorted(details.items()))
        found += [f"{name}: {value}" for name, value in particulars if value not in said]
    return found
