"""Whole exchanges over bad lines: cut again and again, the server gone and back."""

import random

import keyring
import pytest
from keyring.errors import NoKeyringError

from kta_desktop.exchange import s3_line, s3_parts
from kta_desktop.services import credentials, delivering, receiving, remotes, sending
from kta_desktop.services.channel import Waiting
from kta_desktop.services.remotes import RemoteSettings
from tests.servers.dav import Dav
from tests.servers.s3 import S3Server


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Parts and pieces as small as the files of a test, no rest after a cut, no keyring."""

    def missing(*_told):
        raise NoKeyringError

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, missing)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setattr(sending, "_BREATH_S", 0.0)
    monkeypatch.setattr(s3_parts, "PART", 64 << 10)
    monkeypatch.setattr(s3_line, "PIECE", 8 << 10)
    monkeypatch.setattr(s3_line, "closer", lambda found, _where: found)


class DavLine:
    """A WebDAV server, and how to break its line."""

    def __init__(self):
        self.server = Dav()
        self.server.folders.add("/place")
        self.settings = RemoteSettings(url=f"{self.server.url}/place")

    def cut(self, after):
        if not self.server.cut:
            self.server.cut["PUT"] = after

    def is_cut(self):
        return not self.server.cut

    def mend(self):
        self.server.cut.clear()

    def came(self):
        return self.server.taken


class S3Line:
    """An S3 server, and how to break its line."""

    def __init__(self):
        self.server = S3Server()

    @property
    def settings(self):
        user, secret = self.server.user, self.server.secret
        return RemoteSettings(url=self.server.place(), user=user, secret=secret)

    def cut(self, after):
        if self.server.faults.cut_in is None:
            self.server.faults.cut_in = after

    def is_cut(self):
        return self.server.faults.cut_in is None

    def mend(self):
        self.server.faults.cut_in = None

    def came(self):
        return self.server.received


@pytest.fixture(params=[DavLine, S3Line])
def line(request, laptop):
    """A line to a place of the laptop."""
    made = request.param()
    with made.server:
        remotes.add(laptop, "centre", made.settings)
        yield made


@pytest.fixture
def queued(hand, laptop, line, tmp_path):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    return audit


def test_that_a_line_that_breaks_again_and_again_brings_everything_once(
    hand, queued, laptop, centre, line
):
    chance, cuts = random.Random(5), []

    def cut(_fraction, _text):
        if line.is_cut() and len(cuts) < 6:
            cuts.append(chance.choice((2_000, 9_000, 30_000, 70_000)))
            line.cut(cuts[-1])

    tries = 0
    while not delivering.sync(laptop, report=cut).delivered:
        tries += 1
        assert tries < 30
    line.mend()
    (row,) = delivering.deliveries(laptop)
    assert len(cuts) >= 3
    assert row.bytes_done == row.bytes_total > 90_000
    taken = remotes_intake(centre, line)
    assert [one.audit for one in taken.received] == [queued]
    assert delivering.sync(laptop).received == (queued,)
    before = line.came()
    delivering.resend(laptop, row.key)
    assert delivering.sync(laptop).delivered == (queued,)
    assert line.came() - before < 10_000  # the manifest at most


def remotes_intake(centre, line):
    remotes.add(centre, "place", line.settings)
    return receiving.intake(centre, "place")


def test_that_a_version_with_one_answer_more_sends_only_what_is_new(hand, queued, laptop, line):
    delivering.sync(laptop)
    whole = line.came()
    hand.answer(laptop, queued, "3.25")
    delivering.queue(laptop, queued)
    report = delivering.sync(laptop)
    assert report.delivered == (queued,)
    assert line.came() - whole < 30_000 < whole / 3
    assert report.bytes_sent <= 30_000


@pytest.mark.parametrize("line", [S3Line], indirect=True)
def test_that_a_server_that_is_gone_is_waited_for(queued, laptop, line):
    line.server.kill()
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["offline"]
    (row,) = delivering.deliveries(laptop)
    assert row.waits_for is Waiting.NETWORK
    line.server.start()
    assert delivering.sync(laptop).delivered == (queued,)
