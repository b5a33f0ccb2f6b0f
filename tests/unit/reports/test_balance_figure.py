"""Balances and sources as figures: words that never lie on each other, ink that survives."""

import io
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from kta_desktop.assessment.balance import Balance, Balanced, Stream
from kta_desktop.assessment.balances_closing import Sides, around, closed
from kta_desktop.assessment.load import Load, LoadKind, LoadLine
from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.domain.texts import Text
from kta_desktop.reports import typefaces
from kta_desktop.reports.balance_figure import balance_figure
from kta_desktop.reports.figures import Anchor, Hatch, Line, Mark, Patch, Words
from kta_desktop.reports.paint import paint
from kta_desktop.reports.plant_figure import plant_figure

WORDS = ("Вода", "Собственная скважина", "Технологический процесс: розлив", "Сток", "Ж" * 40)


def stream(key, source, target, amount, name="Вода", *, is_estimated=False):
    value = None if amount is None else Decimal(amount)
    term = Term(symbol="q", name=Text(), value=value, path=key)
    return Stream(
        key=key,
        name=Text(ru=name),
        source=source,
        target=target,
        figure=Figured(value=value, unit="m3/year", formula="q", terms=(term,)),
        path=key,
        is_estimated=is_estimated,
    )


def balance(*streams):
    nodes = dict.fromkeys(node for each in streams for node in (each.source, each.target) if node)
    plant = Sides(
        name="",
        inflow=tuple(each for each in streams if not each.source),
        outflow=tuple(each for each in streams if not each.target),
    )
    stages = [closed(part, "m3/year") for part in (plant, *(around(n, streams) for n in nodes))]
    return Balance(of=Balanced.WATER, unit="m3/year", streams=tuple(streams), stages=tuple(stages))


def dairy():
    return balance(
        stream("a", "", "Мойка", "100", "Скважина"),
        stream("b", "", "Мойка", None, "Дождь"),
        stream("c", "Мойка", "Сток", "60", "Промывка", is_estimated=True),
        stream("d", "Сток", "Мойка", "10", "Возврат"),
        stream("e", "Сток", "", "20", "Выпуск"),
    )


