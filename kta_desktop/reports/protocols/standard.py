"""An emission standard on paper: what the means say of the limits, Environmental Code art. 202."""

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.art202 import Rule
from kta_desktop.domain.verdict import Judgement
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import verdict_chip
from kta_desktop.reports.context import Context
from kta_desktop.reports.style import HEAVY, PAD, WIDTH, gap, para, plain, table

TITLE = N_("Emission standard, Environmental Code art. 202")
DAYS = N_("Daily means above {bound}: {above} of {complete}")
HALVES = N_("Half-hourly means at {bound} or above: {above} of {complete}")
HOURS = N_("Mass flows of an hour above {bound}: {above} of {complete}")
UNCLEAR = N_("not distinguishable from it: {count}")
_CONCENTRATION, _FLOW = "mg/m3", "g/s"


def standard_parts(context: Context, path: str) -> list[Flowable]:
    """Return what the limits of a quantity come to; nothing if it has none."""
    article = context.standards.get(path)
    if article is None:
        return []
    rules = (
        (DAYS, article.days, _CONCENTRATION),
        (HALVES, article.halves, _CONCENTRATION),
        (HOURS, article.hours, _FLOW),
    )
    lines = [_line(context, words, rule, unit) for words, rule, unit in rules if rule is not None]
    inside = [
        para(context.tongue.word(TITLE), "head"),
        verdict_chip(Judgement(verdict=article.verdict), context.tongue),
        *(para(line, "small") for line in lines),
    ]
    frame = plain(("BOX", (0, 0), (-1, -1), HEAVY, (0, 0, 0)), side=PAD + 2, rise=PAD)
    return [gap(6), table([[inside]], [WIDTH], frame)]


def _line(context: Context, words: str, rule: Rule, unit: str) -> str:
    tongue = context.tongue
    line = tongue.say(
        words,
        bound=formatting.quantity(rule.bound, unit, tongue.first),
        above=str(len(rule.above)),
        complete=str(rule.complete),
    )
    if rule.unclear:
        line += f"; {tongue.say(UNCLEAR, count=str(len(rule.unclear)))}"
    return line
