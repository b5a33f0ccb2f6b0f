"""How the chosen document is printed: filling, language, for whom, which questions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.i18n import N_, _, language
from kta_desktop.services.print_centre import layouts
from kta_desktop.services.printing import Kind, Which
from ui.models.print_choices import MOST_ROWS, Choices
from ui.widgets.label import Label
from ui.widgets.segments import Segments

_FILLS = {Kind.FILLED: N_("Filled sheets"), Kind.BLANK: N_("Blank"), Kind.BOTH: N_("Both of them")}
LANGUAGE_NAMES = {  # each in itself
    "ru": "Русский",
    "kk": "Қазақша",
    "ru+kk": "Рус + Қаз",
    "en": "English",
}
_WHICH = {
    Which.ALL: N_("All questions"),
    Which.MISSING: N_("Only what is missing"),
    Which.ANSWERED: N_("Only what is answered"),
}


class PrintOptions(QWidget):
    """The choices that every document has, and those of the sheets.

    Signals: ``changed`` with ``Choices`` after a person changed one.
    """

    changed = Signal(object)

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._names = [Label("", "second", "tx2") for _each in range(5)]
        self.fill = Segments([(kind, "") for kind in _FILLS], small=True)
        self.language = Segments(list(LANGUAGE_NAMES.items()), small=True)
        self.layout_for, self.which = QComboBox(), QComboBox()
        self.rows = QSpinBox()
        self.rows.setRange(1, MOST_ROWS)
        self.rows.setKeyboardTracking(False)  # told once a number is typed
        self._hint = Label("", "second", "tx3")
        self.qr, self.photos = QCheckBox(), QCheckBox()
        self._name_parts()
        self._build()
        self._connect()
        self.retranslate()

    def show_choices(self, choices: Choices) -> None:
        """Show choices without a signal, and only what is of use for their document."""
        self._choices = choices
        self.fill.set_value(choices.fill)
        self.language.set_value(choices.language)
        for box, value in ((self.layout_for, choices.layout), (self.which, choices.which)):
            box.setCurrentIndex(box.findData(str(value)))
        with QSignalBlocker(self.rows), QSignalBlocker(self.qr), QSignalBlocker(self.photos):
            self.rows.setValue(choices.table_rows)
            self.qr.setChecked(choices.qr)
            self.photos.setChecked(choices.photos)
        self._fit()

    def brief(self) -> str:
        """Return what is chosen in one line."""
        choices = self._choices
        parts = [
            _(_FILLS[choices.fill]) if choices.by_section else "",
            LANGUAGE_NAMES[choices.language],
            self.layout_for.currentText() if choices.has_filled else "",
            self.which.currentText() if choices.by_section else "",
        ]
        return " · ".join(filter(None, parts))

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        named = (
            (_("Filling"), self.fill),
            (_("Language of the document"), self.language),
            (_("For whom"), self.layout_for),
            (_("Questions"), self.which),
            (_("Rows in blank tables"), self.rows),
        )
        for label, (text, field) in zip(self._names, named, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
        self.fill.set_options([(kind, _(text)) for kind, text in _FILLS.items()])
        who = [(each.id, each.label.get(language())) for each in layouts()]
        self._offer(self.layout_for, who)
        self._offer(self.which, [(which, _(text)) for which, text in _WHICH.items()])
        self.qr.setText(_("QR code"))
        self.photos.setText(_("Photographs"))
        self.show_choices(self._choices)

    def _name_parts(self) -> None:
        named = (
            (self.fill, "printFill"),
            (self.language, "sheetLanguage"),
            (self.layout_for, "printLayout"),
            (self.which, "printWhich"),
            (self.rows, "printRows"),
            (self.qr, "printQr"),
            (self.photos, "printPhotos"),
        )
        for part, name in named:
            part.setObjectName(name)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label, segments in ((self._names[0], self.fill), (self._names[1], self.language)):
            column.addWidget(label)
            column.addWidget(segments)
            column.addSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for box in (self.layout_for, self.which):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        fields: tuple[QWidget, ...] = (self.layout_for, self.which)
        for row, (label, field) in enumerate(zip(self._names[2:4], fields, strict=True)):
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        column.addLayout(grid)
        column.addLayout(self._rows_line())
        column.addWidget(self._hint)
        ticks = QHBoxLayout()
        ticks.setSpacing(8)
        ticks.addWidget(self.qr)
        ticks.addWidget(self.photos)
        ticks.addStretch(1)
        column.addLayout(ticks)

    def _rows_line(self) -> QHBoxLayout:
        """Return a line of its own: in the grid its long name would leave the lists no room."""
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._names[4])
        line.addWidget(self.rows)
        line.addStretch(1)
        self._names[4].setBuddy(self.rows)
        return line

    def _connect(self) -> None:
        self.fill.chosen.connect(lambda value: self._change(fill=Kind(value)))
        self.language.chosen.connect(lambda value: self._change(language=value))
        self.layout_for.activated.connect(
            lambda _row: self._change(layout=self.layout_for.currentData())
        )
        self.which.activated.connect(
            lambda _row: self._change(which=Which(self.which.currentData()))
        )
        self.rows.valueChanged.connect(lambda value: self._change(table_rows=value))
        self.qr.toggled.connect(lambda is_on: self._change(qr=is_on))
        self.photos.toggled.connect(lambda is_on: self._change(photos=is_on))

    def _change(self, **parts: Any) -> None:
        self._choices = replace(self._choices, **parts)
        self._fit()
        self.changed.emit(self._choices)

    def _fit(self) -> None:
        """Show what is of use for the document, and what its reader gets."""
        choices = self._choices
        shown = (
            ((self._names[0], self.fill), choices.by_section),
            ((self._names[2], self.layout_for, self._hint, self.photos), choices.has_filled),
            ((self._names[3], self.which), choices.by_section),
            ((self._names[4], self.rows), choices.has_blank),
        )
        for parts, is_shown in shown:
            for part in parts:
                part.setVisible(is_shown)
        hints = {each.id: each.hint.get(language()) for each in layouts()}
        self._hint.setText(hints.get(choices.layout, ""))

    def _offer(self, box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        for identifier, text in entries:
            box.addItem(text, str(identifier))
        box.setCurrentIndex(box.findData(chosen))
