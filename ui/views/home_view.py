"""The page «Аудиты»: the list, what is selected, and the ways to begin."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain.audit import AuditRecord, AuditSummary, Delivery, NewAudit
from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from ui.dialogs.new_audit import NewAuditDialog
from ui.models.audit_table import FILTERS, count, earlier_of
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN, PADDING
from ui.widgets.audit_detail import AuditDetail
from ui.widgets.audit_hint import AuditHint
from ui.widgets.audit_list import AuditList
from ui.widgets.banner import Banner
from ui.widgets.home_head import HomeHead
from ui.widgets.label import Label, restyle
from ui.widgets.outlook_reader import OutlookReader
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.texts import Texts
from ui.widgets.training import Training
from ui.widgets.ways_to_begin import WaysToBegin

if TYPE_CHECKING:
    from kta_desktop.services.outlook import Stop
    from kta_desktop.services.package_news import Incoming
    from kta_desktop.services.packing import OpenResult
    from kta_desktop.services.packs import PackInfo
    from kta_desktop.services.workspace import Workspace

_WITH_DETAIL = 1000  # px: narrower, the list alone
_WITH_HINT = 480  # px: lower, the rows need the height


class HomeView(QWidget):
    """All audits of the workspace.

    Signals:
        open_requested: Id of the audit to go on with.
        place_wanted: Id of an audit and the ``Target`` in it.
        said: A short confirmation for the status strip.
        audit_changed: Id of an audit that a package brought or changed.
        audit_removed: Id of a training audit that was taken away.
        paper_wanted: A blank sheet is to be printed, without an audit.
        keys_changed: ``keys()`` differ now.
    """

    open_requested = Signal(str)
    place_wanted = Signal(str, object)
    said = Signal(str)
    audit_changed = Signal(str)
    audit_removed = Signal(str)
    paper_wanted = Signal()
    keys_changed = Signal()

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._texts = Texts()
        self._dialog: NewAuditDialog | None = None
        self.setProperty("ground", "bg")
        self.banner = Banner()
        self.head = HomeHead()
        self.search, self.filters = self.head.search, self.head.filters
        self.list = AuditList()
        self.hint = AuditHint()
        self.detail = AuditDetail()
        self._reader = OutlookReader(workspace, runner, self)
        self._training = Training(workspace, runner, self)
        self.empty = WaysToBegin()
        self._pages = QStackedWidget()
        self._nothing = Label("", "body", "tx2")
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """Return the title of the page."""
        return _("Audits")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys for the status strip."""
        begin = [("Ctrl+N", _("new")), ("Ctrl+O", _("open package"))]
        if self.list.rows.rows():
            chosen = [("↑↓", _("choose")), ("Enter", _("open")), begin[0]]
            return [*chosen, *begin[1:], ("Ctrl+D", _("compare")), ("Ctrl+P", _("blank sheet"))]
        return [*begin, ("Ctrl+T", _("training audit")), ("Ctrl+P", _("blank sheet"))]

    def reload(self, select: str | None = None) -> None:
        """Read the list anew and select the audit with the id ``select``."""
        from kta_desktop.services import auditing

        self._runner.run_db(
            partial(auditing.summaries, self._workspace),
            self,
            partial(self._show, select=select),
            self._failed,
        )

    def focus_first(self) -> None:
        """Put the focus where work begins."""
        if self.list.rows.rows():
            self.list.setFocus()
        else:
            self.empty.focus_first()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        for part in (self.head, self.list, self.hint, self.detail, self.empty):
            part.retranslate()
        self._count()

    def start_new(self) -> None:
        """Ask for a new audit."""
        dialog = NewAuditDialog(self._workspace.profile, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.offer_repeat(self.list.selected())
        dialog.wanted.connect(self._start)
        self._dialog = dialog
        dialog.finished.connect(self._dialog_closed)
        self._runner.run_db(self._preparations(), dialog, self._prepared, self._failed)
        dialog.open()

    def open_package(self) -> None:
        """Ask for a package and open it."""
        kinds = _("Packages of an audit (*.kta)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open package"), "", kinds)
        if chosen:
            self.take_package(Path(chosen))

    def take_package(self, path: Path) -> None:
        """Check the package at ``path`` and take it in; one of a known audit is told first."""
        from kta_desktop.services import package_news

        self.banner.show_message("info", _("Checking {name}…").format(name=path.name))
        self._runner.run_db(
            partial(package_news.preview, self._workspace, path),
            self,
            partial(self._examined, path),
            self._failed,
        )

    def start_training(self) -> None:
        """Make the training audit, or open the one that is there."""
        present = next((row for row in self.list.rows.rows() if row.demo and not row.fault), None)
        if present is not None:
            self.open_requested.emit(present.id)
        else:
            self.empty.set_busy(True)
            self._training.start()

    def _build(self) -> None:
        self._texts.add(
            self._nothing.setText, N_("No audit fits the search. Esc in the search shows all.")
        )
        table = self._table = Panel()
        table.body.setContentsMargins(1, 1, 1, 1)
        table.body.addWidget(self.list, 1)
        below = QVBoxLayout()
        below.setContentsMargins(PADDING, 0, PADDING, PADDING)
        below.addWidget(self.hint)
        table.body.addLayout(below)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty_list = QVBoxLayout(self.list.viewport())  # where the eye looks for the rows
        empty_list.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        empty_list.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        lower = QHBoxLayout()
        lower.setSpacing(GAP)
        lower.addWidget(table, 1)
        lower.addWidget(self.detail)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.head)
        column.addLayout(lower, 1)
        self._pages.addWidget(filled)
        self._pages.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 12, MARGIN, 12)
        outer.setSpacing(GAP)
        outer.addWidget(self.banner)
        outer.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.filters.chosen.connect(self._narrow)
        self.list.chosen.connect(self._tell)
        self._reader.read.connect(self.detail.show_outlook)
        self.list.opened.connect(self._go_on)
        self.list.focused.connect(
            lambda on: restyle(self._table, "focused", "true" if on else "false")
        )
        self.detail.go_on.connect(self._go_on)
        self.detail.compare.connect(self._compare)
        self.detail.remove.connect(self._remove_training)
        self._training.told.connect(partial(self.banner.show_message, "info"))
        self._training.made.connect(self._training_made)
        self._training.removed.connect(self._training_removed)
        self._training.failed.connect(self._failed)
        self.empty.train.clicked.connect(self.start_training)
        for button in (self.head.new, self.empty.new):
            button.clicked.connect(self.start_new)
        for button in (self.head.open_package, self.empty.open):
            button.clicked.connect(self.open_package)
        bind(self, "Ctrl+N", self.start_new, PAGE)
        bind(self, "Ctrl+O", self.open_package, PAGE)
        bind(self, "Ctrl+T", self.start_training, PAGE)
        bind(self, "Ctrl+P", self.paper_wanted.emit, PAGE)
        bind(self, "Ctrl+D", self.detail.ask_compare, PAGE)
        bind(self, "Ctrl+F", self.search.setFocus, PAGE)
        bind(self.search, "Down", self.list.setFocus, Qt.ShortcutContext.WidgetShortcut)
        bind(self.search, "Return", self._open_found, Qt.ShortcutContext.WidgetShortcut)

    def _show(self, rows: tuple[AuditSummary, ...], *, select: str | None) -> None:
        was_empty = not self.list.rows.rows()
        self.list.show_rows(rows, select)
        self._pages.setCurrentIndex(0 if rows else 1)
        self._count()
        self.keys_changed.emit()
        if was_empty and self.isVisible():
            self.focus_first()

    def _count(self) -> None:
        rows = self.list.rows.rows()
        self.head.show_counts({name: count(rows, name) for name in FILTERS})
        self._fit_head()
        self._nothing.setVisible(bool(rows) and self.list.found.rowCount() == 0)

    def _narrow(self) -> None:
        self.list.found.search(self.search.text())
        self.list.found.narrow(self.filters.value() or next(iter(FILTERS)))
        if self.list.selected() is None:
            self.list.select(None)
        self._count()

    def _tell(self, row: AuditSummary | None) -> None:
        """Show an audit beside the list, and what is read of it when that has come."""
        earlier = earlier_of(row, self.list.rows.rows()) if row is not None else None
        self.detail.show_audit(row, earlier)
        self._reader.ask(row)

    def _training_made(self, audit: str) -> None:
        self.empty.set_busy(False)
        self.banner.clear()
        self.audit_changed.emit(audit)
        self.reload(audit)
        self.open_requested.emit(audit)

    def _remove_training(self, row: AuditSummary) -> None:
        self.audit_removed.emit(row.id)
        self._training.remove(row)

    def _training_removed(self, number: str) -> None:
        self.said.emit(_("Taken away: {number}").format(number=number))
        self.reload()

    def _compare(self, now: AuditSummary, before: AuditSummary) -> None:
        from ui.dialogs.compare_audits import CompareAuditsDialog

        dialog = CompareAuditsDialog(self._workspace, self._runner, now, before, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.jump.connect(partial(self.place_wanted.emit, now.id))
        dialog.open()

    def _open_found(self) -> None:
        if (row := self.list.selected()) is not None:
            self._go_on(row)

    def _go_on(self, row: AuditSummary) -> None:
        """Open an audit where work on it stopped, one that came back at its first comment.

        Who is quicker than the list waits for that.
        """
        if row.fault:
            return
        known = self.detail.outlook_of(row)
        if known is not None and row.delivery is not Delivery.RETURNED:
            self._open_at(row.id, _place_of(known.stop))
            return

        def work() -> Target | None:
            from kta_desktop.services import outlook, returned

            asked = returned.first_open(self._workspace, row.id)
            return asked or _place_of(outlook.read(self._workspace, row.id)[1])

        opened = partial(self._open_at, row.id)
        # what cannot be read is told by whoever opens it
        self._runner.run_db(work, self, opened, lambda _error: opened(None))

    def _open_at(self, audit: str, place: Target | None) -> None:
        if place is None:
            self.open_requested.emit(audit)
        else:
            self.place_wanted.emit(audit, place)

    def _preparations(self) -> "Callable[[], tuple[tuple[PackInfo, ...], str]]":
        from datetime import UTC, datetime

        from kta_desktop.services import auditing, packs

        year = datetime.now(UTC).year
        return lambda: (packs.available(), auditing.next_number(self._workspace, year))

    def _prepared(self, found: "tuple[tuple[PackInfo, ...], str]") -> None:
        if self._dialog is not None:
            self._dialog.show_packs(found[0])
            self._dialog.show_number(found[1])

    def _start(self, new: NewAudit) -> None:
        from kta_desktop.services import auditing

        self._runner.run_db(
            partial(auditing.start, self._workspace, new), self, self._started, self._not_started
        )

    def _started(self, record: AuditRecord) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.said.emit(_("Started: {number}").format(number=record.number))
        self.reload(record.id)
        self.open_requested.emit(record.id)

    def _not_started(self, error: KtaError) -> None:
        if self._dialog is not None:
            self._dialog.refuse(error.sentence())

    def _dialog_closed(self) -> None:
        self._dialog = None

    def _examined(self, path: Path, found: "Incoming") -> None:
        """Take in what is new; merging with what is here is for a person to allow."""
        from kta_desktop.services.package_news import News
        from ui.dialogs.package_dialog import IncomingDialog

        self.banner.clear()
        if found.news is not News.MORE:
            self._take(path)
            return
        dialog = IncomingDialog(found, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._take, path))
        dialog.open()

    def _take(self, path: Path) -> None:
        from kta_desktop.services import packing

        self._runner.run_db(
            partial(packing.open_bundle, self._workspace, path), self, self._taken, self._failed
        )

    def _taken(self, result: "OpenResult") -> None:
        if result.conflicts:
            told = _("Package merged. Places that wait for a decision: {count}.")
            self.said.emit(told.format(count=len(result.conflicts)))
        elif result.new or result.merged_changes:
            self.said.emit(_("Package opened. Everything in it was checked."))
        else:
            self.said.emit(_("Everything in this package is here already."))
        self.audit_changed.emit(result.audit_id)
        self.reload(result.audit_id)

    def _failed(self, error: KtaError) -> None:
        self.empty.set_busy(False)
        self.banner.show_message("error", error.sentence())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setVisible(self.width() >= _WITH_DETAIL)
        self.hint.setVisible(self.height() >= _WITH_HINT)
        self._fit_head()

    def _fit_head(self) -> None:
        self.head.fit(self.width() - 2 * MARGIN)


def _place_of(stop: "Stop | None") -> Target | None:
    return None if stop is None else Target(Where.QUESTION, stop.question)
