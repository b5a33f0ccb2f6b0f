"""How many techniques of a conclusion a book asks for: its words as a rule, and what comes of it.

A book says it in a line: «7a и одна из b–k», "one or a combination". Only wordings that are known
here become a rule, and only if every language of the pack comes to the same one; all else stays in
words, and then nothing is decided by counting.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.assessment.bat import Fulfilment
from kta_desktop.assessment.combination_words import LANGUAGES, Said, said
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.texts import Text

_FULL = 2  # what a technique counts that is applied; one that is applied in part counts 1
_WORTH: Mapping[State, int] = {
    State.APPLIED: _FULL,
    State.PARTLY: 1,
    State.PLANNED: 0,
    State.NOT_APPLIED: 0,
}
_LEAST_TOGETHER = 2  # techniques of a combination


class How(StrEnum):
    """How many techniques of a set are asked for."""

    ALL = "all"
    ONE = "one"
    ANY = "any"  # one or a combination
    SEVERAL = "several"  # a combination


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule.

    Attributes:
        how: How many of its techniques are asked for.
        codes: Of its techniques, in the order of the book.
    """

    how: How
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """How many techniques of a conclusion are asked for.

    Attributes:
        parts: All of them have to be met.
        besides: Number of another conclusion that has to be met as well; empty if none.
        is_judged: Whether the book asks for a *suitable* set: that enough techniques are applied
            does not say so, a person does.
    """

    parts: tuple[Part, ...]
    besides: str = ""
    is_judged: bool = False

    def written(self) -> str:
        """Return the rule in brief, such as ``a and one or more of b-k``."""
        parts = " and ".join(_written(part, is_judged=self.is_judged) for part in self.parts)
        return f"BAT {self.besides} and {parts}" if self.besides else parts


def rule_of(words: Text, codes: Sequence[str]) -> Rule | None:
    """Return the rule that a line of a book is; None if it is in words only.

    Args:
        words: The line, in the languages of the pack. All that are there have to come to the
            same; one that is not understood leaves it in words.
        codes: Of the techniques of the conclusion, in the order of the book.
    """
    lines = [(lang, getattr(words, lang)) for lang in LANGUAGES]
    read = [said(lang, line) for lang, line in lines if line.strip()]
    if not read or read[0] is None or any(each != read[0] for each in read):
        return None
    return _rule(read[0], tuple(codes))


def fulfilment(
    rule: Rule, states: Mapping[str, State | None], besides: Fulfilment | None = None
) -> Fulfilment:
    """Return what the states of techniques come to by a rule.

    A technique that is applied in part fulfils in part, one that is planned does not yet. What is
    not applicable leaves the set. A technique without a state may be anything: only what is the
    same whatever it is, is decided.

    Args:
        rule: The rule.
        states: Code to state, of every technique of the conclusion.
        besides: What the conclusion ``rule.besides`` comes to.
    """
    if states and set(states.values()) == {State.NOT_APPLICABLE}:
        return Fulfilment.NOT_FOR_PLANT
    least = _outcome(rule, states, unknown=0)
    most = _outcome(rule, states, unknown=_FULL)
    found = least if least is most else Fulfilment.UNDECIDED
    if rule.is_judged and found is Fulfilment.MET:
        found = Fulfilment.UNDECIDED
    return _together(found, besides) if rule.besides else found


def lacking(rule: Rule, states: Mapping[str, State | None]) -> tuple[str, ...]:
    """Return the codes of the techniques that would fulfil what a rule still asks for.

    Techniques that are not applicable, or of which nobody stated anything, are not among them.
    Where a choice is asked for, nothing is named before every technique of it has a state: one of
    the others may fulfil it.
    """
    open_ = [
        code
        for part in rule.parts
        if _level(part, states, unknown=0) < _FULL and not _may_be_met(part, states)
        for code in part.codes
        if states.get(code) not in (None, State.APPLIED, State.NOT_APPLICABLE)
    ]
    return tuple(dict.fromkeys(open_))


def _may_be_met(part: Part, states: Mapping[str, State | None]) -> bool:
    """Whether techniques without a state may fulfil a part as they are."""
    return _level(part, states, unknown=_FULL) == _FULL


def _rule(read: Said, codes: tuple[str, ...]) -> Rule | None:
    """Return the rule over the techniques of a conclusion; None where they do not fit it."""
    if not codes:
        return None
    made = _MAKERS[read.kind](read, codes)
    return made if made is not None and all(part.codes for part in made.parts) else None


