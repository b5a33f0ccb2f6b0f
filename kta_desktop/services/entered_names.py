"""Names that were entered once and are offered where something else speaks of the same thing.

A column or question says whose names it offers (``names`` of the pack: concepts), so that a stage,
a source or a unit is not written in two ways. Offered is not demanded: any words may be typed.
"""

from collections.abc import Iterator

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Column, Question
from kta_desktop.forms.state import FormState


def offered(state: FormState, asked: Question | Column) -> tuple[str, ...]:
    """Return the names to offer for ``asked``, each once, in the order they were entered."""
    concepts = (asked.more or {}).get("names")
    if not isinstance(concepts, list | tuple):
        return ()
    found = (name for concept in concepts for name in _entered(state, str(concept)))
    return tuple(dict.fromkeys(name for name in found if name))


def _entered(state: FormState, concept: str) -> Iterator[str]:
    """Yield the answers of a question in a list, or of a column of a table, outside of lists."""
    outer = {q.name: q for q in state.definition.questions if q.is_repeat and not q.parent}
    for question in state.definition.questions:
        if question.concept == concept and question.parent in outer:
            yield from _of(state, question.parent, question.name)
    for table in outer.values():
        for column in table.columns:
            if column.concept == concept:
                yield from _of(state, table.name, column.name)


def _of(state: FormState, repeat: str, name: str) -> Iterator[str]:
    for row in state.rows(repeat):
        value = state.answer(fieldpath.cell(repeat, row.id, name)).value
        if isinstance(value, str):
            yield value
