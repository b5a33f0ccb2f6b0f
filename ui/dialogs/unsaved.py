"""What could not be stored, when the program is closed or locked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.theme.tokens import MARGIN
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.shortcuts import bind
from ui.widgets.unsaved_words import unsaved_lines

_WIDTH_PX = 560
_MOST_LINES = 6


class UnsavedDialog(GrowingDialog):
    """Asks what becomes of answers that the disk did not take. Esc stays: nothing is lost by it.

    Signals: ``again``, they are to be stored once more; ``aside``, they are to be put aside until
    the next start.
    """

    again = Signal()
    aside = Signal()

    def __init__(self, editor: AuditEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setWindowTitle(_("Not everything is stored"))
        self.banner = Banner()
        self._list = Label("")
        self._list.setObjectName("unsaved_list")
        self._list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = Label(
            _(
                "Free some space or connect the disk, and store it again. Or close: what is not "
                "stored is put aside, encrypted, and is stored when this audit is opened next."
            )
        )
        self._buttons = FlowLayout()
        self._add("store_again", _("Store again"), "Enter", "primary", self.again)
        self._add("put_aside", _("Put aside and close"), "Alt+Z", "plain", self.aside)
        self._add("stay", _("Stay in the program"), "Esc", "plain", None)
        bind(self, "Alt+Z", self.aside.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for widget in (self.banner, self._list, words):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        self.resize(_WIDTH_PX, self.sizeHint().height())
        self.show_lines()

    def show_lines(self) -> None:
        """Name what is not stored now."""
        lines = unsaved_lines(self._editor)
        rest = len(lines) - _MOST_LINES
        more = [_("And {count} more.").format(count=rest)] if rest > 0 else []
        self._list.setText("\n".join([*lines[:_MOST_LINES], *more]))

    def refuse(self, error: KtaError) -> None:
        """Say why it is still not stored."""
        self.banner.show_error(error)
        self.show_lines()

    @override
    def accept(self) -> None:
        self.again.emit()

    def _add(self, name: str, text: str, key: str, kind: str, signal: object) -> None:
        button = KeyButton(text, key, kind=kind, parent=self)
        button.setObjectName(name)
        button.clicked.connect(self.reject if signal is None else signal)
        button.setDefault(kind == "primary")
        self._buttons.addWidget(button)
