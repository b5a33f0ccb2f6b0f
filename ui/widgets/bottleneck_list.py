"""The table of bottlenecks: place, what and sign, techniques, bar of the score, steadiness."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from kta_desktop.services.bottleneck_scene import Row, Share
from ui.models.lines_model import Line
from ui.widgets.bottleneck_bar import BarPainter
from ui.widgets.lines_table import LinesTable

_BAR = 3
_WIDE = (0.05, 0.36, 0.13, 0.22, 0.07, 0.17)
_NARROW = (0.06, 0.46, 0.12, 0.26, 0.10)


class BottleneckList(LinesTable):
    """Bottlenecks by weight; items are keys of candidates.

    Signals as ``LinesTable``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bottleneckList", parent)
        self._rows: Mapping[str, Row] = {}
        self._is_narrow = False
        self.setItemDelegateForColumn(_BAR, BarPainter(self))

    def key(self) -> str:
        """Return the key of the chosen candidate; empty if none is chosen."""
        return str(self.item() or "")

    def row(self, key: str) -> Row | None:
        """Return a row by the key of its candidate; None if it is not shown."""
        return self._rows.get(key)

    def shares_of(self, key: object) -> Sequence[Share]:
        """Return the parts of the score of a row."""
        found = self._rows.get(str(key))
        return found.shares if found and not found.is_folded else ()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the steadiness to the details where there is little room."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.show_rows(tuple(self._rows.values()))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show bottlenecks in their order, keeping the chosen one."""
        self._rows = {row.key: row for row in rows}
        heads = [
            _("No."),
            _("Bottleneck and sign"),
            _("BAT"),
            _("What the score is made of"),
            _("Score"),
            _("Place at weights ±10 %"),
        ]
        if self._is_narrow:
            heads[_BAR] = _("Parts")
        shares = _NARROW if self._is_narrow else _WIDE
        lines = [_line(row) for row in rows]
        self.show_lines(heads[: len(shares)], lines, shares, (4,))
        self.setAccessibleName(_("Bottlenecks by weight"))


def _line(row: Row) -> Line:
    parts = "; ".join(share.sentence for share in row.shares)
    place = str(row.place) if row.place else "—"
    icon = ("circle-slash", "na") if row.is_folded else None
    sign = row.note or row.sign
    return Line(
        cells=(
            place,
            f"{row.title}\n{sign}",
            row.techniques,
            parts,
            row.score if row.place else "—",
            row.steadiness,
        ),
        item=row.key,
        icon=icon,
    )
