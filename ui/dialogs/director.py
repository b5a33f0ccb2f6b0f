"""The director's page on the screen: what the audit comes to, in big figures and plain words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import _
from kta_desktop.services import director
from kta_desktop.services.director import Hinders, Page, Tile
from ui.dialogs.page_parts import open_at
from ui.theme.tokens import GAP, MARGIN, PADDING
from ui.widgets.focus import FocusRing
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.reflow import Reflow
from ui.widgets.shortcuts import bind

_SIZE = (1240, 740)  # px; less where the screen has less
_TILE, _HALF, _WIDE = 190, 340, 440  # px that a tile, a list, a table have at least
_SIGNS = {
    Verdict.EXCEEDS: ("triangle-alert", "er"),
    Verdict.NOT_DISTINGUISHABLE: ("circle-help", "nd"),
    Verdict.MEETS: ("circle-check", "ok"),
    Verdict.NOT_COMPARED: ("circle-dashed", "tx2"),
}


class DirectorDialog(QDialog):
    """One page for the director of a plant, as the sheet of that name has it.

    Signals:
        print_wanted: The sheet is to be printed.

    Args:
        page: What is shown.
    """

    print_wanted = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("directorDialog")
        self.setWindowTitle(page.title)
        self.page = page
        self._print = KeyButton(_("Print"), "Ctrl+P", "printer", "primary")
        self._leave = KeyButton(_("Leave"), "Esc")
        self._area = _scrolled(_content(page), page.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._foot())
        self._print.clicked.connect(self.print_wanted)
        self._leave.clicked.connect(self.reject)
        bind(self, "Ctrl+P", self.print_wanted.emit)
        open_at(self, *_SIZE)
        self._area.setFocus()

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
        row.addStretch(1)
        row.addWidget(self._leave)
        row.addWidget(self._print)
        return foot


def _scrolled(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    FocusRing(area)
    return area


def _content(page: Page) -> QWidget:
    inner = QWidget()
    inner.setProperty("ground", "bg")
    column = QVBoxLayout(inner)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(GAP)
    for part in (*_head(page), _tiles(page.counts, _(director.COMPARED))):
        column.addWidget(part)
    column.addWidget(Reflow([_hinders(page), _money(page)], _WIDE))
    lists = [
        _list(_(words), lines)
        for words, lines in ((director.REACHED, page.reached), (director.NOT_KNOWN, page.unknown))
        if lines
    ]
    column.addWidget(Reflow(lists, _HALF))
    column.addStretch(1)
    return inner


def _head(page: Page) -> tuple[QWidget, ...]:
    about = " ".join(page.about)
    facts = " · ".join(part for part in (page.number, page.day) if part)
    first = QWidget()
    row = QHBoxLayout(first)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(Label(page.plant or page.title, "hero"), 1)
    row.addWidget(Label(facts, "medium", "tx2", wrap=False))
    return (first, Label(about, "body", "tx2")) if about else (first,)


def _tiles(tiles: Sequence[Tile], name: str) -> QWidget:
    row = Reflow([_tile(each) for each in tiles], _TILE)
    row.setAccessibleName(name)
    return row


def _tile(tile: Tile) -> QFrame:
    frame = QFrame()
    frame.setObjectName("panel")
    frame.setAccessibleName(" ".join(filter(None, (tile.figure, tile.unit, tile.words, tile.note))))
    column = QVBoxLayout(frame)
    column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
    column.setSpacing(2)
    line = QHBoxLayout()
    line.setSpacing(8)
    if tile.verdict is not None:
        line.addWidget(IconLabel(*_SIGNS[tile.verdict], 24))
    line.addWidget(Label(tile.figure, "huge", wrap=False))
    line.addWidget(Label(tile.unit, "medium", "tx2"), 1, Qt.AlignmentFlag.AlignBottom)
    column.addLayout(line)
    column.addWidget(Label(tile.words, "medium"))
    if tile.note:
        column.addWidget(Label(tile.note, "second", "tx2"))
    column.addStretch(1)
    return frame


def _hinders(page: Page) -> QWidget:
    panel = Panel(_(director.HINDERED))
    if page.hinders:
        panel.body.addLayout(_rows(page.hinders))
    if page.hinders_note:
        panel.body.addWidget(Label(page.hinders_note, "second", "tx2"))
    panel.body.addStretch(1)
    return panel


def _rows(found: Sequence[Hinders]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(MARGIN)
    grid.setVerticalSpacing(GAP)
    for row, each in enumerate(found):
        grid.addWidget(Label(str(row + 1), "title", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(_two(each.what, "strong", each.sign), row, 1)
        when = ", ".join(filter(None, (each.money, each.day)))
        grid.addLayout(_two(each.measure, "body", when), row, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid


def _two(first: str, role: str, second: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Label(first, role))
    if second:
        column.addWidget(Label(second, "second", "tx2"))
    column.addStretch(1)
    return column


def _money(page: Page) -> QWidget:
    panel = Panel(_(director.COSTS))
    for each in page.money:
        panel.body.addLayout(_sum(each))
    if page.money_note:
        panel.body.addWidget(Label(page.money_note, "body", "tx2"))
    panel.body.addStretch(1)
    return panel


def _sum(tile: Tile) -> QHBoxLayout:
    """Return a figure with its unit before what it is."""
    figure = " ".join(filter(None, (tile.figure, tile.unit)))
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(Label(figure, "value"), 1)
    row.addLayout(_two(tile.words, "medium", tile.note), 1)
    return row


def _list(title: str, lines: Sequence[str]) -> QWidget:
    panel = Panel(title)
    for line in lines:
        panel.body.addWidget(Label(line))
    panel.body.addStretch(1)
    return panel
