"""The row above the list of audits: search, filters with counts, and the two ways to more."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from kta_desktop.i18n import N_, _
from ui.theme.tokens import GAP
from ui.widgets.key_button import KeyButton
from ui.widgets.search_field import SearchField
from ui.widgets.segments import Segments
from ui.widgets.texts import Texts

_SEARCH = 262  # px
_BESIDE_SEARCH = 56  # px of icon and borders beside what is typed
FILTER_NAMES = {
    "all": N_("All"),
    "site": N_("At the plant"),
    "returned": N_("With comments"),
    "send": N_("To send"),
    "done": N_("Handed over, many"),
}


class HomeHead(QWidget):
    """In one row where it has the room, else with the filters below.

    Attributes:
        search: Plant, BIN or number.
        filters: Keys of ``FILTER_NAMES``.
        open_package, new: Buttons.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self.search = SearchField()
        self.search.setObjectName("search_audits")
        self.filters = Segments([(name, _(text)) for name, text in FILTER_NAMES.items()])
        self.filters.set_value("all")
        self.open_package = KeyButton("", "Ctrl+O", "usb")
        self.open_package.setObjectName("open_package")
        self.new = KeyButton("", "Ctrl+N", "plus", "primary")
        self.new.setObjectName("new_audit")
        self._texts.add(self.search.set_name, N_("Search: plant, BIN, number"))
        self._texts.add(self.open_package.set_text, N_("Open package…"))
        self._texts.add(self.new.set_text, N_("New audit"))
        self._texts.add(self.filters.setAccessibleName, N_("Which audits"))
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.search, 0, 0)
        grid.addWidget(self.filters, 0, 1)
        grid.addWidget(self.open_package, 0, 3)
        grid.addWidget(self.new, 0, 4)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many audits each filter shows."""
        texts = [(name, f"{_(text)} {counts[name]}") for name, text in FILTER_NAMES.items()]
        self.filters.set_options(texts)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        asked = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setFixedWidth(max(_SEARCH, asked + _BESIDE_SEARCH))

    def fit(self, width: int) -> None:
        """Give the filters a row of their own when one row of ``width`` cannot hold all whole."""
        parts = (self.search, self.filters, self.open_package, self.new)
        needed = sum(part.sizeHint().width() for part in parts[1:]) + self.search.minimumWidth()
        if needed + 5 * GAP <= width:
            self._grid.addWidget(self.filters, 0, 1)
        else:
            self._grid.addWidget(self.filters, 1, 0, 1, 5)
