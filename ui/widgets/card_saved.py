"""Whether what was entered on a card is on the disk."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from ui.theme import font
from ui.undo import AuditEditor
from ui.widgets.label import IconLabel, Label

_SLOW_MS = 1000


class SavedState(QWidget):
    """A green tick with the time; «saving…» only when it takes longer than a second.

    It speaks of this card alone: what another card saved a moment ago is not its business. Its
    room is kept free from the beginning, so that nothing moves when the first time appears.
    """

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._at = ""
        self._is_own = False
        self._icon = IconLabel("check", "ok", 14)
        self.label = Label("", "second", "ok", wrap=False)
        self.label.setObjectName("saved_state")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self.label)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._show_saving)
        editor.saving.connect(self._begin)
        editor.saved.connect(self._show_saved)
        editor.failed.connect(self._show_failed)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        usual = QFontMetrics(font("second")).horizontalAdvance("00:00:00")
        self.label.setMinimumWidth(usual + 4)  # figures of one width are a little wider
        self.hide()

    def retranslate(self) -> None:
        """Show the time in the interface language."""
        if self._at and not self._editor.is_saving:
            self._show_saved(self._at)

    def _begin(self) -> None:
        self._is_own = True
        self._slow.start()

    def _show_saved(self, at: str) -> None:
        self._slow.stop()
        if not self._is_own:
            return
        self._at = at
        self._show("check", "ok", formatting.time_(at, language()))

    def _show_saving(self) -> None:
        if self._editor.is_saving:
            self._show("hourglass", "tx2", _("saving…"))

    def _show_failed(self, _error: object) -> None:
        self._slow.stop()
        if self._editor.unsaved:
            self._show("circle-alert", "er", _("not saved"))

    def _show(self, icon: str, tone: str, text: str) -> None:
        self._icon.show_icon(icon, tone)
        self.label.set_tone(tone)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.show()
