"""What the context pane says about a question, as lines and links."""

import re
from collections.abc import Mapping

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition, Level, Question, QuestionType, Technique
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.citing import cited, titled
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.uses import Use, UseKind, uses_of
from kta_desktop.forms.wording import BETWEEN, title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import packs
from ui.models.level_lines import process
from ui.models.summary import parts_line, technique_numbers
from ui.models.working import named_formula, origins, worked_out
from ui.widgets.context_block import Line, Link

_MOST_LEVELS = 4
_MOST_TECHNIQUES = 3
_MOST_USES = 8
_MOST_EXCEPTIONS = 3
_EU = re.compile(r"\(EU\) (\d+/\d+)")
_KINDS = {
    "document": N_("document"),
    "photo": N_("photograph"),
    "measurement": N_("measurement"),
    "calculation": N_("calculation"),
    "interview": N_("interview"),
}
_USED = {
    UseKind.FIGURE: ("calculator", N_("Figure «{title}»")),
    UseKind.CONDITION: ("list-checks", N_("Decides whether to ask «{title}»")),
    UseKind.CHECK: ("shield-check", N_("Check of «{title}»")),
    UseKind.OPTIONS: ("list-checks", N_("Options of «{title}»")),
    UseKind.LEVEL: ("layers", N_("Decides on the level «{title}»")),
}


def technique_lines(
    definition: Definition, question: Question, lang: str
) -> tuple[str, list[Line]]:
    """Return the conclusions a question speaks of: numbers, and title and rule of the first."""
    found = [t for t in definition.techniques if t.id in question.techniques]
    if not found:
        return "", []
    numbers = technique_numbers(definition, question)
    lines = [Line(technique_text(t, lang), "second") for t in found[:_MOST_TECHNIQUES]]
    if len(found) > _MOST_TECHNIQUES:
        lines.append(Line(_("and {count} more").format(count=len(found) - _MOST_TECHNIQUES)))
    return _("BAT {number}").format(number=", ".join(numbers)) if numbers else "", lines


def technique_text(technique: Technique, lang: str) -> str:
    """Return title and, where there is one, rule of a technique."""
    title, rule = technique.title.get(lang), technique.rule.get(lang)
    return f"{title}. {rule}" if rule and rule not in title else title


def source_chip(definition: Definition, question: Question) -> str:
    """Return the short name of the document that the technique of a question is from."""
    technique = next((t for t in definition.techniques if t.id in question.techniques), None)
    source = next((s for s in definition.sources if technique and s.id == technique.source), None)
    number = _EU.search(source.title) if source is not None else None
    return _("EU conclusion {number}").format(number=number[1]) if number else ""


def level_lines(state: FormState, question: Question) -> tuple[str, list[Line]]:
    """Return the levels of a question that may hold while no judgement says which one does."""
    from kta_desktop.services import judging, printing

    lang = language()
    levels = judging.may_hold(state, question.levels)
    lines = []
    for level in levels[:_MOST_LEVELS]:
        limits = formatting.interval(level.lower, level.upper, lang)
        unit = printing.level_unit(level, lang)
        checked = "" if level.may_yield_verdict else _(" (not checked)")
        name = level_name(state.definition, question, level)
        lines.append(Line(f"{name}: {limits} {unit}{checked}"))
    if len(levels) > _MOST_LEVELS:
        lines.append(Line(_("and {count} more").format(count=len(levels) - _MOST_LEVELS)))
    return _("Levels of the conclusion, for reference"), lines


def level_name(definition: Definition, question: Question, level: Level) -> str:
    """Return what tells a level from the others of its question: process, parameter or both."""
    alike = {each.parameter for each in definition.levels if each.id in question.levels}
    named, parameter = process(level), level.parameter.get(language())
    if not named:
        return parameter
    if len(alike) > 1:
        return f"{parameter}, {named}"
    return named[0].upper() + named[1:] if len(question.levels) > 1 else parameter


def judged_lines(judgement: Judgement, level: Level, state: FormState) -> list[Line]:
    """Return what stands below the band: figure, averaging, exceptions, place, whether checked."""
    from kta_desktop.services import printing

    lang, lines = language(), []
    unit = printing.level_unit(level, lang)
    limits = formatting.interval(level.lower, level.upper, lang)
    lines.append(Line(_("Level {limits} {unit}").format(limits=limits, unit=unit), "body", "tx"))
    if judgement.value is not None:
        figure = formatting.with_uncertainty(judgement.value, judgement.uncertainty, lang)
        text = _("Figure {figure} {unit}").format(figure=figure, unit=unit)
        lines.append(Line(text, "body", "tx"))
    if judgement.reason is not None:
        lines += [Line(line) for line in not_compared(judgement, state)]
    periods = state.definition.averaging or {}
    told = [periods[each].get(lang) for each in level.averaging if each in periods]
    lines += [Line(", ".join(told))] if told else []
    lines += exception_lines(state.definition, level, lang)
    source = None if level.locus else level.source  # the place names its document
    lines.append(Line(place_text(source, level.locus, level.confidence, level.checked_by)))
    return lines


