"""Settings every test shares."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from kta_desktop import i18n


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory, monkeypatch):
    """Keep tests out of the user's folders, and leave the language as it was."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KTA_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("KTA_CONFIG_DIR", str(home / "config"))
    # What is compiled is named by the hash of its files: one test may use what another compiled.
    monkeypatch.setenv("KTA_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    before = i18n.language()
    yield
    i18n.set_language(before)
