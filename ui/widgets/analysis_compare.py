"""Sessions beside each other: which ones, their courses overlaid, their means with differences."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.formatting import NOTHING, duration, percent, unit
from kta_desktop.i18n import _, language
from kta_desktop.services import analysing
from kta_desktop.services.analysing import MOST, Aligned, Candidate, Compared, Overlaid
from ui.models.lines_model import Line
from ui.theme.tokens import GAP
from ui.widgets.analysis_table import TickTable, tick
from ui.widgets.analysis_words import (
    difference_words,
    differs_words,
    mean_words,
    session_title,
)
from ui.widgets.figure_view import FigureView
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

LIST_PX = 360
MEANS_PX = 210
NARROW_PX = 1000


class ComparePage(QWidget):
    """Which sessions to compare at the left, what comes of it at the right.

    Signals:
        asked: Sessions of one quantity each, the shown one first, and how they are aligned.
    """

    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: Session | None = None
        self._candidates: tuple[Candidate, ...] = ()
        self._ticked: list[str] = []
        self._overlaid: Overlaid | None = None
        self._list = TickTable("compareList")
        self._list.ticked.connect(self._flip)
        self._list.opened.connect(self._flip)
        self._aligned = Segments(_options(), small=True)
        self._aligned.setObjectName("compareAligned")
        self._aligned.set_value(Aligned.START)
        self._aligned.chosen.connect(lambda _value: self._ask())
        self._figure = FigureView()
        self._note = Label("", "body", "tx2")
        self._means = LinesTable("compareMeans")
        self._lay_out()
        self.retranslate()

    def show_part(self, part: Session) -> None:
        """Show the session of one quantity that others are compared with."""
        if self._part is None or self._part.id != part.id:
            self._ticked = []
        self._part = part
        self._list_again()
        self._ask()

    def show_candidates(self, found: tuple[Candidate, ...]) -> None:
        """Show which sessions there are."""
        self._candidates = found
        self._list_again()

    def show_overlaid(self, found: Overlaid) -> None:
        """Show sessions beside each other."""
        self._overlaid = found
        self._show()

    def focus_first(self) -> None:
        """Give the keyboard to the list of sessions."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the table of means as words."""
        return tuple(line.cells for line in self._means.lines.lines)

    def heads(self, *, with_units: bool = False) -> tuple[str, ...]:
        """Return the headings of the table of means; on the page its title says the unit."""
        symbol = "" if self._overlaid is None else unit(self._overlaid.unit, language())
        end = f", {symbol}" if with_units else ""
        mean, difference = _("Mean ± U"), _("Difference ± U")
        return (
            _("Session"),
            _("Load"),
            f"{mean}{end}",
            f"{difference}{end}",
            _("What is not alike"),
        )

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._sessions.set_title(_("Sessions to compare"))
        self._panel.set_title(_("Courses"))
        self._entitle()
        self._aligned.set_options(_options())
        self._aligned.setAccessibleName(_("What the courses are aligned by"))
        self._list.setAccessibleName(_("Sessions to compare"))
        self._means.setAccessibleName(_("Means of the sessions"))
        self._list_again()
        self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        self._sessions.setFixedWidth(self.width() // 3 if is_narrow else LIST_PX)

    def _flip(self, item: object) -> None:
        identifier = str(item)
        if identifier in self._ticked:
            self._ticked.remove(identifier)
        elif len(self._ticked) < MOST - 1:
            self._ticked.append(identifier)
        else:
            self._note.setText(
                _("At most {count} sessions are compared at once.").format(count=MOST)
            )
            self._note.show()
            return
        self._list_again()
        self._ask()

    def _others(self) -> list[Candidate]:
        own = self._part.id if self._part is not None else ""
        return [each for each in self._candidates if each.session.id != own]

    def _list_again(self) -> None:
        lines = [
            Line(
                cells=(self._title(each),),
                item=each.session.id,
                icon=tick(is_on=each.session.id in self._ticked),
            )
            for each in self._others()
        ]
        self._list.show_lines((_("Space ticks a session"),), lines, (1.0,))

    def _title(self, candidate: Candidate) -> str:
        session = candidate.session
        title, _dot, rest = session_title(session).partition(" · ")
        audit = "" if candidate.own else f" · {candidate.number}"
        return f"{title}{audit}\n{rest}"

    def _ask(self) -> None:
        if self._part is None:
            return
        known = {each.session.id: each.session for each in self._candidates}
        others = [
            analysing.alike(known[each], self._part) for each in self._ticked if each in known
        ]
        self.asked.emit((self._part, *others), Aligned(self._aligned.value() or Aligned.START))

    def _show(self) -> None:
        found = self._overlaid
        if found is None:
            return
        self._entitle()
        has_others = len(found.compared) > 1
        self._note.setText(self._notice(found))
        self._note.setVisible(bool(self._note.text()))
        figure = None
        if found.curves:
            aligned = Aligned(self._aligned.value() or Aligned.START)
            figure = analysing.overlay(
                found.curves, aligned, found.unit, language(), bound=found.bound
            )
        self._figure.show_figure(figure)
        self._figure.setMinimumHeight(self._figure.sizeHint().height())
        lines = [self._line(place, each) for place, each in enumerate(found.compared)]
        shares = (0.34, 0.1, 0.16, 0.18, 0.22)
        self._means.show_lines(self.heads(), lines, shares, (1, 2, 3))
        self._aligned.setEnabled(has_others)

    def _entitle(self) -> None:
        """Say of the means in which unit they are."""
        mean = _("Means")
        symbol = "" if self._overlaid is None else unit(self._overlaid.unit, language())
        self._table.set_title(f"{mean}, {symbol}" if symbol else mean)

    def _notice(self, found: Overlaid) -> str:
        if len(found.compared) == 1:
            return _("Tick sessions at the left: they are drawn over this one.")
        if not found.curves:
            return _("The readings of one of the sessions are not on this computer: means alone.")
        return _("Each curve: means over {length}.").format(length=self._part_length(found))

    def _part_length(self, found: Overlaid) -> str:
        seconds = found.curves[0].seconds
        return duration(seconds[1] - seconds[0], language())

    def _line(self, place: int, each: Compared) -> Line:
        session = each.session
        when, _dot, rest = session_title(session).partition(" · ")
        differs = differs_words(each)
        load = NOTHING if session.load_pct is None else percent(session.load_pct, language(), 0)
        cells = (
            f"{place + 1} · {when}\n{rest}",
            load,
            mean_words(session),
            difference_words(each, is_first=place == 0),
            differs or (NOTHING if place == 0 else _("nothing differs")),
        )
        icon = ("triangle-alert", "wr") if differs else None
        return Line(cells=cells, item=session.id, icon=icon)

    def _lay_out(self) -> None:
        self._sessions, self._panel, self._table = Panel(" "), Panel(" "), Panel(" ")
        self._sessions.body.setContentsMargins(1, 0, 1, 1)
        self._sessions.body.addWidget(self._list, 1)
        self._panel.add_action(self._aligned)
        self._panel.body.addWidget(self._note)
        self._panel.body.addWidget(self._figure)
        self._table.body.setContentsMargins(1, 0, 1, 1)
        self._table.body.addWidget(self._means, 1)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        right = QWidget()
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._panel)
        column.addWidget(self._table, 1)
        self._table.setMinimumHeight(MEANS_PX)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(right)
        row.addWidget(self._sessions)
        row.addWidget(area, 1)


def _options() -> Sequence[tuple[str, str]]:
    return [(Aligned.START, _("By the beginning")), (Aligned.CLOCK, _("By the clock"))]
