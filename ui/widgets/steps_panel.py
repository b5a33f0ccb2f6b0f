"""The dark panel beside first run and unlocking: what the program is and how far one is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import N_
from ui.theme import font, pixmap, theme
from ui.widgets.label import IconLabel, Label
from ui.widgets.texts import Texts

WIDTH = 400  # px
_DISC = 26

STEPS = (
    (N_("Language"), N_("Can be changed at any time, Ctrl Shift L")),
    (N_("Auditor's profile"), N_("Is printed on sheets and protocols")),
    (N_("Passphrase and key"), N_("The data are encrypted on this computer")),
    (N_("Recovery key"), N_("Print it and keep it elsewhere")),
)


class _Disc(QWidget):
    """The number of a step, or a tick once it is done."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._state = number, "ahead"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_state(self, state: str) -> None:
        """Show ``done``, ``now`` or ``ahead``."""
        self._state = state
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_DISC, _DISC)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        grounds = {"done": "ok", "now": "gold", "ahead": "railon"}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(grounds[self._state]))
        painter.drawEllipse(QRectF(self.rect()))
        if self._state == "done":
            ink = "sf" if theme.tokens.name != "night" else "onac"
            painter.drawPixmap(5, 5, pixmap("check", ink, 16, self.devicePixelRatioF()))
        else:
            painter.setFont(font("strong"))
            painter.setPen(theme.colour("rail" if self._state == "now" else "onrail"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class StepsPanel(QFrame):
    """Name of the program, what it is for, and the four steps of the first run."""

    def __init__(self, *, steps: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self.setFixedWidth(WIDTH)
        self._texts = Texts()
        self._discs: list[_Disc] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 44, 40, 36)
        column.setSpacing(14)
        column.addLayout(self._brand())
        promise = Label("", "hero", "onrail")
        self._texts.add(
            promise.setText, N_("Comprehensive technological audit — on site, without a network")
        )
        column.addWidget(promise)
        rule = QFrame()
        rule.setProperty("look", "railRule")
        column.addWidget(rule)
        if steps:
            for number, (title, hint) in enumerate(STEPS, start=1):
                air = QSpacerItem(0, 8, vData=QSizePolicy.Policy.Maximum)  # as far as there is room
                column.addSpacerItem(air)
                column.addLayout(self._step(number, title, hint))
        column.addStretch(1)
        column.addLayout(self._calm())

    def show_step(self, current: int) -> None:
        """Mark step ``current``, from 1; those before it are done."""
        for number, disc in enumerate(self._discs, start=1):
            state = "done" if number < current else "now" if number == current else "ahead"
            disc.show_state(state)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("clipboard-list", "gold", 34))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        name, job = Label("", "title", "onrail"), Label("", "body", "rail")
        self._texts.add(name.setText, N_("KTA"))
        self._texts.add(job.setText, N_("the auditor's workplace"))
        texts.addWidget(name)
        texts.addWidget(job)
        row.addLayout(texts, 1)
        return row

    def _step(self, number: int, title: str, hint: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        disc = _Disc(number)
        self._discs.append(disc)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        name, note = Label("", "panel", "onrail"), Label("", "second", "rail")
        self._texts.add(name.setText, title)
        self._texts.add(note.setText, hint)
        texts.addWidget(name)
        texts.addWidget(note)
        row.addLayout(texts, 1)
        return row

    def _calm(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("cloud-off", "railtx", 16), 0, Qt.AlignmentFlag.AlignTop)
        note = Label("", "second", "rail")
        self._texts.add(
            note.setText,
            N_("No registration on the internet. The program sends nothing without you."),
        )
        row.addWidget(note, 1)
        return row
