"""The fields of one measure: each is stored when it is left, and says what cannot be read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import plan_desk, plan_form, plan_scene
from kta_desktop.services.plan_scene import Status, Step
from ui.widgets.field_grid import FieldGrid
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.span_row import labelled_combo, span_row

if TYPE_CHECKING:
    from kta_desktop.services.plan_form import Edit, Known

_ROWS: Mapping[str, tuple[tuple[tuple[str, int], ...], ...]] = {
    "what": (
        (("measure", 12),),
        (("bat", 4), ("bottleneck", 8)),
        (("effect", 8), ("owner", 4)),
    ),
    "costs": (
        (("capex", 3), ("saving", 3), ("opex", 4), ("lifetime", 2)),
        (("price_year", 3), ("currency", 3)),
        (("abated", 3), ("abated_unit", 3), ("abated_name", 6)),
    ),
    "days": ((("delivery", 3), ("construction", 3), ("commissioning", 3), ("startup", 3)),),
}
_FINANCE, _DONE = "finance", "done_on"


class MeasureForm(QWidget):
    """Fields in three panels.

    Signals:
        wanted: Edits of a field that was left.

    Args:
        known: Returns what is known now.
        row: Id of the measure.
    """

    wanted = Signal(object)

    def __init__(
        self, known: "Callable[[], Known]", row: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known, self._row = known, row
        self._shown: dict[str, str] = {}
        self._grids: dict[str, FieldGrid] = {}
        labels = plan_form.labels(known())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        titles = {"what": _("What is done"), "costs": _("Costs"), "days": _("Key events")}
        for part, title in titles.items():
            panel = Panel(title)
            grid = FieldGrid(f"measure_{part}")
            self._fill_grid(grid, _ROWS[part], labels)
            panel.body.addWidget(grid)
            column.addWidget(panel)
            if part == "days":
                panel.body.addWidget(self._standing())
            if part == "costs":
                self._money = self._choice(panel, labels)
        self.show_texts()

    def show_texts(self) -> None:
        """Show what is stored; a field that is being typed in, or cannot be read, stays."""
        for name, text in plan_form.texts(self._known(), self._row).items():
            field = self._field(name)
            if field is not None and self._shown.get(name) == field.field.text():
                field.field.setText(text)
                self._shown[name] = text
            if name == _FINANCE:
                self._money.setCurrentIndex(max(0, self._money.findData(text)))

    def show_standing(self, step: Step) -> None:
        """Show how far the measure is."""
        self._status.setCurrentIndex(self._status.findData(step.status.value))
        day = step.done_on.isoformat() if step.done_on else ""
        if not self._done.field.hasFocus():
            self._done.field.setText(day)
        self._done.field.setEnabled(step.status is Status.DONE)

    def commit(self) -> None:
        """Hand over what is being typed."""
        for name in list(self._shown):
            self._leave(name)

    def focus_first(self) -> None:
        """Put the focus into the name, all of it marked."""
        field = self._grids["measure"].field("measure").field
        field.setFocus()
        field.selectAll()

    def _fill_grid(
        self,
        grid: FieldGrid,
        rows: Sequence[Sequence[tuple[str, int]]],
        labels: Mapping[str, str],
    ) -> None:
        for row in rows:
            there = [(name, labels[name], span) for name, span in row if name in labels]
            if not there:
                continue
            grid.add_row(there)
            for name, _label, _span in there:
                self._grids[name], self._shown[name] = grid, ""
                grid.field(name).field.editingFinished.connect(partial(self._leave, name))

    def _choice(self, panel: Panel, labels: Mapping[str, str]) -> QComboBox:
        box = QComboBox()
        box.addItem("—", "")
        for key, words in plan_form.finance(self._known()):
            box.addItem(words, key)
        field = labelled_combo(box, "measure_finance", labels.get(_FINANCE, ""))
        field.setVisible(_FINANCE in labels)
        box.activated.connect(lambda _place: self._change(_FINANCE, str(box.currentData()), field))
        panel.body.addWidget(field)
        return box

    def _standing(self) -> QWidget:
        self._status = QComboBox()
        for stage, words in plan_scene.STATUS_NAMES.items():
            self._status.addItem(_(words), stage.value)
        self._done = Labelled(QLineEdit(), _("Works since"))
        self._done.field.setObjectName("measure_done")
        self._status.activated.connect(lambda _place: self._stand())
        self._done.field.editingFinished.connect(self._stand)
        status = labelled_combo(self._status, "measure_status", _("How far it is"))
        return span_row((status, 6), (self._done, 6))

    def _field(self, name: str) -> Labelled[QLineEdit] | None:
        grid = self._grids.get(name)
        return grid.field(name) if grid is not None else None

    def _leave(self, name: str) -> None:
        field = self._field(name)
        if field is not None and field.field.text() != self._shown.get(name):
            self._change(name, field.field.text(), field)

    def _change(
        self, name: str, typed: str, field: "Labelled[QLineEdit] | Labelled[QComboBox]"
    ) -> None:
        known = self._known()
        self._try(lambda: plan_desk.change(known, self._row, name, typed), field)
        if isinstance(field.field, QLineEdit) and not field.note.text():
            self._shown[name] = typed

    def _stand(self) -> None:
        status, day = Status(str(self._status.currentData())), self._done.field.text()
        known = self._known()
        self._try(lambda: plan_desk.set_status(known, self._row, status, day), self._done)

    def _try(
        self, make: "Callable[[], list[Edit]]", field: "Labelled[QLineEdit] | Labelled[QComboBox]"
    ) -> None:
        try:
            edits = make()
        except KtaError as error:
            field.say(error.sentence(), "er")
        else:
            field.say("")
            self.wanted.emit(edits)
