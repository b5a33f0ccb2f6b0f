"""A number that can be read in two ways: asks which one is meant."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.numbers import plain
from kta_desktop.forms import entry
from kta_desktop.i18n import _, language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label


class ReadingsRow(QWidget):
    """The question and a button per reading; hidden while a number has one meaning.

    Signals: ``chosen``, with the place of the reading, from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._asking = 0
        self._question = Label("", tone="wr", wrap=False)
        self._buttons = [KeyButton(key=f"Alt+{place}", small=True, parent=self) for place in (1, 2)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("circle-help", "wr"))
        row.addWidget(self._question)
        for place, button in enumerate(self._buttons):
            button.setObjectName(f"reading_{place + 1}")
            button.clicked.connect(lambda _on=False, which=place: self.chosen.emit(which))
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def show_readings(self, answer: Answer) -> None:
        """Ask about ``answer`` if its text has readings to choose from, else hide."""
        offered = entry.readings(answer)
        self._asking = len(offered)
        self.setVisible(bool(offered))
        self._question.setText(_("Which number is «{text}»?").format(text=answer.text or ""))
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(offered))
            button.set_text(_written(offered[place]) if place < len(offered) else "")

    def press(self, place: int) -> bool:
        """Choose the reading at ``place``, from 1; return whether one is asked for."""
        if not 1 <= place <= self._asking:
            return False
        self.chosen.emit(place - 1)
        return True

    def buttons(self) -> list[QWidget]:
        """Return the buttons in order."""
        return list(self._buttons)


def _written(number: Decimal) -> str:
    return plain(number).replace(".", formatting.mark(language()))
