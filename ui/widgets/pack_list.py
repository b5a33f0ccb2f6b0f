"""The packs in use, and first the one that is only looked at."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from kta_desktop.services.authoring import Inspection
from kta_desktop.services.packs import PackInfo
from ui.models import pack_lines
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel

OPENED = ""
"""What the row of a pack that is looked at, but not in use, stands for."""


class PackList(Panel):
    """Packs by their sector, with counts and how many of their levels may judge.

    Signals:
        chosen: id of the pack that is now chosen; ``OPENED`` for the one that is looked at.
        entered: a row was entered or double-clicked.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.table = LinesTable("packList")
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(lambda _item: self.entered.emit())

    def show_packs(self, packs: Sequence[PackInfo], opened: Inspection | None) -> None:
        """Show the packs in use and, first, the one that is looked at."""
        self.table.setAccessibleName(_("Sector packs"))
        lines = [pack_lines.pack_line(pack) for pack in packs]
        if opened is not None:
            lines.insert(0, pack_lines.opened_line(opened, OPENED))
        self.table.show_lines(pack_lines.pack_heads(), lines, (0.75, 0.25), numbers=(1,))

    def item(self) -> object:
        """Return the id of the chosen pack; None if there is none."""
        return self.table.item()

    def choose(self, item: object) -> None:
        """Choose a pack."""
        self.table.choose(item)

    def has_focus(self) -> bool:
        """Whether the keyboard is in the list."""
        return self.table.hasFocus()
