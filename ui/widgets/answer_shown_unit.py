"""A number in another unit, beside the one it was typed in: looked at, never stored."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.i18n import _, language
from ui.widgets.key_button import KeyButton

KEY = "Alt+U"
_SAME = "= {quantity}"


class ShownUnit(KeyButton):
    """``= 1 250 mg/m³`` and a menu of the units; hidden while none is chosen.

    The choice holds for every number that is asked in the same unit, while the audit is open.

    Args:
        chosen: Unit asked for to unit shown; the choice is kept there.
        asked: Unit that the question asks for.
        parent: The answer.
    """

    def __init__(self, chosen: dict[str, str], asked: str | None, parent: QWidget) -> None:
        super().__init__(kind="link", small=True, parent=parent)
        self.setObjectName("shown_unit")
        self._chosen, self._asked = chosen, asked or ""
        self._answer = Answer()
        self.clicked.connect(lambda _on=False: self.ask())
        self.hide()

    def show_answer(self, answer: Answer) -> None:
        """Show a number in the unit that was chosen for numbers like it."""
        self._answer = answer
        unit = self._chosen.get(self._asked)
        text = self._quantity(unit) if unit is not None else ""
        self.set_text(_SAME.format(quantity=text) if text else "")
        self.setToolTip(_("Only shown: the number stays as it was entered"))
        self.setVisible(bool(text))

    def offered(self) -> list[tuple[str, str]]:
        """Return the units the number can be shown in, each with the number in it."""
        from kta_desktop.services import converting

        pairs = ((unit, self._quantity(unit)) for unit in converting.shown_units(self._answer.unit))
        return [(unit, text) for unit, text in pairs if text]

    def choose(self, unit: str | None) -> None:
        """Show numbers like this one in ``unit`` from now on; None shows them as entered only."""
        if unit is None:
            self._chosen.pop(self._asked, None)
        else:
            self._chosen[self._asked] = unit
        self.show_answer(self._answer)

    def ask(self) -> bool:
        """Open the menu of units below the number; return whether there is a choice."""
        offered = self.offered()
        if not offered:
            return False
        menu = QMenu(self)
        now = self._chosen.get(self._asked)
        for unit, text in [*offered, (None, _("As entered only"))]:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(unit == now)
            action.triggered.connect(partial(self._pick, unit))
        menu.aboutToHide.connect(menu.deleteLater)
        parent = self.parentWidget()
        below = self if self.isVisible() or parent is None else parent
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
        return True

    def _pick(self, unit: str | None, _on: bool = False) -> None:
        self.choose(unit)

    def _quantity(self, unit: str) -> str:
        from kta_desktop.services import converting

        number = converting.in_unit(self._answer, unit)
        return "" if number is None else formatting.quantity(number, unit, language())
