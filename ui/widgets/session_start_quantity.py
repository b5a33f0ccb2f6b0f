"""One quantity of a session: its channel, its level, how it is averaged, its emission limits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.formatting import number
from kta_desktop.i18n import _, language
from kta_desktop.services import session_plan
from kta_desktop.services.session_plan import (
    Averaging,
    Channel,
    Limit,
    OfferedLevel,
    Quantity,
    bases_of,
    basis_label,
    rules_of,
)
from ui.widgets.field_grid import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled import Labelled
from ui.widgets.session_start_words import averaging_name, channel_name, level_name, level_note
from ui.widgets.span_row import labelled_combo, span_row
from ui.widgets.word_combo import WordCombo

_NUMBERS = ("minutes", "samples", "limit", "limit_g_s")


class QuantityRow(QFrame):
    """The fields of one quantity.

    Signals:
        changed: anything was entered.
        switched: another channel is judged; it is to be filled in anew.
        removed: the quantity is to go.

    Args:
        levels: Levels that hold for the plant or may.
        more: The further tables of the definition.
    """

    changed = Signal()
    switched = Signal()
    removed = Signal()

    def __init__(
        self,
        levels: Sequence[OfferedLevel],
        more: Mapping[str, JsonValue] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = QFrame()
        self._line.setProperty("look", "line")
        self._all_levels, self._more = tuple(levels), more
        self._levels: tuple[OfferedLevel, ...] = ()
        self._channels: tuple[Channel, ...] = ()
        self._rules: tuple[Averaging, ...] = ()
        self._bases: tuple[str, ...] = ()
        self._was: Quantity | None = None
        self._channel = labelled_combo(QComboBox(), "sessionChannel", _("Channel"))
        self._level = labelled_combo(WordCombo(), "sessionLevel", _("Held against the level"))
        self._basis = labelled_combo(QComboBox(), "sessionBasis", _("Reference conditions"))
        self._averaging = labelled_combo(QComboBox(), "sessionAveraging", _("Averaging"))
        self._fields = FieldGrid("session", self)
        self._fields.add_row(
            (
                ("minutes", _("Length, min"), 3),
                ("samples", _("How many"), 3),
                ("limit", _("Limit, mg/m³"), 3),
                ("limit_g_s", _("Limit, g/s"), 3),
            )
        )
        self._remove = KeyButton(_("Remove"), "", "trash-2", "danger", small=True)
        self._lay_out()
        self._connect()

    def show_channels(self, channels: Sequence[Channel]) -> None:
        """Offer the channels that are recorded now; the chosen one stays if it is among them."""
        kept = self.channel
        self._channels = tuple(channels)
        ids = [each.id for each in self._channels]
        at = ids.index(kept.id) if kept is not None and kept.id in ids else 0
        _refill(self._channel.field, [channel_name(each) for each in self._channels], at)
        if kept is not None and kept.substance != self._channels[at].substance:
            self.switched.emit()  # another instrument delivers it now

    def take(self, quantity: Quantity) -> None:
        """Fill in a quantity."""
        ids = [each.id for each in self._channels]
        _choose(self._channel.field, ids.index(quantity.channel) if quantity.channel in ids else 0)
        self._offer_levels(quantity.level)
        self._offer_rules(quantity)
        self._offer_bases(quantity.basis)
        lang = language()
        self.fill(
            minutes=number(quantity.minutes, lang),
            samples=str(quantity.count),
            limit=_shown(quantity.limit, lang),
            limit_g_s=_shown(quantity.limit_g_s, lang),
        )
        self._was = quantity
        self._tell_level()
        if quantity.level is not None and self.level is None:
            text = _("The level {level} does not hold for this plant any more.")
            self._level.say(text.format(level=quantity.level), "wr")

    def show_limit(self, limit: Limit) -> None:
        """Put in the limits of a source; what it does not tell is left empty."""
        lang = language()
        self.fill(limit=_shown(limit.mg_m3, lang), limit_g_s=_shown(limit.g_s, lang))

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name: ``minutes``, ``samples``, ``limit``, ``limit_g_s``."""
        self._fields.fill(texts)

    @property
    def channel(self) -> Channel | None:
        """The channel that is judged; None while no instrument has one."""
        at = self._channel.field.currentIndex()
        return self._channels[at] if 0 <= at < len(self._channels) else None

    @property
    def level(self) -> OfferedLevel | None:
        """The level it is held against; None to record only."""
        at = self._level.field.currentIndex()
        return self._levels[at] if 0 <= at < len(self._levels) else None

    def quantity(self) -> Quantity | None:
        """Return what was entered; None while no channel is there."""
        channel = self.channel
        if channel is None:
            return None
        found = replace(
            session_plan.quantity(channel, self.level),
            basis=self._bases[self._basis.field.currentIndex()],
            minutes=self._number("minutes", 30.0),
            count=int(self._number("samples", 1)),
            limit=self._decimal("limit"),
            limit_g_s=self._decimal("limit_g_s"),
        )
        rule = self._rule()
        same = rule is not None and rule.minutes == found.minutes
        found = replace(found, averaging=rule.id if rule is not None and same else "")
        was = self._was
        if was is not None and (was.channel, was.level) == (found.channel, found.level):
            found = replace(found, parameter=was.parameter)
        return found

    def faults(self) -> list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]]:
        """Return the fields that are wrong and what is."""
        found: list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]] = []
        for name in _NUMBERS:
            value = self._fields.number(name)
            is_needed = name in ("minutes", "samples")
            if (is_needed or self._fields.text(name)) and (value is None or value <= 0):
                found.append((self._fields.field(name), _("Enter a number above zero.")))
        return found

    def focus_first(self) -> None:
        """Go to the first field."""
        self._channel.field.setFocus()

    def set_place(self, place: int, count: int) -> None:
        """Say where it stands: a line divides it from the one above, the last one cannot go."""
        self._line.setVisible(place > 0)
        self._remove.setVisible(count > 1)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(span_row((self._channel, 4), (self._level, 8)))
        column.addWidget(span_row((self._averaging, 5), (self._basis, 7)))
        column.addWidget(self._fields)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._channel.field.currentIndexChanged.connect(lambda _at: self.switched.emit())
        self._level.field.currentIndexChanged.connect(lambda _at: self._level_chosen())
        self._averaging.field.currentIndexChanged.connect(lambda _at: self._rule_chosen())
        self._basis.field.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for name in _NUMBERS:
            self._fields.field(name).field.textChanged.connect(lambda _text: self.changed.emit())
        self._remove.clicked.connect(self.removed)

    def _level_chosen(self) -> None:
        channel = self.channel
        if channel is None:
            return
        fresh = session_plan.quantity(channel, self.level)
        self._tell_level()
        self._offer_rules(fresh)
        self._offer_bases(fresh.basis)
        self.fill(minutes=number(fresh.minutes, language()), samples=str(fresh.count))
        self.changed.emit()

    def _tell_level(self) -> None:
        """Say which process the chosen level is for."""
        level = self.level
        self._level.say("" if level is None else level_note(level))

    def _rule_chosen(self) -> None:
        rule = self._rule()
        if rule is not None:
            self.fill(minutes=number(rule.minutes, language()), samples=str(rule.count))
        self.changed.emit()

    def _rule(self) -> Averaging | None:
        at = self._averaging.field.currentIndex()
        return self._rules[at] if 0 <= at < len(self._rules) else None

    def _offer_levels(self, chosen: str | None) -> None:
        """Offer the levels of the channel's substance; all of them if it has none of its own."""
        own = session_plan.fitting(self._all_levels, self.channel)
        akin = session_plan.related(self._all_levels, self.channel)
        self._levels = (*own, *akin) or self._all_levels
        ids = [each.id for each in self._levels]
        names = [level_name(each) for each in self._levels]
        at = ids.index(chosen) if chosen in ids else len(ids)
        _refill(self._level.field, [*names, _("No level, only record")], at)

    def _offer_rules(self, quantity: Quantity) -> None:
        level = self.level
        rules = rules_of(level.level.averaging) if level is not None else ()
        self._rules = rules or (*rules_of(("spot3x30min", "halfhour", "hourly", "daily")),)
        at = next(
            (at for at, rule in enumerate(self._rules) if _is_averaged_by(quantity, rule)),
            len(self._rules),
        )
        names = [averaging_name(rule) for rule in self._rules]
        _refill(self._averaging.field, [*names, _("Samples of own length")], at)

    def _offer_bases(self, chosen: str) -> None:
        level = self.level
        known = bases_of(None if level is None else level.level)
        self._bases = tuple(dict.fromkeys((*known, chosen)))
        lang = language()
        names = [basis_label(each, lang, self._more) for each in self._bases]
        _refill(self._basis.field, names, self._bases.index(chosen))

    def _number(self, name: str, fallback: float) -> float:
        value = self._fields.number(name)
        return fallback if value is None else float(value)

    def _decimal(self, name: str) -> str | None:
        value = self._fields.number(name)
        return None if value is None else format(value, "f")


def _is_averaged_by(quantity: Quantity, rule: Averaging) -> bool:
    """Whether a rule is that of a quantity, or what it asks for by itself."""
    if quantity.averaging:
        return (quantity.averaging, quantity.minutes) == (rule.id, rule.minutes)
    same = (quantity.minutes, quantity.count) == (rule.minutes, rule.count)
    return same and not rule.is_block


def _shown(value: str | None, lang: str) -> str:
    return "" if value is None else number(value, lang)


def _refill(box: QComboBox, texts: Sequence[str], at: int) -> None:
    box.blockSignals(True)
    box.clear()
    box.addItems(list(texts))
    box.setCurrentIndex(at)
    box.blockSignals(False)


def _choose(box: QComboBox, at: int) -> None:
    box.blockSignals(True)
    box.setCurrentIndex(at)
    box.blockSignals(False)
