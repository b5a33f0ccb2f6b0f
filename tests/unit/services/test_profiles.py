"""Claims about the file of an auditor's profile."""

import json
import os
from dataclasses import replace

import pytest

from kta_desktop.services import profiles


def test_that_the_same_person_comes_out_that_went_in(tmp_path, profile):
    path = tmp_path / "profile.json"
    profiles.write(path, profile)
    assert profiles.read(path) == profile
    profiles.write(path, replace(profile, name="Серікбай Нұрлан"))
    assert profiles.read(path).name == "Серікбай Нұрлан"


GOOD = {"format": "kta-profile/1", "id": "01a20000-0000-7000-8000-000000000001", "role": "lead"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "<html>",
        "[" * 5000,
        json.dumps(GOOD),
        json.dumps(GOOD | {"name": "  "}),
        json.dumps(GOOD | {"name": "Ким", "role": "king"}),
        json.dumps(GOOD | {"name": "Ким", "format": "kta-profile/2"}),
        json.dumps(GOOD | {"name": "Ким", "id": "../../x"}),
        json.dumps(GOOD | {"name": "Ким", "id": 5}),
        json.dumps(GOOD | {"name": ["Ким"]}),
        json.dumps(GOOD | {"name": "Ким\u202e"}),
        json.dumps(GOOD | {"name": "К" * 20_000}),
    ],
)
def test_that_anything_else_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "profile.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(profiles.ProfileUnreadableError):
        profiles.read(path)


def test_that_bytes_that_are_no_text_and_no_file_at_all_are_refused(tmp_path):
    path = tmp_path / "profile.json"
    path.write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe.json")
    for place in (path, tmp_path / "absent.json", tmp_path, tmp_path / "pipe.json"):
        with pytest.raises(profiles.ProfileUnreadableError):
            profiles.read(place)


def test_that_a_folder_that_is_gone_loses_nothing(tmp_path, profile):
    with pytest.raises(profiles.ProfileNotSavedError):
        profiles.write(tmp_path / "absent" / "profile.json", profile)
