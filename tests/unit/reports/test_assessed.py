"""The printed side of the assessment: scores, costs, balances, permits, the audit before."""

import re
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest

from kta_desktop.assessment.bottlenecks import Part
from kta_desktop.assessment.figure_words import said
from kta_desktop.assessment.terms import Lack, Missing
from kta_desktop.domain.texts import Text
from kta_desktop.reports.figured import lacks
from kta_desktop.reports.order import Kind
from kta_desktop.reports.tongue import Tongue
from tests.unit.reports import assessed_material as material
from tests.unit.reports.conftest import Paper


def made(**more):
    """Return an audit with an assessment; ``more`` replaces parts of that."""
    paper = Paper(languages=("ru",))
    paper.assessed = material.assessed(**more)
    return paper


def printed(paper, kind):
    """Return all text of a document, every run of white space as one space."""
    document = pypdfium2.PdfDocument(paper.pdf(kind=kind))
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return re.sub(r"\s+", " ", " ".join(texts).replace("\ufffe", ""))


@pytest.fixture(scope="module")
def plan():
    return printed(made(), Kind.PLAN)


@pytest.fixture(scope="module")
def conformity():
    return printed(made(), Kind.CONFORMITY)


@pytest.fixture(scope="module")
def balance():
    return printed(made(), Kind.BALANCE)


def test_that_weights_stand_beside_the_ranking(plan):
    for weight in ("40 %", "25 %", "15 %", "20 %"):
        assert weight in plan
    assert "Веса — предложенные программой" in plan


def test_that_weights_of_the_auditor_are_told_as_such():
    own = dict.fromkeys(Part, Decimal(25))
    assert "Веса задал аудитор" in printed(made(weights=own), Kind.PLAN)


def test_that_a_rejected_bottleneck_is_printed_with_the_reason(plan):
    assert "Обратный осмос воды хватает" in plan


def test_that_a_figure_that_was_not_worked_out_says_what_it_lacks(plan):
    assert lacks((Missing(Lack.RATE, "@plan/rate"),), Tongue(("ru",))) in plan


def test_that_a_measure_that_never_pays_back_is_told_so(plan):
    assert "никогда" in plan


def test_that_scenarios_stand_beside_the_baseline(plan):
    assert plan.index("Ничего не делать") < plan.index("Полный")
    assert "3 из 7" in plan
    assert "5 из 7" in plan


def test_that_milestones_are_told_by_years(plan):
    assert "2027 1. Вернуть ополосок" in plan
    assert "№ 2: ввод в работу 30.06.2029" in plan


def test_that_a_balance_is_printed_with_closure_uncertainty_and_doubt(balance):
    assert "950 ± 250 не сходится" in balance.replace("9,5 % ", "")
    assert "Стоки мойки, 71 %" in balance
    assert "Поставить счётчик на стоки мойки" in balance


def test_that_a_load_is_told_by_source_and_in_all(balance):
    assert "0001 Пыль 3,2" in balance
    assert "Всего Пыль 4" in balance
    assert "2 из 3" in balance
    assert "Парниковые газы" in balance


def test_that_a_sum_of_one_source_is_not_told_twice(balance):
    assert "Всего Азот общий" not in balance


def test_that_the_permit_stands_apart_from_levels(conformity):
    assert "Использование разрешения" in conformity
    assert "82 %" in conformity
    assert "Показателей, сравненных с уровнем: 7 из 8" in conformity


def test_that_a_conclusion_is_told_with_its_rule_and_what_would_fulfil_it(conformity):
    assert "a и одна из b–k выполнено частично 12e" in conformity


def test_that_a_change_is_told_by_what_it_means(conformity):
    assert "−6,5 ± 3,0" in conformity
    assert "лучше" in conformity
    assert "изменения нет: в пределах U" in conformity
    assert "раньше 45 % (14 из 31), сейчас 58 % (18 из 31)" in conformity


def test_that_an_audit_without_an_assessment_prints_as_it_did(paper):
    bare = paper.pdf(kind=Kind.CONFORMITY)
    paper.assessed = replace(material.assessed(), indicators=(), bats=(), repeat=None)
    assert paper.pdf(kind=Kind.CONFORMITY) == bare


def test_that_the_report_holds_every_sheet_once():
    starts = made().built(kind=Kind.REPORT).starts
    for key in ("director", "conformity-annex", "bottlenecks-ranking", "plan-costs", "balance",
                "load"):  # fmt: skip
        assert key in starts


@pytest.mark.parametrize(
    ("value", "spread", "shown"),
    [("24.52", "2.4", "24,5 ± 2,4"), ("0.123456", None, "0,1235"), ("12345.6", None, "12 346")],
)
def test_that_a_figure_is_rounded_by_what_is_known_of_it(value, spread, shown):
    found = said(material.fig(value, spread), "ru").replace("\u00a0", " ").replace("\u202f", " ")
    assert found == shown


def test_that_two_costs_that_lack_the_same_thing_name_it_once():
    one = Missing(Lack.NOT_ENTERED, "a", Text(ru="Стоимость"))
    assert lacks((one, one), Tongue(("ru",))).count("стоимость") == 1
