"""What is wrong with a profile, in words: every kind of fault names its field, in each language."""

import copy
import json

import pytest
from pydantic import ValidationError

from kta_desktop.i18n import LANGUAGES
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.profile import InstrumentProfile, as_data, demo_profile, load, shipped
from kta_desktop.measurement.profile_faults import faults_of
from kta_desktop.measurement.profile_file import MAX_BYTES

DUST = {"channel": "dust", "label": {}, "unit": "mg/m3", "address": 0}
FIELD = {"channel": "dust", "label": {}, "unit": "mg/m3", "field": "1"}


def modbus(**more):
    return {"id": "x", "name": {}, "registers": [DUST], **more}


def lined(**more):
    return {
        "id": "x", "name": {}, "protocol": "serial-ascii", "lines": {"separator": ";"},
        "fields": [FIELD], **more,
    }  # fmt: skip


WRONG = {
    "version": (modbus(version=3), "version of the format: it is of version 3"),
    "id": (modbus(id="../etc"), "id: ../etc has characters"),
    "empty unit": (modbus(registers=[{**DUST, "unit": ""}]), "quantity 1, unit: it is empty"),
    "unknown unit": (modbus(registers=[{**DUST, "unit": "furlong"}]), "unknown unit: furlong"),
    "address": (modbus(registers=[{**DUST, "address": -1}]), "quantity 1, address: it must be at"),
    "no address": (modbus(registers=[DUST, {**DUST, "address": None}]), "quantity 2, address"),
    "past the end": (modbus(registers=[{**DUST, "address": 65535}]), "beyond the last register"),
    "bits": (modbus(registers=[{**DUST, "table": "coils"}]), "quantity 1, table of registers"),
    "type": (modbus(registers=[{**DUST, "type": "bcd"}]), "quantity 1, kind of number: bcd"),
    "factor": (modbus(registers=[{**DUST, "scale": 0}]), "its factor is 0"),
    "period": (modbus(period_s=0), "seconds between two readings: it must be at least 0.01"),
    "endless period": (modbus(period_s=1e9), "seconds between two readings: it must be at most"),
    "not finite": (modbus(registers=[{**DUST, "offset": 1e400}]), "quantity 1, addend"),
    "text for number": (modbus(port="http"), "port: a whole number is expected, not http"),
    "range": (modbus(registers=[{**DUST, "lowest": 9, "saturated_at": 1}]), "ends before it begi"),
    "too many": (modbus(registers=[{**DUST, "channel": f"c{n}"} for n in range(129)]), "128"),
    "protocol": (modbus(protocol="opc"), "protocol: opc is not possible here"),
    "foreign part": (modbus(fields=[FIELD]), "does not belong to the protocol modbus-tcp"),
    "unknown field": (modbus(speed=9600), "speed: no such field is known"),
    "status": (
        modbus(statuses=[{"address": 5, "rules": [{"says": "lunch"}]}]),
        "status 1, rule 1, meaning of the status: lunch",
    ),
    "status of nothing": (
        modbus(statuses=[{"address": 5, "rules": [{"says": "fault", "channels": ["nox"]}]}]),
        "speaks of the channel nox",
    ),
    "status with text": (
        modbus(statuses=[{"address": 5, "rules": [{"says": "fault", "text": "F"}]}]),
        "give mask and value",
    ),
    "no lines": (lined(lines=None), "what a line looks like"),
    "pattern": (lined(lines={"pattern": "(?P<no>"}), "the pattern of a line cannot be read"),
    "backreference": (lined(lines={"pattern": r"(?P<a>.)\1"}), "cannot be read"),
    "group": (lined(lines={"pattern": r"(?P<b>\S+)"}), "has no field 1"),
    "column": (lined(fields=[{**FIELD, "field": "0"}]), "0 is not the number of a column"),
    "empty rule": (
        lined(status_fields=[{"field": "2", "rules": [{"says": "fault"}]}]),
        "needs a text or a value",
    ),
    "parity": (lined(serial={"parity": "X"}), "serial port, parity: X"),
    "speed": (lined(serial={"baud_rate": 3}), "serial port, bits a second: it must be at least"),
    "nothing": ({"id": "x", "name": {}, "protocol": "manual"}, "it tells nothing"),
    "no object": ([1, 2], "a group of fields is expected"),
}


@pytest.mark.parametrize("name", WRONG)
def test_that_a_fault_names_its_field_in_words(name, tmp_path):
    data, words = WRONG[name]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ProfileWrongError) as wrong:
        load(path)
    sentences = {language: wrong.value.sentence(language) for language in LANGUAGES}
    assert words in sentences["en"]
    assert len(set(sentences.values())) == len(LANGUAGES)
    assert all(len(sentence) < 500 for sentence in sentences.values())


def test_that_many_faults_are_counted(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(modbus(registers=[{"channel": "Я"}] * 5)), "utf-8")
    with pytest.raises(ProfileWrongError) as wrong:
        load(path)
    assert "и ещё" in wrong.value.sentence("ru")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b"PK\x03\x04" * 50, b"[" * 100_000])
def test_that_what_is_no_json_is_told(data, tmp_path):
    path = tmp_path / "wrong.json"
    path.write_bytes(data)
    with pytest.raises(ProfileWrongError, match=r".*") as wrong:
        load(path)
    assert "JSON" in wrong.value.sentence("kk")


def test_that_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(ProfileWrongError) as wrong:
        load(path)
    assert "МБ" in wrong.value.sentence("ru")


def test_that_a_profile_of_the_first_version_is_still_read():
    old = demo_profile().model_dump(exclude={"version"})
    assert InstrumentProfile.model_validate(old).version == 1
    assert InstrumentProfile.model_validate(old).told[0].channel == "dust"


@pytest.mark.parametrize("made", shipped(), ids=lambda profile: profile.id)
def test_that_a_written_profile_reads_as_it_was(made):
    again = InstrumentProfile.model_validate(json.loads(json.dumps(as_data(made))))
    assert again.model_copy(update={"version": made.version}) == made
    assert again.channels() == made.channels()


def test_that_statuses_are_read_before_what_they_are_about_and_as_often():
    status = {"address": 300, "rules": [{"says": "purge", "channels": ["fast"]}]}
    made = InstrumentProfile.model_validate(
        {
            "id": "x", "name": {}, "period_s": 5,
            "registers": [
                {**DUST, "channel": "slow"},
                {**DUST, "channel": "fast", "address": 100, "period_s": 0.5},
            ],
            "statuses": [status],
        }
    )  # fmt: skip
    first, *others = made.blocks()
    assert (first.address, first.period_s, len(first.statuses)) == (300, 0.5, 1)
    assert not any(block.statuses for block in others)


def _places(data, before=()):
    """Yield the path of every part of a profile."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, part in items:
        yield (*before, key)
        if isinstance(part, dict | list):
            yield from _places(part, (*before, key))


ODD = [None, True, -1, 0.5, 1e400, 2**70, "", "nan", "Я" * 5000, "../x", [], {}, [[]], {"a": 1}]


@pytest.mark.parametrize("made", shipped(), ids=lambda profile: profile.id)
def test_that_no_odd_part_is_more_than_refused_in_words(made):
    whole = json.loads(json.dumps(as_data(made)))
    for turn, place in enumerate(_places(whole)):
        data = copy.deepcopy(whole)
        part = data
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] = ODD[turn % len(ODD)]
        try:
            InstrumentProfile.model_validate_json(json.dumps(data)).blocks()
        except ValidationError as error:
            words = [faults_of(error).words(language) for language in LANGUAGES]
            assert all(0 < len(said) < 1200 for said in words), place
