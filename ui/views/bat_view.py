"""The page «НДТ»: techniques of the book beside the plant, and its figures beside their levels."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _
from kta_desktop.services import bottleneck_links
from ui.assessment import AssessmentModel
from ui.models import balance_rows, bat_rows, indicator_rows
from ui.models.path_targets import path_target
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.assessed_page import AssessedPage
from ui.widgets.bat_head import (
    BALANCES,
    BEFORE_KEY,
    FACE_KEY,
    FILTER_KEY,
    INDICATORS,
    SUMMARY_KEY,
    TECHNIQUES,
    BatHead,
)
from ui.widgets.bat_keys import UNIT_KEY, keys_of
from ui.widgets.bat_panel import BatPanel
from ui.widgets.bat_strip import ACCEPT_KEY, CONFIRM_KEY, LEAD_KEY, MORE_KEY
from ui.widgets.indicator_panel import IndicatorPanel
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.assessment.bat import BatLine
    from kta_desktop.assessment.techniques import State
    from kta_desktop.services.assessing import Assessment
    from ui.dialogs.technique_acts import TechniqueActs
    from ui.undo import AuditEditor
    from ui.widgets.balance_page import BalancePage

_TIGHT = 4  # px beside the panels of a narrow window
_SIZES = [784, 456]
CONFORMITY = "conformity"
"""Key of the print centre for the summary."""


class BatView(AssessedPage):
    """Techniques at the left, indicators at the right; balances and load on a face of their own.

    In a narrow window techniques and indicators are faces, too.

    Args:
        editor: The open audit.
        model: Its assessment; None takes the one that all pages share.
    """

    def __init__(
        self,
        editor: "AuditEditor",
        parent: QWidget | None = None,
        *,
        model: AssessmentModel | None = None,
    ) -> None:
        super().__init__("batView", editor, parent, model=model)
        definition = editor.state.definition
        self._face, self._source, self._only_unproven = TECHNIQUES, "", False
        self._balances: BalancePage | None = None
        self._acts: TechniqueActs | None = None
        self.head = BatHead(definition, self)
        self.techniques = BatPanel(self._number_of, self)
        self.indicators = IndicatorPanel(definition, self)
        self._arrange()
        self._connect()
        self._bind()
        self.retranslate()

    @property
    def acts(self) -> "TechniqueActs":
        """What is done with techniques; made when it is first wanted."""
        from ui.dialogs.technique_acts import TechniqueActs

        if self._acts is None:
            self._acts = TechniqueActs(self.editor, self.model, self)
            self._acts.jump.connect(self.jump)
            self._acts.path_wanted.connect(self._follow)
            self._acts.said.connect(self.said)
            self._acts.failed.connect(self.banner.show_error)
            self._acts.awaited.connect(self.wait_for)
        return self._acts

    @property
    def balances(self) -> "BalancePage":
        """Balances and load; made when they are first wanted: few who come here look at them."""
        from ui.widgets.balance_page import BalancePage

        if self._balances is None:
            self._balances = page = BalancePage(self)
            page.path_wanted.connect(self._follow)
            page.set_narrow(narrow=self.is_narrow)
            self._stack.addWidget(page)
            if self.model.found is not None:
                page.show_found(self.model.found.balances, self.model.found.load)
        return self._balances

    def title(self) -> str:
        """Return the name of the page."""
        return _("Techniques and indicators")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the focused widget and what they do, most used first."""
        return keys_of(self._face)

    def here(self) -> Target:
        """Return the place of the page: what is chosen on it."""
        if self._face == BALANCES:
            return Target(Where.BAT, self.balances.key())
        return Target(Where.BAT, self.indicators.shown or self.techniques.list.rows.key())

    def focus_first(self) -> None:
        """Put the focus into what is shown."""
        if self._face == BALANCES:
            self.balances.focus_first()
        elif self._face == INDICATORS:
            self.indicators.focus_first()
        else:
            self.techniques.focus_first()

    @override
    def commit(self) -> None:
        self.techniques.commit()

    def show_face(self, face: str) -> None:
        """Show techniques and indicators, or balances and load."""
        self._face = face
        self.head.show_face(face)
        self._stack.setCurrentWidget(self.balances if face == BALANCES else self._panes)
        self.techniques.setVisible(not self.is_narrow or face != INDICATORS)
        self.indicators.setVisible(not self.is_narrow or face == INDICATORS)
        self.keys_changed.emit()

    def turn_face(self) -> None:
        """Show the next face, the first behind the last."""
        self.commit()
        narrow = [TECHNIQUES, INDICATORS, BALANCES]
        faces = narrow if self.is_narrow else [TECHNIQUES, BALANCES]
        at = faces.index(self._face) if self._face in faces else 0
        self.show_face(faces[(at + 1) % len(faces)])
        self.focus_first()

    def next_pane(self) -> None:
        """Take the focus to the other panel."""
        if self._face == BALANCES:
            self.balances.next_pane()
        elif self.is_narrow:
            self.turn_face()
        elif self.indicators.isAncestorOf(self.focusWidget() or self):
            self.techniques.focus_first()
        else:
            self.indicators.focus_first()

    def turn_filter(self) -> None:
        """Show only techniques without evidence, or all again."""
        self._only_unproven = not self._only_unproven
        self.refresh()

    def set_state(self, state: "State", **fields: str) -> None:
        """Give the chosen technique a state, confirmed by the auditor; asks for what it needs."""
        line = self.techniques.line
        if line is not None and self._can_act() and self.acts.set_state(line, state, **fields):
            self.model.finish()
            self.techniques.strip.ask_reason()

    def confirm(self) -> None:
        """Take over the state that is proposed for the chosen technique."""
        self.commit()
        line = self.techniques.line
        if line is not None and line.state is None and line.proposal.state is not None:
            self.set_state(line.proposal.state)

    def accept_all(self) -> None:
        """Take over every state that is proposed for techniques of the document shown."""
        self.commit()
        if self._can_act():
            self.acts.accept_all(self._shown_bats())

    def add_evidence(self) -> None:
        """Go to the question of the chosen technique, where its evidence is added."""
        line = self.techniques.line
        path = bat_rows.question_of(line) if line is not None else ""
        if path:
            self._follow(path)
            self.said.emit(_("F8 adds the evidence to this answer."))

    def act(self, name: str) -> None:
        """Do an act with the chosen technique: ``show_more``, ``add_unit`` or ``lead_on``."""
        self.commit()
        line, bat = self.techniques.line, self.techniques.bat
        if line is not None and bat is not None and self._can_act():
            getattr(self.acts, name)(bat, line)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(self.title())
        for part in (self.head, self.banner, self.techniques, self.indicators):
            part.retranslate()
        if self._balances is not None:
            self._balances.retranslate()
        self.refresh()
        self.keys_changed.emit()

    @override
    def fill(self, found: "Assessment") -> None:
        self.head.show_sources(bat_rows.sources(found.bats))
        before = found.repeat
        self.head.show_before(*((before.number, before.day) if before is not None else ("", "")))
        self.techniques.show_bats(found.bats, self._source, only_unproven=self._only_unproven)
        unproven = self.techniques.unproven()
        self.head.show_unproven(unproven, is_only=self._only_unproven)
        self.techniques.strip.show_proposed(bat_rows.proposed(self._shown_bats()))
        leads_of = partial(bottleneck_links.of_indicator, found)
        previous = indicator_rows.previous_of(found.repeat)
        self.indicators.show_indicators(
            found.indicators, previous, self._source, leads_of, found.known
        )
        if self._balances is not None:
            self._balances.show_found(found.balances, found.load)
        self.head.show_face(self._face)
        self.choose_awaited()

    @override
    def choose(self, key: str) -> bool:
        if self.techniques.choose(key):
            self.show_face(TECHNIQUES)
        elif self.indicators.show_in_full(key):
            self.show_face(INDICATORS if self.is_narrow else TECHNIQUES)
        elif self._is_balance(key) and self.balances.choose(key):
            self.show_face(BALANCES)
        else:
            return False
        return True

    @override
    def follow_width(self) -> None:
        narrow = self.is_narrow
        side = _TIGHT if narrow else MARGIN
        self._column.setContentsMargins(side, GAP, side, GAP)
        if self._balances is not None:
            self._balances.set_narrow(narrow=narrow)
        self.techniques.strip.set_narrow(narrow=narrow)
        self.head.set_narrow(narrow=narrow)
        if not narrow and self._face == INDICATORS:
            self._face = TECHNIQUES
        self.show_face(self._face)

    def _arrange(self) -> None:
        self._panes = QSplitter(Qt.Orientation.Horizontal, self)
        self._panes.setHandleWidth(GAP)
        self._panes.setChildrenCollapsible(False)
        self._panes.setProperty("look", "bare")
        self._panes.addWidget(self.techniques)
        self._panes.addWidget(self.indicators)
        self._panes.setStretchFactor(0, 5)
        self._panes.setStretchFactor(1, 3)
        self._panes.setSizes(_SIZES)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._panes)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.head)
        self._column.addWidget(self.banner)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.head.face_chosen.connect(self.show_face)
        self.head.source_chosen.connect(self._take_source)
        self.head.filter_wanted.connect(self.turn_filter)
        self.head.summary_wanted.connect(self._show_summary)
        self.head.before_wanted.connect(self._show_before)
        self.techniques.strip.accept_wanted.connect(self.accept_all)
        self.techniques.moved.connect(self._show_lead)
        self.techniques.moved.connect(self.keys_changed)
        self.techniques.strip.lead_wanted.connect(partial(self.act, "lead_on"))
        self.techniques.state_wanted.connect(self.set_state)
        self.techniques.written.connect(self._write)
        self.techniques.confirmed.connect(self.confirm)
        self.techniques.more_wanted.connect(partial(self.act, "show_more"))
        for part in (self.techniques, self.indicators):
            part.path_wanted.connect(self._follow)
        self.indicators.followed.connect(self.jump)
        self.indicators.technique_wanted.connect(self._show_technique)

    def _bind(self) -> None:
        for keys, act in (
            (FACE_KEY, self.turn_face),
            (FILTER_KEY, self.turn_filter),
            (SUMMARY_KEY, self._show_summary),
            (BEFORE_KEY, self._show_before),
            ("Ctrl+Return", self.confirm),
            (CONFIRM_KEY, self.confirm),  # Enter is the one of the number pad
            (ACCEPT_KEY.replace("Enter", "Return"), self.accept_all),
            (MORE_KEY, partial(self.act, "show_more")),
            (LEAD_KEY, partial(self.act, "lead_on")),
            (UNIT_KEY, partial(self.act, "add_unit")),
            ("F6", self.next_pane),
            ("F8", self.add_evidence),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
        ):
            bind(self, keys, act, PAGE)

    def _is_balance(self, key: str) -> bool:
        found, of = self.model.found, key.partition("/")[0]
        return found is not None and any(balance_rows.key_of(each) == of for each in found.balances)

    def _can_act(self) -> bool:
        return self.model.found is not None

    def _shown_bats(self) -> "Sequence[BatLine]":
        """Return the conclusions of the document that is shown."""
        found = self.model.found
        return tuple(bat_rows.of_source(found.bats, self._source)) if found is not None else ()

    def _show_lead(self) -> None:
        line, found = self.techniques.line, self.model.found
        if line is not None and found is not None:
            words = bottleneck_links.lead_words(found, line.technique.id)
            self.techniques.strip.show_lead(words)

    def _take_source(self, source: str) -> None:
        self._source = source
        self.refresh()

    def _write(self, name: str, text: str) -> None:
        line = self.techniques.line
        if line is not None and line.state is not None:
            self.set_state(line.state, **{name: text})

    def _show_summary(self) -> None:
        self.commit()
        self.jump.emit(Target(Where.PRINT, CONFORMITY))

    def _show_before(self) -> None:
        from ui.dialogs.repeat_audit import show_beside

        self.commit()
        show_beside(self)

    def _show_technique(self, technique: str) -> None:
        if self.is_narrow:
            self.show_face(TECHNIQUES)
        if self.techniques.choose(technique):
            self.techniques.focus_first()

    def _follow(self, path: str) -> None:
        self.commit()
        target = path_target(path)
        if target is not None:
            self.jump.emit(target)

    def _number_of(self, address: str) -> str:
        try:
            return self.editor.state.question(address).number
        except KeyError:
            return ""
