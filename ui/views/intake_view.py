"""The page «Приём»: what came to the centre, what changed in it, and the review of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services.comments import CommentState
from kta_desktop.services.review_drafts import Draft
from ui.dialogs.centre_desk import CentreDesk
from ui.dialogs.review_dialog import ACCEPTED, RETURNED, ReviewDialog, Verdict
from ui.models.intake import Version
from ui.models.intake_source import Printed, Source, TakenIn
from ui.models.register_source import RegisterSource
from ui.tasks import Task, TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.intake_desk import IntakeDesk
from ui.widgets.intake_head import ASSIGNMENTS, KEYS, PACKS, VERSIONS, IntakeHead
from ui.widgets.intake_keys import KeysPage
from ui.widgets.intake_page import ListPage
from ui.widgets.intake_parts import IntakeParts
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.waiting import Waiting


class IntakeView(QWidget):
    """Takes in, compares, comments, accepts or returns; the register of keys; hands out audits.

    Signals:
        keys_changed: Other keys are of use.
        said: A short confirmation for the status strip.
        opened: id of an audit that was taken in or changed.
        place_wanted: id of an audit and the place in it that is to be shown.
        jump: a ``Target`` on another page.
        leaving: The place here is worth coming back to.
    """

    keys_changed = Signal()
    said = Signal(str)
    opened = Signal(str)
    place_wanted = Signal(str, object)
    jump = Signal(object)
    leaving = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        source: Source,
        register: RegisterSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("intakeView")
        self._runner, self._source, self._register = runner, source, register
        self._task: Task | None = None
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """Return the name of the page."""
        return _("Intake")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        if self._part != VERSIONS:
            return [*_KEYS_OF[self._part](), ("Ctrl+Tab", _("next part")), ("F5", _("take in"))]
        return [
            ("F5", _("take in")),
            ("F6", _("other pane")),
            ("Enter", _("comment on the row")),
            ("Ctrl+F", _("find a change or question")),
            ("F3", _("as the auditor sees it")),
            ("Ctrl+R", _("return")),
            ("Ctrl+Enter", _("accept")),
            ("Ctrl+Tab", _("next part")),
        ]

    def focus_first(self) -> None:
        """Give the keyboard to the part that is shown."""
        self._pages[self._part].focus_first()

    def refresh(self) -> None:
        """Read what is shown again."""
        self.desk.refresh()
        self.parts.refresh_keys()
        if self._part == ASSIGNMENTS:
            self.parts.refresh_given()
        elif self._part == PACKS:
            self.parts.refresh_packs()

    def commit(self) -> None:
        """Store what was typed and is not stored yet."""
        self.desk.keep()

    def take_in(self) -> None:
        """Look at all places and take in what lies there."""
        if self._task is not None:
            return
        self._banner.clear()
        self._head.set_busy(busy=True)
        self._waiting.begin()
        self._task = self._runner.run_pool(
            self._source.take_in, self, self._taken, self._stopped, self._waiting.tell
        )

    def stop(self) -> None:
        """Stop taking in; else take away what lies over something."""
        if self._task is not None:
            self._task.cancel()
        elif not self.desk.close_queue():
            self._banner.clear()

    def show_part(self, part: str) -> None:
        """Show one of the parts of the page."""
        self._part = part
        self._head.show_part(part)
        self._stack.setCurrentWidget(self._pages[part])
        self.refresh()
        self.focus_first()
        self.keys_changed.emit()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(self.title())
        self._head.retranslate()
        self._banner.retranslate()
        self.desk.retranslate()
        self.parts.retranslate()
        self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.commit()
        super().hideEvent(event)

    def _build(self) -> None:
        self._head, self._banner, self._waiting = IntakeHead(), Banner(), Waiting()
        self.desk = IntakeDesk(self._source, self._runner)
        self._part = VERSIONS
        self.parts = IntakeParts(self._register, self._runner, self)
        self.asking = CentreDesk(self._register, self._runner, self)
        self._counts: dict[str, int] = {}
        self._pages: dict[str, IntakeDesk | KeysPage | ListPage] = {
            VERSIONS: self.desk,
            KEYS: self.parts.keys,
            ASSIGNMENTS: self.parts.given,
            PACKS: self.parts.packs,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        for part in (self._head, self._banner, self._waiting):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        desk, review = self.desk, self.desk.review
        self._head.part_wanted.connect(self.show_part)
        self._head.intake_wanted.connect(self.take_in)
        self._head.stop_wanted.connect(self.stop)
        self._head.queue_wanted.connect(desk.next_pane)
        desk.panes.narrowed.connect(lambda narrow: self._head.set_narrow(narrow=narrow))
        desk.failed.connect(self._say)
        desk.counted.connect(partial(self._count, VERSIONS))
        desk.stopped.accept_wanted.connect(self._decide_about)
        desk.stopped.release_wanted.connect(self._release)
        desk.place_wanted.connect(self._show_place)
        desk.empty.intake_wanted.connect(self.take_in)
        desk.empty.place_wanted.connect(lambda: self.jump.emit(Target(Where.EXCHANGE)))
        review.return_wanted.connect(partial(self._ask, RETURNED))
        review.accept_wanted.connect(partial(self._ask, ACCEPTED))
        actions: dict[str, Callable[[], object]] = {
            "F5": self.take_in,
            "F6": desk.next_pane,
            "Shift+F6": partial(desk.next_pane, -1),
            "F9": desk.comment,
            "F3": desk.show_place,
            "Ctrl+F": desk.search,
            "Ctrl+R": partial(self._ask, RETURNED),
            "Ctrl+Return": self._act,
            "Alt+0": review.whole.click,
            "Alt+1": self._first,
            "Alt+2": review.reopen.click,
            "Ctrl+Z": self._restore,
            "Ctrl+Tab": partial(self._step_part, 1),
            "Ctrl+Shift+Tab": partial(self._step_part, -1),
            "Esc": self.stop,
        }
        for keys, act in actions.items():
            bind(self, keys, act, PAGE)
        bind(review.list, "Del", review.remove)
        self._connect_parts()

    def _connect_parts(self) -> None:
        parts, asking = self.parts, self.asking
        keys = parts.keys
        parts.failed.connect(self._say)
        parts.counted.connect(partial(self._count, KEYS))
        parts.publish_wanted.connect(asking.publish)
        parts.given.acted.connect(lambda _item: asking.assign())
        keys.accept_wanted.connect(lambda key: asking.accept(key, keys.others_of(key)))
        keys.revoke_wanted.connect(asking.revoke)
        keys.import_wanted.connect(asking.bring_card)
        keys.own_wanted.connect(asking.show_own_card)
        asking.failed.connect(self._say)
        asking.done.connect(self._decided)
        asking.waiting.connect(self.said)
        asking.brought.connect(self._brought)
        asking.freed.connect(self.take_in)
        bind(keys, "Ins", asking.bring_card, PAGE)
        bind(keys, "Del", keys.take_away)
        bind(keys, "Ctrl+V", asking.paste_card)
        bind(keys, "Alt+C", asking.show_own_card, PAGE)
        bind(parts.given, "Ins", asking.assign, PAGE)

    def _count(self, part: str, count: int) -> None:
        self._counts[part] = count
        self._head.show_counts(self._counts)

    def _act(self) -> None:
        """Do what Ctrl+Enter says on the part that is shown."""
        if self._part == KEYS:
            self.parts.keys.decide()
        elif self._part == PACKS:
            self.parts.packs.action.click()
        elif self._part == VERSIONS:
            self._ask(ACCEPTED)

    def _decide_about(self, fingerprint: str) -> None:
        """Ask about the key of a version that is held."""
        key = self.parts.keys.of(fingerprint)
        if key is not None:
            self.asking.accept(key, self.parts.keys.others_of(key))

    def _release(self, version: Version) -> None:
        """Take one held version all the same, now."""
        self._runner.run_db(
            partial(self._source.release, version),
            self,
            lambda _none: self.take_in(),
            self._say,
        )

    def _decided(self, told: str) -> None:
        """Say what was decided, and show it."""
        self.said.emit(told)
        self.refresh()

    def _brought(self, fingerprint: str) -> None:
        self._banner.clear()
        self.show_part(KEYS)
        self.parts.keys.choose_when_shown(fingerprint)

    def _first(self) -> None:
        """Do what Alt+1 says: resolve the comment, or take the held version all the same."""
        for button in (self.desk.review.resolve, self.desk.stopped.release):
            if button.isVisible():
                button.click()

    def _step_part(self, by: int) -> None:
        names = list(self._pages)
        self.show_part(names[(names.index(self._part) + by) % len(names)])

    def _restore(self) -> None:
        if self.desk.shown is not None and not self.desk.review.restore():
            self.said.emit(_("There is no removed comment to bring back."))

    def _show_place(self, audit: str, target: Target) -> None:
        self.leaving.emit()
        self.place_wanted.emit(audit, target)

    def _ask(self, verdict: Verdict) -> None:
        """Tell what a verdict will do and ask whether it is meant."""
        shown, review = self.desk.shown, self.desk.review
        if shown is None or review.isHidden() or not review.is_open:
            if self.desk.stopped.isVisible() and verdict == ACCEPTED:
                self.desk.stopped.accept.click()
            return
        why = review.faults or _why_not(verdict, review.draft)
        if why:
            self._banner.show_message("warning", why[0])
            return
        self._banner.clear()
        said = {*review.draft.resolved, *review.draft.reopened}
        waiting = sum(
            one.state is not CommentState.RESOLVED and one.id not in said for one in shown.comments
        )
        dialog = ReviewDialog(shown.version, verdict, review.draft, waiting, self)
        dialog.wanted.connect(partial(self._publish, dialog, verdict))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _publish(self, dialog: ReviewDialog, verdict: Verdict) -> None:
        done = partial(self._published, dialog, verdict)
        self.desk.publish(verdict, done, dialog.refuse)

    def _published(
        self, dialog: ReviewDialog, verdict: Verdict, missed: tuple[Printed, ...]
    ) -> None:
        dialog.accept()
        if missed:
            self._banner.show_message("warning", _missed(missed))
        shown = self.desk.shown
        if shown is not None:
            text = _("Returned: {name}.") if verdict == RETURNED else _("Accepted: {name}.")
            self.said.emit(text.format(name=shown.version.number))
            self.opened.emit(shown.version.audit)
        self.desk.forget()
        self.desk.refresh()
        if self.isVisible():  # the button that was pressed is no more
            self.focus_first()

    def _taken(self, done: TakenIn) -> None:
        self._rest()
        for audit in done.audits:
            self.opened.emit(audit)
        text = _(
            "Taken in: {received}. Held: {held}. Refused: {refused}. Known before: {known}."
        ).format(received=done.received, held=done.held, refused=done.refused, known=done.known)
        if done.errors:
            self._banner.show_message("error", str(done.errors[0]["message"]), title=text)
        elif done.stopped:
            self._banner.show_message("info", _("Stopped. What was taken in stays."), title=text)
        else:
            self.said.emit(text)
        self._head.say("" if done.errors or done.stopped else text)
        self.refresh()

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self._say(error)
        self.refresh()

    def _rest(self) -> None:
        self._task = None
        self._waiting.end()
        self._head.set_busy(busy=False)

    def _say(self, error: KtaError) -> None:
        if error.code == "cancelled":
            self._banner.show_message("info", error.sentence())
        else:
            self._banner.show_error(error)


def _keys_of_register() -> list[tuple[str, str]]:
    return [
        ("Ctrl+Enter", _("decide about the key")),
        ("Del", _("revoke")),
        ("Ins", _("import a card")),
        ("Ctrl+V", _("card from the clipboard")),
        ("Alt+C", _("own card")),
    ]


_KEYS_OF: dict[str, Callable[[], list[tuple[str, str]]]] = {
    KEYS: _keys_of_register,
    ASSIGNMENTS: lambda: [("Ins", _("hand out"))],
    PACKS: lambda: [("Ctrl+Enter", _("publish"))],
}


def _why_not(verdict: Verdict, draft: Draft) -> tuple[str, ...]:
    """Return why a verdict does not fit what is written, in sentences."""
    asks = len(draft.written) + len(draft.reopened)
    if verdict == RETURNED and not asks and not draft.note.strip():
        return (_("Nothing says what has to be corrected. Write a comment, or open one again."),)
    if verdict == ACCEPTED and asks:
        text = _("Comments ask for corrections: {count}. Return the version, or remove them.")
        return (text.format(count=asks),)
    return ()


def _missed(missed: tuple[Printed, ...]) -> str:
    told = _("The review is signed and kept. Places out of reach get it with the next look: {why}")
    return told.format(why=missed[0]["message"])
