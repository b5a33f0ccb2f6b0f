"""A list of the centre with the choice of which of its rows are shown, and a search in them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.models.intake_rows import Row
from ui.theme.tokens import PADDING
from ui.widgets.flow import FlowLayout
from ui.widgets.intake_rows import RowList
from ui.widgets.label import Label
from ui.widgets.search_field import SearchField
from ui.widgets.segments import Segments

_PAUSE_MS = 120  # after the last letter
_FIELD_PX, _NARROW_PX = 202, 192


class ListPane(QWidget):
    """Segments and, where wanted, a search field above rows; words stand where there are none.

    Signals:
        filtered: Other rows are wanted: the segment was changed or something was typed.

    Args:
        name: Object name of the list.
        filters: Names of the groups of rows; the first is chosen at first.
        searched: Whether there is a search field.

    Attributes:
        list: The rows.
        bar: Above them; more can be added to it.
        field: The search field.
    """

    filtered = Signal()

    def __init__(
        self,
        name: str,
        filters: Sequence[str],
        *,
        searched: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._filters = tuple(filters)
        self._segments = Segments([(each, "") for each in filters], small=True)
        self._segments.set_value(filters[0])
        self.field = SearchField()
        self.field.setObjectName(f"{name}Search")
        self.field.setMinimumWidth(_FIELD_PX)
        self.field.setVisible(searched)
        self.list = RowList(name)
        self._empty = Label("", "second", "tx2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.bar = FlowLayout()
        self.bar.addWidget(self._segments)
        if searched:
            self.bar.addWidget(self.field)
        top = QVBoxLayout()
        top.setContentsMargins(8, 6, 8, 6)
        top.addLayout(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.filtered)
        self._segments.chosen.connect(lambda _value: self.filtered.emit())
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self.enter)

    def set_narrow(self, *, narrow: bool) -> None:
        """Let the search field be no wider than it must."""
        self.field.setMinimumWidth(_NARROW_PX if narrow else _FIELD_PX)
        self.bar.invalidate()

    @property
    def chosen(self) -> str:
        """Which rows are shown."""
        return self._segments.value() or self._filters[0]

    @property
    def typed(self) -> str:
        """What is searched."""
        return self.field.text().strip()

    def choose(self, name: str) -> None:
        """Show other rows."""
        if name != self.chosen:
            self._segments.set_value(name)
            self.filtered.emit()

    def name_filters(self, names: Sequence[str]) -> None:
        """Say what the groups of rows are called, with their numbers, in their order."""
        self._segments.set_options(list(zip(self._filters, names, strict=True)))
        self._segments.setAccessibleName(_("Which rows are shown"))

    def show_rows(self, rows: Sequence[Row], when_empty: str) -> None:
        """Show rows, or the words ``when_empty``."""
        has_focus = self.list.hasFocus()
        self._empty.setText(when_empty)
        self._empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
        if has_focus and not rows:
            self._segments.setFocus()

    def focus_first(self) -> None:
        """Give the keyboard to the rows, or when there are some.

        No focus proxy does it: with one, Tab would pass by what stands before the rows.
        """
        self.list.setFocus()

    def search(self) -> None:
        """Give the keyboard to the search field."""
        self.field.setFocus()
        self.field.selectAll()

    def enter(self) -> None:
        """Go from the search field to what was found."""
        if self._pause.isActive():
            self._pause.stop()
            self.filtered.emit()
        if not self.list.isHidden():
            self.list.setFocus()
