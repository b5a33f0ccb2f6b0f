"""The sheets of bottlenecks and of the plan."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan_steps import plan
from kta_desktop.assessment.steps import Event, Measure
from kta_desktop.domain.definition import Section, Text
from kta_desktop.reports.assessed import Assessed
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.figures import Line, Mark, Words
from kta_desktop.reports.order import Kind
from kta_desktop.reports.plan.arrows import stretches
from kta_desktop.reports.plan.figures import scale, span_of, strip
from tests.unit.assessment import way
from tests.unit.reports.conftest import Paper

TODAY = date(2026, 11, 23)
MANY = 20  # measures of two to a page
LONG = "Замена насоса на линии возврата последнего ополаскивания с датчиком и баком " * 4


def pages(data):
    """Return the text of each page, every run of white space as one space."""
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")) for text in texts]


def text(paper, **order):
    return " ".join(pages(paper.pdf(kind=Kind.PLAN, **order)))


def bare():
    paper = Paper()
    known = paper.definition
    paper.definition = replace(
        known,
        sections=(*known.sections, Section(name="way", number="20", label=Text(ru="Путь"))),
        questions=(*known.questions, *way.questions()),
    )
    return paper


def made():
    paper = bare()
    put, entries = way.put, paper.entries
    put(
        entries,
        "core_bottlenecks",
        "a",
        what="Утечки воздуха",
        where="Розлив",
        priority="low",
        confirmed="no",
    )
    put(
        entries,
        "core_bottlenecks",
        "b",
        what="Усреднитель мал",
        cause="equipment",
        effect="ХПК выше 100 мг/л",
        indicator="ХПК",
        excess="1,68",
        confidence="high",
        priority="high",
        confirmed="yes",
    )
    put(
        entries,
        "core_measures",
        "a",
        measure="Усреднитель на 16 часов",
        bat="НДТ 11",
        bottleneck="Усреднитель мал",
        effect="ХПК до 100 мг/л",
        target="100",
        target_unit="mg/l",
        capex="46",
        saving="4,8",
        finance="own",
        delivery="2027-04-01",
        construction="2027-08-01",
        commissioning="2027-09-15",
        startup="2027-10-01",
        owner="Сейтова Д. К.",
    )
    put(entries, "core_measures", "b", measure="Поиск утечек", capex=("около двух", None))
    put(entries, "core_measures", "c", measure="Датчик", capex="1,5", startup="2028-05-20")
    put(entries, "core_gaps", "a", what="Коды отходов", reason="no_access", until="2026-11-23")
    put(entries, "core_tech_norms", "a", indicator="Пыль", value="5", unit="mg/Nm3", state="no")
    entries["core_potential"] = {"value": "retrofit"}
    entries["core_conclusion"] = {"text": "Первое.\nВторое.", "value": "Первое.\nВторое."}
    audit = Known(definition=paper.definition, state=filled(paper.definition, entries), today=TODAY)
    paper.assessed = Assessed(plan=plan(audit, ()))
    return paper


@pytest.fixture
def empty():
    """Return an audit whose checklist has the tables, with nothing in them."""
    return bare()


@pytest.fixture
def plant():
    """Return an audit with a plan of three measures, one of which lacks nearly everything."""
    return made()


@pytest.fixture(scope="module")
def printed():
    """Return the words of the sheets as they come, for claims that change nothing."""
    return text(made())


@pytest.mark.parametrize(
    "words",
    [
        "Узких мест: 2. Важность: высокая 1, низкая 1. Подтверждено аудитором: 1.",
        "кратность превышения 1,68",
        "ВЫСОКАЯ · ЖОҒАРЫ",
        "НЕ ПОДТВЕРЖДЕНО АУДИТОРОМ",
        "Меры плана: 1",
        "Меры в плане нет",
        "47,5 млн тг",
        "известно для 2 из 3",
        "II кв. 2028",
        "сроки не указаны",
        "Стоимость по году ввода в работу · ",
        "Жұмысқа енгізу жылы бойынша құны, млн тг: 2027 — 46; 2028 — 1,5.",
        "«около двух»",
        "46 ÷ 4,8 = 9,6 года",
        "100 мг/л",
        "Собственные средства · Өз қаражаты",
        "строительство · құрылыс 01.08.2027",
        "Не указано:",
        "Нужна модернизация · Жаңғырту керек",
        "Первое. Второе.",
        "Пыль 5 мг/Нм³ предлагается · ұсынылады",
        "Коды отходов",
        "С выводами ознакомлен · Қорытындылармен таныстым: Е. Т. Оспанов",
    ],
)
def test_that_the_plan_says_what_a_director_asks(printed, words):
    assert words in printed


def test_that_a_layout_without_secrets_prints_neither_the_cost_nor_its_parts(plant):
    found = text(plant, layout="ministry")
    assert "Не печатается: коммерческая тайна" in found
    for words in ("47,5", "46", "1,5", "4,8", "«около двух»", "Стоимость", "÷"):
        assert words not in found


def test_that_a_layout_that_marks_secrets_marks_the_cost(plant):
    assert "белгілі: 3 ішінен 2 Конфиденциально" in text(plant, layout="bureau")
    assert "Конфиденциально" not in text(plant, layout="plant")


def test_that_the_weightiest_bottleneck_stands_first(printed):
    found = printed
    assert found.index("Усреднитель мал") < found.index("Утечки воздуха")


@pytest.mark.parametrize("languages", [("ru",), ("kk",), ("en",), ("kk", "ru")])
def test_that_the_plan_is_printed_in_each_language(plant, languages):
    plant.languages = languages
    found = text(plant)
    assert "Усреднитель на 16 часов" in found
    assert ("млн тг" in found) is ("en" not in languages)


def test_that_no_payback_is_told_of_one_number(printed):
    assert printed.count("÷") == 2  # one measure, in two languages


def test_that_there_is_no_plan_of_nothing(empty):
    with pytest.raises(NothingToPrintError):
        empty.pdf(kind=Kind.PLAN)


def test_that_what_is_not_entered_is_said_where_something_else_is(empty):
    way.put(empty.entries, "core_gaps", "a", what="Коды отходов")
    found = text(empty)
    assert "Ещё не внесено: «Таблица P1», вопрос P1." in found
    assert "Узкие места" not in found


def test_that_what_the_rules_of_the_checklist_say_is_printed(plant):
    known = plant.definition
    rule = {"warn": "1 = 2", "warn_message": {"ru": "Срок программы проверить.", "kk": "Мерзім."}}
    asked = tuple(
        replace(q, more=rule) if q.name == "core_measures" else q for q in known.questions
    )
    plant.definition = replace(known, questions=asked)
    assert "Срок программы проверить. · Мерзім." in text(plant)


def test_that_events_out_of_order_are_told_and_shown(plant):
    way.put(plant.entries, "core_measures", "d", measure="Бак", delivery="2027-05-01",
            startup="2027-01-10")  # fmt: skip
    assert "порядок событий проверить" in text(plant)


def test_that_measures_with_long_names_go_on_over_pages(plant):
    for n in range(MANY):
        way.put(plant.entries, "core_measures", f"r{n:02}", measure=f"{n}. {LONG}",
                bottleneck=LONG, effect=LONG * 12, owner=LONG, capex=f"{n}")  # fmt: skip
        way.put(plant.entries, "core_bottlenecks", f"r{n:02}", what=LONG, effect=LONG, where=LONG)
    found = text(plant)
    assert all(f" {n}. Замена" in found for n in range(MANY))


def measure(*days):
    pairs = [(event, date.fromisoformat(day)) for event, day in zip(Event, days, strict=False)]
    return Measure(id="m", number=1, measure="мера", events=tuple(pairs))


def marks(figure):
    return [item for item in figure.items if isinstance(item, Mark)]


def test_that_events_stand_in_their_quarters():
    steps = [measure("2026-12-20", "2027-02-15", "2027-05-16", "2027-10-01")]
    span = span_of(steps)
    assert (span.first, span.count) == (2026 * 4, 8)
    figure = strip(steps[0], span)
    places = [mark.at[0] for mark in marks(figure)]
    assert [int(place) for place in places] == [3, 4, 5, 7]
    assert len({(mark.shape, mark.is_open) for mark in marks(figure)}) == 4


def test_that_years_and_quarters_head_the_strips():
    words = [item.text for item in scale(span_of([measure("2027-01-01")])).items
             if isinstance(item, Words)]  # fmt: skip
    assert words == ["2027", "I", "II", "III", "IV"]


def test_that_an_event_far_off_is_an_angle_at_the_edge():
    steps = [measure("2027-01-10", "2027-06-10"), measure("2027-03-01", "9999-12-31")]
    span = span_of(steps)
    assert span.count <= 24
    figure = strip(steps[1], span)
    assert len(marks(figure)) == 1
    assert any(isinstance(item, Words) and item.text == "›" for item in figure.items)


def test_that_events_out_of_order_are_drawn_from_the_first_to_the_last():
    figure = strip(one := measure("2027-05-01", "2027-01-10"), span_of([one]))
    bar = max((item for item in figure.items if isinstance(item, Line)), key=lambda i: i.width)
    assert bar.points[0][0] < bar.points[1][0]


def test_that_there_is_no_span_without_a_day():
    assert span_of([measure()]) is None


def _dated(row, *days):
    return Measure(id=row, number=1, measure=row, events=tuple(zip(Event, days, strict=False)))


def test_that_an_arrow_leaves_one_bar_crosses_rows_and_ends_at_what_waits():
    # quarters from I 2027: a ends at 2, c begins at 4; b has no part in it; d has no day
    a = _dated("a", date(2027, 1, 1), date(2027, 7, 1))
    b, d = _dated("b", date(2027, 1, 1)), _dated("d")
    c = _dated("c", date(2028, 1, 1), date(2028, 4, 1))
    span = span_of((a, b, c))
    found = stretches((a, b, c, d), {"c": ["a", "d"], "d": ["a"], "a": ["gone"]}, span)
    lines = {key: [i.points for i in items if isinstance(i, Line)] for key, items in found.items()}
    assert [(len(lines[key]), len(found[key])) for key in "abcd"] == [
        (1, 1),
        (1, 1),
        (1, 2),
        (0, 0),
    ]
    assert lines["a"] == [((2.0, 0.5), (2.0, 0.0))]
    assert lines["b"] == [((2.0, 1.0), (2.0, 0.0))]
    assert lines["c"] == [((2.0, 1.0), (2.0, 0.5), (4.0, 0.5))]


def test_that_an_arrow_to_what_begins_too_early_turns_back_in_its_row():
    a = _dated("a", date(2027, 1, 1), date(2027, 7, 1))
    early = _dated("e", date(2027, 4, 1), date(2027, 7, 1))
    found = stretches((early, a), {"e": ["a"]}, span_of((a, early)))
    (line,) = (item for item in found["e"] if isinstance(item, Line))
    assert line.points[0] == (2.0, 0.0)  # a stands below
    assert line.points[-1] == (1.0, 0.5)
    assert line.points[-2][0] < 1.0
