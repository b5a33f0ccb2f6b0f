"""What a bundle is: the same bytes, a BagIt bag, an ordinary ZIP, and only what was packed."""

import difflib
import errno
import io
import os
import random
import subprocess
import zipfile
from dataclasses import replace

import bagit
import pytest

from kta_desktop.domain.changes import seal
from kta_desktop.domain.definition import FORMATS, Choice, QuestionType, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.bag import in_memory
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.findings import CHECKS
from kta_desktop.exchange.verify import verify_file
from kta_desktop.exchange.ziplayout import Entry, local_header, tail
from kta_desktop.exchange.zipwriter import write


def test_that_a_packed_audit_passes_every_check(bundle):
    result = verify_file(bundle)
    assert [(check.name, check.ok, check.fault) for check in result.checks] == [
        (name, True, None) for name in CHECKS
    ]
    assert result.verified.snapshot.revision == 1


@pytest.mark.parametrize("form", FORMATS)
def test_that_definitions_of_every_format_travel(device, bundle, form):
    question = device.definition.questions[0]
    options = (Choice(name="milk", label=Text("М")),)
    one_of = replace(question, name="kind", type=QuestionType.SELECT_ONE, choices=options)
    device.definition = replace(device.definition, questions=(question, one_of), format=form)
    bundle.write_bytes(device.packed())
    result = verify_file(bundle)
    assert [check.name for check in result.checks if not check.ok] == []


def test_that_the_same_revision_gives_the_same_bytes(device):
    assert device.packed() == device.packed()


def test_that_a_disk_that_takes_little_at_a_time_gets_the_same_bytes(monkeypatch, tmp_path):
    data = random.Random(0).randbytes(5 << 20)
    members = [in_memory("bagit.txt", b"text" * 99), in_memory("data/evidence/a.jpg", data)]
    told, memory = [], io.BytesIO()
    write(members, memory, (0, 33), told.append)
    own = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: own(file, data[:700_000], at))
    with (tmp_path / "a.kta").open("wb") as out:
        write(members, out, (0, 33), lambda _count: None)
    assert (tmp_path / "a.kta").read_bytes() == memory.getvalue()
    assert sum(told) == sum(member.size for member in members)
    monkeypatch.setattr(os, "pwrite", lambda *_args: 0)
    with (tmp_path / "b.kta").open("wb") as out, pytest.raises(OSError, match="Input"):
        write(members, out, (0, 33), lambda _count: None)
    monkeypatch.delattr(os, "pwrite")  # as on Windows, where threads take turns
    with (tmp_path / "b.kta").open("wb") as out:
        write(members, out, (0, 33), lambda _count: None)
    assert (tmp_path / "b.kta").read_bytes() == memory.getvalue()


def test_that_later_work_does_not_change_a_closed_revision(device):
    before = device.packed(1)
    device.answer("wat_03", "4")
    assert device.packed(1) == before


def test_that_two_devices_with_the_same_log_differ_only_in_the_signature(device, new_device):
    twin = new_device(device.audit, seed=2)
    twin.learn(device)
    ours = {member.name: member.sha256 for member in device.bag().members}
    theirs = {member.name: member.sha256 for member in twin.bag().members}
    assert {name for name in ours if ours[name] != theirs[name]} == {"signatures/1.ed25519"}
    assert device.bag().sha256 == twin.bag().sha256


def test_that_an_older_change_of_another_device_arriving_later_changes_no_closed_revision(
    device, new_device
):
    other = new_device(device.audit, seed=2)
    other.answer("wat_03", "9")
    before = device.packed(1)
    device.learn(other)
    assert device.packed(1) == before


def test_that_bagit_validates_an_unpacked_bundle(bundle, tmp_path):
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["KTA-Plant"] == "ТОО «Сүт зауыты»"
    assert bag.info["Bagging-Date"] == "2026-11-22"


