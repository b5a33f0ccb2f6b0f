"""What the live page says of values that are calculated."""

from types import SimpleNamespace

import pytest

from kta_desktop.domain.measurement import Event
from kta_desktop.i18n import set_language
from kta_desktop.measurement.steps import Step
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    DerivedView,
    SampleView,
)
from ui.widgets.label import Label
from ui.widgets.measure_panels import EventsBody
from ui.widgets.measure_words import (
    channel_rows,
    earlier_notes,
    events_shown,
    formula_words,
    sample_words,
)

NAMES = {"ru": "Оксиды азота", "kk": "Азот оксидтері", "en": "Nitrogen oxides"}


def channel(name, state):
    return ChannelView(
        id=name, label=NAMES, unit="ppm", value=None, last=414.0, age_s=3.8, state=state
    )


def view(state):
    judged = SimpleNamespace(channel="so2", parameter=NAMES, value=502.0, reason=None)
    normalised = DerivedView(id="normalised", unit="mg/Nm3", value=852.0)
    return SimpleNamespace(
        main="nox", parameter=NAMES, channels=[channel("nox", state), channel("so2", state)],
        derived=[normalised], quantities=[judged], samples=[],
    )  # fmt: skip


def sample(good_s, *, complete=False):
    return SampleView(
        number=1, start=0.0, end=20.0, mean=499.6, uncertainty=43.0, good_s=good_s, length_s=18.0,
        capture_pct=98.0, complete=complete,
    )  # fmt: skip


@pytest.mark.parametrize("state", [ChannelState.LOST, ChannelState.STALE])
def test_that_what_is_calculated_of_a_silent_channel_is_no_live_value(state):
    rows = {row.id: row for row in channel_rows(view(state))}
    for name, last in (("normalised", "852"), ("normalised-so2", "502")):
        assert (rows[name].value, rows[name].tone) == ("—", "er")
        assert last in rows[name].note


def test_that_what_is_calculated_of_a_living_channel_is_shown():
    rows = {row.id: row for row in channel_rows(view(ChannelState.GOOD))}
    assert (rows["normalised"].value, rows["normalised-so2"].value) == ("852", "502")


def test_that_a_sample_of_full_time_says_that_it_waits_for_a_reversal():
    assert sample_words(sample(18.0)).endswith("ждёт перекидки пламени")
    assert "12 с из 18 с" in sample_words(sample(12.0)).replace("\xa0", " ")
    assert "499,6" in sample_words(sample(18.0, complete=True))


def test_that_the_formula_has_every_digit_of_the_reading():
    steps = (
        Step(kind="start", formula="418.7", factor=1.0, value=418.7, unit="ppm"),
        Step(kind="share", formula="· 46.005 ÷ 22.414", factor=2.0525, value=859.39, unit="mg/m3"),
    )
    shown = formula_words(SimpleNamespace(steps=steps, steps_reason=None))
    assert shown.replace("\xa0", " ").startswith("418,7 ")
    assert "859,4" in shown


def test_that_a_loose_plug_does_not_fill_the_list_of_events(qtbot):
    set_language("ru")
    events = [Event(at=f"2026-11-22T{at // 60:02}:{at % 60:02}:00Z", text=f"№ {at}")
              for at in range(300)]  # fmt: skip
    begin = 1_795_392_000.0  # later than all of them
    gaps = tuple((begin + 10 * at, begin + 10 * at + 5) for at in range(1000))
    lost = SimpleNamespace(events=events, exclusions=(), gaps=gaps, stretches=())
    shown = events_shown(lost)
    assert (len(shown), earlier_notes(lost)) == (100, 1200)
    assert {row.number for row in shown} == {None}  # gaps are what happened last
    noted = SimpleNamespace(events=events, exclusions=(), gaps=(), stretches=())
    assert [row.number for row in events_shown(noted)] == list(range(201, 301))
    body = EventsBody()
    qtbot.addWidget(body)
    body.show_events(shown, "", earlier_notes(lost))
    assert len(body.texts()) == 100
    assert "И ещё 1200." in [label.text() for label in body.findChildren(Label)]
