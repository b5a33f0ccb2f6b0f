"""Finds controls that a screen reader cannot name, and focus that cannot be seen."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from ui.theme import theme

_AROUND = 4  # px: a ring may be drawn by what is around a field
_SEEN = 40  # changed pixels from which a change is seen: a ring of 2 px around the smallest control
_OWN = ("qt_scrollarea_viewport", "qt_spinbox_lineedit")
_known: set[tuple[object, ...]] = set()
"""Controls whose focus was seen, with all that their picture depends on, see ``_likeness``."""


def controls(root: QWidget) -> Iterator[QWidget]:
    """Yield what the Tab key comes to below ``root``."""
    for widget in root.findChildren(QWidget):
        is_reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if is_reached and widget.isVisible() and widget.isEnabled() and not _is_part(widget):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Return a line for every control below ``root`` that has neither a name nor a text."""
    return [
        f"{type(widget).__name__} {widget.objectName()}: no accessible name"
        for widget in controls(root)
        if not _name(widget)
    ]


def unseen(root: QWidget) -> list[str]:
    """Return a line for every control below ``root`` that looks the same with the focus."""
    found = []
    for widget in list(controls(root)):
        if not isValid(widget) or not widget.isVisible() or not widget.isEnabled():
            continue  # another one's focus took it away
        likeness = _likeness(widget)
        if likeness in _known:
            continue  # the frame around each page, above all
        fault = _unseen(root, widget)
        if fault:
            found.append(f"{type(widget).__name__} {widget.objectName()}: {fault}")
        else:
            _known.add(likeness)
    return found


def _likeness(widget: QWidget) -> tuple[object, ...]:
    """Return what is the same of controls that look the same: words, state and place."""
    is_checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    told: list[object] = [theme.tokens.name, _name(widget), is_checked]
    around: QWidget | None = widget
    while around is not None:
        told += [type(around).__name__, around.objectName(), around.geometry().getRect()]
        around = around.parentWidget()
    return tuple(told)


def _is_part(widget: QWidget) -> bool:
    """Whether it belongs to another control that is the one named."""
    return isinstance(widget, QScrollBar | QHeaderView) or widget.objectName() in _OWN


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName().strip() or text.strip()


def _unseen(root: QWidget, widget: QWidget) -> str:
    other = QApplication.focusWidget()
    if other is not None:
        other.clearFocus()
    _show(widget)
    QApplication.sendPostedEvents()
    before = _picture(root, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendPostedEvents()
    if not isValid(widget) or not _has_focus(widget):
        return ""  # it hands the focus on: the one that gets it is looked at itself
    after = _picture(root, widget)
    if before.size() != after.size():
        return ""  # a card that unfolds
    return "" if _changed(before, after) >= _SEEN else "the focus cannot be seen"


def _show(widget: QWidget) -> None:
    """Scroll what is around a control to it, as the Tab key does."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _has_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is widget or (
        isinstance(widget, QAbstractItemView | QAbstractScrollArea)
        and focused is not None
        and widget.isAncestorOf(focused)
    )


def _picture(root: QWidget, widget: QWidget) -> QImage:
    """Return the control as it is painted, with a little of what is around it."""
    corner = widget.mapTo(root, QPoint(0, 0)) if widget is not root else QPoint(0, 0)
    place = QRect(corner, widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return root.grab(place.intersected(root.rect())).toImage()


def _changed(before: QImage, after: QImage) -> int:
    """Return how many pixels differ, up to as many as are needed to be seen."""
    count = 0
    for row in range(before.height()):
        if before.constScanLine(row) == after.constScanLine(row):
            continue  # most rows: going through pixels takes long
        for column in range(before.width()):
            if before.pixel(column, row) != after.pixel(column, row):
                count += 1
                if count >= _SEEN:
                    return count
    return count
