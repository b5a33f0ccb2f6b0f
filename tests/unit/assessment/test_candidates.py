"""What may be a bottleneck, what is one thing, and what its parts come to."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.balance import Closure
from kta_desktop.assessment.bat import Fulfilment
from kta_desktop.assessment.bottlenecks import Cause, Part
from kta_desktop.assessment.candidates import candidates
from kta_desktop.assessment.candidates_found import record_of, row_of
from kta_desktop.assessment.load import LoadKind
from kta_desktop.assessment.performance import IndicatorKind, Medium
from kta_desktop.assessment.plan import Effect, Status
from kta_desktop.assessment.steps import Measure
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Term
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Question, QuestionType, Text
from kta_desktop.domain.verdict import Verdict
from tests.unit.assessment import necks, way

KEY = "level:figure.tn"


def found(indicators=(), bats=(), balances=(), load=(), steps=(), **audit):
    return candidates(
        necks.known(**audit), indicators, bats, balances, necks.loads(*load), necks.plan(*steps)
    )


def only(*args, **more):
    (one,) = found(*args, **more)
    return one


def told(candidate, part):
    return candidate.told[part].ru


def test_that_an_exceedance_and_the_one_technique_that_is_missing_are_one_thing():
    """The first line of the plan as it was drawn: denitrification, total nitrogen 24.5 at 2–20."""
    one = only(
        [necks.indicator(techniques=("12",))],
        [necks.bat(necks.line("a", State.APPLIED), necks.line("e", State.PLANNED))],
        load=[necks.load()],
    )
    assert (one.key, one.cause, one.title.ru) == (KEY, Cause.EXCEEDS, "Техника 12e")
    assert one.sign.ru.replace("\u00a0", " ") == "Азот общий 24,5 мг/л при 2–20 · вып. 1"
    assert (one.indicators, one.techniques) == (("figure.tn",), ("12.e",))
    assert one.row_id == row_of(KEY)
    assert one.row is None
    # 24.5 ÷ 20 = 1.225: (1.225 − 1) ÷ (2 − 1); 88 % of the nitrogen of the plant
    assert (one.parts[Part.EXCESS], one.parts[Part.LOAD]) == necks.decimals("0.225", "0.88")
    assert "1,225" not in told(one, Part.EXCESS)
    assert "1,22" in told(one, Part.EXCESS)


def test_that_a_long_name_is_told_by_its_abbreviation_and_a_value_as_exactly_as_its_u():
    cod = Text(ru="Химическое потребление кислорода (ХПК), максимум", en="COD (of all)")
    maybe = Verdict.NOT_DISTINGUISHABLE
    one = only([necks.indicator(value="19.333", spread="1.24", verdict=maybe, name=cod)])
    assert one.sign.ru.replace("\u00a0", " ") == "ХПК, максимум 19,3 ± 1,2 мг/л при 2–20 · вып. 1"
    assert one.sign.en.startswith("COD (of all) 19.3")
    assert one.title.ru == "Химическое потребление кислорода (ХПК), максимум, вып. 1"


def test_that_with_several_missing_techniques_it_is_called_by_its_figure():
    lines = [necks.line("a"), necks.line("e", State.PARTLY), necks.line("h", State.APPLIED)]
    one = only([necks.indicator(techniques=("12",))], [necks.bat(*lines)])
    assert one.title.ru == "Азот общий, вып. 1"
    assert one.techniques == ("12.a", "12.e")


def test_that_a_technique_that_two_exceedances_lack_names_neither():
    both = [
        necks.indicator(techniques=("12",)),
        necks.indicator("figure.tp", held=necks.level("TP"), techniques=("12",), where="вып. 2"),
    ]
    titles = [one.title.ru for one in found(both, [necks.bat(necks.line("e"))])]
    assert titles == ["Азот общий, вып. 1", "Азот общий, вып. 2"]


def test_that_of_a_level_that_names_a_technique_only_this_one_is_meant():
    lines = [necks.line("a"), necks.line("e")]
    by_key = {
        one.key: one for one in found([necks.indicator(techniques=("12.e",))], [necks.bat(*lines)])
    }
    assert by_key[KEY].techniques == ("12.e",)
    assert by_key["technique:12"].techniques == ("12.a",)


def test_that_where_the_rule_says_what_would_fulfil_it_nothing_else_is_asked_for():
    lines = [necks.line("a"), necks.line("e")]
    one = only([necks.indicator(techniques=("12",))], [necks.bat(*lines, lacking=("e",))])
    assert one.techniques == ("12.e",)


def test_that_a_conclusion_that_is_met_lends_no_techniques():
    bat = necks.bat(necks.line("e", State.PARTLY), fulfilment=Fulfilment.MET)
    one = only([necks.indicator(techniques=("12",))], [bat])
    assert one.techniques == ()


def test_that_two_figures_of_one_place_under_one_level_are_one_thing_with_the_worst_first():
    lab, own = necks.indicator(), necks.indicator("session.s1.tn", "31", "1")
    elsewhere = necks.indicator("figure.other", where="вып. 2")
    one, two = sorted(found([lab, own, elsewhere]), key=lambda each: each.key)
    assert (one.key, one.indicators) == ("level:figure.other", ("figure.other",))
    assert (two.key, two.indicators) == (KEY, ("session.s1.tn", "figure.tn"))
    assert "31" in two.sign.ru
    assert two.parts[Part.EXCESS] == Decimal("0.55")  # 31 ÷ 20 − 1, of the worse one


def test_that_a_figure_without_a_place_joins_the_only_one_that_is_the_same():
    there, nowhere = necks.indicator(), necks.indicator("figure.again", where="")
    one = only([nowhere, there])
    assert (one.key, set(one.indicators)) == (KEY, {"figure.tn", "figure.again"})
    assert len(found([nowhere, necks.indicator("figure.b", where="")])) == 2
    twice = [there, necks.indicator("figure.two", where="вып. 2"), nowhere]
    assert len(found(twice)) == 3


def test_that_the_key_stays_when_an_exceedance_becomes_one_that_cannot_be_told():
    maybe = necks.indicator(value="19", verdict=Verdict.NOT_DISTINGUISHABLE)
    assert only([maybe]).key == only([necks.indicator()]).key


def test_that_what_u_does_not_decide_counts_by_how_far_it_may_be_beyond():
    """9.6 ± 1.2 at 10: 0.8 of 2.4 is beyond, at most 8 %: 0.3333 × 0.08 ÷ 2 = 0.0133."""
    dust = necks.indicator(
        value="9.6",
        spread="1.2",
        verdict=Verdict.NOT_DISTINGUISHABLE,
        held=necks.level("DUST", "2", "10"),
    )
    one = only([dust])
    assert one.cause is Cause.INDISTINCT
    assert round(one.parts[Part.EXCESS], 6) == Decimal("0.013333")
    assert "9,6\u00a0±\u00a01,2" in one.sign.ru


@pytest.mark.parametrize(
    ("value", "held", "part"),
    [
        ("60", {}, "1"),  # three times the level: not more than whole
        ("40", {}, "1"),
        ("30", {}, "0.5"),
        ("5", {"lower": None, "upper": "0"}, None),  # nothing is so many times zero
        ("5", {"lower": None, "upper": None}, None),
        ("90", {"lower": "95", "upper": None, "direction": "higher"}, "0.105263"),
        ("0", {"lower": "95", "upper": None, "direction": "higher"}, "1"),
        ("1", {"lower": "2", "upper": "20", "direction": "within"}, "1"),
        ("25", {"lower": "2", "upper": "20", "direction": "within"}, "0.25"),
        ("-3", {"lower": None, "upper": "20"}, "0"),
    ],
)
def test_that_excess_is_worked_out_on_the_side_that_binds(value, held, part):
    """90 at 95 and more: (1 − 90 ÷ 95) ÷ (1 − 1 ÷ 2) = 0.1053."""
    got = only([necks.indicator(value=value, held=necks.level(**held))]).parts[Part.EXCESS]
    assert (None if got is None else round(got, 6)) == (None if part is None else Decimal(part))


def test_that_nothing_unchecked_is_a_bottleneck():
    unread = necks.indicator(verdict=Verdict.NOT_COMPARED, held=necks.level(confidence="unsure"))
    assert found([unread, necks.indicator("figure.ok", "5", verdict=Verdict.MEETS)]) == ()


def test_that_a_missing_technique_stands_alone_where_no_figure_exceeds():
    meets = necks.indicator(value="5", verdict=Verdict.MEETS, techniques=("12",))
    lines = [necks.line("e", confirmed=False), necks.line("h", State.NOT_APPLICABLE)]
    one = only([meets], [necks.bat(*lines)], load=[necks.load()])
    assert (one.key, one.cause, one.title.ru) == ("technique:12", Cause.TECHNIQUE, "Техника 12e")
    assert one.sign.ru == "НДТ 12e: Не применяется"
    # its level is met: nothing is exceeded; only proposed, and nothing proves it: not sure at all
    assert one.parts == {
        Part.EXCESS: Decimal(0),
        Part.LOAD: Decimal("0.88"),
        Part.CONFIDENCE: Decimal(0),
        Part.FEASIBILITY: Decimal("0.5"),
    }


@pytest.mark.parametrize(
    "bat",
    [
        necks.bat(necks.line("e"), fulfilment=Fulfilment.MET),
        necks.bat(necks.line("e"), fulfilment=Fulfilment.UNDECIDED),
        necks.bat(necks.line("e"), fulfilment=Fulfilment.NOT_FOR_PLANT),
        necks.bat(necks.line("e", State.APPLIED), fulfilment=Fulfilment.PARTLY),
        necks.bat(necks.line("e", None), fulfilment=Fulfilment.NOT_MET),
    ],
)
def test_that_no_technique_is_missed_without_knowing_that_it_is(bat):
    assert found(bats=[bat]) == ()


def test_that_a_balance_that_does_not_close_counts_by_its_gap_and_its_share():
    """1,500 of the 20,000 m³ that come in are lost: 0.075; 20,000 of the plant's 100,000: 0.2."""
    stages = [necks.stage(closure=Closure.CLOSED), necks.stage("CIP", "20000")]
    streams = [necks.stream("in", "", "CIP"), necks.stream("out", "CIP", is_estimated=True)]
    one = only(balances=[necks.balance(*stages, streams=streams)])
    assert (one.key, one.balance, one.cause) == ("balance:water/CIP", "water/CIP", Cause.BALANCE)
    assert (one.title.ru, one.paths) == ("Баланс воды не сходится: CIP", ("wat/in", "wat/out"))
    assert (one.parts[Part.EXCESS], one.parts[Part.LOAD]) == necks.decimals("0.075", "0.2")
    # 1 − 1,000 ÷ 1,500 = 0.3333; one of two streams was measured: 0.5; mean 0.41667
    assert round(one.parts[Part.CONFIDENCE], 5) == Decimal("0.41667")
    assert one.parts[Part.FEASIBILITY] is None


