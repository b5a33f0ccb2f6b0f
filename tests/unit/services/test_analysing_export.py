"""Claims about tables that leave the analysis of a session as CSV files."""

import csv
import io

import numpy as np
import pytest

from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.measurement.periods import Period
from kta_desktop.services import analysing_export
from kta_desktop.services.analysing_course import Course
from kta_desktop.services.analysing_errors import ExportError

DUST = Channel(id="dust", label={"ru": "=Пыль"}, unit="mg/m3", substance="dust")
SESSION = Session(
    id="s",
    source="0014 сушилка",
    point="-труба",
    parameter={"ru": "Пыль"},
    channel="dust",
    level=None,
    basis="eu-dry",
    started_at="2026-11-22T07:00:00.000Z",
    ended_at="2026-11-22T07:05:00.000Z",
    channels=(DUST,),
)
TIMES = 1_795_330_800.0 + np.arange(4.0)


class _Evaluation:
    """Stands for an evaluation: what is exported needs none of it."""


def _course(**more):
    parts = {
        "session": SESSION,
        "channel": DUST,
        "unit": "mg/Nm3",
        "times": TIMES,
        "raw": np.array([6.1, -0.2, 6.3, 6.4]),
        "values": np.array([9.25, np.nan, 9.5, 9.6]),
        "mean": np.full(4, np.nan),
        "flags": np.array([0, 0, 1, 0], np.uint8),
        "seconds": np.array([1.0, 0.0, 0.0, 1.0]),
        "gaps": (),
        "flagged": (),
        "until": TIMES[-1],
        "evaluation": _Evaluation(),
    }
    return Course(**{**parts, **more})


def _read(data, between=";"):
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=between))


def test_that_columns_say_their_units_and_the_head_the_conditions():
    rows = _read(analysing_export.readings(_course(), "ru", TIMES[0], TIMES[-1]))
    head = rows[rows.index([]) + 1]
    assert head[1].endswith(", мг/м³")
    assert head[2].endswith("мг/Нм³")
    assert any("273,15 К" in cell for row in rows[:5] for cell in row)


def test_that_words_that_begin_like_a_formula_stay_words():
    rows = _read(analysing_export.readings(_course(), "ru", TIMES[0], TIMES[-1]))
    words = [cell for row in rows[: rows.index([])] for cell in row]
    assert "'-труба" in words
    assert "'=Пыль" in words
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in words)


def test_that_numbers_stay_numbers_and_what_is_unknown_stays_empty():
    rows = _read(analysing_export.readings(_course(), "ru", TIMES[0], TIMES[-1] + 1))
    body = rows[rows.index([]) + 2 :]
    assert [row[1] for row in body] == ["6,1", "-0,2", "6,3", "6,4"]
    assert [row[2] for row in body] == ["9,25", "", "9,5", "9,6"]
    assert [row[4] for row in body] == ["", "исключено", "насыщение", ""]


def test_that_only_the_stretch_that_is_shown_is_written():
    rows = _read(analysing_export.readings(_course(), "ru", TIMES[1], TIMES[3]))
    assert len(rows) - rows.index([]) - 2 == 2


def test_that_english_files_have_commas_and_points():
    rows = _read(analysing_export.readings(_course(), "en", TIMES[0], TIMES[-1]), ",")
    assert rows[-1][1] == "6.3"


def test_that_what_is_as_measured_has_no_second_column():
    rows = _read(
        analysing_export.readings(_course(unit="mg/m3", evaluation=None), "ru", TIMES[0], TIMES[-1])
    )
    assert len(rows[rows.index([]) + 1]) == 4
    assert not any("273,15" in cell for row in rows for cell in row)


def test_that_means_carry_their_uncertainty_and_capture():
    period = Period(
        start=TIMES[0],
        end=TIMES[0] + 1800,
        mean=9.25,
        uncertainty=1.2,
        capture_pct=66.66,
        complete=True,
    )
    rows = _read(analysing_export.means(_course(), [period], "ru"))
    assert rows[-1][2:] == ["9,25", "1,2", "66,7"]


def test_that_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(ExportError):
        analysing_export.save(tmp_path / "nowhere" / "a.csv", b"x")
    assert analysing_export.save(tmp_path / "a.csv", b"x").read_bytes() == b"x"
