"""The journal, Ctrl+Shift+J: what the status strip said since the program was unlocked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.journal import Journal
from ui.models.lines_model import Line
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable

_SIZE = (640, 420)  # px
_SHARES = (0.18, 0.82)


class JournalDialog(QDialog):
    """Times and sentences, the newest first; Ctrl+C copies one."""

    def __init__(self, journal: Journal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("journal")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Journal"))
        entries, lang = journal.entries(), language()
        told = _("What was confirmed in this run. It is not stored.")
        none = _("Nothing was confirmed yet. Short messages of the status bar are kept here.")
        self.list = LinesTable("entries", self)
        self.list.setAccessibleName(_("Journal"))
        lines = [
            Line(cells=(formatting.time_(entry.at, lang), entry.text), item=place)
            for place, entry in enumerate(entries)
        ]
        self.list.show_lines([_("When"), _("Message")], lines, _SHARES)
        self.list.setVisible(bool(entries))
        close = KeyButton(_("Close"), "Esc", kind="primary")
        close.setObjectName("close")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(Label(told if entries else none, "second", "tx2"))
        column.addWidget(self.list, 1)
        if not entries:
            column.addStretch(1)
        column.addLayout(dialog_buttons(close))
        open_at(self, *_SIZE)
        (self.list if entries else close).setFocus()
