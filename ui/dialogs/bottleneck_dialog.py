"""One bottleneck in full: what its score was worked out from, and everything it hangs on."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.target import Target
from kta_desktop.i18n import _, language
from kta_desktop.services import bottleneck_links
from kta_desktop.services.bottleneck_links import Link
from kta_desktop.services.bottleneck_scene import Row, Share
from ui.dialogs.page_parts import action_bar, open_at, scrolled
from ui.widgets.bottleneck_swatch import PartSwatch
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.links_panel import LinksPanel
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment

_WIDTH, _HEIGHT = 760, 600


class BottleneckDialog(QDialog):
    """Shows a bottleneck; each thing it hangs on is a link.

    Signals:
        wanted: ``take``, ``measure``, ``merge``, ``reject`` or ``restore``; it is closed then.
        jump: ``Target`` that a link leads to; it is closed then.

    Args:
        found: The assessment.
        row: The bottleneck in words.
        parent: The window it belongs to.
    """

    wanted = Signal(str)
    jump = Signal(object)

    def __init__(self, found: "Assessment", row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottleneckDialog")
        self.setWindowTitle(_("Bottleneck"))
        links = bottleneck_links.links(found, row.key)
        parts: list[QWidget] = [_head(row), _score(row)]
        parts += [self._links(title, each) for title, each in links if each]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(tuple(parts)), 1)
        column.addWidget(action_bar(self._acts(row), (self._close(),)))
        open_at(self, _WIDTH, _HEIGHT)

    def _links(self, title: str, links: Sequence[Link]) -> QWidget:
        panel = LinksPanel(title)
        panel.show_links(links)
        panel.followed.connect(self._go)
        return panel

    def _acts(self, row: Row) -> tuple[KeyButton, ...]:
        if row.is_folded:
            return (self._act("restore", _("Bring back"), "history"),)
        found = [] if row.is_taken else [self._act("take", _("Take over"), "check")]
        found += [
            self._act("measure", _("Measure"), "plus"),
            self._act("merge", _("Merge…"), "git-merge"),
            self._act("reject", _("Reject…"), "circle-slash"),
        ]
        return tuple(found)

    def _act(self, act: str, text: str, icon: str) -> KeyButton:
        made = KeyButton(text, icon=icon)
        made.setAutoDefault(True)  # Enter presses the one that has the focus
        made.clicked.connect(partial(self._want, act))
        return made

    def _close(self) -> KeyButton:
        made = KeyButton(_("Close"), "Esc")
        made.setAutoDefault(True)
        made.clicked.connect(self.reject)
        return made

    def _want(self, act: str, _checked: object = None) -> None:
        self.accept()
        self.wanted.emit(act)

    def _go(self, target: Target) -> None:
        self.accept()
        self.jump.emit(target)


def _head(row: Row) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Label(row.title, "title"))
    column.addWidget(Label(row.note or row.sign, "body", "tx2"))
    return made


def _score(row: Row) -> Panel:
    """Return the four parts, each with weight, points and what it was worked out from."""
    panel = Panel(
        _("Score {score}, place at weights ±10 %: {steady}").format(
            score=row.score, steady=row.steadiness
        )
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setColumnStretch(3, 1)
    for place, share in enumerate(row.shares):
        cells = (PartSwatch(share.part), Label(share.name, "medium", wrap=False), _points(share))
        for column, cell in enumerate(
            (*cells, Label(share.told or _("not known"), "second", "tx2"))
        ):
            grid.addWidget(cell, place, column, Qt.AlignmentFlag.AlignVCenter)
    panel.body.addLayout(grid)
    return panel


def _points(share: Share) -> Label:
    lang = language()
    weight = formatting.number(share.weight, lang)
    known = formatting.NOTHING
    if share.points is not None:
        known = formatting.number(formatting.rounded(share.points, 1), lang)
    return Label(_("{points} of {weight}").format(points=known, weight=weight), wrap=False)
