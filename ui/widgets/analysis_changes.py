"""What is left out of the means of an ended session and what was noted, changed after the fact.

A change is shown with the means before and after it; only then it is written.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.changes import Change
from kta_desktop.domain.measurement import Event, Exclusion, Quantity, Session
from kta_desktop.errors import KtaError
from kta_desktop.formatting import NOTHING, date, datetime_, duration, time_, with_uncertainty
from kta_desktop.i18n import _, language
from kta_desktop.services.analysing_changes import Amended, moment_of
from ui.models.lines_model import Line
from ui.theme.tokens import GAP
from ui.widgets.analysis_words import iso, named
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.lines_table import LinesTable
from ui.widgets.measure_notes import LONGEST
from ui.widgets.measure_scene import clock, unix
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind

EDIT_PX = 400
PREVIEW_PX = 92
NARROW_EDIT_PX = 320
NARROW_PX = 1000
LOW_PX = 420  # below it the list makes room for the means before and after


class ChangesPage(QWidget):
    """Excluded time and events at the left; what is to be changed at the right.

    Signals:
        exclusion_asked: ``Exclusion`` that is to be left out of the means.
        inclusion_asked: ``Exclusion`` that is to be taken back.
        event_asked: ``Event`` that is to be noted.
        removal_asked: ``Event`` that is to be taken back.
        written: ``Amended`` that the auditor has seen and wants to be stored.
        shown: ISO start and end of what was opened: the chart is to show it.
    """

    exclusion_asked = Signal(object)
    inclusion_asked = Signal(object)
    event_asked = Signal(object)
    removal_asked = Signal(object)
    written = Signal(object)
    shown = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._authors: Mapping[object, Change] = {}
        self._names: Mapping[str, str] = {}
        self._amended: Amended | None = None
        self._table = LinesTable("changesTable")
        self._table.opened.connect(self._open)
        self._start, self._end, self._reason, self._at, self._text = (
            self._field(name) for name in ("Start", "End", "Reason", "At", "Text")
        )
        self._exclude = KeyButton("", "", "eraser", small=True)
        self._exclude.setObjectName("changesExclude")
        self._note = KeyButton("", "", "flag", small=True)
        self._note.setObjectName("changesNote")
        self._remove = KeyButton("", "Del", "trash-2", small=True)
        self._remove.setObjectName("changesRemove")
        self._write = KeyButton("", "Ctrl+Enter", "check", "primary")
        self._write.setObjectName("changesWrite")
        self._drop = KeyButton("", "Esc", "")
        self._drop.setObjectName("changesDrop")
        self._fault = Label("", "body", "er")
        self._fault.setObjectName("changesFault")
        self._preview = LinesTable("changesPreview")
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_session(
        self, session: Session, authors: Mapping[object, Change], names: Mapping[str, str]
    ) -> None:
        """Show what was left out and noted.

        Args:
            session: As stored.
            authors: The change that brought in each exclusion and event.
            names: Names of auditors by their id.
        """
        is_other = self._session is None or self._session.id != session.id
        self._session, self._authors, self._names = session, authors, names
        if is_other:
            for field in (self._start, self._end, self._reason, self._at, self._text):
                field.field.clear()
        self._forget()
        self._show()

    def show_amended(self, amended: Amended) -> None:
        """Show what a change would do; ``written`` follows if the auditor wants it."""
        self._fault.hide()
        self._amended = amended
        self._show_preview()
        self._write.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, error: KtaError) -> None:
        """Say why a change cannot be made."""
        self._fault.setText(error.sentence())
        self._fault.show()

    def begin_exclusion(self, start: float | None, end: float | None) -> None:
        """Let a person leave time out; ``start`` and ``end`` are Unix seconds marked before."""
        for field, at in ((self._start, start), (self._end, end)):
            if at is not None:
                field.field.setText(self._time(at))
        wanted = self._start if start is None else self._end if end is None else self._reason
        wanted.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_event(self, at: float | None) -> None:
        """Let a person note something; ``at`` is in Unix seconds."""
        if at is not None:
            self._at.field.setText(self._time(at))
        wanted = self._at if at is None else self._text
        wanted.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> bool:
        """Drop the change that is shown; whether there was one."""
        if self._amended is None:
            return False
        self._forget()
        self.focus_first()
        return True

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._listed.set_title(_("Left out and noted"))
        self._editing.set_title(_("Leave out time"))
        self._noting.set_title(_("Note an event"))
        self._seeing.set_title(_("Means before and after"))
        self._table.setAccessibleName(_("Left out and noted"))
        self._preview.setAccessibleName(_("Means before and after"))
        self._start.set_name(_("Left out from"))
        self._end.set_name(_("Left out until"))
        self._reason.set_name(_("Reason"))
        self._at.set_name(_("Time of the event"))
        self._text.set_name(_("What happened"))
        for field in (self._start, self._end, self._at):
            field.field.setPlaceholderText("14:31:05")
        self._exclude.set_text(_("Show the means without it"))
        self._note.set_text(_("Note it"))
        self._remove.set_text(_("Take back"))
        self._write.set_text(_("Write the change"))
        self._drop.set_text(_("Drop it"))
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = isinstance(self.focusWidget(), QLineEdit)
        if event.key() == Qt.Key.Key_Escape and is_typing and self._amended is None:
            self.focus_first()  # what was typed stays
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(NARROW_EDIT_PX if self.width() < NARROW_PX else EDIT_PX)
        self._listed.setVisible(self._amended is None or self.height() >= LOW_PX)

    def _show(self) -> None:
        if self._session is None:
            return
        items: list[Exclusion | Event] = [*self._session.exclusions, *self._session.events]
        items.sort(key=lambda item: item.start if isinstance(item, Exclusion) else item.at)
        lines = [self._line(item) for item in items]
        heads = (_("Time"), _("What"), _("Who and when"))
        self._table.show_lines(heads, lines, (0.3, 0.38, 0.32))
        self._remove.setEnabled(bool(lines))
        self._show_preview()

    def _line(self, item: Exclusion | Event) -> Line:
        lang = language()
        change = self._authors.get(item)
        who = NOTHING
        if change is not None:
            who = f"{self._names.get(change.author, NOTHING)}\n{datetime_(change.at, lang)}"
        if isinstance(item, Exclusion):
            start, end = self._time(unix(item.start)), time_(item.end, lang)
            length = duration(unix(item.end) - unix(item.start), lang)
            cells = (f"{start}–{end}\n{length}", item.reason, who)
            return Line(cells=cells, item=item, icon=("eraser", "tx2"))
        cells = (self._time(unix(item.at)), item.text, who)
        return Line(cells=cells, item=item, icon=("flag", "nd"))

    def _time(self, at: float) -> str:
        """Return a moment (Unix s) as it is typed: of a session of several days with its day."""
        session = self._session
        if session is None:
            return clock(at)
        lang, ended = language(), session.ended_at or session.started_at
        is_one_day = date(session.started_at, lang) == date(ended, lang)
        return clock(at) if is_one_day else datetime_(iso(at), lang)

    def _show_preview(self) -> None:
        amended = self._amended
        self._seeing.setVisible(amended is not None)
        self._listed.setVisible(amended is None or self.height() >= LOW_PX)
        if amended is None:
            return
        lines = [
            Line(
                cells=(named(after.parameter, after.channel), _mean(before), _mean(after)),
                item=after.channel,
            )
            for before, after in amended.pairs
        ]
        heads = (_("Quantity"), _("Before"), _("After"))
        self._preview.show_lines(heads, lines, (0.3, 0.35, 0.35))

    def _ask_exclusion(self) -> None:
        reason = self._reason.field.text().strip()
        if not reason:
            self._reason.say(_("Write the reason: it stands in the protocol."), "er")
            self._reason.field.setFocus()
            return
        start = self._moment(self._start)
        end = self._moment(self._end) if start else ""
        if end:
            self.exclusion_asked.emit(Exclusion(start=start, end=end, reason=reason))

    def _ask_event(self) -> None:
        text = self._text.field.text().strip()
        if not text:
            self._text.say(_("Write what happened."), "er")
            self._text.field.setFocus()
            return
        at = self._moment(self._at)
        if at:
            self.event_asked.emit(Event(at=at, text=text))

    def _moment(self, field: Labelled[QLineEdit]) -> str:
        """Return the ISO time in a field; empty, with words below it, if it is none."""
        if self._session is None:
            return ""
        try:
            return moment_of(self._session, field.field.text())
        except KtaError as error:
            field.say(error.sentence(), "er")
            field.field.setFocus()
            return ""

    def _ask_removal(self) -> None:
        item = self._table.item()
        if isinstance(item, Exclusion):
            self.inclusion_asked.emit(item)
        elif isinstance(item, Event):
            self.removal_asked.emit(item)

    def _open(self, item: object) -> None:
        if isinstance(item, Exclusion):
            self.shown.emit(item.start, item.end)
        elif isinstance(item, Event):
            self.shown.emit(item.at, item.at)

    def _store(self) -> None:
        if self._amended is not None:
            amended = self._amended
            for field in (self._start, self._end, self._reason, self._at, self._text):
                field.field.clear()
            self._forget()
            self.written.emit(amended)
            self.focus_first()

    def _forget(self) -> None:
        self._amended = None
        self._fault.hide()
        self._seeing.hide()
        self._listed.show()

    def _field(self, name: str) -> Labelled[QLineEdit]:
        made = Labelled(QLineEdit())
        made.field.setObjectName(f"changes{name}")
        made.field.setMaxLength(LONGEST)
        made.field.textChanged.connect(lambda _text: made.say(""))
        return made

    def _connect(self) -> None:
        self._exclude.clicked.connect(self._ask_exclusion)
        self._reason.field.returnPressed.connect(self._ask_exclusion)
        self._note.clicked.connect(self._ask_event)
        self._text.field.returnPressed.connect(self._ask_event)
        self._remove.clicked.connect(self._ask_removal)
        self._write.clicked.connect(self._store)
        self._drop.clicked.connect(self.leave)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self._store)
        bind(self._table, "Del", self._ask_removal, Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self._listed, self._editing, self._noting, self._seeing = (
            Panel(" "),
            Panel(" "),
            Panel(" "),
            Panel(" "),
        )
        self._listed.add_action(self._remove)
        self._listed.body.setContentsMargins(1, 0, 1, 1)
        self._listed.body.addWidget(self._table, 1)
        self._editing.body.addLayout(_beside(self._start, self._end))
        self._editing.body.addWidget(self._reason)
        self._editing.body.addWidget(self._exclude, 0, Qt.AlignmentFlag.AlignLeft)
        self._noting.body.addLayout(_beside(self._at, self._text))
        self._noting.body.addWidget(self._note, 0, Qt.AlignmentFlag.AlignLeft)
        self._preview.setFixedHeight(PREVIEW_PX)
        self._seeing.body.addWidget(self._preview)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=GAP)
        for button in (self._write, self._drop):
            flow.addWidget(button)
        self._seeing.body.addWidget(buttons)
        side = QVBoxLayout()
        side.setSpacing(GAP)
        for widget in (self._editing, self._noting, self._fault):
            side.addWidget(widget)
        side.addStretch(1)
        side.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        inner.setLayout(side)
        box = QScrollArea()
        box.setWidgetResizable(True)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.setWidget(inner)
        box.setFixedWidth(EDIT_PX)
        self._side = box
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._listed, 1)
        left.addWidget(self._seeing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(left, 1)
        row.addWidget(box)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def _mean(quantity: Quantity) -> str:
    samples = quantity.samples
    count = _("samples: {count}").format(count=len(samples))
    if not samples:
        return f"{NOTHING}\n{count}"
    mean = sum(sample.mean for sample in samples) / len(samples)
    spread = sum(sample.uncertainty for sample in samples) / len(samples)
    return f"{with_uncertainty(mean, spread, language())}\n{count}"