def test_that_a_stage_that_lacks_just_what_the_plant_lacks_is_no_second_thing():
    stages = [necks.stage(), necks.stage("CIP"), necks.stage("Приёмка", gap="900")]
    balances = [one.balance for one in found(balances=[necks.balance(*stages)])]
    assert sorted(balances) == ["water/", "water/Приёмка"]


def test_that_a_gap_of_nothing_known_is_told_and_not_counted():
    bare = replace(necks.stage(spread=None), inflow=necks.figured(None))
    one = only(balances=[necks.balance(replace(bare, name="CIP"))])
    assert (one.parts[Part.EXCESS], one.parts[Part.LOAD]) == (None, None)
    assert told(one, Part.EXCESS) == "приход неизвестен"


ENERGY = Question(
    name="energy",
    number="E1",
    section="way",
    type=QuestionType.DECIMAL,
    label=Text(ru="Энергия"),
    unit="GJ/t",
    more={"maps_to": {"ranges": ["R1", "R2", "GONE"]}},
)
RANGES = [
    {"id": "R1", "lower": "3.2", "upper": "5", "unit": "GJ/t", "confidence": "verified"},
    {"id": "R2", "lower": "1000", "upper": "4000", "unit": "MJ/t", "confidence": "unsure"},
    {"id": "R3", "lower": "0", "upper": "1", "unit": "GJ/t", "confidence": "verified"},
]


