"""The sections of a checklist as a tree; only the current section has its questions below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from kta_desktop.domain.definition import Definition, Question, Section
from kta_desktop.forms.state import FormState, QuestionStatus
from kta_desktop.forms.wording import instance_name, part_name, sector_name
from kta_desktop.i18n import _, language
from kta_desktop.services import judging
from ui.models import mine
from ui.models.folds import Folds
from ui.models.outline import NEW, Entry, Kind, Tally, summed
from ui.theme.tips import tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
ITEM = Role.UserRole + 1
"""Role of the ``Item`` that the delegate paints."""

COMMON = "core"  # the pack that every checklist takes in
_TITLE = 38  # signs: two lines of the tree in every language

ICONS = {
    QuestionStatus.EMPTY: "circle",
    QuestionStatus.BEGUN: "circle-dashed",
    QuestionStatus.ANSWERED: "circle-check",
    QuestionStatus.BLANK: "circle-slash",
    QuestionStatus.COPIED: "history",
    QuestionStatus.WARNING: "triangle-alert",
    QuestionStatus.ERROR: "circle-alert",
    QuestionStatus.HIDDEN: "circle-slash",
}
TOKENS = {
    QuestionStatus.EMPTY: "tx3",
    QuestionStatus.BEGUN: "tx2",
    QuestionStatus.ANSWERED: "ok",
    QuestionStatus.BLANK: "na",
    QuestionStatus.COPIED: "ac",
    QuestionStatus.WARNING: "wr",
    QuestionStatus.ERROR: "er",
    QuestionStatus.HIDDEN: "tx3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a row of the tree shows.

    Attributes:
        status: State of the question, or what the states of a section or instance come to.
        title: Number and short title.
        count: ``4/6`` of a section or instance, how many instances; empty for a question.
        name: Name of the section, or key of the place in it.
        is_section: Whether it is a section.
        is_current: Whether it is the one that is open.
        depth: How many instances are around it.
        heading: What stands above it: the first section of a checklist that was taken in.
        owner: Initials of the auditor who answers a section.
        asked: How many comments of reviewers wait there for the auditor.
    """

    status: QuestionStatus
    title: str
    count: str
    name: str
    is_section: bool
    is_current: bool
    depth: int = 0
    heading: str = ""
    owner: str = ""
    asked: int = 0

    @property
    def right(self) -> str:
        """Return what stands at the right end: who answers, and how far it is."""
        return " ".join(part for part in (self.owner, self.count) if part)


_IN_TREE = (Kind.QUESTION, Kind.REPEAT, Kind.INSTANCE)


