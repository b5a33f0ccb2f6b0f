"""Objects in parts: whatever breaks, sending goes on where it stopped and ends whole."""

import hashlib
import io
import random
import threading

import pytest

from kta_desktop.exchange import s3_line, s3_parts
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import ClockError, CutError, NetworkError, ServerError
from kta_desktop.exchange.remote import Access, object_name
from kta_desktop.exchange.s3 import S3Remote
from kta_desktop.exchange.s3_parts import MOST_PARTS, part_size
from kta_desktop.exchange.s3_pieces import Body, Room, pieces
from kta_desktop.storage.transfers import Upload
from tests.servers.s3 import S3Server

PART = 64 << 10
SIZE = 9 * PART + 1234
DATA = random.Random(7).randbytes(SIZE)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(s3_parts, "PART", PART)
    monkeypatch.setattr(s3_line, "PIECE", 8 << 10)
    monkeypatch.setattr(s3_line, "closer", lambda found, _where: found)


class Written(dict):
    """A journal as it lies on the disk: it outlives every place that is opened with it."""

    def begun(self, sha256):
        return self.get(sha256)

    def begin(self, sha256, upload):
        self[sha256] = upload

    def end(self, sha256):
        self.pop(sha256, None)


class Laptop:
    """A laptop that sends one object, opening the place anew each time as a new process does."""

    def __init__(self, server):
        self.server, self.journal = server, Written()
        self.sha256 = hashlib.sha256(DATA).hexdigest()
        self.key = server.key(object_name(self.sha256))
        self.told = 0

    def member(self):
        slices = (DATA[begin : begin + 10_000] for begin in range(0, SIZE, 10_000))
        return Member(name="data/x", size=SIZE, sha256=self.sha256, open=lambda: slices)

    def send(self, pace=lambda _count: None, step=None):
        known = {"user": S3Server.user, "secret": "x", "journal": self.journal}
        place = S3Remote(self.server.place(), Access(owner="f" * 64, pace=pace, **known))
        self.told = 0
        try:
            place.put_object(self.member(), step or self._step)
        finally:
            place.close()

    def _step(self, count):
        self.told += count

    def is_whole(self):
        stored = self.server.objects.get(self.key)
        return stored is not None and stored.data == DATA


@pytest.fixture
def server():
    with S3Server() as server:
        yield server


@pytest.fixture
def laptop(server):
    return Laptop(server)


def sent_parts(server):
    """Return how many parts went over the line."""
    return sum("partNumber" in asked for asked in server.asked)


MOMENTS = [number * PART for number in range(10)] + random.Random(3).sample(range(1, SIZE), 8)


@pytest.mark.parametrize("moment", MOMENTS)
def test_that_a_line_cut_at_any_moment_costs_only_parts_under_way(server, laptop, moment):
    server.faults.cut_in = max(moment, 1)
    with pytest.raises(CutError):
        laptop.send()
    arrived = sum(len(part.data) for up in server.uploads.values() for part in up.values())
    assert laptop.told <= arrived
    before = server.received
    laptop.send()
    assert laptop.is_whole()
    assert laptop.told == SIZE
    assert server.received - before < SIZE - arrived + 5000  # and the list of parts
    assert laptop.journal == {}


def test_that_sending_ends_whole_however_often_the_line_breaks(server, laptop):
    chance = random.Random(5)
    for _try in range(60):
        server.faults.cut_in = chance.randrange(1, 3 * PART)
        try:
            laptop.send()
        except CutError:
            continue
        break
    assert laptop.is_whole()
    assert len(server.uploads) == 0


def test_that_a_server_that_is_killed_and_comes_back_is_gone_on_with(server, laptop):
    def step(_count):
        if sent_parts(server) >= 4:
            server.kill()

    with pytest.raises(NetworkError):
        laptop.send(step=step)
    server.start()
    kept = len(next(iter(server.uploads.values())))
    assert kept >= 3
    server.asked.clear()
    laptop.send()
    assert sent_parts(server) == 10 - kept
    assert laptop.is_whole()


def test_that_an_upload_that_the_server_forgot_begins_anew(server, laptop):
    server.faults.cut_in = 5 * PART
    with pytest.raises(CutError):
        laptop.send()
    server.uploads.clear()
    laptop.send()
    assert laptop.is_whole()


def test_that_an_upload_forgotten_while_it_is_sent_begins_anew_the_next_time(server, laptop):
    with pytest.raises(CutError):
        laptop.send(step=lambda _count: server.uploads.clear())
    assert laptop.journal == {}
    laptop.send()
    assert laptop.is_whole()


def test_that_a_part_that_differs_there_is_sent_again(server, laptop):
    server.faults.cut_in = 6 * PART
    with pytest.raises(CutError):
        laptop.send()
    parts = next(iter(server.uploads.values()))
    parts[1] = type(parts[1])(b"x" * PART, server.etag(b"x" * PART))
    laptop.send()
    assert laptop.is_whole()


def test_that_parts_are_cut_as_they_were_when_the_upload_began(server, laptop, monkeypatch):
    server.faults.cut_in = 6 * PART
    with pytest.raises(CutError):
        laptop.send()
    kept = len(next(iter(server.uploads.values())))
    monkeypatch.setattr(s3_parts, "PART", 2 * PART)
    server.asked.clear()
    laptop.send()
    assert sent_parts(server) == 10 - kept
    assert laptop.is_whole()


def test_that_a_list_of_parts_is_read_to_its_end(server, laptop):
    server.page = 2
    server.faults.cut_in = 8 * PART
    with pytest.raises(CutError):
        laptop.send()
    kept = len(next(iter(server.uploads.values())))
    server.asked.clear()
    laptop.send()
    assert sent_parts(server) == 10 - kept


