"""Logger files made a session as a person asked for it."""

from pathlib import Path

import pytest

from kta_desktop.domain.gas import Given
from kta_desktop.errors import KtaError
from kta_desktop.measurement.loggers.errors import LoggerBinaryError, LoggerStoppedError
from kta_desktop.services import auditing, judging, logger_profiles, logger_session
from kta_desktop.services.logger_looking import (
    NO_WISHES,
    ColumnWish,
    ImportRequest,
    Reason,
    Role,
    Wishes,
    account_of,
    lines_of,
    look,
    with_column,
)
from kta_desktop.services.long_work import never, silent

FILES = Path(__file__).parents[2] / "files" / "loggers"
EMISSION = FILES / "emission-ru.csv"


@pytest.fixture(autouse=True)
def own_profiles(monkeypatch, tmp_path):
    monkeypatch.setattr(logger_profiles, "folder", lambda: tmp_path / "profiles")


def request_for(*paths, wishes=NO_WISHES, **more):
    files = tuple((path, wishes) for path in paths)
    return ImportRequest(files=files, session=None, source="0014 котёл", **more)


def test_that_readings_become_a_session_that_judges_a_substance(ws, audit):
    wanted = request_for(EMISSION, point="труба", is_dry=True, given={"moisture": 9.5})
    done = logger_session.take(ws, audit, wanted)
    (stored,) = judging.sessions(auditing.load(ws, audit))
    assert stored == done.session
    assert (stored.source, stored.point, stored.recorded) == ("0014 котёл", "труба", "file")
    assert stored.channel == "co"
    assert stored.given == {"moisture": Given(value=9.5)}
    dry = {channel.id: channel.is_dry for channel in stored.channels}
    assert dry == {"o2": False, "co": True, "nox": True, "t_gas": False}
    assert done.readings["nox"] == 12
    assert stored.started_at < stored.ended_at


def test_that_further_files_join_a_session_there_is(ws, audit):
    first = logger_session.take(ws, audit, request_for(EMISSION)).session
    ((identifier, words),) = logger_session.joinable(auditing.load(ws, audit), "ru")
    assert identifier == first.id
    assert "0014 котёл" in words
    more = ImportRequest(files=((FILES / "pitot-like.csv", NO_WISHES),), session=first.id)
    joined = logger_session.take(ws, audit, more).session
    assert joined.id == first.id
    assert len(joined.channels) > len(first.channels)


def test_that_a_way_of_reading_is_kept_under_its_name(ws, audit):
    wishes = with_column(Wishes(zone="+06:00"), 3, ColumnWish(role=Role.IGNORED))
    logger_session.take(ws, audit, request_for(EMISSION, wishes=wishes, remember="Печь 2"))
    again = look(EMISSION)
    assert again.profile == "Печь 2"
    assert again.understanding.columns[3].role is Role.IGNORED
    assert look(EMISSION, NO_WISHES).profile == ""


def test_that_one_refused_file_refuses_them_all(ws, audit):
    with pytest.raises(LoggerBinaryError):
        logger_session.take(ws, audit, request_for(EMISSION, FILES / "jpeg-renamed.csv"))
    assert not judging.sessions(auditing.load(ws, audit))


def test_that_an_import_that_was_stopped_leaves_nothing(ws, audit):
    asked = iter([False, False, False])
    with pytest.raises(KtaError) as stopped:
        logger_session.take(ws, audit, request_for(EMISSION), cancelled=lambda: next(asked, True))
    assert isinstance(stopped.value, LoggerStoppedError) or stopped.value.code == "cancelled"
    assert not judging.sessions(auditing.load(ws, audit))


def test_that_the_share_that_is_done_only_grows(ws, audit):
    told = []
    logger_session.take(ws, audit, request_for(EMISSION), lambda share, _text: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_that_rejected_lines_stand_where_they_are_with_their_reasons():
    found = account_of(look(FILES / "odd-lines.csv", NO_WISHES), silent, never)
    fates = {line.number: (line.fate, line.reason) for line in lines_of(found)}
    assert fates[1] == ("heading", None)
    assert fates[8] == ("blank", None)
    assert fates[6] == ("rejected", Reason.NO_TIME)
    assert found.account.is_complete


def test_that_a_further_wish_for_a_column_keeps_the_others():
    wishes = with_column(NO_WISHES, 2, ColumnWish(unit="ppm"))
    wishes = with_column(wishes, 2, ColumnWish(meaning="co"))
    wishes = with_column(wishes, 4, ColumnWish(name="T"))
    assert wishes.columns[2] == ColumnWish(unit="ppm", meaning="co")
    assert wishes.columns[4] == ColumnWish(name="T")
