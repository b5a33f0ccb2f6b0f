"""The words of an overview, in any language: on the page, on paper and in the list of audits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kta_desktop import formatting
from kta_desktop.domain.definition import Question
from kta_desktop.domain.target import Where
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import instances_of
from kta_desktop.i18n import N_, _
from kta_desktop.reports.level_figure import level_range
from kta_desktop.services.overview_parts import Best, Excess, Kind, Line, Severity

_MOST = 4  # numbers that a line names before it counts the rest
_LONGEST = 160  # characters of a sentence in a list

SEVERITIES: Mapping[Severity, str] = {
    Severity.BLOCKS: N_("Blocks leaving"),
    Severity.WANTED: N_("Wanted"),
    Severity.LATER: N_("May follow later"),
}
_ONE: Mapping[Kind, str] = {
    Kind.CONFLICT: N_("Two versions of one answer"),
    Kind.COMMENT: N_("Question {number}: comment of {name}"),
    Kind.ERROR: N_("Question {number}: error in the answer"),
    Kind.UNFINISHED: N_("Measurement not ended: {name}"),
    Kind.EXPIRED: N_("Verification expired: {name}"),
    Kind.GAS: N_("Not measured: {parts}, {name}"),
    Kind.PLAN: N_("Planned and not measured: {label}, {name}"),
    Kind.MARKER: N_("Marker without a result: {label}"),
    Kind.REQUIRED: N_("Question {number}: no answer"),
    Kind.DUE: N_("Question {number}: the promised day has come"),
    Kind.WARNING: N_("Question {number}: confirm or correct the value"),
    Kind.CONTRADICTION: N_("Question {number}: contradicts what else is known of it"),
    Kind.EXCESS: N_("Question {number}: above the level without a reason or proof"),
    Kind.LOAD: N_("Load not recorded: {name}"),
    Kind.UNSENT: N_("Results of the measurement are not among the answers: {name}"),
    Kind.COPIED: N_("Question {number}: copied from the previous audit"),
    Kind.PHOTO: N_("Question {number}: no photograph"),
    Kind.PROMISED: N_("Question {number}: promised by {date}"),
    Kind.PROOF: N_("Question {number}: no proof, and it is demanded"),
    Kind.DOCUMENT: N_("Question {number}: no document"),
    Kind.SIGNATURE: N_("The sheet is not signed by the plant"),
}
_MANY: Mapping[Kind, str] = {
    Kind.CONFLICT: N_("Answers in two versions: {count}"),
    Kind.ERROR: N_("Answers with errors: {count}"),
    Kind.REQUIRED: N_("Required answers missing: {count}"),
    Kind.DUE: N_("Promised answers whose day has come: {count}"),
    Kind.WARNING: N_("Values to confirm or correct: {count}"),
    Kind.CONTRADICTION: N_("Answers that contradict each other: {count}"),
    Kind.EXCESS: N_("Above the level without a reason or proof: {count}"),
    Kind.COPIED: N_("Copied answers not confirmed: {count}"),
    Kind.PHOTO: N_("Answers without a photograph: {count}"),
    Kind.PROMISED: N_("Promised answers: {count}, first by {date}"),
    Kind.PROOF: N_("Answers without the proof that is demanded: {count}"),
    Kind.DOCUMENT: N_("Answers without a document: {count}"),
}
_FOLLOWS: Mapping[Kind, str] = {
    Kind.UNFINISHED: N_("Begun on {date}. Without its end there is no result."),
    Kind.EXPIRED: N_("It held until {date}. What it measured is not compared with levels."),
    Kind.GAS: N_("Without this concentrations cannot be brought to reference conditions"),
    Kind.PLAN: N_("Measure it, or write in the plan why it was not done"),
    Kind.MARKER: N_("No table of sources or outlets and no measurement has it: {name}"),
    Kind.LOAD: N_("Without the load the result cannot be compared. Ask the shift."),
    Kind.UNSENT: N_("Measured on {date}. Open the session and send them to the answers."),
    Kind.SIGNATURE: N_("Print the sheet and have it signed: {name}"),
}
_ACTIONS: Mapping[Where, str] = {
    Where.QUESTION: N_("To the question"),
    Where.SECTION: N_("To the section"),
    Where.MEASURE: N_("Measurements"),
    Where.CONFLICTS: N_("Compare"),
    Where.COMMENT: N_("Answer it"),
    Where.PRINT: N_("Print"),
}
_ACTIONS_OF: Mapping[Kind, str] = {
    Kind.PHOTO: N_("Add"),
    Kind.PROOF: N_("Add"),
    Kind.DOCUMENT: N_("Add"),
    Kind.EXPIRED: N_("Instrument"),
    Kind.COPIED: N_("To check"),
    Kind.WARNING: N_("To check"),
    Kind.CONTRADICTION: N_("To check"),
}
_CONDITIONS: Mapping[str, str] = {
    "temperature": N_("temperature"),
    "pressure": N_("pressure"),
    "moisture": N_("moisture"),
    "oxygen": N_("oxygen"),
    "velocity": N_("velocity"),
}
_DAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_COMMENT = N_("Comment of {name}")
_AND_MORE = N_("{listed} and {count} more")
_QUESTIONS = N_("Questions {numbers}")
_SECTIONS = N_("Sections {numbers}")
_IN_SECTION = N_("Section {number}, questions {numbers}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line in words.

    Attributes:
        headline: What is missing.
        follows: What follows from it; may be empty.
        action: Verb or place on its button.
    """

    headline: str
    follows: str
    action: str