def test_that_unzip_and_zipfile_find_nothing_wrong(bundle):
    with zipfile.ZipFile(bundle) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 22, 9, 9, 0)}
        methods = {info.filename: info.compress_type for info in archive.infolist()}
    photo = next(name for name in methods if name.startswith("data/evidence/"))
    assert methods[photo] == zipfile.ZIP_STORED
    assert methods["data/changes.jsonl"] == zipfile.ZIP_DEFLATED
    try:
        run = subprocess.run(["unzip", "-tq", bundle], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no unzip here")
    assert run.returncode == 0, run.stdout


def test_that_a_flipped_bit_anywhere_is_found_and_the_file_named(device, tmp_path):
    data = device.packed(sheets={})
    path = tmp_path / "flipped.kta"
    names = {member.name for member in device.bag().members} | {path.name}
    every = set(range(0, len(data), 17)) | _headers(path, data)
    chance = random.Random(7)
    for place in sorted(every):
        altered = bytearray(data)
        altered[place] ^= 1 << chance.randrange(8)
        path.write_bytes(altered)
        result = verify_file(path)
        assert not result.ok, place
        where = result.fault.as_json()["where"]
        assert any(_is_near(where, name) for name in names), (place, where)


def _is_near(where, name):
    """Whether a fault names ``name``, or it with the one letter that was flipped."""
    return difflib.SequenceMatcher(None, where, name).ratio() > 0.8


def _headers(path, data):
    """Return the places of all bytes but those of the files."""
    path.write_bytes(data)
    container = Container(path)
    container.close()
    files = [range(entry.data, entry.end) for entry in container.entries]
    return set(range(len(data))) - {place for file in files for place in file}


def test_that_a_flip_in_a_photograph_names_the_photograph(bundle):
    data = bytearray(bundle.read_bytes())
    place = data.index(bytes(range(256))) + 5000
    data[place] ^= 1
    bundle.write_bytes(data)
    result = verify_file(bundle)
    assert result.fault.code == "bundle-altered"
    assert result.fault.as_json()["where"].startswith("data/evidence/")
    assert [check.ok for check in result.checks] == [True] * 4 + [False] * 7


@pytest.mark.parametrize("extra", ["before", "after"])
def test_that_bytes_around_the_container_are_refused(bundle, extra):
    data = bundle.read_bytes()
    bundle.write_bytes(b"MZ" + data if extra == "before" else data + b"\n")
    assert verify_file(bundle).fault.code == "bundle-unreadable"


def test_that_every_truncation_is_refused_without_a_traceback(bundle):
    data = bundle.read_bytes()
    for length in [0, 1, 21, 100, *range(200, len(data), 211), len(data) - 1]:
        bundle.write_bytes(data[:length])
        assert verify_file(bundle).fault.code.startswith("bundle-")


def test_that_containers_beyond_four_gigabytes_are_laid_out_as_zip64(tmp_path):
    entries = [
        Entry(name="data/a.json", method=8, crc=1, packed=9, size=9, offset=0),
        Entry(name=f"data/evidence/{'0' * 64}.jpg", method=0, crc=2, packed=5 << 30, size=5 << 30,
              offset=0),
        Entry(name="data/sheets/a.pdf", method=0, crc=3, packed=4, size=4, offset=0),
    ]  # fmt: skip
    placed = []
    for entry in entries:
        placed.append(replace(entry, offset=placed[-1].end if placed else 0))
    path = tmp_path / "long.kta"
    with path.open("wb") as file:
        for entry in placed:
            file.seek(entry.offset)
            file.write(local_header(entry, (1, 33)))
        file.seek(placed[-1].end)
        file.write(tail(placed, (1, 33)) + b"0" * 64)
    with zipfile.ZipFile(path) as archive:
        found = [(i.filename, i.file_size, i.header_offset) for i in archive.infolist()]
    assert found == [(entry.name, entry.size, entry.offset) for entry in placed]
    container = Container(path)
    container.close()
    assert container.entries == tuple(placed)


@pytest.mark.parametrize("year", ["1970", "2108"])
def test_that_a_clock_that_was_never_set_stops_no_package(new_device, tmp_path, year):
    device = new_device(new_id())
    device.write("@audit/number", "KTA-2026-001")
    closing = device.close(1)
    odd = replace(closing, at=closing.at.replace("2026", year, 1))
    device.log[-1] = seal(odd, closing.prev, closing.seq)
    path = tmp_path / "a.kta"
    path.write_bytes(device.packed(blobs=()))
    assert verify_file(path).fault is None


def test_that_a_stick_pulled_while_a_bundle_is_opened_leaves_no_file_open(bundle, monkeypatch):
    opened = []

    def gone(container, *_where):
        opened.append(container._file)
        raise OSError(errno.EIO, "pulled")

    monkeypatch.setattr(Container, "_at", gone)
    with pytest.raises(OSError, match="pulled"):
        Container(bundle)
    assert opened[0].closed
