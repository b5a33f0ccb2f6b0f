"""What was checked in a written or received bundle, each check with its result."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kta_desktop.i18n import N_, _
from ui.widgets.label import IconLabel, Label

CheckShown = tuple[str, bool, str]
"""Name of the check, whether it passed, and why not; without a reason it was not made."""

_COLUMNS = 2


class ChecksBody(QWidget):
    """Checks in two columns; what failed says why across both. Display only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._made: list[QWidget] = []
        self._shown: tuple[CheckShown, ...] = ()

    def show_checks(self, checks: Sequence[CheckShown]) -> None:
        """Show ``checks`` in place of what was shown."""
        self._shown = tuple(checks)
        for widget in self._made:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._made = []
        passed = [check for check in checks if check[1]]
        for place, (name, _ok, _why) in enumerate(passed):
            row, column = divmod(place, _COLUMNS)
            self._put(check_name(name), row, column, span=1, look=("circle-check", "ok"))
        first = -(-len(passed) // _COLUMNS)
        others = [check for check in checks if not check[1]]
        for place, (name, _ok, why) in enumerate(others):
            look = ("circle-alert", "er") if why else ("circle-dashed", "na")
            reason = why or _("Not checked.")
            self._put(f"{check_name(name)}. {reason}", first + place, 0, span=_COLUMNS, look=look)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(2 * column + 1, 1)

    def shown(self) -> tuple[CheckShown, ...]:
        """Return what is shown."""
        return self._shown

    def _put(self, text: str, row: int, column: int, *, span: int, look: tuple[str, str]) -> None:
        icon = IconLabel(*look)
        label = Label(text, "second", look[1] if look[1] != "ok" else "tx")
        self._grid.addWidget(icon, row, 2 * column, Qt.AlignmentFlag.AlignTop)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(label, row, 2 * column + 1, 1, 2 * span - 1)
        self._made += [icon, label]


def check_name(name: str) -> str:
    """Return what a check of a bundle is called; an unknown one by its own name."""
    return _(_NAMES[name]) if name in _NAMES else name


_NAMES = {
    "container": N_("The file is a whole bundle"),
    "sizes": N_("Sizes and counts are within the limits"),
    "names": N_("No dangerous names"),
    "lists": N_("Every listed file is there, no other"),
    "hashes": N_("The hash of every file is right"),
    "seal": N_("The seal over the lists is right"),
    "signatures": N_("The auditor's signature is right"),
    "schema": N_("Contents have the form of the format"),
    "chain": N_("The change log is whole"),
    "state": N_("The answers follow from the change log"),
    "files": N_("Files are those that the answers name"),
}