def said(line: Line, state: FormState, lang: str) -> Said:
    """Return a line in words."""
    questions = [_question(state, path) for path in line.places]
    return Said(
        headline=_headline(line, questions, lang),
        follows=_follows(line, state, questions, lang),
        action=_(_ACTIONS_OF.get(line.kind) or _ACTIONS[line.target.where], lang),
    )


def best_said(best: Best, state: FormState, lang: str) -> str:
    """Return where the most lines are closed, in words."""
    section = next(each for each in state.definition.sections if each.name == best.section)
    title = section.short.over(section.label)
    place = f"{section.number} {title.get(lang)}"
    if best.place:
        place = instances_of(state, f"{best.place}/x", lang)[-1]
    text = _("Most useful: {place}, lines closed: {count}", lang)
    return text.format(place=place, count=best.count)


def path_title(state: FormState, path: str, lang: str) -> str:
    """Return number and title of the question of a path, with the instances around it."""
    return _one_title(state, path, lang)


def excess_title(excess: Excess, lang: str) -> str:
    """Return what exceeds: the parameter, with the source where there is one.

    That it stands elsewhere with another value is said as well.
    """
    at_odds = _("contradicts another entry", lang) if excess.contradicted else ""
    parts = (excess.title.get(lang), excess.where, at_odds)
    return " · ".join(part for part in parts if part)


def excess_range(excess: Excess, lang: str) -> str:
    """Return the level of a figure with its unit: ``2–20 мг/л``."""
    span = level_range(excess.level, lang)
    return f"{span}{formatting.NBSP}{formatting.unit(excess.level.unit, lang)}"


def _headline(line: Line, questions: list[Question | None], lang: str) -> str:
    count = line.count
    text = _MANY[line.kind] if count > 1 else _ONE[line.kind]
    if line.kind is Kind.COMMENT and not line.places:
        text = _COMMENT
    first = questions[0] if questions else None
    return (
        _(text, lang)
        .format(
            number=_number(first, lang),
            count=count,
            name=line.name,
            label=line.label.get(lang),
            parts=_listed([_(_CONDITIONS[part], lang) for part in line.parts], lang),
            date=formatting.date(line.date, lang) if line.date else "",
        )
        .strip(" ,")
    )


def _follows(line: Line, state: FormState, questions: list[Question | None], lang: str) -> str:
    if line.kind is Kind.COMMENT:
        return _brief(line.label.get(lang))
    if line.kind in _FOLLOWS:
        shown = formatting.date(line.date, lang) if line.date else ""
        text = _(_FOLLOWS[line.kind], lang).format(date=shown, name=line.name)
        return text.strip(" :")
    if line.count == 1:
        return _about_one(line, state, lang)
    return _numbers(line, state, questions, lang)


def _about_one(line: Line, state: FormState, lang: str) -> str:
    """Return what is wrong with the one question of a line, else what it asks."""
    path = line.places[0]
    if line.kind in (Kind.ERROR, Kind.WARNING):
        open_ = [problem for problem in state.problems(path) if not problem.confirmed]
        if open_:
            return _brief(open_[0].sentence(lang))
    return _one_title(state, path, lang, with_number=line.kind is Kind.CONFLICT)


def _numbers(line: Line, state: FormState, questions: list[Question | None], lang: str) -> str:
    known = [question for question in questions if question is not None]
    numbers = list(dict.fromkeys(_number(question, lang) for question in known))
    sections = {each.name: each.number for each in state.definition.sections}
    if line.section:
        text = _(_IN_SECTION, lang)
        return text.format(number=sections[line.section], numbers=_listed(numbers, lang))
    if len({question.section for question in known}) > 1:
        named = list(dict.fromkeys(sections[question.section] for question in known))
        return _(_SECTIONS, lang).format(numbers=_listed(named, lang))
    return _(_QUESTIONS, lang).format(numbers=_listed(numbers, lang))


def _listed(words: Iterable[str], lang: str) -> str:
    found = list(words)
    if len(found) <= _MOST + 1:
        return ", ".join(found)
    text = _(_AND_MORE, lang)
    return text.format(listed=", ".join(found[:_MOST]), count=len(found) - _MOST)


def _question(state: FormState, path: str) -> Question | None:
    """Return the question of a path; None for records, of which conflicts may speak, too."""
    try:
        return state.question(state.owner(path))
    except (KeyError, ValueError):
        return None


def _number(question: Question | None, lang: str) -> str:
    if question is None:
        return ""
    return question.number or question.title.get(lang)


def _one_title(state: FormState, path: str, lang: str, *, with_number: bool = True) -> str:
    question = _question(state, path)
    if question is None:
        return path
    number = question.number if with_number else ""
    title = f"{number} {question.title.get(lang)}".strip()
    return " · ".join((_brief(title), *instances_of(state, state.owner(path), lang)))


def _brief(text: str) -> str:
    """Return a text that fits a line of a list; the question itself has the rest."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def day_name(day: str, lang: str) -> str:
    """Return a day of the visit as ``Сб 21.11``."""
    try:
        number = date.fromisoformat(day).isoweekday()
    except ValueError:
        return day
    return f"{_(_DAYS[number - 1], lang)} {formatting.date(day, lang)[:5]}"
