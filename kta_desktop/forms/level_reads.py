"""What ``kta:in-ael`` rests on: the facts that decide which level holds for a plant.

The host asks them while an expression runs; so that an edit of a fact is followed, they have to be
known before.
"""

from collections.abc import Iterator, Mapping

from kta_desktop.domain.definition import Definition, Level
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import Call, Cells, Name, Node, String, walk
from kta_desktop.forms.parser import parse

FUNCTION = "kta:in-ael"


def facts_of_levels(definition: Definition) -> Mapping[str, frozenset[str]]:
    """Return the names that decide on the levels of each concept, and of each level by its id.

    Those of all levels stand under the empty name.
    """
    by_level: dict[str, set[str]] = {}
    for level in definition.levels:
        by_level.setdefault(level.overrides or level.id, set()).update(_names(level))
    found = {name: set(names) for name, names in by_level.items()}
    for question in definition.questions:
        for identifier in question.levels:
            if question.concept:
                facts = by_level.get(identifier, set())
                found.setdefault(question.concept, set()).update(facts)
    everything = set[str]().union(*by_level.values())
    return {"": frozenset(everything), **{name: frozenset(each) for name, each in found.items()}}


def facts_asked(node: Node, facts: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the names that the levels asked for in an expression rest on."""
    names = frozenset[str]()
    for each in walk(node):
        match each:
            case Call(function, (String(concept), *_)) if function == FUNCTION:
                names |= facts.get(concept, frozenset())
            case Call(function) if function == FUNCTION:
                names |= facts.get("", frozenset())
            case _:
                pass
    return names


def _names(level: Level) -> Iterator[str]:
    for source in (level.when, level.requires):
        if not source:
            continue
        try:
            node = parse(source)
        except ExpressionError:
            continue  # a condition in words decides nothing
        for each in walk(node):
            if isinstance(each, Name | Cells):
                yield each.name if isinstance(each, Name) else each.table
