"""The head of the page «План»: title, scenario, workbook, a measure more."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.segments import Segments

EXCEL_KEY, MEASURE_KEY = "Ctrl+Shift+X", "Ins"
BOTTLENECKS, MEASURES = "bottlenecks", "measures"
_LETTERS = 44  # of all scenarios together, up to which they stand side by side


class PlanHead(QWidget):
    """Title, choice of the scenario, buttons; in a narrow window a choice of the panel too.

    Signals:
        scenario: Id of the scenario that was chosen.
        part: The panel that was chosen in a narrow window.
        excel: The workbook is asked for.
        measure: A measure is to be added.
        director: The page for the management is asked for.
        own: Scenarios are to be edited.
    """

    scenario = Signal(str)
    part = Signal(str)
    excel = Signal()
    measure = Signal()
    director = Signal()
    own = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "title", wrap=False)
        self._is_narrow = False
        self._choice = Segments((), small=True)
        self._list = QComboBox()
        self._list.setObjectName("planScenario")
        self._parts = Segments(((BOTTLENECKS, ""), (MEASURES, "")), small=True)
        self._edit = KeyButton(icon="settings", small=True)
        self._edit.setObjectName("planScenarios")
        self._director = _button("planDirector", "user")
        self._excel = _button("planExcel", "table", EXCEL_KEY)
        self._measure = _button("planMeasure", "plus", MEASURE_KEY, "primary")
        self._connect()
        self._arrange()
        self.set_narrow(narrow=False)

    def show_scenarios(self, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show scenarios, id and name each, with one of them chosen."""
        is_short = sum(len(name) for _id, name in options) <= _LETTERS
        self._choice.set_options(options)
        self._choice.set_value(chosen)
        self._choice.setVisible(is_short and bool(options))
        self._list.blockSignals(True)
        self._list.clear()
        for key, name in options:
            self._list.addItem(name, key)
        self._list.setCurrentIndex(max(0, self._list.findData(chosen)))
        self._list.blockSignals(False)
        self._list.setVisible(not is_short)

    def show_part(self, part: str) -> None:
        """Show which panel is seen in a narrow window."""
        self._parts.set_value(part)

    def set_narrow(self, *, narrow: bool) -> None:
        """Offer the choice of a panel in a narrow window, in place of the title."""
        self._is_narrow = narrow
        self._parts.setVisible(narrow)
        self._title.setVisible(not narrow)
        self._name_buttons()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(_("Bottlenecks and the plan of the transition"))
        for choice in (self._choice, self._list):
            choice.setAccessibleName(_("Scenario"))
        self._parts.set_options(((BOTTLENECKS, _("Bottlenecks")), (MEASURES, _("Measures"))))
        self._parts.setAccessibleName(_("Part of the page"))
        self._edit.set_tip(_("Scenarios of the plan"))
        self._name_buttons()
        self._measure.set_text(_("Measure"))

    def _name_buttons(self) -> None:
        """Name buttons by their pictures alone where there is little room."""
        for button, text in (
            (self._director, _("For the management")),
            (self._excel, _("To Excel and back")),
        ):
            button.set_text("" if self._is_narrow else text)
            button.set_tip(text)

    def _connect(self) -> None:
        self._choice.chosen.connect(lambda key: self.scenario.emit(str(key)))
        self._list.activated.connect(
            lambda _place: self.scenario.emit(str(self._list.currentData()))
        )
        self._parts.chosen.connect(lambda key: self.part.emit(str(key)))
        self._edit.clicked.connect(self.own)
        self._director.clicked.connect(self.director)
        self._excel.clicked.connect(self.excel)
        self._measure.clicked.connect(self.measure)

    def _arrange(self) -> None:
        left, right = QWidget(), QWidget()
        flow = FlowLayout(left)
        for each in (self._title, self._parts, self._choice, self._list, self._edit):
            flow.addWidget(each)
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self._director, self._excel, self._measure):
            row.addWidget(button)
        whole = QHBoxLayout()
        whole.setSpacing(8)
        whole.addWidget(left, 1)
        whole.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(whole)


def _button(name: str, icon: str, key: str = "", kind: str = "plain") -> KeyButton:
    made = KeyButton(key=key, icon=icon, kind=kind)
    made.setObjectName(name)
    return made
