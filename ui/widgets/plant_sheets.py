"""The sheets of the plant card: a list at the left, one line in a narrow window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.models.lines_model import Line
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable

_SHARES = (0.76, 0.24)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet as the list shows it.

    Attributes:
        name: Name of the sheet.
        title: What it is called, translated.
        count: How far it is, such as ``7/9``, or how many rows it has.
        icon: Picture of its state.
        tone: Token of the colour of that picture.
    """

    name: str
    title: str
    count: str
    icon: str
    tone: str


class PlantSheets(QFrame):
    """The sheets, one of which is shown; ``combo`` stands in for the list in a narrow window.

    Signals: ``chosen`` with the name of a sheet that a person chose; ``entered`` when Enter was
    pressed on it: the focus is wanted there.
    """

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines: tuple[SheetLine, ...] = ()
        self._is_showing = False  # what the program chooses is no choice of a person
        self._title = Label("", "panel")
        self.table = LinesTable("plant_sheets", self)
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._pick)
        self.table.opened.connect(self._enter)
        self.combo = QComboBox(parent)
        self.combo.setObjectName("plant_sheet")
        self.combo.activated.connect(lambda place: self.chosen.emit(self._lines[place].name))
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def show_lines(self, lines: Sequence[SheetLine], current: str) -> None:
        """Show the sheets with ``current`` as the one that is open."""
        if tuple(lines) != self._lines:
            self._fill(lines)
        self._is_showing = True
        self.table.choose(current)
        self.combo.setCurrentIndex([line.name for line in lines].index(current))
        self._is_showing = False

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the line instead of the list, or the list again."""
        self.setVisible(not narrow)
        self.combo.setVisible(narrow)

    def focus(self) -> None:
        """Put the focus on the sheets."""
        (self.combo if self.isHidden() else self.table).setFocus()

    def has_focus(self) -> bool:
        """Whether the focus is on the sheets."""
        return self.combo.hasFocus() or self.table.hasFocus()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._title.setText(_("Sheets of the plant"))
        self.table.setAccessibleName(_("Sheets of the plant"))
        self.combo.setAccessibleName(_("Sheets of the plant"))

    def _fill(self, lines: Sequence[SheetLine]) -> None:
        self._is_showing = True
        self._lines = tuple(lines)
        rows = [
            Line(item=line.name, cells=(line.title, line.count), icon=(line.icon, line.tone))
            for line in lines
        ]
        self.table.show_lines((_("Sheet"), "n"), rows, _SHARES, (1,))
        self.combo.clear()
        self.combo.addItems([f"{line.title} · {line.count}" for line in lines])
        self._is_showing = False

    def _pick(self, name: object) -> None:
        if isinstance(name, str) and not self._is_showing:
            self.chosen.emit(name)

    def _enter(self, name: object) -> None:
        if isinstance(name, str):
            self.entered.emit(name)
