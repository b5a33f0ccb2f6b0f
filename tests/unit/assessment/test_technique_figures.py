"""Claims about scores by the 13 criteria, and about what a technique costs."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.bat_lines import of_bat
from kta_desktop.assessment.criteria import scores
from kta_desktop.assessment.technique_costs import cost_of
from kta_desktop.assessment.terms import Lack
from tests.unit.assessment import techniques_given as given

BOOK = given.book()
TECHNIQUE = next(each for each in BOOK.techniques if each.id == "B12.a")


def scored(*rows):
    """Return criteria and score of 12a; a row: criterion, score, grounds."""
    tables = [
        ("core_criteria", f"c{place}", {"technique": "НДТ 12a", **_cells(*row)})
        for place, row in enumerate(rows)
    ]
    line = of_bat(given.audit(BOOK, tables=tables), "B12").lines[0]
    return line.criteria, line.score


def _cells(criterion, score, why):
    cells = {"criterion": criterion, "score": score, "why": why}
    return {name: text for name, text in cells.items() if text}


def costs(*rows):
    tables = [
        ("core_capex", f"c{place}", {"technique": "2019/2031, НДТ 12a", **cells})
        for place, cells in enumerate(rows)
    ]
    return cost_of(given.audit(BOOK, tables=tables), TECHNIQUE)


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([("proven", "3", "два завода"), ("emissions", "1", "расчёт")], (2, 4)),
        ([("proven", "3", ""), ("emissions", "1", "расчёт")], (1, 1)),
        ([("proven", "0", "нигде")], (1, 0)),
        ([("proven", "4", "много")], (0, None)),
        ([("proven", "2,5", "между")], (0, None)),
        ([("proven", "-1", "мало")], (0, None)),
        ([("", "2", "без критерия")], (0, None)),
        ([("proven", "3", "да"), ("proven", "1", "нет")], (1, 1)),
        ([], (0, None)),
    ],
)
def test_that_a_score_counts_only_from_0_to_3_and_with_grounds(rows, outcome):
    assert scored(*rows) == outcome


def test_that_scores_of_an_unknown_technique_are_kept_apart():
    tables = [("core_criteria", "c", {"technique": "что-то", "score": "2"})]
    assert [each.row_id for each in scores(given.audit(BOOK, tables=tables))[""]] == ["c"]


def test_that_costs_of_one_price_year_are_added():
    # 12,5 + 7,5 = 20 million KZT; 1 + 0,5 = 1,5 a year
    found = costs(
        {"year": "2026", "capex": "12,5", "opex": "1", "saving": "3", "life": "10"},
        {"year": "2026", "capex": "7,5", "opex": "0,5", "saving": "0", "life": "10"},
    )
    assert (found.year, found.lifetime, found.rows) == (2026, Decimal(10), ("c0", "c1"))
    assert (found.capex.value, found.capex.unit) == (Decimal(20), "million-KZT")
    assert found.capex.formula == "C1 + C2"
    assert [term.path for term in found.capex.terms] == [
        "core_capex/c0/capex",
        "core_capex/c1/capex",
    ]
    assert (found.opex.value, found.saving.value) == (Decimal("1.5"), Decimal(3))


@pytest.mark.parametrize(
    ("rows", "lack", "path"),
    [
        ([], Lack.NOT_ENTERED, ""),
        ([{"capex": "12"}], Lack.PRICE_YEAR, "core_capex/c0/year"),
        ([{"year": "2026"}], Lack.NOT_ENTERED, "core_capex/c0/capex"),
        (
            [{"year": "2026", "capex": ("около 12", None)}],
            Lack.UNREADABLE,
            "core_capex/c0/capex",
        ),
        ([{"year": "2026", "capex": "-12"}], Lack.NEGATIVE, "core_capex/c0/capex"),
        (
            [{"year": "2024", "capex": "12"}, {"year": "2026", "capex": "3"}],
            Lack.PRICE_YEAR,
            "core_capex/c0/year",
        ),
    ],
)
def test_that_a_sum_that_cannot_be_told_says_what_it_lacks(rows, lack, path):
    found = costs(*rows).capex
    assert found.value is None
    assert (found.missing[0].lack, found.missing[0].path) == (lack, path)


def test_that_a_cost_says_of_how_many_it_is():
    found = costs({"year": "2026", "capex": "12"}, {"year": "2026", "opex": "1"})
    assert (found.capex.known, found.capex.of, found.capex.value) == (1, 2, None)


def test_that_costs_of_other_techniques_are_not_counted():
    tables = [("core_capex", "c", {"technique": "НДТ 12b", "year": "2026", "capex": "5"})]
    assert cost_of(given.audit(BOOK, tables=tables), TECHNIQUE).rows == ()
