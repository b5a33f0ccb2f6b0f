"""The panels of the overview, each with what it lists and where the keyboard enters it."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.overview import (
    Excess,
    Kind,
    Member,
    Overview,
    SectionLine,
    Severity,
    VisitDay,
)
from kta_desktop.services.overview_people import section_target
from kta_desktop.services.overview_words import best_said, said
from kta_desktop.services.section_numbers import numbers_of
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.overview_leaving import LeavingList
from ui.widgets.overview_lists import DayRows, ExcessRows, SectionRows, TeamRows
from ui.widgets.overview_panel import ListPanel
from ui.widgets.overview_rows import Rows

T = TypeVar("T")
_CLOSED_SHOWN = 3  # closed things that are named
_TONES = {Severity.BLOCKS: "error", Severity.WANTED: "warning", Severity.LATER: "neutral"}


class OverviewPanel(ListPanel):
    """A panel of the overview.

    Signals: ``jump`` with the ``Target`` of what was entered in it.
    """

    jump = Signal(object)
    TITLE = ""

    def show_overview(self, found: Overview, state: FormState) -> None:
        """Show what belongs here."""
        raise NotImplementedError

    def entry(self) -> QWidget | None:
        """Return what takes the focus when the panel is entered; None if nothing can."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Return where Tab stops in the panel, in reading order."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say the title in the interface language."""
        self.set_title(_(self.TITLE))


class RowsPanel(OverviewPanel, Generic[T]):
    """A panel with rows, and words where there are none."""

    NOTHING = ""

    def __init__(self, name: str, rows: Rows[T], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.rows = rows
        rows.setObjectName(name)
        self._nothing = Label("", "second", "tx2")
        self._nothing.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.scroller.column.addWidget(self._nothing)
        self.scroller.column.addWidget(rows)
        self.scroller.column.addStretch(1)
        rows.chosen.connect(lambda place: self.scroller.show_place(rows, place))

    @override
    def entry(self) -> QWidget | None:
        return self.rows if self.rows.items() else None

    @override
    def stops(self) -> list[QWidget]:
        return [self.rows]

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.rows.setAccessibleName(_(self.TITLE))
        self._nothing.setText(_(self.NOTHING) if self.NOTHING else "")

    def _put(self, items: Sequence[T]) -> None:
        self.rows.show_items(items)
        self.rows.setVisible(bool(items))
        self._nothing.setVisible(not items and bool(self.NOTHING))


class SectionsPanel(RowsPanel[SectionLine]):
    """Sections of the checklist; Enter opens one."""

    TITLE = N_("Sections")

    def __init__(self, parent: QWidget | None = None) -> None:
        self._sections = SectionRows()
        super().__init__("overviewSections", self._sections, parent)
        self._hint = Label("", "second", "tx2", wrap=False)
        self.add_action(self._hint)
        self._sections.opened.connect(lambda line: self.jump.emit(section_target(line.name)))

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        del state
        people = {member.auditor.id: member.auditor.name for member in found.team}
        self._sections.names = people
        self._put(found.sections)

    def choose(self, name: str) -> None:
        """Mark a section as the one that is worked on."""
        names = [line.name for line in self._sections.items()]
        if name in names and not self._sections.hasFocus():
            self._sections.choose(names.index(name))

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self._hint.setText(_("Enter — open the section"))


class ExcessPanel(RowsPanel[Excess]):
    """Figures out of their level; Enter goes to one."""

    TITLE = N_("Figures out of the BAT level")
    NOTHING = N_("No figure is beyond its level, as far as it can be compared.")

    def __init__(self, parent: QWidget | None = None) -> None:
        rows = ExcessRows()
        super().__init__("overviewExcesses", rows, parent)
        self._count = Chip()
        self.add_action(self._count)
        rows.opened.connect(lambda excess: self.jump.emit(excess.target))

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        del state
        self._put(found.excesses)
        self._count.show_state(str(len(found.excesses)), "", "neutral")
        self._count.setVisible(bool(found.excesses))


class VisitPanel(RowsPanel[VisitDay]):
    """The plan of the visit; Enter opens the first section of a day.

    Signals: ``edit_wanted`` when the plan is to be changed.
    """

    edit_wanted = Signal()
    TITLE = N_("Visit plan")
    NOTHING = N_("The days of the visit are not entered.")

    def __init__(self, parent: QWidget | None = None) -> None:
        rows = DayRows()
        super().__init__("overviewVisit", rows, parent)
        self.edit = KeyButton("", "", "pencil", "link", small=True)
        self.edit.setObjectName("editVisit")
        self.edit.clicked.connect(self.edit_wanted)
        self.add_action(self.edit)
        rows.opened.connect(self._open)

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        del state
        self._put(found.visit)

    @override
    def stops(self) -> list[QWidget]:
        return [self.edit, self.rows]

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.edit.set_text(_("Alter"))
        self.edit.setAccessibleName(_("Change the visit plan"))

    def _open(self, day: VisitDay) -> None:
        if day.sections:
            self.jump.emit(section_target(day.sections[0]))
        else:
            self.edit_wanted.emit()


class TeamPanel(RowsPanel[Member]):
    """Who takes part; Enter opens the first section of someone.

    Signals: ``edit_wanted`` when team or sections are to be changed.
    """

    edit_wanted = Signal()
    TITLE = N_("Team")

    def __init__(self, parent: QWidget | None = None) -> None:
        self._team = TeamRows()
        super().__init__("overviewTeam", self._team, parent)
        self.edit = KeyButton("", "", "pencil", "link", small=True)
        self.edit.setObjectName("editTeam")
        self.edit.clicked.connect(self.edit_wanted)
        self.add_action(self.edit)
        self._plant = Label("", "second", "tx2")
        self._plant.setContentsMargins(PADDING, 6, PADDING, 8)
        self.scroller.column.insertWidget(2, self._plant)
        self._team.opened.connect(self._open)

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        definition = state.definition
        self._team.numbers = {
            member.auditor.id: numbers_of(member.sections, definition) for member in found.team
        }
        self._put(found.team)

    def show_representative(self, name: str) -> None:
        """Show who signs for the plant."""
        self._plant.setText(_("For the plant: {name}").format(name=name))
        self._plant.setVisible(bool(name))

    @override
    def stops(self) -> list[QWidget]:
        return [self.edit, self.rows]

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.edit.set_text(_("Alter"))
        self.edit.setAccessibleName(_("Change the team and its sections"))

    def _open(self, member: Member) -> None:
        if member.sections:
            self.jump.emit(section_target(member.sections[0]))
        else:
            self.edit_wanted.emit()


class LeavingPanel(OverviewPanel):
    """What is missing before one leaves the site.

    Signals: ``print_wanted`` when the list is to be printed.
    """

    print_wanted = Signal()
    TITLE = N_("Before leaving the site")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("overviewLeaving", parent)
        self.setObjectName("panel")
        self._count = Chip()
        self.print = KeyButton("", "Ctrl+P", "printer", small=True)
        self.print.setObjectName("printMissing")
        self.print.clicked.connect(self.print_wanted)
        self.add_action(self._count)
        self.add_action(self.print)
        self._rule = Label("", "second", "tx2")
        self._nothing = Label("", "body", "tx2")
        self.list = LeavingList()
        self.list.opened.connect(self.jump)
        self._closed_head = Label("", "strong", "tx2")
        self._closed = Label("", "second", "tx2")
        self._best = KeyButton("", "", "", "link", small=True)
        self._best_words = Label("", "second", "tx2")
        self._best_target: object = None
        self._build()

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        lang = language()
        self.list.show_lines([(line, said(line, state, lang)) for line in found.leaving])
        worst = found.leaving[0].severity if found.leaving else None
        tone = _TONES[worst] if worst else "ok"
        self._count.show_state(str(len(found.leaving)), "", tone)
        self._nothing.setVisible(not found.leaving)
        self._rule.setVisible(found.counters.blocking > 0)
        self.print.setEnabled(bool(found.leaving))
        self._foot.setVisible(found.best is not None)
        if found.best is not None:
            self._best_words.setText(best_said(found.best, state, lang))
            self._best_target = found.best.target

    def show_closed(self, titles: Sequence[str], count: int) -> None:
        """Show what was closed since the day began."""
        self._closed_part.setVisible(count > 0)
        self._closed_head.setText(_("Closed today: {count}").format(count=count))
        self._closed.setText("\n".join(f"✓ {title}" for title in titles[:_CLOSED_SHOWN]))
        self._closed.setVisible(bool(titles))

    @override
    def entry(self) -> QPushButton | None:
        buttons = self.list.buttons()
        return buttons[0] if buttons else None

    def button_of(self, *kinds: Kind) -> QPushButton | None:
        """Return the button of the first line of one of ``kinds``."""
        pairs = zip(self.list.lines(), self.list.buttons(), strict=True)
        return next((button for line, button in pairs if line.kind in kinds), None)

    def reach(self, button: QWidget) -> None:
        """Scroll to the line of a button."""
        self.scroller.show_place(button, button.rect())

    @override
    def stops(self) -> list[QWidget]:
        return [self.print, *self.list.buttons(), self._best]

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.print.set_text(_("Print the list"))
        self._rule.setText(_("Without what is red nothing adds up. The rest may be sent later."))
        self._nothing.setText(_("Nothing is missing: the plant can be left."))
        self._best.set_text(_("Go there"))

    def _build(self) -> None:
        for label in (self._rule, self._nothing):
            label.setContentsMargins(PADDING, 8, PADDING, 8)
        self._closed_part, self._foot = QWidget(), QWidget()
        closed = QVBoxLayout(self._closed_part)
        closed.setContentsMargins(PADDING, 8, PADDING, 8)
        closed.setSpacing(4)
        closed.addWidget(self._closed_head)
        closed.addWidget(self._closed)
        self._closed_part.hide()
        for part in (self._nothing, self.list, self._closed_part):
            self.scroller.column.addWidget(part)
        self.scroller.column.addStretch(1)
        self.body.insertWidget(0, self._rule)
        rule = QFrame()
        rule.setProperty("look", "line")
        row = QHBoxLayout()
        row.setContentsMargins(PADDING, 4, PADDING, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("info", "tx2"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._best_words, 1)
        row.addWidget(self._best)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(rule)
        foot.addLayout(row)
        self.body.addWidget(self._foot)
        self.list.reached.connect(self.reach)
        self._best.clicked.connect(lambda: self.jump.emit(self._best_target))
