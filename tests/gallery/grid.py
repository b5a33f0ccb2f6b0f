"""Sheets of the gallery: a register with sums, errors and cells that lead on, and a paste."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import json_hash
from kta_desktop.services import pasting
from kta_desktop.services.pasting import Sheet
from tests.gallery.plant import ENTRIES
from tests.gallery.stage import Stage, settle
from tests.widgets.checklist.plant import NESTED
from ui.undo import AuditEditor
from ui.widgets.grid import Grid

_COPIED = (
    "№ и название\tВид источника\tВысота, м\tЧасов работы за год\tПримечание\n"
    "0004 Котёл № 2\tТруба\t25\t8 000\tпо паспорту\n"
    "0005 Склад\tНеорганизованный\t\t1,234\t\n"
    "0006 Сушилка\tвентилятор\tоколо 20\t6 200\t\n"
)


def _editor(stage: Stage) -> AuditEditor:
    record = AuditRecord(
        id=stage.audit,
        definition=NESTED,
        definition_sha256=json_hash(NESTED.to_json()),
        entries=ENTRIES,  # type: ignore[arg-type]  # plain values of JSON
    )
    return AuditEditor(stage.ws, record, stage.runner)


def _register(stage: Stage, size: QSize) -> QWidget:
    """The sources of a plant as one sheet: lists inside, sums below, a cell that is not asked."""
    editor = _editor(stage)
    page = QWidget()
    page.setProperty("ground", "sf")
    editor.setParent(page)
    grid = Grid(editor, "source", page)
    column = QVBoxLayout(page)
    column.addWidget(grid)
    page.resize(size)
    page.show()
    grid.table.setFocus()
    grid.table.go_to(1, 3)
    settle()
    return page


def _paste(stage: Stage, size: QSize) -> QWidget:
    """A table of a workbook with titles, on its way into the sources."""
    from ui.dialogs.paste_preview import PastePreview
    from ui.models.grid_model import GridModel

    editor = _editor(stage)
    model = GridModel(editor.state, "source", editor)
    cells = pasting.read(_COPIED)
    dialog = PastePreview(cells, Sheet("source", model.columns))
    editor.setParent(dialog)
    dialog.resize(size if size.width() < dialog.width() else dialog.size())
    dialog.show()
    settle()
    return dialog


SHOWN = (
    ("grid-register", (), _register),
    ("grid-paste", ("dialogs.paste_preview",), _paste),
)
