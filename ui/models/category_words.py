"""What the category of an object and the rules for it are called on screen."""

import re
from collections.abc import Iterator

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.services import categorising
from kta_desktop.services.categorising import Categorised, CategoryRule, Gap, Outcome

NAMES = {
    "I": N_("Category I"),
    "II": N_("Category II"),
    "III": N_("Category III"),
    "IV": N_("Category IV"),
}
LOOKS = {
    Outcome.HOLDS: ("circle-check", "ok"),
    Outcome.FAILS: ("circle-slash", "tx3"),
    Outcome.OPEN: ("circle-help", "nd"),
}
OUTCOMES = {
    Outcome.HOLDS: N_("the rule holds"),
    Outcome.FAILS: N_("the rule does not hold"),
    Outcome.OPEN: N_("not decided"),
}
_CONFIDENCE = {
    "memory": N_("from memory, not checked"),
    "unsure": N_("not checked against the text"),
}
_SWITCH = re.compile(r"\$\{(\w+)\} (!?=) 1\b")
_FACT = re.compile(r"\$\{(\w+)\}")
_SIGN, _NUMBER = r"(<=|>=|<|>)", r"(\d+(?:\.\d+)?)(?![\d.]| [*-])"
_RANGE = re.compile(rf"\$\{{(\w+)\}} {_SIGN} {_NUMBER} and \$\{{\1\}} {_SIGN} {_NUMBER}")
_LIMIT = re.compile(rf"\$\{{(\w+)\}} {_SIGN} {_NUMBER}")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_SIGNS = ((" <= ", " ≤ "), (" >= ", " ≥ "), (" * ", " × "), (" - ", " − "))


def title(found: Categorised) -> str:
    """Return the headline of what the figures come to."""
    result = found.found
    if not result.is_told and not result.category:
        return _("Choose what the object does")
    if not result.category:
        return _("The figures do not decide the category yet")
    name = _(NAMES[result.category])
    return name if result.is_settled else _("At least: {category}").format(category=name)


def ground(found: Categorised, lang: str) -> str:
    """Return the rule that gave the category, and the figures it rests on."""
    rule = found.found.rule
    return categorising.basis_text(found, rule, lang) if rule is not None else ""


def reservations(found: Categorised, lang: str) -> Iterator[str]:
    """Yield what to mind: gaps of the annex, unknown figures, rules that were not checked."""
    for gap in found.found.gaps:
        yield _gap(found, gap, lang)
    if found.found.raising and found.found.is_told:
        names = "; ".join(
            categorising.label(found.known[name], lang) for name in found.found.raising
        )
        yield _("Not known yet, and could make it higher: {names}").format(names=names)
    for rule in found.found.unsure:
        text = _("Not checked, so it does not decide alone: {rule}")
        place = categorising.clause(rule, lang)
        yield text.format(rule=f"{_(NAMES[rule.category])}, {place}. {rule.note.get(lang)}")
    if found.found.rule is not None and not found.found.rule.note.is_empty:
        yield found.found.rule.note.get(lang)


def edition(rule: CategoryRule) -> str:
    """Return the edition of the annex that a rule was read in, and how far it was checked."""
    told = _("edition of {year}").format(year=rule.edition) if rule.edition else ""
    doubt = _CONFIDENCE.get(rule.confidence)
    return ", ".join(part for part in (told, _(doubt) if doubt else "") if part)


def condition(found: Categorised, rule: CategoryRule, lang: str) -> str:
    """Return the condition of a rule in words: «Принятое молоко > 200 и молоко — …»."""
    if not _FACT.search(rule.condition):
        return _("if no other rule holds")

    def switch(match: re.Match[str]) -> str:
        text = categorising.label(found.known[match[1]], lang)
        return f"«{text}»" if match[2] == "=" else _("not «{text}»").format(text=text)

    def limit(match: re.Match[str]) -> str:
        """Say a figure once for both its limits, and its unit behind them."""
        known, (sign, number, *upper) = found.known[match[1]], match.groups()[1:]
        text = categorising.label(known, lang)
        unit = formatting.unit(known.fact.unit, lang)
        limits = " and ".join([f"{sign} {number}", *([" ".join(upper)] if upper else [])])
        return f"{text} {limits}" if unit in text else f"{text} {limits} {unit}"

    words = _LIMIT.sub(limit, _RANGE.sub(limit, _SWITCH.sub(switch, rule.condition)))
    words = _FACT.sub(lambda match: categorising.label(found.known[match[1]], lang), words)
    for sign, shown in _SIGNS:
        words = words.replace(sign, shown)
    words = words.replace("not(", _("not (")).replace(" and ", _(" and "))
    return _POINT.sub(",", words) if lang != "en" else words


def _gap(found: Categorised, gap: Gap, lang: str) -> str:
    figure = categorising.figure_text(found.known[gap.fact], lang)
    around = dict.fromkeys(_(NAMES[category]) for category in gap.around)
    text = _("The annex has no line for this very figure: {figure}. Beside it: {around}.")
    said = text.format(figure=figure, around=", ".join(around))
    return " ".join((said, *dict.fromkeys(f"{note.get(lang)}." for note in gap.notes)))
