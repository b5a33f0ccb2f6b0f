"""How the parts of the overview lie: three columns in a wide window, one below the other else."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.services.overview import Kind
from ui.theme.tokens import GAP
from ui.widgets.overview_cards import CounterCard
from ui.widgets.overview_groups import GroupsPanel
from ui.widgets.overview_panels import (
    ExcessPanel,
    LeavingPanel,
    OverviewPanel,
    SectionsPanel,
    TeamPanel,
    VisitPanel,
)

NARROW = 1120  # px: from here down the page is one column that scrolls
_LEAVING_SHARE = 47  # of the width that the columns have
_CARDS = (
    ("cardAnswers", "list-checks"),
    ("cardLeaving", "circle-alert"),
    ("cardExcesses", "trending-up"),
    ("cardProof", "paperclip"),
)


class OverviewBody(QScrollArea):
    """Cards and panels.

    Attributes:
        cards: The four figures: answers, leaving, figures out of level, proof.
        panels: In reading order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.cards = tuple(CounterCard(name, icon) for name, icon in _CARDS)
        self.sections, self.leaving = SectionsPanel(), LeavingPanel()
        self.excesses, self.visit = ExcessPanel(), VisitPanel()
        self.team, self.groups = TeamPanel(), GroupsPanel()
        self._is_narrow: bool | None = None
        self._arrange()

    @property
    def panels(self) -> tuple[OverviewPanel, ...]:
        """Return the panels as they are read: in a narrow window what is missing first."""
        lists = (self.sections, self.leaving)
        first, second = reversed(lists) if self._is_narrow else lists
        return first, second, self.excesses, self.visit, self.team, self.groups

    def show_panel(self, panel: OverviewPanel) -> None:
        """Put the focus into a panel and the panel into sight."""
        entry = panel.entry()
        if entry is None:
            return
        entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        inner = self.widget()
        if self._is_narrow and inner is not None:
            bottom = entry.mapTo(inner, entry.rect().bottomLeft()).y()
            self.ensureVisible(0, min(bottom, panel.y() + self.viewport().height()), 0, 0)
            self.ensureVisible(0, panel.mapTo(inner, panel.rect().topLeft()).y(), 0, 0)

    def show_top(self) -> None:
        """Scroll to the cards, wherever the focus is."""
        self.verticalScrollBar().setValue(0)

    def show_proof(self) -> None:
        """Put the focus on the first line about proof; on the list where none is lacking."""
        button = self.leaving.button_of(Kind.PHOTO, Kind.PROOF, Kind.DOCUMENT)
        if button is None:
            self.show_panel(self.leaving)
            return
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.leaving.reach(button)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            self._follow_width(narrow=narrow)

    def _arrange(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._figures = QGridLayout()
        self._figures.setSpacing(GAP)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        side = self._side = QWidget()
        stack = QVBoxLayout(side)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(GAP)
        for panel in self._others():
            stack.addWidget(panel)
        stack.addStretch(1)
        self._side_area = QScrollArea()
        self._side_area.setFrameShape(QFrame.Shape.NoFrame)
        self._side_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side_area.setWidgetResizable(True)
        self._side_area.viewport().setAutoFillBackground(False)
        self._side_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_area.setWidget(side)
        self.leaving.list.grown.connect(self._follow_focus)
        side.setAutoFillBackground(False)
        self._columns.addWidget(self.sections, 40)
        self._columns.addWidget(self.leaving, _LEAVING_SHARE)
        self._columns.addWidget(self._side_area, 36)
        column.addLayout(self._figures)
        column.addLayout(self._columns, 1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        for panel in self._others():
            panel.set_flat(flat=True)

    def _others(self) -> tuple[OverviewPanel, ...]:
        return self.excesses, self.visit, self.team, self.groups

    def _follow_width(self, *, narrow: bool) -> None:
        """Lay everything below each other in a narrow window, side by side in a wide one."""
        across = 2 if narrow else 4
        for place, card in enumerate(self.cards):
            self._figures.addWidget(card, place // across, place % across)
        for column in range(4):
            self._figures.setColumnStretch(column, 1 if column < across else 0)
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else right)
        self._columns.removeWidget(self.leaving)
        self._columns.insertWidget(0 if narrow else 1, self.leaving, _LEAVING_SHARE)
        for panel in (self.sections, self.leaving):
            panel.set_flat(flat=narrow)
        self._follow_side(narrow=narrow)

    def _follow_side(self, *, narrow: bool) -> None:
        """Let the right column scroll by itself, or lie open under the others."""
        side = self._side
        if narrow:
            self._side_area.takeWidget()
            self._columns.addWidget(side)
            self._side_area.hide()
        elif self._side_area.widget() is None:
            self._columns.removeWidget(side)
            self._side_area.setWidget(side)
            side.setAutoFillBackground(False)
            self._side_area.show()
        side.show()
        self._follow_focus()

    def _follow_focus(self) -> None:
        """Let Tab go through the page as it is read."""
        chain: list[QWidget] = list(self.cards)
        for panel in self.panels:
            chain += panel.stops()
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)
