"""A thousand altered bundles, and what a ZIP file can be made to claim: refused, within bounds."""

import hashlib
import io
import random
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.exchange import layout
from kta_desktop.exchange.bag import pack
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.errors import BundleTooLargeError
from kta_desktop.exchange.layout import Limits
from kta_desktop.exchange.verify import verify_file
from kta_desktop.exchange.ziplayout import (
    COMMENT,
    DEFLATED,
    MARK,
    WHOLE,
    Entry,
    local_header,
    tail,
)

STAMP = (1, 33)


@pytest.fixture
def tried(tmp_path):
    """Return what refuses bytes as a bundle: ``tried(data)`` gives the code and where."""
    path = tmp_path / "t.kta"

    def attempt(data, limits=layout.LIMITS):
        path.write_bytes(data)
        result = verify_file(path, limits)
        assert not result.ok
        assert result.fault.sentence("en")
        return result.fault.code, result.fault.as_json()["where"]

    return attempt


@contextmanager
def within(megabytes):
    """Fail if the block ever holds more memory than that."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes << 20
    finally:
        tracemalloc.stop()


def regions(data, path):
    """Return where headers, files and directory of a bundle begin."""
    path.write_bytes(data)
    container = Container(path)
    container.close()
    entries = container.entries
    ends = [len(data) - COMMENT, len(data) - 64, len(data)]
    return sorted({0, *ends, *(e.offset for e in entries), *(e.data for e in entries),
                   *(e.end for e in entries)})  # fmt: skip


def test_that_a_thousand_altered_bundles_are_refused(device, tmp_path, tried):
    data = device.packed()
    places = regions(data, tmp_path / "whole.kta")
    chance = random.Random(20261123)
    codes = set()
    for number in range(1000):
        mutant = MUTATIONS[number % len(MUTATIONS)](data, places, chance)
        if mutant != data:
            codes.add(tried(mutant)[0])
    assert codes <= {"bundle-altered", "bundle-unreadable", "bundle-bad-name", "bundle-too-large",
                     "bundle-unexpected-file", "bundle-missing-file", "bundle-ratio",
                     "bundle-signature", "bundle-state"}  # fmt: skip


def flipped_bit(data, _places, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def other_number(data, places, chance):
    """A number of a header becomes the least, the most, or one off."""
    place = min(chance.choice(places) + chance.randrange(46), len(data) - 4)
    (old,) = struct.unpack_from("<L", data, place)
    new = chance.choice([0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, old + 1 & 0xFFFFFFFF])
    return data[:place] + struct.pack("<L", new) + data[place + 4 :]


def without_region(data, places, chance):
    at = chance.randrange(len(places) - 1)
    return data[: places[at]] + data[places[at + 1] :]


def swapped_regions(data, places, chance):
    one, two = sorted(chance.sample(range(len(places) - 1), 2))
    a, b, c, d = places[one], places[one + 1], places[two], places[two + 1]
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def doubled_region(data, places, chance):
    at = chance.randrange(len(places) - 1)
    return data[: places[at + 1]] + data[places[at] :]


def inserted(data, _places, chance):
    place = chance.randrange(len(data))
    return data[:place] + chance.randbytes(chance.randrange(1, 40)) + data[place:]


def overwritten(data, _places, chance):
    place, length = chance.randrange(len(data)), chance.randrange(1, 60)
    return data[:place] + bytes(length) + data[place + length :]


MUTATIONS = (
    flipped_bit,
    other_number,
    without_region,
    swapped_regions,
    doubled_region,
    inserted,
    overwritten,
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(picked=st.data())
def test_that_bundles_put_together_of_pieces_of_one_are_refused(device, tmp_path, tried, picked):
    data = device.packed()
    places = regions(data, tmp_path / "whole.kta")
    pieces = st.tuples(st.sampled_from(places), st.sampled_from(places)).map(sorted)
    chosen = picked.draw(st.lists(st.one_of(pieces, st.binary(max_size=30)), max_size=6))
    made = b"".join(one if isinstance(one, bytes) else data[one[0] : one[1]] for one in chosen)
    if made != data:
        assert tried(made)[0].startswith("bundle-")


def test_that_a_bundle_cut_at_every_region_is_refused(device, tmp_path, tried):
    data = device.packed()
    for place in regions(data, tmp_path / "whole.kta"):
        for length in {max(place - 1, 0), place, min(place + 1, len(data))} - {len(data)}:
            assert tried(data[:length]) == ("bundle-unreadable", "t.kta")


def sealed_as_before(data):
    """Return a bundle as it was sealed until now: with a digest of the whole file."""
    body = data[:-COMMENT]
    return body + WHOLE + hashlib.sha256(body).hexdigest().encode()


def test_that_bundles_under_the_older_seal_are_still_believed(device, tmp_path, tried):
    data = device.packed()
    assert data[-COMMENT:].startswith(MARK)
    older = sealed_as_before(data)
    path = tmp_path / "older.kta"
    path.write_bytes(older)
    assert verify_file(path).fault is None
    assert tried(older[:-1] + (b"1" if older[-1:] == b"0" else b"0"))[0] == "bundle-altered"
    assert tried(data[:-COMMENT] + WHOLE + data[-64:])[0] == "bundle-altered"


def test_that_a_file_packed_otherwise_is_found_by_the_seal(device, tmp_path, tried):
    """The same bytes in another deflated form: no hash of a file sees it."""
    path = tmp_path / "whole.kta"
    path.write_bytes(device.packed())
    container = Container(path)
    out, entries = b"", []
    for entry in container.entries:
        data = b"".join(container.chunks(entry.name))
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush() if entry.method == DEFLATED else data
        entries.append(replace(entry, offset=len(out), packed=len(packed)))
        out += local_header(entries[-1], container.stamp) + packed
    container.close()
    last = tail(entries, container.stamp)
    for digest in (hashlib.sha256(last).hexdigest(), path.read_bytes()[-64:].decode()):
        assert tried(out + last + digest.encode())[0] == "bundle-altered"


def bundle_of(*files):
    """Return a container of (name, method, announced size, packed bytes), rightly sealed."""
    parts, entries, seal, offset = [], [], hashlib.sha256(), 0
    for name, method, size, packed in files:
        entry = Entry(name=name, method=method, crc=0, packed=len(packed), size=size,
                      offset=offset)  # fmt: skip
        parts += [local_header(entry, STAMP), packed]
        entries.append(entry)
        offset = entry.end
        if method == DEFLATED:
            seal.update(packed)
    last = tail(entries, STAMP)
    seal.update(last)
    return b"".join([*parts, last, seal.hexdigest().encode()])


def deflated(data, times=1):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packer.compress(data) for _time in range(times)) + packer.flush()


@pytest.mark.parametrize("announced", [1000, 200 << 20])
def test_that_a_bomb_takes_no_more_memory_than_it_announces(tried, announced):
    bomb = deflated(bytes(1 << 20), 60)
    assert len(bomb) < 100_000
    with within(8):
        code, _where = tried(bundle_of((layout.BAGIT, DEFLATED, announced, bomb)))
    assert code == ("bundle-altered" if announced == 1000 else "bundle-too-large")


def test_that_a_bomb_among_the_samples_is_read_as_a_stream(device, forge, tried):
    name = "data/sessions/00000000-0000-7000-8000-000000000000.csv"
    data = forge(device, {name: bytes(40 << 20)})
    with within(24):
        assert tried(data) == ("bundle-ratio", name)
        assert tried(data, Limits(ratio=10_000))[0] in {"bundle-schema", "bundle-unexpected-file"}


def test_that_a_bundle_of_65_000_files_is_refused_before_they_are_listed(tried):
    data = bundle_of(*((f"data/evidence/{n:064x}.jpg", 0, 0, b"") for n in range(65_000)))
    with within(2):
        assert tried(data) == ("bundle-too-large", "t.kta")


def test_that_as_many_files_as_may_be_are_listed_in_little_memory(tmp_path):
    names = [f"data/evidence/{number:064x}.jpg" for number in range(5_000)]
    (tmp_path / "a.kta").write_bytes(bundle_of(*((name, 0, 0, b"") for name in names)))
    with within(24):
        container = Container(tmp_path / "a.kta")
    container.close()
    assert [entry.name for entry in container.entries] == names


def test_that_nobody_packs_more_files_than_may_be_opened(device):
    made = device.bag()
    many = replace(made, members=made.members * 3000)
    out = io.BytesIO()
    with pytest.raises(BundleTooLargeError):
        pack(many, out, lambda _count: None)
    assert out.getvalue() == b""


UNICODE = ["data/sheets/й.pdf", "data/sheets/и\u0306.pdf", "data/sheets/ﬁlled.pdf",
           "data/evidence/" + "Ａ" * 64 + ".jpg"]  # fmt: skip


@pytest.mark.parametrize("name", UNICODE)
def test_that_names_that_have_two_unicode_forms_are_refused(device, tmp_path, tried, name):
    path = tmp_path / "u.kta"
    with zipfile.ZipFile(path, "w") as archive:
        for member in device.bag().members:
            archive.writestr(zipfile.ZipInfo(member.name), b"".join(member.open()))
        archive.writestr(zipfile.ZipInfo(name), b"x")
    assert tried(path.read_bytes())[0] == "bundle-unreadable"
    assert not layout.is_safe_name(name)


def files_of(device):
    return {member.name: b"".join(member.open()) for member in device.bag().members}


OTHER = f"data/evidence/{'0' * 64}.jpg"


def test_that_one_unsigned_file_in_a_signed_bundle_is_found(device, forge, tried):
    files = files_of(device)
    lists = (layout.INFO, layout.MANIFEST, layout.TAGMANIFEST, layout.SIGNATURE)
    kept = {name: files[name] for name in lists}
    assert tried(forge(device, {OTHER: b"x", **kept})) == ("bundle-unexpected-file", OTHER)
    listed = kept[layout.MANIFEST] + f"{hashlib.sha256(b'x').hexdigest()}  {OTHER}\n".encode()
    kept[layout.MANIFEST] = b"".join(sorted(listed.splitlines(keepends=True), key=lambda x: x[66:]))
    assert tried(forge(device, {OTHER: b"x", **kept})) == ("bundle-altered", layout.MANIFEST)
    del kept[layout.TAGMANIFEST]
    assert tried(forge(device, {OTHER: b"x", **kept})) == ("bundle-signature", layout.SIGNATURE)
    signed = {OTHER: b"x", "signatures/2.ed25519": b"00\nAA==\n"}
    assert tried(forge(device, signed)) == ("bundle-signature", "signatures/2.ed25519")
    assert tried(forge(device, {OTHER: b"x"})) == ("bundle-unexpected-file", OTHER)


def test_that_lists_without_any_of_their_objects_are_refused(device, forge, tried):
    files = files_of(device)
    gone = dict.fromkeys((name for name in files if name.startswith("data/")), None)
    code, where = tried(forge(device, {**gone, layout.MANIFEST: files[layout.MANIFEST]}))
    assert code == "bundle-missing-file"
    assert where in gone
