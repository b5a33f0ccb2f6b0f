"""Answers that could not be stored are put aside, and are there when they can be."""

import pytest

from kta_desktop.services import answering, auditing, rescue
from kta_desktop.services.answering import Edit
from kta_desktop.storage import files
from kta_desktop.storage.errors import DiskFullError

EDITS = (
    Edit("wat_03", {"text": "1,5", "value": "1.5"}),
    Edit("wat_01#note", "счётчик не поверен"),
)


def test_that_what_is_put_aside_is_found_again(ws, audit):
    rescue.put_aside(ws, audit, EDITS[:1])
    rescue.put_aside(ws, audit, EDITS[1:])
    assert set(found(ws, audit)) == {"wat_03", "wat_01#note"}


def found(ws, audit):
    return {edit.path: edit.after for edit in rescue.found(ws, audit)}


def test_that_nobody_reads_it_without_the_workspace(ws, audit):
    path = rescue.put_aside(ws, audit, EDITS)
    assert "поверен".encode() not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert found(ws, audit) == {}


def test_that_it_goes_when_all_of_it_is_stored_and_not_before(ws, audit):
    path = rescue.put_aside(ws, audit, EDITS)
    answering.store(ws, audit, EDITS[:1])
    rescue.forget_stored(ws, audit)
    assert path.exists()
    answering.store(ws, audit, EDITS)
    rescue.forget_stored(ws, audit)
    assert not path.exists()
    assert auditing.load(ws, audit).entries["wat_01#note"] == "счётчик не поверен"


def test_that_another_folder_takes_it_when_the_first_does_not(ws, audit, monkeypatch):
    monkeypatch.setenv("KTA_DATA_DIR", str(ws.path / "no folder"))
    path = rescue.put_aside(ws, audit, EDITS)
    assert path.parent == ws.path.parent
    assert set(found(ws, audit)) == {"wat_03", "wat_01#note"}


def test_that_it_says_when_no_folder_takes_it(ws, audit, monkeypatch):
    def refuse(_path, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rescue, "write_atomically", refuse)
    assert files.write_atomically is not refuse
    with pytest.raises(DiskFullError):
        rescue.put_aside(ws, audit, EDITS)
