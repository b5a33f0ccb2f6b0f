"""The table twin of the live chart: the same curves as figures, the newest on top."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.theme.tokens import PADDING
from ui.widgets.focus import FocusRing
from ui.widgets.measure_scene import Curve, Scene, clock, nearest
from ui.widgets.measure_words import reading

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_HEAD_LINES = 2
ROWS = 120  # more is not read; the raw readings go with the bundle


class SceneTable(QAbstractTableModel):
    """Values of a scene at even steps of time. Numbers are those the chart draws."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Sequence[Curve] = ()
        self._times: list[float] = []
        self._step = 1.0

    def show_scene(self, scene: Scene) -> None:
        """Take another scene."""
        self.beginResetModel()
        self._curves = [*scene.curves, *scene.strip]
        end = scene.now if scene.now is not None else scene.end
        self._step = max((end - scene.start) / ROWS, 1.0)
        count = int((end - scene.start) / self._step)
        self._times = [end - place * self._step for place in range(count)]
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._times)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 1 + len(self._curves)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _("Time") if section == 0 else _head(self._curves[section - 1])

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        at = self._times[index.row()]
        if index.column() == 0:
            return clock(at)
        return reading(nearest(self._curves[index.column() - 1], at, self._step))


def _head(curve: Curve) -> str:
    """Return name and unit on two lines of about the same length, which keeps columns narrow."""
    unit = "" if not curve.unit or curve.name.endswith(curve.unit) else f", {curve.unit}"
    words = f"{curve.name}{unit}".split(" ")
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    halves = min(ways, key=lambda way: max(map(len, way)), default=(words[0],))
    return "\n".join(halves)


class MeasureTable(QTableView):
    """Shows a ``SceneTable``; the current row stays where it is while values come in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("measureTable")
        self._model = SceneTable(self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.sizes.row)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self.setShowGrid(False)
        lines = _HEAD_LINES * self.horizontalHeader().fontMetrics().lineSpacing()
        self.horizontalHeader().setMinimumHeight(lines + PADDING)
        FocusRing(self)

    def show_scene(self, scene: Scene) -> None:
        """Show the figures of a scene."""
        row = self.currentIndex().row()
        self._model.show_scene(scene)
        if row >= 0:
            self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1), 0))
