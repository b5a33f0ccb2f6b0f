"""Finds words that do not fit their widget, and a language in which every word is longer."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from kta_desktop import i18n

SLACK = 1  # px: rounding of font metrics at fractional scales
_WORD = re.compile(r"\{[^}]*\}|[^\W\d_]{3,}")
_TAG = re.compile(r"<[^>]*>")


def clipped(root: QWidget) -> list[str]:
    """Return a line for every visible text below ``root`` that is wider or taller than its place.

    Painted cells of tables are not looked at: their delegates wrap.
    """
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and widget.width() > 0:
            fault = _fault(widget)
            if fault:
                found.append(f"{type(widget).__name__} {widget.objectName()}: {fault}")
    return found


@contextmanager
def longer_words(share: float) -> Iterator[None]:
    """Make every text of the program longer by a share; placeholders stay as they are."""
    real = i18n.catalogue

    def stretched(match: re.Match[str]) -> str:
        word = match[0]
        return word if word.startswith("{") else word + word[-1] * math.ceil(len(word) * share)

    class Longer(NullTranslations):
        def __init__(self, language: str) -> None:
            super().__init__()
            self._real = real(language)

        def gettext(self, message: str) -> str:
            return _WORD.sub(stretched, self._real.gettext(message))

    i18n.catalogue = Longer  # type: ignore[assignment,misc]  # only gettext is asked
    try:
        yield
    finally:
        i18n.catalogue = real


def _fault(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QAbstractButton):
        return _button(widget)
    if isinstance(widget, QComboBox):
        return _too_wide(widget, widget.currentText(), widget.width() - 36)
    if isinstance(widget, QLineEdit) and not widget.text():
        return _too_wide(widget, widget.placeholderText(), widget.width() - 18)
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        return _header(widget)
    return _outside(widget)


def _label(label: QLabel) -> str:
    text = _TAG.sub("", label.text()) if _is_rich(label) else label.text()
    if not text:
        return ""
    if not label.wordWrap():
        return _too_wide(label, text, label.contentsRect().width()) or _outside(label)
    metrics = label.fontMetrics()
    room = QRect(0, 0, label.contentsRect().width(), 10_000)
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = metrics.boundingRect(room, flags, text)
    if needed.height() > label.contentsRect().height() + SLACK:
        return f"{needed.height()} px of lines in {label.contentsRect().height()}: {text}"
    longest = max(text.split(), key=metrics.horizontalAdvance)
    return _too_wide(label, longest, label.contentsRect().width()) or _outside(label)


def _is_rich(label: QLabel) -> bool:
    kinds = (Qt.TextFormat.RichText, Qt.TextFormat.AutoText)
    return label.textFormat() in kinds and "</" in label.text()


def _button(button: QAbstractButton) -> str:
    lines = getattr(button, "lines", None)
    if lines is not None:  # paints its own lines
        faults = (_too_wide(button, line, button.width()) for line in lines())
        return next((fault for fault in faults if fault), "")
    if not button.text() or _shows_icon_only(button):
        return _outside(button)
    needed = button.minimumSizeHint().width()
    if needed > button.width() + SLACK:
        return f"needs {needed} px, has {button.width()}: {button.text()}"
    return _outside(button)


def _shows_icon_only(button: QAbstractButton) -> bool:
    return (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    )


def _header(header: QHeaderView) -> str:
    for section in range(header.count()):
        model = header.model()
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        alignment = model.headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        wraps = alignment is not None and bool(int(alignment) & int(Qt.TextFlag.TextWordWrap))
        wraps = wraps or "\n" in title
        if header.isSectionHidden(section):
            continue
        room = header.sectionSize(section) - 16
        fault = _wrapped(header, title, room) if wraps else _too_wide(header, title, room)
        if fault:
            return fault
    return ""


def _wrapped(header: QHeaderView, title: str, room: int) -> str:
    """Return what is wrong with a heading in several lines: a word too long, or a line too many."""
    words = title.split() or [""]
    longest = max(words, key=header.fontMetrics().horizontalAdvance)
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = header.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), flags, title).height()
    if needed > header.height() + SLACK:
        return f"{needed} px of lines in {header.height()}: {title}"
    return _too_wide(header, longest, room)


def _too_wide(widget: QWidget, text: str, room: int) -> str:
    needed = widget.fontMetrics().horizontalAdvance(text.replace("&", ""))
    return f"needs {needed} px, has {room}: {text}" if needed > room + SLACK else ""


def _outside(widget: QWidget) -> str:
    """Return what is wrong if a parent cuts the widget off; scroll areas may."""
    if isinstance(widget, QScrollArea) or widget.isWindow():
        return ""
    shown, parent = widget.geometry(), widget.parentWidget()
    is_scrolled = parent is None or isinstance(parent.parentWidget(), QScrollArea)
    if is_scrolled or not hasattr(widget, "text"):
        return ""
    if shown.right() > parent.width() + SLACK or shown.left() < -SLACK:
        return f"is cut off by its parent: {widget.text()}"
    return ""
