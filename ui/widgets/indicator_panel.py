"""The panel «Показатели и уровни»: the list, its counts and order, and one indicator in full."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from kta_desktop.assessment import ranges
from kta_desktop.assessment.performance import Indicator
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import N_, _
from kta_desktop.services.bottleneck_links import Link
from ui.models import indicator_rows, range_rows
from ui.models.indicator_rows import FOLD, VERDICTS, IndicatorRow, Order
from ui.theme.tokens import PADDING
from ui.widgets.bat_legend import BatLegend
from ui.widgets.chip import Chip
from ui.widgets.focus import FocusRing
from ui.widgets.indicator_details import IndicatorDetails
from ui.widgets.indicator_paint import IndicatorPainter
from ui.widgets.keyed_list import KeyedList
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.assessment.known import Known

_ORDERS = {Order.GRAVITY: N_("By gravity"), Order.PAPER: N_("In paper order")}


class _Indicators(KeyedList):
    def __init__(self, parent: QWidget) -> None:
        super().__init__("indicators", parent)
        self.setItemDelegate(IndicatorPainter(self))
        FocusRing(self)

    @override
    def press(self, row: object, at: object, width: int) -> None:
        if isinstance(row, IndicatorRow):
            self.opened.emit(row.key)


class IndicatorPanel(Panel):
    """Indicators of the plant with their levels.

    Signals:
        path_wanted: What was entered at a path is wanted.
        technique_wanted: A technique is wanted, by its id.
        followed: ``Target`` of a bottleneck or measure that is wanted.
    """

    path_wanted = Signal(str)
    technique_wanted = Signal(str)
    followed = Signal(object)

    def __init__(self, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._indicators: Sequence[Indicator] = ()
        self._is_known = False
        self._previous: Mapping[str, Decimal] = {}
        self._source, self._shown = "", ""
        self._folded = dict.fromkeys((FOLD, range_rows.FOLD), True)
        self._known: Known | None = None
        self._found_ranges: Sequence[ranges.Range] | None = None
        self._leads_of: Callable[[str], Sequence[Link]] = lambda _key: ()
        self._counts = {
            verdict: Chip(parent=self)
            for verdict in VERDICTS
            if verdict is not Verdict.NOT_COMPARED  # the line that folds them counts them
        }
        for chip in self._counts.values():
            self.add_action(chip)
        self.order = QComboBox(self)
        self.order.setObjectName("indicator_order")
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.order.currentIndexChanged.connect(lambda _index: self._refresh())
        self.add_action(self.order)
        self.list = _Indicators(self)
        self.details = IndicatorDetails(definition, self)
        self._nothing = Label("", "body", "tx2")
        self._nothing.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._stack = QStackedWidget(self)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for page in (self.list, self.details, self._nothing):
            self._stack.addWidget(page)
        self._legend = BatLegend(self)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._legend)
        self._connect()
        self.retranslate()

    @property
    def shown(self) -> str:
        """Key of the indicator that is shown in full; empty if the list is."""
        return self._shown

    def show_indicators(
        self,
        indicators: Sequence[Indicator],
        previous: Mapping[str, Decimal],
        source: str = "",
        leads_of: Callable[[str], Sequence[Link]] | None = None,
        known: "Known | None" = None,
    ) -> None:
        """Show indicators, and behind them the typical ranges of the pack.

        Args:
            indicators: All of them.
            previous: Key to the value at the previous audit.
            source: Id of the only document wanted; empty = all.
            leads_of: Returns bottlenecks and measures that the indicator of a key leads to.
            known: The audit, for its ranges; without it there are none.
        """
        self._known, self._found_ranges = known, None
        self._indicators, self._previous, self._source = indicators, previous, source
        self._leads_of = leads_of or (lambda _key: ())
        self._is_known = True
        self._say_nothing()
        self._refresh()

    def show_in_full(self, key: str) -> bool:
        """Show one indicator with all that is known of it; False if there is none of this key."""
        if not self._show_details(key):
            return False
        self._shown = key
        self._turn()
        stated = indicator_rows.stated_with(self._indicators, key)
        self.list.choose(stated.lead.key if stated is not None else key)
        self.details.focus_first()
        return True

    def show_list(self) -> None:
        """Show all indicators again."""
        if self._shown:
            self._shown = ""
            self._turn()
            self.list.setFocus()

    def focus_first(self) -> None:
        """Put the focus on the list, or on what is shown in its place."""
        if self._shown:
            self.details.focus_first()
        else:
            self.list.setFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Indicators and levels"))
        self.list.setAccessibleName(_("Indicators"))
        self.order.setAccessibleName(_("Order"))
        at = max(0, self.order.currentIndex())
        self.order.blockSignals(True)
        self.order.clear()
        for order, word in _ORDERS.items():
            self.order.addItem(_(word), order)
        self.order.setCurrentIndex(at)
        self.order.blockSignals(False)
        self._legend.retranslate()
        self._say_nothing()
        self._refresh()

    def _say_nothing(self) -> None:
        """Say why there is no line; before the first assessment nobody knows that yet."""
        self._nothing.setText(
            _(
                "No indicator yet. Answer the questions about production, water, energy and "
                "emissions, or end a measurement: figures and their levels then stand here."
            )
            if self._is_known
            else _("The figures are being computed…")
        )

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.details.left.connect(self.show_list)
        self.details.path_wanted.connect(self.path_wanted)
        self.details.technique_wanted.connect(self.technique_wanted)
        self.details.followed.connect(self.followed)
        bind(self.details, "Esc", self.show_list)

    def _open(self, key: str) -> None:
        if key in self._folded:
            self._folded[key] = not self._folded[key]
            self._refresh()
        else:
            self.show_in_full(key)

    def _refresh(self) -> None:
        counts = indicator_rows.counts(self._indicators)
        for verdict, chip in self._counts.items():
            word, icon, tone = VERDICTS[verdict]
            chip.show_state(str(counts[verdict]), icon, tone)
            chip.setAccessibleName(f"{_(word)}: {counts[verdict]}")
            chip.setToolTip(f"{_(word)}: {counts[verdict]}")
            chip.setVisible(counts[verdict] > 0)
        order = self.order.currentData() or Order.GRAVITY
        shown = indicator_rows.rows(
            self._indicators,
            Order(order),
            self._previous,
            source=self._source,
            is_folded=self._folded[FOLD],
        )
        count = ranges.count(self._known) if self._known is not None else 0
        behind = range_rows.rows(count, self._ranges, is_folded=self._folded[range_rows.FOLD])
        self.list.show_rows([*shown, *behind])
        self._legend.show_previous(shown=bool(self._previous))
        top = self.details.verticalScrollBar().value()
        if self._shown and self._show_details(self._shown):
            self.details.verticalScrollBar().setValue(top)
        else:
            self._shown = ""
        self._turn()

    def _ranges(self) -> Sequence[ranges.Range]:
        """Return the typical ranges beside the figures; worked out when they are first seen."""
        if self._found_ranges is None:
            known = self._known
            self._found_ranges = ranges.ranges(known, self._indicators) if known is not None else ()
        return self._found_ranges

    def _show_details(self, key: str) -> bool:
        """Show an indicator or a range in full; False if there is none of this key."""
        if key.startswith(range_rows.PREFIX):
            found = next((each for each in self._ranges() if range_rows.key_of(each) == key), None)
            if found is not None:
                self.details.show_range(found, self._indicator(found.indicator))
            return found is not None
        indicator = self._indicator(key)
        if indicator is not None:
            self._show_indicator(indicator)
        return indicator is not None

    def _indicator(self, key: str) -> Indicator | None:
        return next((each for each in self._indicators if each.key == key), None)

    def _show_indicator(self, indicator: Indicator) -> None:
        before, leads = self._previous.get(indicator.key), self._leads_of(indicator.key)
        stated = indicator_rows.stated_with(self._indicators, indicator.key)
        self.details.show_indicator(indicator, before, leads, stated)

    def _turn(self) -> None:
        page = self.details if self._shown else self.list
        self._stack.setCurrentWidget(page if self._indicators else self._nothing)
        self._legend.setVisible(bool(self._indicators) and not self._shown)
