"""Taking in over a line that breaks, a place that changed, and bundles that can never be taken."""

import pytest

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import BundleSchemaError, RemoteTooNewError
from kta_desktop.exchange.findings import Check, Verification
from kta_desktop.exchange.network_errors import NetworkError
from kta_desktop.services import delivering, receiving, remotes
from tests.servers.dav import Dav


@pytest.fixture
def server():
    with Dav() as made:
        made.folders.add("/place")
        yield made


def test_that_an_intake_goes_on_after_each_cut_of_the_line(hand, laptop, centre, server, tmp_path):
    url = f"{server.url}/place"
    remotes.add_remote(laptop, "line", url)
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    cuts = 0
    for method, count in (("GET", 0), ("GET", 700), ("PROPFIND", 10), ("PUT", 5)):
        server.cut = {method: count}
        try:
            receiving.intake(centre, url)
        except NetworkError:
            cuts += 1
        assert receiving.held(centre) == ()
    assert cuts > 0
    server.cut = {}
    report = receiving.intake(centre, url)
    assert (len(report.received) + report.known, report.refused) == (1, ())
    assert delivering.sync(laptop).received == (audit,)


def test_that_a_place_of_a_later_layout_is_left_alone(centre, stick):
    (stick / "kta.json").write_text('{"layout":2}')
    before = sorted(stick.rglob("*"))
    with pytest.raises(RemoteTooNewError):
        receiving.intake(centre, str(stick))
    assert sorted(stick.rglob("*")) == before


def test_that_what_can_never_be_taken_is_fetched_once(hand, laptop, centre, stick, monkeypatch):
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    looked = []

    def verify(source):
        looked.append(source.name)
        fault: KtaError = BundleSchemaError(where="data/audit.json", reason="x")
        return Verification((Check(name="schema", ok=False, fault=fault),), None)

    monkeypatch.setattr(receiving, "verify", verify)
    for told in (True, False, False):
        (refused,) = receiving.intake(centre, str(stick)).refused
        assert (refused.error["code"], refused.told) == ("bundle-schema", told)
    assert len(looked) == 1


def test_that_an_intake_stops_when_asked_and_keeps_what_it_took(hand, laptop, centre, stick):
    for number in (1, 2, 3):
        delivering.queue(laptop, hand.start(laptop, f"KTA-2026-00{number}"))
    delivering.sync(laptop)
    asked = []

    def cancelled():
        asked.append(len(list((stick / "receipts").rglob("*.json"))))
        return asked[-1] > 0

    report = receiving.intake(centre, str(stick), cancelled=cancelled)
    assert (report.stopped, len(report.received)) == (True, 1)
    report = receiving.intake(centre, str(stick))
    assert (report.stopped, len(report.received), report.known) == (False, 2, 1)
