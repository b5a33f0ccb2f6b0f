"""One of a few: joined buttons, chosen by digit, arrow or mouse."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from ui.theme import icon, theme
from ui.theme.tokens import RADIUS
from ui.widgets.digit_keys import digit_of
from ui.widgets.focus import paint_focus

Option = tuple[str, str]
"""Id and translated text."""


class _Ring(QWidget):
    """The focus ring above the buttons; lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_focus(self, RADIUS, inner="sf")


class Segments(QWidget):
    """An exclusive choice with one place in the Tab order.

    Signals: ``chosen`` with the id, or None when the choice was taken back. Only what a person
    does emits it; ``set_value`` does not.

    Args:
        options: Ids and texts, in order.
        icons: Picture of an option while it is chosen, by id.
        digits: Whether the digits 1, 2, … stand before the texts and choose.
        clearable: Whether choosing the chosen one again takes the choice back.
        name: Accessible name of the whole.
        small: Whether it stands in a bar.
    """

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        icons: dict[str, str] | None = None,
        digits: bool = False,
        clearable: bool = False,
        name: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons, self._digits, self._clearable = icons or {}, digits, clearable
        self._small = small
        self._value: str | None = None
        self._buttons: dict[str, QToolButton] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._ring = _Ring(self)
        self.set_options(options)
        theme.changed.connect(self._show)

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these options; a chosen id that is still there stays chosen."""
        if [identifier for identifier, _text in options] != list(self._buttons):
            self._build([identifier for identifier, _text in options])
        for number, (identifier, text) in enumerate(options, start=1):
            button = self._buttons[identifier]
            button.setText(f"{number}  {text}" if self._digits else text)
            button.setAccessibleName(text)
        self._show()

    def value(self) -> str | None:
        """Return the id of the chosen option, None if there is none."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show ``value`` as chosen, without a signal; unknown ids show none."""
        self._value = value if value in self._buttons else None
        self._show()

    def button(self, identifier: str) -> QToolButton:
        """Return the button of an option."""
        return self._buttons[identifier]

    def choose_number(self, number: int) -> bool:
        """Choose option ``number``, from 1, as its digit does; False if there is none."""
        identifiers = list(self._buttons)
        if not 1 <= number <= len(identifiers):
            return False
        self._choose(identifiers[number - 1])
        return True

    def _choose_digit(self, digit: int) -> bool:
        """Choose what a digit stands for: the option that is this very digit, or that number."""
        if self._digits:
            return self.choose_number(digit)
        named = (each for each, button in self._buttons.items() if button.text() == str(digit))
        found = next(named, None)
        if found is None:
            return False
        self._choose(found)
        return True

    def _build(self, identifiers: Sequence[str]) -> None:
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {identifier: self._made(identifier) for identifier in identifiers}
        last = len(identifiers) - 1
        for place, button in enumerate(self._buttons.values()):
            ends = {0: "first", last: "last"}
            button.setProperty("segment", "only" if last == 0 else ends.get(place, "mid"))
            self._row.addWidget(button)
        if self._value not in self._buttons:
            self._value = None
        self._ring.raise_()

    def _made(self, identifier: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.setProperty("small", "true" if self._small else "false")
        button.clicked.connect(lambda: self._choose(identifier))
        return button

    def _choose(self, identifier: str) -> None:
        again = identifier == self._value
        if again and not self._clearable:
            self._show()
            return
        self._value = None if again else identifier
        self._show()
        self.chosen.emit(self._value)

    def _show(self) -> None:
        for identifier, button in self._buttons.items():
            is_chosen = identifier == self._value
            button.setChecked(is_chosen)
            name = self._icons.get(identifier, "")
            button.setIcon(icon(name, "onac") if is_chosen and name else QIcon())
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                if is_chosen and name
                else Qt.ToolButtonStyle.ToolButtonTextOnly
            )
        chosen = self._buttons.get(self._value or "")
        self.setAccessibleDescription(chosen.accessibleName() if chosen else "")

    def _step(self, by: int) -> None:
        identifiers = list(self._buttons)
        if not identifiers:
            return
        if self._value is None:
            self._choose(identifiers[0 if by > 0 else -1])
            return
        place = identifiers.index(self._value) + by
        if 0 <= place < len(identifiers):
            self._choose(identifiers[place])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        digit = digit_of(event)
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif digit is not None and self._choose_digit(digit):
            pass
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._clearable:
            if self._value is not None:
                self._choose(self._value)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.setGeometry(self.rect())
        self._ring.raise_()
        self._ring.show()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()
