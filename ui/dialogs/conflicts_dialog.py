"""Deciding where two people answered differently: one place after the other, by a key."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _, language
from kta_desktop.services import conflicts
from kta_desktop.services.conflicts import Dispute
from kta_desktop.services.value_words import place_words, value_words
from ui.models.lines_model import Line
from ui.theme.tokens import GAP, MARGIN
from ui.undo import AuditEditor
from ui.widgets.digit_keys import digit_of
from ui.widgets.dispute_sides import MOST, DisputeSides
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.shortcuts import bind

_SIZE = (860, 500)  # px
_LIST_WIDTH = 320
_UNTITLED = "@"  # begins the paths of records, which have no question


class ConflictsDialog(QDialog):
    """The places that wait for a decision, and the values of the one that is chosen.

    Every decision is an edit like any other: Ctrl+Z on the page takes it back, and the values that
    were not chosen stay in the history of the answer.

    Signals: ``jump`` with the ``Target`` where another value is to be typed.
    """

    jump = Signal(object)

    def __init__(self, editor: AuditEditor, path: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflicts")
        self._editor = editor
        self._told = Label("", "body", "tx2")
        self._list = LinesTable("disputes", self)
        self._list.installEventFilter(self)
        self._list.chosen.connect(lambda _item: self._show_sides())
        self._name = Label("", "panel")
        self._sides = DisputeSides(self)
        self._sides.chosen.connect(self._keep)
        self._type = KeyButton(kind="plain", key="F2", icon="pencil", parent=self)
        self._type.setObjectName("typeAnother")
        self._type.clicked.connect(self._type_another)
        self._close = KeyButton(key="Esc", parent=self)
        self._close.setObjectName("closeConflicts")
        self._close.clicked.connect(self.reject)
        self._arrange()
        bind(self, "F2", self._type_another)
        editor.disputed.connect(self.refresh)
        self.retranslate()
        self._list.choose(path)
        self._list.setFocus()
        self.resize(*_SIZE)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.setWindowTitle(_("Different answers"))
        self._list.setAccessibleName(_("Places that wait for a decision"))
        self._type.set_text(_("Enter another value"))
        self._close.set_text(_("Close"))
        self.refresh()

    def refresh(self) -> None:
        """Show what still waits."""
        found = self._disputes()
        lines = [Line(cells=(self._title(one),), item=one.path) for one in found]
        self._list.show_lines([_("Question")], lines, [1.0])
        self._told.setText(
            _(
                "Two people answered differently without knowing of each other. Both values are "
                "kept. Choose the one that holds; the other stays in the history of the answer."
            )
            if found
            else _("Nothing waits for a decision. Ctrl+Z on the page takes a decision back.")
        )
        self._show_sides()
        if not found:
            self._close.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # before the list searches for a row that begins with the digit
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = digit_of(event)
            if digit is not None and 1 <= digit <= min(MOST, len(self._sides.buttons())):
                self._keep(digit - 1)
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._name)
        right.addWidget(self._sides, 1)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        self._list.setFixedWidth(_LIST_WIDTH)
        middle.addWidget(self._list)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._type)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(self._told)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _disputes(self) -> tuple[Dispute, ...]:
        return conflicts.disputes(self._editor.record, self._editor.workspace.device)

    def _chosen(self) -> Dispute | None:
        path = self._list.item()
        return next((one for one in self._disputes() if one.path == path), None)

    def _title(self, dispute: Dispute) -> str:
        return place_words(self._editor.state, dispute.path, language())

    def _show_sides(self) -> None:
        dispute = self._chosen()
        self._name.setText(self._title(dispute) if dispute else "")
        self._type.setVisible(dispute is not None and not dispute.path.startswith(_UNTITLED))
        if dispute is None:
            self._sides.show_sides((), ())
            return
        state, lang = self._editor.state, language()
        words = [value_words(state, dispute.path, side.value, lang) for side in dispute.sides]
        self._sides.show_sides(dispute.sides, words)

    def _keep(self, place: int) -> None:
        dispute = self._chosen()
        if dispute is not None:
            self._editor.decide(dispute.path, dispute.sides[place].value)

    def _type_another(self) -> None:
        dispute = self._chosen()
        if dispute is None or not dispute.address:
            return
        try:
            owner = self._editor.state.owner(dispute.path)
        except KeyError:
            return  # no page asks it: of the values that are there one can be chosen
        self.accept()
        self.jump.emit(Target(Where.QUESTION, owner))
