"""The analysis page: a session that ended, looked at again, compared, corrected, sent on."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import analysing, analysing_export
from kta_desktop.services.analysing import Aligned, Analysed
from ui.models.analysis import AnalysisSource
from ui.theme.tokens import GAP
from ui.undo import AuditEditor
from ui.widgets.analysis_amending import Amending
from ui.widgets.analysis_blocks import BlocksPanel
from ui.widgets.analysis_changes import ChangesPage
from ui.widgets.analysis_compare import ComparePage
from ui.widgets.analysis_course import CoursePanel
from ui.widgets.analysis_head import TABS, AnalysisHead
from ui.widgets.analysis_results import ResultsPage
from ui.widgets.analysis_spread import SpreadPage
from ui.widgets.banner import Banner
from ui.widgets.measure_scene import unix
from ui.widgets.shortcuts import bind

_Body = CoursePanel | BlocksPanel | SpreadPage | ComparePage | ChangesPage | ResultsPage
COURSE, BLOCKS, SPREAD, COMPARE, CHANGES, RESULTS = TABS


class AnalysisPage(QWidget):
    """Everything about one session that ended. Closing it changes nothing.

    Signals:
        closed: The list of sessions is wanted again.
        jump: ``Target`` of an answer that is to be shown.
        keys_changed: Other keys are of use now.
    """

    closed = Signal()
    jump = Signal(object)
    keys_changed = Signal()

    def __init__(self, editor: AuditEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("analysisPage")
        self._editor = editor
        self._amending = Amending(editor, self)
        self._source = AnalysisSource(editor.workspace, editor.runner, self)
        self._session: Session | None = None
        self._entry: JsonValue = None
        self._channel = ""
        self._found: Analysed | None = None
        self._build()
        self._connect()

    def show_session(self, identifier: str) -> None:
        """Show an ended session of the open audit; nothing happens if there is none of this id."""
        sessions = analysing.sessions(self._editor.record)
        session = next((each for each in sessions if each.id == identifier), None)
        if session is None:
            return
        is_other = self._session is None or self._session.id != identifier
        self._session = session
        path = fieldpath.record("session", identifier)
        self._entry = self._editor.state.entries.get(path)
        if is_other or not any(item.id == self._channel for item in session.channels):
            known = [item.id for item in session.channels]
            self._channel = session.channel if session.channel in known else next(iter(known), "")
            self._found = None
            self._course.clear()
        self._head.show_sessions(sessions, session, self._channel)
        self._banner.clear()
        self._load()

    @property
    def session(self) -> Session | None:
        """The session that is shown; None before the first."""
        return self._session

    @property
    def found(self) -> Analysed | None:
        """What was worked out of it; None until that is there."""
        return self._found

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        own: Mapping[str, list[tuple[str, str]]] = {
            COURSE: [
                ("+ −", _("closer, further")),
                ("← →", _("cursor")),
                ("Shift ← →", _("earlier, later")),
                ("0", _("whole session")),
                ("N", _("normalisation")),
                ("Alt+X", _("leave out time")),
                ("F5", _("event")),
                ("Ctrl+T", _("table")),
            ],
            BLOCKS: [("Ctrl+C", _("copy the row"))],
            SPREAD: [("Ctrl+T", _("table"))],
            COMPARE: [("Space", _("tick"))],
            CHANGES: [
                ("Del", _("take back")),
                ("Enter", _("show on the chart")),
                ("Ctrl+Z", _("undo")),
            ],
            RESULTS: [
                ("Space", _("tick")),
                ("Ctrl+Enter", _("send")),
                ("Enter", _("to the answer")),
                ("Ctrl+Z", _("undo")),
            ],
        }
        return [
            ("Alt+1…6", _("parts")),
            *own[self._head.tab],
            ("Alt+E", _("save as CSV")),
            ("Esc", _("back to the sessions")),
        ]

    def focus_first(self) -> None:
        """Give the keyboard to the part that is shown."""
        self._focuses()[self._head.tab]()

    def show_tab(self, name: str) -> None:
        """Show a part of the page, one of ``TABS``."""
        self._head.show_tab(name)
        self._stack.setCurrentWidget(self._bodies()[name])
        self._fill(name)
        self.keys_changed.emit()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        for part in (self._head, *self._bodies().values()):
            part.retranslate()
        self._banner.retranslate()
        if self._session is not None:
            sessions = analysing.sessions(self._editor.record)
            self._head.show_sessions(sessions, self._session, self._channel)
        if self._found is not None:
            self._head.show_found(self._found)

    def mark_exclusion(self) -> None:
        """Mark at the cursor where time to be left out begins; a second time where it ends.

        Without a chart in sight the times are typed.
        """
        if self._head.tab == COURSE:
            self._course.mark()
        else:
            self.show_tab(CHANGES)
            self._changes.begin_exclusion(None, None)

    def begin_event(self) -> None:
        """Let a person note something at the cursor."""
        at = self._course.cursor_at
        self.show_tab(CHANGES)
        self._changes.begin_event(at)

    def flip(self) -> None:
        """Show a chart's table twin, or the chart again."""
        if self._head.tab == COURSE:
            self._course.flip()
        elif self._head.tab == SPREAD:
            self._spread.flip()

    def leave(self) -> None:
        """Drop what was begun; without that go back to the sessions."""
        if not (self._changes.leave() or self._course.leave()):
            self._close()

    def export(self) -> None:
        """Ask for a file and write to it what is shown."""
        found = self._found
        if found is None:
            return
        suggested = f"{found.session.started_at[:10]}-{found.course.channel.id}.csv"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as CSV"), suggested, _("CSV (*.csv)")
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write what is shown to a file: readings of the window, means, or the comparison."""
        make = self._table_of(self._head.tab)
        self._editor.runner.run_pool(
            lambda _report, _cancelled: analysing_export.save(path, make()),
            self,
            lambda saved: self._banner.show_message(
                "ok", _("The table is saved: {path}").format(path=saved)
            ),
            self._say,
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _table_of(self, tab: str) -> Callable[[], bytes]:
        """Return what makes the table of a part; its values are taken now."""
        found, lang = self._found, language()
        if found is None:
            raise LookupError(tab)
        if tab == COMPARE:
            heads, rows = self._compare.heads(with_units=True), self._compare.rows()
            words = [[cell.replace("\n", "; ") for cell in row] for row in rows]
            return lambda: analysing_export.table(heads, words, lang)
        if tab == BLOCKS:
            shown, unit = self._blocks.shown, self._blocks.unit
            return lambda: analysing_export.means(found.course, shown, lang, unit)
        start, end = self._course.span
        return lambda: analysing_export.readings(found.course, lang, start, end)

    def _load(self) -> None:
        if self._session is not None and self._channel:
            self._head.show_waiting()
            record, points = self._editor.record, self._course.points
            self._source.look(record, self._session, self._channel, points)
            self._fill(self._head.tab)

    def _show_looked(self, drawn: object) -> None:
        if self._session is not None and isinstance(drawn, dict):
            self._course.show_first(self._session, self._channel, drawn)

    def _show_found(self, found: Analysed) -> None:
        self._found = found
        self._head.show_found(found)
        for part in (self._course, self._blocks, self._spread):
            part.show_analysed(found)
        if found.course.reason is not None:
            self._banner.show_error(found.course.reason)
        self._fill(self._head.tab)

    def _fill(self, tab: str) -> None:
        """Bring what a part needs beside the course, when it is looked at."""
        session = self._session
        if session is None:
            return
        if tab == COMPARE:
            self._source.list_candidates(self._editor.record)
            self._compare.show_part(session.of(self._channel))
        elif tab == CHANGES:
            self._amending.show(session)
        elif tab == RESULTS:
            self._results.show_session(self._editor.record, self._editor.state, session)

    def _choose_session(self, identifier: str) -> None:
        self.show_session(identifier)
        self.focus_first()

    def _choose_channel(self, channel: str) -> None:
        if channel != self._channel:
            self._channel = channel
            self._course.clear()
            self._load()

    def _draw(self, start: float, end: float) -> None:
        if self._found is not None:
            self._source.draw(self._found, start, end, self._course.points)

    def _begin_exclusion(self, start: float, end: float) -> None:
        self.show_tab(CHANGES)
        self._changes.begin_exclusion(start, end)

    def _overlay(self, parts: tuple[Session, ...], aligned: Aligned) -> None:
        names = [str(place) for place, _part in enumerate(parts, 1)]
        self._source.overlay(self._editor.record, parts, aligned, names)

    def _show_stretch(self, start: str, end: str) -> None:
        """Show a stretch of time on the chart, with as much again on both sides."""
        first, last = unix(start), unix(end)
        self.show_tab(COURSE)
        self._course.show_stretch(first, last)
        self._course.focus_first()

    def _send(self, edits: object, count: int) -> None:
        if isinstance(edits, tuple):
            self._editor.submit(edits)
            text = _("Sent to the answers: {count}. Ctrl+Z takes all of it back.")
            self._banner.show_message("ok", text.format(count=count))
            self._results.focus_first()

    def _follow(self, _touched: object) -> None:
        """Show the session as it is now, if the open audit holds another state of it."""
        if self._session is None:
            return
        path = fieldpath.record("session", self._session.id)
        is_same = self._editor.state.entries.get(path) is self._entry
        if is_same and not (self._head.tab == RESULTS and self.isVisible()):
            return
        sessions = analysing.sessions(self._editor.record)
        now = next((each for each in sessions if each.id == self._session.id), None)
        if now is None:
            self._close()
        elif now != self._session:
            self._session, self._entry = now, self._editor.state.entries.get(path)
            self._load()
        elif self._head.tab == RESULTS and self.isVisible():
            self._fill(RESULTS)

    def _close(self) -> None:
        self._source.forget()
        self.closed.emit()

    def _say(self, error: KtaError) -> None:
        self._head.show_rest()
        self._banner.show_error(error)

    def _bodies(self) -> dict[str, _Body]:
        return {
            COURSE: self._course,
            BLOCKS: self._blocks,
            SPREAD: self._spread,
            COMPARE: self._compare,
            CHANGES: self._changes,
            RESULTS: self._results,
        }

    def _focuses(self) -> dict[str, Callable[[], None]]:
        return {name: body.focus_first for name, body in self._bodies().items()}

    def _build(self) -> None:
        # each part is made where it belongs: what moves with all its fields is styled anew
        self._head, self._banner = AnalysisHead(self), Banner(self)
        self._banner.setObjectName("analysisBanner")
        self._stack = stack = QStackedWidget(self)
        self._course, self._blocks = CoursePanel(stack), BlocksPanel(stack)
        self._spread, self._compare = SpreadPage(stack), ComparePage(stack)
        self._changes, self._results = ChangesPage(stack), ResultsPage(stack)
        for body in self._bodies().values():
            self._stack.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._head)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        head, source, changes = self._head, self._source, self._changes
        head.closed.connect(self._close)
        head.session_chosen.connect(self._choose_session)
        head.channel_chosen.connect(self._choose_channel)
        head.tab_chosen.connect(self.show_tab)
        head.export_asked.connect(self.export)
        source.looked.connect(self._show_looked)
        source.found.connect(self._show_found)
        source.drawn.connect(self._course.show_drawn)
        source.listed.connect(self._compare.show_candidates)
        source.overlaid.connect(self._compare.show_overlaid)
        source.failed.connect(self._say)
        self._course.asked.connect(self._draw)
        self._course.marked.connect(self._begin_exclusion)
        self._compare.asked.connect(self._overlay)
        changes.shown.connect(self._show_stretch)
        self._amending.serve(changes)
        self._amending.failed.connect(self._say)
        self._results.sent.connect(self._send)
        self._results.jump.connect(self.jump)
        self._editor.changed.connect(self._follow)
        self._editor.undone.connect(self._banner.clear)  # it may speak of what was taken back
        for place, name in enumerate(TABS, 1):
            bind(self, f"Alt+{place}", partial(self._go, name))
        for keys, act in (
            ("Ctrl+T", self.flip),
            ("Alt+X", self.mark_exclusion),
            ("Alt+E", self.export),
            ("F5", self.begin_event),
            ("Ctrl+Z", self._editor.undo),
            ("Ctrl+Y", self._editor.redo),
        ):
            bind(self, keys, act)

    def _go(self, name: str) -> None:
        self.show_tab(name)
        self.focus_first()
