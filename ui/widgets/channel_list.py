"""The channels of a session with their live values, ages and states in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.theme import theme
from ui.widgets.label import IconLabel, Label
from ui.widgets.measure_lines import LineSample
from ui.widgets.measure_scene import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel as shown, every text ready in the interface language.

    Attributes:
        id: Id of the channel.
        name: What it measures.
        line: Its curve on the chart; None if it has none.
        value: Last value, ``—`` if there is none to show.
        unit: Symbol.
        age: How old the value is.
        note: State or origin in words, such as ``устарело`` or ``расчёт``.
        tone: Token family of the state: empty, ``er``, ``wr`` or ``nd``.
        icon: Name of the icon beside the note; empty for none.
    """

    id: str
    name: str
    line: Line | None = None
    value: str = "—"
    unit: str = ""
    age: str = ""
    note: str = ""
    tone: str = ""
    icon: str = ""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.name, f"{self.value} {self.unit}".strip(), self.age, self.note)
        return ", ".join(part for part in parts if part)


class _Row(QWidget):
    """One channel: line sample, name and age above, value, unit and note below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = ChannelRow(id="", name="")
        self._sample = LineSample(None, self)
        self._name, self._value = Label("", "medium"), Label("", "value", wrap=False)
        self._age, self._unit = (Label("", "second", "tx2", wrap=False) for _part in range(2))
        self._note = Label("", "second", "tx2")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._icon = IconLabel("unplug", "er")
        head, body = QHBoxLayout(), QHBoxLayout()
        for row in (head, body):
            row.setSpacing(6)
        head.addWidget(self._sample)
        head.addWidget(self._name, 1)
        head.addWidget(self._age)
        body.addWidget(self._value)
        body.addWidget(self._unit)
        body.addWidget(self._note, 1)
        body.addWidget(self._icon)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(body)
        theme.changed.connect(self.update)

    def show_row(self, row: ChannelRow) -> None:
        """Show ``row``; nothing is touched if it is what is shown."""
        if row == self._shown:
            return
        self._shown = row
        self._sample.set_line(row.line)
        self._name.setText(row.name)
        self._age.setText(row.age)
        self._value.setText(row.value)
        self._unit.setText(row.unit)
        self._note.setText(row.note)
        for label in (self._age, self._note):
            label.set_tone(row.tone or "tx2")
        self._icon.setVisible(bool(row.icon))
        if row.icon:
            self._icon.show_icon(row.icon, row.tone or "tx2")
        self.setAccessibleName(row.spoken)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(
            self.rect(), theme.colour(f"{self._shown.tone}s" if self._shown.tone else "sf")
        )
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


class ChannelList(QWidget):
    """All channels of a session, in a column. Display only; it takes no focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("channels")
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def show_rows(self, rows: Sequence[ChannelRow]) -> None:
        """Show ``rows``; widgets of before are used again, so that nothing flickers."""
        while len(self._rows) < len(rows):
            made = _Row(self)
            self._column.insertWidget(len(self._rows), made)
            self._rows.append(made)
        for place, widget in enumerate(self._rows):
            widget.setVisible(place < len(rows))
            if place < len(rows):
                widget.show_row(rows[place])

    def spoken(self) -> tuple[str, ...]:
        """Return what a screen reader says for each row."""
        return tuple(row.accessibleName() for row in self._rows if row.isVisibleTo(self))
