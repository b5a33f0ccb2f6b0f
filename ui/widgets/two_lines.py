"""A name that keeps to two lines, whole in its tooltip: a bar above a page must stay a bar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme.tips import tip
from ui.widgets.label import Label

_MOST = 2


class TwoLineLabel(Label):
    """Leaves out words from the end until the rest fits two lines of its width.

    The whole name is its accessible name, and its tooltip where something is left out.
    """

    def __init__(self, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__("", role, parent=parent)
        self._whole = ""

    def show_name(self, name: str) -> None:
        """Show another name."""
        self._whole = name
        self.setAccessibleName(name)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = self._whole.split(" ")
        kept = next((n for n in range(len(words), 1, -1) if self._fits(words[:n], len(words))), 1)
        shown = _joined(words[:kept], len(words))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._whole else tip(self._whole))

    def _fits(self, words: list[str], whole: int) -> bool:
        metrics, flags = self.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(0, 0, self.width(), 10_000, flags, _joined(words, whole))
        return box.height() <= _MOST * metrics.lineSpacing()


def _joined(words: list[str], whole: int) -> str:
    return " ".join(words) + ("…" if len(words) < whole else "")
