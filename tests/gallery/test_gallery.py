"""No word is cut off on any screen, and no screen is forgotten."""

from pathlib import Path

import pytest

from tests.gallery.__main__ import shoot
from tests.gallery.screens import SCREENS

UI = Path(__file__).parents[2] / "ui"


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


@pytest.mark.timeout(600)
@pytest.mark.parametrize("percent", [100, 150])
def test_that_no_word_is_clipped(percent, tmp_path):
    looks = ("ru-light", "kk-light", "long-light")
    assert shoot(percent, looks, tmp_path, "--check") == {}