def boxes(figure, width):
    for item in figure.items:
        if isinstance(item, Words):
            x, y = figure.place(item.at, width, figure.height)
            wide = typefaces.width(typefaces.printable(item.text), item.size, bold=item.bold)
            shift = {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[item.anchor]
            left = x + item.dx - shift
            yield item.text, left, y + item.dy, left + wide, y + item.dy + item.size * 0.72


def assert_apart(figure, width):
    for first, second in combinations(boxes(figure, width), 2):
        is_apart = (
            first[3] <= second[1]
            or second[3] <= first[1]
            or first[4] <= second[2]
            or second[4] <= first[2]
        )
        assert is_apart, (first, second)


ends = st.tuples(
    st.sampled_from(("", "Мойка", "Сушка", "Розлив и упаковка")),
    st.sampled_from(("", "Мойка", "Сушка", "Розлив и упаковка")),
    st.none() | st.integers(0, 10**6),
    st.sampled_from(WORDS),
).filter(lambda each: each[0] or each[1])


@settings(max_examples=20, deadline=None)
@given(st.lists(ends, min_size=1, max_size=12), st.sampled_from((330.0, 500.0)))
def test_that_words_never_lie_on_each_other_and_none_is_lost(found, width):
    streams = [stream(f"s{n}", *each) for n, each in enumerate(found)]
    drawn = balance_figure(balance(*streams), "ru", of_stages=True, width=width)
    assert_apart(drawn.figure, width + 4)
    said = " ".join(item.text for item in drawn.figure.items if isinstance(item, Words))
    listed = " ".join(drawn.omitted)
    for each in streams:
        first = each.name.ru.partition(":")[0].split()[0]
        assert first in said or first in listed


def test_that_words_over_the_band_of_another_have_paper_behind_them():
    """On a narrow picture words of a stream that ends in the middle reach over a band beside it."""
    use = stream("u", "Сеть", "", "60", "Охлаждение и полив", is_estimated=True)
    ends = (stream("i", "", "Сеть", "400", "Река"), stream("s", "Сеть", "Сток", "340", "Мойка"))
    figure = balance_figure(
        balance(*ends, use, stream("o", "Сток", "", "340", "Выпуск")), "ru", width=330.0
    ).figure
    kinds = [type(item) for item in figure.items]
    assert Words not in kinds[: kinds.index(Words)]
    words = {item.text: item for item in figure.items if isinstance(item, Words)}
    assert words["Река"].plated is False
    assert any(each.plated for text, each in words.items() if text in "Охлаждение и полив 60")


def test_that_every_kind_of_band_has_its_own_look_without_colour():
    figure = balance_figure(dairy(), "ru").figure
    looks = {(item.hatch, bool(item.dash)) for item in figure.items if isinstance(item, Patch)}
    assert looks == {
        (None, False),  # measured
        (None, True),  # estimated
        (Hatch.FALLING, False),  # led back
        (Hatch.RISING, True),  # not found
    }
    assert any(isinstance(item, Line) and item.dash for item in figure.items)


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_that_the_picture_says_the_same_in_words(lang):
    drawn = balance_figure(balance(stream("a", "", "A", "100"), stream("b", "A", "", "70")), lang)
    assert all(number in drawn.figure.summary for number in ("100", "70", "30"))


def test_that_a_balance_without_streams_is_no_picture():
    empty = Balance(of=Balanced.WATER, unit="m3/year", streams=(), stages=())
    assert balance_figure(empty, "ru") is None


def test_that_a_page_holds_the_pictures():
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0)
    for figure in (balance_figure(dairy(), "ru").figure, plan("0001", "0002").figure):
        paint(canvas, figure, 480, figure.height)
        canvas.showPage()
    canvas.save()
    content = file.getvalue()
    assert content.count(b" c\n") >= 8, "circles are curves"
    assert content.count(b"/Type /Page\n") == 2


def emitted(source, at):
    return LoadLine(
        kind=LoadKind.AIR,
        source=source,
        substance="nox",
        name=Text(),
        figure=Figured(value=Decimal(1), unit="t/year"),
        share=Decimal(25),
        latitude=Decimal(at[0]) if at else None,
        longitude=Decimal(at[1]) if at else None,
    )


def plan(*sources):
    lines = [emitted(each, ("43.34", f"76.97{n}")) for n, each in enumerate(sources)]
    return plant_figure(Load(lines=tuple(lines)), "ru")


def test_that_names_on_a_plan_never_lie_on_each_other():
    lines = [emitted(f"{n:04} · труба котельной", ("43.34", f"76.9700{n % 7}")) for n in range(30)]
    found = plant_figure(Load(lines=tuple(lines)), "ru")
    assert_apart(found.figure, 500.0)
    shown = sum(isinstance(item, Words) for item in found.figure.items)
    assert shown + len(found.omitted) >= 30


def test_that_a_plan_keeps_its_shape_at_any_width():
    figure = plan("0001", "0002").figure
    for width in (300.0, 500.0, 1200.0):
        origin, east, north = (
            figure.place(at, width, figure.height) for at in ((0, 0), (10, 0), (0, 10))
        )
        assert east[0] - origin[0] == pytest.approx(north[1] - origin[1])


def test_that_the_area_of_a_circle_goes_with_the_share():
    marks = [item for item in plan("0001").figure.items if isinstance(item, Mark) and item.is_open]
    assert marks[0].size == pytest.approx(34.0 / 2), "25 % has half the diameter of 100 %"


def test_that_without_coordinates_there_is_no_plan():
    assert plant_figure(Load(lines=(emitted("0001", None),)), "ru") is None
