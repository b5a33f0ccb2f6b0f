"""The desk: the queue, the version that is chosen, and its review, which is stored as one types."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.services.review_drafts import Draft
from ui.models.intake import Reviewed, Version
from ui.widgets.intake_changes import ASKED, CHANGED, ChangesPanel
from ui.widgets.intake_empty import EmptyPanel
from ui.widgets.intake_panes import IntakePanes
from ui.widgets.intake_queue import QueuePanel
from ui.widgets.intake_review import ReviewPanel, titles_of
from ui.widgets.intake_stopped import StoppedPanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from ui.models.intake_source import Printed, Source
    from ui.tasks import Task, TaskRunner

_PAUSE_MS = 120  # while rows are walked through, none of them is read


class IntakeDesk(QWidget):
    """Three panes over one source. Publishing and decisions about keys are asked for by signals.

    Signals:
        failed: the KtaError of what could not be read or stored.
        counted: how many versions wait for a review.
        place_wanted: id of an audit and the ``Target`` in it.
        busy: whether a version is being read.
        shown_changed: Another version, or none, is shown.
    """

    failed = Signal(object)
    counted = Signal(int)
    place_wanted = Signal(str, object)
    busy = Signal(bool)
    shown_changed = Signal()

    def __init__(
        self, source: "Source", runner: "TaskRunner", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source, self._runner = source, runner
        self._shown: Reviewed | None = None
        self._task: Task | None = None
        self._turn = 0  # what was asked for last is shown, whatever comes in between
        self.queue, self.changes = QueuePanel(), ChangesPanel()
        self.review, self.stopped, self.empty = ReviewPanel(), StoppedPanel(), EmptyPanel()
        self._middle = QStackedWidget()
        for panel in (self.empty, self.changes, self.stopped):
            self._middle.addWidget(panel)
        self.panes = IntakePanes(self.queue, self._middle, self.review)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self.review.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.changes.pane.bar.addWidget(self.review.whole)
        self.panes.narrowed.connect(self._follow_width)
        self._connect()

    @property
    def shown(self) -> Reviewed | None:
        """The version that is shown in full; None while none is."""
        return self._shown

    def refresh(self) -> None:
        """Read the queue again, and the version that is shown."""
        source = self._source
        self._runner.run_db(
            lambda: (source.queue(), bool(source.places())),
            self,
            self._show_queue,
            self.failed.emit,
        )

    def reload(self) -> None:
        """Read the version that is chosen again."""
        self._read(None)

    def forget(self) -> None:
        """Let the version go that was reviewed; its draft is no more."""
        self._shown = None

    def keep(self) -> None:
        """Store what was typed and is not stored yet."""
        if self.review.is_unsaved:
            self.review.flush()

    def publish(
        self,
        verdict: "Literal['accepted', 'returned']",
        done: "Callable[[tuple[Printed, ...]], object]",
        failed: "Callable[[KtaError], object]",
    ) -> None:
        """Store the draft as it is, then sign and publish it, in this order: none comes after."""
        if self._shown is None:
            return
        version, draft = self._shown.version, self.review.draft
        self.review.hold()

        def sign(_at: str) -> None:
            self._runner.run_pool(
                lambda _report, _cancelled: self._source.publish(version, verdict, draft),
                self,
                done,
                failed,
            )

        self._runner.run_db(partial(self._source.save, version.audit, draft), self, sign, failed)

    def comment(self) -> None:
        """Begin a comment on the row that is chosen."""
        path = self.changes.path()
        if path and self._shown is not None:
            self.review.comment_on(path)

    def show_place(self) -> None:
        """Show the place of the chosen row as the auditor sees it."""
        shown, path = self._shown, self.changes.path()
        if shown is not None and path:
            self.keep()
            target = _target(path, self.changes.address())
            self.place_wanted.emit(shown.version.audit, target)

    def search(self) -> None:
        """Search: in all questions where nothing changed, else in what is shown."""
        if self._shown is not None:
            self.changes.pane.search()

    def next_pane(self, by: int = 1) -> None:
        """Go round: queue, what changed, the review."""
        places = [self.queue, self._centre(), self.review]
        if self.review.isHidden():
            places.pop()
        here = next((n for n, one in enumerate(places) if _has_focus(one)), -by)
        wanted = places[(here + by) % len(places)]
        self.panes.drop(is_shown=wanted is self.queue)
        self._enter(wanted)

    def close_queue(self) -> bool:
        """Take the dropped queue away; False if it does not lie over anything."""
        if not self.panes.is_dropped:
            return False
        self.panes.drop(is_shown=False)
        self._enter(self._centre())
        return True

    def focus_first(self) -> None:
        """Give the keyboard to the queue, where it is dropped down to what is shown."""
        self._enter(self._centre() if self.queue.isHidden() else self.queue)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        for part in (self.queue, self.changes, self.review, self.stopped, self.empty):
            part.retranslate()
        if self._shown is not None:
            self._read(self._shown.against or None)  # its words are of the other language

    def _connect(self) -> None:
        self._pause.timeout.connect(partial(self._read, None))
        self.queue.chosen.connect(lambda _key: self._choose())
        self.queue.entered.connect(self.close_or_enter)
        self.changes.comment_wanted.connect(self.review.comment_on)
        self.changes.against_wanted.connect(self._read)
        self.review.changed.connect(self._store)
        self.review.edited.connect(self.changes.show_draft)
        self.review.left.connect(self.changes.focus_first)
        self.review.place_wanted.connect(self._show_row)

    def close_or_enter(self) -> None:
        """Go from the queue to what is shown of the version."""
        if not self.close_queue():
            self._enter(self._centre())

    def _follow_width(self, narrow: bool) -> None:
        """Leave the caps of keys to the status strip where there is no room for them."""
        self.review.whole.set_key("" if narrow else "Alt+0")
        self.changes.pane.set_narrow(narrow=narrow)

    def _centre(self) -> QWidget:
        """Return the pane in the middle."""
        return self._middle.currentWidget() or self.empty

    def _enter(self, pane: QWidget) -> None:
        if isinstance(pane, QueuePanel | ChangesPanel | StoppedPanel | ReviewPanel | EmptyPanel):
            pane.focus_first()

    def _show_row(self, path: str) -> None:
        """Choose the row of a comment among the changes, else among all questions."""
        pane = self.changes.pane
        pane.field.clear()
        for group in (CHANGED, ASKED):
            pane.choose(group)
            pane.list.choose(path)
            if self.changes.path() == path:
                break
        pane.list.setFocus()

    def _show_queue(self, read: tuple[tuple[Version, ...], bool]) -> None:
        versions, has_places = read
        self.empty.show_places(has_places=has_places)
        before = self.queue.version()
        self.queue.show_versions(versions)
        self.counted.emit(sum(one.standing == "waiting" for one in versions))
        if self.queue.version() == before and self._shown is not None:
            return
        self._choose()

    def _choose(self) -> None:
        """Show the version that is chosen once nobody walks on."""
        self.keep()
        self._turn += 1
        version = self.queue.version()
        if version is None or not version.is_reviewable:
            self._pause.stop()
            self._show_other(version)
        elif self._shown is None:
            self._read(None)
        else:
            self._pause.start()

    def _show_other(self, version: Version | None) -> None:
        self._shown = None
        if version is not None:
            self.stopped.show_version(version)
        self._middle.setCurrentWidget(self.stopped if version is not None else self.empty)
        self.review.hide()
        self.shown_changed.emit()

    def _read(self, against: int | None) -> None:
        """Read the chosen version in full, compared with another or the one reviewed before."""
        version = self.queue.version()
        if version is None or not version.is_reviewable:
            return
        self.keep()
        self._turn += 1
        turn = self._turn
        self.busy.emit(True)
        self._runner.run_pool(
            lambda _report, _cancelled: self._source.version(version, against),
            self,
            lambda shown: self._show(turn, shown),
            partial(self._not_read, turn),
        )

    def _show(self, turn: int, shown: Reviewed) -> None:
        if turn != self._turn:
            return  # another one was chosen meanwhile
        self.busy.emit(False)
        self._shown = shown
        self.changes.show_version(shown)
        self.review.show_version(shown, titles_of(shown))
        self._middle.setCurrentWidget(self.changes)
        self.review.show()
        self.shown_changed.emit()

    def _not_read(self, turn: int, error: KtaError) -> None:
        if turn == self._turn:
            self.busy.emit(False)
            self.failed.emit(error)

    def _store(self, draft: Draft) -> None:
        shown = self._shown
        if shown is None:
            return
        audit = shown.version.audit
        self._runner.run_db(
            partial(self._source.save, audit, draft),
            self,
            partial(self._stored, audit, draft),
            self.failed.emit,
        )

    def _stored(self, audit: str, draft: Draft, at: str) -> None:
        shown = self._shown
        if shown is not None and shown.version.audit == audit and self.review.draft == draft:
            self.review.show_saved(at)


def _target(path: str, address: str) -> Target:
    """Return where a change of an answer, of a session or of the plant is seen."""
    if address:
        return Target(Where.QUESTION, address)
    record, _stroke, key = path.removeprefix("@").partition("/")
    if record == "session":
        return Target(Where.MEASURE, key.partition("/")[0])
    return Target(Where.PLANT if record in ("plant", "fact") else Where.OVERVIEW)


def _has_focus(pane: QWidget) -> bool:
    focused = pane.window().focusWidget()
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))
