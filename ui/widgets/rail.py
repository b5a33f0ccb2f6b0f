"""The navigation rail: one item a page, icon above label, keys from Ctrl+1 on."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.theme import font, pixmap, theme
from ui.widgets.focus import paint_focus

WIDE, MIDDLE, NARROW = 84, 64, 48  # px: labels, labels in less room, icons alone
_ICON = 20
_LINE = 14  # px of a line of a label
_LEAST = 30  # px of an item where the window is low
_EDGE = 6  # px above the first item and below the last
_RULE = 9  # px of a line between items, with its air
_ROOMY, _TIGHT, _ICONS = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """One page of the rail.

    Attributes:
        name: Id.
        icon: Lucide picture.
        key: Such as ``Ctrl+1``.
        low: Whether it stands at the lower end.
        rule: Whether a line stands above it.
        page: False for actions that do not become the current item.
    """

    name: str
    icon: str
    key: str = ""
    low: bool = False
    rule: bool = False
    page: bool = True


class _RailButton(QAbstractButton):
    def __init__(self, item: RailItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.item, self.badge = item, 0
        self.is_narrow = False
        self.room = _ROOMY
        self.height_given = 0
        self.setCheckable(item.page)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(font("small"))
        theme.changed.connect(self.updateGeometry)

    def lines(self) -> list[str]:
        return [] if self.is_narrow or self.room == _ICONS else self.text().split("\n")

    def wanted(self, room: int) -> int:
        """Return the height it takes with much room, with little, or as a picture alone."""
        lines = [] if self.is_narrow or room == _ICONS else self.text().split("\n")
        if not lines:
            return min(theme.sizes.rail_item, 24 + _ICON)
        used = _ICON + 4 + _LINE * len(lines)
        return used + 6 if room == _TIGHT else max(theme.sizes.rail_item, used + 14)

    @override
    def sizeHint(self) -> QSize:
        return QSize(NARROW, self.height_given or self.wanted(self.room))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), theme.colour("railon"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("gold"))
        if not self.isEnabled():
            painter.setOpacity(0.55)  # a disabled item carries no information to read
        self._paint_face(painter)
        painter.setOpacity(1)
        if self.badge:
            self._paint_badge(painter)
        painter.end()
        if self.hasFocus():
            self._paint_ring()

    def _paint_face(self, painter: QPainter) -> None:
        tone = "onrail" if self.isChecked() else "railtx"
        lines = self.lines()
        used = _ICON + (4 + _LINE * len(lines) if lines else 0)
        top = (self.height() - used) / 2
        drawn = pixmap(self.item.icon, tone, _ICON, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - _ICON) // 2, round(top), drawn)
        face = font("small")
        face.setWeight(face.weight().Medium if self.isChecked() else face.weight().Normal)
        painter.setFont(face)
        painter.setPen(theme.colour(tone))
        for number, line in enumerate(lines):
            place = QRectF(0, top + _ICON + 4 + _LINE * number, self.width(), _LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line)

    def _paint_badge(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(self.badge)
        painter.setFont(font("small"))
        width = max(16, QFontMetrics(font("small")).horizontalAdvance(text) + 8)
        place = QRectF(self.width() / 2 + 8, 4, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gold"))
        painter.drawRoundedRect(place, 8, 8)
        painter.setPen(theme.colour("rail"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_ring(self) -> None:
        paint_focus(self, 3, inner="onrail")


class Rail(QFrame):
    """A column of pages.

    Signals: ``chosen`` with the name of the item that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, items: tuple[RailItem, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._buttons: dict[str, _RailButton] = {}
        self._labels: dict[str, str] = {}
        self._width = WIDE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _EDGE, 0, _EDGE)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # items give way instead
        for item in (item for item in items if not item.low):
            self._add(column, item)
        column.addStretch(1)
        for item in (item for item in items if item.low):
            self._add(column, item)
        theme.changed.connect(self._fit)
        self.set_width(WIDE)

    def set_labels(self, labels: dict[str, str]) -> None:
        """Show translated labels by name; two lines where one does not fit."""
        self._labels = labels
        for name, label in labels.items():
            button = self._buttons[name]
            button.setAccessibleName(label)
            key = button.item.key.replace("+", " ")
            button.setToolTip(f"{label}  {key}" if key else label)
            button.setText("\n".join(self._wrapped(label)))
            button.updateGeometry()
        self._fit()

    def set_current(self, name: str) -> None:
        """Mark the item of the page that is shown."""
        for other, button in self._buttons.items():
            if button.isCheckable():
                button.setChecked(other == name)

    def set_enabled(self, name: str, *, enabled: bool) -> None:
        """Let an item be pressed or not."""
        self._buttons[name].setEnabled(enabled)

    def set_shown(self, name: str, *, shown: bool) -> None:
        """Let an item be there or not."""
        if self._buttons[name].isHidden() == shown:
            self._buttons[name].setHidden(not shown)
            self._fit()

    def is_enabled(self, name: str) -> bool:
        """Whether an item can be pressed."""
        return self._buttons[name].isEnabled()

    def set_badge(self, name: str, count: int) -> None:
        """Show how many things wait for the person at this page; 0 shows nothing."""
        self._buttons[name].badge = count
        self._buttons[name].update()

    def set_width(self, width: int) -> None:
        """Be ``WIDE``, ``MIDDLE`` or ``NARROW``; the last shows icons alone."""
        self._width = width
        for button in self._buttons.values():
            button.is_narrow = width == NARROW
            button.updateGeometry()
        self.set_labels(self._labels)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW, len(self._present()) * _LEAST + self._spent())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _spent(self) -> int:
        rules = sum(button.item.rule for button in self._buttons.values())
        return 2 * _EDGE + rules * _RULE

    def _fit(self) -> None:
        """Let every item be seen whole: with less air, then without labels, then lower."""
        free = self.height() - self._spent()
        buttons = self._present()
        room = next(
            (each for each in (_ROOMY, _TIGHT) if sum(b.wanted(each) for b in buttons) <= free),
            _ICONS,
        )
        needed = sum(button.wanted(room) for button in buttons)
        given = max(_LEAST, free // max(1, len(buttons))) if needed > free else 0
        for button in buttons:
            button.room, button.height_given = room, given
            button.updateGeometry()
            button.update()
        self._widen()

    def _present(self) -> list[_RailButton]:
        return [button for button in self._buttons.values() if not button.isHidden()]

    def _widen(self) -> None:
        """Take the width that was set, or more where one word of a label needs it."""
        metrics = QFontMetrics(font("small"))
        words = [line for button in self._present() for line in button.lines()]
        needed = max((metrics.horizontalAdvance(word) for word in words), default=0)
        self.setFixedWidth(max(self._width, needed + 6 if words else 0))

    def _wrapped(self, label: str) -> list[str]:
        metrics = QFontMetrics(font("small"))
        if metrics.horizontalAdvance(label) <= self._width - 12:
            return [label]
        return label.split(" ", 1)

    def _add(self, column: QVBoxLayout, item: RailItem) -> None:
        if item.rule:
            line = QFrame(self)
            line.setProperty("look", "railRule")
            column.addWidget(line)
        button = _RailButton(item, self)
        button.setObjectName(f"rail_{item.name}")
        button.clicked.connect(lambda: self._press(item))
        self._buttons[item.name] = button
        column.addWidget(button)

    def _press(self, item: RailItem) -> None:
        if item.page:
            button = self._buttons[item.name]
            button.setChecked(not button.isChecked())  # the window marks the page it shows
        self.chosen.emit(item.name)
