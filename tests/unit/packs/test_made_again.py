"""Claims that every pack of a sector can be made again from the sector data, to the byte.

The data are read beside the checkout, or where ``KTA_SECTOR_DATA`` says; without them the claims
are skipped.
"""

import os
from pathlib import Path

import pytest

from kta_desktop.packs.sector_yaml import files, read_overlay, read_sector
from kta_desktop.paths import RESOURCES

BESIDE = RESOURCES.parent.parent / "shared" / "domain" / "packs"
SECTORS = sorted(Path(os.environ.get("KTA_SECTOR_DATA") or BESIDE).glob("*.yaml"))
OURS = {"overlay.toml", "kazakh.toml"}  # what a person writes; the rest is made

pytestmark = pytest.mark.skipif(
    not SECTORS, reason="no sector data beside the checkout (KTA_SECTOR_DATA names their folder)"
)


@pytest.fixture(scope="module", params=SECTORS, ids=lambda path: path.stem)
def made(request):
    """Return the folder of a pack and what the converter makes for it now."""
    sector = read_sector(request.param.read_text(encoding="utf-8"))
    folder = RESOURCES / "packs" / sector["pack"]["id"]
    return folder, files(sector, read_overlay(folder))


def test_that_a_pack_made_again_is_the_same_to_the_byte(made):
    folder, texts = made
    for name, text in texts.items():
        assert (folder / name).read_bytes() == text.encode("utf-8"), f"{folder.name}/{name}"


def test_that_a_pack_holds_nothing_that_was_not_made(made):
    folder, texts = made
    assert {path.name for path in folder.iterdir()} - OURS == set(texts)
