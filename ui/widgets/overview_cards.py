"""The four figures at the top of the overview; each leads to what it counts."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.theme import pixmap, theme
from ui.theme.tokens import PADDING, PANEL_RADIUS
from ui.widgets.chip import TONES
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import paint_focus
from ui.widgets.label import Label

_TILE = 34  # px
_ICON = 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a card says.

    Attributes:
        value: The number.
        unit: What is counted.
        below: The second line.
        tone: A key of ``chip.TONES``: calm where nothing is to be done.
    """

    value: str
    unit: str
    below: str
    tone: str


class CounterCard(QAbstractButton):
    """One figure with its picture; Enter, Space and a click lead on."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon, self._tone = icon, "info"
        self._value = Label("", "value", wrap=False)
        self._unit = Label("", "medium", wrap=False)
        self._below = Label("", "second", "tx2")
        words = FlowLayout(gap=6)
        words.addWidget(self._value)
        words.addWidget(self._unit)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addLayout(words)
        column.addWidget(self._below)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING + _TILE + PADDING, 6, PADDING, 6)
        row.addLayout(column)
        for label in (self._value, self._unit, self._below):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._value.setText(figure.value)
        self._unit.setText(figure.unit)
        self._below.setText(figure.below)
        self._tone = figure.tone
        self.setAccessibleName(f"{figure.value} {figure.unit}, {figure.below}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("bd"), 1))
        painter.setBrush(theme.colour("sf2" if self.isDown() or self.underMouse() else "sf"))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, PANEL_RADIUS, PANEL_RADIUS)
        ink, ground, border = TONES[self._tone]
        is_plain = theme.colour(ground) == theme.colour("sf")  # in bright sun nothing is tinted
        painter.setPen(QPen(theme.colour(border), 1) if is_plain else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        top = (self.height() - _TILE) / 2
        painter.drawRoundedRect(QRectF(PADDING, top, _TILE, _TILE), PANEL_RADIUS, PANEL_RADIUS)
        inner = (_TILE - _ICON) / 2
        drawn = pixmap(self._icon, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(round(PADDING + inner), round(top + inner), drawn)
        painter.end()
        if self.hasFocus():
            paint_focus(self, PANEL_RADIUS)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
