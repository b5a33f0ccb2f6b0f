"""The left of the print page: which document, and what was printed last."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.print_centre import DOCUMENTS, Stock
from kta_desktop.services.printing import Kind
from ui.models.print_choices import PrintMemory
from ui.theme.tokens import PADDING
from ui.widgets import print_words
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.print_kinds import KindList, KindModel, kind_at


class PrintCatalogue(Panel):
    """The documents as a list; ``combo`` is the same as a drop-down for narrow windows.

    Signals: ``chosen`` with a ``Kind``.

    Attributes:
        kinds: The list.
        combo: The drop-down; lies outside the panel.
    """

    chosen = Signal(object)

    def __init__(self, memory: PrintMemory, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._memory = memory
        self._stock: Stock | None = None
        model = KindModel(self)
        self._model = model
        self.kinds, self.combo = KindList(model), QComboBox()
        self.combo.setObjectName("printKind")
        self.combo.setModel(model)
        self._last = Label("", "second", "tx2")
        self._foot = QFrame()
        self._foot.setObjectName("panelFoot")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(PADDING, 8, PADDING, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel("history", "tx2", 16))
        row.addWidget(self._last, 1)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.kinds, 1)
        self.body.addWidget(self._foot)
        self.kinds.chosen.connect(self._choose)
        self.combo.activated.connect(lambda row: self._choose(kind_at(self._model.index(row, 0))))
        self.retranslate()

    def show_stock(self, stock: Stock) -> None:
        """Show how much of each document there is."""
        self._stock = stock
        self.retranslate()

    def show_kind(self, kind: Kind) -> None:
        """Mark a document without a signal."""
        self.kinds.show_kind(kind)
        self.combo.setCurrentIndex(DOCUMENTS.index(kind))

    def retranslate(self) -> None:
        """Show every text in the interface language, and what was printed last."""
        self.set_title(_("What to print"))
        self.kinds.setAccessibleName(_("What to print"))
        self.combo.setAccessibleName(_("What to print"))
        for kind in DOCUMENTS:
            text = print_words.below(kind, self._stock, self._memory.pages(kind))
            ready = self._stock is not None and kind in self._stock.counts
            self._model.say(kind, print_words.title(kind), text, ready=ready)
        self.kinds.scheduleDelayedItemsLayout()
        said = print_words.last(self._memory.printed())
        self._last.setText(said)
        self._foot.setVisible(bool(said))

    def _choose(self, kind: Kind) -> None:
        self.show_kind(kind)
        self.chosen.emit(kind)
