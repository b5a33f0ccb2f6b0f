"""Bundles made by someone who wants harm, or by chance: one coded sentence, never a traceback."""

import hashlib
import json
import os
import random
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.changes import Change, seal
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import OPEN_END, Session
from kta_desktop.exchange import layout
from kta_desktop.exchange.layout import Limits, is_safe_name
from kta_desktop.exchange.schemas import check_value
from kta_desktop.exchange.signing import Signer
from kta_desktop.exchange.verify import verify_file

STRANGE = [
    "../evil.txt",
    "data/../../evil",
    "/etc/passwd",
    "C:/evil.txt",
    "data\\..\\evil",
    "data/evidence/nul.jpg",
    "COM1",
    "data/aux",
    "data/a.",
    "data/a ",
    "data//a",
    "./a",
    "a:b",
    "data/a\x00b",
    "data/a\nb",
    "data/",
    "x" * 300,
]


def refused(path, data, limits=None):
    """Return the code with which ``data`` is refused."""
    path.write_bytes(data)
    result = verify_file(path, limits) if limits else verify_file(path)
    assert not result.ok
    assert result.fault.sentence("en")
    return result.fault.code


@pytest.mark.parametrize("name", STRANGE)
def test_that_a_name_some_system_would_take_elsewhere_is_refused(device, forge, tmp_path, name):
    assert not is_safe_name(name)
    code = refused(tmp_path / "a.kta", forge(device, {name: b"x"}))
    assert code == "bundle-bad-name"


def test_that_names_that_collide_where_case_does_not_count_are_refused(device, forge, tmp_path):
    assert refused(tmp_path / "a.kta", forge(device, {"BAGIT.txt": b"x"})) == "bundle-bad-name"


def test_that_a_file_that_no_bundle_has_is_refused(device, forge, tmp_path):
    data = forge(device, {"data/setup.exe": b"MZ"})
    assert refused(tmp_path / "a.kta", data) == "bundle-unexpected-file"


SESSION = Session(
    id="1",
    source="0014",
    point="1",
    parameter={"ru": "Пыль"},
    channel="dust",
    level=None,
    basis="eu-dry",
    started_at="2026-11-22T10:00:00Z",
).to_json()


def test_that_a_listed_file_that_is_absent_is_named(device, forge, tmp_path):
    path = tmp_path / "a.kta"
    photo = next(m.name for m in device.bag().members if "evidence" in m.name)
    manifest = b"".join(next(m for m in device.bag().members if m.name == layout.MANIFEST).open())
    code = refused(path, forge(device, {photo: None, layout.MANIFEST: manifest}))
    assert code == "bundle-missing-file"
    assert verify_file(path).fault.as_json()["where"] == photo


def test_that_evidence_the_state_names_must_be_there(device, forge, tmp_path):
    photo = next(m.name for m in device.bag().members if "evidence" in m.name)
    assert refused(tmp_path / "a.kta", forge(device, {photo: None})) == "bundle-missing-file"


@pytest.mark.parametrize("stays", [True, False])
def test_that_logger_files_travel_and_must_be_those_that_a_session_names(
    device, forge, photo, tmp_path, stays
):
    log = b"time;NOx\r\n"
    sha256 = hashlib.sha256(log).hexdigest()
    key = new_id()
    own = {**SESSION, "id": key, "recorded": "file", "files": [sha256]}
    device.write(f"@session/{key}", own)
    device.close(2)
    bag = device.bag(2, blobs=(photo, log))
    assert f"data/logs/{sha256}.csv" in [member.name for member in bag.members]
    path = tmp_path / "a.kta"
    path.write_bytes(device.packed(2, blobs=(photo, log)))
    assert verify_file(path).fault is None
    other = {f"data/logs/{sha256}.csv": None} if stays else {f"data/logs/{'0' * 64}.csv": log}
    data = forge(device, other, revision=2, blobs=(photo, log))
    assert refused(path, data) == ("bundle-missing-file" if stays else "bundle-unexpected-file")


def test_that_evidence_under_a_suffix_this_version_does_not_give_is_taken(device, forge, tmp_path):
    photo = next(m for m in device.bag().members if "evidence" in m.name)
    data = b"".join(photo.open())
    path = tmp_path / "a.kta"
    path.write_bytes(forge(device, {photo.name: None, photo.name.replace(".jpg", ".jxl"): data}))
    assert verify_file(path).ok


