"""What the search looks through: the open audit, the other audits, the actions of the program."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from kta_desktop.domain.audit import AuditRecord, AuditSummary
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import language
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.finding import Action, Finder, Group
    from kta_desktop.services.workspace import Workspace

Actions = Callable[[], Sequence["Action"]]


class Open(Protocol):
    """An audit that is open."""

    state: FormState

    @property
    def record(self) -> AuditRecord:
        """Return the audit as it is shown now."""


class SearchSource(QObject):
    """Finds places, actions and audits.

    The index is made in the pool when an audit is opened; what was entered since is taken in when
    the next word is typed, which costs a comparison with what is known already.

    Signals:
        renewed: More can be found than a moment ago.
        failed: KtaError why the other audits are not in it.
    """

    renewed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner, self._actions = workspace, runner, actions
        self._open: Open | None = None
        self._finder: Finder | None = None
        self._audits: Sequence[AuditSummary] = ()

    @property
    def is_ready(self) -> bool:
        """Whether the open audit, if any, can be searched already."""
        return self._open is None or self._finder is not None

    def open(self, audit: Open | None) -> None:
        """Search this audit from now on; None if none is open."""
        self._open, self._finder = audit, None
        if audit is None:
            return
        definition, entries = audit.state.definition, dict(audit.state.entries)

        def work(_report: object, _cancelled: object) -> "Finder":
            from kta_desktop.services.finding import Finder

            return Finder(definition, entries)

        self._runner.run_pool(work, self, partial(self._take, audit), self.failed.emit)

    def load_audits(self) -> None:
        """Look which audits there are."""

        def work() -> tuple[AuditSummary, ...]:
            from kta_desktop.services import auditing

            return auditing.summaries(self._workspace)

        self._runner.run_db(work, self, self._take_audits, self._not_loaded)

    def find(self, query: str) -> "tuple[Group, ...]":
        """Return what is found, grouped, the best group first."""
        from kta_desktop.services import finding, prints_finding

        inside: tuple[Group, ...] = ()
        prints = prints_finding.find_print(query, language())
        if self._open is not None and not prints_finding.is_square(query):
            page = self._page(query, self._open)
            if page:
                return page
        if self._open is not None and self._finder is not None:
            self._finder.renew(self._open.state.entries)
            inside = self._finder.find(query, self._open.state, language())
        return finding.merged(
            inside,
            prints or finding.find_actions(query, self._actions()),
            finding.find_audits(query, self._audits),
        )

    def _page(self, query: str, audit: Open) -> "tuple[Group, ...]":
        """Return the page of paper whose code was typed, by a person or a scanner."""
        from kta_desktop.services import paper_finding

        return paper_finding.find_page(query, audit.record, audit.state, language())

    def _take(self, audit: Open, finder: "Finder") -> None:
        if audit is self._open:
            self._finder = finder
            self.renewed.emit()

    def _take_audits(self, audits: Sequence[AuditSummary]) -> None:
        self._audits = audits
        self.renewed.emit()

    def _not_loaded(self, error: KtaError) -> None:
        self.failed.emit(error)
