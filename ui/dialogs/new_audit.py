"""Starting an audit: the plant, the checklist, who comes and when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.domain.audit import Auditor, AuditSummary, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry
from kta_desktop.forms.wording import sector_name, version_name
from kta_desktop.i18n import N_, _, language
from ui.dialogs.bin_check import remark
from ui.dialogs.page_parts import action_bar, open_at, scrolled
from ui.theme.tips import tip
from ui.widgets.answer_typed import DateField
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts
from ui.widgets.word_combo import WORDS, WordCombo

if TYPE_CHECKING:
    from kta_desktop.services.packs import PackInfo

_W = TypeVar("_W", bound=QWidget)
REPEAT_KEY = "Alt+P"
CATEGORIES = ("", "I", "II", "III", "IV")
_COMMON = "core"
_DAYS = 2  # usual visit: three days
_ISO = "yyyy-MM-dd"
_STATES = {
    "approved": N_("the book is approved"),
    "in preparation": N_("the book is in preparation"),
    "none": N_("there is no Kazakh book yet"),
}


class NewAuditDialog(QDialog):
    """Asks what ``NewAudit`` needs; only the plant's name has to be there.

    Signals: ``wanted`` with the NewAudit; answer by ``accept`` or ``refuse``.

    Args:
        profile: Who leads the audit.
        above: What is asked before.
    """

    wanted = Signal(object)

    def __init__(
        self, profile: Auditor, parent: QWidget | None = None, above: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("newAudit")
        self._profile = profile
        self._packs: tuple[PackInfo, ...] = ()
        self._earlier: AuditSummary | None = None
        self._pack = ""
        self._texts = Texts()
        self.name = self._line("plant_name", N_("Name of the plant"))
        self.bin = self._line("plant_bin", N_("BIN, 12 digits"))
        self.address = self._line("plant_address", N_("Address of the site"))
        self.category = self._labelled(QComboBox(), "plant_category", N_("Category of the site"))
        self.representative = self._line("representative", N_("Representative of the plant"))
        self.pack = self._labelled(WordCombo(), "pack", N_("Sector and checklist"))
        self.number = self._line("number", N_("Number of the audit"))
        self.starts = self._day("starts_on", N_("First day on site"))
        self.ends = self._day("ends_on", N_("Last day on site"))
        self.year = self._labelled(QSpinBox(), "year", N_("Year of the figures"))
        self.team = self._labelled(QPlainTextEdit(), "team", N_("Team: one name a line"))
        self.offer, self.banner = Banner(), Banner()
        self._start = KeyButton("", "Ctrl+Enter", "plus", "primary")
        self._start.setObjectName("start_audit")
        self._cancel = KeyButton("", "Esc")
        self._cancel.setObjectName("cancel")
        self._fill()
        self._build(above)
        self.retranslate()

    def show_packs(self, packs: Sequence["PackInfo"]) -> None:
        """Offer these checklists."""
        self._packs = tuple(sorted(_offered(packs), key=_order))
        self.pack.field.clear()
        for pack in self._packs:
            title = pack.title.get(language())
            self.pack.field.addItem(_sector(pack), pack.id)
            last = self.pack.field.count() - 1
            self.pack.field.setItemData(last, tip(title), Qt.ItemDataRole.ToolTipRole)
            self.pack.field.setItemData(last, f"{pack.sector.get(language())} {title}", WORDS)
        only = 0 if len(self._packs) == 1 else -1
        self.pack.field.setCurrentIndex(max(only, self.pack.field.findData(self._pack)))
        self._describe_pack()
        self._review()

    def show_number(self, number: str) -> None:
        """Propose a number, unless one was typed already."""
        if not self.number.field.text():
            self.number.field.setText(number)

    def offer_repeat(self, row: AuditSummary | None) -> None:
        """Offer to audit the plant of an earlier audit again; not that of an invented one."""
        if row is None or row.demo or row.fault:
            return
        self._earlier = row
        text = _(
            "Is it a repeat audit of {plant} ({number})? Plant and checklist can be taken over; "
            "its answers are offered in the checklist."
        )
        self.offer.show_message(
            "info",
            text.format(plant=row.plant.name, number=row.number),
            action=_("Repeat audit"),
            key=REPEAT_KEY,
        )

    def take_plant(self) -> None:
        """Fill in plant and checklist of the earlier audit, if one is offered."""
        row, self._earlier = self._earlier, None
        if row is None:
            return
        self.offer.clear()
        plant = row.plant
        for made, text in (
            (self.name, plant.name),
            (self.bin, plant.bin),
            (self.address, plant.address),
            (self.representative, plant.representative),
        ):
            made.field.setText(text)
        known = plant.category if plant.category in CATEGORIES else ""
        self.category.field.setCurrentIndex(CATEGORIES.index(known))
        self._pack = row.pack
        self.pack.field.setCurrentIndex(self.pack.field.findData(row.pack))
        self.starts.field.field.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why the audit was not started; everything typed stays."""
        self._start.setEnabled(True)
        self.banner.show_message("error", sentence)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self.category.field.setItemText(0, _("not determined"))
        self.pack.field.setPlaceholderText(_("Choose the sector"))

    def new_audit(self) -> NewAudit:
        """Return what is filled in."""
        return NewAudit(
            number=self.number.field.text().strip(),
            plant=Plant(
                name=self.name.field.text().strip(),
                bin=self.bin.field.text().strip(),
                address=self.address.field.text().strip(),
                category=CATEGORIES[self.category.field.currentIndex()],
                representative=self.representative.field.text().strip(),
            ),
            pack=str(self.pack.field.currentData()),
            team=(self._profile, *self._others()),
            starts_on=_iso(self.starts) or "",
            ends_on=_iso(self.ends) or "",
            reference_year=self.year.field.value(),
        )

    def _others(self) -> tuple[Auditor, ...]:
        lines = (line.strip() for line in self.team.field.toPlainText().splitlines())
        return tuple(Auditor(id=new_id(), name=line) for line in lines if line)

    def _fill(self) -> None:
        today = QDate.currentDate()
        for made, day in ((self.starts, today), (self.ends, today.addDays(_DAYS))):
            made.field.show_date("", day.toString(_ISO), wrong=False)
        self.year.field.setRange(1990, 2100)
        self.year.field.lineEdit().setTextMargins(8, 0, 0, 0)
        self.year.field.setValue(today.year() - 1)
        self.category.field.addItems(CATEGORIES)
        self.team.field.setTabChangesFocus(True)
        self.team.field.setFixedHeight(58)
        for made in (self.starts, self.ends):
            made.field.committed.connect(lambda _text: self._check_days())

    def _name_it(self) -> None:
        """Say what the dialog and its buttons are called."""
        self._texts.add(self.setWindowTitle, N_("New audit"))
        self._texts.add(self._start.set_text, N_("Start the audit"))
        self._texts.add(self._cancel.set_text, N_("Do not start"))

    def _is_complete(self) -> bool:
        """Whether what was asked before is answered; says what is not."""
        return True

    def _build(self, above: QWidget | None) -> None:
        self._name_it()
        plant, visit = Panel(), Panel()
        self._texts.add(plant.set_title, N_("Plant"))
        self._texts.add(visit.set_title, N_("Audit"))
        plant.body.addLayout(
            _grid(
                (self.name, 0, 0, 4),
                (self.bin, 0, 4, 2),
                (self.address, 1, 0, 4),
                (self.category, 1, 4, 2),
                (self.representative, 2, 0, 6),
            )
        )
        visit.body.addLayout(
            _grid(
                (self.pack, 0, 0, 4),
                (self.number, 0, 4, 2),
                (self.starts, 1, 0, 2),
                (self.ends, 1, 2, 2),
                (self.year, 1, 4, 2),
                (self.team, 2, 0, 6),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        parts = (above,) if above is not None else ()
        column.addWidget(scrolled((*parts, self.offer, plant, visit, self.banner)), 1)
        column.addWidget(action_bar((), (self._cancel, self._start)))
        open_at(self, 840, 690)
        self._connect()

    def _connect(self) -> None:
        self.bin.field.textChanged.connect(lambda text: self.bin.say(*remark(text)))
        self.name.field.textChanged.connect(self._review)
        self.pack.field.currentIndexChanged.connect(self._describe_pack)
        self.offer.acted.connect(self.take_plant)
        bind(self, REPEAT_KEY, self.take_plant)
        self._start.clicked.connect(self._finish)
        self._cancel.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, key, self._finish)
        self._review()
        self.name.field.setFocus()

    def _review(self) -> None:
        if self.name.field.text().strip():
            self.name.say("")
        self._start.setEnabled(bool(self.name.field.text().strip() and self._packs))

    def _describe_pack(self) -> None:
        place = self.pack.field.currentIndex()
        if not 0 <= place < len(self._packs):
            hint = _("Sectors: {count}. Type a word of the name or choose from the list.")
            self.pack.say(hint.format(count=len(self._packs)) if self._packs else "")
            return
        pack = self._packs[place]
        state = _(_STATES[pack.book_state]) if pack.book_state in _STATES else pack.book_state
        about = _("Questions: {count}. Version {version}. {book}: {state}.")
        self.pack.say(
            about.format(
                count=pack.questions,
                version=version_name(pack.version, language()),
                book=pack.book.get(language()),
                state=state,
            )
        )

    def _finish(self) -> None:
        if not self._is_complete():
            return
        if not self.name.field.text().strip():
            self.name.say(_("Enter the name of the plant: it stands on every sheet."), "wr")
            self.name.field.setFocus()
        elif self.pack.field.currentIndex() < 0:
            self.pack.say(_("Choose the sector: the audit goes by its checklist."), "wr")
            self.pack.field.setFocus()
        elif (wrong := self._check_days()) is not None:
            wrong.field.setFocus()
        elif self._start.isEnabled():
            self._start.setEnabled(False)
            self.wanted.emit(self.new_audit())

    def _check_days(self) -> Labelled[DateField] | None:
        """Say what is wrong with the days; return the first field with something wrong."""
        starts, ends = _iso(self.starts), _iso(self.ends)
        unread = _("Not a date. Enter it like 14.03.2027.")
        is_turned = starts is not None and ends is not None and ends < starts
        early = _("The last day is before the first. Correct one of them.") if is_turned else ""
        said = ((self.starts, starts, ""), (self.ends, ends, early))
        faults = [(made, day, text if day else unread) for made, day, text in said]
        for made, day, text in faults:
            made.field.show_date(made.field.field.text(), day, wrong=bool(text))
            made.say(text, "er")
        return next((made for made, _day, text in faults if text), None)

    def _day(self, name: str, label: str) -> Labelled[DateField]:
        made = Labelled(DateField())
        made.field.field.setObjectName(name)
        self._texts.add(made.set_name, label)
        self._texts.add(made.field.field.setAccessibleName, label)
        return made

    def _line(self, name: str, label: str) -> Labelled[QLineEdit]:
        made = QLineEdit()
        made.setMaxLength(300)
        return self._labelled(made, name, label)

    def _labelled(self, field: _W, name: str, label: str) -> Labelled[_W]:
        field.setObjectName(name)
        made = Labelled(field)
        self._texts.add(made.set_name, label)
        return made


def _offered(packs: Sequence["PackInfo"]) -> list["PackInfo"]:
    """Return the checklists an audit can have: not those that are only ever part of others.

    The common one is part of all others, and a checklist of its own beside.
    """
    parts = {included for pack in packs for included in pack.includes} - {_COMMON}
    return [pack for pack in packs if pack.id not in parts]


def _sector(pack: "PackInfo") -> str:
    """Return the sector of a pack without its details; that of its title if it tells none."""
    sector = pack.sector.get(language())
    return sector.split(" (", 1)[0] if sector else sector_name(pack.title.get(language()))


def _order(pack: "PackInfo") -> tuple[bool, str]:
    """Return what the list is ordered by: sectors by name, the common checklist behind them."""
    return not pack.includes, _sector(pack).casefold()


def _iso(made: Labelled[DateField]) -> str | None:
    """Return the day that is typed as an ISO date; None if it is none."""
    return entry.iso_date(made.field.field.text().strip())


def _grid(*cells: tuple[QWidget, int, int, int]) -> QGridLayout:
    """Return cells (widget, row, column, columns wide) on six columns of one width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for column in range(6):
        grid.setColumnStretch(column, 1)
    for widget, row, column, wide in cells:
        grid.addWidget(widget, row, column, 1, wide)
    return grid
