"""What the auditor decided about candidates: rejected with a reason, or merged into another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.assessment.bottlenecks import Candidate, Cause, Part
from kta_desktop.assessment.candidates_found import RECORD
from kta_desktop.assessment.known import Known
from kta_desktop.domain.canonical import JsonValue


@dataclass(frozen=True, slots=True)
class Decided:
    """What a record says of a candidate.

    Attributes:
        rejected: Why it was rejected; empty if it was not.
        merged_into: Key of the candidate it was merged with; empty if it was not.
    """

    rejected: str = ""
    merged_into: str = ""


def decided(known: Known) -> Mapping[str, Decided]:
    """Return what was decided, by key of the candidate; records that make no sense are none."""
    return dict(_read(value) for _key, value in known.of_kind(RECORD) if _is_sound(value))


def merged(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates, each with what was merged into it.

    One that was merged into itself, in a circle, or into one that is gone or rejected stands
    alone again: nothing is lost. The one that takes another in has the greater of each part, and
    shows a figure that was found before words that were entered.
    """
    by_key = {each.key: each for each in found}
    ends = {each.key: _end(each, by_key) for each in found}
    taken: dict[str, list[Candidate]] = {}
    for each in found:
        end = ends[each.key]
        if end and not each.rejected:
            taken.setdefault(end, []).append(each)
    return tuple(
        _with(replace(each, merged_into="" if each.rejected else ends[each.key]), taken)
        for each in found
    )


def _end(candidate: Candidate, by_key: Mapping[str, Candidate]) -> str:
    """Return the key of the last candidate in a chain of merging; empty if there is none."""
    seen, here = {candidate.key}, candidate
    while here.merged_into:
        following = by_key.get(here.merged_into)
        if following is None or following.key in seen or following.rejected:
            return ""
        seen.add(following.key)
        here = following
    return here.key if here.key != candidate.key else ""


def _with(candidate: Candidate, taken: Mapping[str, Sequence[Candidate]]) -> Candidate:
    """Return a candidate with figures, techniques and places of those merged into it."""
    every = [candidate, *taken.get(candidate.key, ())]
    if len(every) == 1:
        return candidate
    told = every[::-1]  # what was found says more than what was entered
    best = {part: max(told, key=lambda each: _part(each, part)) for part in Part}
    figured = next((each for each in every if each.cause is not Cause.ADDED), candidate)
    return replace(
        candidate,
        sign=candidate.sign if figured.sign.is_empty else figured.sign,
        indicators=tuple(dict.fromkeys(key for each in every for key in each.indicators)),
        techniques=tuple(dict.fromkeys(key for each in every for key in each.techniques)),
        paths=tuple(dict.fromkeys(path for each in every for path in each.paths)),
        parts={part: best[part].parts.get(part) for part in Part},
        told={part: best[part].told[part] for part in Part if part in best[part].told},
    )


def _part(candidate: Candidate, part: Part) -> Decimal:
    value = candidate.parts.get(part)
    return Decimal(-1) if value is None else value


def _is_sound(value: JsonValue) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("key"), str)


def _read(value: JsonValue) -> tuple[str, Decided]:
    told = value if isinstance(value, Mapping) else {}
    words = {name: told.get(name) for name in ("key", "rejected", "merged_into")}
    key, rejected, into = (str(word) if isinstance(word, str) else "" for word in words.values())
    return key, Decided(rejected.strip(), into)
