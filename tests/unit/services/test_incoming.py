import os
from pathlib import Path

import pytest

from kta_desktop.services.incoming import FolderGoneError, FolderWatch


@pytest.fixture
def watch(tmp_path):
    (tmp_path / "old.jpg").write_bytes(b"old")
    made = FolderWatch(tmp_path)
    assert made.look() == ()
    return made


def _names(files):
    return [file.name for file in files]


def test_that_a_picture_is_new_when_it_has_been_still_for_two_looks(watch, tmp_path):
    (tmp_path / "new.JPG").write_bytes(b"half")
    assert watch.look() == ()
    (tmp_path / "new.JPG").write_bytes(b"half and the other half")
    assert watch.look() == ()
    assert _names(watch.look()) == ["new.JPG"]
    assert watch.look() == ()


def test_that_only_pictures_with_content_count(watch, tmp_path):
    for name, data in (("a.txt", b"a"), ("b.jpg", b""), (".c.jpg", b"c"), ("d.heic", b"d")):
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.png").mkdir()
    watch.look()
    assert _names(watch.look()) == ["d.heic"]


def test_that_a_name_that_no_folder_can_have_is_told_like_one_that_is_gone():
    with pytest.raises(FolderGoneError):
        FolderWatch(Path("ca\0mera")).look()


def test_that_a_folder_that_is_gone_is_told_and_watched_again_when_it_is_back(watch, tmp_path):
    aside = tmp_path.with_name("aside")
    tmp_path.rename(aside)
    with pytest.raises(FolderGoneError):
        watch.look()
    aside.rename(tmp_path)
    assert watch.look() == ()
    (tmp_path / "new.jpg").write_bytes(b"new")
    watch.look()
    assert _names(watch.look()) == ["new.jpg"]
