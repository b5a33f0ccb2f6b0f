"""A session of several quantities with several instruments, on one protocol."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.assessment.art202 import article_202
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import GasConditions, Given
from kta_desktop.domain.measurement import (
    Channel,
    Event,
    Exclusion,
    Instrument,
    Quantity,
    Sample,
    Sent,
)
from kta_desktop.measurement.periods import Period
from kta_desktop.reports.protocols.figure import Flagged, Trace
from tests.unit.reports.material import session, trace

LOG = "ab12" * 16
HALVES = tuple(
    Period(start=n, end=n + 1, mean=mean, uncertainty=40, capture_pct=100, complete=True)
    for n, mean in enumerate((300.0, 790.0, 900.0))
)
GAS = GasConditions(
    temperature_c=182.0,
    pressure_kpa=91.78,
    moisture_pct=9.4,
    o2_pct=8.2,
    velocity_m_s=11.6,
    diameter_m=1.2,
)


def _sample(number, raw, mean, start, end):
    return Sample(
        number=number,
        start=f"2026-11-22T{start}:00.000Z",
        end=f"2026-11-22T{end}:00.000Z",
        conditions=GAS,
        mean_raw=raw,
        mean=mean,
        uncertainty=mean * 0.06,
        capture_pct=96.0 + number,
    )


def _channel(name, unit, substance=None, **more):
    return Channel(id=name, label={"ru": name.upper()}, unit=unit, substance=substance, **more)


def gas_session(**changes):
    """Return NOx and SO2 of an analyser, velocity of a pitot tube, moisture by eye."""
    analyser = {"instrument": "i1", "is_dry": True, "u_pct": 5.0}
    made = session(
        parameter={"ru": "NOx", "kk": "NOx"},
        channel="nox",
        level=None,
        basis="eu-dry-o2-3",
        instruments=(
            Instrument(id="i1", name="газоанализатор Testo 350", serial="60412",
                       verified_until="2026-03-01", certificate="ВА-2214"),
            Instrument(id="i2", name="трубка Пито с манометром", serial="112"),
        ),
        channels=(
            _channel("nox", "ppm", "nox", **analyser),
            _channel("so2", "ppm", "so2", **analyser),
            _channel("o2", "vol%", **analyser),
            _channel("velocity", "m/s", instrument="i2", u_abs=0.3),
            _channel("t_gas", "degC", instrument="i2", u_abs=1.0),
            _channel("moisture", "vol%", is_manual=True),
        ),
        samples=(
            _sample(1, 250, 721.7, "08:50", "09:20"),
            _sample(2, 236, 681.3, "09:21", "09:54"),
            _sample(3, 244, 704.4, "09:56", "10:26"),
        ),
        others=(
            Quantity(
                channel="so2",
                parameter={"ru": "SO2", "kk": "SO2"},
                basis="eu-dry",
                averaging="halfhour",
                minutes=30,
                count=1,
                limit="400",
                limit_g_s="5.5",
                samples=(_sample(1, 61, 174.4, "08:50", "09:20"),),
            ),
        ),
        given={"p_static": Given(value=-120, u=5), "p_baro": Given(value=91.9)},
        diameter_m=1.2,
        o2_air_pct=20.9,
        reversals=2,
        events=(
            Event(at="2026-11-22T09:10:00.000Z", text="перекидка пламени", kind="reversal"),
            Event(at="2026-11-22T09:30:00.000Z", text="перекидка пламени", kind="reversal"),
            Event(at="2026-11-22T09:56:00.000Z", text="загрузка шихты"),
        ),
        recorded="file",
        files=(LOG,),
        sent=(
            Sent(
                channel="nox",
                address="wat_03",
                value="702",
                unit="mg/Nm3",
                at="2026-11-22T11:00:00.000Z",
            ),
        ),
    )  # fmt: skip
    return replace(made, **changes)


def flagged():
    """Return a course with a calibration and two stretches at the end of the range."""
    course = trace()
    start = course.times[0]
    return Trace(
        times=course.times,
        values=[value * 60 for value in course.values],
        flagged=(
            Flagged(start + 600, start + 900, Flag.CALIBRATION),
            Flagged(start + 4000, start + 4030, Flag.SATURATED),
            Flagged(start + 4200, start + 4290, Flag.SATURATED),
        ),
    )


def _words(paper, **changes):
    made = gas_session(**changes)
    for path in [path for path in paper.entries if path.startswith("@session/")]:
        del paper.entries[path]
    path = f"@session/{made.id}"
    paper.entries[path] = made.to_json()
    paper.traces = {path: flagged(), f"{path}/so2": trace()}
    paper.standards = {f"{path}/so2": article_202((), HALVES, 400.0, hours=HALVES, limit_g_s=5.5)}
    document = pypdfium2.PdfDocument(io.BytesIO(paper.pdf()))
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return re.sub(r"\s+", " ", " ".join(found))


@pytest.fixture(scope="module")
def printed(unchanged):
    kept = dict(unchanged.entries), dict(unchanged.traces)
    found = _words(unchanged)
    unchanged.entries, unchanged.traces = kept
    unchanged.standards = {}
    return found


@pytest.mark.parametrize(
    "words",
    [
        "Протокол измерений № 014-0014-1: NOx, SO2 Өлшеу хаттамасы № 014-0014-1: NOx, SO2",
        "1.1 NOx",
        "1.2 SO2",
        "газоанализатор Testo 350, зав. № 60412, свидетельство ВА-2214, поверен до 01.03.2026",
        "измеряет: NOX, SO2, O2",
        "СРОК ПОВЕРКИ ИСТЁК",
        "трубка Пито с манометром, зав. № 112, поверка не указана, измеряет: VELOCITY, T_GAS",
        "измерено: температура газа, кислород, скорость газа",
        "снято вручную: влажность газа",
        "введено вручную: статическое давление −120 ± 5 Па, атмосферное давление 91,9 кПа",
        "диаметр газохода 1,2 м",
        "из файлов регистратора",
        f"SHA-256: {LOG}",
        "кислород в воздухе 20,9",
        "проб: 3, каждая не короче 30 мин",
        "перекидок пламени в каждой: не менее 2",
        "По часам: 30 мин",
        "3 из 3",
        "Норматив допустимых выбросов",
        "400 мг/м³",
        "5,5 г/с",
        "калибровка",
        "Событие 3, 14:56:00: загрузка шихты",
        "Перекидок пламени: 2, отметки на оси времени",
        "В среднее не вошло, калибровка: всего 5 мин, отрезков: 1",
        "В среднее не вошло, насыщение: всего 2 мин, отрезков: 2",
        "250 · 46,005 ÷ 22,414 = 513,1 мг/Нм³",
        "Записано в ответ «8.3",
        "702 мг/Нм³",
        "97",
        "Норматив допустимых выбросов, ст. 202 ЭК РК",
        "Среднесуточных выше 400 мг/м³: 0 из 0",
        "Получасовых средних от 800 мг/м³ и выше: 1 из 3; не различимо с ним: 1",
        "Часовых средних массового расхода выше 5,5 г/с: 3 из 3",
        "ПРЕВЫШАЕТ",
    ],
)
def test_that_each_quantity_has_its_block_and_what_is_shared_stands_once(printed, words):
    assert words in printed


def test_that_shared_facts_are_not_said_twice(printed):
    for words in ("60412", LOG, "отм. 18 м", "19c0" * 16):
        assert printed.count(words) == 1


def test_that_the_mass_flow_is_worked_out_from_the_velocity_with_its_uncertainty(printed):
    start = printed.index("1.1 NOx")
    block = printed[start : printed.index("1.2 SO2")]
    assert "11,6 м/с" in block
    assert "11,6 · π · 1,2² ÷ 4 = 13,12 м³/с" in block
    assert re.search(r"среднее[^±]{0,60}\d,\d+ ± \d,\d+ г/с", block)


def test_that_a_logger_file_is_named_where_its_name_is_known(paper):
    (analyser, pitot) = gas_session().instruments
    named = (replace(analyser, connection="T350 22.11.csv"), pitot)
    assert f"T350 22.11.csv, SHA-256: {LOG}" in _words(paper, instruments=named)


def test_that_a_mass_flow_without_its_duct_says_what_is_missing(paper):
    gas = replace(GAS, diameter_m=None)
    samples = tuple(replace(each, conditions=gas) for each in gas_session().samples)
    found = _words(paper, samples=samples, diameter_m=None)
    block = found[found.index("1.1 NOx") : found.index("1.2 SO2")]
    assert "г/с" not in block
    assert "диаметр" in block


def test_that_a_session_without_figures_says_which_condition_is_missing(paper):
    told = tuple(each for each in gas_session().channels if each.id != "o2")
    found = _words(paper, samples=(), channels=told)
    assert "неизвестна величина «кислород»" in found


def test_that_more_samples_than_asked_are_told_alone(paper):
    assert " 3 из 2" not in _words(paper, sample_count=2)


def test_that_a_week_of_gaps_is_summed_up(paper):
    gaps = tuple(
        Exclusion(
            start=f"2026-11-22T09:{minute:02}:00.000Z",
            end=f"2026-11-22T09:{minute:02}:30.000Z",
            reason="Нет показаний: связь потеряна",
        )
        for minute in range(50)
    )
    found = _words(paper, exclusions=gaps)
    assert found.count("Исключено 14:") == 20
    assert "Ещё исключённых отрезков: 30, вместе 15 мин" in found


def test_that_times_of_several_days_carry_their_day(paper):
    found = _words(paper, started_at="2026-11-20T08:45:00.000Z")
    assert "22.11.2026 13:50–14:20" in found
    assert "Событие 3, 22.11.2026 14:56:00: загрузка шихты" in found


def test_that_the_same_protocol_is_the_same_bytes(paper):
    _words(paper)
    assert paper.pdf() == paper.pdf()
