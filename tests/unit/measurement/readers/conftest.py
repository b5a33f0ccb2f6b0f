"""Readers whose readings are gathered, and pairs of serial ports that are joined."""

import shutil
import subprocess
import threading

import pytest

from kta_desktop.domain.measurement import Instrument
from kta_desktop.measurement import reading
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.readers import open_reader
from kta_desktop.measurement.series import Series


class Heard:
    """A reader and everything it handed on."""

    def __init__(self, link, clock):
        self.batches = []
        self.reader = open_reader(link, clock, self.batches.append)

    @property
    def connection(self):
        return self.reader.connection

    @property
    def error(self):
        return self.reader.connection.error

    def series(self, channel):
        found = Series.of([], [])
        for batch in list(self.batches):
            if channel in batch:
                found = found.joined(batch[channel])
        return found

    def count(self, channel):
        return len(self.series(channel).times)

    def values(self, channel):
        return self.series(channel).values.tolist()

    def flags(self, channel):
        return self.series(channel).flags.tolist()


@pytest.fixture
def link_of():
    """Return a function that makes a link of a profile and the parts of an address."""

    def link(profile, **address):
        instrument = Instrument(name="Анализатор", serial="1")
        return Link(id="i1", profile=profile, address=Address(**address), instrument=instrument)

    return link


@pytest.fixture
def listen(monkeypatch, link_of):
    """Return a function that starts a reader; all are stopped in the end."""
    monkeypatch.setattr(reading, "BACKOFF_S", (0.02, 0.05))
    running = []

    def start(profile, clock=None, **address):
        heard = Heard(link_of(profile, **address), clock or SystemClock())
        heard.reader.start()
        running.append(heard)
        return heard

    yield start
    for heard in running:
        heard.reader.stop()


class Cable:
    """Two serial ports that are joined; ``cut`` pulls it out, ``join`` plugs it in."""

    def __init__(self, folder):
        self.ours, self.theirs = str(folder / "ours"), str(folder / "theirs")
        self._process = None

    def join(self):
        ends = [f"pty,raw,echo=0,link={end}" for end in (self.ours, self.theirs)]
        self._process = subprocess.Popen(["socat", "-d", "-d", *ends], stderr=subprocess.PIPE)
        for line in self._process.stderr:
            if b"starting data transfer loop" in line:
                return
        raise AssertionError("socat gave no pair of ports")

    def cut(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stderr.close()
            self._process = None


@pytest.fixture
def cable(tmp_path):
    """Return a pair of joined serial ports."""
    if shutil.which("socat") is None:
        pytest.skip("socat is not installed: no pair of serial ports to test with")
    made = Cable(tmp_path)
    made.join()
    yield made
    made.cut()


@pytest.fixture
def soon():
    """Return an event that nobody sets, to wait a short while by."""
    return threading.Event()
