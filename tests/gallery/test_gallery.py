"""No word is cut off on any screen, and no screen is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.gallery.__main__ import shoot
from tests.gallery.screens import SCREENS

UI = Path(__file__).parents[2] / "ui"
LOOKS = {150: ("longer-light",)}
"""By scale: the least room with the longest words; Kazakh at 100 % is looked at with focus."""


def test_that_every_page_and_dialog_has_a_screen():
    shown = {module for screen in SCREENS for module in screen.shows}
    there = {
        f"{folder}.{path.stem}"
        for folder in ("views", "dialogs")
        for path in (UI / folder).glob("*.py")
        if path.stem != "__init__"
    }
    assert there - shown == set()
    assert shown - there == set()


@pytest.fixture(scope="module")
def clipped(tmp_path_factory):
    """Clipped words by picture, scale by scale; a process each."""
    out = tmp_path_factory.mktemp("gallery")
    with ThreadPoolExecutor() as pool:
        asked = {
            scale: pool.submit(shoot, scale, looks, out, "--check")
            for scale, looks in LOOKS.items()
        }
        return {scale: found.result() for scale, found in asked.items()}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("percent", LOOKS)
def test_that_no_word_is_clipped(percent, clipped):
    assert clipped[percent] == {}


@pytest.mark.timeout(600)
def test_that_every_control_has_a_name_and_a_focus_that_is_seen(tmp_path):
    assert shoot(100, ("kk-light",), tmp_path, "--check", "--access") == {}
