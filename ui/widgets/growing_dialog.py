"""Dialogs that grow when a message appears in them, so that nothing in them is cut."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from ui.widgets.banner import Banner
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import PassphraseField


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


class SecretDialog(GrowingDialog):
    """Asks for a passphrase and stays open until it is accepted or left.

    Signals: ``changed`` when the passphrase, or whether work is under way, changed.
    """

    changed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_busy = False
        self.secret = Labelled(PassphraseField(), label)
        self.secret.field.textChanged.connect(self._type)
        self.banner = Banner()

    def set_busy(self, busy: bool) -> None:
        """Say that the work is under way, which takes about a second and cannot be stopped."""
        self.is_busy = busy
        self.changed.emit()

    def recover(self) -> None:
        """Take a bug in the work as its end: what was typed stays, Esc leaves."""
        self.set_busy(False)

    def refuse(self, error: KtaError) -> None:
        """Say why nothing was done; what was typed stays."""
        self.set_busy(False)
        if error.code == "wrong-passphrase":
            self.secret.say(error.sentence(), "er")
            self.secret.field.selectAll()
            self.secret.field.setFocus()
        else:
            self.banner.show_error(error)

    def _type(self) -> None:
        self.secret.say("")
        self.changed.emit()

    @override
    def reject(self) -> None:
        if not self.is_busy:
            super().reject()
