"""Saying by name and date that a person has read a figure in its source."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.formatting import date as worded_date
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import _, language
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled

_WIDTH = 560  # px


class MarkCheckedDialog(GrowingDialog):
    """Shows a figure with its place in the source and asks who has read it there, and when.

    Signals: ``wanted`` with the name and the ISO date.

    Args:
        name: What the level limits.
        facts: What one compares with the source: name and text of each.
        person: Name to begin with.
        today: Day to begin with; nobody reads in the future.
    """

    wanted = Signal(str, str)

    def __init__(
        self,
        name: str,
        facts: Sequence[tuple[str, str]],
        person: str,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("markChecked")
        self.setWindowTitle(_("Mark a figure as checked"))
        self._today = today
        about = _(
            "Open the document and compare the figure, its unit and its conditions. From then on "
            "it judges: your name and the date stand beside it on screen and on paper."
        )
        self._person = Labelled(QLineEdit(person), _("Who has compared it"))
        self._day = Labelled(QLineEdit(worded_date(today.isoformat(), language())), _("When"))
        self._person.field.setObjectName("checkedBy")
        self._day.field.setObjectName("checkedOn")
        self.banner = Banner()
        self._mark = KeyButton(_("Mark as checked"), "Enter", "file-check", "primary")
        self._mark.setObjectName("markAsChecked")
        self._mark.setDefault(True)
        leave = KeyButton(_("Leave as it is"), "Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (
            Label(name, "strong"),
            _table_of(facts),
            Label(about, "body", "tx2"),
            self._person,
            self._day,
            self.banner,
        ):
            column.addWidget(part)
        column.addLayout(dialog_buttons(leave, self._mark))
        self._mark.clicked.connect(self._ask)
        leave.clicked.connect(self.reject)
        for field in (self._person, self._day):
            field.field.textChanged.connect(lambda _text: self._review())
        self._review()
        self.resize(_WIDTH, self.sizeHint().height())
        self._person.field.setFocus()

    def refuse(self, error: KtaError) -> None:
        """Say why it was not stored; what was typed stays."""
        self._mark.setEnabled(True)
        self.banner.show_error(error)

    def _day_typed(self) -> str | None:
        """Return the ISO date that was typed; None if it is none, or in the future."""
        day = iso_date(self._day.field.text().strip())
        return day if day is not None and day <= self._today.isoformat() else None

    def _review(self) -> None:
        has_name = bool(self._person.field.text().strip())
        day = self._day_typed()
        self._person.say("" if has_name else _("Enter the name: the figure carries it."), "wr")
        wrong = _("This is no day until today. Write it like 22.11.2026.")
        self._day.say("" if day else wrong, "wr")
        self._mark.setEnabled(has_name and day is not None)

    def _ask(self) -> None:
        day = self._day_typed()
        if day is not None:
            self._mark.setEnabled(False)
            self.banner.clear()
            self.wanted.emit(self._person.field.text().strip(), day)


def _table_of(facts: Sequence[tuple[str, str]]) -> QWidget:
    """Return names and texts in two columns; texts can be selected, to look them up."""
    shown = QWidget()
    grid = QGridLayout(shown)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, text) in enumerate(facts):
        told = Label(text)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(Label(name, "second", "tx2", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, row, 1)
    return shown
