"""The sections of a checklist as a tree; only the current section has its questions below it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from kta_desktop.domain.definition import Question, Section
from kta_desktop.forms.state import FormState, Progress, QuestionStatus
from kta_desktop.i18n import _, language
from ui.theme.tips import tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
ITEM = Role.UserRole + 1
"""Role of the ``Item`` that the delegate paints."""

_TITLE = 38  # signs: two lines of the tree in every language

ICONS = {
    QuestionStatus.EMPTY: "circle",
    QuestionStatus.BEGUN: "circle-dashed",
    QuestionStatus.ANSWERED: "circle-check",
    QuestionStatus.BLANK: "circle-slash",
    QuestionStatus.WARNING: "triangle-alert",
    QuestionStatus.ERROR: "circle-alert",
    QuestionStatus.HIDDEN: "circle-slash",
}
TOKENS = {
    QuestionStatus.EMPTY: "tx3",
    QuestionStatus.BEGUN: "tx2",
    QuestionStatus.ANSWERED: "ok",
    QuestionStatus.BLANK: "na",
    QuestionStatus.WARNING: "wr",
    QuestionStatus.ERROR: "er",
    QuestionStatus.HIDDEN: "tx3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a row of the tree shows.

    Attributes:
        status: State of the question, or what the states of a section come to.
        title: Number and short title.
        count: ``4/6`` of a section; empty for a question.
        name: Name of the section or question.
        is_section: Whether it is a section.
        is_current: Whether it is the one that is open.
    """

    status: QuestionStatus
    title: str
    count: str
    name: str
    is_section: bool
    is_current: bool


