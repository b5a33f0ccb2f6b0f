"""Indicators in the list: their order, what is folded, and all that is told of one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop import i18n
from kta_desktop.assessment import ranges
from kta_desktop.assessment.candidates_bounds import Bound
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium, Permit
from kta_desktop.assessment.ranges import Beside, Range
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from ui.models import range_rows
from ui.models.indicator_rows import FOLD, Order, number_of, rows
from ui.widgets.indicator_panel import IndicatorPanel
from ui.widgets.label import Label
from ui.widgets.link_line import LinkLine


@pytest.fixture(autouse=True)
def _russian():
    i18n.set_language("ru")


def text(word):
    return Text(ru=word, kk=word, en=word)


def level(*, is_checked=True, source="book"):
    confidence = "verified" if is_checked else "memory"
    return Level(id=f"l{is_checked}{source}", kind="AEL", medium="water_direct",
                 parameter=text("азот"), lower="2", upper="20", unit="mg/L", source=source,
                 confidence=confidence)  # fmt: skip


def indicator(key, value, verdict, reason=None, held=None, **more):
    figure = Figured(value=value, unit="mg/L", uncertainty=Decimal(2))
    judgement = Judgement(
        verdict=verdict, reason=reason, level=held, value=value, uncertainty=Decimal(2)
    )
    return Indicator(key=key, name=text(key), kind=IndicatorKind.CONCENTRATION,
                     medium=Medium.WATER, figure=figure, judgement=judgement, **more)  # fmt: skip


MEETS = indicator("meets", Decimal(10), Verdict.MEETS, held=level())
WORSE = indicator("worse", Decimal(60), Verdict.EXCEEDS, held=level())
BAD = indicator("bad", Decimal(30), Verdict.EXCEEDS, held=level())
UNCLEAR = indicator("unclear", Decimal(20), Verdict.NOT_DISTINGUISHABLE, held=level())
UNCHECKED = indicator(
    "unchecked", Decimal(60), Verdict.NOT_COMPARED, NotCompared.LEVEL_UNVERIFIED,
    level(is_checked=False))  # fmt: skip
ALL = (MEETS, BAD, UNCHECKED, UNCLEAR, WORSE)


def keys(found):
    return [row.key for row in found]


def test_that_the_gravest_come_first_and_what_is_not_compared_is_folded():
    assert keys(rows(ALL, Order.GRAVITY, {})) == ["worse", "bad", "unclear", "meets", FOLD]


def test_that_the_order_of_the_paper_can_be_asked_for():
    assert keys(rows(ALL, Order.PAPER, {}))[:-1] == ["meets", "bad", "unclear", "worse"]


def test_that_an_unchecked_benchmark_is_told_and_drawn_without_a_verdict():
    shown = rows(ALL, Order.GRAVITY, {}, is_folded=False)[-1]
    assert shown.note == "Бенчмарк не сверен: показан, но вывода не даёт"
    assert shown.verdict is Verdict.NOT_COMPARED
    assert shown.judgement is not None


def test_that_a_choice_of_document_leaves_out_levels_of_others():
    other = indicator("other", Decimal(1), Verdict.MEETS, held=level(source="other"))
    assert "other" not in keys(rows((*ALL, other), Order.PAPER, {}, source="book"))


def test_that_a_computed_uncertainty_is_told_with_two_digits():
    assert number_of(Decimal("9.332829"), Decimal("1.19967")) == "9,3\u00a0±\u00a01,2"
    assert number_of(Decimal("24.5"), Decimal("2.4")) == "24,5\u00a0±\u00a02,4"


@pytest.fixture
def panel(qtbot):
    made = IndicatorPanel(Definition(pack="p", version="1", title=text("t")))
    qtbot.addWidget(made)
    made.resize(450, 600)
    made.show()
    return made


def test_that_one_indicator_tells_terms_what_is_missing_and_the_permit(qtbot, panel):
    figure = Figured(
        value=None, unit="m3/t", formula="V / P",
        terms=(Term(symbol="V", name=text("Вода"), value=Decimal(100), unit="m3", path="water"),),
        missing=(Missing(Lack.ZERO, "production", text("Выпуск")),),
    )  # fmt: skip
    limit = Figured(value=Decimal(5), unit="m3/t")
    used = Figured(value=Decimal(80), unit="%")
    full = Indicator(
        key="k", name=text("Удельный сброс"), kind=IndicatorKind.SPECIFIC_CONSUMPTION,
        medium=Medium.WATER_USE, figure=figure,
        judgement=Judgement(verdict=Verdict.NOT_COMPARED),
        permit=Permit(limit=limit, used=used, path="permit"),
    )  # fmt: skip
    panel.show_indicators((full,), {})
    assert panel.show_in_full("k")
    lines = {line.text(): line for line in panel.details.findChildren(LinkLine)}
    wanted = []
    panel.path_wanted.connect(wanted.append)
    for line in lines.values():
        line.click()
    assert wanted == ["water", "production", "permit"]
    assert any(said.startswith("V — Вода: 100") for said in lines)
    assert "Выпуск: ноль, а на него пришлось бы делить" in lines
    assert any("V / P" in label.text() for label in panel.details.findChildren(Label))


def test_that_new_figures_keep_what_is_shown_in_full_until_it_is_gone(qtbot, panel):
    panel.show_indicators(ALL, {})
    panel.show_in_full("bad")
    panel.show_indicators((MEETS, BAD), {})
    assert panel.shown == "bad"
    panel.show_indicators((MEETS,), {})
    assert panel.shown == ""


def test_that_a_technique_of_the_level_leads_to_itself(qtbot, panel):
    from kta_desktop.domain.definition import Technique

    definition = Definition(
        pack="p", version="1", title=text("t"),
        techniques=(Technique(id="T1", number="7", title=text("Экономия воды")),),
    )  # fmt: skip
    made = IndicatorPanel(definition)
    qtbot.addWidget(made)
    made.show_indicators((indicator("k", Decimal(1), Verdict.MEETS, held=level(),
                                    techniques=("T1",)),), {})  # fmt: skip
    made.show_in_full("k")
    link = next(each for each in made.details.findChildren(LinkLine) if "Экономия" in each.text())
    with qtbot.waitSignal(made.technique_wanted) as asked:
        link.click()
    assert asked.args == ["T1"]


def _range(name, state, **more):
    bound = Bound(lower=Decimal(2), upper=Decimal(4), direction="lower", unit="MJ/t",
                  is_checked=False, note=text("никем не сверен"))  # fmt: skip
    return Range(id=f"p.{name}", name=text(name), bound=bound, state=state, **more)


def test_that_typical_ranges_fold_behind_the_indicators_and_lead_to_their_questions(
    panel, monkeypatch
):
    found = (
        _range("unfed", Beside.UNFED, why=text("не спрашивается")),
        _range("empty", Beside.NO_FIGURE, question="kln_02"),
        _range("held", Beside.UNCHECKED, indicator="bad", value=Decimal("3.5"), source="PRACTICE"),
    )
    asked = []
    monkeypatch.setattr(ranges, "count", lambda _known: 3)
    monkeypatch.setattr(ranges, "ranges", lambda known, _all: asked.append(known) or found)
    panel.show_indicators(ALL, {}, known="audit")
    assert keys(panel.list.keyed.rows)[-1] == range_rows.FOLD
    assert asked == []  # nobody sees them: they cost nothing
    panel.list.opened.emit(range_rows.FOLD)
    shown = panel.list.keyed.rows[-3:]
    assert keys(shown) == ["range.p.held", "range.p.empty", "range.p.unfed"]
    assert (shown[0].value, shown[0].verdict, "2–4" in shown[0].beside) == ("3,5", None, True)
    assert "Диапазон не сверен" in shown[0].spoken
    assert asked == ["audit"]
    wanted = []
    panel.path_wanted.connect(wanted.append)
    panel.list.opened.emit("range.p.empty")
    assert panel.shown == "range.p.empty"
    panel.details.findChild(LinkLine).click()
    assert wanted == ["kln_02"]
    assert panel.show_in_full("range.p.held")
    assert any("PRACTICE" in label.text() for label in panel.details.findChildren(Label))
    panel.show_indicators(ALL, {})
    assert panel.shown == ""


def test_that_one_thing_is_one_row_that_says_what_else_states_it_and_whether_they_agree():
    """|60 − 30| = 30 > √(2² + 2²) + 1."""
    one = replace(WORSE, key="figure.outlet/o/params/r/max", where="Выпуск 1")
    other = replace(BAD, key="figure.wwt_05/r/max", judgement=replace(
        BAD.judgement, level=one.judgement.level))  # fmt: skip
    (row,) = rows((other, one), Order.GRAVITY, {other.key: Decimal(5)})
    assert row.key == one.key
    assert row.previous == 5
    assert row.beside == "Выпуск 1 · ещё записей о том же: 1 · значения противоречат друг другу"


def test_that_the_details_of_either_record_lead_to_the_other(qtbot, panel):
    one = replace(WORSE, key="figure.outlet/o/params/r/max", where="Выпуск 1", path="o")
    other = replace(BAD, key="figure.wwt_05/r/max", path="t")
    panel.show_indicators((one, other), {})
    assert panel.show_in_full(other.key)
    said = [each.text() for each in panel.details.findChildren(Label)]
    assert any("То же указано" in each for each in said)
    with qtbot.waitSignal(panel.path_wanted) as wanted:
        line = next(
            each for each in panel.details.findChildren(LinkLine) if "60" in each.accessibleName()
        )
        line.click()
    assert wanted.args == ["o"]
