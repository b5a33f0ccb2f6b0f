"""What a conversion comes to: both bases side by side, and every step of one of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.converting_gas import Answer
from ui.models.lines_model import Line
from ui.widgets.banner import Banner
from ui.widgets.convert_words import as_text, basis_words, figure_words, masses, step_lines
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

BASES = ("eu", "kz")


class ConvertResult(QWidget):
    """Shows nothing until ``show_answers``.

    Attributes:
        answers: What is shown, at 273.15 K and at 293.15 K; None while nothing is.
        banner: Why nothing is, and what should be known about what is.
        steps: The steps of the chosen basis.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers: tuple[Answer, Answer] | None = None
        self.banner = Banner()
        self._figures = {name: Label("", "title", wrap=False) for name in BASES}
        self._masses = {name: Label("", "second", "tx2") for name in BASES}
        self._panels = {name: Panel(basis_words(name)) for name in BASES}
        self._which = Segments([(name, basis_words(name)) for name in BASES], name=_("Steps"))
        self._which.set_value(BASES[0])
        self._which.chosen.connect(lambda _value: self._show_steps())
        self.steps = LinesTable("convertSteps")
        self.steps.setAccessibleName(_("Steps"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._sides())
        column.addWidget(self.banner)
        column.addWidget(self._which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.steps, 1)
        column.addStretch()
        self.show_nothing()

    def show_answers(self, answers: tuple[Answer, Answer]) -> None:
        """Show what a figure comes to at both bases, and the warnings of it."""
        self.answers = answers
        for name, found in zip(BASES, answers, strict=True):
            self._figures[name].setText(figure_words(found.figure))
            self._panels[name].set_title(basis_words(name, found.asked.basis.o2_ref_pct))
            lines = [f"{title}: {figure}" for title, figure in masses(found)]
            self._masses[name].setText("\n".join(lines))
            self._masses[name].setVisible(bool(lines))
        cautions = [caution.sentence() for caution in answers[0].cautions]
        self.banner.hide()
        if cautions:
            self.banner.show_message("warning", "\n".join(cautions))
        self._show_steps()

    def show_nothing(self, kind: str = "", sentence: str = "") -> None:
        """Show dashes, and a sentence that says why; ``kind`` as of a banner."""
        self.answers = None
        for name in BASES:
            self._figures[name].setText("—")
            self._panels[name].set_title(basis_words(name))
            self._masses[name].hide()
        self.banner.hide()
        if sentence:
            self.banner.show_message(kind, sentence)
        self._show_steps()

    def text(self) -> str:
        """Return everything as plain text; empty while there is nothing."""
        return "" if self.answers is None else as_text(self.answers)

    def _sides(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for name, side in self._panels.items():
            side.body.addWidget(self._figures[name])
            side.body.addWidget(self._masses[name])
            side.body.addStretch(1)
            row.addWidget(side, 1)
        return row

    def _show_steps(self) -> None:
        lines: list[Line] = []
        if self.answers is not None:
            found = self.answers[BASES.index(self._which.value() or BASES[0])]
            lines = [
                Line(
                    cells=(each.name, each.formula, each.value),
                    tips=(each.source, "", ""),
                )
                for each in step_lines(found)
            ]
        for part in (self._which, self.steps):
            part.setVisible(bool(lines))
        heads = (_("Step"), _("Formula"), _("Result"))
        self.steps.show_lines(heads, lines, (0.3, 0.42, 0.28), (2,))
