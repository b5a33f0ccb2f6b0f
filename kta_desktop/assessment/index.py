"""What an assessment looks up in a definition again and again, put in order once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kta_desktop.domain.definition import Definition, Level, Question
from kta_desktop.packs.reference_figures import RangeFigure, range_figures

_KEPT = 4  # definitions: an audit, the one before it, and what tests and lists look at
_found: list["Index"] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The rows of one definition by what they are asked for.

    Attributes:
        definition: The definition.
        levels: Levels and exceptions by id.
        exceptions: Level to its exceptions, in the order of the pack.
        of_question: Question to the levels it names, without exceptions, in the order of the pack.
        questions: Questions by name.
        by_concept: Questions by concept; of several the first.
        groups: Group to what is around it; None directly in its section.
        averaging_named: Question to the averaging that it names.
        ranges: Typical ranges of consumption and efficiency, with the figures they are for.
        fed: Concepts of the questions and columns that feed one of them.
    """

    definition: Definition
    levels: Mapping[str, Level]
    exceptions: Mapping[str, tuple[Level, ...]]
    of_question: Mapping[str, tuple[Level, ...]]
    questions: Mapping[str, Question]
    by_concept: Mapping[str, Question]
    groups: Mapping[str, str | None]
    averaging_named: Mapping[str, tuple[str, ...]]
    ranges: tuple[tuple[Mapping[str, Any], RangeFigure], ...]
    fed: Mapping[str, RangeFigure]

    def named(self, name: str, concept: str) -> Question | None:
        """Return a question by its name, else by its concept; None if there is none."""
        return self.questions.get(name) or self.by_concept.get(concept)


def index_of(definition: Definition) -> Index:
    """Return the index of a definition; the last few are kept, since definitions never change."""
    for index in _found:
        if index.definition is definition:
            return index
    index = _made(definition)
    _found.insert(0, index)
    del _found[_KEPT:]
    return index


def _made(definition: Definition) -> Index:
    exceptions: dict[str, tuple[Level, ...]] = {}
    for level in definition.levels:
        if level.overrides is not None:
            exceptions[level.overrides] = (*exceptions.get(level.overrides, ()), level)
    by_concept: dict[str, Question] = {}
    for question in definition.questions:
        by_concept.setdefault(question.concept, question)
    ranges = tuple(_ranges(definition))
    return Index(
        definition=definition,
        levels={level.id: level for level in definition.levels},
        exceptions=exceptions,
        of_question={each.name: _levels(definition, each) for each in definition.questions},
        questions={question.name: question for question in definition.questions},
        by_concept=by_concept,
        groups={group.name: group.parent for group in definition.groups},
        averaging_named=_averaging_named(definition),
        ranges=ranges,
        fed={told.feed: told for _row, told in ranges if told.feed},
    )


def _ranges(definition: Definition) -> Iterator[tuple[Mapping[str, Any], RangeFigure]]:
    rows: Any = (definition.more or {}).get("ranges") or ()
    packs = (definition.pack, *(definition.includes or ()))
    known = range_figures()
    for row in rows:
        keys = (f"{pack}.{row.get('id')}" for pack in packs)
        told = next((known[key] for key in keys if key in known), None)
        if told is not None:
            yield row, told


def _averaging_named(definition: Definition) -> Mapping[str, tuple[str, ...]]:
    """Return what the questions name of averaging, which they may call as their pack does."""
    rows: Any = (definition.more or {}).get("averaging") or ()
    ours = {str(row.get("origin")): str(row.get("id")) for row in rows}
    found: dict[str, tuple[str, ...]] = {}
    for question in definition.questions:
        maps: Any = (question.more or {}).get("maps_to") or {}
        if named := maps.get("averaging"):
            found[question.name] = tuple(ours.get(str(each), str(each)) for each in named)
    return found


def _levels(definition: Definition, question: Question) -> tuple[Level, ...]:
    wanted = set(question.levels)
    if not wanted:
        return ()
    return tuple(
        level for level in definition.levels if level.id in wanted and level.overrides is None
    )