def test_that_evidence_with_other_bytes_is_refused_even_when_signed(device, forge, tmp_path):
    photo = next(m.name for m in device.bag().members if "evidence" in m.name)
    assert refused(tmp_path / "a.kta", forge(device, {photo: b"other"})) == "bundle-altered"


def test_that_a_signature_by_another_key_is_refused(device, new_device, forge, tmp_path):
    other = new_device(device.audit, seed=9)
    data = forge(device, {}, signer=other.signer)
    assert refused(tmp_path / "a.kta", data) == "bundle-signature"


@pytest.mark.parametrize("content", [b"", b"zz\n", b"00\nAA==\n", "ключ\nAA==\n".encode(), b"\xff"])
def test_that_a_signature_file_of_garbage_is_refused(device, forge, tmp_path, content):
    data = forge(device, {layout.SIGNATURE: content})
    assert refused(tmp_path / "a.kta", data) == "bundle-signature"


def test_that_a_bundle_without_signature_is_refused(device, forge, tmp_path):
    data = forge(device, {layout.SIGNATURE: None})
    assert refused(tmp_path / "a.kta", data) == "bundle-missing-file"


def test_that_a_signature_that_does_not_hold_is_refused(device, forge, tmp_path):
    liar = Signer(device.signer.public_key, lambda data: device.signer.sign(data + b"!"))
    assert refused(tmp_path / "a.kta", forge(device, {}, signer=liar)) == "bundle-signature"


def changed_state(device, **values):
    state = json.loads(text(device, layout.AUDIT))
    return canonical_json(state | values)


def text(device, name):
    return b"".join(next(m for m in device.bag().members if m.name == name).open())


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"answers": {"wat_03": {"text": "1", "value": "1"}}}, "bundle-state"),
        ({"enterprise": {"name": "Другой"}}, "bundle-state"),
        ({"conflicts": ["wat_03"]}, "bundle-state"),
        ({"revision": 2}, "bundle-chain"),
        ({"revision": True}, "bundle-schema"),
        ({"format": "kta-audit/2"}, "bundle-too-new"),
        ({"format": "other"}, "bundle-schema"),
        ({"extra": 1}, "bundle-schema"),
        ({"id": "00000000-0000-7000-8000-000000000000"}, "bundle-chain"),
    ],
)
def test_that_a_state_that_does_not_follow_from_the_log_is_refused(
    device, forge, tmp_path, values, code
):
    data = forge(device, {layout.AUDIT: changed_state(device, **values)})
    assert refused(tmp_path / "a.kta", data) == code


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b"{}", b"[]", b"null", b'{"a": NaN}', b"\xff", b"", b'{"b":1,"a":2}'],
)
@pytest.mark.parametrize("name", [layout.AUDIT, layout.DEFINITION])
def test_that_files_of_garbage_are_refused(device, forge, tmp_path, name, content):
    assert refused(tmp_path / "a.kta", forge(device, {name: content})) == "bundle-schema"


def lines(changes):
    return b"".join(canonical_json(change.to_json()) + b"\n" for change in changes)


def test_that_a_log_with_a_change_altered_is_refused(device, forge, tmp_path):
    log = list(device.log)
    log[2] = replace(log[2], after="ТОО «Другое»")
    assert (
        refused(tmp_path / "a.kta", forge(device, {layout.CHANGES: lines(log)})) == "bundle-chain"
    )


def test_that_a_log_with_a_change_taken_out_is_refused(device, forge, tmp_path):
    log = [change for change in device.log if change.path != "wat_03#note"]
    assert (
        refused(tmp_path / "a.kta", forge(device, {layout.CHANGES: lines(log)})) == "bundle-chain"
    )


def test_that_a_log_continued_behind_the_closing_is_refused(device, forge, tmp_path):
    new_log = [*device.log, next_change(device, "wat_03#note", "ещё")]
    data = forge(device, {layout.CHANGES: lines(new_log)})
    assert refused(tmp_path / "a.kta", data) == "bundle-chain"


