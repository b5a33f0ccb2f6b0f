"""The columns of a logger file, and what the chosen one is said to be."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from kta_desktop.services import logger_choices
from kta_desktop.services.logger_looking import Account, Column, ColumnWish, Look, Role
from ui.models.lines_model import Line
from ui.widgets.labelled import Labelled
from ui.widgets.lines_table import LinesTable
from ui.widgets.logger_words import ROLES, range_words
from ui.widgets.word_combo import WORDS, WordCombo


class LoggerColumns(QWidget):
    """A table of columns; the fields below it are those of the chosen one.

    Signals: ``wished`` with the place of a column and what is wished of it.
    """

    wished = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Look | None = None
        self._of = -1  # place of the column whose fields are shown
        self.table = LinesTable("loggerColumns")
        self.table.setAccessibleName(_("Columns"))
        self.table.chosen.connect(self._show_chosen)
        self.name: Labelled[QLineEdit] = Labelled(QLineEdit(), _("Name of the column"))
        self.name.field.editingFinished.connect(self._rename)
        self.role = self._list(_("What it is"), "role")
        self.unit = self._list(_("Unit"), "unit")
        self.meaning = self._list(_("What was measured"), "meaning")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields: tuple[QWidget, ...] = (self.name, self.role, self.unit, self.meaning)
        for place, each in enumerate(fields):
            grid.setColumnStretch(place % 2, 1)
            grid.addWidget(each, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addLayout(grid)

    def show_look(self, found: Look | None) -> None:
        """Show the columns of a file, the counted ones with their range."""
        self._found = found
        account = None if found is None else found.account
        columns = () if found is None else found.understanding.columns
        lines = [_line(each, account) for each in columns]
        heads = (_("Column"), _("What it is"), _("Readings"), _("From … to"))
        self.table.show_lines(heads, lines, (0.34, 0.28, 0.16, 0.22), (2, 3))
        self._show_chosen(self.table.item())

    @property
    def chosen(self) -> Column | None:
        """The column that is chosen; None if there is none."""
        place = self.table.item()
        if self._found is None or not isinstance(place, int):
            return None
        return self._found.understanding.columns[place]

    def _list(self, name: str, wish: str) -> Labelled[QComboBox]:
        made: Labelled[QComboBox] = Labelled(WordCombo(), name)
        made.field.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        made.field.setMinimumContentsLength(10)
        made.field.activated.connect(lambda _row: self._choose(wish, made.field))
        return made

    def _show_chosen(self, _place: object) -> None:
        column = self.chosen
        for each in (self.name, self.role, self.unit, self.meaning):
            each.setEnabled(column is not None)
        if column is None:
            return
        lang = language()
        is_typing = self.name.field.hasFocus() and self.name.field.isModified()
        if not is_typing or self._of != column.index:
            self.name.field.setText(column.name)
            self.name.field.setModified(False)
        self._of = column.index
        _fill(self.role.field, [(each.value, _(text)) for each, text in ROLES.items()], column.role)
        _fill(self.unit.field, [("", "—"), *logger_choices.units(lang)], column.unit or "")
        meanings = [("", "—"), *logger_choices.meanings(lang)]
        _fill(self.meaning.field, meanings, column.meaning or "")
        for part in (self.unit, self.meaning):
            part.setEnabled(column.role is Role.VALUE)

    def _choose(self, wish: str, box: QComboBox) -> None:
        chosen = str(box.currentData() or "")
        if wish == "role":
            self._wish(ColumnWish(role=Role(chosen)))
        elif wish == "unit":
            self._wish(ColumnWish(unit=chosen))
        else:
            self._wish(ColumnWish(meaning=chosen))

    def _rename(self) -> None:
        if self.name.field.isModified() and self.name.field.text().strip():
            self._wish(ColumnWish(name=self.name.field.text().strip()))

    def _wish(self, wish: ColumnWish) -> None:
        column = self.chosen
        if column is not None:
            self.wished.emit(column.index, wish)


def _fill(box: QComboBox, options: Sequence[tuple[str, str]], chosen: str) -> None:
    if box.view().isVisible():  # somebody is choosing
        return
    box.clear()
    if chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    for place, (identifier, text) in enumerate(options):
        box.addItem(text, identifier)
        box.setItemData(place, text, WORDS)
    box.setCurrentIndex(box.findData(str(chosen)))


def _line(column: Column, account: Account | None) -> Line:
    lang = language()
    unit = formatting.unit(column.unit, lang) if column.unit else column.raw_unit
    name = column.name or _("column {number}").format(number=column.index + 1)
    role = _(ROLES[column.role])
    picture = None
    if column.role is Role.VALUE:
        role = logger_choices.meaning_words(column.meaning, lang)
        if column.meaning is None or column.unit is None:
            role, picture = _("readings, unknown of what"), ("circle-help", "wr")
        if column.meaning is not None and column.unit is None:
            role = _("{what}, unit unknown").format(
                what=logger_choices.meaning_words(column.meaning, lang)
            )
    counted = None if account is None else account.columns.get(column.index)
    count = "—" if counted is None else formatting.number(counted.count, lang)
    if counted is not None and counted.unread:
        unread = formatting.number(counted.unread, lang)
        count += "\n" + _("unread {count}").format(count=unread)
    first = f"{name}, {unit}" if unit else name
    return Line(cells=(first, role, count, range_words(counted)), item=column.index, icon=picture)
