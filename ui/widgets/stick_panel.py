"""The stick: how much room it has, what goes onto it, what lies on it, taking in what it brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from kta_desktop.services.sticks import Lying, Stick
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressBar6
from ui.widgets.wrap_check import WrapCheck

WRITE_KEY, TAKE_KEY = "Ctrl+U", "Ctrl+Shift+U"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickShown:
    """What the panel knows.

    Attributes:
        sticks: The drives that are there.
        count: How many versions wait to be sent.
        size: Their bytes; 0 if not known.
        left_out: How many are left out because an error stopped them.
        audit: Number of the open audit; empty if none is open.
        can_seal: Whether the key of the centre is known.
    """

    sticks: Sequence[Stick]
    count: int
    size: int
    left_out: int
    audit: str
    can_seal: bool


NOTHING = StickShown(sticks=(), count=0, size=0, left_out=0, audit="", can_seal=False)


class StickPanel(Panel):
    """Writes to a stick and takes in from it.

    Signals: ``write_asked``, ``take_asked``, ``stop_asked``, ``stick_chosen``.
    """

    write_asked = Signal()
    take_asked = Signal()
    stop_asked = Signal()
    stick_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._shown, self._lying = NOTHING, Lying()
        self._chip = Chip()
        self._which = QComboBox()
        self._which.setObjectName("whichStick")
        self.add_action(self._chip)
        self._outgoing, self._seal, self._copy = WrapCheck(), WrapCheck(), WrapCheck()
        self._size = Label("", "strong", wrap=False)
        self._about = Label("", "second", "tx2")
        self._about.setObjectName("stickAbout")
        self.write = KeyButton("", WRITE_KEY, "usb", "primary")
        self.take = KeyButton("", "", "download")
        self._stop = KeyButton("", "Esc", "x")
        self._bar, self._step = ProgressBar6(), Label("", "second", "tx2")
        self._name()
        self._arrange()
        self.rest()
        self.retranslate()

    def _name(self) -> None:
        named = {
            "stickOutgoing": self._outgoing,
            "stickSeal": self._seal,
            "stickCopy": self._copy,
            "writeStick": self.write,
            "takeStick": self.take,
            "stopStick": self._stop,
        }
        for name, widget in named.items():
            widget.setObjectName(name)
        self._outgoing.setChecked(True)
        self.write.clicked.connect(self.write_asked)
        self.take.clicked.connect(self.take_asked)
        self._stop.clicked.connect(self.stop_asked)
        self._which.currentIndexChanged.connect(self._choose)
        for box in (self._outgoing, self._copy):
            box.toggled.connect(self._follow)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._outgoing, 1)
        line.addWidget(self._size, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons = FlowLayout(gap=8)
        for button in (self.write, self.take, self._stop):
            buttons.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._seal)
        column.addWidget(self._copy)
        self.body.setContentsMargins(PADDING, 6, PADDING, 8)
        self.body.setSpacing(6)
        self.body.addWidget(self._which)
        self.body.addLayout(column)
        self.body.addWidget(self._about)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._step)
        self.body.addLayout(buttons)

    @property
    def stick(self) -> Stick | None:
        """The drive that is chosen; None if there is none."""
        place = max(self._which.currentIndex(), 0)
        sticks = self._shown.sticks
        return sticks[place] if place < len(sticks) else None

    @property
    def wants_outgoing(self) -> bool:
        """Whether what waits to be sent goes onto it."""
        return self._outgoing.isChecked()

    @property
    def wants_seal(self) -> bool:
        """Whether it is encrypted to the centre."""
        return self._seal.isChecked() and self._seal.isEnabled()

    @property
    def wants_copy(self) -> bool:
        """Whether a whole copy for a colleague is written, too."""
        return self._copy.isChecked() and self._copy.isEnabled()

    def show_stick(self, shown: StickShown) -> None:
        """Show what there is."""
        before = self.stick
        had_key, self._shown = self._shown.can_seal, shown
        if shown.can_seal and not had_key:
            self._seal.setChecked(True)
        names = [_named(stick) for stick in shown.sticks]
        if [self._which.itemText(n) for n in range(self._which.count())] != names:
            self._which.blockSignals(True)
            self._which.clear()
            self._which.addItems(names)
            paths = [stick.path for stick in shown.sticks]
            if before is not None and before.path in paths:
                self._which.setCurrentIndex(paths.index(before.path))
            self._which.blockSignals(False)
        self.retranslate()

    def show_lying(self, lying: Lying) -> None:
        """Say what lies on the chosen stick."""
        self._lying = lying
        self._follow()

    def work(self, fraction: float, text: str) -> None:
        """Show how far writing or reading is."""
        self._bar.set_fraction(fraction, text)
        self._step.setText(text)
        for widget in (self._bar, self._step, self._stop):
            widget.show()
        self.write.setEnabled(False)
        self.take.setEnabled(False)

    def rest(self) -> None:
        """Show that nothing is being written or read."""
        for widget in (self._bar, self._step, self._stop):
            widget.hide()
        self.take.setEnabled(True)
        self._follow()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Stick"))
        self.write.set_text(_("Write and check"))
        self.take.set_text(_("Take in…"))
        self._stop.set_text(_("Stop"))
        self._which.setAccessibleName(_("Which stick"))
        self._seal.set_words(_("Encrypt with the key of the centre and sign"))
        self._copy.set_words(_("Full copy of the audit for the second auditor"))
        self._outgoing.set_words(self._what())
        self._size.setText(
            formatting.size(self._shown.size, language()) if self._shown.size else ""
        )
        self._follow()

    def _what(self) -> str:
        shown = self._shown
        if shown.count:
            return _("Outgoing bundles: {count}").format(count=shown.count)
        if shown.audit:
            return _("The open audit: {number}").format(number=shown.audit)
        return _("Outgoing bundles: none")

    def _choose(self, _place: int) -> None:
        self._lying = Lying()
        self._follow()
        self.stick_chosen.emit()

    def _follow(self) -> None:
        shown, stick = self._shown, self.stick
        self._which.setVisible(len(shown.sticks) > 1)
        has_audit = bool(shown.audit)
        self._outgoing.setEnabled(bool(shown.count) or has_audit)
        self._copy.setEnabled(has_audit)
        self._seal.setEnabled(shown.can_seal)
        self._show_chip(stick)
        self._about.setText(" ".join(self._told(stick)))
        self._about.setVisible(bool(self._about.text()))
        is_able = stick is None or stick.is_writable
        self.write.setEnabled(self._wants_something() and is_able and self._stop.isHidden())

    def _wants_something(self) -> bool:
        return (self.wants_outgoing and self._outgoing.isEnabled()) or self.wants_copy

    def _show_chip(self, stick: Stick | None) -> None:
        if stick is None:
            self._chip.show_state(_("No stick"), "usb", "neutral")
            return
        free = formatting.size(stick.free, language())
        text = _("{stick}, {free} free").format(stick=_named(stick), free=free)
        self._chip.show_state(text, "usb", "ok" if stick.is_writable else "warning")

    def _told(self, stick: Stick | None) -> list[str]:
        """Return what has to be known, sentence by sentence."""
        told = []
        if stick is None and self._wants_something():
            told.append(
                _("Put a stick in, or press «Write and check» and choose a folder yourself.")
            )
        elif stick is None:
            told.append(_("Put a stick in, or press «Take in…» and choose a folder yourself."))
        elif not stick.is_writable:
            told.append(_("The stick is write-protected: it can only be read."))
        if self._shown.left_out:
            text = _("Those refused are left out: {count}.")
            told.append(text.format(count=self._shown.left_out))
        if not self._shown.can_seal:
            told.append(
                _(
                    "The key of the centre is not known yet: bundles are signed, but not "
                    "encrypted. It comes with the first receipt or the card of the centre."
                )
            )
        lying = lying_words(self._lying)
        return [*told, lying] if lying else told


def _named(stick: Stick) -> str:
    """Return a drive as it is called, with its letter where it has one."""
    root = str(stick.path).rstrip("/\\")
    return f"{root} {stick.name}" if root.endswith(":") and stick.name != root else stick.name


def lying_words(lying: Lying) -> str:
    """Return what lies on a stick in one sentence; empty if nothing of ours does."""
    if lying.is_nothing:
        return ""
    named = (
        (_("bundles: {count}"), lying.bundles),
        (_("copies: {count}"), lying.copies),
        (_("receipts: {count}"), lying.receipts),
        (_("reviews: {count}"), lying.reviews),
        (_("assignments: {count}"), lying.assignments),
        (_("checklists: {count}"), lying.packs),
    )
    parts = [text.format(count=count) for text, count in named if count]
    return _("On the stick now — {what}.").format(what=", ".join(parts))
