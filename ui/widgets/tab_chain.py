"""Tab in reading order where parts of a form come and go."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def reading_order(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets below a layout that Tab stops at, as they were laid out."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if widget is not None:
            yield from _within(widget)
        elif inner is not None:
            yield from reading_order(inner)


def chain(widgets: list[QWidget]) -> None:
    """Let Tab go through ``widgets`` in this order."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def _within(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget  # and what is in it, such as the buttons of a line
    inner = widget.widget() if isinstance(widget, QScrollArea) else widget
    layout = inner.layout() if inner is not None else None
    if layout is not None:
        yield from reading_order(layout)
