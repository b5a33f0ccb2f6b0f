"""The page «Обмен»: what goes out, what the centre confirmed, what came back, and the stick."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import channel, delivering, exchanging
from kta_desktop.services.channel import UNKNOWN, Channel, NetworkNow
from kta_desktop.services.exchanging import Desk
from ui.dialogs.exchange_more import ExchangeMore
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.comments_panel import FIRST_KEY
from ui.widgets.delivery_banner import DeliveryBanner
from ui.widgets.delivery_body import DeliveryBody
from ui.widgets.delivery_channel import ChannelPopup
from ui.widgets.delivery_outgoing import CHANNEL_KEY, MORE_KEY
from ui.widgets.delivery_page_words import (
    offers_shown,
    outgoing_shown,
    returned_shown,
    stick_shown,
)
from ui.widgets.delivery_sender import Sender
from ui.widgets.delivery_trouble import trouble
from ui.widgets.delivery_words import receipt_shown
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.stick_desk import StickDesk
from ui.widgets.stick_panel import TAKE_KEY, WRITE_KEY
from ui.widgets.stick_words import brought_words, given_words

if TYPE_CHECKING:
    from kta_desktop.services.sticks import Given
    from kta_desktop.services.sticks_taking import Brought
    from kta_desktop.services.workspace import Workspace

BUSY_MS, CALM_MS = 400, 3_000
"""How often the page looks how far deliveries are: while bytes move, and else."""


class ExchangeView(QWidget):
    """Everything that leaves this computer or comes back, for all audits of the workspace.

    Signals:
        opened: id of an audit that a bundle brought or changed.
        audit_changed: id of an audit of which a version was closed, or may have been.
        open_requested: id of an audit that is wanted open.
        place_wanted: id of an audit and a ``Target`` in it.
        keys_changed: other keys are of use now.
        said: A short confirmation for the status strip.
    """

    opened = Signal(str)
    audit_changed = Signal(str)
    open_requested = Signal(str)
    place_wanted = Signal(str, object)
    keys_changed = Signal()
    said = Signal(str)

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        audit_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exchangeView")
        self._workspace, self._runner, self._audit = workspace, runner, audit_id
        self._desk: Desk | None = None
        self._since = ""
        self._network: NetworkNow = UNKNOWN
        self._is_frozen = False
        self._is_loading = self._wants_again = self._wants_focus = False
        self.banner, self.body = DeliveryBanner(), DeliveryBody()
        self.sending = Sender(self.body.outgoing, workspace, runner)
        self.sticks = StickDesk(self.body.stick, workspace, runner)
        self.sticks.follow(audit_id)
        self.more = ExchangeMore(self, workspace, runner, audit_id)
        self._clock = QTimer(self, interval=CALM_MS)
        self._clock.timeout.connect(self._renew)
        self._arrange()
        self._connect()
        self._bind()
        self.retranslate()

    @property
    def desk(self) -> Desk | None:
        """What is shown; None before it was read."""
        return self._desk

    def focus_first(self) -> None:
        """Give the keyboard to the deliveries."""
        row = self.body.outgoing.list.current()
        self._wants_focus = row is None and self._desk is None
        (row if row is not None else self.body.outgoing.more).setFocus()

    def freeze(self) -> None:
        """Show what it is told to from now on: nothing is read any more."""
        self._is_frozen = True
        self._clock.stop()
        self.sticks.watch(is_shown=False)

    def follow_network(self, now: NetworkNow, since: str) -> None:
        """Take note of the network: what is known of it, and since when there is none."""
        self._network, self._since = now, since
        self.refresh()

    def refresh(self) -> None:
        """Read what goes out and what came back again."""
        self._wants_again = self._is_loading
        if not (self._is_loading or self._is_frozen or self._runner.is_closed):
            self._is_loading = True
            work = partial(exchanging.desk, self._workspace, self._network)
            self._runner.run_db(work, self, self._take, self._not_read)

    def _take(self, desk: Desk) -> None:
        if not self._is_frozen:  # since it was asked for
            self.show_desk(desk)

    def show_desk(self, desk: Desk) -> None:
        """Show what goes out and what came back."""
        self._is_loading = False
        self._desk = desk
        self._clock.setInterval(BUSY_MS if self._is_moving(desk) else CALM_MS)
        outgoing = self.body.outgoing
        was_empty = outgoing.list.current() is None and outgoing.more.hasFocus()
        self.banner.show_trouble(trouble(desk, self._network, self._since))
        self.body.outgoing.show_outgoing(outgoing_shown(desk, is_open=self._audit is not None))
        self.body.receipts.show_receipts([receipt_shown(row) for row in desk.receipts])
        self.body.comments.show_returned([returned_shown(one) for one in desk.returned])
        self.body.assigned.show_offers(offers_shown(desk))
        self._show_sticks()
        self.body.keep_order()
        if self._wants_focus or (was_empty and outgoing.list.current() is not None):
            self._wants_focus = False
            self.focus_first()
        if self._wants_again:  # something changed while this was read
            self.refresh()

    def show_target(self, target: Target) -> None:
        """Show what a line elsewhere leads to: a place of delivery or a stick."""
        del target
        self.focus_first()

    def check(self) -> None:
        """Look whether the network is there, send what waits and hear what the centre says."""
        self.banner.forget()
        self._clock.setInterval(BUSY_MS)
        self.sending.sync()

    def send(self) -> None:
        """Queue the open audit and send what is queued; without a place, ask for one."""
        if self._desk is not None and not self._desk.remotes:
            self.add_place()
            return
        self.banner.forget()
        self._clock.setInterval(BUSY_MS)  # what was queued is seen at once, not when it moves
        self.sending.sync(self._audit)

    def stop(self) -> None:
        """Ask what is under way to stop; what is done stays."""
        self.sending.stop()
        self.sticks.stop()

    def pause(self) -> None:
        """Pause sending, or let it go on."""
        if self._desk is not None:
            chosen = self._desk.channel
            self._set_channel(Channel(
                paused=not chosen.paused,
                limit=chosen.limit,
                network=chosen.network,
                hours=chosen.hours,
            ))  # fmt: skip

    def choose_channel(self) -> None:
        """Ask over what, when and how fast results are sent."""
        if self._desk is None:
            return
        button = self.body.outgoing.channel
        popup = ChannelPopup(self._desk.channel, self)
        popup.changed.connect(self._set_channel)
        popup.open_at(button.mapToGlobal(QPoint(0, button.height())))

    def add_place(self) -> None:
        """Ask for a place of delivery and remember it."""
        self.more.places.add()

    def open_first(self) -> None:
        """Go to the first comment that waits for the auditor."""
        for returned in self._desk.returned if self._desk is not None else ():
            if returned.waiting:
                self.place_wanted.emit(returned.audit, returned.waiting[0].target)
                return

    def show_more(self) -> None:
        """Offer what is needed less often."""
        self.more.show_menu(self.body.outgoing.more)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.body.retranslate()
        if self._desk is not None:
            self.show_desk(self._desk)

    def title(self) -> str:
        """Return the title of the page."""
        return _("Exchange")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        return [
            ("F5", _("check the network")),
            (WRITE_KEY, _("to the stick")),
            ("Enter", _("details")),
            ("Ctrl+Enter", _("send")),
            (FIRST_KEY, _("first comment")),
            (CHANNEL_KEY, _("channel")),
            (MORE_KEY, _("more")),
            ("Ins", _("place of delivery")),
            ("Ctrl+B", _("bundle in a file")),
            ("Ctrl+O", _("open package")),
            (TAKE_KEY, _("take in from the stick")),
            ("F6", _("next panel")),
        ]

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self.sticks.watch(is_shown=True)
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self.sticks.watch(is_shown=False)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self.banner)
        layout.addWidget(self.body, 1)

    def _connect(self) -> None:
        outgoing, comments = self.body.outgoing, self.body.comments
        self.banner.check_asked.connect(self.check)
        self.banner.place_asked.connect(self.more.places.change)
        self.banner.stick_asked.connect(self.sticks.write)
        outgoing.send_asked.connect(self.send)
        outgoing.stop_asked.connect(self.stop)
        outgoing.pause_asked.connect(self.pause)
        outgoing.channel_asked.connect(self.choose_channel)
        outgoing.more_asked.connect(self.show_more)
        outgoing.list.resend_asked.connect(partial(self._do, delivering.resend, then=self.check))
        outgoing.list.first_asked.connect(partial(self._do, delivering.move_first))
        comments.followed.connect(self.place_wanted)
        comments.first_asked.connect(self.open_first)
        self.sending.synced.connect(self._synced)
        self.sending.failed.connect(self._stopped)
        self.sticks.seen.connect(self._show_sticks)
        self.sticks.given.connect(self._given)
        self.sticks.brought.connect(self._brought)
        self.sticks.failed.connect(self._stopped)
        self.body.assigned.acted.connect(self._begin_offer)
        self.more.opened.connect(self.opened)
        self.more.audit_changed.connect(self._note_change)
        self.more.changed.connect(self.refresh)
        self.more.said.connect(partial(self.banner.say, "ok"))
        self.more.failed.connect(self._say)

    def _bind(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "F5": self.check,
            "Ctrl+Return": self.send,
            WRITE_KEY: self.sticks.write,
            TAKE_KEY: self.sticks.take,
            CHANNEL_KEY: self.choose_channel,
            MORE_KEY: self.show_more,
            FIRST_KEY: self.open_first,
            "F6": partial(self.body.step, 1),
            "Shift+F6": partial(self.body.step, -1),
            "Esc": self.stop,
        }
        actions |= {key: act for _text, key, act in self.more.entries()}
        for keys, act in actions.items():
            bind(self, keys, act, PAGE)

    def _renew(self) -> None:
        """Look how far deliveries are."""
        if self._desk is None:
            self.refresh()
        elif not (self._is_loading or self._runner.is_closed):
            self._is_loading = True
            work = partial(exchanging.renewed, self._workspace, self._desk, self._network)
            self._runner.run_db(work, self, self._take, self._not_read)

    def _is_moving(self, desk: Desk) -> bool:
        return self.sending.is_busy or any(row.is_under_way for row in desk.deliveries)

    def _show_sticks(self) -> None:
        if self._desk is not None:
            number = self._desk.numbers.get(self._audit or "", "")
            self.body.stick.show_stick(stick_shown(self._desk, self.sticks.sticks, number))

    def _not_read(self, error: KtaError) -> None:
        self._is_loading = False
        self._say(error)

    def _set_channel(self, chosen: Channel) -> None:
        self._do(partial(_keep_channel, chosen), "")

    def _do(
        self,
        act: "Callable[[Workspace, str], object]",
        key: str,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Do something about a delivery, then show it."""
        self._runner.run_db(
            partial(act, self._workspace, key),
            self,
            lambda _none: (then or self.refresh)(),
            self._say,
        )

    def _synced(self, report: delivering.SyncReport) -> None:
        self._note_change()
        if report.errors and not report.stopped:
            self.banner.refuse(report.errors[0])
        elif report.reviews or report.received:
            self.said.emit(_("The centre answered. What is new is marked on this page."))
        self.refresh()

    def _given(self, given: "Given") -> None:
        self._note_change()
        if given.errors:
            self.banner.refuse(given.errors[0])
        else:
            self.banner.say("ok", given_words(given))
        self.refresh()

    def _brought(self, brought: "Brought") -> None:
        if brought.errors:
            self.banner.refuse(brought.errors[0])
        else:
            self.banner.say("ok", brought_words(brought))
        for audit in dict.fromkeys((*brought.audits, *brought.reviews)):
            self.opened.emit(audit)
        self.refresh()

    def _stopped(self, error: KtaError) -> None:
        self.body.assigned.rest(is_busy=False)
        self._note_change()
        self._say(error)
        self.refresh()

    def _begin_offer(self, key: str) -> None:
        """Begin an audit that was handed out, or put a checklist into use."""
        if self._desk is None:
            return
        self.body.assigned.rest(is_busy=True)
        self.banner.forget()
        work = partial(exchanging.begin_offer, self._workspace, self._desk, key)
        self._runner.run_pool(
            lambda _report, _cancelled: work(), self, self._offer_begun, self._stopped
        )

    def _offer_begun(self, audit: str) -> None:
        self.body.assigned.rest(is_busy=False)
        if audit:
            self.opened.emit(audit)
            self.open_requested.emit(audit)
        else:
            self.banner.say("ok", _("The checklist is in use. New audits are begun with it."))
        self.refresh()

    def _note_change(self) -> None:
        if self._audit is not None:  # sending and packing close a version, also when they fail
            self.audit_changed.emit(self._audit)

    def _say(self, error: KtaError) -> None:
        self.banner.refuse(error.as_json())


def _keep_channel(chosen: Channel, workspace: "Workspace", _key: str) -> None:
    channel.set_channel(workspace, chosen)
