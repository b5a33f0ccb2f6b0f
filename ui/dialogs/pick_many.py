"""Choosing some of many: a search field above a list with check boxes."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from kta_desktop.i18n import _
from ui.dialogs.plan_ask import PlanAsk
from ui.widgets.focus import FocusRing
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled

_HEIGHT = 300
_KEY = Qt.ItemDataRole.UserRole


class PickMany(PlanAsk):
    """Asks which of some entries are meant.

    Args:
        title: Of the window.
        options: Id and words of each.
        chosen: Ids that are checked at first.
        take: Gets the ids that are checked, in the order of the options; may refuse.
        parent: The window it belongs to.
    """

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str]],
        chosen: Iterable[str],
        take: Callable[[tuple[str, ...]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, _("Take these"), lambda: take(self.chosen()), parent=parent)
        self.setObjectName("pickMany")
        self._search = Labelled(QLineEdit(), _("Search"))
        self._search.field.textChanged.connect(self._filter)
        self.list = QListWidget()
        self._ring = FocusRing(self.list)
        self.list.setAccessibleName(title)
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        checked = set(chosen)
        for key, words in options:
            item = QListWidgetItem(words, self.list)
            item.setData(_KEY, key)
            state = Qt.CheckState.Checked if key in checked else Qt.CheckState.Unchecked
            item.setCheckState(state)
        empty = Label(_("There is nothing to choose from yet."), "body", "tx2")
        empty.setVisible(not options)
        self.list.setVisible(bool(options))
        self.column.addWidget(self._search)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(empty)
        self._search.field.setFocus()

    def chosen(self) -> tuple[str, ...]:
        """Return the ids that are checked, hidden ones too."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            words = item.text().casefold()
            item.setHidden(not all(each in words for each in wanted))
