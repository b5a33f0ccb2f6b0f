"""Three large buttons to choose the language of the first run: F2, F3, F4."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import restyle

NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
SHORT = {"ru": "РУ", "kk": "ҚАЗ", "en": "EN"}
_KEYS = {"ru": "F2", "kk": "F3", "en": "F4"}


class LanguageBar(QWidget):
    """The languages by their own names.

    Signals: ``chosen`` with ``ru``, ``kk`` or ``en``.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, KeyButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for code, name in NAMES.items():
            button = KeyButton(name, _KEYS[code])
            button.setObjectName(f"language_{code}")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, code=code: self.chosen.emit(code))
            self._buttons[code] = button
            row.addWidget(button, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Mark the language of now."""
        for code, button in self._buttons.items():
            button.setChecked(code == language())
            button.set_icon("circle-dot" if code == language() else "circle")
            restyle(button, "current", "true" if code == language() else "false")
