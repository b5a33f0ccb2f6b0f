"""A link that asks for the width of all its words, and wraps only where it does not get it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font
from ui.widgets.link_line import LinkLine

_AROUND = 30  # icon, gap and room for the focus ring


class OneLine(LinkLine):
    """A link beside other things in a row."""

    def __init__(self, parent: QWidget, icon: str = "") -> None:
        super().__init__(parent, icon)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetrics(font("second")).horizontalAdvance(self.text()) + _AROUND
        return QSize(width, self.heightForWidth(width))
