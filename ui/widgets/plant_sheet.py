"""One sheet of the plant card: fields as cards of the checklist, tables and lists as grids."""

import time

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QTableView, QVBoxLayout, QWidget

from kta_desktop.domain import fieldpath
from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _, language
from kta_desktop.services.plant_card import Sheet, missing_titles
from ui.models.outline import Entry, Kind
from ui.undo import AuditEditor
from ui.widgets.label import Label
from ui.widgets.plant_table import PlantTable
from ui.widgets.question_card import QuestionCard

_GAP = 8
_BUDGET_S = 0.03  # of making parts in one go
_MOST = 120  # px of something high that have to be seen
_Part = QuestionCard | PlantTable


class PlantSheet(QScrollArea):
    """The parts of one sheet from top to bottom; one of its fields is open at a time.

    Signals:
        ended: 1 when the way goes on behind the last part, -1 before the first.
        jump: ``Target`` of a place in the checklist.
        moved: Another part is worked in.
    """

    ended = Signal(int)
    jump = Signal(object)
    moved = Signal()

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._sheet: Sheet | None = None
        self._lead: QWidget | None = None
        self._open: QuestionCard | None = None
        self._parts: list[_Part] = []
        self._to_come: list[str] = []  # names of parts that are not made yet
        self._making = QTimer(self, singleShot=True, interval=0)
        self._making.timeout.connect(self._make_some)
        self._inside = QWidget()
        self._inside.setProperty("ground", "bg")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lacking = Label("", "second", "tx2", parent=self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(12, 2, 12, 12)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self._lacking)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    @property
    def parts(self) -> tuple[_Part, ...]:
        """The parts from top to bottom; those that were still to come are made now."""
        self._make_all()
        return tuple(self._parts)

    @property
    def current(self) -> _Part | None:
        """The part that is worked in: where the focus is, else the open field."""
        focused = self.focusWidget()
        if focused is not None:
            for part in self._parts:
                if part is focused or part.isAncestorOf(focused):
                    return part
        return self._open

    @property
    def open_card(self) -> QuestionCard | None:
        """The field that is open."""
        return self._open

    def show_sheet(self, sheet: Sheet, lead: QWidget | None = None) -> None:
        """Show another sheet, with ``lead`` above its parts."""
        self._forget()
        self._sheet, self._lead = sheet, lead
        if lead is not None:
            self._column.insertWidget(0, lead)
            lead.show()
        self._follow()
        self.verticalScrollBar().setValue(0)

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow changes of questions; parts come and go where relevance did."""
        self._follow()
        for part in self._parts:
            if isinstance(part, PlantTable):
                if any(_is_of(part.address, address) for address in addresses):
                    part.refresh()
            elif part.address in addresses:
                part.refresh()

    def focus_first(self) -> None:
        """Put the focus into the first part."""
        if self._lead is not None and self._lead.isEnabled():
            self._lead.setFocus(Qt.FocusReason.TabFocusReason)
        elif parts := self._parts or self.parts:  # the first ones are there at once
            self._enter(parts[0], 1)

    def show_address(self, address: str) -> bool:
        """Go to a question, a cell or a table; return whether it stands on this sheet."""
        outermost = fieldpath.parse_path(address).names[0]
        part = next((part for part in self.parts if part.address == outermost), None)
        if part is None:
            return False
        if isinstance(part, QuestionCard):
            self._unfold(part)
        elif not part.show_cell(address):
            part.focus_first()
        self._reveal(part)
        return True

    def target(self) -> Target | None:
        """Return the place in the checklist of what one works in; None while that is nothing."""
        part = self.current
        if isinstance(part, PlantTable):
            return part.target()
        return Target(Where.QUESTION, part.address) if part is not None else None

    def commit(self) -> None:
        """Hand over what is being typed."""
        for part in self._parts:
            part.commit()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        for part in self._parts:
            part.retranslate()
        self._show_lacking()

    def _follow(self) -> None:
        """Make the parts those that apply now."""
        if self._sheet is None:
            return
        state = self._editor.state
        wanted = [name for name in self._sheet.questions if state.is_relevant(name)]
        if [part.address for part in self._parts] + self._to_come != wanted:
            self._change(wanted)
        self._show_lacking()

    def _change(self, wanted: list[str]) -> None:
        """Drop parts that do not apply any more, and make those that do now."""
        for part in [part for part in self._parts if part.address not in wanted]:
            self._parts.remove(part)
            self._drop(part)
        known = {part.address: part for part in self._parts}
        kept = [name for name in wanted if name in known]
        last = wanted.index(kept[-1]) + 1 if kept else 0
        self._parts = []
        for name in wanted[:last]:
            self._add(known.get(name) or self._made(name))
        self._to_come = wanted[last:]
        self._make_some()

    def _make_all(self) -> None:
        while self._to_come:
            self._add(self._made(self._to_come.pop(0)))
        self._making.stop()
        self._order_tabs()

    def _make_some(self) -> None:
        """Make parts as long as nobody has to wait for it; the others when there is time."""
        end = time.perf_counter() + _BUDGET_S
        while self._to_come:
            self._add(self._made(self._to_come.pop(0)))
            if time.perf_counter() > end:
                break
        self._order_tabs()
        if self._to_come:
            self._making.start()

    def _add(self, part: _Part) -> None:
        first = 1 if self._lead is not None else 0
        self._column.insertWidget(first + len(self._parts), part)
        self._parts.append(part)
        part.show()

    def _made(self, name: str) -> _Part:
        place = self._editor.state.place(name)
        if place.question.is_repeat:
            table = PlantTable(self._editor, place, self._inside)
            table.retranslate()
            table.left.connect(lambda by: self._step(table, by))
            table.jump.connect(self.jump)
            table.moved.connect(self._bring)
            return table
        entry = Entry(kind=Kind.QUESTION, key=name, depth=0, place=place)
        card = QuestionCard(self._editor, entry, self._inside)
        card.wanted.connect(lambda _key, backwards: self._unfold(card, backwards=backwards))
        card.left.connect(lambda by: self._step(card, by))
        card.grown.connect(lambda: QTimer.singleShot(0, self, lambda: self._reveal(card)))
        card.furnish()
        return card

    def _step(self, part: _Part, by: int) -> None:
        """Go to the next (1) or previous (-1) part, or say that there is none."""
        parts = self.parts
        if part not in parts:
            return
        part.commit()
        place = parts.index(part) + by
        if 0 <= place < len(parts):
            self._enter(parts[place], by)
        else:
            self.ended.emit(by)

    def _enter(self, part: _Part, by: int) -> None:
        if isinstance(part, QuestionCard):
            self._unfold(part)
        else:
            (part.focus_first if by > 0 else part.focus_last)()
            self._reveal(part)
            self.moved.emit()

    def _unfold(self, card: QuestionCard, *, backwards: bool = False, focus: bool = True) -> None:
        before = self._open
        if before is card and focus and card.isAncestorOf(self.focusWidget() or self):
            return
        self._open = card
        card.unfold(backwards=backwards, focus=focus)
        if before is not None and before is not card and before in self._parts:
            before.fold()
        self._order_tabs()
        self._reveal(card)
        self.moved.emit()

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for part in self._parts:
            for widget in part.tab_widgets():
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def _forget(self) -> None:
        self.commit()
        self._to_come = []
        gone, self._parts = self._parts, []  # first: a card that goes hands the focus to the next
        self._open = None
        for part in gone:
            self._drop(part)
        if self._lead is not None:
            self._column.removeWidget(self._lead)
            self._lead.hide()
            self._lead = None

    def _drop(self, part: _Part) -> None:
        if part is self._open:
            self._open = None
        part.commit()
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _show_lacking(self) -> None:
        titles = missing_titles(self._sheet, language()) if self._sheet is not None else ()
        text = _("This checklist does not ask: {what}").format(what="; ".join(titles))
        self._lacking.setText(text)
        self._lacking.setVisible(bool(titles))

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep in view what has the focus, however it came there."""
        if now is not None and self._inside.isAncestorOf(now):
            self._bring(now)

    def _bring(self, widget: QWidget) -> None:
        """Scroll until a widget is seen; of a table, its current cell."""
        place = widget.rect()
        if isinstance(widget, QTableView):
            if not widget.hasFocus():
                return
            cell = widget.visualRect(widget.currentIndex())
            place = cell.translated(widget.viewport().pos()) if cell.isValid() else place
        middle = widget.mapTo(self._inside, place.center())
        self.ensureVisible(middle.x(), middle.y(), 0, min(place.height(), _MOST) // 2 + _GAP)

    def _reveal(self, part: _Part) -> None:
        """Bring a part into view; of one higher than the view, its head."""
        if part not in self._parts:
            return
        self._column.activate()
        self._inside.adjustSize()
        top, room = part.mapTo(self.viewport(), QPoint(0, 0)).y(), self.viewport().height()
        bar = self.verticalScrollBar()
        if top < 0 or part.height() > room:
            bar.setValue(bar.value() + top - _GAP)
        elif top + part.height() > room:
            bar.setValue(bar.value() + top + part.height() - room + _GAP)


def _is_of(repeat: str, address: str) -> bool:
    return address == repeat or address.startswith(f"{repeat}/")
