"""Recordings that are replayed and readings that are typed: like an instrument, marked as it."""

import math

import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.clock import SteppedClock, SystemClock
from kta_desktop.measurement.link_errors import (
    EntryOutOfTimeError,
    ReplayEndedError,
    ReplayNothingError,
    ReplayUnreadableError,
)
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.readers import open_reader, read_once

START = 1.8e9
RAW = """time_utc,channel,value,flag
2026-11-22T09:00:00.000Z,dust,6.5,0
2026-11-22T09:00:00.000Z,t_gas,82.3,0
2026-11-22T09:00:01.000Z,dust,7.5,3
2026-11-22T09:00:02.000Z,sulphur,1,0
2026-11-22T09:00:05.500Z,dust,9.25,0
"""


@pytest.fixture
def replayed():
    return InstrumentProfile.model_validate(
        {
            "id": "replayed",
            "name": {},
            "protocol": "replay",
            "columns": [
                {"channel": "dust", "unit": "mg/m3", "label": {}, "saturated_at": 50},
                {"channel": "t_gas", "unit": "degC", "label": {}, "column": "t_gas"},
            ],
        }
    )


@pytest.fixture
def typed():
    return InstrumentProfile.model_validate(
        {
            "id": "typed",
            "name": {},
            "protocol": "manual",
            "period_s": 900,
            "entries": [
                {"channel": "t_gas", "unit": "degC", "label": {}},
                {"channel": "velocity", "unit": "m/s", "label": {}, "saturated_at": 40},
            ],
        }
    )


@pytest.fixture
def played(tmp_path, replayed, listen, until):
    """Return a function that replays a text to its end."""

    def play(text, speed=1.0, length_s=60.0, told=replayed):
        path = tmp_path / "raw.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        clock = SteppedClock(START, START + length_s)
        heard = listen(told, clock, path=str(path), speed=speed)
        until(lambda: heard.error is not None and not heard.connection.up)
        return heard

    return play


def test_that_a_recording_comes_at_its_own_pace_with_its_flags(played):
    heard = played(RAW)
    dust = heard.series("dust")
    assert (dust.times - START).tolist() == [0.0, 1.0, 5.5]
    assert dust.values.tolist() == [6.5, 7.5, 9.25]
    assert dust.flags.tolist() == [Flag.GOOD, Flag.PURGE, Flag.GOOD]
    assert heard.values("t_gas") == [82.3]
    assert isinstance(heard.error, ReplayEndedError)


def test_that_speed_shortens_the_pauses(played):
    assert (played(RAW, speed=2.0).series("dust").times - START).tolist() == [0.0, 0.5, 2.75]


def test_that_the_form_without_flags_is_read(played):
    rows = [line.rsplit(",", 1)[0] for line in RAW.splitlines()]
    heard = played("\n".join(rows))
    assert heard.flags("dust") == [0, 0, 0]


LOGGED = """Прибор;учебный
Дата и время;Пыль, мг/м3;Температура, K
22.11.2026 14:00:00;6,5;355,15
22.11.2026 14:00:02;99,0;
22.11.2026 14:00:03;8,5;356,15
22.11.2026 14:00:04;9,5;356,15
"""


def test_that_a_logger_file_is_replayed_in_the_units_of_the_profile(played, replayed):
    columns = [
        replayed.columns[0].model_copy(update={"column": "Пыль"}),
        replayed.columns[1].model_copy(update={"column": "Температура"}),
    ]
    logged = replayed.model_copy(update={"columns": tuple(columns)})
    heard = played(LOGGED.encode("cp1251"), told=logged)
    assert heard.values("dust") == [6.5, 99.0, 8.5, 9.5]
    assert heard.flags("dust") == [Flag.GOOD, Flag.SATURATED, Flag.GOOD, Flag.GOOD]
    assert heard.values("t_gas") == pytest.approx([82.0, 83.0, 83.0])
    assert (heard.series("t_gas").times - START).tolist() == [0.0, 3.0, 4.0]


