"""What the answers propose of a technique, by which rule; a level or a guess never does.

An answer speaks of the techniques that its question names. Yes: applied, partly: partly applied,
no: not applied, n.a.: not applicable. The other way round where the pack names ``no`` as the
compliant answer, or the question asks about the opposite. A question that names many techniques
at once, or does not ask whether one is applied, proposes nothing; that is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.assessment.addresses import addresses
from kta_desktop.assessment.bat import Proposal, Reason
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan_records import Note
from kta_desktop.assessment.registers import Line, lines
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.i18n import LANGUAGES, N_, _
from kta_desktop.packs.reference_lists import technique_answers

MOST_NAMED = 5
"""Of how many techniques one answer may speak; a question about more does not say which."""

BY_ANSWER = N_("“Yes” means applied, “partly” partly applied, “no” not applied")
OPPOSITE = N_("Compliant is “no”: “no” means applied, “yes” not applied")
COMPLIANT = N_("The answer is the one that the checklist names as compliant")
AGREE = N_("{count} answers agree")
WEAKER = N_("Answers differ: the weaker state is proposed")
BY_MEASURE = N_("A measure of the plan introduces it")
TOO_MANY = N_("The question speaks of {count} techniques at once and does not say which")

_NAMES = frozenset({"yes", "partial", "partly", "no", "na"})
_STATES: Mapping[str, State] = {
    "yes": State.APPLIED,
    "partial": State.PARTLY,
    "partly": State.PARTLY,
    "no": State.NOT_APPLIED,
    "na": State.NOT_APPLICABLE,
}
_TURNED: Mapping[State, State] = {
    State.APPLIED: State.NOT_APPLIED,
    State.NOT_APPLIED: State.APPLIED,
}
_STRENGTH = (State.NOT_APPLIED, State.PLANNED, State.PARTLY, State.APPLIED)
_OVER = frozenset({"done", "dropped"})  # a measure that will introduce nothing any more


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one answer says of the techniques that its question names.

    Attributes:
        state: The state; None if it does not say.
        rule: The rule, in words.
        reason: The answer.
    """

    state: State | None
    rule: Text
    reason: Reason


def spoken(known: Known, question: Question) -> tuple[Spoken, ...]:
    """Return what a question says wherever it is asked and answered; nothing if it cannot say."""
    if question.type is not QuestionType.SELECT_ONE:
        return ()
    found = (_of_address(known, question, at) for at in addresses(known, question))
    return tuple(each for each in found if each is not None)


def proposal(found: Sequence[Spoken], measures: Sequence[Reason] = ()) -> Proposal:
    """Return what answers and measures propose together.

    Answers that say "not applicable" are left aside if another one knows more. Of states that
    differ the weaker is proposed. A measure counts where nothing is applied yet.
    """
    said = [each for each in found if each.state is not None]
    if not said and not measures:
        silent = tuple(each.reason for each in found)
        return Proposal(state=None, rule=_joined(each.rule for each in found), reasons=silent)
    able = [each for each in said if each.state is not State.NOT_APPLICABLE]
    counted = able or said
    state, rules = _weakest(counted)
    if measures and state in (None, State.NOT_APPLIED):
        own = _rules(counted)
        rules = (*own, said_in_all(BY_MEASURE))
        state = State.PLANNED
        return Proposal(state=state, rule=_joined(rules), reasons=(*_reasons(counted), *measures))
    return Proposal(state=state, rule=_joined(rules), reasons=_reasons(counted))


def measures_by_technique(known: Known) -> Mapping[str, tuple[Reason, ...]]:
    """Return the measures of the plan that are still to introduce a technique, by its id."""
    found: dict[str, list[Reason]] = {}
    for line in lines(known.state, MEASURES):
        if Note(known, line.id).text("status") in _OVER:
            continue
        named = known.records.get(f"@measure/{line.id}.techniques")
        for technique in named if isinstance(named, list | tuple) else ():
            if isinstance(technique, str):
                found.setdefault(technique, []).append(_measure(line))
    return {technique: tuple(reasons) for technique, reasons in found.items()}


@lru_cache(maxsize=256)
def said_in_all(message: str, **parts: str) -> Text:
    """Return a text of the catalogue in every language, its placeholders filled in."""
    return Text(**{lang: _(message, lang).format(**parts) for lang in LANGUAGES})


def _of_address(known: Known, question: Question, address: str) -> Spoken | None:
    state = known.state
    value = state.value(address)
    if not isinstance(value, str) or not value or not state.is_relevant(address):
        return None
    told, rule = _meaning(question, value)
    if told is None and rule.is_empty:
        return None
    choice = question.choice(value)
    words = choice.label if choice is not None else Text(ru=value)
    return Spoken(told, rule, Reason(path=address, number=question.number, words=words))


def _meaning(question: Question, value: str) -> tuple[State | None, Text]:
    """Return what an option says of a technique, with the rule; no rule = it does not speak."""
    compliant = (question.more or {}).get("compliant_answer")
    names = frozenset(choice.name for choice in question.choices)
    is_yes_no = {"yes", "no"} <= names <= _NAMES
    if not is_yes_no and compliant is None:
        return None, NO_TEXT
    if len(question.techniques) > MOST_NAMED:
        return None, said_in_all(TOO_MANY, count=str(len(question.techniques)))
    if not is_yes_no:
        is_it = value == compliant
        return (State.APPLIED, said_in_all(COMPLIANT)) if is_it else (None, NO_TEXT)
    return _yes_no(question, value, compliant)


def _yes_no(question: Question, value: str, compliant: object) -> tuple[State | None, Text]:
    state = _STATES.get(value)
    if state is None:
        return None, NO_TEXT
    special = technique_answers().get(question.concept)
    if special is None and compliant == "no":
        return _TURNED.get(state, state), said_in_all(OPPOSITE)
    if special is None:
        return state, said_in_all(BY_ANSWER)
    if special.yes == State.NOT_APPLIED:
        return _TURNED.get(state, state), special.label
    return None, special.label


def _weakest(found: Sequence[Spoken]) -> tuple[State | None, tuple[Text, ...]]:
    states = {each.state for each in found if each.state is not None}
    if not states:
        return None, ()
    if len(states) == 1:
        more = len(found) > 1
        agree = (said_in_all(AGREE, count=str(len(found))),) if more else ()
        return states.pop(), (*_rules(found), *agree)
    weakest = next(state for state in _STRENGTH if state in states)
    return weakest, (*_rules(found), said_in_all(WEAKER))


def _rules(found: Iterable[Spoken]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(each.rule for each in found if not each.rule.is_empty))


def _reasons(found: Iterable[Spoken]) -> tuple[Reason, ...]:
    return tuple(each.reason for each in found)


def _joined(rules: Iterable[Text]) -> Text:
    """Return several rules as one text, each once."""
    texts = [each for each in dict.fromkeys(rules) if not each.is_empty]
    if len(texts) <= 1:
        return texts[0] if texts else NO_TEXT
    return Text(**{lang: "; ".join(each.get(lang) for each in texts) for lang in LANGUAGES})


def _measure(line: Line) -> Reason:
    name = line.text("measure")
    return Reason(
        path=line.path("measure"),
        number=f"{line.table.number}.{line.number}",
        words=Text(ru=name, kk=name, en=name),
    )
