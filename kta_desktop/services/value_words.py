"""What stands at a path, in the words in which people read it: answers, notes, rows, files."""

from collections.abc import Iterable, Mapping

from kta_desktop import formatting
from kta_desktop.assessment.plan_records import text_of
from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.repeat_words import BECAME
from kta_desktop.assessment.repeating_measures import BECAME as BECAME_KIND
from kta_desktop.assessment.repeating_measures import said_of
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.domain.definition import Choice, Column, Question, QuestionType
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.answers import read_answer
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_, _
from kta_desktop.packs.reference_lists import category_facts
from kta_desktop.services import packs

_OF_ANSWERS = frozenset({"text", "value", "unit", "origin", "uncertainty"})
_NOTHING = N_("empty")
_ROW_THERE = N_("the row is kept")
_ROW_GONE = N_("the row is removed")
_SECRET = N_("Trade secret")
_NO_SECRET = N_("No trade secret")
_CHOSEN = N_("chosen: {count}")
_OF_PLAN = ("measure", "plan")
_SESSION = N_("left out {left_out}, events {events}, sent {sent}; {source}, {when}")


def value_words(state: FormState, path: str, value: JsonValue, lang: str) -> str:
    """Return a value of a path in words; «empty» where there is none.

    Args:
        state: The form the path is of.
        path: See ``domain.fieldpath``; one the form does not know is shown as it is stored.
        value: As it stands in a change.
        lang: ``ru``, ``kk`` or ``en``.
    """
    parsed = fieldpath.parse_path(path)
    if parsed.is_row and parsed.facet is None:
        return _(_ROW_GONE if value is None else _ROW_THERE, lang)
    if value is None:
        return _(_NOTHING, lang)
    if parsed.is_answer and isinstance(value, Mapping):
        asked = asked_at(state, parsed)
        return _answer(asked, read_answer(value), lang) if asked is not None else plain_words(value)
    said = Secrecy.from_json(value) if parsed.facet is not None else None
    if said is not None:
        words = _(_SECRET if said.is_secret else _NO_SECRET, lang)
        return f"{words}: {said.grounds}" if said.grounds else words
    if parsed.facet is not None and parsed.facet.startswith("evidence:"):
        return Evidence.from_json(value).name if isinstance(value, Mapping) else plain_words(value)
    return _record(parsed, value, lang)


def place_words(state: FormState, path: str, lang: str) -> str:
    """Return what a path is called: number and title of a question, or the name of a record.

    A record of a measure says which one it is of.
    """
    parsed = fieldpath.parse_path(path)
    if parsed.record == "fact":
        fact = category_facts().get(parsed.key or "")
        if fact is not None:
            return fact.label.get(lang)
    title, measure = title_of(state, path, lang), _measure(state, parsed)
    return f"{title} · {measure}" if measure else title


def _measure(state: FormState, parsed: FieldPath) -> str:
    """Return the name of the measure that a record is of; empty for others and what is gone."""
    if parsed.record == BECAME_KIND:
        said = state.entries.get(parsed.written())
        return text_of(said.get("measure")) if isinstance(said, Mapping) else ""
    if parsed.record != "measure":
        return ""
    row = (parsed.key or "").partition(".")[0]
    return next((line.text("measure") for line in lines(state, MEASURES) if line.id == row), "")


def asked_at(state: FormState, parsed: FieldPath) -> Question | Column | None:
    """Return the question or column that a path answers; None if the form has none such."""
    try:
        owner = state.question(state.owner(parsed.written()))
    except KeyError:
        return None
    if owner.name == parsed.names[-1]:
        return owner
    return next((column for column in owner.columns if column.name == parsed.names[-1]), None)


