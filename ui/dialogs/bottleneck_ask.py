"""What the auditor says of bottlenecks: why one is none, what it is one with, one of his own."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import _, language
from kta_desktop.services import bottleneck_desk
from kta_desktop.services.bottleneck_errors import NoOtherError
from kta_desktop.services.bottleneck_scene import Candidate
from ui.dialogs.plan_ask import PlanAsk
from ui.widgets.field_grid import FieldGrid
from ui.widgets.labelled import Labelled
from ui.widgets.word_combo import WordCombo

if TYPE_CHECKING:
    from kta_desktop.services.answering import Edit
    from ui.undo import AuditEditor

Submit = Callable[["list[Edit]"], object]


class RejectDialog(PlanAsk):
    """Asks why a bottleneck is none.

    Args:
        editor: The open audit.
        candidate: Which one.
        parent: The window it belongs to.
    """

    def __init__(
        self, editor: "AuditEditor", candidate: Candidate, parent: QWidget | None = None
    ) -> None:
        title = candidate.title.get(language())
        super().__init__(
            _("Reject a bottleneck"),
            _("Reject it"),
            lambda: editor.submit(
                bottleneck_desk.reject(editor.state, candidate, self.reason.field.text())
            ),
            _("«{title}» stays in the list of those put aside, with the reason.").format(
                title=title
            ),
            parent,
        )
        self.setObjectName("rejectBottleneck")
        self.reason = Labelled(QLineEdit(), _("Why it is no bottleneck"))
        self.column.addWidget(self.reason)
        self.reason.field.setFocus()


class MergeDialog(PlanAsk):
    """Asks with which other one a bottleneck is one.

    Args:
        editor: The open audit.
        candidate: The one that goes into another.
        others: Those it may go into.
        parent: The window it belongs to.
    """

    def __init__(
        self,
        editor: "AuditEditor",
        candidate: Candidate,
        others: Sequence[Candidate],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Merge two bottlenecks"),
            _("Merge them"),
            self._merge,
            _("«{title}» is shown as part of the other one; nothing of it is lost.").format(
                title=candidate.title.get(language())
            ),
            parent,
        )
        self.setObjectName("mergeBottleneck")
        self._editor, self._candidate, self._others = editor, candidate, tuple(others)
        self.into = Labelled(WordCombo(), _("Merge with"))
        for each in others:
            self.into.field.addItem(f"{each.place}. {each.title.get(language())}", each.key)
        self.into.field.setCurrentIndex(-1)
        self.column.addWidget(self.into)
        self.into.field.setFocus()

    def _merge(self) -> None:
        place = self.into.field.currentIndex()
        if place < 0:
            raise NoOtherError
        self._editor.submit(bottleneck_desk.merge(self._others[place], self._candidate))


class AddBottleneckDialog(PlanAsk):
    """Asks what a bottleneck of the auditor's own is.

    Signals: ``added`` with its key, once it was handed over.

    Args:
        editor: The open audit.
        parent: The window it belongs to.
    """

    added = Signal(str)

    def __init__(self, editor: "AuditEditor", parent: QWidget | None = None) -> None:
        super().__init__(_("Add a bottleneck"), _("Add it"), self._add, parent=parent)
        self.setObjectName("addBottleneck")
        self._editor = editor
        self.fields = FieldGrid("bottleneck")
        self.fields.add_row([("what", _("What it is"), 12)])
        self.fields.add_row(
            [("where", _("Unit or stage"), 6), ("indicator", _("Figure that shows it"), 6)]
        )
        self.fields.add_row([("excess", _("How many times the level is exceeded"), 12)])
        self.column.addWidget(self.fields)
        self.fields.field("what").field.setFocus()

    def _add(self) -> None:
        names = ("what", "where", "indicator", "excess")
        typed = {name: self.fields.text(name) for name in names}
        row = new_id()
        self._editor.submit(bottleneck_desk.add(self._editor.state, typed, row))
        self.added.emit(f"row.{row}")