def next_change(device, path, after):
    last = device.log[-1]
    change = replace(last, id=new_id(), path=path, after=after, before=None, based_on=())
    return seal(change, last.hash, last.seq + 1)


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("../x", "1"),
        ("wat_03", "not an answer"),
        ("wat_03", {"value": 5}),
        ("wat_03#note", 5),
        ("wat_03#confidential", "yes"),
        ("wat_03#confidential", {"is": "yes", "grounds": ""}),
        ("wat_03#confidential:1", {"is": True, "grounds": "", "who": "me"}),
        ("wat_03#evidence:1", {"sha256": "x"}),
        ("wat_03#evidence:1", {"sha256": "x", "unknown": 1}),
        ("wat_04/r1", {"order": "first"}),
        ("@revision/abc", {"at": "x", "by": "y", "upto": {}}),
        ("@revision/02", {"at": "2026-11-22T10:00:00.000Z", "by": "y", "upto": {}}),
        ("@session/1", {"id": "1"}),
        ("@session/2", SESSION),
        ("@session/1", {**SESSION, "started_at": "yesterday"}),
        ("@session/1", {**SESSION, "ended_at": "9999-12-31T23:59:59Z"}),
        ("@session/1", {**SESSION, "events": [{"at": "2026-13-01", "text": ""}]}),
        ("@session/1", {**SESSION, "others": [{"channel": "so2"}]}),
        ("@session/1", {**SESSION, "files": ["../logs"]}),
        ("@team/1", ["a"]),
        ("@plant/name", 5),
    ],
)
def test_that_values_of_the_wrong_form_are_refused(new_device, forge, tmp_path, path, after):
    device = new_device(new_id())
    device.write("@audit/number", "KTA-2026-001")
    device.close(1)
    log = [*device.log[:-1], next_change(device, path, after)]
    data = forge(device, {layout.CHANGES: lines(log)})
    assert refused(tmp_path / "a.kta", data) == "bundle-schema"


def test_that_a_session_kept_during_its_pause_travels():
    paused = {"start": "2026-11-22T09:00:00.000Z", "end": OPEN_END, "reason": "Пауза"}
    check_value(parse_path("@session/1"), {**SESSION, "exclusions": [paused]})


@pytest.mark.parametrize("path", ["wat_03#confidential", "wat_03#confidential:1"])
def test_that_a_trade_secret_travels(path):
    check_value(parse_path(path), {"is": True, "grounds": "приказ № 3"})


@pytest.mark.parametrize("never", ["2026-02-30T10:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_that_a_change_of_a_day_that_never_is_is_refused(new_device, forge, tmp_path, never):
    device = new_device(new_id())
    device.write("@audit/number", "KTA-2026-001")
    device.close(1)
    odd = seal(replace(device.log[-1], at=never), device.log[-2].hash, device.log[-1].seq)
    data = forge(device, {layout.CHANGES: lines([*device.log[:-1], odd])})
    assert refused(tmp_path / "a.kta", data) == "bundle-schema"


@pytest.mark.parametrize("odd", ["sections", "names"])
def test_that_a_checklist_that_no_page_could_show_is_refused(new_device, tmp_path, odd):
    form = new_device(new_id()).definition
    questions = () if odd == "sections" else (replace(form.questions[0], name="Су-03"),)
    sections = () if odd == "sections" else form.sections
    device = new_device(new_id(), definition=replace(form, sections=sections, questions=questions))
    device.write("@audit/number", "KTA-2026-001")
    device.close(1)
    path = tmp_path / "a.kta"
    path.write_bytes(device.packed(blobs=()))
    assert verify_file(path).fault.code == "bundle-schema"


def test_that_a_closing_that_claims_more_than_is_there_is_refused(new_device, tmp_path):
    device = new_device(new_id())
    device.write("@audit/number", "KTA-2026-001")
    upto = {"at": "2026-11-22T10:00:00.000Z", "by": "a", "upto": {"f" * 64: 3}}
    device.write("@revision/1", upto)
    path = tmp_path / "a.kta"
    path.write_bytes(device.packed(blobs=()))
    assert verify_file(path).fault.code == "bundle-chain"


def test_that_a_text_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(
    device, forge, tmp_path
):
    data = forge(device, {layout.CHANGES: b" " * (64 << 20)})
    assert len(data) < 1 << 20
    result_code = refused(tmp_path / "a.kta", data)
    assert result_code == "bundle-ratio"


def test_that_limits_of_size_and_count_hold(device, tmp_path):
    data = device.packed()
    path = tmp_path / "a.kta"
    for limits in (Limits(bundle=100), Limits(files=3), Limits(text=100), Limits(total=1000)):
        assert refused(path, data, limits) == "bundle-too-large"


def test_that_a_lie_about_the_unpacked_size_is_found(device, tmp_path):
    data = device.packed()
    true = next(m.size for m in device.bag().members if m.name == layout.AUDIT)
    altered = data.replace(true.to_bytes(4, "little"), (true - 1).to_bytes(4, "little"))
    assert altered != data
    assert refused(tmp_path / "a.kta", altered).startswith("bundle-")


@pytest.mark.parametrize("kind", ["link", "folder", "comment", "encrypted", "plain"])
def test_that_a_zip_of_another_making_is_refused(device, tmp_path, kind):
    path = tmp_path / "a.kta"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in device.bag().members:
            archive.writestr(zipfile.ZipInfo(member.name), b"".join(member.open()))
        info = zipfile.ZipInfo("data/link" if kind == "link" else "data/folder/")
        info.external_attr = (0o120777 if kind == "link" else 0o40755) << 16
        archive.writestr(info, b"/etc/passwd" if kind == "link" else b"")
        archive.comment = b"kta-bundle/1 sha256:" + b"0" * 64 if kind == "comment" else b""
    assert refused(path, path.read_bytes()).startswith("bundle-")


def test_that_bits_after_the_end_of_deflated_data_count(device, tmp_path):
    """Deflate leaves up to seven bits of its last byte open: no checksum of a file sees them."""
    data = device.packed(sheets={})
    path = tmp_path / "a.kta"
    with zipfile.ZipFile(_written(path, data)) as archive:
        entry = archive.getinfo(layout.DEFINITION)
    start = entry.header_offset + 30 + len(entry.filename)
    packed = data[start : start + entry.compress_size]
    plain = zlib.decompress(packed, -15)
    free = [bit for bit in range(8) if _same(packed, bit, plain)]
    altered = bytearray(data)
    if free:
        altered[start + entry.compress_size - 1] ^= 1 << free[0]
        assert refused(path, bytes(altered)) == "bundle-altered"
        assert verify_file(path).fault.as_json()["where"] == layout.DEFINITION


def _same(packed, bit, plain):
    try:
        return zlib.decompress(packed[:-1] + bytes([packed[-1] ^ 1 << bit]), -15) == plain
    except zlib.error:
        return False


def _written(path, data):
    path.write_bytes(data)
    return path


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400))
def test_that_random_bytes_are_refused_without_a_traceback(tmp_path, data):
    assert refused(tmp_path / "r.kta", data) == "bundle-unreadable"


