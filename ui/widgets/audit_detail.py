"""The pane beside the list of audits: the plant, how far it is, and the way on."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import N_, _, language
from ui.models.audit_table import saved_text, sector
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.team_words import member_line
from ui.widgets.texts import Texts

if TYPE_CHECKING:
    from kta_desktop.services.outlook import Outlook

WIDTH = 296  # px
_DIGITS = 30  # px, least width of a counted number


class AuditDetail(Panel):
    """What is known of the selected audit.

    Signals: ``go_on`` with the AuditSummary when it is to be opened; ``compare`` with it and the
    earlier one of the same plant; ``remove`` with a demonstration that is to be taken away.
    """

    go_on = Signal(object)
    compare = Signal(object, object)
    remove = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(WIDTH)
        self._texts = Texts()
        self._row: AuditSummary | None = None
        self._earlier: AuditSummary | None = None
        self._found: Outlook | None = None
        self._plant = Label("", "second", "tx2")
        self._stopped = Label("", "second", "tx2")
        self._place = Label("", "strong")
        self._continue = KeyButton("", "Enter", "play", "primary")
        self._continue.setObjectName("continue")
        self._continue.clicked.connect(lambda: self.go_on.emit(self._row))
        self._fault = Label("", "body", "er")
        self._blocking = _Counted("circle-alert", "er")
        self._exceeding = _Counted("trending-up", "wr")
        self._unanswered = _Counted("circle-dashed", "tx2")
        self._conflicts = _Counted("git-merge", "wr")
        self._team = Label("", "second", "tx2")
        self._checklist = Label("", "second", "tx2")
        self._before = Label("", "second", "tx2")
        self._compare = KeyButton("", "", "", "link", small=True)
        self._compare.setObjectName("compare")
        self._compare.clicked.connect(self.ask_compare)
        self._remove = KeyButton("", "", "trash-2", "danger", small=True)
        self._remove.setObjectName("remove_training")
        self._remove.clicked.connect(lambda: self.remove.emit(self._row))
        self._build()
        self.retranslate()

    def show_audit(self, row: AuditSummary | None, earlier: AuditSummary | None = None) -> None:
        """Show an audit and the one of the same plant before it; None shows nothing."""
        if row is None or self._row is None or row.id != self._row.id:
            self._found = None
        self._row, self._earlier = row, earlier
        self._say()

    def show_outlook(self, found: "Outlook") -> None:
        """Show what was counted of the audit that is shown."""
        if self._row is not None and self._row.id == found.audit:
            self._found = found
            self._say()

    def outlook_of(self, row: AuditSummary) -> "Outlook | None":
        """Return what was counted of an audit; None until that was read."""
        found = self._found
        return found if found is not None and found.audit == row.id else None

    def ask_compare(self) -> None:
        """Ask for the comparison with the earlier audit, if there is one."""
        if self._row is not None and self._earlier is not None:
            self.compare.emit(self._row, self._earlier)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self._compare.setToolTip(_("Compare with the previous audit") + "  Ctrl D")
        self._say()

    def _say(self) -> None:
        row, found = self._row, self._found
        self._middle.setVisible(row is not None)
        self._foot.setVisible(row is not None and self._earlier is not None)
        if row is None:
            self.set_title(_("No audit is selected"))
            return
        self.set_title(row.plant.name)
        self._plant.setText(_about_plant(row))
        self._fault.setText(_("Cannot be read. Its data are kept; export it for support."))
        self._fault.setVisible(bool(row.fault))
        self._card.setVisible(not row.fault)
        self._remove.setVisible(row.demo)
        self._say_stop(row, found)
        self._say_state(row, found)
        self._say_people(found)
        self._say_checklist(row, found)
        if self._earlier is not None:
            day = formatting.date(self._earlier.starts_on, language())
            self._before.setText(_("Previous audit {date}").format(date=day))

    def _say_stop(self, row: AuditSummary, found: "Outlook | None") -> None:
        stop = found.stop if found is not None else None
        if stop is None:
            self._stopped.setText(_("Saved: {time}").format(time=saved_text(row)))
            self._place.setText(row.number)
            return
        self._stopped.setText(_("You stopped here · {time}").format(time=_when(stop.at)))
        self._place.setText(f"{stop.number} · {stop.section.get(language())}".strip(" ·"))

    def _say_state(self, row: AuditSummary, found: "Outlook | None") -> None:
        left, total = row.total - row.answered, row.total
        for line, count in (
            (self._blocking, found.blocking if found else 0),
            (self._exceeding, found.exceeding if found else 0),
            (self._conflicts, row.conflicts),
        ):
            line.show_count(count)
            line.setVisible(bool(count) and not row.fault)
        self._blocking.say(_("to settle before leaving"))
        self._exceeding.say(_("beyond the level of the BAT"))
        self._conflicts.say(_("wait for a decision"))
        self._unanswered.show_count(left)
        of = formatting.number(total, language())
        self._unanswered.say(_("without an answer, of {total}").format(total=of))
        self._unanswered.setVisible(not row.fault)
        self._state.setVisible(not row.fault)

    def _say_people(self, found: "Outlook | None") -> None:
        lines = [member_line(member, language()) for member in found.team] if found else []
        self._team.setText("\n".join(lines))
        for part in (self._team, self._team_head):
            part.setVisible(bool(lines))

    def _say_checklist(self, row: AuditSummary, found: "Outlook | None") -> None:
        version = version_name(found.version, language()) if found else ""
        against = found.benchmark.get(language()) if found else ""
        named = f"{sector(row)} {version}".strip()
        self._checklist.setText(" · ".join(part for part in (named, against) if part))
        for part in (self._checklist, self._checklist_head):
            part.setVisible(bool(named))

    def _build(self) -> None:
        self._texts.add(self._continue.set_text, N_("Continue"))
        self._texts.add(self._compare.set_text, N_("Compare"))
        self._texts.add(self._remove.set_text, N_("Take the training audit away"))
        self._card = QFrame()
        self._card.setProperty("look", "card")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(10, 8, 10, 10)
        inner.setSpacing(4)
        for line in (self._stopped, self._place):
            inner.addWidget(line)
        inner.addSpacing(4)
        inner.addWidget(self._continue)
        self._state = self._heading(N_("State"))
        self._team_head = self._heading(N_("Team"))
        self._checklist_head = self._heading(N_("Version of the checklist"))
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        groups = (
            (self._plant, self._fault), (self._card,),
            (self._state, self._blocking, self._exceeding, self._conflicts, self._unanswered),
            (self._team_head, self._team), (self._checklist_head, self._checklist),
            (self._remove,),
        )  # fmt: skip
        for group in groups:
            for part in group:
                column.addWidget(part)
            column.addSpacing(8)
        column.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._middle.setProperty("ground", "sf")
        area.setWidget(self._middle)
        self.body.setContentsMargins(1, 0, 1, 0)
        self.body.setSpacing(0)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._made_foot())

    def _made_foot(self) -> QWidget:
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(12, 0, 8, 8)
        column.setSpacing(8)
        line = QFrame()
        line.setProperty("look", "line")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("history", "tx2"))
        row.addWidget(self._before, 1)
        row.addWidget(self._compare)
        column.addWidget(line)
        column.addLayout(row)
        return self._foot

    def _heading(self, text: str) -> Label:
        made = Label("", "strong")
        self._texts.add(made.setText, text)
        return made


class _Counted(QWidget):
    """A line of the state: icon, number, words, and a rule below."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._number = Label("", "strong", wrap=False)
        self._number.setMinimumWidth(_DIGITS)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._words = Label("")
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, tone))
        row.addWidget(self._number)
        row.addWidget(self._words, 1)
        rule = QFrame()
        rule.setProperty("look", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(rule)

    def show_count(self, count: int) -> None:
        self._number.setText(formatting.number(count, language()))

    def say(self, text: str) -> None:
        self._words.setText(text)


def _about_plant(row: AuditSummary) -> str:
    plant = row.plant
    category = _("category {number}").format(number=plant.category) if plant.category else ""
    number = _("BIN {number}").format(number=plant.bin) if plant.bin else ""
    return " · ".join(part for part in (number, plant.address, category) if part)


def _when(at: str) -> str:
    """Return the time of today, the date of any other day."""
    moment = datetime.fromisoformat(at).astimezone()
    if moment.date() == datetime.now(UTC).astimezone().date():
        return formatting.time_(at, language(), seconds=False)
    return formatting.date(at, language())
