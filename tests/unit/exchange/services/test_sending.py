"""The queue: cuts, turns, pauses, what the centre refuses, two laptops, emptied sticks."""

import errno
import os
from contextlib import contextmanager
from datetime import datetime

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange import folder, network_errors
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.exchange.remote import object_name
from kta_desktop.services import (
    auditing,
    channel,
    courier,
    delivering,
    packing,
    receiving,
    sending,
    sending_course,
)
from kta_desktop.services.channel import Channel, Hours, NetworkNow, Over, Waiting
from kta_desktop.storage import clock, outbox, remotes, transfers

LINE = "https://centre.example/kta"


@pytest.fixture(autouse=True)
def _breathless(monkeypatch):
    monkeypatch.setattr(sending, "_BREATH_S", 0.0)


@pytest.fixture
def queued(hand, laptop, stick, tmp_path):
    """An audit with a photograph, queued for the stick."""
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    return audit


@pytest.fixture
def line(laptop, stick, monkeypatch):
    """Let the place be reached over a line; return where its folder really lies."""
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("UPDATE remotes SET url = ?", (LINE,))

    @contextmanager
    def opened(ws, _row, pace):
        yield FolderRemote(stick, ws.device, pace)

    monkeypatch.setattr(sending, "opened", opened)
    return stick


def only(ws, **network):
    (row,) = delivering.deliveries(ws, NetworkNow(**network))
    return row


def failing(monkeypatch, error):
    """Let every object meet an error; return what takes it away."""
    patch = pytest.MonkeyPatch()

    def fail(*_args):
        raise error

    patch.setattr(FolderRemote, "put_object", fail)
    return patch


def test_that_a_line_cut_at_every_object_delivers_in_one_go(queued, laptop, line, monkeypatch):
    before, cuts = FolderRemote.put_object, set()

    def put(self, member, step):
        before(self, member, step)
        if member.sha256 not in cuts:
            cuts.add(member.sha256)
            raise network_errors.CutError(where=LINE)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    laid_out, assemble = [], packing.assemble
    monkeypatch.setattr(packing, "assemble", lambda *of: laid_out.append(of) or assemble(*of))
    report = delivering.sync(laptop)
    assert (report.delivered, report.errors, report.stopped) == ((queued,), (), False)
    assert len(cuts) > 5
    assert len(laid_out) == 1
    assert only(laptop).state is Delivery.DELIVERED


def test_that_a_line_that_brings_nothing_further_rests_longer_each_time(queued, laptop, line):
    patch = failing(None, network_errors.ServerError(where=LINE))
    pauses = []
    with patch.context():
        for _try in range(4):
            report = delivering.sync(laptop)
            assert [error["code"] for error in report.errors] == ["server-failed"]
            halt = laptop.under_way.halts["centre"]
            pauses.append(halt.until - laptop.under_way.visits["centre"])
            assert only(laptop).waits_for is Waiting.RETRY
            assert only(laptop).again_at
    patch.undo()
    assert pauses == sorted(pauses)
    assert pauses[-1] > 5 * pauses[0]
    assert not courier.is_due(laptop, channel.UNKNOWN)
    assert delivering.sync(laptop, automatic=True).delivered == ()
    courier.begin_anew(laptop)
    assert courier.is_due(laptop, channel.UNKNOWN)
    assert delivering.sync(laptop, automatic=True).delivered == (queued,)
    assert laptop.under_way.halts == {}


@pytest.mark.parametrize(
    ("kind", "waiting"),
    [
        (network_errors.OfflineError, Waiting.NETWORK),
        (network_errors.PortalError, Waiting.PORTAL),
        (network_errors.CredentialsError, Waiting.PERSON),
        (network_errors.ClockError, Waiting.PERSON),
        (network_errors.QuotaError, Waiting.PERSON),
    ],
)
def test_that_what_every_audit_would_meet_stops_the_place_once(
    hand, queued, laptop, line, kind, waiting
):
    delivering.queue(laptop, hand.start(laptop, "KTA-2026-002"))
    patch = failing(None, kind(where=LINE))
    report = delivering.sync(laptop)
    patch.undo()
    assert report.stopped
    assert [error["code"] for error in report.errors] == [kind.code]
    first, second = delivering.deliveries(laptop)
    assert (first.state, first.waits_for) == (Delivery.QUEUED, waiting)
    assert second.waits_for is waiting
    assert first.error is None
    assert not courier.is_due(laptop, channel.UNKNOWN)
    courier.begin_anew(laptop)
    assert courier.is_due(laptop, channel.UNKNOWN) is (waiting is not Waiting.PERSON)
    assert len(delivering.sync(laptop).delivered) == 2


