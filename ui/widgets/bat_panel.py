"""The panel «Техники»: how many are in which state, the list, and the chosen one below it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kta_desktop.assessment.bat import BatLine, TechniqueLine
from kta_desktop.assessment.techniques import State
from kta_desktop.i18n import _
from ui.models import bat_rows
from ui.models.bat_rows import STATES
from ui.theme.tokens import PADDING
from ui.widgets.bat_list import BatList
from ui.widgets.bat_strip import BatStrip, Shown
from ui.widgets.chip import Chip
from ui.widgets.label import Label
from ui.widgets.panel import Panel


class BatPanel(Panel):
    """Techniques of the book at this plant.

    Signals:
        moved: Another technique is chosen, or none.
        state_wanted: ``State`` that the chosen technique is to have.
        written: Name of a field of the chosen technique and its text.
        confirmed: The proposal for the chosen technique is taken over.
        path_wanted: Address of a question that is wanted.
        more_wanted: Costs, criteria and the rest of the chosen technique are wanted.
    """

    moved = Signal()
    state_wanted = Signal(object)
    written = Signal(str, str)
    confirmed = Signal()
    path_wanted = Signal(str)
    more_wanted = Signal()

    def __init__(self, number_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._number_of = number_of
        self._bats: Sequence[BatLine] = ()
        self._lines: dict[str, tuple[BatLine, TechniqueLine]] = {}
        self._folded: set[str] = set()
        self._source, self._only_unproven, self._is_known = "", False, False
        self._counted = Label("", "second", "tx2")
        self.add_beside(self._counted)
        self._chips: dict[State | None, Chip] = {
            state: Chip(parent=self) for state in (*STATES, None)
        }
        for chip in self._chips.values():
            self.add_action(chip)
        self.list, self.strip = BatList(self), BatStrip(self)
        self._nothing = Label("", "body", "tx2")
        self._nothing.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.strip)
        self._connect()
        self.retranslate()

    @property
    def line(self) -> TechniqueLine | None:
        """The chosen technique; None if none is chosen."""
        found = self._lines.get(self.list.rows.key())
        return found[1] if found else None

    @property
    def bat(self) -> BatLine | None:
        """The conclusion of the chosen technique."""
        found = self._lines.get(self.list.rows.key())
        return found[0] if found else None

    def unproven(self) -> int:
        """Return how many techniques have no evidence that ought to."""
        lines = (line for bat in self._shown_bats() for line in bat.lines)
        return sum(bat_rows.is_unproven(line) for line in lines)

    def show_bats(
        self, bats: Sequence[BatLine], source: str = "", *, only_unproven: bool = False
    ) -> None:
        """Show conclusions with their techniques.

        Args:
            bats: All of them.
            source: Id of the only document wanted; empty = all.
            only_unproven: Whether only techniques without evidence are wanted.
        """
        self._bats, self._source, self._only_unproven = bats, source, only_unproven
        self._is_known = True
        self._lines = {line.key: (bat, line) for bat in bats for line in bat.lines}
        self._refresh()

    def choose(self, key: str) -> bool:
        """Choose a technique by the key of its line or by its id; False if there is none."""
        found = next((each for each in self._lines if key in (each, each.partition("@")[0])), None)
        if found is None:
            return False
        group = bat_rows.GROUP + self._lines[found][0].technique.id
        if group in self._folded:
            self._fold(group, is_folded=False)
        return self.list.rows.choose(found)

    def focus_first(self) -> None:
        """Put the focus on the list, its first technique chosen if none is."""
        if not self.list.rows.key():
            self._choose_first()
        self.list.rows.setFocus()

    def set_state(self, number: int) -> None:
        """Give the chosen technique the state of a number, from 1."""
        if self.line is not None:
            self.state_wanted.emit(list(STATES)[number - 1])

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.strip.commit()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Techniques"))
        self.list.retranslate()
        self.strip.retranslate()
        self._refresh()

    def _connect(self) -> None:
        self.list.moved.connect(self._move)
        self.list.opened.connect(self._open)
        self.list.state_wanted.connect(self.set_state)
        self.list.fold_wanted.connect(self._take_fold)
        self.list.link_wanted.connect(self.path_wanted)
        self.strip.state_chosen.connect(self.state_wanted)
        self.strip.written.connect(self.written)
        self.strip.confirmed.connect(self.confirmed)
        self.strip.question_wanted.connect(self._ask_question)
        self.strip.more_wanted.connect(self.more_wanted)
        self.strip.finished.connect(self.list.rows.setFocus)

    def _shown_bats(self) -> list[BatLine]:
        return list(bat_rows.of_source(self._bats, self._source))

    def _refresh(self) -> None:
        bats = self._shown_bats()
        lines = [line for bat in bats for line in bat.lines]
        counts = bat_rows.counts(lines)
        for state, chip in self._chips.items():
            word, icon, tone = STATES[state] if state else ("", "circle-dashed", "plain")
            told = f"{_(word) if word else _('not stated')}: {counts[state]}"
            chip.show_state(str(counts[state]), icon, tone)
            chip.setAccessibleName(told)
            chip.setToolTip(told)
            chip.setVisible(counts[state] > 0)
        applicable = len(lines) - counts[State.NOT_APPLICABLE]
        confirmed = sum(line.state is not None for line in lines)
        counted = _("applicable {count} of {total}, confirmed {confirmed}").format(
            count=applicable, total=len(lines), confirmed=confirmed
        )
        self._counted.setText(counted if self._is_known else "")
        self._show_rows()

    def _show_rows(self) -> None:
        shown = bat_rows.rows(
            self._bats,
            self._number_of,
            folded=self._folded,
            source=self._source,
            only_unproven=self._only_unproven,
        )
        before = self.list.rows.key()
        self.list.rows.show_rows(shown)
        self._nothing.setText(self._why_nothing())
        self._stack.setCurrentWidget(self.list if shown else self._nothing)
        if shown and not self.list.rows.key() and not self.choose(before.partition("@")[0]):
            self._choose_first()
        self._move(self.list.rows.key())

    def _why_nothing(self) -> str:
        """Return why there is no line; before the first assessment nobody knows that yet."""
        if not self._is_known:
            return _("The techniques are being compared with the answers…")
        if self._only_unproven:
            return _("Every technique that is applied or planned has evidence.")
        return _(
            "This checklist has no techniques of a book. Its questions, measurements and "
            "balances work all the same."
        )

    def _choose_first(self) -> None:
        rows = self.list.rows
        rows.choose(next((row.key for row in rows.keyed.rows if row.key in self._lines), ""))

    def _move(self, key: str) -> None:
        found, was_inside = self._lines.get(key), self.strip.is_written_in()
        if found is None:
            self.strip.show_line(None)
        else:
            bat, line = found
            path = bat_rows.question_of(line)
            number = self._number_of(path) if path else ""
            self.strip.show_line(Shown(bat_rows.line_title(bat, line), line, number))
        if was_inside and not self.strip.reason.isEnabled():
            self.list.rows.setFocus()  # its state was taken back
        self.moved.emit()

    def _open(self, key: str) -> None:
        if key in self._lines:
            self._ask_question()
        elif key.startswith(bat_rows.GROUP):
            self._fold(key, is_folded=key not in self._folded)

    def _ask_question(self) -> None:
        path = bat_rows.question_of(self.line) if self.line is not None else ""
        if path:
            self.path_wanted.emit(path)

    def _take_fold(self, key: str, is_folded: bool) -> None:
        self._fold(key, is_folded=is_folded)

    def _fold(self, key: str, *, is_folded: bool) -> None:
        if is_folded:
            self._folded.add(key)
        else:
            self._folded.discard(key)
        self._show_rows()
