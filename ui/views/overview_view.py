"""The page «Обзор»: how far the audit is, what is missing before one leaves, who does what."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.i18n import _, language
from kta_desktop.services import judging, overview_today
from kta_desktop.services.overview import Overview, overview, stated
from kta_desktop.services.overview_words import path_title
from ui.assessment import assessment_of
from ui.models.undone import next_undone
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.overview_body import OverviewBody
from ui.widgets.overview_figures import figures
from ui.widgets.overview_head import OverviewHead
from ui.widgets.overview_panels import OverviewPanel
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.domain.audit import AuditRecord
    from kta_desktop.services.outlook import Stop
    from kta_desktop.services.workspace import Workspace
    from ui.dialogs.team import TeamDialog
    from ui.dialogs.visit_plan import VisitPlanDialog
    from ui.tasks import TaskRunner
    from ui.undo import AuditEditor

_BEGUN = (QuestionStatus.BEGUN, QuestionStatus.ERROR)
_GATHER_MS = 60  # changes that come together are counted together


class OverviewView(QWidget):
    """The open audit at a glance. It follows every change while it is shown.

    Signals:
        keys_changed: Other keys are of use now.
        jump: ``Target`` that a line, a card or a button leads to.
        said: A short confirmation for the status strip.
    """

    keys_changed = Signal()
    jump = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        editor: "AuditEditor",
        workspace: "Workspace",
        runner: "TaskRunner",
        parent: QWidget | None = None,
        *,
        day: Callable[[], date] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("overviewView")
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor, self._workspace, self._runner = editor, workspace, runner
        self._today = day or today
        self._assessment = assessment_of(editor)
        self._found: Overview | None = None
        self._is_first = False
        self._opened: frozenset[str] | None = None
        self._stop: Stop | None = None
        self.head, self.banner, self.body = OverviewHead(), Banner(), OverviewBody()
        self._waiting = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._waiting.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def found(self) -> Overview | None:
        """What is shown; None before the page was."""
        return self._found

    def title(self) -> str:
        """Return the title of the page."""
        return _("Overview")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the page for the status strip."""
        return [
            ("Ctrl+Enter", _("continue")),
            ("F6", _("panels")),
            ("Enter", _("open")),
            ("Ctrl+P", _("print the list")),
            ("Ctrl+Z", _("undo")),
        ]

    def focus_first(self) -> None:
        """Put the focus where work goes on: on the list of what is missing, else on sections."""
        self._is_first = self._found is None  # what is missing is not known yet
        self.body.show_panel(self.body.leaving if self._lines() else self.body.sections)
        self.body.show_top()

    def refresh(self) -> None:
        """Count anew and show it."""
        self._count()
        self._show(self.editor.record)

    def _begin(self) -> None:
        """Count for the first time, and show it in a turn of its own."""
        if self._found is None:
            self._count()
            QTimer.singleShot(0, self, self._show_first)

    def _show_first(self) -> None:
        self._show(self.editor.record)
        if self._is_first and self.isAncestorOf(self.focusWidget() or self):
            self.focus_first()

    def _count(self) -> None:
        self._waiting.stop()
        record, state = self.editor.record, self.editor.state
        asked = self.editor.commenting.comments
        sessions, assessed = judging.sessions(record), self._assessment.found
        if assessed is None:  # it takes a while, and the page is wanted now
            said = stated(record, state, sessions, self._today(), at_once=True)
        else:
            said = assessed.statements
        self._found = overview(record, state, sessions, self._today(), asked, said)

    def go_on(self) -> None:
        """Go to the place where work stopped."""
        self.jump.emit(self._place())

    def next_panel(self, step: int) -> None:
        """Put the focus into the next (1) or previous (-1) panel that has something in it."""
        panels: list[OverviewPanel] = [
            panel for panel in self.body.panels if panel.entry() is not None
        ]
        focused = self.focusWidget()
        at = next(
            (n for n, panel in enumerate(panels) if focused and panel.isAncestorOf(focused)),
            -1 if step > 0 else 0,
        )
        if panels:
            self.body.show_panel(panels[(at + step) % len(panels)])

    def print_list(self) -> None:
        """Ask whether the list of what is missing is printed or saved."""
        from ui.dialogs.print_missing import PrintMissingDialog

        if self._found is None or not self._found.leaving:
            return
        record = self.editor.record
        dialog = PrintMissingDialog(
            self._workspace, record.id, record.number, self._runner, self.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.open()

    def edit_visit(self) -> None:
        """Change the plan of the visit."""
        from ui.dialogs.visit_plan import VisitPlanDialog

        dialog = VisitPlanDialog(self.editor.record, self.window())
        self._open_dialog(dialog)

    def edit_team(self) -> None:
        """Change the team and who answers which section."""
        from kta_desktop.services import overview_people
        from ui.dialogs.team import TeamDialog

        if self._found is None:
            return
        record, own = self.editor.record, self._workspace.profile.id
        dialog = TeamDialog(record, self._found.team, own, self.window())
        self._runner.run_db(
            partial(overview_people.authors, self._workspace, record.id),
            dialog,
            dialog.keep_authors,
            self._say_failed,
        )
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: "VisitPlanDialog | TeamDialog") -> None:
        """Let a dialog ask; what it brings is one act that can be undone."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.edited.connect(self.editor.submit)
        dialog.open()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.setAccessibleName(self.title())
        for panel in self.body.panels:
            panel.retranslate()
        if self._found is not None:
            self._show(self.editor.record)
        self.keys_changed.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._found is None:
            QTimer.singleShot(0, self, self._begin)  # the page stands first, then it is filled
        else:
            self.refresh()
        self._look_up()
        QTimer.singleShot(0, self._assessment, self._assessment.want)  # the page stands first

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(GAP)
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.editor.changed.connect(self._note_change)
        self._assessment.changed.connect(lambda: self._note_change(()))
        self.editor.commenting.changed.connect(self._waiting.start)
        self.editor.commenting.load()
        self.editor.failed.connect(self._say_failed)
        self.editor.saved.connect(self._saved)
        self.head.wanted.connect(self.go_on)
        for panel in self.body.panels:
            panel.jump.connect(self.jump)
        body = self.body
        for card, act in zip(
            body.cards,
            (
                partial(body.show_panel, body.sections),
                partial(body.show_panel, body.leaving),
                partial(body.show_panel, body.excesses),
                body.show_proof,
            ),
            strict=True,
        ):
            card.clicked.connect(lambda _checked=False, act=act: act())
        self.body.leaving.print_wanted.connect(self.print_list)
        self.body.visit.edit_wanted.connect(self.edit_visit)
        self.body.team.edit_wanted.connect(self.edit_team)
        for keys, act in (
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("F6", partial(self.next_panel, 1)),
            ("Shift+F6", partial(self.next_panel, -1)),
            ("Ctrl+P", self.print_list),
            ("Ctrl+Z", self.editor.undo),
            ("Ctrl+Y", self.editor.redo),
        ):
            bind(self, keys, act, PAGE)

    def _note_change(self, _addresses: object) -> None:
        if self.isVisible():
            self._waiting.start()

    def _saved(self, _at: str) -> None:
        if self.isVisible():
            self._find_stop()

    def _look_up(self) -> None:
        """Ask the workspace what only the log knows: where work stopped, what the day began with.

        The second takes half a second of another thread, once for as long as the page lives.
        """
        self._find_stop()
        if self._opened is not None:
            return
        audit, today = self.editor.record.id, self._today()
        self._runner.run_pool(
            lambda _report, _cancelled: overview_today.opened_with(self._workspace, audit, today),
            self,
            self._take_opened,
            self._say_failed,
        )

    def _find_stop(self) -> None:
        from kta_desktop.services import outlook

        work = partial(outlook.read, self._workspace, self.editor.record.id)
        self._runner.run_db(work, self, self._take_stop, self._say_failed)

    def _take_opened(self, keys: frozenset[str]) -> None:
        self._opened = keys
        self._show_closed()

    def _take_stop(self, read: "tuple[AuditRecord, Stop | None]") -> None:
        self._stop = read[1]
        self._show_place()

    def _show(self, record: "AuditRecord") -> None:
        found, state = self._found, self.editor.state
        if found is None:
            return
        self.head.show_audit(record, self._today())
        for card, figure in zip(self.body.cards, figures(found.counters), strict=True):
            card.show_figure(figure)
        for panel in self.body.panels:
            panel.show_overview(found, state)
        self.body.team.show_representative(record.plant.representative)
        self._show_closed()
        self._show_place()

    def _show_closed(self) -> None:
        if self._found is None or self._opened is None:
            return
        state = self.editor.state
        keys = overview_today.closed(self._opened, self._found.keys, state)
        places = dict.fromkeys(overview_today.place_of(key) for key in keys)
        titles = [path_title(state, path, language()) for path in places if path]
        self.body.leaving.show_closed(titles, len(keys))

    def _show_place(self) -> None:
        target = self._place()
        state = self.editor.state
        if target.where is Where.QUESTION:
            question = state.question(state.owner(target.key))
            self.head.show_place(question.number)
            self.body.sections.choose(question.section)
        else:
            self.head.show_place("")

    def _place(self) -> Target:
        """Return where work goes on: the question changed last, or the next one that is open."""
        state = self.editor.state
        last = self._stop.question if self._stop is not None else None
        if last is not None and state.status(last) in _BEGUN:
            return Target(Where.QUESTION, last)
        address = next_undone(state, last) or last
        if address is None:
            return Target(Where.SECTION, state.definition.sections[0].name)
        return Target(Where.QUESTION, address)

    def _lines(self) -> bool:
        return self._found is not None and bool(self._found.leaving)

    def _say_failed(self, error: KtaError) -> None:
        self.banner.show_message("error", error.sentence())


def today() -> date:
    """Return the day of the calendar on the wall."""
    return datetime.now(UTC).astimezone().date()
