"""The pane beside the list of audits: the plant, how far it is, and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary
from kta_desktop.i18n import N_, _, language
from ui.models.audit_table import DELIVERIES, delivery_text, saved_text, sector
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.texts import Texts

WIDTH = 296  # px


class AuditDetail(Panel):
    """What is known of the selected audit.

    Signals: ``go_on`` with the AuditSummary when it is to be opened.
    """

    go_on = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(WIDTH)
        self._texts = Texts()
        self._row: AuditSummary | None = None
        self._plant = Label("", "second", "tx2")
        self._saved = Label("", "second", "tx2")
        self._number = Label("", "strong")
        self._continue = KeyButton("", "Enter", "play", "primary")
        self._continue.setObjectName("continue")
        self._continue.clicked.connect(lambda: self.go_on.emit(self._row))
        self._answers = _Line("circle-dashed", "tx2")
        self._conflicts = _Line("git-merge", "wr")
        self._fault = _Line("file-warning", "er")
        self._chip = Chip()
        self._checklist = Label("", "second", "tx2")
        self._build()
        self.retranslate()

    def show_audit(self, row: AuditSummary | None) -> None:
        """Show an audit; None shows nothing."""
        self._row = row
        for part in self._parts:
            part.setVisible(row is not None)
        if row is None:
            self.set_title(_("No audit is selected"))
            return
        self.set_title(row.plant.name)
        self._plant.setText(_about_plant(row))
        self._number.setText(row.number)
        self._fault.say(_("Cannot be read. Its data are kept; export it for support."))
        self._saved.setText(_("Saved: {time}").format(time=saved_text(row)))
        left = row.total - row.answered
        self._answers.say(
            _("Without an answer: {left} of {total}").format(
                left=formatting.number(left, language()),
                total=formatting.number(row.total, language()),
            )
        )
        self._conflicts.say(_("Waiting for a decision: {count}").format(count=row.conflicts))
        self._conflicts.setVisible(bool(row.conflicts))
        self._fault.setVisible(bool(row.fault))
        self._continue.setEnabled(not row.fault)
        self._chip.show_state(delivery_text(row), *DELIVERIES[row.delivery][1:])
        self._checklist.setText(sector(row))

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self.show_audit(self._row)

    def _build(self) -> None:
        self._texts.add(self._continue.set_text, N_("Continue"))
        card = QFrame()
        card.setProperty("look", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(10, 8, 10, 10)
        inner.setSpacing(4)
        for line in (self._saved, self._number, self._continue):
            inner.addWidget(line)
        state, exchange = self._heading(N_("State")), self._heading(N_("Exchange"))
        checklist = self._heading(N_("Checklist"))
        chips = QWidget()
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._chip)
        row.addStretch(1)
        self._parts = (
            self._plant, card, state, self._fault, self._answers, self._conflicts,
            exchange, chips, checklist, self._checklist,
        )  # fmt: skip
        for part in self._parts:
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _heading(self, text: str) -> Label:
        made = Label("", "strong")
        self._texts.add(made.setText, text)
        return made


class _Line(QWidget):
    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._label = Label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, tone))
        row.addWidget(self._label, 1)

    def say(self, text: str) -> None:
        self._label.setText(text)


def _about_plant(row: AuditSummary) -> str:
    plant = row.plant
    category = _("category {number}").format(number=plant.category) if plant.category else ""
    number = _("BIN {number}").format(number=plant.bin) if plant.bin else ""
    return " · ".join(part for part in (number, plant.address, category) if part)
