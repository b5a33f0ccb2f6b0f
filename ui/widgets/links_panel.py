"""A panel of links to other pages, one below the other."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.target import Target
from kta_desktop.services.bottleneck_links import Link
from ui.widgets.link_line import LinkLine
from ui.widgets.panel import Panel


class LinksPanel(Panel):
    """Shows links; hidden while there are none.

    Signals:
        followed: ``Target`` of the link that was followed.
    """

    followed = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._shown: tuple[Link, ...] = ()
        self.hide()

    def show_links(self, links: Sequence[Link]) -> None:
        """Show other links; the same ones are kept, with the focus on them."""
        if tuple(links) == self._shown:
            return
        self._shown = tuple(links)
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for link in links:
            line = LinkLine(self)
            line.show_link(link.icon, link.text)
            line.clicked.connect(partial(self._follow, link.target))
            self.body.addWidget(line)
        self.setVisible(bool(links))

    def _follow(self, target: Target, _checked: object = None) -> None:
        self.followed.emit(target)
