"""The dashed box below the list of audits: how to come to one that is not in it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kta_desktop.i18n import N_
from ui.widgets.keyed_text import KeyedText
from ui.widgets.label import IconLabel
from ui.widgets.texts import Texts


class AuditHint(QFrame):
    """Says which keys begin or open an audit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self.setProperty("look", "hint")
        words = KeyedText()
        self._texts.add(
            words.set_text,
            N_(
                "The audit is not in the list? Press [Ctrl+N] to start a new one, or [Ctrl+O] to "
                "open a .kta package from a stick — no network is needed."
            ),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("info", "ac"))
        row.addWidget(words, 1)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
