"""Bottlenecks as a page shows them: rows in words, bars in points, what is folded away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.bat import BatLine
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Cause, Part
from kta_desktop.assessment.candidates_rank import (
    RECORD,
    changed,
    changes_if,
    ranked,
    rounded,
    weights_of,
)
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.answering import Edit
from kta_desktop.services.bottleneck_desk import default_weights

__all__ = ["DEFAULT_WEIGHTS", "Candidate", "Part", "ranked", "weights_of"]

PART_NAMES: Mapping[Part, str] = {
    Part.EXCESS: N_("Beyond the level"),
    Part.LOAD: N_("Mass of a year"),
    Part.CONFIDENCE: N_("Certainty"),
    Part.FEASIBILITY: N_("Feasibility"),
}
"""Message ids of the parts of a score, in the order in which bars show them."""
CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.EXCEEDS: N_("A level is exceeded"),
    Cause.INDISTINCT: N_("Cannot be told from the level"),
    Cause.TECHNIQUE: N_("A technique is missing"),
    Cause.BALANCE: N_("A balance does not close"),
    Cause.RANGE: N_("Consumption beyond what is usual"),
    Cause.ADDED: N_("Entered by the auditor"),
}
"""Message ids of what a candidate was found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a score.

    Attributes:
        part: Which one.
        weight: Its weight, %.
        points: What it adds to the score; None where it is not known.
        told: What it was worked out from.
    """

    part: Part
    weight: Decimal
    points: Decimal | None
    told: str = ""

    @property
    def name(self) -> str:
        """Return what the part is called."""
        return _(PART_NAMES[self.part])

    @property
    def sentence(self) -> str:
        """Return the part with its points and reasons, such as for a screen reader."""
        known = (
            _("not known") if self.points is None else formatting.number(self.points, language(), 0)
        )
        said = _("{part}: {points} of {weight}").format(
            part=self.name, points=known, weight=formatting.number(self.weight, language())
        )
        return f"{said}. {self.told}" if self.told else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bottleneck of the list.

    Attributes:
        key: Of the candidate.
        place: From 1; 0 for one that was rejected or merged.
        title: What it is.
        sign: The figure that shows it, or what it was found by.
        techniques: Codes of the techniques that would remove it.
        shares: Its score in four parts.
        score: Rounded to whole points.
        steadiness: What becomes of its place when weights change.
        is_taken: Whether it is in the register.
        note: Why it is folded away; empty if it is not.
    """

    key: str
    place: int
    title: str
    sign: str
    techniques: str
    shares: tuple[Share, ...]
    score: str
    steadiness: str
    is_taken: bool
    note: str = ""

    @property
    def is_folded(self) -> bool:
        """Whether it was rejected or merged with another."""
        return bool(self.note)


def rows(
    candidates: Sequence[Candidate], weights: Mapping[Part, Decimal], codes: Mapping[str, str]
) -> tuple[Row, ...]:
    """Return candidates in words of the interface language, those folded away last.

    Args:
        candidates: In their order.
        weights: In %, as they are at present.
        codes: Id of a technique to its code, such as ``7a``.
    """
    titles = {each.key: each.title.get(language()) for each in candidates}
    made = [_row(each, weights, codes, titles) for each in candidates]
    return tuple(sorted(made, key=lambda row: (row.is_folded, row.place)))


def shares(candidate: Candidate, weights: Mapping[Part, Decimal]) -> tuple[Share, ...]:
    """Return the parts of a score with the points that they add, in the order of bars."""
    found = []
    for part in PART_NAMES:
        value, weight = candidate.parts.get(part), weights.get(part, Decimal(0))
        told = candidate.told.get(part)
        found.append(
            Share(
                part=part,
                weight=weight,
                points=None if value is None else value * weight,
                told=told.get(language()) if told else "",
            )
        )
    return tuple(found)


def with_weight(weights: Mapping[Part, Decimal], part: Part, wanted: int) -> Mapping[Part, Decimal]:
    """Return whole weights that add up to 100 with one of them set; the others keep their ratio."""
    return rounded(changed(weights, part, Decimal(wanted)))


def swap_words(
    candidates: Sequence[Candidate], weights: Mapping[Part, Decimal], most: int = 3
) -> tuple[str, ...]:
    """Return in sentences at which weights two neighbours change places, the nearest first."""
    lang = language()
    titles = {each.key: each.title.get(lang) for each in candidates}
    more = N_("{part} above {weight} (now {now}): «{rises}» comes before «{falls}»")
    less = N_("{part} below {weight} (now {now}): «{rises}» comes before «{falls}»")
    return tuple(
        _(more if swap.is_above else less).format(
            part=_(PART_NAMES[swap.part]),
            weight=formatting.percent(swap.weight, lang, 1),
            now=formatting.percent(weights.get(swap.part, Decimal(0)), lang, 0),
            rises=titles[swap.rises],
            falls=titles[swap.falls],
        )
        for swap in changes_if(candidates, weights)[:most]
    )


def _row(
    each: Candidate,
    weights: Mapping[Part, Decimal],
    codes: Mapping[str, str],
    titles: Mapping[str, str],
) -> Row:
    lang = language()
    return Row(
        key=each.key,
        place=each.place,
        title=each.title.get(lang),
        sign=_sign(each),
        techniques=technique_words(each.techniques, codes),
        shares=shares(each, weights),
        score=formatting.number(each.score, lang, 0),
        steadiness=_steadiness(each),
        is_taken=each.row is not None,
        note=_note(each, titles),
    )


def codes(bats: Iterable[BatLine]) -> Mapping[str, str]:
    """Return the code of each technique of the book by its id."""
    found: dict[str, str] = {}
    for bat in bats:
        lead = bat.technique.number or bat.technique.code or bat.technique.id
        for line in bat.lines:
            found[line.technique.id] = joined_code(lead, line.technique.code or "")
        found[bat.technique.id] = lead
    return found


def joined_code(lead: str, own: str) -> str:
    """Return ``7a`` for ``a`` of conclusion 7, ``2 II`` for ``II`` of conclusion 2."""
    if own.startswith(lead):
        return own
    return f"{lead}{own}" if own[:1].islower() else f"{lead} {own}".strip()


def technique_words(ids: Iterable[str], codes: Mapping[str, str]) -> str:
    """Return codes of techniques, such as ``7a, 7h``; a dash for none."""
    return ", ".join(codes.get(one, one) for one in ids) or formatting.NOTHING


def _steadiness(each: Candidate) -> str:
    if not each.place:
        return formatting.NOTHING
    if each.best == each.worst:
        return _("stays")
    return _("place {best}–{worst}").format(best=each.best, worst=each.worst)


def _sign(each: Candidate) -> str:
    """Return the figure that shows it, without the name that stands above it."""
    lang = language()
    title, sign = each.title.get(lang), each.sign.get(lang)
    bare = sign.removeprefix(title).strip(" ,:;") if title else sign
    return bare or sign or _(CAUSE_NAMES[each.cause])


def _note(each: Candidate, titles: Mapping[str, str]) -> str:
    if each.rejected:
        return _("Rejected: {reason}").format(reason=each.rejected)
    if each.merged_into:
        into = titles.get(each.merged_into, each.merged_into)
        return _("Merged with «{title}»").format(title=into)
    return ""


def stored_weights(weights: Mapping[Part, Decimal]) -> list[Edit]:
    """Return the edit that keeps weights; those that the program proposes are kept as nothing."""
    if weights == DEFAULT_WEIGHTS:
        return default_weights()
    return [Edit(RECORD, {str(part): f"{weights[part]:f}" for part in PART_NAMES})]