def test_that_bad_rows_are_counted_and_good_ones_kept(played):
    bad = "yesterday,dust,1,0\n2026-11-22T09:00:03Z,dust,much,0\n2026-11-22T09:00:03Z,dust\n"
    heard = played(RAW + bad + "2026-11-22T09:00:09Z,dust,4.5,77\n" + "x" * 50_000)
    assert heard.values("dust") == [6.5, 7.5, 9.25]
    assert heard.connection.garbled >= 5


def test_that_times_that_go_back_do_not_go_back(played):
    heard = played(RAW + "2026-11-22T08:00:00Z,dust,1.5,0\n")
    times = heard.series("dust").times.tolist()
    assert times == sorted(times)
    assert heard.values("dust")[-1] == 1.5


@pytest.mark.parametrize("row", ["2026-11-22T09:00:00Z,dust,1.5,0\n", "no reading at all\n"])
def test_that_a_file_without_a_pause_is_no_race_and_can_be_stopped(
    row, tmp_path, replayed, listen, until, caplog
):
    path = tmp_path / "raw.csv"
    path.write_text(RAW + row * 600_000, encoding="utf-8")
    clock = SystemClock()
    heard = listen(replayed, clock, path=str(path), speed=1000.0)
    until(lambda: heard.count("dust") > 2)
    heard.reader.stop()
    assert caplog.messages == []  # it came to its end
    assert heard.connection.error is None or heard.connection.error.code == "line-garbled"
    assert heard.series("dust").times[-1] < clock.now() + 1  # nothing is of the future


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "logger-empty"),
        ("time_utc,channel,value\n", "replay-nothing"),
        (LOGGED.replace("Пыль", "Медь").replace("Температура, K", "Свинец"), "replay-nothing"),
        ("Sehr geehrte Damen und Herren", "logger-no-table"),
        (bytes(range(256)) * 40, "logger-binary"),
    ],
)
def test_that_what_cannot_be_replayed_is_told(played, text, code):
    heard = played(text)
    assert heard.error.code == code
    assert "raw.csv" in heard.error.sentence("ru")


def test_that_reading_a_recording_once_shows_its_first_values(tmp_path, replayed, link_of):
    path = tmp_path / "raw.csv"
    path.write_text(RAW.replace("t_gas", "other"), "utf-8")
    dust, temperature = read_once(link_of(replayed, path=str(path)))
    assert dust.value == 6.5
    assert isinstance(temperature.error, ReplayNothingError)
    with pytest.raises(ReplayUnreadableError):
        read_once(link_of(replayed, path=str(tmp_path / "none.csv")))


def test_that_a_typed_reading_is_handed_on_at_once_and_judged(typed, link_of):
    clock, batches = SteppedClock(START, START + 10), []
    reader = open_reader(link_of(typed), clock, batches.append)
    reader.start()
    reader.enter("t_gas", 143.2)
    reader.enter("velocity", 41.0, START - 60)
    reader.enter("t_gas", -400.0)
    reader.enter("t_gas", math.nan)
    reader.stop()
    found = [
        (channel, float(series.values[0]), int(series.flags[0]))
        for batch in batches
        for channel, series in batch.items()
    ]
    assert found[:3] == [
        ("t_gas", 143.2, Flag.GOOD),
        ("velocity", 41.0, Flag.SATURATED),
        ("t_gas", -400.0, Flag.IMPOSSIBLE),
    ]
    assert found[3][2] == Flag.IMPOSSIBLE
    assert reader.connection.up
    assert [reading.value for reading in read_once(link_of(typed))] == [None, None]


def test_that_a_typed_reading_out_of_time_is_refused(typed, link_of):
    clock, batches = SteppedClock(START, START + 10), []
    reader = open_reader(link_of(typed), clock, batches.append)
    reader.enter("t_gas", 140.0, START - 5)
    for at in (START - 6, START + 60, math.nan, math.inf):
        with pytest.raises(EntryOutOfTimeError):
            reader.enter("t_gas", 141.0, at)
    reader.enter("velocity", 12.0, START - 6)  # another channel has a time of its own
    assert len(batches) == 2
