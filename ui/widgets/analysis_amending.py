"""Changes to a session after its end: worked out in the pool, shown, then stored by the editor."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from kta_desktop.domain.changes import Change
from kta_desktop.domain.measurement import Event, Exclusion, Session
from kta_desktop.services import analysing_changes
from kta_desktop.services.analysing_changes import Amended
from ui.undo import AuditEditor
from ui.widgets.analysis_changes import ChangesPage


class Amending(QObject):
    """Serves the page on which a session is changed after its end.

    Signals: ``failed`` with the ``KtaError`` of what could not be read.
    """

    failed = Signal(object)

    def __init__(self, editor: AuditEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._session: Session | None = None
        self._page: ChangesPage | None = None

    def serve(self, page: ChangesPage) -> None:
        """Answer what a page asks for."""
        self._page = page
        page.exclusion_asked.connect(self._without)
        page.inclusion_asked.connect(self._within)
        page.event_asked.connect(self._note)
        page.removal_asked.connect(self._unnote)
        page.written.connect(lambda amended: self._editor.submit([amended.edit]))

    def show(self, session: Session) -> None:
        """Show a session with who left out and noted what."""
        self._session = session
        editor = self._editor

        def arrived(authors: Mapping[object, Change]) -> None:
            if self._page is not None and self._session is session:
                own = editor.workspace.profile
                team = {each.id: each.name for each in editor.record.team}
                self._page.show_session(session, authors, {own.id: own.name, **team})

        editor.runner.run_db(
            lambda: analysing_changes.authors(editor.workspace, editor.record.id, session),
            self,
            arrived,
            self.failed.emit,
        )

    def _without(self, stretch: Exclusion) -> None:
        workspace, record = self._editor.workspace, self._editor.record
        self._amend(lambda now: analysing_changes.without(workspace, record, now, stretch))

    def _within(self, stretch: Exclusion) -> None:
        workspace, record = self._editor.workspace, self._editor.record
        self._amend(lambda now: analysing_changes.within(workspace, record, now, stretch))

    def _note(self, event: Event) -> None:
        self._amend(lambda now: analysing_changes.noted(now, event))

    def _unnote(self, event: Event) -> None:
        self._amend(lambda now: analysing_changes.unnoted(now, event))

    def _amend(self, work: Callable[[Session], Amended]) -> None:
        """Work out what a change would do to the means, and show it."""
        session, page = self._session, self._page
        if session is not None and page is not None:
            self._editor.runner.run_pool(
                lambda _report, _cancelled: work(session),
                self,
                page.show_amended,
                page.show_fault,
            )
