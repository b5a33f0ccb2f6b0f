"""What the auditor does with bottlenecks: each act as edits, applied to a form and found again."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Cause, Part
from kta_desktop.assessment.candidates import candidates
from kta_desktop.assessment.candidates_found import row_of
from kta_desktop.assessment.candidates_rank import weights_of
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.steps import Grade
from kta_desktop.assessment.transition import transition
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.forms.state import FormState
from kta_desktop.services import bottleneck_desk as desk
from kta_desktop.services.bottleneck_errors import (
    MergedInCircleError,
    NoNameError,
    NoReasonError,
    NoRegisterError,
    WeightOutsideError,
)
from tests.unit.assessment import necks, way

KEY = "level:figure.tn"


class Desk:
    """A form with two exceedances, to which edits are applied."""

    def __init__(self):
        self.state = way.state({})
        self.indicators = [
            necks.indicator(),
            necks.indicator("figure.cod", "168", "8", held=necks.level("COD", "25", "100")),
        ]

    def does(self, edits):
        """Apply the edits of one act; each has to have a path that can be stored."""
        for edit in edits:
            parse_path(edit.path)
            self.state.apply(edit.path, edit.after)
        return self

    def known(self):
        records = {k: v for k, v in self.state.entries.items() if k[0] == "@" and v is not None}
        return necks.known(dict(self.state.entries), records)

    def now(self):
        """Return the candidates by key."""
        known = self.known()
        found = candidates(known, self.indicators, (), (), Load(), necks.NO_PLAN)
        return {each.key: each for each in found}

    @property
    def rows(self):
        return transition(self.state).bottlenecks

    def takes(self, key=KEY, lang="ru"):
        return self.does(desk.take(self.state, self.now()[key], lang, self.indicators))


def test_that_a_candidate_is_taken_over_with_what_is_known_and_no_more():
    at = Desk().takes()
    (row,) = at.rows
    assert (row.id, row.what, row.where) == (row_of(KEY), "Азот общий, вып. 1", "вып. 1")
    assert row.indicator.replace("\u00a0", " ") == "Азот общий 24,5 мг/л при 2–20 · вып. 1"
    assert row.excess == Decimal("1.225")  # 24.5 ÷ 20
    # origin not stated 0, 1 − 2.4 ÷ 24.5 = 0.9, level read 1: 0.63; score 40 × 0.225 + 15 × 0.63
    assert (row.confidence, row.priority) == (Grade.MEDIUM, Grade.LOW)
    assert (row.confirmed, row.cause, row.effect) == (True, None, "")
    again = at.now()[KEY]
    assert (again.row.id, again.cause, again.row_id) == (row.id, Cause.EXCEEDS, row.id)


def test_that_two_auditors_who_take_over_the_same_meet_in_one_row():
    at, other = Desk(), Desk()
    edits = desk.take(other.state, other.now()[KEY], "kk", other.indicators)
    at.takes().does(edits)
    assert len(at.rows) == 1


def test_that_taking_over_again_only_confirms_and_keeps_what_was_changed():
    at = Desk().takes()
    at.state.apply(f"core_bottlenecks/{row_of(KEY)}/what", {"text": "Своё", "value": "Своё"})
    at.state.apply(f"core_bottlenecks/{row_of(KEY)}/confirmed", {"value": "no"})
    at.takes()
    assert [(row.what, row.confirmed) for row in at.rows] == [("Своё", True)]


def test_that_rows_come_one_behind_the_other():
    at = Desk().takes("level:figure.cod").takes()
    table = at.state.rows("core_bottlenecks")
    assert [row.id for row in table] == [row_of("level:figure.cod"), row_of(KEY)]


def test_that_a_candidate_survives_that_its_figure_becomes_good_again():
    at = Desk().takes()
    at.indicators = []
    (left,) = at.now().values()
    assert (left.key, left.cause, left.row.what) == (KEY, Cause.ADDED, "Азот общий, вып. 1")


def test_that_one_of_a_balance_goes_to_its_stage():
    stage = necks.candidate(
        "balance:water/CIP", "0.1", cause=Cause.BALANCE, balance="water/CIP", row_id="x"
    )
    at = Desk()
    at.does(desk.take(at.state, stage, "ru"))
    (row,) = at.rows
    assert (row.where, row.excess, row.confidence) == ("CIP", None, None)


def test_that_a_total_of_the_plant_is_called_as_it_is_read():
    total = necks.candidate("balance:water/@network", balance="water/@network", row_id="x")
    at = Desk()
    at.does(desk.take(at.state, total, "ru"))
    assert at.rows[0].where == "Водоснабжение"


def test_that_the_auditor_adds_one_of_his_own():
    at = Desk()
    at.does(desk.add(at.state, {"what": " Утечки ", "excess": "1,4", "cause": "equipment"}))
    (row,) = at.rows
    assert (row.what, row.excess, row.cause, row.confirmed) == (
        "Утечки",
        Decimal("1.4"),
        "equipment",
        True,
    )
    assert at.now()[f"row.{row.id}"].cause is Cause.ADDED


@pytest.mark.parametrize("texts", [{}, {"what": "  "}, {"where": "CIP"}])
def test_that_one_without_a_name_is_not_added(texts):
    with pytest.raises(NoNameError):
        desk.add(Desk().state, texts)


def test_that_one_is_rejected_with_a_reason_and_taken_back():
    at = Desk().takes()
    at.does(desk.reject(at.state, at.now()[KEY], " ошибка \n пробы "))
    out = at.now()[KEY]
    assert (out.rejected, out.place, out.row.confirmed) == ("ошибка пробы", 0, False)
    at.does(desk.take_back(at.state, out))
    back = at.now()[KEY]
    assert (back.rejected, back.row.confirmed) == ("", True)
    assert back.place == 2


def test_that_one_that_is_no_row_leaves_no_trace_when_it_is_taken_back():
    at = Desk()
    before = at.now()
    at.does(desk.reject(at.state, before[KEY], "не то"))
    at.does(desk.take_back(at.state, at.now()[KEY]))
    assert at.now() == before
    assert at.rows == ()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_that_nothing_is_rejected_without_a_reason(reason):
    at = Desk()
    with pytest.raises(NoReasonError) as caught:
        desk.reject(at.state, at.now()[KEY], reason)
    assert caught.value.code == "no-reason"


def test_that_two_are_merged_and_both_rows_stay():
    at = Desk().takes().takes("level:figure.cod")
    now = at.now()
    at.does(desk.merge(now["level:figure.cod"], now[KEY]))
    into, other = at.now()["level:figure.cod"], at.now()[KEY]
    assert (other.merged_into, other.place, into.place) == ("level:figure.cod", 0, 1)
    assert set(into.indicators) == {"figure.cod", "figure.tn"}
    assert len(at.rows) == 2
    at.does(desk.take_back(at.state, other))
    assert at.now()[KEY].place == 2


def test_that_the_words_of_the_auditor_take_the_figure_that_was_found():
    at = Desk()
    at.does(desk.add(at.state, {"what": "Денитрификация не работает", "indicator": "азот"}))
    own = next(each for each in at.now().values() if each.cause is Cause.ADDED)
    at.does(desk.merge(own, at.now()[KEY]))
    found = at.now()[own.key]
    assert found.title.ru == "Денитрификация не работает"
    assert "24,5" in found.sign.ru
    assert found.parts[Part.EXCESS] == Decimal("0.225")


def test_that_nothing_is_merged_with_itself_or_in_a_circle():
    at = Desk()
    now = at.now()
    with pytest.raises(MergedInCircleError):
        desk.merge(now[KEY], now[KEY])
    at.does(desk.merge(now["level:figure.cod"], now[KEY]))
    now = at.now()
    with pytest.raises(MergedInCircleError):
        desk.merge(now[KEY], now["level:figure.cod"])


def test_that_the_other_weights_give_way_in_their_ratio_and_all_are_whole():
    """Excess 70: 30 are left for 25 : 15 : 20 = 12.5, 7.5, 10; the halves go up in order."""
    at = Desk()
    at.does(desk.weights(DEFAULT_WEIGHTS, Part.EXCESS, Decimal(70)))
    assert [weights_of(at.known())[part] for part in Part] == [70, 13, 7, 10]
    at.does(desk.default_weights())
    assert weights_of(at.known()) == DEFAULT_WEIGHTS
    assert at.known().records == {}


@pytest.mark.parametrize("weight", ["-1", "100.5", "NaN", "Infinity"])
def test_that_a_weight_outside_of_a_hundred_is_refused(weight):
    with pytest.raises(WeightOutsideError):
        desk.weights(DEFAULT_WEIGHTS, Part.LOAD, Decimal(weight))


def test_that_a_checklist_without_the_table_says_so():
    bare = FormState(Definition(pack="bare", version="1", title=Text(ru="Без общей части")), {})
    with pytest.raises(NoRegisterError):
        desk.take(bare, necks.candidate("a"), "ru")
    with pytest.raises(NoRegisterError):
        desk.add(bare, {"what": "Насос"})
