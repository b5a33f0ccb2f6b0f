"""A person's own instrument profiles: kept, shared, never in the way of each other."""

import json
import os
import socket

import pytest

from kta_desktop.domain.measurement import Instrument
from kta_desktop.i18n import LANGUAGES
from kta_desktop.measurement.errors import (
    InstrumentRefusedError,
    ProfileNotKeptError,
    ProfileTakenError,
    ProfileWrongError,
)
from kta_desktop.services import instruments
from kta_desktop.services.instruments import Address, InstrumentProfile, Link


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path / "config"))


@pytest.fixture
def mine():
    return InstrumentProfile.model_validate(
        {
            "id": "mine",
            "name": {"ru": "Мой прибор"},
            "registers": [
                {"channel": "dust", "label": {"ru": "Пыль"}, "unit": "mg/m3", "address": 4}
            ],
        }
    )


def own():
    return [each.id for each in instruments.profiles() if each.is_own]


def test_that_every_shipped_profile_is_there_in_all_languages():
    found = instruments.profiles()
    assert {each.profile.protocol.value for each in found} == {
        "modbus-tcp", "serial-ascii", "replay", "manual",
    }  # fmt: skip
    for each in found:
        labels = [each.profile.name, *(entry.label for entry in each.profile.told)]
        assert all(label.get(language) for label in labels for language in LANGUAGES)
        assert each.error is None
        assert not each.is_own
        kinds = (each.profile.simulated, each.profile.is_example)
        assert any(kinds) or each.profile.protocol == "manual"  # no maker's register map is shipped


def test_that_a_saved_profile_is_kept_and_found(mine):
    kept = instruments.save(mine)
    assert kept.is_own
    assert own() == ["mine"]
    again = instruments.profile("mine")
    assert again.registers == mine.registers
    assert again.name == mine.name
    assert json.loads(kept.path.read_text("utf-8"))["version"] == 2
    assert not list(kept.path.parent.glob("*.new"))
    instruments.remove("mine")
    instruments.remove("mine")
    assert own() == []
    assert instruments.profile("mine") is None


def test_that_a_shipped_profile_is_neither_changed_nor_removed(mine):
    with pytest.raises(ProfileTakenError):
        instruments.save(mine.model_copy(update={"id": "demo-dust-monitor"}))
    instruments.remove("demo-dust-monitor")
    assert instruments.profile("demo-dust-monitor").simulated


def test_that_a_damaged_file_is_shown_with_its_reason_and_hides_nothing(mine):
    instruments.save(mine)
    (instruments.folder() / "broken.json").write_text('{"id": "broken"}', "utf-8")
    broken, good = (each for each in instruments.profiles() if each.is_own)
    assert broken.profile is None
    assert isinstance(broken.error, ProfileWrongError)
    assert "broken.json" in broken.error.sentence("ru")
    assert good.profile is not None
    instruments.remove("broken")
    assert own() == ["mine"]


def test_that_a_copied_file_is_a_profile_of_its_own(mine):
    kept = instruments.save(mine)
    (kept.path.parent / "second.json").write_bytes(kept.path.read_bytes())
    assert own() == ["mine", "second"]
    assert instruments.profile("second").id == "second"


def test_that_a_profile_is_handed_on_by_a_file(mine, tmp_path):
    path = tmp_path / "handed on.json"
    instruments.export(mine, path)
    taken = instruments.import_(path)
    assert taken.id == "mine"
    assert instruments.import_(path).id == "mine"  # the same one again
    assert own() == ["mine"]
    instruments.export(mine.model_copy(update={"timeout_s": 5.0}), path)
    assert instruments.import_(path).id == "mine-2"
    assert instruments.import_(path).id == "mine-2"
    assert instruments.profile("mine").timeout_s == 2.0


def test_that_nothing_wrong_is_taken_in(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text('{"id": "x", "name": {}, "registers": []}', "utf-8")
    with pytest.raises(ProfileWrongError):
        instruments.import_(path)
    with pytest.raises(ProfileWrongError):
        instruments.load(tmp_path / "none.json")
    assert own() == []


@pytest.mark.skipif(os.name != "posix", reason="rights are asked of the system")
def test_that_a_folder_that_cannot_be_written_to_is_told(mine, tmp_path):
    tmp_path.joinpath("config").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(ProfileNotKeptError) as kept:
        instruments.save(mine)
    assert "config" in kept.value.sentence("kk")
    with pytest.raises(ProfileNotKeptError):
        instruments.export(mine, tmp_path / "config" / "mine.json")


def test_that_reading_once_tells_why_it_cannot(mine):
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
    named = Instrument(name="Мой прибор", serial="1")
    link = Link(id="i1", profile=mine, address=Address(host=host, port=port), instrument=named)
    with pytest.raises(InstrumentRefusedError):
        instruments.read_once(link)


def test_that_ports_are_named_as_an_address_takes_them():
    assert all(port.device for port in instruments.ports())
