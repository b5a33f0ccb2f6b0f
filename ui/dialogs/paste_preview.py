"""What a paste comes to, shown before it is done: nothing is written until it is taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services import pasting
from kta_desktop.services.pasting import Fate, Layout, Plan, RowFate, Sheet
from kta_desktop.services.pasting_text import Cells
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.grid_cells import heading
from ui.models.paste_model import FATE, ROW_FATE, PasteModel
from ui.theme import font, pixmap, theme
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.widgets.grid_clipboard import Take

_SIZE = (900, 560)  # px
_WIDEST, _LEAST = 240, 120  # px of a column
_AROUND = 48  # px of a list around its text
_IN_SIGHT = 30  # rows whose cells decide how wide a column is
_FATES_WIDTH = 170
_SIDE, _ICON = 8, 14
_REPLACE, _APPEND = "replace", "append"
_ROW_TONES = {RowFate.ADDED: "ok", RowFate.CHANGED: "ac"}
_GREY = (Fate.SHUT, Fate.UNUSED)


class PastePreview(QDialog):
    """The cells that were copied as they will be written, and how many rows come of them.

    Columns are led elsewhere by their lists; Enter takes it, Esc leaves everything as it is.
    """

    def __init__(self, cells: Cells, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pastePreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paste from a workbook"))
        self._cells, self._sheet = cells, sheet
        self._layout = pasting.recognised(cells, sheet)
        self.plan = pasting.planned(cells, sheet, self._layout)
        self._lists: list[QComboBox] = []
        self._walked: tuple[int, Layout] | None = None  # the list in use, and what held before
        self.summary = Label("", "strong")
        self._amber = Label("", "second", "wr")
        self.way = Segments(
            [(_REPLACE, _("From the current row on")), (_APPEND, _("As new rows at the end"))],
            digits=True,
            name=_("Where the rows go"),
        )
        self.way.setObjectName("way")
        self.way.set_value(_REPLACE)
        self.way.chosen.connect(lambda _way: self._plan_anew())
        self.titles = QCheckBox(_("The first row holds titles"))
        self.titles.setObjectName("titles")
        self.titles.setChecked(self._layout.has_titles)
        self.titles.toggled.connect(self._toggle_titles)
        self.table = self._made_table()
        self.take = KeyButton("", "Enter", "check", "primary")
        self.take.setObjectName("take")
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.leave = KeyButton(_("Paste nothing"), "Esc")
        self.leave.setObjectName("leave")
        self.leave.clicked.connect(self.reject)
        self._arrange()
        self._show()
        open_at(self, *_SIZE)
        self.take.setFocus()

    def map_column(self, place: int, name: str | None) -> None:
        """Lead a pasted column to a column of the sheet, or nowhere; it leaves any other.

        One that was only passed on the way through a list gets its column back.
        """
        if self._walked is None or self._walked[0] != place:
            self._walked = (place, self._layout)
        before = self._walked[1]
        names = [None if each == name else each for each in before.names]
        names[place] = name
        units = tuple(
            unit if new == old else None
            for unit, new, old in zip(
                before.units or (None,) * len(names), names, before.names, strict=True
            )
        )
        self._layout = Layout(tuple(names), has_titles=before.has_titles, units=units)
        self._plan_anew()

    def _toggle_titles(self, on: bool) -> None:
        self._walked = None
        self._layout = Layout(self._layout.names, has_titles=on, units=self._layout.units)
        self._plan_anew()

    def _plan_anew(self) -> None:
        append = self.way.value() == _APPEND
        self.plan = pasting.planned(self._cells, self._sheet, self._layout, append=append)
        self._show()

    def _show(self) -> None:
        plan = self.plan
        self.summary.setText(summary(plan))
        unread = plan.unreadable
        self._amber.setText(
            _("Cells that cannot be read: {count}. They are kept as text.").format(count=unread)
        )
        self._amber.setVisible(unread > 0)
        count = plan.count(RowFate.ADDED, RowFate.CHANGED)
        self.take.set_text(_("Paste {count} rows").format(count=count))
        self.take.setEnabled(count > 0)
        if self._model.show_plan(plan, self._headings()):
            self._lists = []
        self._place_lists()
        self._fit()

    def _headings(self) -> tuple[str, ...]:
        if self._layout.has_titles:
            return self._cells[0]
        return tuple(
            _("Column {number}").format(number=place + 1) for place in range(len(self._cells[0]))
        )

    def _place_lists(self) -> None:
        """Put a list of the sheet's columns above each pasted one."""
        names = [None, *(asked.name for asked in self._sheet.columns if pasting.is_writable(asked))]
        labels = [
            _("nowhere"),
            *(heading(asked) for asked in self._sheet.columns if pasting.is_writable(asked)),
        ]
        for place, name in enumerate(self._layout.names):
            if place == len(self._lists):
                self._lists.append(self._made_list(place, labels, names))
            self._lists[place].setCurrentIndex(names.index(name) if name in names else 0)

    def _made_list(
        self, place: int, labels: Sequence[str], names: Sequence[str | None]
    ) -> QComboBox:
        """Put the list of a pasted column in its place; it stays, and with it the focus."""
        box = QComboBox()
        box.addItems(labels)
        box.setObjectName(f"goes_to_{place}")
        box.setAccessibleName(_("Column {number} goes to").format(number=place + 1))
        box.activated.connect(lambda chosen: self.map_column(place, names[chosen]))
        self.table.setIndexWidget(self._model.index(0, place + 1), box)
        return box

    def _made_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("pasted")
        table.setAccessibleName(_("What is pasted"))
        self._model = PasteModel(self)
        table.setModel(self._model)
        table.setItemDelegate(_Painter(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        return table

    def _fit(self) -> None:
        metrics = QFontMetrics(font("strong"))
        self.table.setColumnWidth(0, _FATES_WIDTH)
        shown = min(self._model.rowCount(), _IN_SIGHT)
        for place in range(len(self._layout.names)):
            box = self.table.indexWidget(self._model.index(0, place + 1))
            told = [str(self._model.index(row, place + 1).data() or "") for row in range(1, shown)]
            wides = map(metrics.horizontalAdvance, (self._headings()[place], *told))
            words = min(max(wides), _WIDEST)
            chosen = box.currentText() if isinstance(box, QComboBox) else ""
            least = metrics.horizontalAdvance(chosen) + _AROUND
            self.table.setColumnWidth(place + 1, max(words + 3 * _SIDE + _ICON, least, _LEAST))
        self.table.setRowHeight(0, theme.sizes.control + 4)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(1, 1))

    def _arrange(self) -> None:
        line = FlowLayout()
        line.addWidget(self.way)
        line.addWidget(self.titles)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.summary)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self._amber)
        column.addLayout(dialog_buttons(self.leave, self.take))


