"""The plant card: fields, the category, sheets of tables with those of one row."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.services import categorising
from tests.gallery.stage import Stage, settle
from ui.views.plant_view import PlantView
from ui.widgets.plant_table import PlantTable

Window = Callable[[Stage, QSize], QWidget]
Made = Callable[[Window], Window]


def _sheet(name: str, act: Callable[[PlantView], None] = lambda _view: None) -> Made:
    def made(window: Window) -> Window:
        def build(stage: Stage, size: QSize) -> QWidget:
            shown = window(stage, size)
            view = shown.findChild(PlantView)
            assert isinstance(view, PlantView)
            view.show_sheet(name)
            view.focus_first()
            act(view)
            settle()
            return shown

        return build

    return made


def _milk(view: PlantView) -> None:
    """Enter the figures of the dairy; one of them is no number."""
    known = view.category.found.known
    view.editor.submit(
        [
            categorising.chosen(("milk",)),
            categorising.entered(known["milk_received_t_d"], "103"),
            categorising.switched(known["milk_only"], holds=True),
            categorising.entered(known["gas_power_mw"], "12.5.0"),
        ]
    )
    settle()
    value = view.category.found.known["milk_received_t_d"].value
    assert value is not None
    assert value.value == Decimal(103)


def _second_source(view: PlantView) -> None:
    (table,) = (part for part in view.sheet.parts if isinstance(part, PlantTable))
    table.grid.focus_first()
    model = table.grid.model
    table.grid.table.setCurrentIndex(model.index(1, 0))


SHOWN: tuple[tuple[str, Made], ...] = (
    ("plant", _sheet("enterprise")),
    ("plant-category", _sheet("category", _milk)),
    ("plant-stages", _sheet("stages")),
    ("plant-sources", _sheet("sources", _second_source)),
)