def consumption(value, kind=IndicatorKind.SPECIFIC_CONSUMPTION):
    return necks.indicator(
        "figure.energy",
        verdict=Verdict.NOT_COMPARED,
        held=None,
        kind=kind,
        medium=Medium.ENERGY,
        where="",
        figure=necks.figured(value, "0.5", "GJ/t"),
    )


def usual(value, **more):
    base = way.definition()
    checklist = replace(base, questions=(*base.questions, ENERGY), more={"ranges": RANGES})
    return found([consumption(value, **more)], definition=checklist)


def test_that_consumption_is_unusual_only_beyond_every_range_that_its_question_names():
    """6 GJ/t: above 3.2–5 and above 1–4 GJ/t; the nearer one is shown, 6 ÷ 5 − 1 = 0.2."""
    (one,) = usual("6")
    assert (one.cause, one.key) == (Cause.RANGE, "range:figure.energy")
    assert one.sign.ru.replace("\u00a0", " ") == "Азот общий 6 ГДж/т при обычных 3,2–5"
    assert one.parts[Part.EXCESS] == Decimal("0.2")
    assert one.parts[Part.LOAD] == 1  # of the whole plant
    assert usual("4.5") == ()
    assert usual("2") == ()


def test_that_only_efficiency_is_unusual_below_a_range():
    (one,) = usual("0.5", kind=IndicatorKind.EFFICIENCY)
    assert one.cause is Cause.RANGE
    assert usual("9", kind=IndicatorKind.EFFICIENCY) == ()
    assert usual("9", kind=IndicatorKind.CONCENTRATION) == ()


