"""Real servers for the tests, each started when the first test asks for it."""

import tempfile
from pathlib import Path

import pytest

from tests.remotes.apache import Apache
from tests.remotes.ceph import Ceph
from tests.remotes.daemons import NotStartedError
from tests.remotes.swift import Swift

SERVERS = ("ceph", "swift", "apache")
"""The fixtures that start one; each test that uses one has its name in its own."""


def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of one server on one worker: it is started once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByServer(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((name for name in SERVERS if name in nodeid), nodeid)

    return ByServer(config, log)


def pytest_collection_modifyitems(items):
    """Raise if a test would start a server on a worker that is not the server's."""
    for item in items:
        if item.path.parent != Path(__file__).parent:
            continue  # of the whole suite
        params = item.callspec.params.values() if hasattr(item, "callspec") else ()
        asked = (*item.fixturenames, *params)
        for name in SERVERS:
            if name in asked and name not in item.nodeid:
                raise pytest.UsageError(f"{name} is not in the name of {item.nodeid}")


def _running(kind, folder):
    """Yield a running server; skip with one line where it cannot be had."""
    if missing := kind.missing():
        pytest.skip(f"{kind.__name__} needs {', '.join(missing)}: tests/remotes/install.sh")
    server = kind(folder)
    try:
        try:
            server.start()
        except NotStartedError as error:
            pytest.skip(f"{kind.__name__} does not start here: {error}")
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def ceph(tmp_path_factory):
    """Return a Ceph with its S3 gateway, and nothing in it."""
    yield from _running(Ceph, tmp_path_factory.mktemp("ceph"))


@pytest.fixture(scope="session")
def swift(tmp_path_factory):
    """Return a Swift with its S3 interface, and nothing in it."""
    yield from _running(Swift, tmp_path_factory.mktemp("swift"))


@pytest.fixture(scope="session")
def apache():
    """Return an Apache with WebDAV; its folder is one that its own user may walk to."""
    with tempfile.TemporaryDirectory(prefix="kta-apache-") as folder:
        yield from _running(Apache, Path(folder))
