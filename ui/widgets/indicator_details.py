"""All that is known of one indicator: its formula and terms, its level, what keeps it from one."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.assessment.performance import Indicator, Permit
from kta_desktop.assessment.ranges import Range
from kta_desktop.assessment.statements import Statement
from kta_desktop.assessment.terms import Term
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.levels import Level
from kta_desktop.domain.target import Target
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import _, language
from kta_desktop.services.bottleneck_links import Link
from kta_desktop.services.printing import level_band, level_range, level_unit
from ui.models import indicator_rows, range_rows
from ui.models.indicator_rows import VERDICTS, figured_words, is_drawn, lack_words, number_of
from ui.theme.tokens import PADDING
from ui.widgets.figure_view import FigureView
from ui.widgets.focus import FocusRing
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.link_line import LinkLine
from ui.widgets.tab_chain import chain
from ui.widgets.verdict_frame import VerdictFrame


class IndicatorDetails(QScrollArea):
    """Made anew for every indicator that is shown.

    Signals:
        left: The list of indicators is wanted again.
        path_wanted: What was entered at a path is wanted.
        technique_wanted: A technique is wanted, by its id.
        followed: ``Target`` of a bottleneck or measure that is wanted.
    """

    left = Signal()
    path_wanted = Signal(str)
    technique_wanted = Signal(str)
    followed = Signal(object)

    def __init__(self, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indicatorDetails")
        self._definition = definition
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout()
        FocusRing(self)

    def show_indicator(
        self,
        indicator: Indicator,
        previous: Decimal | None = None,
        leads: Sequence[Link] = (),
        stated: Statement | None = None,
    ) -> None:
        """Show an indicator.

        Args:
            indicator: Which.
            previous: Its value at the previous audit.
            leads: Bottlenecks and measures that it leads to.
            stated: What it states, with the others that state it.
        """
        inside, focused = self._begin()
        self._head(indicator)
        self._figure(indicator, previous)
        if stated is not None:
            self._again(indicator, stated)
        self._terms(indicator)
        self._level(indicator)
        if indicator.permit is not None:
            self._permit(indicator.permit)
        self._techniques(indicator)
        self._leads(leads)
        self._end(inside, indicator.name.get(language()), focused)

    def show_range(self, found: Range, indicator: Indicator | None = None) -> None:
        """Show a typical range.

        Args:
            found: Which.
            indicator: The figure that is held beside it; None if there is none.
        """
        inside, focused = self._begin()
        self._back()
        name = found.name.get(language())
        self._column.addWidget(Label(name, "panel"))
        word, icon, tone = range_rows.STATES[found.state]
        frame = VerdictFrame(self)
        frame.show_verdict(_(word), icon, tone)
        self._column.addWidget(frame)
        for line in range_rows.lines_of(found):
            self._say(line)
        self._say(_("A typical range is no limit: it yields no verdict."))
        self._title(_("Source"))
        self._say(range_rows.source_of(found, self._definition))
        if indicator is not None:
            self._title(_("Where it comes from"))
            value, unit = indicator_rows.value_of(indicator)
            self._link(f"{indicator.name.get(language())}: {value} {unit}", indicator.path)
        elif found.question:
            self._title(_("What would feed it"))
            self._link(self._asked(found.question), found.question)
        self._end(inside, name, focused)

    def _asked(self, name: str) -> str:
        found = next((each for each in self._definition.questions if each.name == name), None)
        return name if found is None else f"{found.number}. {found.label.get(language())}"

    def _begin(self) -> tuple[QWidget, int]:
        """Return an empty column for what is shown next, and the place of the focus till now."""
        focused = self._focused()
        inside = QWidget(self)
        inside.setProperty("ground", "sf")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._column.setSpacing(6)
        return inside, focused

    def _end(self, inside: QWidget, name: str, focused: int) -> None:
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleName(name)
        buttons = self._buttons()
        chain([self, *buttons])
        if focused >= 0:
            buttons[min(focused, len(buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus on the way back."""
        button = self.findChild(KeyButton, "back_to_indicators")
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> list[QAbstractButton]:
        inside = self.widget()
        return inside.findChildren(QAbstractButton) if inside is not None else []

    def _focused(self) -> int:
        """Return the place of the button that has the focus; -1 if none has."""
        return next((at for at, each in enumerate(self._buttons()) if each.hasFocus()), -1)

    def _back(self) -> None:
        back = KeyButton(_("All indicators"), "Esc", "chevron-left", small=True)
        back.setObjectName("back_to_indicators")
        back.clicked.connect(self.left)
        self._column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)

    def _head(self, indicator: Indicator) -> None:
        self._back()
        self._column.addWidget(Label(indicator.name.get(language()), "panel"))
        self._say(indicator_rows.beside_of(indicator))
        word, icon, tone = VERDICTS[indicator.judgement.verdict]
        value, unit = indicator_rows.value_of(indicator)
        frame = VerdictFrame(self)
        frame.show_verdict(f"{_(word)}: {value} {unit}", icon, tone)
        self._column.addWidget(frame)
        if indicator.judgement.verdict is Verdict.NOT_COMPARED:
            self._say(indicator_rows.note_of(indicator))

    def _figure(self, indicator: Indicator, previous: Decimal | None) -> None:
        judged = indicator.judgement
        if is_drawn(judged.level):
            view = FigureView(self)
            view.show_figure(level_band(judged, language(), previous))
            self._column.addWidget(view)

    def _again(self, indicator: Indicator, stated: Statement) -> None:
        """Say where the same stands, too, and whether these agree."""
        others = [each for each in stated.members if each is not indicator]
        if others:
            self._title(_("The same is stated in"))
        for each in others:
            value, unit = indicator_rows.value_of(each)
            name = ", ".join(part for part in (each.name.get(language()), each.where) if part)
            self._link(f"{name}: {value} {unit}", each.path)
        if stated.contradicted:
            self._say(
                _("These figures differ beyond their uncertainty: settle which one holds"), "wr"
            )

    def _terms(self, indicator: Indicator) -> None:
        figure = indicator.figure
        self._title(_("Where it comes from"))
        if figure.formula:
            counted = _("{known} of {of}").format(known=figure.known, of=figure.of)
            told = f"{figure.formula} = {figured_words(figure)}"
            self._column.addWidget(Label(told, "medium"))
            self._say(_("values it rests on: {counted}").format(counted=counted))
        for term in figure.terms:
            self._link(_term(term), term.path)
        for missing in figure.missing:
            self._link(lack_words(missing), missing.path, "triangle-alert")
        if indicator.path and indicator.path not in {term.path for term in figure.terms}:
            self._link(_("Where it was entered or measured"), indicator.path)

    def _level(self, indicator: Indicator) -> None:
        level = indicator.judgement.level
        self._title(_("Level"))
        if level is None:
            self._say(_("No level of the book applies."))
        else:
            self._say_level(level)
        for ground in indicator.grounds:
            self._say(f"{ground.sentence()} {self._wording(ground.level)}".strip())
        for name in (*indicator.judgement.missing,):
            self._link(_("Missing for the decision: {name}").format(name=name), name)

    def _say_level(self, level: Level) -> None:
        lang = language()
        told = f"{level_range(level, lang)} {level_unit(level, lang)}"
        self._column.addWidget(Label(told, "medium"))
        source = next((s.title for s in self._definition.sources if s.id == level.source), "")
        self._say("; ".join(part for part in (source or level.source or "", level.locus) if part))
        averaging = self._definition.averaging or {}
        periods = [averaging[each].get(lang) for each in level.averaging if each in averaging]
        if periods:
            self._say(_("Averaging: {periods}").format(periods=", ".join(periods)))
        if not level.may_yield_verdict:
            self._say(_("Benchmark not checked: it is shown and judges nothing"), "wr")

    def _permit(self, permit: Permit) -> None:
        self._title(_("Permit"))
        limit = _("Permitted: {limit}").format(limit=figured_words(permit.limit))
        used = permit.used
        if used.value is not None:
            share = formatting.percent(used.value, language(), 0)
            limit = f"{limit}. " + _("Used: {share}").format(share=share)
        self._link(limit, permit.path)
        self._say(_("A limit of the permit is no level of the book: both are told apart."))

    def _techniques(self, indicator: Indicator) -> None:
        names = {each.id: each for each in self._definition.techniques}
        found = [names[each] for each in indicator.techniques if each in names]
        if not found:
            return
        self._title(_("Techniques of the level"))
        for technique in found:
            line = LinkLine(self, "layers")
            called = technique.number or technique.code or ""
            title = technique.title.get(language())
            line.show_link("layers", f"{called}. {title}" if called else title)
            line.clicked.connect(
                lambda _checked=False, key=technique.id: self.technique_wanted.emit(key)
            )
            self._column.addWidget(line)

    def _leads(self, leads: Sequence[Link]) -> None:
        if leads:
            self._title(_("Bottlenecks and measures"))
        for lead in leads:
            line = LinkLine(self, lead.icon)
            line.show_link(lead.icon, lead.text)
            line.clicked.connect(partial(self._lead, lead.target))
            self._column.addWidget(line)

    def _lead(self, target: Target, _checked: object = None) -> None:
        self.followed.emit(target)

    def _wording(self, identifier: str) -> str:
        for level in self._definition.levels:
            if level.id == identifier:
                return level.when_text.get(language())
        return ""

    def _title(self, text: str) -> None:
        self._column.addSpacing(6)
        self._column.addWidget(Label(text, "strong"))

    def _say(self, text: str, tone: str = "tx2") -> None:
        if text:
            self._column.addWidget(Label(text, "second", tone))

    def _link(self, text: str, path: str, icon: str = "link") -> None:
        if not path:
            self._say(text)
            return
        line = LinkLine(self, icon)
        line.show_link(icon, text)
        line.clicked.connect(lambda _checked=False: self.path_wanted.emit(path))
        self._column.addWidget(line)


def _term(term: Term) -> str:
    """Return a term with its value, such as ``V — water used: 139 700 ± 2 800 m³``."""
    value = number_of(term.value, term.uncertainty)
    unit = formatting.unit(term.unit, language()) if term.unit != "1" else ""
    said = f"{term.symbol} — {term.name.get(language())}: {value} {unit}".rstrip()
    return f"{said} ({term.source})" if term.source else said