def test_that_confidence_is_the_mean_of_what_can_be_said():
    """Laboratory 1, 1 − 2.4 ÷ 24.5 = 0.90204, level read 1, 9 of 12 samples 0.75: 0.91301."""
    entries = way.put({}, "core_bottlenecks", "x", what="Насос")
    answer = Answer(text="1,5", value="1.5", origin="measured_accredited")
    entries["core_bottlenecks/x/excess"] = answer.to_json()
    path = "core_bottlenecks/x/excess"
    figure = necks.figured("24.5", "2.4", known=9, of=12)
    sure = necks.indicator(path=path, figure=figure)
    one = next(each for each in found([sure], entries=entries) if each.key == KEY)
    assert round(one.parts[Part.CONFIDENCE], 5) == Decimal("0.91301")
    term = Term(symbol="Q", name=Text(ru="расход"), value=Decimal(1), path="core_conclusion")
    entries["core_conclusion"] = {"text": "1", "value": "1", "origin": "declared"}
    weak = replace(sure, figure=replace(figure, terms=(term,)))
    one = next(each for each in found([weak], entries=entries) if each.key == KEY)
    # the weakest origin, declared, is class 5 of 7: 1 − 4 ÷ 6 = 0.33333
    assert round(one.parts[Part.CONFIDENCE], 5) == Decimal("0.74634")


def test_that_nothing_stated_about_a_figure_makes_it_unsure():
    """No origin 0, no U 0, the level was read 1: a third."""
    bare = necks.indicator(spread=None, path="gone/row/cell")
    one = only([bare])
    assert round(one.parts[Part.CONFIDENCE], 4) == Decimal("0.3333")
    assert "U не указана" in told(one, Part.CONFIDENCE)
    zero = necks.indicator(value="0", spread="1", figure=necks.figured("0", "1"))
    assert round(only([zero]).parts[Part.CONFIDENCE], 4) == Decimal("0.3333")


