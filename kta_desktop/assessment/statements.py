"""What the figures of an audit state: figures that say one thing are one statement, counted once.

The same figure may be entered at two places, or entered and computed. Figures are one statement if
all of this holds:

* they are held against the same level; of what no level speaks, each figure stands alone;
* they are of the same place: outlets, sources and stages that are called otherwise are never put
  together, nor two rows of a table of which nobody says where they are. A specific figure without
  a place is of the whole plant. Any other figure without one joins the only place that has the
  level, or, where there are several, the only one whose figure agrees with it;
* they are of the same averaging: never a mean with a worst value, nor two columns of one table;
* they agree, unless nothing but one thing can be meant: a place that both name, the whole plant
  where one of them is worked out, a worst value beside a worst value. Only these can contradict
  each other. What has no verdict is asked to agree as well: nobody knows what it is an average of.
  Answers to two questions that are no tables, without a place, are two things: a checklist asks
  for the dust of each filter under one level.

A row that the auditor put beside a level by hand joins the one statement with the same ends of the
level whose figure it agrees with. Figures agree if they differ by no more than their U together
(E_n ≤ 1 of ISO 13528, U at k = 2) and half of the last digit that was written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import TypeAlias

from kta_desktop.assessment.averaged import MEAN_COLUMNS, WORST_COLUMNS
from kta_desktop.assessment.performance import Indicator, IndicatorKind
from kta_desktop.domain.definition import Level
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict

ORDER = (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE, Verdict.MEETS, Verdict.NOT_COMPARED)
"""Of verdicts that are told: the worst first, what has none last."""
BY_HAND = "entered"
"""Kind of the level of a row that the auditor put beside it by hand."""
_OF_PLANT = (IndicatorKind.SPECIFIC_CONSUMPTION, IndicatorKind.SPECIFIC_EMISSION)
_PLANT = "\0"  # place of what is of the whole plant; no name of a place
_SESSIONS = "@session"
_HALF = Decimal("0.5")


class Apart(StrEnum):
    """Why a figure is not compared, in four words."""

    NO_LEVEL = "no_level"  # no level of the book holds for it
    NO_DATA = "no_data"
    UNCHECKED = "unchecked"  # nobody read the level in its source
    NOT_COMPARABLE = "not_comparable"  # conditions, averaging, unit or origin


_APART: Mapping[NotCompared | None, Apart] = {
    None: Apart.NO_DATA,
    NotCompared.NO_LEVEL: Apart.NO_LEVEL,
    NotCompared.SEWER_CONTRACT: Apart.NO_LEVEL,
    NotCompared.LEVEL_UNVERIFIED: Apart.UNCHECKED,
    NotCompared.UNDECIDED: Apart.NO_DATA,
    NotCompared.TOO_FEW_SAMPLES: Apart.NO_DATA,
    NotCompared.NO_OXYGEN: Apart.NO_DATA,
    NotCompared.AVERAGING_UNSTATED: Apart.NO_DATA,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that figures state.

    Attributes:
        key: Of the first figure in paper order whose place is named, else of the first one.
        lead: The figure it is told by: the worst verdict, on the better ground.
        others: Those that say the same, the better ground first.
        contradicted: Whether entered or computed figures of one year differ beyond their U.
    """

    key: str
    lead: Indicator
    others: tuple[Indicator, ...] = ()
    contradicted: bool = False

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        return self.judgement.verdict

    @property
    def judgement(self) -> Judgement:
        """The judgement it is told by."""
        return self.lead.judgement

    @property
    def members(self) -> tuple[Indicator, ...]:
        """All its figures, the one it is told by first."""
        return (self.lead, *self.others)

    @property
    def apart(self) -> Apart | None:
        """Why it is not compared; None if it is."""
        return apart_of(self.lead.judgement)


@dataclass(slots=True)
class _Draft:
    """A statement that is being put together: places in the order of the paper, and figures."""

    members: list[tuple[int, Indicator]] = field(default_factory=list)


_Places: TypeAlias = dict[str, list[_Draft]]
"""Drafts under one level, by ``_place``."""


