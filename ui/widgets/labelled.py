"""A field with its label above and a line for what is wrong with it below."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.canonical import LONGEST_TEXT
from ui.widgets.label import Label, restyle

W = TypeVar("W", bound=QWidget)


class Labelled(QWidget, Generic[W]):
    """A labelled field.

    Attributes:
        field: The widget that is filled in.
    """

    def __init__(self, field: W, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        if isinstance(field, QLineEdit):
            field.setMaxLength(LONGEST_TEXT)  # more could be typed but not stored
        self._label = Label("", "medium", parent=self)
        self._label.setBuddy(field)
        self._note = Label("", "second", "tx3", parent=self)
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(field)
        column.addWidget(self._note)
        column.addStretch(1)
        self.set_name(name)

    @property
    def note(self) -> QLabel:
        """The line below the field."""
        return self._note

    def set_name(self, name: str) -> None:
        """Show another label; it is the accessible name of the field."""
        self._label.setText(name)
        self.field.setAccessibleName(name)

    def say(self, text: str, tone: str = "tx3") -> None:
        """Show a line below; tone ``er`` and ``wr`` also mark the field. Empty hides it."""
        self._note.setText(text)
        self._note.set_tone(tone)
        self._note.setVisible(bool(text))
        states = {"er": "error", "wr": "warning"}
        restyle(self.field, "state", states.get(tone, "") if text else "")
        self.field.setAccessibleDescription(text)