def test_that_what_was_moved_first_goes_first(hand, laptop, stick):
    audits = [hand.start(laptop, f"KTA-2026-00{number}") for number in (1, 2, 3)]
    for audit in audits:
        delivering.queue(laptop, audit)
    rows = delivering.deliveries(laptop)
    assert [row.place_in_queue for row in rows] == [1, 2, 3]
    assert [row.waits_for for row in rows] == [None, Waiting.TURN, Waiting.TURN]
    delivering.move_first(laptop, rows[1].key)
    delivering.move_first(laptop, rows[2].key)
    assert [row.place_in_queue for row in delivering.deliveries(laptop)] == [3, 2, 1]
    assert delivering.sync(laptop).delivered == tuple(reversed(audits))


def test_that_a_pause_stops_what_is_under_way_and_keeps_what_arrived(
    queued, laptop, stick, monkeypatch
):
    monkeypatch.setattr(sending_course, "_LOOK_S", 0.0)
    before = FolderRemote.put_object

    def put(self, member, step):
        before(self, member, step)
        channel.set_channel(laptop, Channel(paused=True))

    with monkeypatch.context() as patched:
        patched.setattr(FolderRemote, "put_object", put)
        report = delivering.sync(laptop)
    assert (report.delivered, report.errors) == ((), ())
    assert report.waits_for == (("centre", Waiting.PAUSED),)
    row = only(laptop)
    assert (row.state, row.waits_for) == (Delivery.QUEUED, Waiting.PAUSED)
    assert 0 < row.bytes_done < row.bytes_total
    assert delivering.sync(laptop).delivered == ()
    channel.set_channel(laptop, Channel())
    assert delivering.sync(laptop).delivered == (queued,)


@pytest.mark.parametrize(
    ("chosen", "network", "hour", "waiting"),
    [
        (Channel(), NetworkNow(), 12, None),
        (Channel(), NetworkNow(is_there=False), 12, Waiting.NETWORK),
        (Channel(), NetworkNow(is_there=True, has_portal=True), 12, Waiting.PORTAL),
        (Channel(network=Over.UNMETERED), NetworkNow(), 12, None),
        (Channel(network=Over.UNMETERED), NetworkNow(is_metered=True), 12, Waiting.UNMETERED),
        (Channel(network=Over.ANY), NetworkNow(is_metered=True), 12, None),
        (Channel(hours=Hours.NIGHT), NetworkNow(), 21, Waiting.NIGHT),
        (Channel(hours=Hours.NIGHT), NetworkNow(), 22, None),
        (Channel(hours=Hours.NIGHT), NetworkNow(), 5, None),
        (Channel(hours=Hours.NIGHT), NetworkNow(), 6, Waiting.NIGHT),
        (Channel(paused=True, hours=Hours.NIGHT), NetworkNow(is_there=False), 6, Waiting.PAUSED),
    ],
)
def test_that_the_channel_says_what_is_waited_for(chosen, network, hour, waiting):
    at = datetime(2026, 11, 23, hour, 59).astimezone()
    assert channel.may_send(chosen, network, at) is waiting
    on_stick = channel.may_send_to("/media/stick", chosen, network, at)
    assert on_stick is (Waiting.PAUSED if chosen.paused else None)


def test_that_the_channel_is_kept_and_a_damaged_one_is_as_if_never_set(laptop):
    chosen = Channel(paused=True, limit=64_000, network=Over.UNMETERED, hours=Hours.NIGHT)
    channel.set_channel(laptop, chosen)
    assert channel.channel(laptop) == chosen
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '{\"limit\":[]}' WHERE key = 'channel'")
    assert channel.channel(laptop) == Channel()


def test_that_only_who_asks_tries_a_line_that_the_system_says_is_gone(queued, laptop, line):
    gone = NetworkNow(is_there=False)
    assert only(laptop, is_there=False).waits_for is Waiting.NETWORK
    report = delivering.sync(laptop, network=gone, automatic=True)
    assert (report.delivered, report.errors) == ((), ())
    assert delivering.sync(laptop, network=gone).delivered == (queued,)


def test_that_by_day_the_centre_is_heard_but_nothing_is_sent(
    hand, queued, laptop, centre, line, monkeypatch
):
    delivering.sync(laptop)
    receiving.intake(centre, str(line))
    second = hand.start(laptop, "KTA-2026-002")
    delivering.queue(laptop, second)
    channel.set_channel(laptop, Channel(hours=Hours.NIGHT))
    monkeypatch.setattr(channel, "is_night", lambda _at: False)
    report = delivering.sync(laptop)
    assert (report.delivered, report.received) == ((), (queued,))
    assert report.waits_for == (("centre", Waiting.NIGHT),)
    monkeypatch.setattr(channel, "is_night", lambda _at: True)
    assert delivering.sync(laptop).delivered == (second,)


