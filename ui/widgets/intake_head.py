"""The head of the centre's page: its parts, and taking in what lies at the places."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import GAP
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.segments import Segments

VERSIONS, KEYS, ASSIGNMENTS, PACKS = "versions", "keys", "assignments", "packs"
PARTS = (VERSIONS, KEYS, ASSIGNMENTS, PACKS)


class IntakeHead(QWidget):
    """The parts of the page, and the button that looks at all places.

    Signals:
        part_wanted: name of a part.
        intake_wanted, stop_wanted, queue_wanted: A button was pressed.
    """

    part_wanted = Signal(str)
    intake_wanted = Signal()
    stop_wanted = Signal()
    queue_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self._is_narrow = False
        self._hint = Label("", "second", "tx2")
        self._parts = Segments([(part, "") for part in PARTS], small=True)
        self._parts.setObjectName("intakeParts")
        self._parts.set_value(VERSIONS)
        self._queue = KeyButton("", "F6", "chevron-down")
        self._queue.setObjectName("intakeQueueKey")
        self.intake = KeyButton("", "F5", "download", "primary")
        self.intake.setObjectName("takeIn")
        self.stop = KeyButton("", "Esc", "x")
        buttons = QWidget()
        flow = FlowLayout(buttons, right=True)
        for widget in (self._queue, self._parts, self.intake, self.stop):
            flow.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._hint, 1)
        row.addWidget(buttons, 3)
        self._parts.chosen.connect(lambda part: self.part_wanted.emit(str(part)))
        self._queue.clicked.connect(self.queue_wanted)
        self.intake.clicked.connect(self.intake_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.set_narrow(narrow=False)
        self.set_busy(busy=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take the form for narrow windows, or the other one."""
        self._is_narrow = narrow
        self._queue.setVisible(narrow and self._parts.value() == VERSIONS)
        self._hint.setVisible(not narrow)

    def set_busy(self, *, busy: bool) -> None:
        """Offer to stop while the places are looked at, else to begin."""
        self.intake.setVisible(not busy)
        self.stop.setVisible(busy)

    def show_part(self, part: str) -> None:
        """Mark the part that is shown."""
        self._parts.set_value(part)
        self.set_narrow(narrow=self._is_narrow)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how much waits for a decision in each part, by its name."""
        self._counts = counts
        self._name_parts()

    def say(self, text: str) -> None:
        """Show what is known of the last look at the places."""
        self._hint.setText(text)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._queue.set_text(_("Versions"))
        self.intake.set_text(_("Take in now"))
        self.stop.set_text(_("Stop"))
        self._parts.setAccessibleName(_("Part that is shown"))
        self._name_parts()

    def _name_parts(self) -> None:
        words = (_("Versions"), _("Signing keys"), _("Assignments"), _("Publishing"))
        named = []
        for part, word in zip(PARTS, words, strict=True):
            count = self._counts.get(part, 0)
            named.append((part, f"{word} {count}" if count else word))
        self._parts.set_options(named)
