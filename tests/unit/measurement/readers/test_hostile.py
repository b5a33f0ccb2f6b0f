"""Modbus servers that answer what no instrument should: nothing wrong is recorded, all is told."""

import asyncio
import struct
import threading

import pytest

from kta_desktop.measurement.errors import InstrumentClosedError, InstrumentSilentError
from kta_desktop.measurement.link_errors import AnswerGarbledError
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.scenario import FOLDER, load
from kta_desktop.measurement.simulator import Simulator

TRUE, FALSE = 6.5, 999.0


def frame(tid, value, *, unit=1, function=3, protocol=0, length=None):
    body = bytes([unit, function, 4]) + struct.pack(">f", value)
    return struct.pack(">HHH", tid, protocol, len(body) if length is None else length) + body


class Server:
    """A raw TCP server that answers each request with what ``answer`` returns for it."""

    def __init__(self, answer):
        self._answer = answer
        self.asked = 0
        self._loop = asyncio.new_event_loop()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(
            target=self._loop.run_until_complete, args=(self._serve(),), daemon=True
        )
        self._thread.start()
        assert self._ready.wait(60)

    async def _serve(self):
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            await asyncio.wait([task])

    async def _talk(self, reader, writer):
        try:
            while True:
                request = await reader.readexactly(12)
                self.asked += 1
                for part in self._answer(int.from_bytes(request[:2], "big"), self.asked):
                    if part is None:
                        return
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0.001)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def close(self):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)
        self._loop.close()


@pytest.fixture
def serve():
    """Return a function that starts a server with answers of its own."""
    running = []

    def start(answer):
        running.append(Server(answer))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def one():
    """Return an instrument with one quantity in two registers, read every 20 ms."""
    return InstrumentProfile.model_validate(
        {
            "id": "one",
            "name": {},
            "period_s": 0.02,
            "timeout_s": 0.02,
            "registers": [{"channel": "dust", "label": {}, "unit": "mg/m3", "address": 0}],
        }
    )


def good(tid):
    return frame(tid, TRUE)


GARBAGE = bytes(range(7, 250))
MISLEADING = {
    "garbage": lambda _tid: [GARBAGE],
    "half a frame": lambda tid: [good(tid)[:9]],
    "a frame of another device": lambda tid: [frame(tid, FALSE, unit=9)],
    "another transaction": lambda tid: [frame(tid + 7, FALSE)],
    "no transaction at all": lambda _tid: [frame(0, FALSE)],
    "another function": lambda tid: [frame(tid, FALSE, function=4)],
    "another protocol": lambda tid: [frame(tid, FALSE, protocol=5)],
    "fewer registers": lambda tid: [struct.pack(">HHHBBBH", tid, 0, 5, 1, 3, 2, 17)],
    "more registers": lambda tid: [struct.pack(">HHHBBB", tid, 0, 11, 1, 3, 8) + bytes(8)],
    "a count that lies": lambda tid: [struct.pack(">HHHBBB", tid, 0, 5, 1, 3, 200) + bytes(2)],
    "a function that is none": lambda tid: [struct.pack(">HHHBB", tid, 0, 3, 1, 99) + b"\0"],
    "an empty frame": lambda tid: [struct.pack(">HHHB", tid, 0, 1, 1)],
    "a length of 65535": lambda tid: [frame(tid, FALSE, length=65535)],
}


@pytest.mark.parametrize("name", MISLEADING)
def test_that_an_answer_to_something_else_is_told_and_never_recorded(
    name, one, serve, listen, until
):
    comes_to_itself = threading.Event()

    def answer(tid, _count):
        return [good(tid)] if comes_to_itself.is_set() else MISLEADING[name](tid)

    server = serve(answer)
    heard = listen(one, host="127.0.0.1", port=server.port)
    until(lambda: isinstance(heard.error, AnswerGarbledError | InstrumentClosedError))
    until(lambda: server.asked > 3)
    assert not heard.count("dust")
    comes_to_itself.set()
    until(lambda: heard.count("dust") > 1 and heard.error is None)
    assert set(heard.values("dust")) == {TRUE}


