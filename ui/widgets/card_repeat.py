"""What a repeat has beside its questions: its head, heads of its instances, a place for more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.forms.wording import instance_name
from kta_desktop.i18n import _, language
from ui.models.outline import Entry, may_add
from ui.models.section_model import ICONS, TOKENS
from ui.undo import AuditEditor
from ui.widgets.card_base import NUMBER_WIDTH, ListCard
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label


class RepeatCard(ListCard):
    """The head of a repeat: what its instances are, how many there are, the button for one more."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setObjectName(f"repeat_{self.question.name}")
        self._icon = IconLabel("layers", "ac", 18)
        self._number = Label(self.question.number, "strong", "tx2", wrap=False)
        self._number.setMinimumWidth(NUMBER_WIDTH)
        self._title = Label("", "strong")
        self._count = Chip(parent=self)
        self.add = KeyButton(key="Ins", icon="plus", small=True, parent=self)
        self.add.setObjectName("add_instance")
        self.add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add.clicked.connect(self.adding)
        self._empty = Label("", tone="tx2")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon)
        top.addWidget(self._number)
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(13 + self.indent, 8, 13, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._empty)
        self._number.setVisible(bool(self.question.number))
        self.refresh()

    @property
    @override
    def stops(self) -> bool:
        state = self._editor.state
        return not state.rows(self.address) and may_add(state, self.address)

    @override
    def ground(self) -> str:
        return "sf2"

    @override
    def refresh(self) -> None:
        state, lang = self._editor.state, language()
        count = len(state.rows(self.address))
        title = self.question.label.get(lang)
        self._title.setText(title)
        self._count.show_state(str(count), "", "plain")
        self._count.setVisible(count > 0)
        self.add.set_text(_("Add"))
        self.add.setAccessibleName(_("Add: {name}").format(name=self.question.title.get(lang)))
        self.add.setVisible(may_add(state, self.address))
        self._empty.setText(self._expected() if not count else "")
        self._empty.setVisible(not count)
        told = self._empty.text() or _("In all: {count}").format(count=count)
        parts = (self.question.number, title, told)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if self.stops or self.is_open else Qt.FocusPolicy.ClickFocus
        )
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and may_add(self._editor.state, self.address):
            self.adding.emit()
        else:
            super().keyPressEvent(event)

    def _expected(self) -> str:
        """Return what is expected of a repeat without instances."""
        state = self._editor.state
        if not may_add(state, self.address):
            return _("Other answers say how many there are: none so far.")
        name = self.question.title.get(language())
        if state.is_required(self.address):
            return _("{name}: nothing is entered yet, at least one is expected.").format(name=name)
        return _("{name}: nothing is entered yet.").format(name=name)


class InstanceCard(ListCard):
    """The head of one instance: its number and name, how far it is answered.

    Signals:
        folding: Key, and whether it is to be folded.
        entering: It is to be unfolded and its first question opened.
        removing: Key: the instance is to be taken away.
    """

    folding = Signal(str, bool)
    entering = Signal(str)
    removing = Signal(str)

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setObjectName(f"instance_{self.question.name}_{entry.number}")
        self._fold_icon = IconLabel("chevron-right", "tx2", 16)
        self._number = Label("", "strong", "tx2", wrap=False)
        self._name = Label("", "strong")
        self._state_icon = IconLabel("circle", "tx3", 16)
        self._progress = Label("", "second", "tx2", wrap=False)
        self.remove = KeyButton(key="Del", icon="trash-2", small=True, parent=self)
        self.remove.setObjectName("remove_instance")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.clicked.connect(lambda: self.removing.emit(self.key))
        row = QHBoxLayout(self)
        row.setContentsMargins(9 + self.indent, 5, 13, 5)
        row.setSpacing(8)
        row.addWidget(self._fold_icon)
        row.addWidget(self._number)
        row.addWidget(self._name, 1)
        row.addWidget(self.remove)
        row.addWidget(self._progress)
        row.addWidget(self._state_icon)
        self.refresh()

    @property
    @override
    def stops(self) -> bool:
        return self.entry.is_folded

    @override
    def ground(self) -> str:
        return "acs" if not self.entry.is_folded else "sf"

    @override
    def border(self) -> str:
        return "acb" if not self.entry.is_folded else "bd"

    @override
    def show_entry(self, entry: Entry) -> None:
        super().show_entry(entry)
        self.refresh()

    @override
    def refresh(self) -> None:
        state, entry = self._editor.state, self.entry
        self._fold_icon.show_icon("chevron-right" if entry.is_folded else "chevron-down", "tx2")
        self._number.setText(str(entry.number))
        title = state.instance_title(self.address, entry.row, language())
        self._number.setVisible(bool(title))  # else the name is its number
        name = instance_name(state, self.address, entry.row, language())
        self._name.setText(name)
        status, progress = entry.tally
        self._state_icon.show_icon(ICONS[status], TOKENS[status])
        of = _("{answered} of {total}").format(answered=progress.answered, total=progress.total)
        self._progress.setText(f"{progress.answered}/{progress.total}")
        self._progress.setAccessibleName(of)
        self.remove.set_text(_("Remove"))
        self.remove.setVisible(self.is_open and may_add(state, self.address))
        told = _("folded") if entry.is_folded else _("unfolded")
        self.setAccessibleName(", ".join((str(entry.number), name, of, told)))
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not back:
            self.entering.emit(self.key)
        elif key == Qt.Key.Key_Space:
            self.folding.emit(self.key, not self.entry.is_folded)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.folding.emit(self.key, key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Delete and may_add(self._editor.state, self.address):
            self.removing.emit(self.key)
        else:
            super().keyPressEvent(event)


class MoreCard(ListCard):
    """Stands below the last instance: Ins adds one, Enter goes on."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setObjectName(f"more_{self.question.name}")
        self._add = KeyButton(key="Ins", icon="plus", kind="link", small=True, parent=self)
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add.clicked.connect(self.adding)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 + self.indent, 0, 13, 0)
        row.addWidget(self._add)
        row.addStretch(1)
        self.refresh()

    @property
    @override
    def stops(self) -> bool:
        return True

    @override
    def refresh(self) -> None:
        text = _("Add: {name}").format(name=self.question.title.get(language()))
        self._add.set_text(text)
        self.setAccessibleName(text)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.adding.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_open:
            super().paintEvent(event)
