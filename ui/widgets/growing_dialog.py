"""Dialogs that grow when a message appears in them, so that nothing in them is cut."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog
from typing_extensions import override


class GrowingDialog(QDialog):
    """Never lower than its content needs at its width; never shrinks by itself."""

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._grow()
        return done

    def _grow(self) -> None:
        layout = self.layout()
        if layout is not None:
            needed = max(layout.totalHeightForWidth(self.width()), layout.totalSizeHint().height())
            if needed > self.height():
                self.resize(self.width(), needed)