def test_that_feasibility_is_that_of_the_best_measure():
    """NPV 3 ≥ 0: 1; payback 2 in 10 years: 0.8; planned 0.5: 2.3 ÷ 3 = 0.7667."""
    good = necks.step(
        "m1",
        bottlenecks=(KEY,),
        npv=necks.figured("3"),
        payback=necks.figured("2"),
        lifetime=Decimal(10),
    )
    dropped = replace(good, id="m2", status=Status.DROPPED, payback=necks.figured("0"))
    loses = necks.step("m3", bottlenecks=(KEY,), npv=necks.figured("-3"))
    one = only([necks.indicator()], steps=[loses, dropped, good])
    assert round(one.parts[Part.FEASIBILITY], 4) == Decimal("0.7667")
    # NPV below zero 0, never pays back 0, planned 0.5
    one = only([necks.indicator()], steps=[loses])
    assert round(one.parts[Part.FEASIBILITY], 4) == Decimal("0.1667")


def test_that_a_measure_belongs_to_the_figure_that_it_changes():
    change = Effect(indicator="figure.tn", value=Decimal(14))
    one = only([necks.indicator()], steps=[necks.step(effects=(change,), npv=necks.figured("1"))])
    assert one.parts[Part.FEASIBILITY] == Decimal("0.5")  # (1 + 0 + 0.5) ÷ 3


def test_that_a_measure_belongs_to_what_its_technique_removes():
    by_technique = necks.step("m1", techniques=("12.e",), npv=necks.figured("3"))
    bats = [necks.bat(necks.line("e", criteria=13, score=26))]
    tied = necks.indicator(techniques=("12",))
    with_it, without = (
        only([tied], bats, steps=steps).parts[Part.FEASIBILITY] for steps in ([by_technique], [])
    )
    # planned 0.5, never pays back 0, NPV 1: a half; 26 of at most 39 points
    assert (with_it, round(without, 4)) == (Decimal("0.5"), Decimal("0.6667"))


@pytest.mark.parametrize(
    ("line", "share"),
    [
        (necks.load(share=None), None),
        (necks.load(substance="TP"), None),
        (necks.load("вып. 9", "30"), "0.3"),  # the only one of its kind
        (necks.load(share="250"), "1"),
    ],
)
def test_that_the_share_of_the_load_is_never_guessed(line, share):
    got = only([necks.indicator()], load=[line]).parts[Part.LOAD]
    assert got == (None if share is None else Decimal(share))


def test_that_of_several_sources_the_one_of_the_figure_counts():
    lines = [necks.load("Вып. 1", "60"), necks.load("вып. 2", "40")]
    assert only([necks.indicator()], load=lines).parts[Part.LOAD] == Decimal("0.6")
    assert only([necks.indicator(where="")], load=lines).parts[Part.LOAD] is None


def test_that_a_figure_per_product_without_a_place_is_of_the_whole_plant():
    per_tonne = necks.indicator(where="", kind=IndicatorKind.SPECIFIC_EMISSION)
    assert only([per_tonne]).parts[Part.LOAD] == 1


def test_that_each_kind_of_dust_is_dust():
    dust = necks.indicator(medium=Medium.AIR, substance="dust", where="0014")
    lines = [
        necks.load("0014", "70", "dust-milk", LoadKind.AIR),
        necks.load("0015", "30", "dust-milk", LoadKind.AIR),
        necks.load("0014", "100", "nox", LoadKind.AIR),
    ]
    assert only([dust], load=lines).parts[Part.LOAD] == Decimal("0.7")


def entered(**cells):
    return way.put({}, "core_bottlenecks", "x", **{"what": "Утечки воздуха", **cells})


def test_that_a_row_of_the_auditor_counts_by_what_was_entered():
    """1.4 times the level: 0.4; confidence low: 0.3. Nobody confirmed it, and it stands."""
    cells = entered(excess="1,4", confidence="low", indicator="Воздух", confirmed="no")
    one = only(entries=cells)
    assert (one.key, one.row_id, one.cause) == ("row.x", "x", Cause.ADDED)
    assert (one.title.ru, one.sign.ru, one.row.confirmed) == ("Утечки воздуха", "Воздух", False)
    assert one.parts == {
        Part.EXCESS: Decimal("0.4"),
        Part.LOAD: None,
        Part.CONFIDENCE: Decimal("0.3"),
        Part.FEASIBILITY: None,
    }


