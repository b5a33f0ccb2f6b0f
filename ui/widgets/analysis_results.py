"""Results of a session for the answers they belong to: ticked, then sent as one act."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.target import Target, Where
from kta_desktop.formatting import (
    NBSP,
    NOTHING,
    datetime_,
    number,
    significant,
    unit,
    with_uncertainty,
)
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _, language
from kta_desktop.services import analysing_offers, analysing_places, analysing_sending, value_words
from kta_desktop.services.analysing_places import Place
from kta_desktop.services.analysing_sending import Cell, Offer
from ui.models.lines_model import Line
from ui.theme.tokens import GAP, PADDING
from ui.widgets.analysis_table import TickTable, tick
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind

SENT_PX = 150
_Key: TypeAlias = tuple[str, str, str, bool]


class ResultsPage(QWidget):
    """What the answers hold and what they would hold.

    Signals:
        sent: Tuple of ``Edit``, everything that is to be stored as one act, and how many
            results it holds.
        jump: ``Target`` of an answer.
    """

    sent = Signal(object, int)
    jump = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: AuditRecord | None = None
        self._state: FormState | None = None
        self._session: Session | None = None
        self._places: tuple[Place, ...] = ()
        self._place = ""
        self._offers: tuple[Offer, ...] = ()
        self._ticked: set[_Key] = set()
        self._source = Labelled(QComboBox())
        self._source.field.setObjectName("resultsPlace")
        self._source.field.activated.connect(self._choose_place)
        self._table = TickTable("resultsTable")
        self._table.ticked.connect(self._flip)
        self._table.opened.connect(self._go)
        self._note = Label("", "second", "tx2")
        self._send = KeyButton("", "Ctrl+Enter", "send", "primary")
        self._send.setObjectName("resultsSend")
        self._send.clicked.connect(self.send)
        self._past = LinesTable("resultsSent")
        self._past.opened.connect(self._go_sent)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self.send)
        self._lay_out()
        self.retranslate()

    def show_session(self, record: AuditRecord, state: FormState, session: Session) -> None:
        """Show where the results of a session could go.

        Args:
            record: The open audit.
            state: Its form, as it is now.
            session: As stored.
        """
        is_other = self._session is None or self._session.id != session.id
        self._record, self._state, self._session = record, state, session
        self._places = analysing_places.places(state, language())
        if is_other:
            self._place = analysing_places.place_of(state, session)
        self._fill_places()
        self._offer(keep=not is_other)

    def send(self) -> None:
        """Hand on what is ticked."""
        taken = [offer for offer in self._offers if _key(offer) in self._ticked]
        if self._state is None or self._session is None or not taken:
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        edits = analysing_sending.edits(self._state, self._session, taken, at)
        self.sent.emit(edits, len(taken))

    def focus_first(self) -> None:
        """Give the keyboard to the table of answers, or to the choice of the source."""
        wanted = self._table if self._offers else self._source.field
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._panel.set_title(_("Results for the answers"))
        self._done.set_title(_("Sent before"))
        self._source.set_name(_("Source or outlet of the checklist"))
        self._table.setAccessibleName(_("Results for the answers"))
        self._past.setAccessibleName(_("Sent before"))
        if self._record is not None and self._state is not None and self._session is not None:
            self._places = analysing_places.places(self._state, language())
            self._fill_places()
            self._offer(keep=True)
        else:
            self._name_send()

    def _fill_places(self) -> None:
        box = self._source.field
        box.clear()
        box.addItem(_("None: questions of the sector alone"), "")
        for place in self._places:
            box.addItem(place.title, place.address)
        box.setCurrentIndex(max(box.findData(self._place), 0))

    def _choose_place(self, _index: int) -> None:
        self._place = str(self._source.field.currentData() or "")
        self._offer(keep=False)

    def _offer(self, *, keep: bool) -> None:
        """Work out the offers; what was ticked stays so if ``keep``."""
        record, state, session = self._record, self._state, self._session
        if record is None or state is None or session is None:
            return
        found = analysing_offers.offers(record, state, session, self._place)
        self._offers = tuple(each for each in found if not _is_there(each.main))
        if not keep:
            self._ticked = {_key(each) for each in self._offers if each.advised}
        self._note.setText(self._notice(len(found)))
        self._show()

    def _notice(self, found: int) -> str:
        if self._offers:
            return _(
                "Space ticks a row. Nothing is replaced unless it is ticked; one undo takes all "
                "of it back. Conditions, uncertainty and origin go along."
            )
        if found:
            return _("The answers hold the results of this session already.")
        if self._session is not None and not any(part.samples for part in self._session.each()):
            return _("No sample is complete: there is nothing to send.")
        return _("No answer of this checklist asks for these results. Choose another source.")

    def _flip(self, item: object) -> None:
        flipped = {_key(each) for each in self._offers if each.main.address == item}
        self._ticked.symmetric_difference_update(flipped)
        self._show()

    def _show(self) -> None:
        heads = (_("Answer"), _("Now"), _("Will be"), _("From the session"))
        lines = [self._line(offer) for offer in self._offers]
        self._table.show_lines(heads, lines, (0.4, 0.2, 0.2, 0.2))
        self._name_send()
        self._show_sent()

    def _name_send(self) -> None:
        count = sum(_key(offer) in self._ticked for offer in self._offers)
        self._send.set_text(_("Send to the answers: {count}").format(count=count))
        self._send.setEnabled(count > 0)

    def _line(self, offer: Offer) -> Line:
        lang = language()
        is_on = _key(offer) in self._ticked
        now = self._words(offer.main.address, offer.main.before)
        after = self._words(offer.main.address, offer.main.after)
        card = value_words.place_words(self._known, offer.card, lang)
        row = _("new row") if offer.is_new else ""
        of = offer.parameter.get(lang) or offer.parameter.get("ru", "")
        where = " · ".join(part for part in (of, card, row) if part)
        if offer.overwrites:
            replaced = [cell for cell in (offer.main, *offer.along) if _is_replaced(cell)]
            note = _("will be replaced: {count}").format(count=len(replaced))
            now = f"{now}\n{note}"
        given = f"{_told(offer)}{NBSP}{unit(offer.given.unit, lang)}"
        return Line(
            cells=(f"{offer.label.get(lang)}\n{where}", now, after, given),
            item=offer.main.address,
            icon=tick(is_on=is_on),
        )

    @property
    def _known(self) -> FormState:
        if self._state is None:
            raise LookupError(self.objectName())
        return self._state

    def _words(self, address: str, answer: Answer) -> str:
        if answer.is_empty:
            return NOTHING
        return value_words.value_words(self._known, address, answer.to_json(), language())

    def _show_sent(self) -> None:
        sent = () if self._session is None else self._session.sent
        lang = language()
        lines = [
            Line(
                cells=(
                    datetime_(each.at, lang, seconds=False),
                    f"{number(each.value, lang)}{NBSP}{unit(each.unit, lang)}",
                    self._place_words(each.address),
                ),
                item=each.address,
            )
            for each in sent
        ]
        self._past.show_lines((_("When"), _("Value"), _("Answer")), lines, (0.2, 0.2, 0.6))
        self._done.setVisible(bool(lines))

    def _place_words(self, address: str) -> str:
        """Return what an answer is called; of one that is not there any more its address."""
        try:
            return value_words.place_words(self._known, address, language())
        except (KeyError, ValueError):
            return address

    def _go(self, item: object) -> None:
        offer = next((each for each in self._offers if each.main.address == item), None)
        if offer is not None:
            self.jump.emit(Target(Where.QUESTION, offer.card))

    def _go_sent(self, item: object) -> None:
        try:
            self.jump.emit(Target(Where.QUESTION, self._known.owner(str(item))))
        except (KeyError, ValueError):
            return  # the row was taken away since: there is nowhere to go

    def _lay_out(self) -> None:
        self._panel, self._done = Panel(" "), Panel(" ")
        self._panel.add_action(self._send)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 8, PADDING, 8)
        head.setSpacing(GAP)
        head.addWidget(self._source, 1)
        head.addWidget(self._note, 1)
        self._panel.body.setContentsMargins(1, 0, 1, 1)
        self._panel.body.setSpacing(0)
        self._panel.body.addLayout(head)
        self._panel.body.addWidget(self._table, 1)
        self._done.body.setContentsMargins(1, 0, 1, 1)
        self._done.body.addWidget(self._past, 1)
        self._done.setFixedHeight(SENT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._panel, 1)
        column.addWidget(self._done)


def _told(offer: Offer) -> str:
    """Return the figure of the session with the digits that its uncertainty leaves."""
    given, lang = offer.given, language()
    if given.uncertainty:
        return with_uncertainty(given.value, given.uncertainty, lang)
    return number(significant(Decimal(repr(given.value)), 4), lang)


def _key(offer: Offer) -> _Key:
    """Return what an offer is known by: the row that it would begin has another id each time."""
    column = offer.main.address.rpartition("/")[2]
    return offer.channel, offer.card, column, offer.overwrites


def _is_there(cell: Cell) -> bool:
    return (cell.before.value, cell.before.unit) == (cell.after.value, cell.after.unit)


def _is_replaced(cell: Cell) -> bool:
    return not cell.before.is_empty and not _is_there(cell)
