"""Logger files become sessions: whole or not at all, each once, with the file kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Session
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.i18n import set_language
from kta_desktop.measurement.loggers.errors import (
    LoggerChannelError,
    LoggerKnownError,
    LoggerSessionError,
    LoggerStoppedError,
)
from kta_desktop.measurement.loggers.model import ColumnWish, Wishes
from kta_desktop.services import auditing, judging, logger_files, logger_profiles, measuring
from kta_desktop.services.measuring_records import read_recording
from kta_desktop.storage import contents, samples

HEAD = "Прибор: ДАГ\nЗав. №: 17\nДата;Время;NOx, ppm;O2, %;Темп. газа, K\n"
FIRST = 1_773_291_600.0  # 2026-03-12 10:00 in Almaty


def rows(start, count, step=10):
    for number in range(start, start + count):
        minute, second = divmod(number * step, 60)
        hour, minute = divmod(minute, 60)
        clock = f"{10 + hour:02d}:{minute:02d}:{second:02d}"
        yield f"12.03.2026;{clock};{200 + number % 7},5;8,{number % 10};413,15\n"


@pytest.fixture
def make(tmp_path):
    def made(name, *lines, head=HEAD):
        path = tmp_path / name
        path.write_bytes((head + "".join(lines)).encode("cp1251"))
        return path

    return made


@pytest.fixture
def new_session():
    return Session(
        id=new_id(),
        source="0014 котёл",
        point="труба",
        parameter={"ru": "Оксиды азота"},
        channel="nox",
        level=None,
        basis="eu-dry",
        started_at="2026-03-12T05:00:00.000Z",
        sample_minutes=1.0,
        sample_count=3,
    )


def test_that_a_file_becomes_an_evaluated_session(ws, audit, make, new_session):
    path = make("a.csv", *rows(0, 100))
    found = logger_files.preview([path])
    done = logger_files.import_files(ws, audit, found, new_session)
    recording = read_recording(ws, new_session.id)
    assert set(recording) == {"nox", "o2", "t_gas"}
    assert recording["nox"].times[0] == FIRST
    assert recording["nox"].values[:2].tolist() == [200.5, 201.5]
    assert recording["t_gas"].values[0] == 140.0
    stored = next(iter(judging.sessions(auditing.load(ws, audit))))
    assert stored == done.session
    assert (stored.recorded, stored.ended_at) == ("file", "2026-03-12T05:16:30.000Z")
    assert stored.instruments[0].serial == "17"
    assert {channel.instrument for channel in stored.channels} == {"i1"}
    assert done.readings == {"nox": 100, "o2": 100, "t_gas": 100}


def test_that_the_file_is_kept_as_it_was(ws, audit, make, new_session):
    path = make("a.csv", *rows(0, 20))
    done = logger_files.import_files(ws, audit, logger_files.preview([path]), new_session)
    (sha256,) = done.session.files
    with ws.store.connect() as connection:
        assert b"".join(contents.read(connection, sha256)) == path.read_bytes()
        assert contents.get(connection, sha256).media_type == "text/csv"


def test_that_continued_files_are_joined_by_time_and_overlaps_come_once(
    ws, audit, make, new_session
):
    later, earlier = make("b.csv", *rows(15, 20)), make("a.csv", *rows(0, 20))
    found = logger_files.preview([later, earlier])
    assert [group.files for group in found.groups] == [(1, 0)]
    done = logger_files.import_files(ws, audit, found, new_session)
    times = read_recording(ws, new_session.id)["nox"].times
    assert times.tolist() == [FIRST + 10 * number for number in range(35)]
    assert done.repeated == 5


def test_that_different_instruments_stand_side_by_side(ws, audit, make, new_session):
    gas = make("a.csv", *rows(0, 20))
    pitot = make(
        "p.csv",
        *(f"12.03.2026 10:00:{n:02d};14,{n};1,1\n" for n in range(9)),
        head="Время;Скорость, м/с;O2, %\n",
    )
    found = logger_files.preview([gas, pitot])
    done = logger_files.import_files(ws, audit, found, new_session)
    channels = {channel.id: channel.instrument for channel in done.session.channels}
    assert channels == {"nox": "i1", "o2": "i1", "t_gas": "i1", "velocity": "i2", "o2_2": "i2"}


def test_that_a_session_that_ended_gets_further_channels(ws, audit, make, new_session):
    gas = make("a.csv", *rows(0, 20))
    logger_files.import_files(ws, audit, logger_files.preview([gas]), new_session)
    more = make(
        "p.csv",
        *(f"12.03.2026 09:59:{n:02d};14,{n}\n" for n in range(9)),
        head="Время;Скорость, м/с\n",
    )
    done = logger_files.import_files(ws, audit, logger_files.preview([more]), new_session.id)
    assert [channel.id for channel in done.session.channels][-1] == "velocity"
    assert done.session.started_at == "2026-03-12T04:59:00.000Z"
    assert len(done.session.files) == 2
    assert set(read_recording(ws, new_session.id)) == {"nox", "o2", "t_gas", "velocity"}


def test_that_a_gap_is_marked_once_however_often_readings_are_added(ws, audit, make, new_session):
    gas = make("a.csv", *rows(0, 20), *rows(90, 20))
    first = logger_files.import_files(ws, audit, logger_files.preview([gas]), new_session)
    (gap,) = first.session.exclusions
    set_language("en")  # of who adds to it
    later = (f"12.03.2026 10:18:{n:02d};14,{n}\n" for n in range(9))
    more = make("p.csv", *later, head="Время;Скорость, м/с\n")
    done = logger_files.import_files(ws, audit, logger_files.preview([more]), new_session.id)
    assert [(each.start, each.end) for each in done.session.exclusions] == [(gap.start, gap.end)]


def test_that_the_same_file_is_told_and_not_doubled(ws, audit, make, new_session):
    path = make("a.csv", *rows(0, 20))
    found = logger_files.preview([path])
    logger_files.import_files(ws, audit, found, new_session)
    copy = make("copy.csv", *rows(0, 20))
    again = logger_files.preview([copy])
    record = auditing.load(ws, audit)
    assert logger_files.known_files(record, again) == {copy: new_session.id}
    with pytest.raises(LoggerKnownError):
        logger_files.import_files(ws, audit, again, replace(new_session, id=new_id()))
    assert len(judging.sessions(auditing.load(ws, audit))) == 1


def test_that_the_same_file_chosen_twice_is_taken_once(make):
    found = logger_files.preview([make("a.csv", *rows(0, 5)), make("b.csv", *rows(0, 5))])
    assert [file.refusal and file.refusal.code for file in found.files] == [None, "logger-twice"]
    assert [group.files for group in found.groups] == [(0,)]


def test_that_a_refused_file_leaves_the_others(make, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"%PDF-1.7")
    found = logger_files.preview([bad, make("a.csv", *rows(0, 5))])
    assert found.files[0].refusal.code == "logger-binary"
    assert [group.files for group in found.groups] == [(1,)]


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_that_stopping_leaves_nothing(ws, audit, make, new_session, at):
    found = logger_files.preview([make("a.csv", *rows(0, 20))])
    asked = iter([False] * at + [True] * 9)
    try:
        logger_files.import_files(ws, audit, found, new_session, cancelled=lambda: next(asked))
    except (LoggerStoppedError, CancelledError):
        with ws.store.connect() as connection:
            assert samples.channels(connection, new_session.id) == {}
            assert contents.hashes(connection) == []
        assert judging.sessions(auditing.load(ws, audit)) == ()
    else:
        assert at > 2


def test_that_a_crash_before_the_samples_leaves_a_session_to_recover(
    ws, audit, make, new_session, monkeypatch
):
    found = logger_files.preview([make("a.csv", *rows(0, 100))])

    def crash(*_):
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(logger_files, "complete", crash)
        with pytest.raises(SystemExit):
            logger_files.import_files(ws, audit, found, new_session)
    (left,) = measuring.unfinished(ws, audit)
    done = measuring.recover(ws, audit, left.id)
    assert done.ended_at == "2026-03-12T05:16:30.000Z"
    assert len(read_recording(ws, left.id)["nox"].times) == 100


def test_that_a_file_changed_since_it_was_previewed_is_not_taken(ws, audit, make, new_session):
    path = make("a.csv", *rows(0, 20))
    found = logger_files.preview([path])
    make("a.csv", *rows(0, 25))
    with pytest.raises(Exception, match="content-changed"):
        logger_files.import_files(ws, audit, found, new_session)
    assert judging.sessions(auditing.load(ws, audit)) == ()


def test_that_a_session_needs_the_channel_it_judges(ws, audit, make, new_session):
    found = logger_files.preview([make("a.csv", *rows(0, 20))])
    with pytest.raises(LoggerChannelError):
        logger_files.import_files(ws, audit, found, replace(new_session, channel="so2"))


def test_that_an_unknown_session_is_refused(ws, audit, make):
    found = logger_files.preview([make("a.csv", *rows(0, 20))])
    with pytest.raises(LoggerSessionError):
        logger_files.import_files(ws, audit, found, new_id())


def test_that_unwanted_channels_are_left_out(ws, audit, make, new_session):
    found = logger_files.preview([make("a.csv", *rows(0, 20))])
    (group,) = found.groups
    kept = tuple(replace(one, is_wanted=one.channel.id == "nox") for one in group.channels)
    found = replace(found, groups=(replace(group, channels=kept),))
    logger_files.import_files(ws, audit, found, new_session)
    assert set(read_recording(ws, new_session.id)) == {"nox"}


def test_that_a_saved_way_of_reading_is_used_for_files_of_its_heading(make):
    path = make("a.csv", *rows(0, 5))
    (file,) = logger_files.preview([path]).files
    wishes = Wishes(zone="+03:00", columns={2: ColumnWish(meaning="nitric-oxide", unit="мг/м3")})
    logger_profiles.save("Наш ДАГ", file.understanding.signature, wishes)
    (other,) = logger_files.preview([make("c.csv", *rows(3, 9))]).files
    assert other.profile == "Наш ДАГ"
    column = other.understanding.columns[2]
    assert (column.meaning, column.unit) == ("nitric-oxide", "mg/m3")
    assert other.understanding.time.zone == "+03:00"
    logger_profiles.remove("Наш ДАГ")
    assert logger_profiles.load_all() == ()


def test_that_a_damaged_profile_is_passed_over(caplog):
    folder = logger_profiles.folder()
    folder.mkdir(parents=True)
    for number, text in enumerate(("", "[]", '{"format": "kta-logger/1"}', '"x"', "{")):
        (folder / f"{number}{logger_profiles.SUFFIX}").write_text(text, "utf-8")
    assert logger_profiles.load_all() == ()
    assert "passed over" in caplog.text


def test_that_a_folder_is_told_as_no_file(tmp_path: Path):
    (file,) = logger_files.preview([tmp_path]).files
    assert file.refusal.code == "logger-missing"
