"""The tree of sections: state, number, short title, how much is answered."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.forms.state import FormState, Progress
from kta_desktop.i18n import _
from ui.models.folds import Folds
from ui.models.mine import is_settled
from ui.models.section_model import ICONS, ITEM, TOKENS, Item, SectionModel
from ui.theme import font, pixmap, theme
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

Index = QModelIndex | QPersistentModelIndex
MINE_KEY = "Ctrl+Shift+M"
_SECTION = 30
_QUESTION = 24
_LEFT = 10
_ICON = 16
_SMALL_ICON = 14
_BAR = 3
_DEEPER = 12  # px for each instance around a question


class _Delegate(QStyledItemDelegate):
    """Paints a row; a title that does not fit in one line takes two."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item = index.data(ITEM)
        view = self.parent()
        if not isinstance(item, Item) or not isinstance(view, QTreeView):
            return QSize(0, _QUESTION)
        width = view.viewport().width()
        room = width - _text_left(item) - _count_width(item) - 8
        least = _SECTION if item.is_section else _QUESTION
        extra = 12 if theme.is_glove else 0
        height = max(least, _lines(item.title, _font(item), room) + 10) + extra
        return QSize(0, height + _heading_height(item, width))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM)
        if not isinstance(item, Item):
            return
        place: QRect = option.rect
        painter.save()
        view = self.parent()
        if item.heading:
            above = _heading_height(item, place.width())
            self._paint_heading(painter, QRect(place.topLeft(), QSize(place.width(), above)), item)
            place = place.adjusted(0, above, 0, 0)
        focused = isinstance(view, QTreeView) and view.hasFocus() and view.currentIndex() == index
        if item.is_current:
            painter.fillRect(place, theme.colour("acs"))
        if item.is_current and item.is_section:
            painter.fillRect(
                QRect(place.left(), place.top(), _BAR, place.height()), theme.colour("ac")
            )
        self._paint_text(painter, place, item)
        if focused:
            painter.setPen(theme.colour("foc"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRect, item: Item) -> None:
        painter.fillRect(place, theme.colour("sf2"))
        painter.setPen(theme.colour("bd"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setFont(font("second"))
        painter.setPen(theme.colour("tx2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place.adjusted(_LEFT, 0, -8, 0), flags, item.heading)

    def _paint_text(self, painter: QPainter, place: QRect, item: Item) -> None:
        side = _ICON if item.is_section else _SMALL_ICON
        ratio = painter.device().devicePixelRatio()
        drawn = pixmap(ICONS[item.status], TOKENS[item.status], side, ratio)
        left = _text_left(item)
        top = place.center().y() - side // 2 + 1
        painter.drawPixmap(place.left() + left - side - 7, top, drawn)
        painter.setFont(_font(item))
        painter.setPen(theme.colour("tx" if item.is_section or item.is_current else "tx2"))
        room = place.adjusted(left, 0, -_count_width(item) - 8, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, item.title)
        if item.right:
            painter.setFont(font("second"))
            painter.setPen(theme.colour("tx2"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place.adjusted(0, 0, -8, 0), right, item.right)
        if item.asked:
            edge = place.right() - _count_width(item) - 8 + _SMALL_ICON // 2
            drawn = pixmap("message-square", "ac", _SMALL_ICON, ratio)
            painter.drawPixmap(edge, place.center().y() - _SMALL_ICON // 2 + 1, drawn)


class _Tree(QTreeView):
    """The rows; Enter and a click open what they stand for."""

    picked = Signal(object)

    def __init__(self, model: SectionModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setItemDelegate(_Delegate(self))
        self.setModel(model)  # last: each of the others would measure all rows
        self.clicked.connect(lambda index: self.picked.emit(index.data(ITEM)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # titles wrap anew

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.scrollTo(self.currentIndex())  # else the ring may be out of sight

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(self.currentIndex().data(ITEM))
        else:
            super().keyPressEvent(event)


class SectionTree(QFrame):
    """The tree with the progress of the whole audit above it.

    Signals:
        section_chosen: Name of a section.
        question_chosen: Key of a place.
        mine_wanted: Only the own sections are to be shown, or all again.
    """

    section_chosen = Signal(str)
    question_chosen = Signal(str)
    mine_wanted = Signal()

    def __init__(self, state: FormState, folds: Folds, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self.model = SectionModel(state, folds, self)
        self.tree = _Tree(self.model, self)
        self.tree.setObjectName("sections")
        self.tree.picked.connect(self._pick)
        self._title = Label("", "panel", wrap=False)
        self._count = Label("", "second", "tx2", wrap=False)
        self._bar = ProgressBar6(self)
        self._shown: frozenset[str] | None = None
        self.mine = KeyButton(key=MINE_KEY, small=True, parent=self)
        self.mine.setObjectName("my_sections")
        self.mine.clicked.connect(lambda _on=False: self.mine_wanted.emit())
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        top = QVBoxLayout()
        top.setContentsMargins(10, 10, 10, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self._bar)
        top.addWidget(self.mine)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self._word()

    def show_only(self, sections: frozenset[str] | None) -> None:
        """Show these sections alone; None shows all."""
        self._shown = sections
        for section in self._state.definition.sections:
            is_hidden = sections is not None and section.name not in sections
            row = self.model.row_of(section.name)
            self.tree.setRowHidden(row, QModelIndex(), is_hidden)
        self._show_progress()

    def show_section(self, name: str) -> None:
        """Unfold a section."""
        self.model.show_section(name)
        self.tree.expand(self.model.current_index())
        self.tree.setCurrentIndex(self.model.current_index())
        self._reveal_section()

    def _reveal_section(self) -> None:
        """Bring the section into view, with as much of it as there is room for."""
        if not self.tree.isVisible():
            return  # its width is not known yet, and so no height of a row
        current = self.model.current_index()
        self.tree.scrollTo(current, QAbstractItemView.ScrollHint.EnsureVisible)
        last = self.model.index(self.model.rowCount(current) - 1, 0, current)
        if last.isValid():
            self.tree.scrollTo(last, QAbstractItemView.ScrollHint.EnsureVisible)

    def show_question(self, key: str) -> None:
        """Mark the place that is open."""
        self.model.show_question(key)
        index = self.model.index_of(key)
        if index.isValid() and self.tree.isVisible():
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def follow_folds(self) -> None:
        """Show the instances that are unfolded now."""
        self.model.follow_folds()

    def show_asked(self, sections: Mapping[str, int], places: frozenset[str]) -> None:
        """Mark sections and places where reviewers ask something."""
        self.model.show_asked(sections, places)

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow changes of questions."""
        self.model.refresh(addresses)
        self._show_progress()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._word()
        self.tree.scheduleDelayedItemsLayout()  # first: else each row is measured twice
        self.model.retranslate()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reveal_section()

    def _word(self) -> None:
        self.tree.setAccessibleName(_("Sections of the checklist"))
        self._show_progress()
        self.tree.expand(self.model.current_index())

    def _show_progress(self) -> None:
        parts = [self._state.progress(name) for name in self._shown or ()]
        progress = self._state.progress()
        if self._shown is not None:
            answered = sum(part.answered for part in parts)
            progress = Progress(answered, sum(part.total for part in parts))
        self._title.setText(_("Sections") if self._shown is None else _("My sections"))
        self.mine.set_text(_("Only mine") if self._shown is None else _("All sections"))
        self.mine.setVisible(self._shown is not None or is_settled(self._state))
        text = _("{answered} of {total}").format(answered=progress.answered, total=progress.total)
        self._count.setText(text)
        self._bar.set_fraction(progress.answered / max(progress.total, 1), text)

    def _pick(self, item: object) -> None:
        if isinstance(item, Item):
            (self.section_chosen if item.is_section else self.question_chosen).emit(item.name)


def _font(item: Item) -> QFont:
    return font("strong" if item.is_current else "body" if item.is_section else "second")


def _text_left(item: Item) -> int:
    return _LEFT + _ICON + 7 if item.is_section else _LEFT + 38 + _DEEPER * item.depth


def _lines(text: str, look: QFont, room: int) -> int:
    """Return the height of a text that wraps in a width of ``room``."""
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(look).boundingRect(0, 0, max(room, 40), 1000, flags, text).height()


def _heading_height(item: Item, width: int) -> int:
    return _lines(item.heading, font("second"), width - _LEFT - 8) + 10 if item.heading else 0


def _count_width(item: Item) -> int:
    asked = _SMALL_ICON + 4 if item.asked else 0
    if not item.right:
        return asked
    return QFontMetrics(font("second")).horizontalAdvance(item.right) + 8 + asked