class _Painter(QStyledItemDelegate):
    """Paints what becomes of cells: amber what is kept as text, grey what goes nowhere."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        fate, row_fate = index.data(FATE), index.data(ROW_FATE)
        place: QRect = option.rect
        is_unread = fate == Fate.TEXT
        painter.save()
        painter.fillRect(place, theme.colour(_ground(fate)))
        lead = _ICON + 4 if is_unread else 0
        if is_unread:
            ratio = painter.device().devicePixelRatio()
            top = place.center().y() - _ICON // 2 + 1
            picture = pixmap("triangle-alert", "wr", _ICON, ratio)
            painter.drawPixmap(place.left() + 6, top, picture)
        tone = _ROW_TONES.get(row_fate, "tx2") if index.column() == 0 else _tone(fate, row_fate)
        painter.setPen(theme.colour(tone))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignVCenter
        room = place.adjusted(_SIDE + lead, 0, -_SIDE, 0)
        words = str(index.data() or "").replace("\n", " ")
        shown = QFontMetrics(option.font).elidedText(
            words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag(side), shown)
        table = self.parent()
        if isinstance(table, QTableView) and table.hasFocus() and index == table.currentIndex():
            painter.setPen(QPen(theme.colour("foc"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(_LEAST, theme.sizes.row)


def _ground(fate: Fate | None) -> str:
    if fate == Fate.TEXT:
        return "wrs"
    return "nas" if fate in _GREY else "sf"


def _tone(fate: Fate | None, row: RowFate | None) -> str:
    if fate in _GREY:
        return "na"
    return "tx" if row in (RowFate.ADDED, RowFate.CHANGED) else "tx2"


def summary(plan: Plan) -> str:
    """Return how many rows there are, and what becomes of them: in = added + changed + skipped."""
    added, changed = plan.count(RowFate.ADDED), plan.count(RowFate.CHANGED)
    skipped = len(plan.rows) - added - changed
    return _("Rows copied: {rows}. Added: {added}. Changed: {changed}. Skipped: {skipped}.").format(
        rows=len(plan.rows), added=added, changed=changed, skipped=skipped
    )


def show_preview(cells: Cells, sheet: Sheet, parent: QWidget, take: "Take") -> None:
    """Show what a paste comes to; hand its edits to ``take`` if a person takes it."""
    dialog = PastePreview(cells, sheet, parent.window())
    dialog.accepted.connect(lambda: take(dialog.plan.edits()))
    dialog.finished.connect(lambda _result: parent.setFocus())
    dialog.open()
