"""What a session measures: one or more quantities, each against its level."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.i18n import _
from kta_desktop.services import session_plan
from kta_desktop.services.session_plan import Channel, Limit, OfferedLevel, Quantity
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.session_start_quantity import QuantityRow

_MOST = 6  # quantities that come in by themselves; an FTIR tells thirty gases


class WhatPanel(Panel):
    """The quantities of a session. Channels that carry a substance come in by themselves.

    Signals: ``changed`` when anything was entered.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("2. What"), parent)
        self._levels: tuple[OfferedLevel, ...] = ()
        self._more: Mapping[str, JsonValue] | None = None
        self._channels: tuple[Channel, ...] = ()
        self._best: Callable[[Channel], Quantity] = partial(session_plan.quantity, offered=None)
        self._left_out: set[str] = set()  # channels whose quantity a person removed
        self.rows: list[QuantityRow] = []
        self._none = Label(_("What an instrument measures appears here. Choose one below."), "body")
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._add = KeyButton(_("Add a quantity"), "Ins", "plus")
        self._add.setObjectName("addQuantity")
        self._add.clicked.connect(self._add_next)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch(1)
        self.body.addWidget(self._none)
        self.body.addLayout(self._column)
        self.body.addLayout(foot)

    def show_choices(
        self, levels: Sequence[OfferedLevel], more: Mapping[str, JsonValue] | None
    ) -> None:
        """Offer levels; before the first quantity."""
        self._levels, self._more = tuple(levels), more

    def follow(self, channels: Sequence[Channel], best: Callable[[Channel], Quantity]) -> None:
        """Take over other channels: what is gone goes, what is new is judged.

        Args:
            channels: That can be judged.
            best: What a channel is judged as unless a person says otherwise.
        """
        self._channels, self._best = tuple(channels), best
        ids = {each.id for each in channels}
        for row in list(self.rows):
            if row.channel is None or row.channel.id not in ids:
                self._drop(row)
        for row in self.rows:
            row.show_channels(self._channels)
        judged = {row.channel.id for row in self.rows if row.channel is not None}
        free = [each for each in channels if each.id not in judged | self._left_out]
        for quantity in _worth_it([best(each) for each in free if each.substance]):
            self._append(quantity)
        if channels and not self.rows:
            self._append(best(channels[0]))
        self._tell()

    def take(self, quantities: Sequence[Quantity], channels: Sequence[Channel]) -> None:
        """Fill in the quantities of an earlier plan; channels that it left out stay so."""
        self._channels = tuple(channels)
        for row in list(self.rows):
            self._drop(row)
        known = {each.id for each in self._channels}
        for quantity in quantities:
            if quantity.channel in known:
                self._append(quantity)
        judged = {quantity.channel for quantity in quantities}
        self._left_out = {each.id for each in self._channels} - judged
        self._tell()

    def show_limits(self, limit: Callable[[Channel], Limit]) -> None:
        """Put in the emission limits of another source."""
        for row in self.rows:
            if row.channel is not None:
                row.show_limit(limit(row.channel))

    def quantities(self) -> tuple[Quantity, ...]:
        """Return what was entered."""
        found = (row.quantity() for row in self.rows)
        return tuple(quantity for quantity in found if quantity is not None)

    def faults(self) -> list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]]:
        """Return the fields that are wrong and what is."""
        return [fault for row in self.rows for fault in row.faults()]

    def add(self) -> None:
        """Add the next channel that is not judged yet, as its button does."""
        if self._add.isEnabled():
            self._add_next()

    def _add_next(self) -> None:
        judged = {row.channel.id for row in self.rows if row.channel is not None}
        free = [each for each in self._channels if each.id not in judged]
        if not self._channels:
            return
        channel = (free or list(self._channels))[0]
        self._left_out.discard(channel.id)
        self._append(self._best(channel)).focus_first()
        self._tell()
        self.changed.emit()

    def _append(self, quantity: Quantity) -> QuantityRow:
        row = QuantityRow(self._levels, self._more, self)
        row.show_channels(self._channels)
        row.take(quantity)
        row.changed.connect(self.changed)
        row.switched.connect(lambda: self._switch(row))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _switch(self, row: QuantityRow) -> None:
        """Fill in a row anew for its channel, its level and its limits."""
        if row.channel is not None:
            row.take(self._best(row.channel))
            self.changed.emit()

    def _remove(self, row: QuantityRow) -> None:
        if len(self.rows) < 2:
            return
        if row.channel is not None:
            self._left_out.add(row.channel.id)
        self._drop(row)
        self.rows[0].focus_first()
        self._tell()
        self.changed.emit()

    def _drop(self, row: QuantityRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _tell(self) -> None:
        self._none.setVisible(not self.rows)
        self._add.setEnabled(bool(self._channels))
        for place, row in enumerate(self.rows):
            row.set_place(place, len(self.rows))


def _worth_it(found: Sequence[Quantity]) -> Sequence[Quantity]:
    """Return what comes in by itself: of many gases those with a level or a limit, not too many."""
    if len(found) <= _MOST:
        return found
    held = [each for each in found if each.level or each.limit or each.limit_g_s]
    return held[:_MOST]