class SectionModel(QAbstractItemModel):
    """Sections, and the questions of the current one; of instances those that are unfolded."""

    def __init__(self, state: FormState, folds: Folds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._folds = state, folds
        self._sections = state.definition.sections
        self._current = 0
        self._question: str | None = None
        self._questions: list[Entry] = []
        self._statuses: dict[str, Tally] = {}
        self._heads = _first_of_packs(self._sections)
        self._asked: tuple[Mapping[str, int], frozenset[str]] = ({}, frozenset())
        if self._sections:
            self._questions = self._entries(self._sections[0].name)

    def show_section(self, name: str) -> None:
        """Unfold a section and fold the one that was open."""
        place = next(i for i, section in enumerate(self._sections) if section.name == name)
        if place == self._current:
            return
        self._set_questions([])
        before, self._current = self._current, place
        self._set_questions(self._entries(name))
        for row in (before, place):
            self._announce(self.index(row, 0))

    def show_question(self, key: str) -> None:
        """Mark a place of the current section as the one that is open."""
        self.follow_folds()
        before, self._question = self._question, key.rstrip(NEW)
        for place, entry in enumerate(self._questions):
            if entry.key in (before, self._question):
                self._announce(self.index(place, 0, self.current_index()))

    def follow_folds(self) -> None:
        """Show what is unfolded now in the current section."""
        self._follow(self._entries(self._sections[self._current].name))

    def index_of(self, key: str) -> QModelIndex:
        """Return the index of a place of the current section; no index if it is not in the tree."""
        places = (n for n, entry in enumerate(self._questions) if entry.key == key.rstrip(NEW))
        place = next(places, None)
        return QModelIndex() if place is None else self.index(place, 0, self.current_index())

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow changes of the questions at ``addresses``."""
        section = self._sections[self._current].name
        touched = {self._state.question(address).section for address in addresses}
        if section in touched:
            self._follow(self._entries(section), addresses)
        for place, other in enumerate(self._sections):
            if other.name in touched:
                self._statuses.pop(other.name, None)
                self._announce(self.index(place, 0))

    def show_asked(self, sections: Mapping[str, int], places: frozenset[str]) -> None:
        """Mark sections and places where reviewers ask something."""
        if (sections, places) != self._asked:
            self._asked = (sections, places)
            self._announce(self.index(0, 0), self.index(len(self._sections) - 1, 0))
            self._announce_questions()

    def row_of(self, section: str) -> int:
        """Return the row of a section."""
        return next(i for i, each in enumerate(self._sections) if each.name == section)

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
            asked = _("comments: {count}").format(count=item.asked) if item.asked else ""
            parts = (item.heading, item.title, item.right, asked)
            return ", ".join(part for part in parts if part)
        return tip(self._tooltip(index)) if role == Role.ToolTipRole else None

    def _item(self, index: Index) -> Item:
        if index.internalId() == 0:
            return self._section_item(self._sections[index.row()], index.row() == self._current)
        return self._place_item(self._questions[index.row()])

    def _place_item(self, entry: Entry) -> Item:
        question, count = entry.place.question, ""
        title = f"{question.number} {short_title(question, language())}".strip()
        if entry.kind is Kind.QUESTION:
            status = _seen(self._state, entry.key)
        else:
            status, progress = entry.tally
            count = f"{progress.answered}/{progress.total}"
        if entry.kind is Kind.REPEAT:
            count = str(len(self._state.rows(entry.key)))
        elif entry.kind is Kind.INSTANCE:
            title = instance_name(self._state, entry.place.address, entry.row, language())
        return Item(
            status=status,
            title=title,
            count=count,
            name=entry.key,
            is_section=False,
            is_current=entry.key == self._question,
            depth=entry.depth + (entry.kind is Kind.INSTANCE),
            asked=int(entry.key in self._asked[1]),
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
            heading=self._heading(section),
            owner=mine.initials(self._owner(section)),
            asked=self._asked[0].get(section.name, 0),
        )

    def _owner(self, section: Section) -> str:
        return mine.name_of(self._state, mine.owner_of(self._state, section.name))

    def _heading(self, section: Section) -> str:
        """Return what stands above a section: of which checklist it and the next ones are."""
        if section.name not in self._heads:
            return ""
        return pack_title(self._state.definition, section.pack, language())

    def _tooltip(self, index: Index) -> str:
        if index.internalId():
            return self._questions[index.row()].place.question.label.get(language())
        section = self._sections[index.row()]
        status, progress = section_status(self._state, section.name)
        text = _("Answered: {answered} of {total}")
        if status is QuestionStatus.HIDDEN:
            text = _("No question of this section applies.")
        line = text.format(answered=progress.answered, total=progress.total)
        owner = self._owner(section)
        told = [section.label.get(language()), line]
        told += [_("Answered by {name}").format(name=owner)] if owner else []
        return "\n".join(told)

    def _entries(self, section: str) -> list[Entry]:
        return [entry for entry in self._folds.outline(section) if entry.kind in _IN_TREE]

    def _follow(self, wanted: list[Entry], changed: frozenset[str] = frozenset()) -> None:
        """Insert and remove single rows until the places are ``wanted``.

        Only rows that look different are announced: the view measures each that is.
        """
        before = {entry.key: entry for entry in self._questions}
        parent, keys = self.current_index(), {entry.key for entry in wanted}
        for place in reversed(range(len(self._questions))):
            if self._questions[place].key not in keys:
                self.beginRemoveRows(parent, place, place)
                del self._questions[place]
                self.endRemoveRows()
        kept = [entry.key for entry in self._questions]
        if kept != [entry.key for entry in wanted if entry.key in set(kept)]:
            self._set_questions([])  # another order, as after the merge of two devices
        for place, entry in enumerate(wanted):
            if place >= len(self._questions) or self._questions[place].key != entry.key:
                self.beginInsertRows(parent, place, place)
                self._questions.insert(place, entry)
                self.endInsertRows()
        self._questions = wanted
        for place, entry in enumerate(wanted):
            hangs_on_others = entry.kind is not Kind.QUESTION or bool(entry.place.question.levels)
            is_told = entry.key in changed or (bool(changed) and hangs_on_others)
            if is_told or before.get(entry.key) != entry:
                self._announce(self.index(place, 0, parent))

    def _set_questions(self, entries: list[Entry]) -> None:
        parent = self.current_index()
        if self._questions:
            self.beginRemoveRows(parent, 0, len(self._questions) - 1)
            self._questions = []
            self.endRemoveRows()
        if entries:
            self.beginInsertRows(parent, 0, len(entries) - 1)
            self._questions = entries
            self.endInsertRows()

    def _announce(self, first: QModelIndex, last: QModelIndex | None = None) -> None:
        if first.isValid():
            self.dataChanged.emit(first, last or first)

    def _announce_questions(self) -> None:
        if self._questions:
            parent = self.current_index()
            last = len(self._questions) - 1
            self._announce(self.index(0, 0, parent), self.index(last, 0, parent))


def _first_of_packs(sections: Sequence[Section]) -> frozenset[str]:
    """Return the names of the sections that begin another checklist, if there are several."""
    packs = [section.pack for section in sections]
    if len(set(packs)) < 2:
        return frozenset()
    pairs = zip(sections, [None, *packs[:-1]], strict=True)
    return frozenset(section.name for section, before in pairs if section.pack != before)


def section_title(section: Section, lang: str) -> str:
    """Return ``8. Water balance``: number and short title of a section."""
    return f"{section.number}. {section.short.over(section.label).get(lang)}"


def short_title(question: Question, lang: str) -> str:
    """Return the short title of a question, or its first words where the pack has none in ``lang``.

    The tooltip of the tree has the whole question.
    """
    if short := str(getattr(question.short, lang)):
        return short
    first = question.label.get(lang).split(":")[0].split(";")[0].split(" (")[0].rstrip(" ?.")
    if len(first) <= _TITLE:
        return first
    words, title = first.split(), ""
    for word in words:
        if len(title) + len(word) >= _TITLE:
            break
        title = f"{title} {word}".strip()
    return f"{title or first[:_TITLE]}…"


def pack_title(definition: Definition, pack: str, lang: str) -> str:
    """Return what the sections of a pack are called together."""
    if pack in ("", definition.pack):
        return sector_name(definition.title.get(lang))
    return _("Common part", lang) if pack == COMMON else part_name(definition, pack, lang)


def section_status(state: FormState, section: str) -> Tally:
    """Return what the states of the questions of a section come to, and its progress."""
    return summed([_seen(state, place.address) for place in state.visible(section)])


def _seen(state: FormState, address: str) -> QuestionStatus:
    """Return the state of a question; one whose figure is beyond its level warns."""
    status = state.status(address)
    is_done = status is QuestionStatus.ANSWERED
    return QuestionStatus.WARNING if is_done and judging.is_beyond(state, address) else status