def test_that_an_answer_lost_at_the_very_end_needs_no_second_sending(server, laptop):
    server.faults.lose_answer = f"POST {laptop.key}?uploadId"
    with pytest.raises(CutError):
        laptop.send()
    assert laptop.is_whole()


def test_that_an_object_put_together_by_a_request_sent_twice_is_seen(server, laptop, monkeypatch):
    """A proxy may send a request again whose answer it lost."""
    call = s3_line.S3Line.call

    def twice(line, operation, **said):
        if operation == "complete_multipart_upload":
            call(line, operation, **said)
        return call(line, operation, **said)

    monkeypatch.setattr(s3_line.S3Line, "call", twice)
    laptop.send()
    assert laptop.is_whole()
    assert laptop.journal == {}


@pytest.mark.parametrize(("fault", "said"), [("busy", ServerError), ("clock", ClockError)])
def test_that_one_refused_part_leaves_the_others_there(server, laptop, fault, said):
    """Such as when the clock of the laptop is set a year ahead while it sends."""

    def step(count):
        laptop.told += count
        if laptop.told == 2 * PART:
            setattr(server.faults, fault, 1 if fault == "busy" else 31_536_000)

    with pytest.raises(said):
        laptop.send(step=step)
    arrived = sent_parts(server)
    server.faults.clock = 0
    laptop.send()
    assert laptop.is_whole()
    assert laptop.told == SIZE
    assert arrived >= 2
    assert sent_parts(server) <= 10 + s3_parts.AT_ONCE


def test_that_a_stop_ends_all_parts_at_once_and_loses_none_that_arrived(server, laptop):
    stopped, told = threading.Event(), []

    def pace(_count):
        if stopped.is_set():
            raise CancelledError

    def step(count):
        told.append(count)
        if len(told) == 3:  # and no more than six are on their way
            stopped.set()

    with pytest.raises(CancelledError):
        laptop.send(pace, step)
    arrived = len(next(iter(server.uploads.values())))
    assert 3 <= arrived < 10
    laptop.send()
    assert sent_parts(server) <= 10 + 2 * s3_parts.AT_ONCE
    assert laptop.is_whole()


def test_that_several_parts_go_at_once_on_a_quick_line(server, laptop):
    """After the first, each part waits at its first bytes until as many are under way."""
    together = threading.Barrier(s3_parts.AT_ONCE, timeout=20)
    met = []

    def pace(_count):
        if laptop.told == PART and not met:
            together.wait()
            met.append(threading.get_ident())

    laptop.send(pace)
    assert len(set(met)) == s3_parts.AT_ONCE
    assert laptop.is_whole()


def test_that_on_a_slow_line_parts_go_one_by_one(server, laptop, monkeypatch):
    monkeypatch.setattr(s3_parts, "_ALONE", 0.0)
    server.faults.cut_in = 5 * PART + 10
    with pytest.raises(CutError):
        laptop.send()
    assert sent_parts(server) == 6
    assert len(next(iter(server.uploads.values()))) == 5


def test_that_no_more_than_a_few_parts_are_in_memory(server, laptop):
    """What was read of the object and has not arrived is what memory holds."""
    read, most = 0, 0

    def counted():
        nonlocal read, most
        for begin in range(0, SIZE, 10_000):
            read += len(DATA[begin : begin + 10_000])
            most = max(most, read - laptop.told)
            yield DATA[begin : begin + 10_000]

    laptop.member = lambda: Member(name="data/x", size=SIZE, sha256=laptop.sha256, open=counted)
    laptop.send()
    assert most <= (s3_parts.AT_ONCE + 1) * PART + 10_000


def test_that_parts_are_never_more_than_s3_takes():
    for size in (1, 8 << 20, 80 << 30, (80 << 30) + 1, 5 << 40):
        assert -(-size // part_size(size)) <= MOST_PARTS
        assert part_size(size) >= PART


def test_that_a_stream_is_cut_anew_without_losing_a_byte():
    chance = random.Random(1)
    data = chance.randbytes(5000)
    for _try in range(50):
        cuts = sorted(chance.sample(range(5000), 7))
        chunks = [data[a:b] for a, b in zip([0, *cuts], [*cuts, 5000], strict=True)]
        size = chance.randrange(1, 6000)
        found = [bytes(piece) for piece in pieces(iter(chunks), Room(size))]
        assert b"".join(found) == data
        assert all(len(piece) == size for piece in found[:-1])


def test_that_a_part_keeps_its_bytes_until_its_place_is_given_back():
    data, room = random.Random(2).randbytes(40), Room(8)
    cut = pieces(iter([data]), room)
    first, second = next(cut), next(cut)
    assert bytes(first) + bytes(second) == data[:16]
    room.give_back(first)
    third, fourth = next(cut), next(cut)
    assert bytes(second) + bytes(third) + bytes(fourth) == data[8:32]
    assert fourth.obj is not second.obj


def test_that_a_body_is_read_like_a_file():
    data = random.Random(3).randbytes(100)
    ours, theirs = Body(memoryview(data)), io.BytesIO(data)
    assert len(ours) == 100
    for ask in (lambda file: file.read(7), lambda file: file.seek(-9, io.SEEK_END),
                lambda file: file.read(), lambda file: file.read(3), lambda file: file.seek(4),
                lambda file: file.seek(2, io.SEEK_CUR), lambda file: file.tell(),
                lambda file: file.read(500)):  # fmt: skip
        assert ask(ours) == ask(theirs)


def test_that_the_journal_of_a_place_only_read_keeps_nothing():
    access = Access(owner="x")
    access.journal.begin("a", Upload("1", 2))
    assert access.journal.begun("a") is None