def test_that_two_do_not_send_at_once(queued, laptop, stick):
    seen = []

    def again(_fraction, _text):
        if not seen:
            seen.append(delivering.sync(laptop))
            seen.append(only(laptop))

    assert delivering.sync(laptop, report=again).delivered == (queued,)
    assert seen[0].under_way
    assert seen[0].delivered == ()
    assert seen[1].is_under_way
    assert seen[1].waits_for is None


def test_that_a_stick_is_written_while_a_slow_line_is_busy(hand, queued, laptop, stick, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    delivering.add_remote(laptop, "other", str(other))
    delivering.queue(laptop, queued, "other")
    seen = []

    def meanwhile(_fraction, _text):
        if not seen:
            seen.append(delivering.sync(laptop, "other"))

    delivering.sync(laptop, "centre", report=meanwhile)
    assert seen[0].delivered == (queued,)
    assert not seen[0].under_way


def test_that_what_is_queued_meanwhile_goes_along(hand, queued, laptop, stick):
    audits = []

    def queue(_fraction, _text):
        if not audits:
            audits.append(hand.start(laptop, "KTA-2026-002"))
            delivering.queue(laptop, audits[0])

    assert delivering.sync(laptop, report=queue).delivered == (queued, *audits)


def test_that_closing_the_workspace_stops_sending(queued, laptop, stick):
    def close(_fraction, _text):
        laptop.under_way.is_closing = True

    report = delivering.sync(laptop, report=close)
    assert (report.stopped, report.delivered, report.errors) == (True, (), ())


def test_that_the_same_bundle_sent_ten_times_is_there_once(hand, queued, laptop, centre, stick):
    delivering.sync(laptop)
    before = hand.tree(stick)
    for _time in range(9):
        delivering.resend(laptop, only(laptop).key)
        assert delivering.sync(laptop).delivered == (queued,)
    assert hand.tree(stick) == before
    assert len(receiving.intake(centre, str(stick)).received) == 1
    for _time in range(9):
        assert receiving.intake(centre, str(stick)).received == ()


def test_that_two_laptops_deliver_the_same_audit_and_the_centre_has_all_of_it(
    hand, queued, laptop, new_workspace, centre, stick, tmp_path
):
    other = new_workspace("other")
    hand.as_centre(centre, other)
    file = packing.build(laptop, queued, tmp_path / "copy.kta").path
    packing.open_bundle(other, file)
    delivering.add_remote(other, "centre", str(stick))
    hand.answer(laptop, queued, "3.25")
    hand.answer(other, queued, "7.5", "ene_01")
    for ws in (laptop, other):
        delivering.queue(ws, queued)
    assert delivering.sync(laptop).errors == delivering.sync(other).errors == ()
    taken = receiving.intake(centre, str(stick))
    assert taken.refused == ()
    answers = auditing.load(centre, queued).entries
    assert answers["wat_03"]["text"] == "3.25"
    assert answers["ene_01"]["text"] == "7.5"
    assert queued in delivering.sync(laptop).received
    assert queued in delivering.sync(other).received


def test_that_an_emptied_stick_is_not_believed_to_hold_what_it_held(
    hand, queued, laptop, stick, centre
):
    delivering.sync(laptop)
    for path in sorted(stick.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    FolderRemote(stick, laptop.device).set_up()
    hand.answer(laptop, queued, "3.25")
    delivering.queue(laptop, queued)
    assert delivering.sync(laptop).delivered == (queued,)
    assert [one.revision for one in receiving.intake(centre, str(stick)).received] == [2]


def test_that_known_objects_cost_no_question_over_a_line(hand, queued, laptop, line, monkeypatch):
    delivering.sync(laptop)
    hand.answer(laptop, queued, "3.25")
    delivering.queue(laptop, queued)
    asked, before = [], FolderRemote.size

    def size(self, name):
        asked.append(name)
        return before(self, name)

    monkeypatch.setattr(FolderRemote, "size", size)
    assert delivering.sync(laptop).delivered == (queued,)
    with laptop.store.connect() as connection:
        known = transfers.confirmed(connection, "centre")
    old = [name for name in asked if name.startswith("objects/")]
    assert len(set(old)) < len(known)


def test_that_a_server_that_lost_the_manifest_is_asked_for_every_object(hand, queued, laptop, line):
    delivering.sync(laptop)
    for path in [*(line / "bundles").rglob("*.json"), *(line / "objects").rglob("*")]:
        if path.is_file():
            path.unlink()
    delivering.resend(laptop, only(laptop).key)
    assert delivering.sync(laptop).delivered == (queued,)
    with laptop.store.connect() as connection:
        known = transfers.confirmed(connection, "centre")
    assert all((line / object_name(sha256)).is_file() for sha256 in known)


def test_that_what_the_centre_misses_is_brought_again_by_itself(
    queued, laptop, centre, stick, tmp_path
):
    delivering.sync(laptop)
    photo = max((stick / "objects").rglob("*"), key=lambda path: path.stat().st_size)
    whole = photo.read_bytes()
    photo.write_bytes(bytes(len(whole)))
    refused = receiving.intake(centre, str(stick))
    assert len(refused.refused) == 1
    report = delivering.sync(laptop)
    assert (report.refused, report.delivered) == ((queued,), (queued,))
    assert photo.read_bytes() == whole
    assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [queued]
    assert delivering.sync(laptop).received == (queued,)


def test_that_what_the_centre_refuses_each_time_waits_for_a_person(
    queued, laptop, centre, stick, monkeypatch
):
    delivering.sync(laptop)
    photo = max((stick / "objects").rglob("*"), key=lambda path: path.stat().st_size)
    with laptop.store.begin() as connection:
        (row,) = outbox.rows(connection)
        reason = {"code": "refused-by-centre", "message": "…", "details": {"files": "a.jpg, b.jpg"}}
        outbox.set_state(connection, row.id, Delivery.QUEUED, reason)
    monkeypatch.setattr(
        "kta_desktop.services.delivering_rows._said",
        lambda *_args: {row.sha256: [{"verdict": "refused"}] * 3},
    )
    assert only(laptop).waits_for is Waiting.PERSON
    assert only(laptop).refused == ("a.jpg", "b.jpg")
    assert delivering.sync(laptop).delivered == ()
    delivering.resend(laptop, row.id)
    assert delivering.sync(laptop).delivered == (queued,)
    assert photo.exists()


def test_that_an_audit_with_an_error_of_its_own_is_not_tried_again_unasked(
    hand, laptop, stick, tmp_path
):
    audit = hand.start(laptop)
    photo = hand.photograph(laptop, audit, tmp_path)
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM contents WHERE sha256 = ?", (photo.sha256,))
    delivering.queue(laptop, audit)
    assert delivering.sync(laptop, automatic=True).errors[0]["code"] == "content-missing"
    assert only(laptop).waits_for is Waiting.PERSON
    courier.begin_anew(laptop)
    assert delivering.sync(laptop, automatic=True).errors == ()
    assert delivering.sync(laptop).errors[0]["code"] == "content-missing"


@pytest.mark.parametrize("moment", ["2025-11-23T09:00:00.000Z", "2027-11-23T09:00:00.000Z"])
def test_that_a_clock_off_by_a_year_loses_nothing(hand, laptop, centre, stick, monkeypatch, moment):
    audit = hand.start(laptop)
    with monkeypatch.context() as patched:
        for module in (clock, outbox, transfers, remotes):
            patched.setattr(module, "now", lambda: moment)
        hand.answer(laptop, audit, "3")
        delivering.queue(laptop, audit)
        assert delivering.sync(laptop).delivered == (audit,)
    assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [audit]
    assert delivering.sync(laptop).received == (audit,)
    hand.answer(laptop, audit, "3.25")
    delivering.queue(laptop, audit)
    assert delivering.sync(laptop).delivered == (audit,)


def test_that_a_full_disk_of_the_laptop_keeps_the_delivery_queued(
    queued, laptop, stick, monkeypatch
):
    from kta_desktop.storage.errors import DiskFullError, WorkspaceError

    def fail(*_args):
        raise DiskFullError(path=laptop.path)

    with monkeypatch.context() as patched:
        patched.setattr(transfers, "confirm", fail)
        with pytest.raises(WorkspaceError):
            delivering.sync(laptop)
    assert only(laptop).state in (Delivery.QUEUED, Delivery.SENDING)
    assert not laptop.under_way.is_busy("centre")
    assert delivering.sync(laptop).delivered == (queued,)


def test_that_a_full_place_at_any_object_is_told_and_nothing_is_called_delivered(
    queued, laptop, centre, stick, monkeypatch
):
    before, left = folder.make_durable, [0]

    def fail(file):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        before(file)

    for room in range(0, 6, 2):
        left[0] = room
        with monkeypatch.context() as patched:
            patched.setattr(folder, "make_durable", fail)
            report = delivering.sync(laptop)
        assert [error["code"] for error in report.errors] == ["disk-full"]
        assert only(laptop).state is Delivery.QUEUED
        assert receiving.intake(centre, str(stick)).received == ()
    assert delivering.sync(laptop).delivered == (queued,)
    assert len(receiving.intake(centre, str(stick)).received) == 1
