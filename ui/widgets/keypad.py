"""A keypad of big keys for numbers, for gloves: digits, comma, minus, rub out, write."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.i18n import _, language
from ui.theme import font, theme
from ui.theme.tokens import GLOVE
from ui.widgets.key_button import KeyButton

_GAP = 8  # px: a glove that slips off one key must not hit the next
_DIGITS = (("7", 0, 0), ("8", 0, 1), ("9", 0, 2), ("4", 1, 0), ("5", 1, 1), ("6", 1, 2),
           ("1", 2, 0), ("2", 2, 1), ("3", 2, 2), ("0", 3, 1))  # fmt: skip


class _Key(QPushButton):
    """One key: at least as large as a finger in a glove."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard types the same by itself
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._use_font()
        theme.changed.connect(self._use_font)

    @override
    def sizeHint(self) -> QSize:
        return QSize(GLOVE.control + _GAP, max(theme.sizes.control, GLOVE.control))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _use_font(self) -> None:
        self.setFont(font("value"))


class Keypad(QWidget):
    """Big keys.

    Signals:
        typed: a digit, the decimal mark of the language, or the minus sign.
        erased: the last sign is to go.
        entered: what was typed is to be written.
    """

    typed = Signal(str)
    erased = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = _Key("", self)
        self._mark.clicked.connect(lambda: self.typed.emit(self._mark.text()))
        self._minus = _Key("−", self)
        self._minus.clicked.connect(lambda: self.typed.emit("-"))
        self._erase = KeyButton("", icon="eraser")
        self._write = KeyButton("", "Enter", kind="primary")
        self._write.setObjectName("writeReading")
        for button, act in ((self._erase, self.erased), (self._write, self.entered)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
            button.clicked.connect(act)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        for text, row, column in _DIGITS:
            key = _Key(text, self)
            key.setAccessibleName(text)
            key.clicked.connect(lambda _on, text=text: self.typed.emit(text))
            grid.addWidget(key, row, column)
        grid.addWidget(self._minus, 3, 0)
        grid.addWidget(self._mark, 3, 2)
        grid.addWidget(self._erase, 0, 3)
        grid.addWidget(self._write, 1, 3, 3, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._mark.setText("." if language() == "en" else ",")
        self._mark.setAccessibleName(_("Decimal mark"))
        self._minus.setAccessibleName(_("Minus"))
        self._erase.set_tip(_("Rub out"))
        self._write.set_text(_("Write"))
