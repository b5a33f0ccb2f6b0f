"""Rail, top bar and the pages of an open workspace."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.app import pages
from ui.app.copying import Copying
from ui.app.opening import Opened, opened
from ui.app.pages import Place
from ui.app.posting import Posting
from ui.app.reviewing import Reviewing
from ui.app.searching import Searching
from ui.app.top_bar import TopBar
from ui.app.trail import Trail
from ui.models.network import Network
from ui.tasks import TaskRunner
from ui.widgets.banner import Banner
from ui.widgets.front import Front
from ui.widgets.rail import MIDDLE, NARROW, WIDE, Rail

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.undo import AuditEditor

_NARROW_BELOW, _WIDE_FROM = 1000, 1200  # logical px: 150 % and 100 % of a 1366 px screen


class Frame(QWidget):
    """The pages of one open workspace. It owns the open audit and closes nothing itself.

    Signals:
        page_changed: Another page, title or set of keys is shown.
        said: A short confirmation for the status strip.
        saved: ISO time of the newest stored change; empty while one is on its way.
        backed_up: BackupInfo of the newest copy.
        progressed: Unix time and number of readings of a measurement that is recorded.
        rested: The measurement ended.
        queue_counted: How many deliveries wait to be sent.
        settings_wanted, lock_wanted: The items at the foot of the rail were pressed.
    """

    page_changed = Signal()
    said = Signal(str)
    saved = Signal(str)
    backed_up = Signal(object)
    progressed = Signal(float, int)
    rested = Signal()
    queue_counted = Signal(int)
    settings_wanted = Signal()
    lock_wanted = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        network: Network | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self._runner = workspace, runner
        self.editor: AuditEditor | None = None
        self._pages: dict[str, QWidget] = {}
        self._shown = pages.HOME
        self.rail = Rail(pages.ITEMS)
        self.rail.chosen.connect(self._choose)
        self.bar = TopBar()
        self.bar.show_auditor(workspace.profile.name)
        self.bar.back.connect(partial(self.show_page, pages.HOME))
        self.searching = Searching(self, self.bar.search, runner)
        self.bar.search_wanted.connect(self.searching.begin)
        self._trail = Trail(self)
        self.banner = Banner()
        self._front = Front(workspace.path, self)
        self._stack = QStackedWidget()
        self._copying = Copying(workspace, runner, self)
        self._copying.copied.connect(self.backed_up)
        self._copying.failed.connect(self.fail)
        self.posting = Posting(self, runner, network or Network(self))
        self.posting.brought.connect(self._take_in)
        self.posting.counted.connect(self.queue_counted)
        self._arrange()
        self.reviewing = Reviewing(self, runner)
        self.retranslate()
        self._enable()
        self.show_page(pages.HOME)
        self._copying.begin()
        self.posting.begin()

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._pages[self.page_name]

    @property
    def page_name(self) -> str:
        """Name of the page that is shown, as in ``pages``."""
        return self._shown

    def made(self, name: str) -> QWidget | None:
        """Return a page, shown or not; None if it was not made yet."""
        return self._pages.get(name)

    def is_busy(self) -> bool:
        """Whether a page records, so that it must neither be locked nor closed."""
        return any(_says_busy(page) for page in self._pages.values())

    def show_page(self, name: str) -> None:
        """Show a page, made now if it is its first time; without an audit those of one are not."""
        if name in pages.WITH_AUDIT and self.editor is None:
            return
        if name == pages.INTAKE and not self.reviewing.is_there:
            return
        if name not in self._pages:
            self._add(name)
        page = self._pages[name]
        self._shown = name
        self._stack.setCurrentWidget(page)
        self.rail.set_current(name)
        if name == pages.HOME:
            reload_it = getattr(page, "reload", None)
            if reload_it is not None:
                reload_it(self.editor.record.id if self.editor else None)
        self._show_place()
        self._show_bar()
        self._focus(page)
        self.page_changed.emit()

    def go_to(self, target: Target) -> None:
        """Show the page of a place, and the place on it."""
        if target.where is Where.AUDIT:
            self.open_audit(target.key)
            return
        if target.where is Where.CONFLICTS:
            self.show_conflicts(target.key)
            return
        if target.where is Where.COMMENT:
            self.show_comments(target.key)
            return
        self._trail.leave()
        self.show_page(pages.PAGE_OF[target.where])
        show_target = getattr(self.page, "show_target", None)
        if show_target is not None and target.key:
            show_target(target)

    def show_conflicts(self, path: str = "") -> None:
        """Ask for decisions between different answers, the one at ``path`` first."""
        from ui.dialogs.conflicts_dialog import ConflictsDialog

        if self.editor is None:
            return
        dialog = ConflictsDialog(self.editor, path, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.jump.connect(self.go_to)
        dialog.open()

    def show_comments(self, first: str = "") -> None:
        """Show what reviewers ask about the open audit, the comment ``first`` first."""
        from ui.dialogs.comments_dialog import CommentsDialog

        if self.editor is None:
            return
        dialog = CommentsDialog(self.editor, first, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.jump.connect(self.go_to)
        dialog.open()

    def show_busy_page(self) -> None:
        """Show the page that records."""
        for name, page in self._pages.items():
            if _says_busy(page):
                self.show_page(name)
                return

    def open_audit(
        self, audit: str, page: str = pages.CHECKLIST, target: Target | None = None
    ) -> None:
        """Open an audit and show ``page``, or a place in it; the audit that was open is let go."""
        if self.editor is not None and self.editor.record.id == audit:
            self.show_page(page)
            if target is not None:
                self.go_to(target)
            return
        if self.is_busy():
            self.show_busy_page()
            self.said.emit(_("A measurement is being recorded. End it first."))
            return
        if self.editor is not None and self.editor.unsaved:
            self.show_page(pages.CHECKLIST)
            self.said.emit(_("Not everything of this audit is stored. Store it first."))
            return
        self._runner.run_db(
            partial(opened, self.workspace, audit),
            self,
            partial(self._opened, page=page, target=target),
            self.fail,
        )

    def fail(self, error: KtaError) -> None:
        """Show what went wrong until it is solved."""
        self.banner.show_message("error", error.sentence())

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.rail.set_labels({name: _(label) for name, label in pages.LABELS.items()})
        self.bar.retranslate()
        for page in self._pages.values():
            pages.as_page(page).retranslate()
        self._show_place()
        self.page_changed.emit()

    def _arrange(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.bar)
        inner.addWidget(self.banner)
        inner.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(inner, 1)

    def _choose(self, name: str) -> None:
        if name == pages.SETTINGS:
            self.settings_wanted.emit()
        elif name == pages.LOCK:
            self.lock_wanted.emit()
        else:
            self._trail.leave()
            self.show_page(name)

    def _add(self, name: str) -> None:
        page = pages.make(name, Place(self.workspace, self._runner, self.editor))
        self._pages[name] = page
        self._stack.addWidget(page)
        self.posting.introduce(page)
        slots = {
            "keys_changed": self.page_changed.emit,
            "title_changed": self._show_place,
            "said": self.said.emit,
            "open_requested": self.open_audit,
            "place_wanted": self._open_at,
            "jump": self.go_to,
            "leaving": self._trail.leave,
            "opened": self._take_in,
            "audit_changed": self._take_in,
            "audit_removed": self._lose,
            "paper_wanted": self._show_paper,
            "recorded": self._recorded,
            "progressed": self.progressed.emit,
        }
        for signal, slot in slots.items():
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)

    def _opened(self, found: Opened, *, page: str, target: Target | None) -> None:
        from ui.undo import AuditEditor

        self._let_go()
        record, state, asked = found
        if page == pages.CHECKLIST and target is None:
            target = asked  # what came back with comments opens at the first of them
        self.editor = AuditEditor(self.workspace, record, self._runner, self, state=state)
        self.editor.saving.connect(partial(self.saved.emit, ""))
        self.editor.saved.connect(self._note_saved)
        self.editor.failed.connect(self.fail)
        self.editor.undone.connect(self.said)
        self.searching.follow()
        self.editor.decision_wanted.connect(self.show_conflicts)
        self.banner.clear()
        self._enable()
        self._count_unfinished()
        self.saved.emit(record.saved_at)
        self.show_page(page)
        if target is not None:
            self.go_to(target)
            self._trail.forget()

    def _let_go(self) -> None:
        """Drop the open audit and the pages made for it."""
        self._trail.forget()
        for name in (*pages.WITH_AUDIT, pages.EXCHANGE):
            if (page := self._pages.pop(name, None)) is not None:
                self._stack.removeWidget(page)
                page.deleteLater()
        if self.editor is not None:
            self.editor.deleteLater()
            self.editor = None
            self.searching.follow()
            self.rail.set_badge(pages.MEASURE, 0)

    def _take_in(self, audit: str) -> None:
        """Show what a page stored of ``audit`` beside the editor, wherever it is shown."""
        self._copying.note_change()
        if self.editor is not None and self.editor.record.id == audit:
            self.editor.reload()
        if pages.HOME in self._pages and self.page_name != pages.HOME:
            self._pages[pages.HOME].reload(audit)  # type: ignore[attr-defined]  # a HomeView

    def _open_at(self, audit: str, target: Target) -> None:
        self.open_audit(audit, target=target)

    def _lose(self, audit: str) -> None:
        """Let an audit go that is taken away, if it is the open one."""
        self._copying.note_change()
        if self.editor is not None and self.editor.record.id == audit:
            self._let_go()
            self._enable()
            self.show_page(self._shown if self._shown in self._pages else pages.HOME)

    def _show_paper(self) -> None:
        """Show the checklists, each with its blank sheet."""
        self.show_page(pages.PACKS)
        self.page.show_paper()  # type: ignore[attr-defined]  # a PacksView

    def _recorded(self) -> None:
        """Take in a session that began, ended or was finished after a crash."""
        if self.editor is not None:
            self._take_in(self.editor.record.id)
            self._count_unfinished()
        if not self.is_busy():
            self.rested.emit()

    def _count_unfinished(self) -> None:
        """Mark the page of measurements while a session that a crash cut off waits there."""
        if self.editor is None:
            return
        audit = self.editor.record.id

        def work() -> int:
            from kta_desktop.services import measuring  # a third of a second: not in this thread

            return len(measuring.unfinished(self.workspace, audit))

        self._runner.run_db(work, self, partial(self.rail.set_badge, pages.MEASURE), self.fail)

    def _enable(self) -> None:
        for name in pages.WITH_AUDIT:
            self.rail.set_enabled(name, enabled=self.editor is not None)

    def _note_saved(self, at: str) -> None:
        self._copying.note_change()
        self.banner.clear()
        self.saved.emit(at)

    def _show_place(self) -> None:
        if self._shown not in self._pages:
            return
        self.bar.offer_search(self.page_name != pages.HOME)  # the list has a search of its own
        if self.editor is None or self.page_name in (pages.HOME, pages.EXCHANGE, pages.INTAKE):
            self.bar.show_place(pages.as_page(self.page).title())
        else:
            record = self.editor.record
            self.bar.show_place(record.plant.name, record.number, demo=record.is_demo)

    def _show_bar(self) -> None:
        """Leave the height to the page that has a bar of its own in a narrow window."""
        is_narrow = self.width() < _NARROW_BELOW
        self.bar.setVisible(not (is_narrow and self._shown == pages.CHECKLIST))

    def _focus(self, page: QWidget) -> None:
        focus_first = getattr(page, "focus_first", None)
        if focus_first is not None:
            focus_first()
        else:
            page.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_BELOW
        self.rail.set_width(NARROW if is_narrow else MIDDLE if self.width() < _WIDE_FROM else WIDE)
        self._show_bar()


def _says_busy(page: QWidget) -> bool:
    asked = getattr(page, "is_busy", None)
    return bool(asked is not None and asked())