class SectionModel(QAbstractItemModel):
    """Sections, and the visible questions of the current one."""

    def __init__(self, state: FormState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._sections = state.definition.sections
        self._current = 0
        self._question: str | None = None
        self._questions: list[Question] = []
        self._statuses: dict[str, tuple[QuestionStatus, Progress]] = {}
        if self._sections:
            self._questions = list(state.visible(self._sections[0].name))

    def show_section(self, name: str) -> None:
        """Unfold a section and fold the one that was open."""
        place = next(i for i, section in enumerate(self._sections) if section.name == name)
        if place == self._current:
            return
        self._set_questions([])
        before, self._current = self._current, place
        self._set_questions(list(self._state.visible(name)))
        for row in (before, place):
            self._announce(self.index(row, 0))

    def show_question(self, name: str) -> None:
        """Mark a question of the current section as the one that is open."""
        before, self._question = self._question, name
        for place, question in enumerate(self._questions):
            if question.name in (before, name):
                self._announce(self.index(place, 0, self.current_index()))

    def refresh(self, names: frozenset[str]) -> None:
        """Follow changes of the questions called ``names``."""
        section = self._sections[self._current].name
        touched = {q.section for q in self._state.definition.questions if q.name in names}
        if section in touched:
            self._follow(list(self._state.visible(section)))
        for place, other in enumerate(self._sections):
            if other.name in touched:
                self._statuses.pop(other.name, None)
                self._announce(self.index(place, 0))

    def retranslate(self) -> None:
        """Show everything in the interface language."""
        self._announce(self.index(0, 0), self.index(len(self._sections) - 1, 0))
        self._announce_questions()

    def current_index(self) -> QModelIndex:
        """Return the index of the current section."""
        return self.index(self._current, 0)

    def item(self, index: Index) -> Item | None:
        """Return what a row shows; None for no row."""
        item = index.data(ITEM) if index.isValid() else None
        return item if isinstance(item, Item) else None

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    @override
    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]  # two overloads
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._sections)
        is_open = parent.internalId() == 0 and parent.row() == self._current
        return len(self._questions) if is_open else 0

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._item(index)
        if role == ITEM:
            return item
        if role == Role.DisplayRole:
            return item.title
        if role == Role.AccessibleTextRole:
            return f"{item.title}, {item.count}" if item.count else item.title
        return tip(self._tooltip(index)) if role == Role.ToolTipRole else None

    def _item(self, index: Index) -> Item:
        if index.internalId() == 0:
            return self._section_item(self._sections[index.row()], index.row() == self._current)
        question = self._questions[index.row()]
        return Item(
            status=self._state.status(question.name),
            title=f"{question.number} {short_title(question, language())}",
            count="",
            name=question.name,
            is_section=False,
            is_current=question.name == self._question,
        )

    def _section_item(self, section: Section, is_current: bool) -> Item:
        if section.name not in self._statuses:
            self._statuses[section.name] = section_status(self._state, section.name)
        status, progress = self._statuses[section.name]
        return Item(
            status=status,
            title=section_title(section, language()),
            count=f"{progress.answered}/{progress.total}",
            name=section.name,
            is_section=True,
            is_current=is_current,
        )

    def _tooltip(self, index: Index) -> str:
        if index.internalId():
            return self._questions[index.row()].label.get(language())
        section = self._sections[index.row()]
        status, progress = section_status(self._state, section.name)
        text = _("Answered: {answered} of {total}")
        if status is QuestionStatus.HIDDEN:
            text = _("No question of this section applies.")
        line = text.format(answered=progress.answered, total=progress.total)
        return f"{section.label.get(language())}\n{line}"

    def _follow(self, wanted: list[Question]) -> None:
        """Insert and remove single rows until the questions are ``wanted``."""
        parent, names = self.current_index(), {question.name for question in wanted}
        for place in reversed(range(len(self._questions))):
            if self._questions[place].name not in names:
                self.beginRemoveRows(parent, place, place)
                del self._questions[place]
                self.endRemoveRows()
        for place, question in enumerate(wanted):
            if place >= len(self._questions) or self._questions[place].name != question.name:
                self.beginInsertRows(parent, place, place)
                self._questions.insert(place, question)
                self.endInsertRows()
        self._announce_questions()

    def _set_questions(self, questions: list[Question]) -> None:
        parent = self.current_index()
        if self._questions:
            self.beginRemoveRows(parent, 0, len(self._questions) - 1)
            self._questions = []
            self.endRemoveRows()
        if questions:
            self.beginInsertRows(parent, 0, len(questions) - 1)
            self._questions = questions
            self.endInsertRows()

    def _announce(self, first: QModelIndex, last: QModelIndex | None = None) -> None:
        if first.isValid():
            self.dataChanged.emit(first, last or first)

    def _announce_questions(self) -> None:
        if self._questions:
            parent = self.current_index()
            last = len(self._questions) - 1
            self._announce(self.index(0, 0, parent), self.index(last, 0, parent))


def section_title(section: Section, lang: str) -> str:
    """Return ``8. Water balance``: number and short title of a section."""
    label = section.label if section.short.is_empty else section.short
    return f"{section.number}. {label.get(lang)}"


def short_title(question: Question, lang: str) -> str:
    """Return the short title of a question, or its first words where the pack has none.

    The tooltip of the tree has the whole question.
    """
    if not question.short.is_empty:
        return question.short.get(lang)
    first = question.label.get(lang).split(":")[0].split(";")[0].split(" (")[0].rstrip(" ?.")
    if len(first) <= _TITLE:
        return first
    words, title = first.split(), ""
    for word in words:
        if len(title) + len(word) >= _TITLE:
            break
        title = f"{title} {word}".strip()
    return f"{title or first[:_TITLE]}…"


def section_status(state: FormState, section: str) -> tuple[QuestionStatus, Progress]:
    """Return what the states of the questions of a section come to, and its progress."""
    progress = state.progress(section)
    statuses = {state.status(question.name) for question in state.visible(section)}
    if not statuses:
        return QuestionStatus.HIDDEN, progress
    for grave in (QuestionStatus.ERROR, QuestionStatus.WARNING):
        if grave in statuses:
            return grave, progress
    if progress.total and progress.answered == progress.total:
        return QuestionStatus.ANSWERED, progress
    begun = progress.answered > 0 or QuestionStatus.BEGUN in statuses
    return (QuestionStatus.BEGUN if begun else QuestionStatus.EMPTY), progress
