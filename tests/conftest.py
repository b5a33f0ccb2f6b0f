"""Settings every test shares."""

import gc
import os
from functools import lru_cache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from kta_desktop import i18n
from kta_desktop.storage import keys
from tests import quick

# How fast examples are made is a matter of the machine and of what else it does.
settings.register_profile("kta", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kta")
DERIVE = keys._derive
LEAST_MS = 30_000  # bounds what never comes; what comes is not waited for longer
LEAST = 2**14  # what a key file may name as the cost of scrypt; 35 ms
_seen: dict[str, str] = {}
"""The test module whose first test has left the program loaded."""


@pytest.fixture(scope="session", autouse=True)
def _shared_places(tmp_path_factory):
    """Keep what serves many tests out of the user's folders, too.

    What is compiled is named by the hash of its files: one test may use what another compiled,
    in whichever worker.
    """
    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("data", "config"):
            patch.setenv(f"KTA_{name.upper()}_DIR", str(base / name))
        shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
        patch.setenv("KTA_CACHE_DIR", str(shared / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_keys():
    """Let scrypt cost nothing where a test asks for the least it may cost.

    Only this process can open what is made so, see ``real_keys``. At its usual cost a key is
    derived as ever, from each secret once.
    """
    derive = lru_cache(DERIVE)

    def quick(secret, salt, cost):
        return derive(secret, salt, (2, 1, 1) if cost[0] <= LEAST else cost)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_derive", quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_workspaces():
    """Let the tables and checklists of a new workspace be worked out once per process."""
    with quick.workspaces():
        yield


@pytest.fixture
def real_keys(monkeypatch):
    """Let another process open what is made here."""
    monkeypatch.setattr(keys, "_derive", DERIVE)


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory, monkeypatch):
    """Give each test folders of its own, and leave the language as it was."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KTA_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("KTA_CONFIG_DIR", str(home / "config"))
    before = i18n.language()
    yield
    i18n.set_language(before)


class Patient(QtBot):
    """A bot that waits long for what comes: how soon is a matter of the machine."""

    def waitUntil(self, callback, *, timeout=LEAST_MS):  # noqa: N802 - as pytest-qt calls it
        """Wait until ``callback`` holds, never less than half a minute."""
        super().waitUntil(callback, timeout=max(timeout, LEAST_MS))

    def waitSignal(self, signal, *, timeout=LEAST_MS, raising=None, **more):  # noqa: N802
        """Wait for a signal, never less than half a minute but where none is to come."""
        least = timeout if raising is False else LEAST_MS
        return super().waitSignal(signal, timeout=max(timeout, least), raising=raising, **more)

    def waitActive(self, widget, *, timeout=LEAST_MS):  # noqa: N802
        """Wait until a window has the keyboard, never less than half a minute."""
        return super().waitActive(widget, timeout=max(timeout, LEAST_MS))

    def waitExposed(self, widget, *, timeout=LEAST_MS):  # noqa: N802
        """Wait until a window is shown, never less than half a minute."""
        return super().waitExposed(widget, timeout=max(timeout, LEAST_MS))


@pytest.fixture
def qtbot(qapp, request):
    """Return a bot that lets nothing fail because the machine is busy."""
    return Patient(request)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """Collect what windows leave on this thread alone, as the program does.

    Fixtures of a module are made before those of its tests and go after them, and pytest itself
    holds what a test was given until the next: so the collector rests from before the first of
    them until nothing of windows is left. In a thread of a later test it would end the run.
    """
    if not _has_windows(item):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        if nextitem is None or not _has_windows(nextitem):
            gc.collect()
            gc.enable()


def _has_windows(item):
    """Whether a test makes anything of Qt."""
    return not {"qtbot", "qapp"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _rubbish(request):
    """Collect what the windows of a test left, so that it is told of the test that left it.

    What is left after the first test of a module belongs to the program: the next collections
    need not go through it again, which takes up to a second once everything is loaded.
    """
    yield
    if not _has_windows(request.node):
        return
    gc.collect()
    if _seen.get("module") != request.module.__name__:
        _seen["module"] = request.module.__name__
        gc.freeze()
