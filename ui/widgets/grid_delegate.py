"""Cells of a grid: painted with their state, edited in place."""

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import QuestionType
from kta_desktop.i18n import language
from kta_desktop.services.drafts import NEW_ROW
from ui.models.grid_cells import Kind
from ui.models.grid_model import KIND, SEVERITY, GridModel, Index
from ui.theme import pixmap, theme
from ui.widgets.answer_base import AUTOSAVE_MS
from ui.widgets.answer_search import complete, meant
from ui.widgets.checklist_keys import MOST_OPTIONS

_ICON = 14
_SIDE = 8
_Hint = QAbstractItemDelegate.EndEditHint
_GROUNDS = {Kind.CALCULATED: "sf2", Kind.READONLY: "sf2", Kind.HIDDEN: "nas"}
_PICTURES = {Kind.LEADS: ("chevron-right", "ac")}


class CellDelegate(QStyledItemDelegate):
    """Paints cells with their state and edits them; typing saves itself after a second."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        severity, kind = index.data(SEVERITY), index.data(KIND)
        place: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, place, severity, "acs" if is_chosen else _GROUNDS.get(kind))
        picture = _picture(severity, kind)
        if picture is not None:
            ratio = painter.device().devicePixelRatio()
            top = place.center().y() - _ICON // 2 + 1
            painter.drawPixmap(place.left() + 6, top, pixmap(*picture, _ICON, ratio))
        painter.setPen(theme.colour("na" if kind == Kind.HIDDEN else "tx"))
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        room = place.adjusted(_SIDE + (_ICON if picture else 0), 2, -_SIDE, -2)
        painter.drawText(room, alignment | Qt.TextFlag.TextWordWrap, index.data() or "")
        self._paint_focus(painter, place, index)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 100
        text = index.data() or ""
        metrics: QFontMetrics = option.fontMetrics
        if metrics.horizontalAdvance(text) + 2 * _SIDE + _ICON <= width and "\n" not in text:
            return QSize(width, theme.sizes.row)
        has_picture = _picture(index.data(SEVERITY), index.data(KIND)) is not None
        room = max(width - 2 * _SIDE - (_ICON if has_picture else 0), 30)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = metrics.boundingRect(0, 0, room, 10_000, flags, text).height()
        return QSize(width, max(height + 10, theme.sizes.row))

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if isinstance(model, GridModel):
            asked = model.columns[index.column()]
            labels = [choice.label.get(language()) for choice in model.choices(index)]
            if asked.type is QuestionType.SELECT_ONE and len(labels) > MOST_OPTIONS:
                field = self._field(parent, index)
                complete(field, labels)
                return field
            if asked.type is QuestionType.SELECT_ONE:
                return self._list(parent, ["", *labels])
        field = self._field(parent, index)
        if isinstance(model, GridModel) and (names := model.names(index)):
            complete(field, names)
        field.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        clock = QTimer(field, singleShot=True, interval=AUTOSAVE_MS)
        clock.timeout.connect(lambda: self.commitData.emit(field))
        field.textEdited.connect(lambda _text: clock.start())
        return field

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(text)

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if not isinstance(model, GridModel):
            return
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit) and editor.text() != index.data(
            Qt.ItemDataRole.EditRole
        ):
            model.settled.emit(draft_path(model, index))
            model.setData(index, self._meant(model, index, editor.text()))

    @override
    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if isinstance(model, GridModel) and isinstance(editor, QLineEdit):
            model.settled.emit(draft_path(model, index))
        super().destroyEditor(editor, index)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            self.commitData.emit(watched)  # leaving a cell never discards what was typed
            self.closeEditor.emit(watched, _Hint.NoHint)
            return True
        return super().eventFilter(watched, event)

    def _paint_ground(
        self, painter: QPainter, place: QRect, severity: str | None, ground: str | None
    ) -> None:
        if severity:
            family = "er" if severity == "error" else "wr"
            painter.fillRect(place, theme.colour(f"{family}s"))
            painter.setPen(QPen(theme.colour(f"{family}b"), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        elif ground is not None:
            painter.fillRect(place, theme.colour(ground))

    def _paint_focus(self, painter: QPainter, place: QRect, index: Index) -> None:
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and index == view.currentIndex():
            painter.setPen(QPen(theme.colour("foc"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _meant(self, model: GridModel, index: Index, text: str) -> str:
        """Return the option of a long list that a typed part of it can only mean."""
        if model.columns[index.column()].type is not QuestionType.SELECT_ONE:
            return text
        return meant([choice.label.get(language()) for choice in model.choices(index)], text)

    def _list(self, parent: QWidget, labels: list[str]) -> QComboBox:
        box = QComboBox(parent)
        box.addItems(labels)
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def _field(self, parent: QWidget, index: Index) -> QLineEdit:
        """Return a line whose text is kept as a draft after every key."""
        field, model, at = QLineEdit(parent), index.model(), QPersistentModelIndex(index)
        field.setObjectName("cell")
        if isinstance(model, GridModel):
            field.textEdited.connect(lambda text: model.typing.emit(draft_path(model, at), text))
        return field

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, _Hint.NoHint)


def draft_path(model: GridModel, index: Index) -> str:
    """Return what the draft of a cell is known by."""
    address = model.cell_address(index)
    name = model.columns[index.column()].name
    return address or fieldpath.cell(model.address, NEW_ROW, name)


def _picture(severity: str | None, kind: Kind | None) -> tuple[str, str] | None:
    """Return name and colour of the picture of a cell; None if it has none."""
    if severity:
        return ("circle-alert", "er") if severity == "error" else ("triangle-alert", "wr")
    return _PICTURES.get(kind) if kind is not None else None