def _plain(how: How, count: int | None = None) -> Callable[[Said, tuple[str, ...]], Rule | None]:
    def made(_said: Said, codes: tuple[str, ...]) -> Rule | None:
        return Rule((Part(how, codes),)) if count in (None, len(codes)) else None

    return made


def _besides(how: How, *, judged: bool) -> Callable[[Said, tuple[str, ...]], Rule | None]:
    def made(read: Said, codes: tuple[str, ...]) -> Rule | None:
        return Rule((Part(how, codes),), read.besides, judged)

    return made


def _alone_any(read: Said, codes: tuple[str, ...]) -> Rule | None:
    alone = read.alone
    if {alone, read.first, read.last} - set(codes):
        return None
    span = codes[codes.index(read.first) : codes.index(read.last) + 1]
    return Rule((Part(How.ALL, (alone,)), Part(How.ANY, span))) if alone not in span else None


def _alone_suitable(read: Said, codes: tuple[str, ...]) -> Rule | None:
    alone, family = read.alone, read.first
    members = tuple(c for c in codes if re.fullmatch(rf"{re.escape(family)}\d*", c) and c != alone)
    if alone not in codes or {alone, *members} != set(codes):
        return None
    return Rule((Part(How.ALL, (alone,)), Part(How.SEVERAL, members)), is_judged=True)


_MAKERS: Mapping[str, Callable[[Said, tuple[str, ...]], Rule | None]] = {
    "all": _plain(How.ALL),
    "both": _plain(How.ALL, 2),
    "six": _plain(How.ALL, 6),
    "one": _plain(How.ONE),
    "any": _plain(How.ANY),
    "either": _plain(How.ANY, 2),
    "several": _plain(How.SEVERAL),
    "suitable": _besides(How.SEVERAL, judged=True),
    "alone any": _alone_any,
    "alone suitable": _alone_suitable,
    "besides suitable": _besides(How.SEVERAL, judged=True),
    "besides any": _besides(How.ANY, judged=False),
}


def _outcome(rule: Rule, states: Mapping[str, State | None], unknown: int) -> Fulfilment:
    levels = [_level(part, states, unknown) for part in rule.parts]
    if min(levels) == _FULL:
        return Fulfilment.MET
    worths = _worths([code for part in rule.parts for code in part.codes], states, unknown)
    return Fulfilment.PARTLY if any(worths) else Fulfilment.NOT_MET


def _level(part: Part, states: Mapping[str, State | None], unknown: int) -> int:
    """Return how far a part is met: not at all 0, in part 1, in full 2."""
    worths = sorted(_worths(part.codes, states, unknown), reverse=True)
    if not worths:
        return _FULL  # nothing of it can be applied here
    if part.how is How.ALL:
        return worths[-1]
    wanted = _LEAST_TOGETHER if part.how is How.SEVERAL else 1
    return worths[min(wanted, len(worths)) - 1]


def _worths(
    codes: Sequence[str], states: Mapping[str, State | None], unknown: int
) -> Iterator[int]:
    for code in codes:
        state = states.get(code)
        if state is None:
            yield unknown
        elif state is not State.NOT_APPLICABLE:
            yield _WORTH[state]


def _together(found: Fulfilment, besides: Fulfilment | None) -> Fulfilment:
    """Return what two conclusions come to that have to be met both."""
    both = {found, besides or Fulfilment.UNDECIDED}
    if besides is Fulfilment.NOT_FOR_PLANT or len(both) == 1:
        return found
    sure = both - {Fulfilment.UNDECIDED}
    is_decided = Fulfilment.UNDECIDED not in both
    if Fulfilment.PARTLY in sure or (is_decided and len(sure) > 1):
        return Fulfilment.PARTLY
    return Fulfilment.UNDECIDED


def _written(part: Part, *, is_judged: bool) -> str:
    names = _span(part.codes)
    if len(part.codes) == 1:
        return names
    if is_judged and part.how is How.SEVERAL:
        return f"a suitable combination of {names}"
    how = {
        How.ALL: "all of",
        How.ONE: "one of",
        How.ANY: "one or more of",
        How.SEVERAL: "two or more of",
    }
    return f"{how[part.how]} {names}"


def _span(codes: tuple[str, ...]) -> str:
    """Return codes in brief: the first and the last of three or more."""
    return f"{codes[0]}-{codes[-1]}" if len(codes) > 2 else ", ".join(codes)