ODD = {
    "a slow drip": lambda tid: [bytes([byte]) for byte in good(tid)],
    "an answer that comes twice": lambda tid: [good(tid) + good(tid)],
    "an answer after one of another device": lambda tid: [frame(tid, FALSE, unit=2) + good(tid)],
    "an answer after one of another request": lambda tid: [frame(tid - 1, FALSE), good(tid)],
    "two parts": lambda tid: [good(tid)[:8], good(tid)[8:]],
}


@pytest.mark.parametrize("name", ODD)
def test_that_an_odd_way_of_answering_is_understood(name, one, serve, listen, until):
    server = serve(lambda tid, _count: ODD[name](tid))
    heard = listen(one.model_copy(update={"timeout_s": 1.0}), host="127.0.0.1", port=server.port)
    until(lambda: heard.count("dust") > 5)
    assert set(heard.values("dust")) == {TRUE}
    assert heard.connection.up


def test_that_nothing_that_was_answered_is_lost_when_connections_break(one, serve, listen, until):
    def answer(tid, count):
        whole = frame(tid, float(count))
        return [whole[:5], None] if count % 4 == 0 else [whole]

    server = serve(answer)
    heard = listen(one.model_copy(update={"timeout_s": 1.0}), host="127.0.0.1", port=server.port)
    until(lambda: heard.count("dust") > 12)
    heard.reader.stop()
    answered = [float(count) for count in range(1, server.asked + 1) if count % 4]
    found = heard.values("dust")
    assert found == answered[: len(found)]
    assert len(answered) - len(found) <= 1  # one may have been on its way


def test_that_late_answers_are_never_taken_for_the_next(one, serve, listen, until):
    late = []

    def answer(tid, count):
        late.append(frame(tid, float(count)))
        return late[-2:-1] if len(late) > 1 else []  # always that of the request before

    server = serve(answer)
    heard = listen(one, host="127.0.0.1", port=server.port)
    until(lambda: server.asked > 6)
    assert not heard.count("dust")
    assert isinstance(heard.error, AnswerGarbledError)


def test_that_a_silent_stretch_is_told_and_over(one, serve, listen, until):
    def answer(tid, count):
        return [] if 3 < count < 8 else [good(tid)]

    heard = listen(one, host="127.0.0.1", port=serve(answer).port)
    seen = []
    until(lambda: (seen.append(heard.error), heard.count("dust") > 6)[1])
    assert any(isinstance(error, InstrumentSilentError) for error in seen)
    until(lambda: heard.error is None)


def test_that_unsolicited_frames_are_not_taken_for_answers(one, serve, listen, until):
    flood = b"".join(frame(tid, FALSE) for tid in range(40_000, 40_020))
    server = serve(lambda tid, _count: [good(tid), flood])
    heard = listen(one.model_copy(update={"timeout_s": 1.0}), host="127.0.0.1", port=server.port)
    until(lambda: heard.count("dust") > 5)
    assert set(heard.values("dust")) == {TRUE}


def test_that_every_trouble_of_the_hostile_scenario_is_survived(one, listen, until):
    class Fast:
        """A clock of its own for the instrument: ten seconds of trouble in each of ours."""

        def __init__(self):
            self.time = 0.0

        def now(self):
            return self.time

    clock = Fast()
    shown = load(FOLDER / "hostile.json")
    simulator = Simulator(one, shown, clock)
    try:
        heard = listen(one, host=simulator.host, port=simulator.port)
        until(lambda: heard.count("dust") > 2)
        for trouble in shown.troubles:
            clock.time = trouble.at_s + 0.5
            if trouble.harm != "twice":
                until(lambda: heard.error is not None)
            clock.time = trouble.at_s + trouble.length_s + 0.1
            until(lambda: heard.error is None and heard.connection.up)
            before = heard.count("dust")
            until(lambda count=before: heard.count("dust") > count + 1)
    finally:
        simulator.close()
