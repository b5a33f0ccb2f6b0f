"""Copying cells of a grid and pasting cells of a workbook into it."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kta_desktop.errors import KtaError
from kta_desktop.services import pasting
from kta_desktop.services.answering import Edit
from kta_desktop.services.pasting import Present, Sheet
from kta_desktop.services.pasting_text import Cells, as_html, written
from ui.models import grid_cells
from ui.models.grid_model import GridModel
from ui.widgets.grid_view import GridView

Take: TypeAlias = Callable[[Sequence[Edit]], None]


@runtime_checkable
class Previewing(Protocol):
    """A page that shows what is pasted before it is written."""

    def preview_paste(self, cells: Cells, sheet: Sheet, table: QWidget, take: Take) -> None:
        """Show what pasting comes to; hand its edits to ``take`` if a person takes it."""
        ...


class GridClipboard(QObject):
    """The clipboard of one grid.

    More than one cell is shown before it is written, where something around the grid offers it
    (``Previewing``); else it is written at once.

    Signals: ``refused``, with the KtaError of what is too large to be taken over.
    """

    refused = Signal(object)

    def __init__(self, table: GridView) -> None:
        super().__init__(table)
        self._table = table

    def copy(self) -> None:
        """Copy the selected cells, for workbooks and for letters."""
        cells = copied(self._table)
        data = QMimeData()
        single = len(cells) == 1 and len(cells[0]) == 1
        data.setText(cells[0][0] if single else written(cells))
        data.setHtml(as_html(cells))
        QGuiApplication.clipboard().setMimeData(data)

    def paste(self) -> None:
        """Fill cells from the current one on with what is on the clipboard."""
        at, model = self._table.currentIndex(), self._table.cells
        if not at.isValid():
            return
        try:
            cells = pasting.read(QGuiApplication.clipboard().text())
        except KtaError as error:
            self.refused.emit(error)
            return
        if not cells:
            return
        sheet = sheet_at(model, at)
        if len(cells) == 1 and len(cells[0]) == 1:
            self._write_one(cells[0][0], at)
            return
        around = self._previewing()
        if around is not None:
            around.preview_paste(cells, sheet, self._table, model.edited.emit)
        else:
            plan = pasting.planned(cells, sheet, pasting.recognised(cells, sheet))
            model.edited.emit(plan.edits())

    def _previewing(self) -> Previewing | None:
        """Return the page around the grid that shows what is pasted; None if there is none."""
        around: QWidget | None = self._table
        while around is not None and not isinstance(around, Previewing):
            around = around.parentWidget()
        return around

    def _write_one(self, text: str, at: QModelIndex) -> None:
        model = self._table.cells
        if model.is_editable(at):
            asked = model.columns[at.column()]
            model.give(at, pasting.becomes(asked, text, model.answer(at)))


def copied(table: GridView) -> list[list[str]]:
    """Return the selected cells as text, row by row."""
    model = table.cells
    lines: dict[int, list[str]] = {}
    chosen = table.selectedIndexes() or [table.currentIndex()]
    for index in sorted(index for index in chosen if index.isValid()):
        lines.setdefault(index.row(), []).append(_text(model, index))
    return list(lines.values())


def sheet_at(model: GridModel, at: QModelIndex) -> Sheet:
    """Return what a paste from a cell on goes into."""
    rows = []
    for row in range(at.row(), len(model.row_ids)):
        cells = [model.index(row, column) for column in range(len(model.columns))]
        names = [asked.name for asked in model.columns]
        answers = {n: model.answer(c) for n, c in zip(names, cells, strict=True)}
        shut = frozenset(n for n, c in zip(names, cells, strict=True) if not model.is_editable(c))
        rows.append(Present(model.row_ids[row], answers, shut))
        if len(rows) >= pasting.MOST_CELLS:
            break
    return Sheet(
        model.address, model.columns, at.column(), tuple(rows), model.last_order, model.takes_rows
    )


def _text(model: GridModel, index: QModelIndex) -> str:
    asked = model.columns[index.column()]
    if model.is_editable(index):
        return grid_cells.copied_text(asked, model.answer(index))
    return str(index.data() or "")
