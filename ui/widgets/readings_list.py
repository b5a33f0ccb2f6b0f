"""What an instrument told when it was read once: each channel with its value, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kta_desktop.domain.flag import Flag
from kta_desktop.formatting import unit
from kta_desktop.i18n import N_, _, language
from ui.widgets.label import IconLabel, Label
from ui.widgets.measure_words import reading

FLAGS: Mapping[Flag, str] = {
    Flag.GOOD: N_("good"),
    Flag.SATURATED: N_("at the end of its range"),
    Flag.IMPOSSIBLE: N_("nothing this quantity can be"),
    Flag.PURGE: N_("the probe is being purged"),
    Flag.WARM_UP: N_("the instrument warms up"),
    Flag.CALIBRATION: N_("the instrument is being calibrated"),
    Flag.FAULT: N_("the instrument reports a fault"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingShown:
    """One channel as read once.

    Attributes:
        name: In the interface language.
        unit: Id of the unit.
        value: What came; None if nothing did.
        flag: What it is worth.
        raw: As it came; empty where that is of no interest.
        error: Why nothing came; empty if something did.
    """

    name: str
    unit: str
    value: float | None
    flag: Flag = Flag.GOOD
    raw: str = ""
    error: str = ""

    def words(self) -> str:
        """Return value, unit and what it is worth, or why there is none."""
        if self.value is None:
            return self.error or _("no value")
        text = f"{reading(self.value)} {unit(self.unit, language())}"
        return text if self.flag is Flag.GOOD else f"{text} · {_(FLAGS[self.flag])}"

    def sign(self) -> tuple[str, str]:
        """Return picture and tone."""
        if self.value is None:
            return "circle-alert", "er"
        return ("check", "ok") if self.flag is Flag.GOOD else ("triangle-alert", "wr")


class ReadingsList(QWidget):
    """Lines that grow with their words; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._parts: list[QWidget] = []
        self.hide()

    def show_readings(self, readings: Sequence[ReadingShown]) -> None:
        """Show what came in place of what was shown."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.deleteLater()
        self._parts = []
        for row, each in enumerate(readings):
            self._add(row, each)
        self.setVisible(bool(readings))
        self.setAccessibleName("; ".join(f"{each.name}: {each.words()}" for each in readings))

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        labels = [part for part in self._parts if isinstance(part, Label)]
        return [label.text() for label in labels]

    def _add(self, row: int, each: ReadingShown) -> None:
        icon, tone = each.sign()
        words = each.words() if not each.raw else f"{each.words()}  ({each.raw})"
        parts: list[QWidget] = [
            IconLabel(icon, tone),
            Label(each.name, "second", "tx2"),
            Label(words, "second", "tx" if tone == "ok" else tone),
        ]
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
        self._parts += parts
