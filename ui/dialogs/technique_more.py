"""What a technique has beside its state: unit, effect, the 13 criteria, where its costs stand."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.criteria import Score
from kta_desktop.domain.target import Target
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import technique_desk
from kta_desktop.services.answering import Edit
from kta_desktop.services.bottleneck_links import Link
from ui.dialogs.page_parts import dialog_buttons
from ui.models import technique_more
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.field_grid import FieldGrid
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.link_line import LinkLine
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.assessment.known import Known
    from ui.undo import AuditEditor

_SIZE = (760, 620)  # px


class TechniqueMoreDialog(GrowingDialog):
    """Shows and changes one technique at one unit; everything is one step of undo.

    Signals:
        path_wanted: Path of a question that is wanted: the costs.
        stored: Key of the line that the technique has now.
        followed: ``Target`` of a bottleneck or measure that is wanted.

    Args:
        editor: The open audit.
        known: The audit as it is assessed.
        line: The technique.
        title: Its code and name.
        parent: The window it belongs to.
        leads: Bottlenecks it would remove, and measures that introduce it.
    """

    path_wanted = Signal(str)
    stored = Signal(str)
    followed = Signal(object)

    def __init__(
        self,
        editor: "AuditEditor",
        known: "Known",
        line: TechniqueLine,
        title: str,
        parent: QWidget | None = None,
        leads: Sequence[Link] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("techniqueMore")
        self.setWindowTitle(_("Technique in full"))
        self.resize(*_SIZE)
        self._editor, self._known, self._line = editor, known, line
        self._leads = leads
        self._scores = technique_more.scores_of(known, line.technique.id)
        self._values: dict[str, Segments] = {}
        self._whys: dict[str, QLineEdit] = {}
        self.banner = Banner(self)
        self.fields = FieldGrid("technique", self)
        for row in (
            (("unit", _("Unit of the plant"), 8), ("since", _("Since year"), 4)),
            (("description", _("How it is done here"), 6), ("reason", _("Reason"), 6)),
            (
                ("before", _("Figure before"), 4),
                ("after", _("Figure since then"), 4),
                ("value_unit", _("Unit of the figures"), 4),
            ),
        ):
            self.fields.add_row(row)
        self._before = technique_more.typed_of(line)
        self.fields.fill(self._before)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(10)
        column.addWidget(Label(title, "panel"))
        column.addWidget(self._scrolled(), 1)
        column.addWidget(self.banner)
        store = KeyButton(_("Store"), "Ctrl+Enter", "save", "primary")
        store.setDefault(True)
        store.setObjectName("storeTechnique")
        leave = KeyButton(_("Leave as it is"), "Esc")
        store.clicked.connect(self.store)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Enter is the one of the number pad
            bind(self, keys, self.store)
        leave.clicked.connect(self.reject)
        column.addLayout(dialog_buttons(leave, store))

    def store(self) -> None:
        """Hand what was changed to the audit, all of it as one act, and close."""
        try:
            edits = self._edits()
        except KtaError as error:
            self.banner.show_error(error)
            return
        if edits:
            self._editor.submit(edits)
        place = self.fields.text("unit")
        technique = self._line.technique.id
        self.stored.emit(f"{technique}@{place}" if place else technique)
        self.accept()

    def choose(self, criterion: str, value: int, why: str) -> None:
        """Fill in the score of a criterion and its grounds."""
        self._values[criterion].set_value(str(value))
        self._whys[criterion].setText(why)

    def _edits(self) -> list[Edit]:
        line, edits = self._line, []
        typed = {name: self.fields.text(name) for name in technique_more.FIELDS}
        changed = {name: text for name, text in typed.items() if text != self._before[name]}
        if changed and line.row is not None:
            edits += technique_desk.change(self._known, line, **changed)
        elif changed and line.proposal.state is not None:
            edits += technique_desk.confirm(self._known, line, line.proposal.state, **changed)
        for criterion, before in self._scores.items():
            value, why = self._values[criterion].value() or "", self._whys[criterion].text()
            if (value, why) != (_value(before), before.why if before else ""):
                technique = line.technique.id
                edits += technique_desk.score(self._known, technique, criterion, value, why)
        return edits

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what has the focus in it scrolls it
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, MARGIN, 0)
        column.setSpacing(10)
        column.addWidget(self.fields)
        line = self._line
        if line.row is None and line.proposal.state is None:
            told = _("Set a state first: then unit and effect are kept.")
            column.addWidget(Label(told, "second", "wr"))
            self.fields.setEnabled(False)
        column.addWidget(Label(_("Costs"), "strong"))
        words, path = technique_more.costs_of(self._known, line.technique.id)
        link = LinkLine(inside, "link")
        link.show_link("link", words)
        link.setEnabled(bool(path))
        link.clicked.connect(partial(self._follow, path))
        column.addWidget(link)
        self._add_leads(inside, column)
        column.addWidget(Label(_("13 criteria of the Code, art. 113(3)"), "strong"))
        about = _("0 does not fulfil it, 3 fulfils it whole. A score counts only with its grounds.")
        column.addWidget(Label(about, "second", "tx2"))
        column.addLayout(self._criteria())
        area.setWidget(inside)
        return area

    def _add_leads(self, inside: QWidget, column: QVBoxLayout) -> None:
        if self._leads:
            column.addWidget(Label(_("Bottlenecks and measures"), "strong"))
        for lead in self._leads:
            line = LinkLine(inside, lead.icon)
            line.show_link(lead.icon, lead.text)
            line.clicked.connect(partial(self._lead, lead.target))
            column.addWidget(line)

    def _lead(self, target: Target, _checked: object = None) -> None:
        self.reject()
        self.followed.emit(target)

    def _criteria(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 4)
        names = technique_more.criteria_names()
        for row, (criterion, before) in enumerate(self._scores.items()):
            name = names[criterion]
            values = Segments(
                [(str(each), str(each)) for each in range(4)], clearable=True, name=name, small=True
            )
            values.set_value(_value(before))
            why = QLineEdit(before.why if before else "")
            why.setPlaceholderText(_("Grounds"))
            why.setAccessibleName(f"{name}: {_('Grounds')}")
            self._values[criterion], self._whys[criterion] = values, why
            grid.addWidget(Label(f"{row + 1}. {name}"), row, 0)
            grid.addWidget(values, row, 1)
            grid.addWidget(why, row, 2)
        return grid

    def _follow(self, path: str, _checked: object = None) -> None:
        self.reject()
        self.path_wanted.emit(path)


def _value(score: Score | None) -> str:
    return "" if score is None or score.value is None else str(score.value)
