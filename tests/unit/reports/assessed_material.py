"""An assessment made by hand: a dairy with two exceedances, three measures, balances, a load."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage, Stream
from kta_desktop.assessment.bat import BatLine, Fulfilment, TechniqueLine
from kta_desktop.assessment.bottlenecks import Candidate, Cause, Part
from kta_desktop.assessment.load import Load, LoadKind, LoadLine, LoadTotal
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium, Permit
from kta_desktop.assessment.plan import (
    CurveStep,
    Effect,
    Milestone,
    Plan,
    Scenario,
    Step,
    Terms,
)
from kta_desktop.assessment.repeat import Changed, Introduced, Repeat, Shift
from kta_desktop.assessment.steps import Bottleneck, Event, Grade, Measure
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.levels import Technique
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.reports.assessed import Assessed
from tests.unit.reports.material import COD

WATER = "m3/year"
MONEY = "million-KZT"
TONNES = "t/year"


def fig(value, spread=None, unit="mg/l", missing=(), known=1, of=1):
    """Return a figure; ``value`` None lacks what ``missing`` says."""
    return Figured(
        value=None if value is None else Decimal(str(value)),
        uncertainty=None if spread is None else Decimal(str(spread)),
        unit=unit,
        missing=missing,
        known=known,
        of=of,
    )


def lacking(lack, path="@plan/rate", unit="1"):
    """Return a figure that lacks one thing."""
    return fig(None, unit=unit, missing=(Missing(lack, path, Text(ru="Ставка")),))


def indicator(key, ru, kk, verdict, value="24.5", **more):
    """Return an indicator with a verdict."""
    reason = NotCompared.LEVEL_UNVERIFIED if verdict is Verdict.NOT_COMPARED else None
    return Indicator(
        key=key,
        name=Text(ru=ru, kk=kk),
        kind=IndicatorKind.CONCENTRATION,
        medium=Medium.WATER,
        figure=fig(value, "2.4"),
        judgement=Judgement(
            verdict=verdict,
            reason=reason,
            level=replace(COD, id=f"level-{key}"),  # else they would state one thing
            value=Decimal(value),
            uncertainty=Decimal("2.4"),
        ),
        **more,
    )


def indicators():
    """Return two that exceed, two that cannot be told apart, three that meet, one unchecked."""
    permit = Permit(limit=fig(30), used=fig("81.7", unit="%"), path="prm_01")
    return (
        indicator(
            "n", "Азот общий, выпуск 1", "Жалпы азот, 1-шығарылым", Verdict.EXCEEDS, permit=permit
        ),
        indicator("w", "Удельный сброс стоков", "Ағындының үлестік төгілуі", Verdict.EXCEEDS),
        indicator("c", "ХПК, выпуск 1", "ОХТ, 1-шығарылым", Verdict.NOT_DISTINGUISHABLE),
        indicator("d", "Пыль, сушилка РС-2", "Шаң, РС-2 кептіргіші", Verdict.NOT_DISTINGUISHABLE),
        indicator("s", "Взвешенные вещества", "Қалқыма заттар", Verdict.MEETS),
        indicator("p", "Фосфор общий", "Жалпы фосфор", Verdict.MEETS),
        indicator("e", "Удельная энергия", "Үлестік энергия", Verdict.MEETS),
        indicator("x", "Хлориды", "Хлоридтер", Verdict.NOT_COMPARED),
    )


def measure(number, name, capex, saving, startup):
    """Return a row of the table of measures."""
    events = (
        (Event.DELIVERY, date(startup.year, 1, 20)),
        (Event.COMMISSIONING, date(startup.year, startup.month, 1)),
        (Event.STARTUP, startup),
    )
    return Measure(
        id=f"m{number}",
        number=number,
        measure=name,
        bat="НДТ 12e",
        capex=capex and Decimal(capex),
        saving=saving and Decimal(saving),
        money=MONEY,
        events=events,
        owner="Оспанов Е. Т.",
    )


def step(row, change, npv, payback, cost, bottleneck, *effects):
    """Return a measure with what was worked out of it."""
    return Step(
        id=row.id,
        measure=row,
        bottlenecks=(bottleneck,),
        effects=tuple(Effect(indicator=k, value=Decimal(v)) for k, v in effects),
        capex=fig(row.capex, unit=MONEY),
        cost_change=change,
        npv=npv,
        payback=payback,
        abatement=cost,
        abated=fig("5.3", unit=TONNES),
        abated_name=Text(ru="азот общий", kk="жалпы азот"),
    )


def steps():
    """Return three measures: one pays back, one never does, one lacks its cost."""
    rows = (
        measure(1, "Вернуть ополосок мойки (насос Н-7, бак 12 м³)", "28", "14", date(2027, 9, 30)),
        measure(2, "Денитрификатор 180 м³ и рецикл", "124", "0", date(2029, 6, 30)),
        measure(3, "Замена рукавов, датчик разрыва", None, None, date(2027, 6, 30)),
    )
    year = "million-KZT"
    return (
        step(
            rows[0],
            fig("-14", unit=year),
            fig("51.1", unit=MONEY),
            fig(2, unit="year"),
            fig("-544", unit="1"),
            "range.w",
            ("w", "2.6"),
        ),
        step(
            rows[1],
            fig("6.8", unit=year),
            fig("-162.4", unit=MONEY),
            fig(None, unit="year"),
            fig("23.2", unit="1"),
            "exceeds.n",
            ("n", "14"),
        ),
        step(
            rows[2],
            lacking(Lack.NOT_ENTERED, "core_measures/m3/saving", year),
            lacking(Lack.RATE, unit=MONEY),
            lacking(Lack.NOT_ENTERED, unit="year"),
            lacking(Lack.NOT_ENTERED),
            "indistinct.d",
        ),
    )


def plan(**more):
    """Return the plan with its baseline and one scenario."""
    made = steps()
    verdicts = {each.key: each.judgement.verdict for each in indicators()}
    met = {**verdicts, "w": Verdict.MEETS}
    milestones = (
        Milestone(
            year=2027,
            starting=("m1", "m3"),
            capex=fig(28, unit=MONEY, known=1, of=2),
            events=((date(2027, 9, 30), "m1", Event.STARTUP),),
            verdicts=met,
        ),
        Milestone(
            year=2029,
            starting=("m2",),
            capex=fig(124, unit=MONEY),
            events=((date(2029, 6, 30), "m2", Event.STARTUP),),
            verdicts={**met, "n": Verdict.MEETS},
        ),
    )
    curve = {
        "total_n": (
            CurveStep(step="m1", from_=Decimal(0), abated=Decimal("2.1"), cost=Decimal("-0.544")),
            CurveStep(step="m2", from_=Decimal("2.1"), abated=Decimal("5.3"), cost=Decimal("23.2")),
        )
    }
    nothing = Scenario(
        id="baseline",
        name=Text(ru="Ничего не делать", kk="Ештеңе істемеу"),
        steps=(),
        capex=fig(0, unit=MONEY),
        cost_change=fig(0, unit=MONEY),
        npv=fig(0, unit=MONEY),
        verdicts=verdicts,
    )
    full = Scenario(
        id="a",
        name=Text(ru="Полный", kk="Толық"),
        steps=("m1", "m2", "m3"),
        capex=fig(152, unit=MONEY, known=2, of=3),
        cost_change=fig("-7.2", unit=MONEY, known=2, of=3),
        npv=fig("-111.3", unit=MONEY, known=2, of=3),
        curve=curve,
        verdicts={**met, "n": Verdict.MEETS},
        milestones=milestones,
    )
    terms = Terms(price_year=2026, currency="KZT", rate=Decimal(12), lifetime=Decimal(10))
    return Plan(terms=terms, steps=made, scenarios=(nothing, full), **more)


def candidate(place, key, ru, kk, cause, sign, parts, row=None, **more):
    """Return a bottleneck with its place and the parts of its score."""
    values = dict(zip(Part, parts, strict=True))
    weights = (40, 25, 15, 20)
    score = sum(w * Decimal(p or 0) for w, p in zip(weights, parts, strict=True))
    return Candidate(
        key=key,
        row_id=row.id if row else f"r{place}",
        row=row,
        cause=cause,
        title=Text(ru=ru, kk=kk),
        sign=Text(ru=sign, kk=sign),
        parts={part: None if value is None else Decimal(value) for part, value in values.items()},
        told={Part.EXCESS: Text(ru="24,5 при 20", kk="20 кезінде 24,5")},
        score=score,
        place=place,
        best=max(1, place - 1),
        worst=place + 1,
        **more,
    )


def candidates():
    """Return three bottlenecks the auditor took over, one that is proposed, one rejected."""

    def row(number, what, grade=Grade.HIGH):
        return Bottleneck(id=f"b{number}", number=number, what=what, priority=grade, confirmed=True)

    return (
        candidate(1, "exceeds.n", "Денитрификация не работает", "Денитрификация жұмыс істемейді",
                  Cause.EXCEEDS, "24,5 мг/л при 2–20", ("1", "0.88", "0.93", "0.6"),
                  row(1, "Денитрификация не работает"), indicators=("n",)),
        candidate(2, "range.w", "Ополосок мойки не возвращают", "Шайынды қайтарылмайды",
                  Cause.RANGE, "3,25 м³/т при 0,3–3,0", ("0.6", "1", "0.93", "0.95"),
                  row(2, "Ополосок мойки не возвращают"), indicators=("w",)),
        candidate(3, "indistinct.d", "Рукава фильтра на пределе", "Сүзгі қаптары шегінде",
                  Cause.INDISTINCT, "9,6 ± 1,2 мг/м³ при 2–10", ("0.45", "0.4", None, "0.9"),
                  row(3, "Рукава фильтра на пределе", Grade.MEDIUM), indicators=("d",)),
        candidate(4, "balance.water", "Баланс воды не сходится", "Су балансы сәйкес келмейді",
                  Cause.BALANCE, "не найдено 9 %", (None, "0.4", "0.5", None)),
        candidate(0, "technique.7i", "Обратный осмос", "Кері осмос", Cause.TECHNIQUE, "",
                  (None, None, None, "0.1"), rejected="воды хватает"),
    )  # fmt: skip


def balance():
    """Return a water balance that does not close in one stage."""

    def stream(key, ru, source, target, amount, **more):
        return Stream(
            key=key,
            name=Text(ru=ru, kk=ru),
            source=source,
            target=target,
            figure=fig(amount, unit=WATER),
            path=key,
            **more,
        )

    def stage(name, into, out, gap, closure, **more):
        return Stage(
            name=name,
            inflow=fig(into, 200, WATER),
            outflow=fig(out, 150, WATER),
            gap=fig(gap, 250, WATER),
            gap_percent=Decimal(gap) * 100 / into,
            closure=closure,
            **more,
        )

    return Balance(
        of=Balanced.WATER,
        unit=WATER,
        year=2025,
        streams=(
            stream("wat_01", "Скважина 1", "", "Мойка", 6000),
            stream("wat_02", "Водопровод", "", "Цех", 4000),
            stream("wat_03", "Стоки мойки", "Мойка", "", 5100, is_estimated=True),
            stream("wat_04", "Стоки цеха", "Цех", "", 3950),
        ),
        stages=(
            stage(
                "",
                10000,
                9050,
                950,
                Closure.OPEN,
                doubt="wat_03",
                doubt_share=Decimal(71),
                suggestions=(
                    Text(ru="Поставить счётчик на стоки мойки", kk="Шаю ағындысына есептегіш қою"),
                ),
            ),
            stage("Мойка", 6000, 5100, 900, Closure.OPEN),
            stage("Цех", 4000, 3950, 50, Closure.CLOSED),
        ),
    )


def load():
    """Return air, water and greenhouse gases of a year."""

    def line(kind, source, code, ru, amount, share, **more):
        return LoadLine(
            kind=kind,
            source=source,
            substance=code,
            name=Text(ru=ru, kk=ru),
            figure=fig(amount, unit=TONNES),
            share=share and Decimal(share),
            **more,
        )

    def whole(kind, code, ru, amount, known=1, of=1, **more):
        return LoadTotal(
            kind=kind,
            substance=code,
            name=Text(ru=ru, kk=ru),
            figure=fig(amount, unit=TONNES, known=known, of=of),
            **more,
        )

    return Load(
        year=2025,
        lines=(
            line(LoadKind.AIR, "0001", "dust", "Пыль", "3.2", "80", permitted=Decimal(4)),
            line(LoadKind.AIR, "0002", "dust", "Пыль", "0.8", "20"),
            line(LoadKind.WATER, "Выпуск 1", "total_n", "Азот общий", "7.4", "100"),
            line(LoadKind.GREENHOUSE, "Котельная", "natural_gas", "Природный газ", "5120", "100"),
        ),
        totals=(
            whole(LoadKind.AIR, "dust", "Пыль", "4", 2, 3, permitted=Decimal(6)),
            whole(LoadKind.WATER, "total_n", "Азот общий", "7.4"),
            whole(LoadKind.GREENHOUSE, "", "Парниковые газы", "5120"),
        ),
    )


def bats():
    """Return one conclusion that is met in part, by a rule in symbols."""
    conclusion = Technique(
        id="bat12",
        number="12",
        code="",
        title=Text(ru="Очистка сточных вод", kk="Ағынды суды тазарту"),
    )
    own = Technique(
        id="bat12e", number="12", code="e", title=Text(ru="Денитрификация", kk="Денитрификация")
    )
    line = TechniqueLine(key="bat12e", technique=own)
    return (
        BatLine(
            technique=conclusion,
            lines=(line,),
            rule=Text(ru="a и одна из b–k", kk="a және b–k біреуі"),
            needed="a and one of b–k",
            fulfilment=Fulfilment.PARTLY,
            lacking=("12e",),
        ),
    )


def degree(share, done, whole):
    """Return a degree of introduction: so many of so many."""
    counted = (("n", done), ("N", whole))
    terms = tuple(
        Term(symbol=symbol, name=Text(ru=symbol), value=Decimal(number), uncertainty=Decimal(0))
        for symbol, number in counted
    )
    return replace(fig(share, unit="%"), terms=terms)


def repeat():
    """Return the audit beside the one before: one better, one the same."""

    def changed(key, before, after, percent, shift):
        return Changed(
            key=key,
            before=fig(before, 2),
            after=fig(after, 2),
            difference=fig(Decimal(after) - Decimal(before), 3),
            percent=Decimal(percent),
            shift=shift,
        )

    return Repeat(
        number="KTA-2023-006",
        indicators=(
            changed("n", 31, "24.5", "-21.0", Shift.BETTER),
            changed("c", 113, 112, "-0.9", Shift.SAME),
        ),
        techniques=(
            Introduced(
                key="bat12e",
                technique="bat12e",
                unit="",
                before=State.NOT_APPLIED,
                after=State.PLANNED,
            ),
        ),
        degree_before=degree("45", 14, 31),
        degree_after=degree("58", 18, 31),
    )


def assessed(**more):
    """Return all of it; ``more`` replaces parts."""
    parts = {
        "indicators": indicators(),
        "bats": bats(),
        "balances": (balance(),),
        "load": load(),
        "plan": plan(),
        "candidates": candidates(),
        "repeat": repeat(),
    }
    return Assessed(**{**parts, **more})