def exception_lines(definition: Definition, level: Level, lang: str) -> list[Line]:
    """Return in words what is excepted from a level, or that it is the exception itself."""
    if level.overrides is not None:
        words = level.when_text.get(lang)
        text = _("An exception applies: {words}").format(words=words)
        return [Line(text, tone="wr")] if words else []
    found = [each for each in definition.levels if each.overrides == level.id]
    words_of = dict.fromkeys(each.when_text.get(lang) for each in found)
    told = [words for words in words_of if words]
    lines = [Line(_("Exception: {words}").format(words=each)) for each in told[:_MOST_EXCEPTIONS]]
    if len(told) > _MOST_EXCEPTIONS:
        lines.append(Line(_("and {count} more").format(count=len(told) - _MOST_EXCEPTIONS)))
    return lines


def not_compared(judgement: Judgement, state: FormState) -> list[str]:
    """Return why there is no verdict and, where answers would give one, which they are."""
    reasons = packs.not_compared_reasons()
    row = next((reason for reason in reasons if reason.id == judgement.reason), None)
    reason = row.label.get(language()) if row else judgement.reason
    told = [_("Not compared: {reason}").format(reason=reason)]
    deciding = [title_of(state, address, language()) for address in judgement.missing]
    if deciding:
        told.append(": ".join((_("To decide"), "; ".join(deciding))))
    return told


def evidence_lines(question: Question, lang: str) -> list[Line]:
    """Return what an answer is to be proved by."""
    return [Line(kind_name(kind, lang), "body") for kind in question.evidence]


def where_line(state: FormState, place: Place, lang: str) -> str:
    """Return which instance it is, of how many, for each repeat around a question."""
    steps, told = place.address.split("/"), []
    for depth, number in enumerate(place.numbers):
        repeat = "/".join(steps[: 2 * depth + 1])
        count, name = len(state.rows(repeat)), state.question(repeat).title.get(lang)
        told.append(_("{name}: {number} of {count}").format(name=name, number=number, count=count))
    return BETWEEN.join(told)


def calculation(state: FormState, place: Place, lang: str) -> tuple[list[Line], list[Link]]:
    """Return how a figure is worked out, what it lacks, and where its numbers come from."""
    question = place.question
    text = (question.more or {}).get("calculation_text")
    words = text.get(lang) if isinstance(text, Mapping) else text if lang == "en" else None
    lines = [Line(str(words), "second", "tx")] if words else []
    if question.type is not QuestionType.CALCULATE or not question.calculation:
        return lines, []
    worked = worked_out(state, place, lang)
    formula = worked or named_formula(state, question.calculation, lang)
    lines.append(Line(formula, "medium" if worked else "second", "tx"))
    parts = parts_line(state, place.address, lang)
    if parts:
        lines.append(Line(_("Rests on {parts} values.").format(parts=parts), tone="wr"))
    links = [_question_link(state, at, lang) for at in origins(state, place)]
    return lines, links


def use_links(state: FormState, place: Place, lang: str) -> list[Link]:
    """Return what an answer is used for, the sheet it is printed on last."""
    if not place.question.is_asked:
        return _sheet(state, place)
    found = [_use_link(state, use, lang) for use in uses_of(state.definition, place.address)]
    links = list(dict.fromkeys(link for link in found if link is not None))[:_MOST_USES]
    return links + _sheet(state, place)


def source_lines(definition: Definition, question: Question) -> list[Line]:
    """Return where a question comes from."""
    if question.source is None and not question.locus:
        return []
    source = next((s for s in definition.sources if s.id == question.source), None)
    title = source.title if source else question.source or ""
    return [Line(place_text(title, question.locus, question.confidence))]


def place_text(
    source: str | None, locus: str, confidence: str | None, checked_by: str | None = None
) -> str:
    """Return document, place and whether a person read the figure there."""
    checked = _("not checked against the source")
    if confidence == "verified":
        checked = ""
    elif checked_by:
        checked = _("checked by {name}").format(name=checked_by)
    said = (titled(source or "", language()), cited(locus, language()), checked)
    return " · ".join(part for part in said if part)


def _question_link(state: FormState, at: str, lang: str) -> Link:
    return Link("chevron-right", title_of(state, at, lang), Target(Where.QUESTION, at))


def _use_link(state: FormState, use: Use, lang: str) -> Link | None:
    """Return the line of a use; None for what is not asked now."""
    icon, text = _USED[use.kind]
    if use.kind is UseKind.LEVEL:
        return _level_link(state, use.address, lang)
    try:
        is_shown = state.is_relevant(use.address)
    except KeyError:
        return None
    if not is_shown:
        return None
    title = title_of(state, use.address, lang)
    return Link(icon, _(text).format(title=title), Target(Where.QUESTION, use.address))


def _level_link(state: FormState, identifier: str, lang: str) -> Link | None:
    """Return the line of a level, which leads to the question that it judges."""
    asked = next((p for p in state.places() if identifier in p.question.levels), None)
    if asked is None:
        return None
    icon, text = _USED[UseKind.LEVEL]
    title = state.definition.level(identifier).parameter.get(lang)
    return Link(icon, _(text).format(title=title), Target(Where.QUESTION, asked.address))


def _sheet(state: FormState, place: Place) -> list[Link]:
    sections = state.definition.sections
    section = next((s for s in sections if s.name == place.question.section), None)
    if section is None:
        return []
    text = _("Printed sheet, section {number}").format(number=section.number)
    return [Link("printer", text, Target(Where.PRINT, section.name))]


def kind_name(identifier: str, lang: str) -> str:
    """Return what a kind of evidence is called."""
    if identifier in _KINDS:
        return _(_KINDS[identifier], lang)
    known = (kind for kind in packs.evidence_kinds() if kind.id == identifier)
    found = next(known, None)
    return found.label.get(lang) if found else identifier
