"""Where a number comes from: the four usual origins beside each other, the rest in a menu."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from kta_desktop.i18n import N_, _, language
from kta_desktop.services import packs
from ui.theme import icon, theme
from ui.widgets.segments import Segments

USUAL = ("calculated", "measured_auditor", "estimated", "declared")
SHORT = {
    "measured_accredited": N_("Laboratory"),
    "asm": N_("Automated monitoring"),
    "metered": N_("Meter"),
    "measured_auditor": N_("Measured"),
    "measured_plant": N_("Measured by the plant"),
    "calculated": N_("Calculated"),
    "estimated": N_("Estimated"),
    "declared": N_("Told by the plant"),
    "design": N_("Design value"),
    "permit": N_("Permit"),
    "literature": N_("Literature"),
    "previous_audit": N_("Previous audit"),
}


class OriginPicker(QWidget):
    """Segments of the usual origins and a menu with all of them.

    Signals: ``chosen``, with the id of ``value_origins.csv`` or None to clear.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice: str | None = None
        self.segments = Segments([], clearable=True, parent=self)
        self.segments.setObjectName("origin")
        self.segments.chosen.connect(self.chosen)
        self.more = QToolButton(self)
        self.more.setObjectName("origin_more")
        self.more.setProperty("segment", "only")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self._menu)
        theme.changed.connect(self._draw)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.segments)
        row.addWidget(self.more)

    def show_choice(self, choice: str | None) -> None:
        """Show which origin holds, with an unusual one as a fifth segment."""
        self._choice = choice
        ids = USUAL if choice is None or choice in USUAL else (*USUAL, choice)
        self.segments.setAccessibleName(_("Where the number comes from"))
        self.segments.set_options([(i, _(SHORT[i]) if i in SHORT else i) for i in ids])
        self.segments.set_value(choice)
        self._draw()
        self.more.setToolTip(_("All origins of a number"))
        self.more.setAccessibleName(_("All origins of a number"))

    def press(self, digit: int) -> bool:
        """Choose the origin at a place, from 1; again clears it. Return whether there is one."""
        if not 1 <= digit <= len(USUAL) or not self.isVisible():
            return False
        origin = USUAL[digit - 1]
        self.chosen.emit(None if origin == self._choice else origin)
        return True

    def _draw(self) -> None:
        self.more.setIcon(icon("ellipsis", "tx2", 16))

    def _fill(self) -> None:
        self._menu.clear()
        for origin in packs.origins():
            action = self._menu.addAction(origin.label.get(language()))
            action.setCheckable(True)
            action.setChecked(origin.id == self._choice)
            action.triggered.connect(lambda _on=False, which=origin.id: self.chosen.emit(which))
