"""Techniques of the book as rows of a list: conclusions, and below each its techniques."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.assessment import bat_index
from kta_desktop.assessment.bat import BatLine, Fulfilment, TechniqueLine, Trouble
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.levels import Technique
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import technique_desk

GROUP = "bat "
"""What the key of the row of a conclusion begins with."""

STATES: Mapping[State, tuple[str, str, str]] = {
    State.APPLIED: (N_("Applied here"), "circle-check", "ok"),
    State.PARTLY: (N_("Applied in part"), "circle-dot", "warning"),
    State.PLANNED: (N_("Planned here"), "clock", "info"),
    State.NOT_APPLIED: (N_("Not applied here"), "x", "error"),
    State.NOT_APPLICABLE: (N_("Not applicable here"), "circle-slash", "neutral"),
}
"""State of a technique to its word, picture and tone of chips."""

FULFILMENTS: Mapping[Fulfilment, tuple[str, str, str]] = {
    Fulfilment.MET: (N_("Fulfilled"), "circle-check", "ok"),
    Fulfilment.PARTLY: (N_("Fulfilled in part"), "circle-dot", "warning"),
    Fulfilment.NOT_MET: (N_("Not fulfilled"), "x", "error"),
    Fulfilment.UNDECIDED: (N_("Not decided"), "circle-dashed", "plain"),
    Fulfilment.NOT_FOR_PLANT: (N_("Not for this plant"), "circle-slash", "neutral"),
}
_MOST_LACKING = 6  # codes that a heading names
TROUBLES: Mapping[Trouble, str] = {
    Trouble.UNREADABLE: N_("the state “{typed}” cannot be read"),
    Trouble.UNSTATED: N_("its row states no state"),
    Trouble.TWICE: N_("another row speaks of the same"),
    Trouble.NOT_IN_BOOK: N_("not in this checklist"),
    Trouble.NO_REASON: N_("the reason is missing"),
}
_PROVEN = (State.APPLIED, State.PARTLY, State.PLANNED)
NumberOf = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatRow:
    """One row: a conclusion, or a technique at a unit.

    Attributes:
        key: Of the technique line; of a conclusion ``bat <id>``.
        spoken: What a screen reader says.
        title: Name of the conclusion or technique.
        code: Number and letter, such as ``7a``; empty for a conclusion.
        rule: What a conclusion asks for; empty for a technique.
        fulfilment: What a conclusion comes to; None for a technique.
        is_folded: Whether the techniques of a conclusion are hidden.
        state: Confirmed, or else proposed; None if neither.
        is_confirmed: Whether a person confirmed the state.
        reason: Why, or how it is done.
        evidence: Number of attachments.
        number: Of the question that speaks of it; empty if none does.
        path: Address of that question.
    """

    key: str
    spoken: str
    title: str
    code: str = ""
    rule: str = ""
    fulfilment: Fulfilment | None = None
    is_folded: bool = False
    state: State | None = None
    is_confirmed: bool = False
    reason: str = ""
    evidence: int = 0
    number: str = ""
    path: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it is a conclusion."""
        return self.key.startswith(GROUP)


def rows(
    bats: Sequence[BatLine],
    number_of: NumberOf,
    *,
    folded: Collection[str] = (),
    source: str = "",
    only_unproven: bool = False,
) -> list[BatRow]:
    """Return the rows that are to be seen.

    Args:
        bats: Conclusions with their techniques.
        number_of: Address of a question to its number.
        folded: Keys of the conclusions whose techniques are hidden.
        source: Id of the only document wanted; empty = all.
        only_unproven: Whether only techniques without evidence are wanted.
    """
    found: list[BatRow] = []
    for bat in of_source(bats, source):
        lines = [line for line in bat.lines if not only_unproven or is_unproven(line)]
        if not lines:
            continue
        key = GROUP + bat.technique.id
        found.append(_group(bat, key, is_folded=key in folded))
        if key not in folded:
            found += [_line(bat, line, number_of) for line in lines]
    return found


def of_source(bats: Iterable[BatLine], source: str) -> Iterator[BatLine]:
    """Yield the conclusions of a document; all if ``source`` is empty."""
    return (bat for bat in bats if not source or bat.technique.source == source)


def sources(bats: Iterable[BatLine]) -> list[str]:
    """Return the ids of the documents that conclusions are from, in their order."""
    return list(dict.fromkeys(bat.technique.source for bat in bats if bat.technique.source))


def state_of(line: TechniqueLine) -> State | None:
    """Return the confirmed state of a technique, or else the proposed one."""
    return line.state or line.proposal.state


