"""The list of techniques: headings of columns above rows that fold, and keys that set a state."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.models.bat_rows import BatRow
from ui.theme import font, theme
from ui.widgets.bat_paint import BatPainter, columns, link_place
from ui.widgets.digit_keys import digit_of
from ui.widgets.keyed_list import KeyedList

_HEAD = 28  # px of the headings
_WRAP, _MIDDLE = int(Qt.TextFlag.TextWordWrap), int(Qt.AlignmentFlag.AlignVCenter)


class _Headings(QWidget):
    """What the columns are called; hidden where rows take two lines."""

    def __init__(self, rows: KeyedList, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        letters = font("small")
        letters.setWeight(letters.Weight.DemiBold)
        self.setFont(letters)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        highest = max(
            self.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), _WRAP, word).height()
            for _left, width, word in self._named()
        )
        return QSize(100, max(_HEAD, highest + 10))

    def fit(self) -> None:
        """Take the height that the headings need at the width of now."""
        self.updateGeometry()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sf2"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setFont(self.font())
        painter.setPen(theme.colour("tx2"))
        for left, width, word in self._named():
            painter.drawText(QRect(left, 0, width, self.height()), _WRAP | _MIDDLE, word)
        painter.end()

    def _named(self) -> list[tuple[int, int, str]]:
        """Return left edge, width and word of each heading."""
        cut = columns(self._rows.viewport().width())
        if cut.is_narrow:
            ends = [(cut.code, _("Code")), (cut.title, _("Technique"))]
        else:
            ends = [
                (cut.code, _("Code")),
                (cut.title, _("Technique")),
                (cut.state, _("State")),
                (cut.reason, _("Grounds or reason")),
                (cut.proof, _("Proof")),
            ]
        edges = [left for left, _word in ends[1:]] + [cut.width]
        return [
            (left, max(right - left - 6, 30), word)
            for (left, word), right in zip(ends, edges, strict=True)
        ]


class _Techniques(KeyedList):
    """The rows themselves."""

    state_wanted = Signal(int)
    fold_wanted = Signal(str, bool)
    link_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("techniques", parent)
        self.setItemDelegate(BatPainter(self))
        self.setMouseTracking(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        row = self.row()
        if digit is not None and 1 <= digit <= 5:
            self.state_wanted.emit(digit)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None:
            self._fold(row, is_open=event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    @override
    def press(self, row: object, at: object, width: int) -> None:
        if not isinstance(row, BatRow) or not isinstance(at, QPoint):
            return
        if row.is_group:
            self.fold_wanted.emit(row.key, not row.is_folded)
            return
        high = self.visualRect(self.currentIndex()).height()
        if link_place(row, QRect(0, 0, width, high)).contains(at):
            self.link_wanted.emit(row.path)

    def row(self) -> BatRow | None:
        """Return the chosen row; None if none is chosen."""
        place = self.keyed.place_of(self.key())
        found = self.keyed.rows[place] if place >= 0 else None
        return found if isinstance(found, BatRow) else None

    def _fold(self, row: BatRow, *, is_open: bool) -> None:
        """Fold or unfold a conclusion; on a technique ← goes to its conclusion."""
        if row.is_group:
            if row.is_folded == is_open:
                self.fold_wanted.emit(row.key, not is_open)
            elif is_open:
                self._step_in(row)
        elif not is_open:
            self._step_out(row)

    def _step_in(self, row: BatRow) -> None:
        place = self.keyed.place_of(row.key) + 1
        if place < len(self.keyed.rows):
            self.choose(self.keyed.rows[place].key)

    def _step_out(self, row: BatRow) -> None:
        above = self.keyed.rows[: self.keyed.place_of(row.key)]
        groups = [each for each in above if isinstance(each, BatRow) and each.is_group]
        if groups:
            self.choose(groups[-1].key)


class BatList(QWidget):
    """Techniques under headings.

    Signals:
        moved: Key of the chosen row.
        opened: Key of a row that was entered or double-clicked.
        state_wanted: Number of a state, from 1.
        fold_wanted: Key of a conclusion, and whether it is to be folded.
        link_wanted: Address of a question whose number was clicked.
    """

    moved = Signal(str)
    opened = Signal(str)
    state_wanted = Signal(int)
    fold_wanted = Signal(str, bool)
    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = _Techniques(self)
        self._headings = _Headings(self.rows, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._headings)
        column.addWidget(self.rows, 1)
        for name in ("moved", "opened", "state_wanted", "fold_wanted", "link_wanted"):
            getattr(self.rows, name).connect(getattr(self, name))
        self.setFocusProxy(self.rows)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the headings in the interface language."""
        self.rows.setAccessibleName(_("Techniques"))
        self._headings.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._headings.fit()
