"""Settings every test shares."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from kta_desktop import i18n

_seen: dict[str, str] = {}
"""The test module whose first test has left the program loaded."""


@pytest.fixture(scope="session", autouse=True)
def _shared_places(tmp_path_factory):
    """Keep what serves many tests out of the user's folders, too.

    What is compiled is named by the hash of its files: one test may use what another compiled.
    """
    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("cache", "data", "config"):
            patch.setenv(f"KTA_{name.upper()}_DIR", str(base / name))
        yield


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory, monkeypatch):
    """Give each test folders of its own, and leave the language as it was."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KTA_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("KTA_CONFIG_DIR", str(home / "config"))
    before = i18n.language()
    yield
    i18n.set_language(before)


@pytest.fixture(autouse=True)
def _rubbish(request):
    """Collect what windows leave on this thread alone, as the program does.

    What is left after the first test of a module belongs to the program: the next collections
    need not go through it again, which takes up to a second once everything is loaded.
    """
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    if _seen.get("module") != request.module.__name__:
        _seen["module"] = request.module.__name__
        gc.freeze()
    gc.enable()