def is_unproven(line: TechniqueLine) -> bool:
    """Whether a technique is said to be there, or to come, and nothing shows it."""
    return line.evidence == 0 and state_of(line) in _PROVEN


def proposed(bats: Iterable[BatLine]) -> int:
    """Return how many techniques have a state that is proposed and that nobody confirmed."""
    return len(technique_desk.open_proposals(bats))


def question_of(line: TechniqueLine) -> str:
    """Return the address of the question that speaks of a technique; empty if none does."""
    if line.proposal.reasons:
        return line.proposal.reasons[0].path
    return line.questions[0] if line.questions else ""


def counts(lines: Iterable[TechniqueLine]) -> dict[State | None, int]:
    """Return how many techniques are in which state, confirmed or proposed; None = not known."""
    found: dict[State | None, int] = dict.fromkeys([*State, None], 0)
    for line in lines:
        found[state_of(line)] += 1
    return found


def code_of(bat: BatLine, technique: Technique) -> str:
    """Return what a technique is called in the book, such as ``7a``, or ``1.iv`` beside others."""
    number = bat.technique.number or ""
    if technique.id == bat.technique.id or technique.parent is None:
        return technique.number or number
    is_long = any(len(bat_index.code_of(line.technique)) > 1 for line in bat.lines)
    return number + ("." if is_long and number else "") + bat_index.code_of(technique)


def title_of(bat: BatLine, technique: Technique) -> str:
    """Return the name of a technique; of a conclusion above its techniques that it is all of it."""
    is_whole = technique.id == bat.technique.id and len(bat.lines) > 1
    return _("The conclusion as a whole") if is_whole else said(technique.title)


def heading(bat: Technique) -> str:
    """Return number and name of a conclusion."""
    title = said(bat.title)
    return (
        _("BAT {number}. {title}").format(number=bat.number, title=title) if bat.number else title
    )


def line_title(bat: BatLine, line: TechniqueLine) -> str:
    """Return code, name and unit of a technique."""
    code, title = code_of(bat, line.technique), title_of(bat, line.technique)
    named = f"{code}. {title}" if code else title
    return f"{named} — {line.unit}" if line.unit else named


def reason_of(line: TechniqueLine) -> str:
    """Return what is wrong with its row, why a technique is in its state, or what answers say."""
    if line.row is not None:
        typed = line.row.unread.get("state", "")
        wrong = [_(TROUBLES[trouble]).format(typed=typed) for trouble in line.troubles]
        return "; ".join(filter(None, (*wrong, line.row.reason or line.row.description)))
    return "; ".join(dict.fromkeys(said(reason.words) for reason in line.proposal.reasons))


def rule_of(bat: BatLine) -> str:
    """Return what a conclusion asks for in the words of the book, and what it still lacks."""
    rule = said(bat.rule) or bat.needed
    if not bat.lacking or len(bat.lacking) > _MOST_LACKING:
        return rule
    lacking = _("lacking: {codes}").format(codes=", ".join(bat.lacking))
    return f"{rule}; {lacking}" if rule else lacking


def said(text: Text) -> str:
    """Return a text in the language of the interface."""
    return text.get(language())


def _group(bat: BatLine, key: str, *, is_folded: bool) -> BatRow:
    title, rule = heading(bat.technique), rule_of(bat)
    word = _(FULFILMENTS[bat.fulfilment][0])
    return BatRow(
        key=key,
        spoken=", ".join(part for part in (title, rule, word) if part),
        title=title,
        rule=rule,
        fulfilment=bat.fulfilment,
        is_folded=is_folded,
    )


def _line(bat: BatLine, line: TechniqueLine, number_of: NumberOf) -> BatRow:
    state, path = state_of(line), question_of(line)
    code, title = code_of(bat, line.technique), title_of(bat, line.technique)
    title = f"{title} — {line.unit}" if line.unit else title
    number = number_of(path) if path else ""
    reason = reason_of(line)
    spoken = (
        f"{code} {title}",
        state_words(state, is_confirmed=line.state is not None),
        reason,
        _("evidence: {count}").format(count=line.evidence) if line.evidence else "",
        _("question {number}").format(number=number) if number else "",
    )
    return BatRow(
        key=line.key,
        spoken=", ".join(part for part in spoken if part),
        title=title,
        code=code,
        state=state,
        is_confirmed=line.state is not None,
        reason=reason,
        evidence=line.evidence,
        number=number,
        path=path,
    )


def state_words(state: State | None, *, is_confirmed: bool) -> str:
    """Return a state in words; one that is only proposed says so."""
    if state is None:
        return _("not stated")
    word = _(STATES[state][0])
    return word if is_confirmed else _("proposed: {state}").format(state=word)
