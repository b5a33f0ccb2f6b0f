"""The director's page: its figures, its words, and that it is one sheet whatever stands on it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from kta_desktop.assessment.plan import Status
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Verdict
from kta_desktop.reports.assessed import NOTHING
from kta_desktop.reports.director.content import Facts, page
from kta_desktop.reports.director.headline import Pays, Unknown, headline
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind
from tests.unit.reports import assessed_material as material
from tests.unit.reports.conftest import Paper

LONG = "Очень длинное название узкого места на участке приёмки молока и мойки цистерн " * 5


def text(data):
    """Return the text of each page, every run of white space as one space."""
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", each.replace("\ufffe", "")) for each in texts]


def told(found, lang="ru", **more):
    facts = Facts(
        record=Paper().audit(), day="2026-11-22", found=found, money="million-KZT", **more
    )
    return page(facts, lang)


def without_gap():
    """Return the assessment without the measure whose costs are missing."""
    plan = material.plan()
    return material.assessed(plan=replace(plan, steps=plan.steps[:2]))


def test_that_verdicts_are_counted():
    counts = headline(material.assessed()).counts
    assert counts[Verdict.EXCEEDS] == 2
    assert counts[Verdict.NOT_DISTINGUISHABLE] == 2
    assert counts[Verdict.MEETS] == 3
    assert counts[Verdict.NOT_COMPARED] == 1


def test_that_three_bottlenecks_the_auditor_took_over_come_first():
    head = headline(material.assessed())
    assert [each.candidate.key for each in head.hindrances] == ["exceeds.n", "range.w",
                                                                "indistinct.d"]  # fmt: skip
    assert not head.is_proposed


def test_that_proposals_alone_are_told_as_such():
    proposed = [replace(each, row=None) for each in material.candidates()]
    found = material.assessed(candidates=tuple(proposed))
    assert headline(found).is_proposed
    assert "не подтверждены" in told(found).hinders_note


def test_that_a_bottleneck_has_the_money_and_the_last_day_of_its_measures():
    first = headline(material.assessed()).hindrances[0]
    assert first.capex.value == Decimal(124)
    assert first.until.isoformat() == "2029-06-30"


def test_that_a_measure_that_was_dropped_removes_nothing():
    plan = material.plan()
    steps = tuple(replace(each, status=Status.DROPPED) for each in plan.steps)
    found = material.assessed(plan=replace(plan, steps=steps))
    assert headline(found).hindrances[0].steps == ()
    assert "Меры в плане пока нет" in told(found).hinders[0].measure


def test_that_a_measure_that_todays_figures_hold_removes_nothing_any_more():
    plan = material.plan()
    done = {"status": Status.DONE, "done_on": date(2019, 6, 30)}
    steps = tuple(replace(each, **done) for each in plan.steps)
    found = material.assessed(plan=replace(plan, steps=steps, since=date(2025, 1, 1)))
    years = [replace(each, year=2025) for each in found.indicators]
    found = replace(found, indicators=tuple(years))
    assert headline(found).hindrances[0].steps == ()
    assert "Меры по нему выполнены" in told(found).hinders[0].measure


def test_that_no_payback_is_worked_out_while_a_cost_is_missing():
    head = headline(material.assessed())
    assert (head.pays, head.years) == (Pays.UNKNOWN, None)
    assert (head.capex.known, head.capex.of) == (2, 3)


def test_that_the_payback_is_the_investment_by_what_is_saved():
    """(28 + 124) ÷ (14 − 6.8) = 152 ÷ 7.2 = 21.1 years."""
    head = headline(without_gap())
    assert head.pays is Pays.BACK
    assert round(head.years, 1) == Decimal("21.1")
    assert told(without_gap()).money[2].figure == "21,1"


def test_that_a_plan_that_saves_nothing_never_pays_back():
    found = without_gap()
    second = found.plan.steps[1:]
    dear = replace(found, plan=replace(found.plan, steps=second))
    assert headline(dear).pays is Pays.NEVER
    assert told(dear).money[1].words == "добавится расходов в год"
    assert told(dear).money[2].figure == "нет"


def test_that_an_indicator_is_met_in_the_first_year_it_meets():
    met = headline(material.assessed()).met
    assert [(year, [each.key for each in found]) for year, found in met] == [
        (2027, ["w"]),
        (2029, ["n"]),
    ]


def test_that_what_still_exceeds_when_all_is_done_is_named():
    assert [each.key for each in headline(material.assessed()).left] == ["c", "d"]


def test_that_what_is_not_known_is_counted():
    unknown = headline(material.assessed(), gaps=4).unknown
    assert unknown[Unknown.UNCHECKED] == 1
    assert unknown[Unknown.COST] == 1
    assert unknown[Unknown.CONFIRMED] == 1
    assert unknown[Unknown.BALANCE] == 1
    assert unknown[Unknown.GAPS] == 4
    assert Unknown.DAY not in unknown


def test_that_an_audit_without_anything_has_no_page(paper):
    with pytest.raises(NothingToPrintError):
        paper.pdf(kind=Kind.DIRECTOR)
    assert headline(NOTHING).is_empty


def test_that_costs_that_are_a_trade_secret_are_not_told():
    kept = told(material.assessed(), is_money_kept=True)
    assert {each.figure for each in kept.money} == {"—"}
    assert all("тайна" in each.money for each in kept.hinders)


@pytest.mark.parametrize("languages", [("ru",), ("ru", "kk")])
def test_that_the_page_is_one_sheet_whatever_stands_on_it(paper, languages):
    paper.languages = languages
    long = Text(ru=LONG, kk=LONG + "қ")
    candidates = [replace(each, title=long, sign=long) for each in material.candidates()]
    indicators = [replace(each, name=long) for each in material.indicators()]
    plan = material.plan()
    steps = [replace(each, measure=replace(each.measure, measure=LONG)) for each in plan.steps]
    paper.assessed = material.assessed(
        candidates=tuple(candidates),
        indicators=tuple(indicators),
        plan=replace(plan, steps=tuple(steps)),
    )
    assert paper.built(kind=Kind.DIRECTOR).pages == 1


def test_that_the_sheet_says_it_in_both_languages(paper):
    paper.assessed = material.assessed()
    found = text(paper.pdf(kind=Kind.DIRECTOR))
    assert len(found) == 1
    for words in ("152", "Денитрификация не работает", "2029 год", "2029 жыл", "21,1"):
        assert (words in found[0]) is (words != "21,1")
