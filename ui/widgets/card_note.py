"""The foot of an open card: the note beside what proves the answer, and further acts."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ui.widgets.answer_base import TypedText
from ui.widgets.evidence_strip import EvidenceStrip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel

_SIGN = 16
_NOTE_WIDTH = 220  # px that a note keeps beside many pictures


class NoteText(TypedText):
    """The note of a question, with its sign at the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_NOTE_WIDTH)
        self.setViewportMargins(_SIGN + 6, 0, 0, 0)
        IconLabel("message-square", "tx2", _SIGN, parent=self).move(9, 8)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class CardFoot(QWidget):
    """Note and evidence in one line, acts below; without a note the acts take its place."""

    def __init__(self, note: NoteText, acts: list[KeyButton], evidence: EvidenceStrip) -> None:
        super().__init__(note.parentWidget())
        self._note, self._buttons = note, acts
        self._acts = QWidget(self)
        line = FlowLayout(self._acts)
        for button in acts:
            line.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(note, 0, 0, top)
        self._grid.addWidget(evidence, 0, 1, top)
        self.follow()

    def add_last(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._grid.addWidget(widget, 0, 2, Qt.AlignmentFlag.AlignVCenter)

    def follow(self) -> None:
        """Put the acts where there is room: beside the evidence, or below the note."""
        has_note = not self._note.isHidden()
        row, width = (1, 3) if has_note else (0, 1)
        self._grid.addWidget(self._acts, row, 0, 1, width)
        self._acts.setVisible(any(not button.isHidden() for button in self._buttons))
