"""The row above the print page: what it is, and what is done with the document."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import GAP
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

Action = tuple[str, str, Callable[[], object]]
"""Message id, key and what is done."""


class PrintHead(QWidget):
    """Title, the two ways out, and a menu with what is wanted more rarely.

    Args:
        entries: Of the menu.

    Attributes:
        entries: Of the menu, each with a key.
        save, print, more: Buttons.
    """

    def __init__(self, entries: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = entries
        self._pages = 0
        self._title, self._note = Label("", "title", wrap=False), Label("", "second", "tx2")
        self.save = KeyButton("", "Ctrl+Shift+S", "save")
        self.print = KeyButton("", "Ctrl+P", "printer", "primary")
        self.more = KeyButton("", "", "ellipsis")
        for button, name in (
            (self.save, "savePdf"),
            (self.print, "printSheet"),
            (self.more, "printMore"),
        ):
            button.setObjectName(name)
        self.more.clicked.connect(self._open)
        self.more.setVisible(bool(entries))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._title)
        row.addWidget(self._note, 1)
        for button in (self.save, self.print, self.more):
            row.addWidget(button)
        self.retranslate()

    def offer(self, pages: int) -> None:
        """Enable what can be done with a document of so many pages; 0 = there is none."""
        self._pages = pages
        self.save.setEnabled(pages > 0)
        self.print.setEnabled(pages > 0)
        text = _("Print {count} pages").format(count=pages) if pages else _("Print")
        self.print.set_text(text)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the room to the buttons."""
        self._note.setText("" if narrow else self._words())

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(_("Print"))
        if self._note.text():
            self._note.setText(self._words())
        self.save.set_text(_("Save PDF…"))
        self.more.set_text(_("More"))
        self.offer(self._pages)

    def _words(self) -> str:
        return _("A4, works offline. Printing neither closes nor changes the audit.")

    def _open(self) -> None:
        menu = QMenu(self)
        for text, key, act in self.entries:
            entry = menu.addAction(_(text), act)
            entry.setShortcut(QKeySequence(key))
            entry.setShortcutVisibleInContextMenu(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        menu.setActiveAction(menu.actions()[0])