def statements(found: Sequence[Indicator]) -> tuple[Statement, ...]:
    """Return what indicators state, in the order of the paper by the first figure of each."""
    by_level: dict[str, _Places] = {}
    every: list[_Draft] = []
    for _turn, position, each in sorted(
        ((_turn_of(each), position, each) for position, each in enumerate(found)),
        key=lambda one: one[:2],
    ):
        level = each.judgement.level
        draft = _joined(each, level, by_level) if level is not None else None
        if draft is None:
            draft = _Draft()
            every.append(draft)
            if level is not None:
                by_level.setdefault(level.id, {}).setdefault(_place(each), []).append(draft)
        draft.members.append((position, each))
    return tuple(_statement(draft) for draft in sorted(every, key=_first))


def counted(found: Iterable[Judgement]) -> Mapping[Verdict, int]:
    """Return how many judgements come to what, every verdict named."""
    counts = Counter(each.verdict for each in found)
    return {verdict: counts[verdict] for verdict in ORDER}


def apart_of(judgement: Judgement) -> Apart | None:
    """Return why there is no verdict; None if there is one."""
    if judgement.verdict is not Verdict.NOT_COMPARED:
        return None
    return _APART.get(judgement.reason, Apart.NOT_COMPARABLE)


def apart(found: Iterable[Judgement]) -> Mapping[Apart, int]:
    """Return how many have no verdict for which reason, without those of which there is none."""
    counts = Counter(map(apart_of, found))
    return {why: counts[why] for why in Apart if counts[why]}


def standing(found: Statement, verdicts: Mapping[str, Verdict]) -> Verdict | None:
    """Return what a statement comes to under other verdicts of its figures; None if none has one.

    What a measure is said to make of one of its figures, it makes of the thing.

    Args:
        found: The statement.
        verdicts: By key of the indicator, such as those at the end of a year.
    """
    known = [each for each in found.members if each.key in verdicts]
    changed = [each for each in known if verdicts[each.key] is not each.judgement.verdict]
    return min((verdicts[each.key] for each in changed or known), key=ORDER.index, default=None)


def met(found: Iterable[Statement], verdicts: Mapping[str, Verdict]) -> tuple[int, int]:
    """Return how many statements meet their level under other verdicts, of how many compared."""
    stands = [standing(each, verdicts) for each in found]
    compared = [each for each in stands if each not in (None, Verdict.NOT_COMPARED)]
    return compared.count(Verdict.MEETS), len(compared)


def agree(one: Indicator, other: Indicator) -> bool | None:
    """Return whether two figures are the same within their U; None if that cannot be said."""
    ours, others = _value(one, other), _value(other, one)
    if ours is None or others is None:
        return None
    (first, its), (second, theirs) = ours, others
    written = _HALF.scaleb(_exponent(first)) + _HALF.scaleb(_exponent(second))
    beyond = abs(first - second) - written
    return beyond <= 0 or beyond * beyond <= its * its + theirs * theirs


def is_by_hand(each: Indicator) -> bool:
    """Whether it is a row that the auditor put beside a level by hand."""
    level = each.judgement.level
    return level is not None and level.kind == BY_HAND


def _value(each: Indicator, other: Indicator) -> tuple[Decimal, Decimal] | None:
    """Return value and U of a figure, in the unit of its level, or its own that both have."""
    if each.judgement.value is not None and other.judgement.value is not None:
        return each.judgement.value, each.judgement.uncertainty
    figure = each.figure
    if figure.value is None or figure.unit != other.figure.unit:
        return None
    return figure.value, figure.uncertainty or Decimal(0)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _turn_of(each: Indicator) -> int:
    """Return when a figure takes its place: those that name one, those that do not, by hand."""
    if is_by_hand(each):
        return 2
    return 0 if _place(each) else 1


def _place(each: Indicator) -> str:
    """Return where a figure is; empty if nobody says."""
    if each.where:
        return " ".join(each.where.split()).casefold()
    return _PLANT if each.kind in _OF_PLANT and not is_by_hand(each) else ""


def _joined(each: Indicator, level: Level, by_level: Mapping[str, _Places]) -> _Draft | None:
    """Return the draft that a figure joins; None if it states something new."""
    if is_by_hand(each):
        alike = (places for places in by_level.values() if _is_held_alike(places, level))
        return _only(each, [d for places in alike for drafts in places.values() for d in drafts])
    places = by_level.get(level.id, {})
    here = [draft for draft in places.get(_place(each), ()) if _fits(each, draft)]
    if not _place(each):
        named = [drafts for place, drafts in places.items() if place not in ("", _PLANT)]
        there = [draft for drafts in named for draft in drafts if _fits(each, draft)]
        if len(named) > 1:
            only = _only(each, there)
            there = [] if only is None else [only]
        here = there or here
    return here[0] if here else None


