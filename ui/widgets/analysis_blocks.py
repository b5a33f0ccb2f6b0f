"""Half-hourly and daily means of a session, and what the emission standard comes to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.formatting import NOTHING, number, percent, places_of, unit
from kta_desktop.i18n import _, language
from kta_desktop.services.analysing import Analysed
from ui.theme.tokens import PADDING
from ui.widgets.analysis_table import FiguresTable
from ui.widgets.analysis_words import MEAN_UNIT, article_words, period_words
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from kta_desktop.services.analysing_periods import Period, Rule

FLOW_UNIT = "g/s"
HALVES, DAYS, HOURS = "halves", "days", "hours"


class BlocksPanel(Panel):
    """A table of means by the plant's clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._found: Analysed | None = None
        self._which = Segments(_options(has_hours=False), small=True)
        self._which.setObjectName("blocksWhich")
        self._which.set_value(HALVES)
        self._which.chosen.connect(lambda _value: self._show())
        self.add_action(self._which)
        self._article = Label("", "body")
        self._article.setObjectName("article202")
        self.table = FiguresTable("blocksTable")
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(PADDING, 8, PADDING, 8)
        words.addWidget(self._article)
        self.body.addLayout(words)
        self.body.addWidget(self.table, 1)
        self.retranslate()

    def show_analysed(self, found: Analysed) -> None:
        """Show the means of a channel."""
        self._found = found
        self._show()

    @property
    def shown(self) -> "tuple[Period, ...]":
        """The means that are listed."""
        if self._found is None:
            return ()
        found = self._found
        lists = {HALVES: found.halves, DAYS: found.days, HOURS: found.limit_hours}
        return lists[self._which.value() or HALVES]

    @property
    def unit(self) -> str:
        """The id of the unit of the means that are listed."""
        if self._which.value() == HOURS:
            return FLOW_UNIT
        return MEAN_UNIT if self._found is None else self._found.course.unit

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Means by the clock"))
        has_hours = self._found is not None and bool(self._found.limit_hours)
        self._which.set_options(_options(has_hours=has_hours))
        self._which.setAccessibleName(_("Length of a mean"))
        self.table.setAccessibleName(_("Means by the clock"))
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        text = article_words(found)
        self._article.setText(text)
        self._article.setVisible(bool(text))
        self._which.set_options(_options(has_hours=bool(found.limit_hours)))
        which = self._which.value() or HALVES
        self._which.set_value(which)
        heads, rows = _heads(found, which), _rows(found, self.shown, which)
        shares = (0.22, *(0.78 / (len(heads) - 1) for _head in heads[1:]))
        words = (_("Counts"), _("Against the limit"))
        numbers = [place for place, head in enumerate(heads) if place and head not in words]
        self.table.show_figures(heads, rows, shares, numbers)


def _options(*, has_hours: bool) -> list[tuple[str, str]]:
    options = [(HALVES, _("Half hours")), (DAYS, _("Days"))]
    return [*options, (HOURS, _("Mass flow by hours"))] if has_hours else options


def _heads(found: Analysed, which: str) -> list[str]:
    lang = language()
    symbol = unit(FLOW_UNIT if which == HOURS else found.course.unit, lang)
    mean = _("Mean")
    heads = [_("Time"), f"{mean}, {symbol}", _("U (k = 2)"), _("Used"), _("Counts")]
    if _rule(found, which) is not None:
        if which != HOURS:
            heads.append(_("293.15 K, {unit}").format(unit=unit(MEAN_UNIT, lang)))
        heads.append(_("Against the limit"))
    return heads


def _rule(found: Analysed, which: str) -> "Rule | None":
    article = found.article
    if article is None:
        return None
    return {HALVES: article.halves, DAYS: article.days, HOURS: article.hours}[which]


def _rows(found: Analysed, periods: "Sequence[Period]", which: str) -> list[list[str]]:
    lang, rule = language(), _rule(found, which)
    at_standard = found.limit_days if which == DAYS else found.limit_halves
    others = {period.start: period for period in at_standard}
    above, unclear = _starts(rule.above if rule else ()), _starts(rule.unclear if rule else ())
    rows = []
    for period in periods:
        places = places_of(period.uncertainty or 0.1)
        row = [
            period_words(period, is_day=which == DAYS, is_long=len(found.days) > 1),
            number(period.mean, lang, places),
            number(period.uncertainty, lang, places),
            percent(period.capture_pct, lang, 0),
            _("yes") if period.complete else _("no"),
        ]
        if rule is not None and which != HOURS:
            other = others.get(period.start)
            row.append(NOTHING if other is None else number(other.mean, lang, places))
        if rule is not None:
            row.append(_against(period, above, unclear))
        rows.append(row)
    return rows


def _starts(found: "Sequence[Period]") -> set[float]:
    return {period.start for period in found}


def _against(period: "Period", above: set[float], unclear: set[float]) -> str:
    """Return how a mean stands to its bound; an incomplete one is not held against it."""
    if not period.complete:
        return NOTHING
    word = _("above") if period.start in above else _("within")
    told = _("not distinguishable (U)")
    return f"{word}, {told}" if period.start in unclear else word
