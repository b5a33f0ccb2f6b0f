"""The conformity summary: figures, techniques, what hinders, what is not compared."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_entered import of_table
from kta_desktop.assessment.plan_steps import steps
from kta_desktop.assessment.techniques import State, Tally
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, Question, QuestionType, Section, Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.reports.assessed import NOTHING
from kta_desktop.reports.before import Before
from kta_desktop.reports.conformity.figures import counted, states_bar
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.figures import Area, Cap, Mark
from kta_desktop.reports.level_figure import level_band
from kta_desktop.reports.order import Kind
from kta_desktop.services import filling
from tests.unit.assessment import way
from tests.unit.reports.conftest import Paper
from tests.unit.reports.material import COD, NOISE, WATER

LONG = "Общество с ограниченной ответственностью по очистке сточных вод и производству " * 4


def pages(data):
    """Return the text of each page, every run of white space as one space."""
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")) for text in texts]


def text(paper, **order):
    return " ".join(pages(paper.pdf(kind=Kind.CONFORMITY, **order)))


class Plant(Paper):
    """An audit whose figures are assessed: those that have a judgement, and those put in by hand.

    ``stated`` makes further indicators of the known ones.
    """

    stated = staticmethod(lambda indicators: indicators)

    def built(self, **order):
        record = self.audit()
        state = filling.form(record.definition, record.entries)
        known = Known(definition=record.definition, state=state, today=date(2026, 11, 23))
        answers = [
            Indicator(
                key=f"figure.{path}",
                name=state.question(state.owner(path)).title,
                kind=IndicatorKind.CONCENTRATION,
                medium=Medium.WATER,
                figure=Figured(value=each.value, unit=each.level.unit),
                judgement=each,
                path=path,
            )
            for path, each in self.judgements.items()
            if not path.startswith("@") and each.value is not None
        ]
        found = self.stated((*answers, *of_table(known)))
        plan = replace(NOTHING.plan, steps=steps(known))
        self.assessed = replace(NOTHING, indicators=tuple(found), plan=plan)
        return super().built(**order)


def made():
    paper = Plant()
    known = paper.definition
    paper.definition = replace(
        known,
        sections=(*known.sections, Section(name="way", number="20", label=Text(ru="Путь"))),
        questions=(*known.questions, *way.questions()),
        techniques=(*way.TECHNIQUES[:2], replace(way.TECHNIQUES[2])),
        more={"pack": {"book": {"ru": "СНДТ «Молоко»", "state": "in preparation"}}},
    )
    put, entries = way.put, paper.entries
    put(entries, "core_techniques", "a", bat="НДТ 7a", unit="CIP", state="applied", since="2016")
    put(entries, "core_techniques", "b", bat="НДТ 7", unit="Розлив", state="not_applied")
    put(entries, "core_techniques", "c", bat="НДТ 12", unit="Очистные", state="not_applicable")
    put(entries, "core_bottlenecks", "a", what="Насос Н-7 в ремонте", priority="high")
    put(
        entries,
        "core_measures",
        "a",
        measure="Новый насос",
        bottleneck="Насос Н-7 в ремонте",
        capex="3,4",
        startup="2027-02-01",
    )
    return paper


@pytest.fixture
def plant():
    """Return an audit with figures, techniques, bottlenecks and measures."""
    return made()


@pytest.fixture(scope="module")
def printed():
    """Return the words of the summary as it comes, for claims that change nothing."""
    return text(made())


@pytest.mark.parametrize(
    "words",
    [
        "СНДТ «Молоко»: готовится, технологические показатели ещё не утверждены.",
        "U — расширенная неопределённость, k = 2.",
        "1 превышает · асып түседі",
        "2 не различимо (U) · ажыратылмайды (U)",
        "1 соответствует · сәйкес келеді",
        "1 не сравнивается · салыстырылмайды",
        "3,25 ± 0,16",
        "Техники: рассмотрено 3, применимых 2 · Техникалар: қаралғаны 3, қолдануға болатыны 2",
        "НДТ 7. Экономия воды Суды үнемдеу",
        "7a да; Розлив нет",
        "Очистные неприменима",
        "Насос Н-7 в ремонте Новый насос 3,4 I кв. 2027",
        "Ведущий аудитор · Жетекші аудитор: А. М. Жумабаева",
        "С выводами ознакомлен · Қорытындылармен таныстым: Е. Т. Оспанов",
        "CIP: применяется с 2016 года",
        "НЕ СВЕРЕНО С ИСТОЧНИКОМ",
    ],
)
def test_that_the_summary_says_what_a_reader_asks(printed, words):
    assert words in printed


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        (("ru",), "Положение относительно уровня"),
        (("kk",), "Деңгейге қатысты орны"),
        (("en",), "Position against the level"),
    ],
)
def test_that_the_summary_speaks_one_language(plant, languages, words):
    plant.languages = languages
    found = text(plant)
    assert words in found
    assert ("ПРЕВЫШАЕТ" in found) is (languages == ("ru",))


@pytest.mark.parametrize(
    "words",
    [
        "ПРЕВЫШАЕТ · АСЫП ТҮСЕДІ",
        "? НЕ РАЗЛИЧИМО (U) · АЖЫРАТЫЛМАЙДЫ (U)",
        "СООТВЕТСТВУЕТ · СӘЙКЕС КЕЛЕДІ",
    ],
)
def test_that_each_verdict_is_a_word(printed, words):
    assert words in printed


def test_that_the_counts_are_those_of_the_judgements(plant):
    levels = [replace(COD, id=f"l{n}", parameter=Text(ru="Показатель")) for n in range(9)]
    counts = {Verdict.EXCEEDS: 4, Verdict.NOT_DISTINGUISHABLE: 2, Verdict.MEETS: 3}
    names = [q.name for q in plant.definition.questions if q.name.startswith("w")]
    verdicts = [verdict for verdict, count in counts.items() for _n in range(count)]
    plant.judgements = {
        name: Judgement(verdict=verdict, level=level, value=Decimal(50))
        for name, verdict, level in zip(names, verdicts, levels, strict=False)
    }
    plant.languages = ("ru",)
    found = text(plant)
    for words in ("4 превышают", "2 не различимо (U)", "3 соответствуют", "0 не сравниваются"):
        assert words in found


def test_that_an_unchecked_level_never_exceeds(plant):
    plant.judgements = {
        "wwt_05": Judgement(
            verdict=Verdict.NOT_COMPARED,
            reason=NotCompared.LEVEL_UNVERIFIED,
            level=NOISE,
            value=Decimal(900),
        )
    }
    plant.languages = ("ru",)
    summary, *rest = pages(plant.pdf(kind=Kind.CONFORMITY))
    assert "0 превышают" in summary
    assert "1 не сравнивается" in summary
    assert "ПРЕВЫШАЕТ" not in summary
    assert "Ни одно значение не удалось сравнить с уровнем." in summary
    assert "НЕ СВЕРЕНО С ИСТОЧНИКОМ: 1" in rest[-1]
    assert "900" in rest[-1]


def test_that_a_figure_put_in_by_hand_stands_once(plant):
    by_hand = {
        "indicator": "Сток по записи",
        "value": "3,25",
        "unit": "m3/t",
        "high": "3,0",
        "source": "таблица 9",
        "verdict": "exceeds",
    }
    way.put(plant.entries, "core_indicators", "a", **by_hand)
    assert "Сток по записи" not in text(plant)
    way.put(plant.entries, "core_indicators", "b", **{**by_hand, "value": "5"})
    found = text(plant)
    assert "Сток по записи запись аудитора: таблица 9" in found
    assert "2 превышают" in found


def test_that_a_verdict_that_its_numbers_contradict_is_told(plant):
    way.put(
        plant.entries,
        "core_indicators",
        "a",
        indicator="Энергия",
        value="2",
        high="3",
        source="таблица 8",
        verdict="exceeds",
    )
    assert "Числа строки говорят иное" in text(plant)


def test_that_a_figure_inside_an_instance_is_named_with_it(plant):
    known = plant.definition
    shared = {"number": "9.9", "section": "wwt", "label": Text(ru="Трубы")}
    columns = (
        Column(name="what", type=QuestionType.TEXT, label=Text(ru="Что")),
        Column(name="mg", type=QuestionType.DECIMAL, label=Text(ru="Сколько"), unit="mg/l"),
    )
    nested = (
        Question(name="stack", type=QuestionType.REPEAT, more={"key": "named"}, **shared),
        Question(name="named", type=QuestionType.TEXT, parent="stack", **shared),
        Question(name="gas", type=QuestionType.TABLE, parent="stack", columns=columns, **shared),
    )
    plant.definition = replace(known, questions=(*known.questions, *nested))
    plant.entries |= {
        "stack/a": {"order": 1.0},
        "stack/a/named": {"text": "Труба 2", "value": "Труба 2"},
    }
    way.put(plant.entries, "stack/a/gas", "r", what="после фильтра", mg="168")
    path = "stack/a/gas/r/mg"
    plant.judgements = {path: Judgement(verdict=Verdict.EXCEEDS, level=COD, value=Decimal(168))}
    assert "ХПК, сброс в водный объект, Труба 2, после фильтра" in text(plant)


def test_that_an_earlier_figure_is_marked_with_its_year(plant):
    plant.earlier = {"wat_02": Before(Decimal("0.0029"), "m3/kg", "2023")}
    assert "аудит 2023 года" in text(plant)
    plant.earlier = {"wat_02": Before(Decimal(7), "kW", "2023")}
    assert "аудит 2023 года" not in text(plant)


def test_that_a_level_that_holds_without_a_figure_is_named(plant):
    level = replace(COD, id="bod", when="true()", upper="20", parameter=Text(ru="БПК5"))
    plant.definition = replace(plant.definition, levels=(level, replace(COD, when="false()")))
    summary, *rest = pages(plant.pdf(kind=Kind.CONFORMITY))
    assert "значения нет: 1, см. приложение" in summary
    assert "Уровень действует, значения нет · Деңгей қолданылады, мәні жоқ: 1" in rest[-1]
    assert "БПК5 среднесуточное, НДТ 12 тәуліктік орташа, 12-ЕҚТ — 25–20 мг/л" in rest[-1]
    plant.judgements["wat_02"] = replace(plant.judgements["wat_02"], level=level)
    assert "БПК5 среднесуточное, НДТ 12 —" not in text(plant)


def test_that_what_is_not_there_yet_is_said_with_its_place(plant):
    for path in [path for path in plant.entries if path.startswith("core_techniques")]:
        del plant.entries[path]
    assert "Ещё не внесено: «Таблица K1», вопрос K1." in text(plant)


def test_that_there_is_no_summary_of_nothing(paper):
    paper.judgements = {}
    with pytest.raises(NothingToPrintError):
        paper.pdf(kind=Kind.CONFORMITY)


def test_that_a_report_has_the_summary_behind_its_cover(plant):
    starts = plant.built(kind=Kind.REPORT).starts
    keys = list(starts)
    assert keys[:3] == ["cover", "director", "conformity"]
    assert keys.index("plan") < keys.index("section-wat")


def test_that_the_same_input_gives_the_same_bytes(plant):
    assert plant.pdf(kind=Kind.CONFORMITY) == plant.pdf(kind=Kind.CONFORMITY)


def test_that_two_hundred_figures_with_long_names_go_on_over_pages(plant):
    level = replace(COD, parameter=Text(ru=LONG, kk=LONG[::-1]))
    for n in range(200):
        way.put(
            plant.entries,
            "core_indicators",
            f"r{n:03}",
            indicator=f"{n} {LONG}",
            value=str(n),
            high="100",
            source=LONG,
            verdict="exceeds",
        )
    plant.judgements["wat_02"] = replace(plant.judgements["wat_02"], level=level)
    found = text(plant)
    assert "201 превышает" in found
    assert all(f" {n} Общество" in found for n in range(200))
    assert "и ещё" in found


def test_that_a_value_without_u_says_so(plant):
    judgement = plant.judgements["wat_02"]
    plant.judgements["wat_02"] = replace(judgement, uncertainty=Decimal(0))
    assert "3,25 м³/т U не указана" in text(plant)


def test_that_a_figure_that_is_kept_back_has_a_verdict_and_no_number(plant):
    plant.judgements = {"wat_02": replace(plant.judgements["wat_02"], value=None)}
    plant.entries["wat_02"] = Answer().to_json()
    found = text(plant)
    assert "ПРЕВЫШАЕТ" in found
    assert "3,25" not in found


@pytest.mark.parametrize("value", ["0.000001", "3.1", "1000000", "1e40"])
@pytest.mark.parametrize(
    "ends", [{"lower": None, "upper": "3"}, {"lower": "2", "upper": None}, {"lower": "1e-9"}]
)
def test_that_a_level_stays_a_band_however_far_the_value_is(value, ends):
    level = replace(WATER, **ends)
    judgement = Judgement(
        verdict=Verdict.EXCEEDS, level=level, value=Decimal(value), uncertainty=Decimal("0.1")
    )
    figure = level_band(judgement, "ru", Decimal("2.5"))
    (band,) = (item for item in figure.items if isinstance(item, Area))
    span = figure.x[1] - figure.x[0]
    assert (band.end[0] - band.start[0]) / span > 0.05
    places = [item.at[0] for item in figure.items if isinstance(item, Mark | Cap)]
    assert all(figure.x[0] <= place <= figure.x[1] for place in places)


def test_that_the_bar_shows_every_state_once_and_in_full():
    tally = Tally(
        counts={state: n for n, state in enumerate(State)}, unstated=2
    )  # none is applied, four are not applicable
    bar = states_bar(tally)
    areas = [item for item in bar.items if isinstance(item, Area)]
    assert [area.end[0] - area.start[0] for area in areas] == [1, 2, 3, 4, 2]
    assert len({(area.hatch, area.fill, area.dash) for area in areas}) == 5
    assert sum(count for _state, count in counted(tally)) == tally.considered == bar.x[1]


def test_that_there_is_no_bar_of_nothing():
    with pytest.raises(ValueError, match="Tally"):
        states_bar(Tally(counts=dict.fromkeys(State, 0), unstated=0))


def test_that_what_is_stated_again_and_what_contradicts_stands_in_one_row(plant):
    """3.25 ± 0.16 in the checklist; 3.1 ± 0.1 is worked out, and 2.5 ± 0.1 would contradict it."""
    plant.languages = ("ru",)

    def with_computed(value):
        def stated(indicators):
            entered = next(each for each in indicators if each.path == "wat_02")
            entered = replace(entered, kind=IndicatorKind.SPECIFIC_EMISSION)
            judged = replace(entered.judgement, value=Decimal(value), uncertainty=Decimal("0.1"))
            others = (each for each in indicators if each.path != "wat_02")
            return (entered, replace(entered, key="specific.water", judgement=judged), *others)

        plant.stated = stated
        return text(plant)

    found = with_computed("3.1")
    assert "1 превышает" in found
    assert "То же получается из данных анкеты: 3,1 ± 0,1 м³/т" in found
    assert "расходятся" not in found
    assert "Эти значения расходятся больше своей неопределённости" in with_computed("2.5")


def test_that_the_summary_says_why_figures_are_not_compared(printed):
    assert "уровень не сверен: 1" in printed