def _only(each: Indicator, drafts: Sequence[_Draft]) -> _Draft | None:
    """Return the only draft with a figure that agrees; of several the only one with the same."""
    like = [d for d in drafts if any(_is_like(each, member) for _at, member in d.members)]
    if len(like) > 1:
        value = each.judgement.value
        like = [d for d in like if any(m.judgement.value == value for _at, m in d.members)]
    return like[0] if len(like) == 1 else None


def _is_like(each: Indicator, other: Indicator) -> bool:
    return _source(each)[0] != _source(other)[0] and agree(each, other) is True


def _is_held_alike(places: _Places, level: Level) -> bool:
    """Whether the level of drafts has the unit of a level put in by hand, and its ends."""
    theirs = next(iter(places.values()))[0].members[0][1].judgement.level
    if theirs is None or theirs.unit != level.unit:
        return False
    pairs = ((level.lower, theirs.lower), (level.upper, theirs.upper))
    return all(
        ours is None or (end is not None and Decimal(ours) == Decimal(end)) for ours, end in pairs
    )


def _fits(each: Indicator, draft: _Draft) -> bool:
    return all(_is_one(each, member) for _at, member in draft.members)


def _is_one(each: Indicator, other: Indicator) -> bool:
    """Whether two figures under one level, of which no places differ, say one thing."""
    (table, column), (others, theirs) = _source(each), _source(other)
    if table == others and (column != theirs or not each.where):
        return False
    ours, other_kind = _of(column), _of(theirs)
    if ours and other_kind and ours != other_kind:
        return False
    is_named = bool(ours and other_kind) or _is_sure(each, other)
    if is_named and not any(apart_of(one.judgement) for one in (each, other)):
        return True
    return not _are_two_questions(each, other) and agree(each, other) is True


def _is_sure(each: Indicator, other: Indicator) -> bool:
    """Whether both name the one place, or are of the whole plant and one is worked out."""
    if each.where and other.where:
        return True
    places = {_place(each), _place(other)}
    return places == {_PLANT} and any(one.key.startswith("specific.") for one in (each, other))


def _are_two_questions(each: Indicator, other: Indicator) -> bool:
    """Whether both are answers without a place, and one of them is no cell of a table."""
    pair = (each, other)
    if any(one.where or not one.key.startswith("figure.") or is_by_hand(one) for one in pair):
        return False
    return any("/" not in one.key for one in pair)


def _of(column: str) -> str:
    """Return what the column of a table is of, where its name says it."""
    if column in MEAN_COLUMNS:
        return "mean"
    return "worst" if column in WORST_COLUMNS else ""


def _source(each: Indicator) -> tuple[str, str]:
    """Return the table or repeat that a figure stands in, and its column or question there."""
    kind, _dot, tail = each.key.partition(".")
    if kind == "session":
        return _SESSIONS, ""
    if "/" not in tail:
        return each.key, ""
    around, _slash, last = tail.rpartition("/")
    row, dot, formula = last.partition(".")
    return (f"{around}.{formula}", "") if dot else (around.rpartition("/")[0], row)


def _first(draft: _Draft) -> int:
    return min(position for position, _each in draft.members)


def _statement(draft: _Draft) -> Statement:
    in_paper = [each for _position, each in sorted(draft.members, key=lambda one: one[0])]
    lead, *others = sorted(in_paper, key=_ground)
    named = next((each for each in in_paper if each.where), in_paper[0])
    return Statement(
        key=named.key,
        lead=lead,
        others=tuple(others),
        contradicted=any(agree(*pair) is False for pair in _of_one_time(in_paper)),
    )


def _ground(each: Indicator) -> tuple[int, bool, bool, bool, bool]:
    """Return what figures of a statement are sorted by: the worst verdict, then its ground."""
    return (
        ORDER.index(each.judgement.verdict),
        not each.key.startswith("session."),
        is_by_hand(each),
        each.figure.uncertainty is None,
        not each.where,
    )


def _of_one_time(found: Sequence[Indicator]) -> Iterator[tuple[Indicator, Indicator]]:
    """Yield pairs that ought to be the same: not measured on a day of its own, nor of two years."""
    held = [each for each in found if not each.key.startswith("session.")]
    for one, other in combinations(held, 2):
        if one.year == other.year or None in (one.year, other.year):
            yield one, other