def plain_words(value: JsonValue) -> str:
    """Return the texts and numbers of a record, one after the other."""
    if isinstance(value, Mapping):
        return ", ".join(text for part in value.values() if (text := plain_words(part)))
    if isinstance(value, list):
        return ", ".join(text for part in value if (text := plain_words(part)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _record(parsed: FieldPath, value: JsonValue, lang: str) -> str:
    """Return what stands in a record, or what an earlier form kept."""
    if parsed.record == "session" and isinstance(value, Mapping):
        return _session(value, lang)
    if isinstance(value, Mapping) and value.keys() <= _OF_ANSWERS:
        return _fact(value, lang)
    if parsed.record in _OF_PLAN and isinstance(value, list):
        return _(_CHOSEN, lang).format(count=len(value))  # ids and effects say nothing to people
    if parsed.record == "bottleneck" and isinstance(value, Mapping):
        return _decision(value, lang)
    if parsed.record == BECAME_KIND and isinstance(value, Mapping):
        return _became(value, lang)
    return plain_words(value)


def _became(value: Mapping[str, JsonValue], lang: str) -> str:
    """Return what became of a measure of an audit that need not be at hand."""
    state, reason = said_of(value)
    measure = text_of(value.get("measure"))
    parts = [f"«{measure}»"] if measure else []
    word = BECAME.get(state, BECAME["unknown"])
    parts.append(_(word, lang))
    return ": ".join([*parts, reason] if reason else parts)


def _decision(value: Mapping[str, JsonValue], lang: str) -> str:
    """Return what the auditor decided on a bottleneck."""
    if value.get("rejected"):
        return _("put aside: {reason}", lang).format(reason=value["rejected"])
    if value.get("merged_into"):
        return _("merged with another one", lang)
    return _("stands by itself", lang)


def _session(value: Mapping[str, JsonValue], lang: str) -> str:
    """Return where and when a session was, and what was changed in it."""
    parts = {"left_out": "exclusions", "events": "events", "sent": "sent"}
    stored = {name: value.get(key) for name, key in parts.items()}
    counts = {name: len(found) if isinstance(found, list) else 0 for name, found in stored.items()}
    when = formatting.datetime_(str(value.get("started_at", "")), lang, seconds=False)
    return _(_SESSION, lang).format(source=value.get("source", ""), when=when, **counts)


def _fact(value: Mapping[str, JsonValue], lang: str) -> str:
    """Return a figure that was entered beside the checklist, with its unit."""
    said = value.get("value")
    if isinstance(said, list):
        return plain_words(said)
    unit = value.get("unit")
    shown = str(value.get("text") or said or "")
    return f"{shown}{formatting.NBSP}{formatting.unit(str(unit), lang)}" if unit else shown


def _answer(asked: Question | Column, answer: Answer, lang: str) -> str:
    if answer.blank is not None:
        return blank_line(answer, lang)
    return answer_text(asked, answer, lang)


def blank_line(answer: Answer, lang: str) -> str:
    """Return why there is no answer: reason, words, day."""
    reason = next((r for r in packs.blank_reasons() if r.id == answer.blank), None)
    label = reason.label.get(lang) if reason else answer.blank or ""
    day = formatting.date(answer.blank_until, lang) if answer.blank_until else ""
    parts = [part for part in (answer.blank_note, day) if part]
    text = _("No answer: {reason}", lang).format(reason=label)
    return f"{text} ({', '.join(parts)})" if parts else text


def answer_text(asked: Question | Column, answer: Answer, lang: str) -> str:
    """Return what was answered, as people read it."""
    value = answer.value
    if isinstance(value, tuple):
        labels = [_label(asked.choices, name, lang) for name in value]
        return ", ".join(_ranked(labels)) if asked.type is QuestionType.RANK else "; ".join(labels)
    return answer.text or "" if value is None else _one(asked, answer, value, lang)


def _one(asked: Question | Column, answer: Answer, value: str, lang: str) -> str:
    match asked.type:
        case QuestionType.SELECT_ONE:
            return _label(asked.choices, value, lang)
        case QuestionType.DATE | QuestionType.TIME | QuestionType.DATETIME:
            return formatting.moment(value, lang)
        case QuestionType.ACKNOWLEDGE:
            return _("confirmed", lang)
        case QuestionType.DECIMAL | QuestionType.INTEGER | QuestionType.RANGE:
            return _number(answer, value, lang)
        case _:
            return value


def _ranked(labels: Iterable[str]) -> list[str]:
    return [f"{place}) {label}" for place, label in enumerate(labels, start=1)]


def _number(answer: Answer, value: str, lang: str) -> str:
    if answer.unit is None and not answer.uncertainty:
        return formatting.without_unit(value, lang)
    shown = (
        formatting.with_uncertainty(value, answer.uncertainty, lang)
        if answer.uncertainty
        else formatting.number(value, lang)
    )
    unit = formatting.unit(answer.unit, lang)
    return f"{shown}{formatting.NBSP}{unit}" if unit else shown


def _label(choices: tuple[Choice, ...], name: str, lang: str) -> str:
    found = next((choice for choice in choices if choice.name == name), None)
    return found.label.get(lang) if found else name
