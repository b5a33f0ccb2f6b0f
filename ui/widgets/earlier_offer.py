"""Offers the answers of an earlier audit of the same plant, while nobody answers this one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _, language
from ui.tasks import TaskRunner
from ui.undo import AuditEditor
from ui.widgets.banner import Banner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

KEY = "Alt+P"
_TAKE = N_("Take over its answers")


class EarlierOffer(Banner):
    """Shown over the questions of a fresh audit; gone with the first answer.

    Signals: ``said``, what came of taking over, for the status strip.
    """

    said = Signal(str)

    def __init__(
        self, editor: AuditEditor, workspace: "Workspace", runner: TaskRunner, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("earlier_offer")
        self._editor, self._workspace, self._runner = editor, workspace, runner
        self._earlier: AuditSummary | None = None
        self._begun_with: frozenset[str] = frozenset()
        self.acted.connect(self.take_over)
        editor.changed.connect(self._follow)
        self._look()

    def take_over(self) -> None:
        """Copy the answers; each waits to be confirmed, and one undo takes all back."""
        from kta_desktop.services import previous

        if self._earlier is None or self.isHidden():
            return
        earlier, self._earlier = self._earlier, None
        self.clear()
        audit = self._editor.record.id
        self._runner.run_db(
            partial(previous.carry_over, self._workspace, audit, earlier.id),
            self,
            partial(self._taken, earlier),
            self._failed,
        )

    @override
    def retranslate(self) -> None:
        self._follow()

    def _look(self) -> None:
        """Look for earlier audits, and for what was known of this one before anybody answered."""
        from kta_desktop.services import previous

        ws, audit = self._workspace, self._editor.record.id

        def look() -> tuple[frozenset[str], tuple[AuditSummary, ...]]:
            return previous.begun_with(ws, audit), previous.of_plant(ws, audit)

        self._runner.run_db(look, self, lambda found: self._found(*found), self._failed)

    def _found(self, begun_with: frozenset[str], earlier: tuple[AuditSummary, ...]) -> None:
        self._begun_with = begun_with
        self._earlier = next((one for one in earlier if one.answered), None)
        self._follow()

    def _follow(self) -> None:
        earlier = self._earlier
        if earlier is None or self._is_begun():
            self.clear()
            return
        text = _(
            "There is an audit of this plant already: {number}, {date}. Its answers can be taken "
            "over as copies; each counts once you confirm it."
        )
        date = formatting.date(earlier.starts_on, language())
        self.show_message(
            "info", text.format(number=earlier.number, date=date), action=_(_TAKE), key=KEY
        )

    def _is_begun(self) -> bool:
        """Whether anything is answered that was not known when the audit was started."""
        return any(
            value is not None and path not in self._begun_with and _is_answer(path)
            for path, value in self._editor.state.entries.items()
        )

    def _taken(self, earlier: AuditSummary, count: int) -> None:
        self._editor.reload()
        text = _("Answers taken over from {number}: {count}. They wait to be confirmed.")
        if not count:
            text = _("Nothing in {number} fits the questions of this checklist.")
        self.said.emit(text.format(number=earlier.number, count=count))

    def _failed(self, error: KtaError) -> None:
        self.show_message("error", error.sentence())


def _is_answer(path: str) -> bool:
    try:
        return parse_path(path).is_answer
    except ValueError:  # an entry of another release stays where it is
        return False
