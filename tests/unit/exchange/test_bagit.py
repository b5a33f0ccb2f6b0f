"""Bags of any maker: those that RFC 8493 and the drafts before it call valid, and others."""

import hashlib
import os
import stat
import unicodedata
import zipfile
from pathlib import Path

import bagit as bagit_python
import pytest

from kta_desktop.exchange.bagit import validate

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
OLDER = DECLARED.replace(b"1.0", b"0.97")
MANIFEST = "manifest-sha256.txt"


def sums(files, algorithm="sha256"):
    lines = (f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n" for name, data in files)
    return "".join(lines).encode()


def bag(payload=None, **tags):
    """Return the files of a valid bag, then ``tags`` (``_`` for ``-``, suffix .txt) laid over."""
    payload = {"data/a.txt": b"milk", "data/b/c.bin": bytes(300)} if payload is None else payload
    files = {"bagit.txt": DECLARED, MANIFEST: sums(payload.items()), **payload}
    files |= {f"{name.replace('_', '-')}.txt": data for name, data in tags.items()}
    return {name: data for name, data in files.items() if data is not None}


def in_folder(files, folder):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(files, path, top=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(top + name, data)
    return path


def codes(path):
    return [fault.code for fault in validate(path).faults]


def manifest_with(name):
    return sums({name: b"milk"}.items())


OXUM = b"Source-Organization: a\n and b\nPayload-Oxum: 304.2\nContact-Name:\nContact-Name: c\n"
VALID = {
    "plain": bag(),
    "described": bag(bag_info=OXUM),
    "no payload files": bag({}, bagit=DECLARED) | {"data/.keep": b"", MANIFEST: sums(
        [("data/.keep", b"")])},
    "tag manifest": bag(tagmanifest_md5=sums([("bagit.txt", DECLARED)], "md5")),
    "two algorithms": bag(manifest_sha512=sums(
        [("data/a.txt", b"milk"), ("data/b/c.bin", bytes(300))], "sha512")),
    "all algorithms": bag({"data/a": b"x"}, **{
        f"manifest_{name}": sums([("data/a", b"x")], name)
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}),
    "carriage returns": {name: data.replace(b"\n", b"\r\n") for name, data in bag(
        bag_info=OXUM).items() if name.endswith(".txt") and "/" not in name} | {
        "data/a.txt": b"milk", "data/b/c.bin": bytes(300)},
    "UTF-16": bag({"data/сүт.txt": b"milk"},
        bagit=DECLARED.replace(b"UTF-8", b"UTF-16"),
        manifest_sha256=manifest_with("data/сүт.txt").decode().encode("utf-16")),
    "Latin": bag({"data/é.txt": b"milk"},
        bagit=DECLARED.replace(b"UTF-8", b"ISO-8859-1"),
        manifest_sha256=manifest_with("data/é.txt").decode().encode("latin-1")),
    "escaped names": bag({"data/100%0A.txt": b"milk", "data/a\nb\r.txt": b"milk"},
        manifest_sha256=manifest_with("data/100%250A.txt") + manifest_with("data/a%0Ab%0d.txt")),
    "escaped of before": bag({"data/100%25.txt": b"milk"}, bagit=OLDER),
    "blanks in names": bag({"data/a b  c.txt": b"milk"}),
    "leading dot": bag({"data/a": b"milk"}, manifest_sha256=manifest_with("./data/a")),
    "a star of md5sum": bag({"data/a": b"milk"}, bagit=OLDER,
        manifest_sha256=manifest_with("*data/a")),
    "capital sums": bag({"data/a": b"milk"}, manifest_sha256=b"%b data/a" % hashlib.sha256(
        b"milk").hexdigest().upper().encode()),
    "listed by one of two, as before 1.0": bag({"data/a": b"milk", "data/b": b"milk"},
        bagit=OLDER, manifest_sha256=manifest_with("data/a"),
        manifest_md5=sums([("data/b", b"milk")], "md5")),
    "description of 0.93": bag(bagit=DECLARED.replace(b"1.0", b"0.93"),
        package_info=OXUM, bag_info=b"of another make"),
    "labels of before": bag(bagit=OLDER, bag_info=b"Contact-Name : a\nPayload-Oxum:304.2\n"),
    "fetched": bag(fetch=b"https://a.org/a 4 data/a.txt\nhttp://a.org/c - data/b/c.bin"),
    "another spelling": bag({unicodedata.normalize("NFD", "data/й.txt"): b"milk"},
        manifest_sha256=manifest_with("data/й.txt")),
    "a bag in a bag": bag({"data/bag/bagit.txt": b"x", "data/manifest-md5.txt": b"y"}),
    "folders of tags": bag() | {"notes/manifest-md5.txt": b"not a manifest"},
}  # fmt: skip
INVALID = {
    "bag-absent": bag(bagit=None),
    "bag-declaration empty": bag(bagit=b""),
    "bag-declaration mark": bag(bagit=b"\xef\xbb\xbf" + DECLARED),
    "bag-declaration blanks": bag(bagit=DECLARED.replace(b": ", b" : ")),
    "bag-declaration order": bag(bagit=b"".join(reversed(DECLARED.splitlines(keepends=True)))),
    "bag-declaration extra": bag(bagit=DECLARED + b"More: 1\n"),
    "bag-declaration encoding": bag(bagit=DECLARED.replace(b"UTF-8", b"UTF-5")),
    "bag-declaration no text": bag(bagit=DECLARED.replace(b"UTF-8", b"rot13")),
    "bag-declaration later": bag(bagit=DECLARED.replace(b"1.0", b"2.0")),
    "bag-missing-file manifest": bag(manifest_sha256=None),
    "bag-missing-file payload": {
        name: data for name, data in bag({}).items() if not name.startswith("data/")},
    "bag-missing-file listed": bag(manifest_sha256=sums(
        [("data/a.txt", b"milk"), ("data/b/c.bin", bytes(300)), ("data/gone", b"")])),
    "bag-missing-file tag": bag(tagmanifest_md5=sums([("gone.txt", b"")], "md5")),
    "bag-missing-file to fetch": bag({"data/a": b"milk"},
        manifest_sha256=manifest_with("data/a") + manifest_with("data/far"),
        fetch=b"https://example.org/far 4 data/far\n"),
    "bag-unlisted-file": bag() | {"data/extra": b"x"},
    "bag-unlisted-file of one": bag({"data/a": b"milk", "data/b": b"milk"},
        manifest_sha256=manifest_with("data/a") + manifest_with("data/b"),
        manifest_md5=sums([("data/b", b"milk")], "md5")),
    "bag-unlisted-file to fetch": bag(fetch=b"https://example.org/far 4 data/far\n"),
    "bag-altered": bag() | {"data/a.txt": b"mill"},
    "bag-altered tag": bag(tagmanifest_md5=sums([("bagit.txt", b"other")], "md5")),
    "bag-altered short": bag({"data/a": b"milk"}, manifest_sha256=b"00  data/a\n"),
    "bag-altered second": bag({"data/a": b"milk"}, manifest_md5=sums([("data/a", b"x")], "md5")),
    "bag-algorithm": bag(manifest_sha255=b""),
    "bag-algorithm open": bag(manifest_shake_128=b""),
    "bag-count": bag(bag_info=b"Payload-Oxum: 305.2\n"),
    "bag-count files": bag(bag_info=b"payload-oxum: 304.3\n"),
    "bag-text oxum": bag(bag_info=b"Payload-Oxum: many\n"),
    "bag-text twice": bag(bag_info=b"Payload-Oxum: 304.2\nPayload-Oxum: 304.2\n"),
    "bag-text label": bag(bag_info=b"no label\n"),
    "bag-text blank before the colon": bag(bag_info=b"Contact-Name : a\n"),
    "bag-text no blank after it": bag(bag_info=b"Contact-Name:a\n"),
    "bag-text continued": bag(bag_info=b" nothing before\n"),
    "bag-text sum": bag(manifest_sha256=b"zz  data/a.txt\n"),
    "bag-text no name": bag(manifest_sha256=b"00\n"),
    "bag-text encoding": bag(manifest_sha256=b"00  data/\xff\n"),
    "bag-text doubled": bag({"data/a": b"milk"}, manifest_sha256=manifest_with("data/a") * 2),
    "bag-text doubled otherwise": bag({"data/a": b"milk"}, bagit=OLDER,
        manifest_sha256=manifest_with("data/a") + b"00  data/a\n"),
    "bag-text fetch": bag(fetch=b"data/a.txt\n"),
    "bag-text fetch length": bag(fetch=b"https://example.org/a four data/a.txt\n"),
    "bag-bad-name outside": bag(manifest_sha256=manifest_with("../../README.md")),
    "bag-bad-name within": bag(manifest_sha256=manifest_with("data/../../evil")),
    "bag-bad-name root": bag(manifest_sha256=manifest_with("/etc/passwd")),
    "bag-bad-name home": bag(manifest_sha256=manifest_with("~/.ssh/id")),
    "bag-bad-name drive": bag(manifest_sha256=manifest_with("C:/evil")),
    "bag-bad-name backslash": bag(manifest_sha256=manifest_with("data\\..\\..\\evil")),
    "bag-bad-name fetch": bag(fetch=b"https://example.org/a 4 ../a.txt\n"),
    "bag-bad-name no payload": bag({}, manifest_sha256=sums([("bagit.txt", DECLARED)])),
}  # fmt: skip


@pytest.mark.parametrize("name", VALID)
def test_that_valid_bags_pass_in_folders_and_zip_files(tmp_path, name):
    files = VALID[name]
    folder = in_folder(files, tmp_path / "bag")
    payload = [data for place, data in files.items() if place.startswith("data/")]
    for place in (folder, zipped(files, tmp_path / "a.zip"), zipped(files, tmp_path / "b.zip",
                                                                    "bag/")):  # fmt: skip
        found = validate(place)
        assert found.faults == ()
        assert (found.files, found.octets) == (len(payload), sum(map(len, payload)))


@pytest.mark.parametrize("name", INVALID)
def test_that_invalid_bags_fail_with_a_sentence(tmp_path, name):
    folder = in_folder(INVALID[name], tmp_path / "bag")
    found = validate(folder)
    assert name.split()[0] in [fault.code for fault in found.faults]
    assert all(fault.sentence("en") for fault in found.faults)
    assert not validate(zipped(INVALID[name], tmp_path / "a.zip")).ok


def test_that_an_empty_payload_is_valid(tmp_path):
    folder = in_folder(bag({}), tmp_path / "bag")
    (folder / "data").mkdir()
    assert validate(folder).ok
    (folder / "data").rmdir()
    assert codes(folder) == ["bag-missing-file"]


def test_that_bags_of_bagit_python_pass(tmp_path):
    (tmp_path / "a.txt").write_text("сүт")
    (tmp_path / "a%b.txt").write_text("x")
    bagit_python.make_bag(str(tmp_path), {"Contact-Name": "Ж. " * 40}, checksums=["md5", "sha512"])
    found = validate(tmp_path)
    assert (found.version, found.files, found.algorithms) == ("0.97", 2, ("md5", "sha512"))
    assert found.ok


def test_that_links_and_pipes_are_not_followed(tmp_path):
    folder = in_folder(bag(), tmp_path / "bag")
    (folder / "data" / "b" / "c.bin").unlink()
    (folder / "data" / "b" / "c.bin").symlink_to("/dev/zero")
    assert codes(folder) == ["bag-bad-name"]
    (folder / "data" / "b" / "c.bin").unlink()
    os.mkfifo(folder / "data" / "b" / "c.bin")
    assert codes(folder) == ["bag-bad-name"]


@pytest.mark.parametrize("name", ["../evil", "/evil", "data/../../evil", "a\\..\\b", "c:evil"])
def test_that_zip_files_with_names_that_lead_out_are_refused(tmp_path, name):
    assert codes(zipped(bag() | {name: b"x"}, tmp_path / "a.zip")) == ["bag-bad-name"]


def test_that_links_in_zip_files_are_refused(tmp_path):
    path = zipped(bag(), tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("data/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, b"/etc/passwd")
    assert codes(path) == ["bag-bad-name"]


def test_that_a_directory_larger_than_memory_is_not_read(tmp_path):
    data = bytearray(zipped(bag(), tmp_path / "a.zip").read_bytes())
    data[-10:-6] = (0xFFFFFFF0).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    assert codes(tmp_path / "a.zip") == ["bag-too-large"]


def test_that_damaged_zip_files_are_told_as_such(tmp_path):
    data = zipped(bag(), tmp_path / "a.zip").read_bytes()
    for place in range(0, len(data), 7):
        altered = bytearray(data)
        altered[place] ^= 0x55
        (tmp_path / "a.zip").write_bytes(altered)
        assert all(code.startswith("bag-") for code in codes(tmp_path / "a.zip"))
    for place in (tmp_path / "none", tmp_path / "b.zip"):
        assert codes(place) == ["bag-absent"]


def test_that_our_bundles_are_valid_bags(bundle, tmp_path):
    found = validate(bundle)
    assert found.ok
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "bag")
    assert validate(tmp_path / "bag") == found
    assert (found.version, found.algorithms) == ("1.0", ("sha256",))


SUITE = os.environ.get("BAGIT_SUITE")


@pytest.mark.skipif(not SUITE, reason="BAGIT_SUITE names no checkout of the conformance suite")
@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_that_the_conformance_suite_of_the_library_of_congress_is_judged_alike(kind):
    bags = [path for path in sorted(Path(SUITE).glob(f"v*/{kind}/*")) if path.is_dir()]
    assert bags
    wrong = {str(path): codes(path) for path in bags if validate(path).ok != (kind == "valid")}
    assert wrong == {}
