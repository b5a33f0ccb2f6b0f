"""Opening what someone altered: nothing is taken in, and nothing is written elsewhere."""

import random
import zipfile
from pathlib import Path

import pytest

from kta_desktop.exchange.container import Container
from kta_desktop.services import packing, quarantine

NAMES = (
    "../outside.txt",
    "data/../../outside.txt",
    "C:/outside.txt",
    "data\\..\\..\\outside.txt",
    "data/evidence/nul.jpg",
    "data/a\x00b",
    "BAGIT.TXT",
)


@pytest.fixture
def bundle(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    path = packing.build(laptop, audit, tmp_path / "a.kta").path
    laptop.close()  # so that its files stay as they are
    return path


def with_file(bundle, name):
    """Return the bundle with one more file, as any ZIP program would add it."""
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    return bundle.read_bytes()


def altered(data, entries, chance):
    """Yield the bundle with one byte of each file, of the headers and the end changed."""
    for place in (*(entry.data + entry.packed // 2 for entry in entries), len(data) - 70):
        yield data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def elsewhere(root, workspace):
    """Return every file under ``root`` but those of the workspace and its quarantine."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in found if workspace.parent not in path.parents}


def test_that_nothing_is_taken_in_or_written_outside_the_workspace(hand, centre, bundle, tmp_path):
    data = bundle.read_bytes()
    container = Container(bundle)
    container.close()
    bad = list(altered(data, container.entries, random.Random(3)))
    for name in (*NAMES, f"{tmp_path}/outside.txt"):
        bundle.write_bytes(data)
        bad.append(with_file(bundle, name))
    before, after_all = hand.everything(centre), elsewhere(tmp_path, centre.path)
    for one in bad:
        bundle.write_bytes(one)
        with pytest.raises(packing.BundleError):
            packing.open_bundle(centre, bundle)
        assert bundle.read_bytes() == one
    bundle.write_bytes(bad[-1])
    assert elsewhere(tmp_path, centre.path) == after_all | {bundle: bad[-1]}
    assert hand.everything(centre) == before
    kept = {Path(one.data_path).read_bytes() for one in quarantine.refused(centre)}
    assert kept == set(bad)
    assert {Path(one.data_path).parent for one in quarantine.refused(centre)} == {
        centre.path.parent / quarantine.FOLDER
    }
