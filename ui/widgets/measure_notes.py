"""Writing beside the live chart: what happened, and which time is to be left out and why."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_scene import clock
from ui.widgets.shortcuts import bind

LONGEST = 200
SHORTEST_S = 1.0  # less than a second leaves nothing out


class _State(Enum):
    REST = "rest"
    EVENT = "event"
    MARKING = "marking"
    REASON = "reason"


class NoteField(QWidget):
    """One field for two things: an event, and the reason of an exclusion.

    An event has the time at which it was begun, not the one at which its words were complete. An
    exclusion is marked on the chart: its beginning, its end, then the reason.

    Signals:
        event_written: Unix seconds and words.
        exclusion_written: Unix seconds from and to, and the reason.
        marked: What is marked on the chart changed; see ``marked_from`` and ``marked_to``.
        left: The field is done with: the keyboard goes back to the chart.
    """

    event_written = Signal(float, str)
    exclusion_written = Signal(float, float, str)
    marked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._now = _State.REST, 0.0
        self._at = 0.0
        self.marked_from: float | None = None
        self.marked_to: float | None = None
        self._hint = Label("", "second", "tx2")
        self._hint.setObjectName("noteHint")
        self._words = QLineEdit()
        self._words.setObjectName("eventWords")
        self._words.setMaxLength(LONGEST)
        self._words.returnPressed.connect(self._write)
        self._words.textEdited.connect(self._begin_typing)
        bind(self._words, "Esc", self.leave, Qt.ShortcutContext.WidgetShortcut)
        self.exclude = KeyButton("", "Alt+X", "eraser", small=True)
        self.exclude.setObjectName("exclude")
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 0, PADDING, 10)
        column.setSpacing(6)
        column.addWidget(self._hint)
        column.addWidget(self._words)
        column.addWidget(self.exclude, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    @property
    def is_marking(self) -> bool:
        """Whether an exclusion is being marked on the chart."""
        return self._state in (_State.MARKING, _State.REASON)

    def set_now(self, now: float) -> None:
        """Tell the time of the recording, Unix seconds: words that are just begun belong to it."""
        self._now = now

    def begin_event(self, at: float) -> None:
        """Let a person write what happened ``at``; what is being written keeps its time."""
        if self._state is not _State.EVENT or not self._words.text():
            self._end_marks()
            self._at = at
            self._go(_State.EVENT)
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def mark(self, at: float) -> None:
        """Take ``at`` as the beginning of an exclusion, or as its end if it was begun."""
        if self._state is not _State.MARKING or self.marked_from is None:
            self._words.clear()
            self.marked_from, self.marked_to = at, None
            self._go(_State.MARKING)
        elif abs(at - self.marked_from) < SHORTEST_S:
            self._say(_("The end is where the beginning is. Move the cursor, then press Alt+X."))
        else:
            self.marked_from, self.marked_to = sorted((self.marked_from, at))
            self._go(_State.REASON)
            self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.marked.emit()

    def leave(self) -> None:
        """Give the keyboard back; what was typed stays, a field without words is done with."""
        if self._words.text():
            self.left.emit()
        else:
            self._finish()

    def cancel(self) -> None:
        """Drop what was begun."""
        self._finish()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._go(self._state)

    def _go(self, state: _State) -> None:
        self._state = state
        since = clock(self.marked_from) if self.marked_from is not None else ""
        until = clock(self.marked_to) if self.marked_to is not None else ""
        hints = {
            _State.REST: "",
            _State.EVENT: _("Event at {time}").format(time=clock(self._at)),
            _State.MARKING: _(
                "Left out from {time}. Move the cursor to the end and press Alt+X once more."
            ).format(time=since),
            _State.REASON: _("Left out {start}–{end}. Why?").format(start=since, end=until),
        }
        self._say(hints[state])
        is_reason = state is _State.REASON
        self._words.setPlaceholderText(_("Reason") if is_reason else _("What happened?"))
        self._words.setAccessibleName(
            _("Reason of an exclusion") if is_reason else _("Words of an event")
        )
        self._words.setEnabled(state is not _State.MARKING)
        self.exclude.set_text(_("Up to here") if state is _State.MARKING else _("Leave out time"))
        self.exclude.setVisible(state in (_State.REST, _State.MARKING))

    def _say(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._words.setAccessibleDescription(text)

    def _begin_typing(self) -> None:
        if self._state is _State.REST:
            self._at = self._now
            self._go(_State.EVENT)

    def _write(self) -> None:
        text = self._words.text().strip()
        if self._state is _State.REASON and not text:
            self._say(_("Write the reason: it stands in the protocol. Esc leaves the time in."))
            return
        if self._state is _State.REASON and self.marked_from is not None:
            self.exclusion_written.emit(self.marked_from, self.marked_to, text)
        elif self._state is _State.EVENT and text:
            self.event_written.emit(self._at, text)
        self._finish()

    def _finish(self) -> None:
        self._words.clear()
        self._end_marks()
        self._go(_State.REST)
        self.left.emit()

    def _end_marks(self) -> None:
        if self.marked_from is not None:
            self.marked_from = self.marked_to = None
            self.marked.emit()
