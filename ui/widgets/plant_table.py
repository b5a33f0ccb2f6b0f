"""A table or repeat of the plant card: always open, with what hangs on it and on its rows."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import Place, QuestionStatus
from kta_desktop.forms.wording import instance_name
from kta_desktop.i18n import _, language
from kta_desktop.services import plant_card
from ui.models.section_model import ICONS, TOKENS
from ui.models.summary import answer_line
from ui.undo import AuditEditor
from ui.widgets.card_messages import CardMessages
from ui.widgets.chip import Chip
from ui.widgets.grid import Grid
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.question_card import STATUS_WORDS
from ui.widgets.segments import Segments

_MOST_ROWS = 12


class PlantTable(QWidget):
    """One repeat as a sheet of a workbook, and below it the tables of the row one works in.

    Signals:
        left: 1 to go on behind it, -1 before it.
        jump: ``Target`` of a place in the checklist.
        moved: Another cell is the current one of this ``GridView``.
        resized: Its height may have changed.
    """

    left = Signal(int)
    jump = Signal(object)
    moved = Signal(object)
    resized = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self.question, self.address = editor, place.question, place.address
        self.setObjectName(f"plant_{self.question.name}")
        self._inner = plant_card.inside(editor.state.definition, self.question.name)
        self._row: str | None = None
        self.grid = Grid(editor, self.address, self, most_rows=_MOST_ROWS)
        self.grid.left.connect(self.left)
        self.grid.jump.connect(self._go_into)
        self.grid.resized.connect(self.resized)
        self.messages = CardMessages(editor, place, self)
        self.messages.grown.connect(self.resized)
        self._state_icon = IconLabel("circle", "tx3", 16)
        self._rows = Chip()
        self._clips = Chip()
        self._said = Label("", "second", "tx2")
        self._add = KeyButton(key="Ins", icon="plus", small=True)
        self._add.clicked.connect(self.grid.add_row)
        self._way = KeyButton(kind="link", small=True)
        self._way.setObjectName("to_checklist")
        self._way.clicked.connect(lambda: self.jump.emit(self.target()))
        self.panel = Panel()
        self.inner: InnerTables | None = None
        if self._inner:
            self.inner = InnerTables(editor, self.question, self._inner, self)
            self.inner.jump.connect(self.jump)
            self.inner.left.connect(self._left_inner)
            self.inner.resized.connect(self.resized)
            self.inner.moved.connect(self.moved)
        self.grid.table.selectionModel().currentChanged.connect(self._follow_row)
        self._arrange()
        self.refresh()

    def target(self) -> Target:
        """Return the place in the checklist of the cell, or table, that one works in."""
        if self.inner is not None and self.inner.has_focus():
            return Target(Where.QUESTION, self.inner.address)
        row = self._current_row()
        if self.question.type is QuestionType.REPEAT and row is not None:
            column = self.grid.model.columns[max(self.grid.table.currentIndex().column(), 0)]
            return Target(Where.QUESTION, fieldpath.cell(self.address, row, column.name))
        return Target(Where.QUESTION, self.address)

    def show_cell(self, address: str) -> bool:
        """Put the focus where an address inside it is answered; return whether it is there."""
        if self.inner is not None and self.inner.show_cell(address):
            return True
        return self.grid.focus_cell(address)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in the order of the page."""
        inner = self.inner.tab_widgets() if self.inner is not None else []
        own = [*self.grid.tab_widgets(), self._add, self._way]
        return [*own, *self.messages.tab_widgets(), *inner]

    def focus_first(self) -> None:
        """Put the focus into the first cell."""
        self.grid.focus_first()

    def focus_last(self) -> None:
        """Put the focus into the last cell."""
        self.grid.focus_last()

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.grid.commit()
        self.messages.commit()
        if self.inner is not None:
            self.inner.commit()

    def refresh(self) -> None:
        """Show the state of the audit around the cells; the cells follow by themselves."""
        state, lang = self._editor.state, language()
        name = self.question.title if self._is_table() else self.question.label
        self.panel.set_title(f"{self.question.number} {name.get(lang)}".strip())
        self._add.setVisible(self.grid.model.takes_rows)
        self._show_status()
        count = len(state.rows(self.address))
        self._rows.show_state(_("Rows: {count}").format(count=count), "", "plain")
        clips = len(state.evidence(self.address)) if self._is_table() else 0
        self._clips.show_state(str(clips), "paperclip", "plain")
        self._clips.setAccessibleName(_("Evidence: {name}").format(name=clips))
        self._clips.setVisible(clips > 0)
        self._show_said()
        if self._is_table():
            self.messages.show_lines(is_open=True, judgement=None)
        else:
            self.messages.hide()
        if self.inner is not None:
            self._show_row(self._current_row())

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._add.set_text(_("Row"))
        self._way.set_text(_("In the checklist"))
        self.grid.retranslate()
        if self.inner is not None:
            self.inner.retranslate()
        self.refresh()

    def _is_table(self) -> bool:
        return self.question.type is QuestionType.TABLE

    def _show_status(self) -> None:
        """Show where a table stands; a repeat is no question, its questions are."""
        status = self._editor.state.status(self.address) if self._is_table() else None
        self._state_icon.setVisible(status is not None)
        words = _(STATUS_WORDS[status]) if status is not None else ""
        if status is not None:
            self._state_icon.show_icon(ICONS[status], TOKENS[status])
        self._state_icon.setToolTip(words)
        name = self.question.label.get(language())
        self.panel.setAccessibleName(", ".join(part for part in (name, words) if part))

    def _show_said(self) -> None:
        """Show the note, and why the table is blank if it is."""
        state, parts = self._editor.state, []
        if self._is_table() and state.status(self.address) is QuestionStatus.BLANK:
            parts.append(answer_line(state, state.place(self.address), language()))
        if self._is_table() and state.note(self.address):
            parts.append(_("Note: {text}").format(text=state.note(self.address)))
        self._said.setText(" · ".join(parts))
        self._said.setVisible(bool(parts))

    def _current_row(self) -> str | None:
        """Return the row one works in, of those there are: the cells may follow a moment later."""
        rows = [row.id for row in self._editor.state.rows(self.address)]
        shown, place = self.grid.model.row_ids, self.grid.table.currentIndex().row()
        if 0 <= place < len(shown) and shown[place] in rows:
            return shown[place]
        return self._row if self._row in rows else (rows[0] if rows else None)

    def _follow_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_row(self._current_row())
        self.moved.emit(self.grid.table)

    def _show_row(self, row: str | None) -> None:
        self._row = row
        if self.inner is not None:
            self.inner.show_row(row)

    def _go_into(self, target: Target) -> None:
        """Show the table that a cell leads to below, if it stands there; else in the checklist."""
        if self.inner is None or not self.inner.show_cell(target.key):
            self.jump.emit(target)

    def _left_inner(self, by: int) -> None:
        if by < 0:
            self.focus_last()
        else:
            self.left.emit(by)

    def _arrange(self) -> None:
        for widget in (self._state_icon, self._clips, self._rows, self._add, self._way):
            self.panel.add_action(widget)
        self.panel.body.setSpacing(4)
        for part in (self.grid, self.messages, self._said):
            self.panel.body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.panel)
        if self.inner is not None:
            column.addWidget(self.inner)


