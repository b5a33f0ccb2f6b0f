"""What the centre confirmed, result by result, each with the signature that was checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.theme.tokens import PADDING, RADIUS
from ui.widgets.chip import Chip, chip_width
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.overview_panel import ListPanel

FIRST = 5
"""Receipts that are listed until all are asked for."""
_NARROW_PX = 600
_GAP_PX = 16
_COLUMNS = (9, 0, 7, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """One receipt, every text ready in the interface language.

    Attributes:
        title: Audit and version.
        result: Word of the result, on a chip.
        icon: Its icon.
        tone: Tone of the chip.
        when: When it came.
        signed: Fingerprint of the key that signed, as it is read.
    """

    title: str
    result: str
    icon: str
    tone: str
    when: str
    signed: str


class ReceiptLine(QFrame):
    """One receipt. Display only, but reached by keyboard to be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.shown: ReceiptShown | None = None
        self._title, self._when, self._signed = Label("", "medium"), Label(""), Label("")
        self._chip, self._result = Chip(), QWidget()
        line = QHBoxLayout(self._result)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(PADDING, 5, PADDING, 5)
        self._row.setSpacing(_GAP_PX)
        cells = (self._title, self._result, self._when, self._signed)
        for cell, stretch in zip(cells, _COLUMNS, strict=True):
            if stretch:
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._row.addWidget(cell, stretch)

    def show_receipt(self, shown: ReceiptShown, result: int) -> None:
        """Show a receipt; ``result`` is the width of the widest chip."""
        self.shown = shown
        self._title.setText(shown.title)
        self._when.setText(shown.when)
        self._signed.setText(shown.signed)
        self._chip.show_state(shown.result, shown.icon, shown.tone)
        self._result.setFixedWidth(result)
        self.setAccessibleName(f"{shown.title}. {shown.result}. {shown.when}. {shown.signed}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_PX
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._row.setSpacing(2 if is_narrow else _GAP_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)


class _Head(QFrame):
    """The names of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("columnHead")
        self._names = [Label("", "second", "tx2") for _each in _COLUMNS]
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 5, PADDING, 5)
        row.setSpacing(_GAP_PX)
        for name, stretch in zip(self._names, _COLUMNS, strict=True):
            if stretch:
                name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(name, stretch)

    def set_result(self, width: int) -> None:
        """Take the width of the widest chip."""
        self._names[1].setFixedWidth(width)

    def result_width(self) -> int:
        """Return the pixels that its name needs."""
        return self._names[1].fontMetrics().horizontalAdvance(self._names[1].text()) + 1

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        texts = (_("Bundle"), _("Result"), _("Received"), _("Signature of the centre, checked"))
        for name, text in zip(self._names, texts, strict=True):
            name.setText(text)


class ReceiptsPanel(ListPanel):
    """Receipts, newest first; a few until all are asked for.

    Signals: ``grown`` when more or fewer lines are shown.
    """

    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("receipts", parent)
        self._shown: tuple[ReceiptShown, ...] = ()
        self._lines: list[ReceiptLine] = []
        self._is_whole = False
        self._note = Label("", "second", "tx2")
        self._all = KeyButton("", "", kind="link", small=True)
        self._all.setObjectName("allReceipts")
        self._all.clicked.connect(self._turn)
        self.add_action(self._all)
        self.add_beside(self._note)
        self._columns, self._empty = _Head(), Label("", "second", "tx2")
        self._empty.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column = self.scroller.column
        for part in (self._columns, self._empty):
            column.addWidget(part)
        column.addStretch(1)
        self.retranslate()

    def show_receipts(self, receipts: Sequence[ReceiptShown]) -> None:
        """Show ``receipts``, newest first."""
        self._shown = tuple(receipts)
        listed = self._shown if self._is_whole else self._shown[:FIRST]
        while len(self._lines) < len(listed):
            line = ReceiptLine()
            self.scroller.column.insertWidget(len(self._lines) + 2, line)
            self._lines.append(line)
        widths = [chip_width(each.result, each.icon) for each in listed]
        result = max(self._columns.result_width(), *widths, 0)
        self._columns.set_result(result)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(listed))
            if place < len(listed):
                line.show_receipt(listed[place], result)
        self._empty.setVisible(not listed)
        self._follow()

    def shown(self) -> tuple[ReceiptShown, ...]:
        """Return what is listed."""
        return tuple(line.shown for line in self._lines if not line.isHidden() and line.shown)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Receipts of the centre"))
        self._note.setText(_("Green only after a receipt for every file"))
        self._columns.retranslate()
        self._empty.setText(
            _(
                "None yet. A bundle turns green only after a receipt that names every one of its "
                "files."
            )
        )
        self._follow()

    def _turn(self) -> None:
        self._is_whole = not self._is_whole
        self.show_receipts(self._shown)
        self.grown.emit()

    def _follow(self) -> None:
        self._all.setVisible(len(self._shown) > FIRST)
        every = _("All {count}").format(count=len(self._shown))
        self._all.set_text(_("Newest only") if self._is_whole else every)
        self._columns.setVisible(bool(self._shown) and self.width() >= _NARROW_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        lines = [line for line in self._lines if not line.isHidden()]
        here = next((place for place, line in enumerate(lines) if line.hasFocus()), -1)
        if step is None or not 0 <= here + step < len(lines):
            super().keyPressEvent(event)
        else:
            lines[here + step].setFocus(Qt.FocusReason.TabFocusReason)
