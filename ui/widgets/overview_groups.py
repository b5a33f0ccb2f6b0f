"""The groups of data that a rule obliges an audit to collect, and where the rule says so."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _
from kta_desktop.services.overview import GroupLine, Overview
from ui.theme.tips import tip
from ui.theme.tokens import PADDING
from ui.widgets.label import Label
from ui.widgets.overview_lists import GroupRows
from ui.widgets.overview_panels import RowsPanel


class GroupsPanel(RowsPanel[GroupLine]):
    """Groups of data that a rule asks for; Enter goes to what is open in one."""

    TITLE = N_("Mandatory groups of data")

    def __init__(self, parent: QWidget | None = None) -> None:
        rows = GroupRows()
        super().__init__("overviewGroups", rows, parent)
        self._source = Label("", "second", "tx2")
        self._source.setContentsMargins(PADDING, 6, PADDING, 8)
        self.scroller.column.insertWidget(2, self._source)
        rows.opened.connect(lambda group: self.jump.emit(group.target))

    @override
    def show_overview(self, found: Overview, state: FormState) -> None:
        self._put(found.groups)
        self.setVisible(bool(found.groups))
        references = [group.ref for group in found.groups if group.ref]
        self._source.setText(_("Source: {text}").format(text=_together(references)))
        self._source.setVisible(bool(references))
        known = state.definition.sources
        named = (each.title for each in known if _act(each.id) in " ".join(references).split())
        self._source.setToolTip(tip(next(named, "")))


def _together(references: Sequence[str]) -> str:
    """Return references to one act with the words they have in common said once."""
    if len(references) < 2:
        return ", ".join(references)
    words = [reference.split() for reference in references]
    pairs = takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))
    shared = [column[0] for column in pairs]
    own = [" ".join(each[len(shared) :]) for each in words]
    return " ".join((*shared, ", ".join(own)))


def _act(identifier: str) -> str:
    """Return what a reference calls a source: ``R775`` for ``CORE-R775``."""
    return identifier.rpartition("-")[2]
