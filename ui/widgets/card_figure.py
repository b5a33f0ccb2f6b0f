"""Places nobody answers: figures that are worked out, notes, headings of groups."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _, language
from ui.models.outline import Entry
from ui.models.summary import calculated_line, parts_line
from ui.undo import AuditEditor
from ui.widgets.card_base import NUMBER_WIDTH, ListCard
from ui.widgets.chip import Chip
from ui.widgets.label import IconLabel, Label, restyle


class FigureCard(ListCard):
    """A calculated figure in one line: its value, unit, and how many values are behind it."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setObjectName(f"figure_{self.question.name}")
        self._icon = IconLabel("calculator", "tx2", 18)
        self._number = Label(self.question.number, "strong", "tx2", wrap=False)
        self._number.setMinimumWidth(NUMBER_WIDTH)
        self._words = Label("")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._parts = Chip(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(13 + self.indent, 9, 13, 9)
        row.setSpacing(8)
        for widget in (self._icon, self._number):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._parts, 0, Qt.AlignmentFlag.AlignTop)
        self.refresh()

    @override
    def ground(self) -> str:
        return "sf2"

    @override
    def refresh(self) -> None:
        state, lang = self._editor.state, language()
        title = self.question.label.get(lang)
        value = calculated_line(state, self.entry.place, lang)
        said = value or _("cannot be worked out yet")
        weight = "b" if value else "span"
        self._words.setText(f"{escape(title)}: <{weight}>{escape(said)}</{weight}>")
        is_flagged = state.is_flagged(self.address)
        self._icon.show_icon("triangle-alert" if is_flagged else "calculator",
                             "wr" if is_flagged else "tx2")  # fmt: skip
        parts = parts_line(state, self.address, lang)
        self._parts.show_state(parts, "circle-dot", "warning")
        self._parts.setToolTip(_("Answered values behind this figure, and how many it rests on"))
        self._parts.setVisible(bool(parts))
        told = (self.question.number, title, said, parts)
        self.setAccessibleName(", ".join(part for part in told if part))
        self.update()


class _WordsCard(ListCard):
    """Words that nobody answers and no key stops at."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = Label("")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(13 + self.indent, 4, 13, 4)
        self.row.setSpacing(8)

    @override
    def tab_widgets(self) -> list[QWidget]:
        return []

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)


class NoteCard(_WordsCard):
    """Words of the checklist between the questions."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        self.setObjectName(f"note_{self.question.name}")
        self.words.set_tone("tx2")
        self.row.addWidget(IconLabel("info", "ac", 18), 0, Qt.AlignmentFlag.AlignTop)
        self.row.addWidget(self.words, 1)
        self.refresh()

    @override
    def refresh(self) -> None:
        self._say(self.question.label.get(language()))


class GroupCard(_WordsCard):
    """The heading of questions that stand together."""

    def __init__(self, editor: AuditEditor, entry: Entry, parent: QWidget) -> None:
        super().__init__(editor, entry, parent)
        restyle(self.words, "role", "strong")
        self.row.addWidget(self.words, 1)
        self.refresh()

    @override
    def refresh(self) -> None:
        group = self.entry.group
        self._say(group.label.get(language()) if group is not None else "")
