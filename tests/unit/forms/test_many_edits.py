"""Edits taken over together come to the same as one after another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.forms.state import FormState

YES_NO = (Choice(name="yes", label=Text(ru="да")), Choice(name="no", label=Text(ru="нет")))
ASKED = Definition(
    pack="small",
    version="1",
    title=Text(ru="Лист"),
    sections=(Section(name="a", number="1", label=Text(ru="А")),),
    questions=(
        Question(name="on", number="1", section="a", type=QuestionType.SELECT_ONE,
                 label=Text(ru="Есть?"), choices=YES_NO),
        Question(name="src", number="2", section="a", type=QuestionType.REPEAT,
                 label=Text(ru="Источник"), relevant="${on} = 'yes'"),
        Question(name="h", number="3", section="a", parent="src", type=QuestionType.DECIMAL,
                 label=Text(ru="Часы"), constraint=". < 8784"),
        Question(name="gas", number="4", section="a", parent="src", type=QuestionType.TABLE,
                 label=Text(ru="Вещества"), columns=(
                     Column(name="g", type=QuestionType.DECIMAL, label=Text(ru="г/с"),
                            required=True),
                     Column(name="n", type=QuestionType.TEXT, label=Text(ru="Имя"),
                            relevant="${h} > 10"),
                     Column(name="t", type=QuestionType.CALCULATE, label=Text(ru="Масса"),
                            calculation="../g * ${h}"))),
        Question(name="sum", number="5", section="a", type=QuestionType.CALCULATE,
                 label=Text(ru="Всего"), calculation="sum(${src}/gas/t)"),
    ),
)  # fmt: skip

_rows = st.sampled_from(("a", "b", "c"))
_order = st.one_of(st.none(), st.builds(lambda n: {"order": float(n)}, st.integers(0, 3)))
_number = st.one_of(
    st.none(), st.builds(lambda n: {"text": n, "value": n}, st.sampled_from(("5", "20", "9000")))
)
_choice = st.sampled_from((None, {"value": "yes"}, {"value": "no"}))
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("on"), _choice),
        st.tuples(st.builds("src/{}".format, _rows), _order),
        st.tuples(st.builds("src/{}/h".format, _rows), _number),
        st.tuples(st.builds("src/{}/gas/{}".format, _rows, _rows), _order),
        st.tuples(st.builds("src/{}/gas/{}/g".format, _rows, _rows), _number),
        st.tuples(st.builds("src/{}/gas/{}/n".format, _rows, _rows), _number),
    ),
    max_size=30,
)


def _look(state):
    """Return everything that a screen asks a state about."""
    shown = {}
    for place in state.places():
        at = place.address
        rows = state.rows(at) if place.question.type is QuestionType.TABLE else ()
        shown[at] = (state.status(at), state.problems(at), state.value(at), rows)
    return shown, state.progress()


@settings(max_examples=200, deadline=None)
@given(EDITS, EDITS)
def test_that_edits_taken_over_together_come_to_the_same_as_one_by_one(before, edits):
    together, one_by_one = FormState(ASKED, {}), FormState(ASKED, {})
    for state in (together, one_by_one):
        for path, after in before:
            state.apply(path, after)
    together.apply_all(edits)
    for path, after in edits:
        one_by_one.apply(path, after)
    assert _look(together) == _look(one_by_one) == _look(FormState(ASKED, together.entries))


@settings(max_examples=100, deadline=None)
@given(EDITS, EDITS)
def test_that_every_place_that_looks_different_is_told(before, edits):
    state = FormState(ASKED, dict(before))
    old, _progress = _look(state)
    told = state.apply_all(edits)
    new, _progress = _look(state)
    assert {at for at in new if old.get(at) != new[at]} <= told


def test_that_nothing_taken_over_tells_of_nothing():
    assert FormState(ASKED, {}).apply_all([]) == frozenset()
