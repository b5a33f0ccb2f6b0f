"""Verdicts and warnings as framed words that can be read off a bad copy."""

from reportlab.lib.colors import black, white
from reportlab.platypus import Flowable, Paragraph
from typing_extensions import override

from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import not_compared_reasons, verdicts
from kta_desktop.reports.style import style
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import markup

NOT_CHECKED = N_("NOT CHECKED AGAINST ITS SOURCE")
FALLS_SHORT = N_("FALLS SHORT OF THE LEVEL")
_SIDE, _RISE, _MARK = 5.0, 2.0, 9.0


class Chip(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Words in a frame, as wide as they are; long ones wrap inside it.

    Attributes:
        text: The words; may hold any character.
        filled: White on black instead of black in a frame.
        dashed: Frame of dashes: a state, not a verdict.
        triangle: Whether a triangle is drawn before the words.
    """

    def __init__(
        self, text: str, *, filled: bool = False, dashed: bool = False, triangle: bool = False
    ) -> None:
        super().__init__()
        self.text, self.filled, self.dashed, self.triangle = text, filled, dashed, triangle
        self.spaceBefore = self.spaceAfter = 2.5

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        look = style("chipwhite" if self.filled else "chip")
        self._words = Paragraph(markup(self.text), look)
        lead = _MARK if self.triangle else 0.0
        _width, height = self._words.wrap(aW - 2 * _SIDE - lead, 1e6)
        used = min(max(self._words.getActualLineWidths0() or [aW]), aW - 2 * _SIDE - lead)
        self.width = used + 2 * _SIDE + lead
        self.height = height + 2 * _RISE
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.9)
        if self.dashed:
            canvas.setDash([3, 2])
        canvas.setFillColor(black if self.filled else white)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=1)
        canvas.setDash()
        lead = _MARK if self.triangle else 0.0
        if self.triangle:
            self._draw_triangle()
        self._words.drawOn(canvas, _SIDE + lead, _RISE)

    def _draw_triangle(self) -> None:
        canvas = self.canv
        canvas.setFillColor(white if self.filled else black)
        middle = self.height - _RISE - 5.4
        path = canvas.beginPath()
        path.moveTo(_SIDE, middle - 3)
        path.lineTo(_SIDE + 6, middle - 3)
        path.lineTo(_SIDE + 3, middle + 3)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def verdict_chip(judgement: Judgement, tongue: Tongue) -> Chip:
    """Return the verdict as a chip, or why there is none."""
    word = next(kind.label for kind in verdicts() if kind.id == judgement.verdict)
    text = tongue.line(word)
    if judgement.verdict is Verdict.EXCEEDS:
        is_shortfall = judgement.level is not None and judgement.level.direction == "higher"
        words = tongue.word(FALLS_SHORT) if is_shortfall else text.upper()
        return Chip(words, filled=True, triangle=True)
    if judgement.verdict is Verdict.NOT_DISTINGUISHABLE:
        return Chip(f"? {text.upper()}")
    if judgement.verdict is Verdict.MEETS:
        return Chip(text.upper())
    return Chip(_not_compared(judgement, tongue, text), dashed=True)


def _not_compared(judgement: Judgement, tongue: Tongue, text: str) -> str:
    if judgement.reason is NotCompared.LEVEL_UNVERIFIED:
        return tongue.word(NOT_CHECKED)
    reasons = {reason.id: reason.label for reason in not_compared_reasons()}
    if judgement.reason is None or judgement.reason not in reasons:
        return text
    return f"{text}: {tongue.line(reasons[judgement.reason])}"