class InnerTables(Panel):
    """The tables of one instance, one of which is shown.

    Signals:
        left: 1 to go on behind it, -1 before it.
        jump: ``Target`` of a place in the checklist.
        moved: Another cell is the current one of this ``GridView``.
        resized: Its height may have changed.
    """

    left = Signal(int)
    jump = Signal(object)
    moved = Signal(object)
    resized = Signal()

    def __init__(
        self, editor: AuditEditor, repeat: Question, tables: tuple[Question, ...], parent: QWidget
    ) -> None:
        super().__init__(parent=parent)
        self._editor, self._repeat, self._tables = editor, repeat, tables
        self._table, self._row = tables[0].name, ""
        self._grid: Grid | None = None
        self.segments = Segments([], small=True, parent=self)
        self.segments.setObjectName("inner_tables")
        self.segments.chosen.connect(self._choose)
        self._nothing = Label("", "second", "tx2")
        self.add_action(self.segments)
        self.body.addWidget(self._nothing)
        self.retranslate()

    @property
    def address(self) -> str:
        """Address of the table that is shown; of the repeat while it has no rows."""
        if not self._row:
            return self._repeat.name
        return fieldpath.cell(self._repeat.name, self._row, self._table)

    @property
    def grid(self) -> Grid | None:
        """The table that is shown; None while there is no row, or it does not apply to it."""
        return self._grid

    def show_row(self, row: str | None) -> None:
        """Show the tables of another instance."""
        if (row or "") != self._row or (self._grid is None) is self._is_shown():
            self._row = row or ""
            self._build()
        self._name()

    def show_cell(self, address: str) -> bool:
        """Go to a table, or a cell of one; return whether it stands here."""
        parsed = fieldpath.parse_path(address)
        names = [table.name for table in self._tables]
        wanted = next((name for name in parsed.names if name in names), None)
        ids = [row.id for row in self._editor.state.rows(self._repeat.name)]
        if wanted is None or not parsed.rows or parsed.rows[0] not in ids:
            return False
        self._table, self._row = wanted, parsed.rows[0]
        self._build()
        self._name()
        if self._grid is None:
            return False
        if not self._grid.focus_cell(address):
            self._grid.focus_first()
        return True

    def has_focus(self) -> bool:
        """Whether the focus is in it."""
        return self.isAncestorOf(self.focusWidget() or self)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        own = self._grid.tab_widgets() if self._grid is not None else []
        return [self.segments, *own]

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self._grid is not None:
            self._grid.commit()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        lang = language()
        self.segments.set_options([(one.name, one.title.get(lang)) for one in self._tables])
        self.segments.setAccessibleName(_("Tables of the row"))
        if self._grid is not None:
            self._grid.retranslate()
        self._name()

    def _choose(self, name: object) -> None:
        if isinstance(name, str) and name != self._table:
            self._table = name
            self._build()
            self._name()

    def _is_shown(self) -> bool:
        """Whether there is an instance, and the chosen table applies to it."""
        return bool(self._row) and self._editor.state.is_relevant(self.address)

    def _build(self) -> None:
        """Make the table anew: it is another one now."""
        if self._grid is not None:
            self._grid.commit()
            self.body.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
            self._grid = None
        if self._is_shown():
            self._grid = Grid(self._editor, self.address, self, most_rows=_MOST_ROWS)
            self._grid.left.connect(self.left)
            self._grid.jump.connect(self.jump)
            self._grid.resized.connect(self.resized)
            view = self._grid.table
            view.selectionModel().currentChanged.connect(lambda *_at: self.moved.emit(view))
            self.body.insertWidget(0, self._grid)
        self.resized.emit()

    def _name(self) -> None:
        lang = language()
        self.segments.set_value(self._table)
        self._nothing.setVisible(self._grid is None)
        if self._row:
            self.set_title(instance_name(self._editor.state, self._repeat.name, self._row, lang))
            self._nothing.setText(_("This does not apply to the row."))
        else:
            self.set_title(self._repeat.title.get(lang))
            self._nothing.setText(_("Add a row above first."))