def test_that_random_damage_is_refused_without_a_traceback(device, tmp_path):
    chance = random.Random(11)
    data = device.packed()
    path = tmp_path / "r.kta"
    for _round in range(300):
        broken = bytearray(data)
        for _hit in range(chance.randrange(1, 6)):
            start = chance.randrange(len(broken))
            length = chance.randrange(1, 200)
            broken[start : start + length] = chance.randbytes(chance.randrange(200))
        if bytes(broken) != data:
            assert refused(path, bytes(broken)).startswith("bundle-")


def test_that_a_change_is_read_as_it_was_written(device):
    for change in device.log:
        assert Change.from_json(json.loads(canonical_json(change.to_json()))) == change


JUNK = [None, True, -1, 1.5, 10**400, "", "\0", "../x", [], [[]], {}, {"order": 1}, {"value": 5}]


def mutated(value, chance):
    """Return ``value`` with one thing somewhere in it exchanged for junk, or taken away."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(list(value))
        rest = {name: item for name, item in value.items() if name != key}
        return rest if chance.random() < 0.2 else rest | {key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], mutated(value[place], chance), *value[place + 1 :]]
    return chance.choice(JUNK)


@pytest.mark.parametrize("name", [layout.AUDIT, layout.DEFINITION, layout.CHANGES])
def test_that_signed_nonsense_is_refused_without_a_traceback(device, forge, tmp_path, name):
    chance = random.Random(3)
    path = tmp_path / "a.kta"
    original = text(device, name)
    for _round in range(150):
        documents = [json.loads(line) for line in original.splitlines()]
        place = chance.randrange(len(documents))
        free = {"assessment": None} if name == layout.AUDIT else {}  # signed, but not derived
        kept = {key: item for key, item in documents[place].items() if key not in free}
        changed = mutated(kept, chance)
        documents[place] = changed | free if isinstance(changed, dict) else changed
        end = b"\n" if name == layout.CHANGES else b""
        data = b"".join(canonical_json(document) + end for document in documents)
        if data != original:
            assert refused(path, forge(device, {name: data})).startswith("bundle-")


def test_that_a_folder_a_pipe_and_a_missing_file_are_told_as_no_bundle(tmp_path):
    os.mkfifo(tmp_path / "pipe.kta")
    for path in (tmp_path, tmp_path / "pipe.kta", tmp_path / "none.kta"):
        assert verify_file(path).fault.code == "bundle-missing"