def test_that_a_row_of_the_auditor_is_tied_to_what_its_measure_changes():
    """From the row to figure and technique and back; its share of the load is theirs."""
    step = necks.step(
        row=Measure(id="m1", number=1, measure="Новый компрессор"),
        rows=("x",),  # by its words or by choice
        techniques=("6.a",),
        effects=(Effect(indicator="figure.ok", value=Decimal(3)),),
    )
    meets = necks.indicator("figure.ok", "5", verdict=Verdict.MEETS)
    one = only([meets], load=[necks.load()], steps=[step], entries=entered())
    assert (one.indicators, one.techniques) == (("figure.ok",), ("6.a",))
    assert one.parts[Part.LOAD] == Decimal("0.88")
    assert one.paths == ("core_bottlenecks/x/what",)


def test_that_a_row_with_almost_nothing_in_it_breaks_nothing():
    one = only(entries=way.put({}, "core_bottlenecks", "x", excess=("много", None)))
    assert one.title.ru == "Узкое место 1"
    assert set(one.parts.values()) == {None}
    assert one.score == 0


def test_that_the_row_of_a_candidate_is_that_candidate():
    cells = way.put({}, "core_bottlenecks", row_of(KEY), what="Иначе названо")
    one = only([necks.indicator()], entries=cells)
    assert (one.key, one.row.what, one.cause) == (KEY, "Иначе названо", Cause.EXCEEDS)


def test_that_a_row_whose_reason_is_gone_keeps_its_key_for_its_measures():
    cells = way.put({}, "core_bottlenecks", row_of(KEY), what="Было превышение")
    by_record = {"records": {record_of(KEY): {"key": KEY}}}
    for more in (by_record, {"steps": [necks.step(bottlenecks=(KEY,))]}):
        one = only(entries=cells, **more)
        assert (one.key, one.cause) == (KEY, Cause.ADDED)


def test_that_decisions_are_read_and_what_makes_no_sense_is_none():
    records = {
        record_of(KEY): {"key": KEY, "rejected": "ошибка пробы"},
        "@bottleneck/0": "слова",
        "@bottleneck/1": {"rejected": "без ключа"},
        "@bottleneck/2": {"key": "level:figure.two", "rejected": 7, "merged_into": ["x"]},
    }
    two = necks.indicator("figure.two", where="вып. 2")
    first, last = found([necks.indicator(), two], records=records)
    assert (first.key, first.rejected, first.place) == ("level:figure.two", "", 1)
    assert (last.key, last.rejected, last.place) == (KEY, "ошибка пробы", 0)


def merged(**into):
    """Return candidates a, b, c by key, each merged into what is said."""
    each = [necks.indicator(f"figure.{name}", where=name) for name in "abc"]
    keys = {name: f"level:figure.{name}" for name in "abc"}
    records = {
        record_of(keys[name]): {"key": keys[name], "merged_into": keys.get(target, target)}
        for name, target in into.items()
    }
    return {one.key[-1]: one for one in found(each, records=records)}


def test_that_what_is_merged_lends_its_figures_to_the_last_of_the_chain():
    by_key = merged(a="b", b="c")
    assert by_key["a"].merged_into == by_key["b"].merged_into == "level:figure.c"
    assert set(by_key["c"].indicators) == {"figure.a", "figure.b", "figure.c"}
    assert [by_key[name].place for name in "abc"] == [0, 0, 1]


@pytest.mark.parametrize("into", [{"a": "b", "b": "a"}, {"a": "a"}, {"a": "gone"}])
def test_that_merging_in_a_circle_or_into_nothing_loses_nothing(into):
    assert all(one.place and not one.merged_into for one in merged(**into).values())
