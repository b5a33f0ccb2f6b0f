"""The folder of a demonstration: made anew after a kill, never taken from under a program."""

import json

import pytest

from kta_desktop.errors import KtaError
from kta_desktop.services import demo
from kta_desktop.storage.errors import InUseError
from kta_desktop.storage.locks import FileLock


def stopped(*_arguments, **_named):
    raise KeyboardInterrupt


def test_that_one_that_was_stopped_half_way_can_be_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(demo.workspace, "create", stopped)
    for _attempt in range(2):
        with pytest.raises(KeyboardInterrupt):
            demo.prepare(tmp_path)
        assert demo.existing(tmp_path) is None


def test_that_an_open_one_is_not_taken_away(tmp_path):
    (tmp_path / demo.MARKER).write_text("{}")
    kept = tmp_path / "sheet.pdf"
    kept.write_text("x")
    lock = FileLock(tmp_path / demo.WORKSPACE)
    with pytest.raises(InUseError):
        demo.prepare(tmp_path)
    lock.release()
    assert kept.exists()


def test_that_links_are_taken_away_and_what_they_lead_to_is_not(tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("x")
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / demo.MARKER).write_text(json.dumps({}))
    (folder / "sheets").symlink_to(outside)
    monkeypatch.setattr(demo.workspace, "create", stopped)
    with pytest.raises(KeyboardInterrupt):
        demo.prepare(folder)
    assert (outside / "a").exists()
    assert not (folder / "sheets").exists()


@pytest.mark.parametrize("name", ["file", "file/below", "x" * 300])
def test_that_a_place_that_can_be_no_folder_is_a_sentence(tmp_path, name):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KtaError):
        demo.prepare(tmp_path / name)
