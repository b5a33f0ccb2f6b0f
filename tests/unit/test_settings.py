"""Settings survive what happens to files; the log rotates and can be read back."""

import json
import logging

import pytest

from kta_desktop import logs, settings
from kta_desktop.settings import Settings, SettingsNotSavedError


def test_that_settings_come_back_as_written():
    wanted = Settings(
        language="kk", theme="sun", glove=True, lock_minutes=5, workspace="/д/ә.ktadb"
    )
    settings.save(wanted)
    assert settings.load() == wanted


def test_that_no_file_means_defaults():
    assert settings.load() == Settings()


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1]", b""])
def test_that_a_damaged_file_is_kept_aside(content):
    settings.path().parent.mkdir(parents=True)
    settings.path().write_bytes(content)
    assert settings.load() == Settings()
    assert settings.path().with_suffix(".json.bad").read_bytes() == content
    assert not settings.path().exists()


def test_that_one_impossible_value_does_not_cost_the_others():
    settings.path().parent.mkdir(parents=True)
    data = {"language": "xx", "theme": "night", "glove": 1, "lock_minutes": True, "other": 3}
    settings.path().write_text(json.dumps(data), encoding="utf-8")
    assert settings.load() == Settings(theme="night")


def test_that_a_folder_that_cannot_be_written_is_named():
    settings.path().parent.parent.mkdir(parents=True, exist_ok=True)
    settings.path().parent.write_text("a file where the folder should be")
    with pytest.raises(SettingsNotSavedError) as caught:
        settings.save(Settings())
    assert str(settings.path()) in caught.value.sentence()


def test_that_the_log_can_be_read_back():
    assert logs.tail() == ""
    place = logs.start()
    assert logs.start() == place
    logging.getLogger("kta_desktop.test").info("opened")
    logs.stop()
    assert "kta_desktop.test: opened" in logs.tail()


def test_that_a_log_that_cannot_be_written_stops_nothing(caplog):
    logs.folder().parent.parent.mkdir(parents=True, exist_ok=True)
    logs.folder().parent.write_text("a file where the folder should be")
    assert logs.start() is None
