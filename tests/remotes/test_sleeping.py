"""A laptop that is put to sleep while it sends, and wakes up to a line that is long gone."""

import os
import signal
import threading
import time

import pytest

from kta_desktop.storage import keys
from tests.remotes.laptop import Laptop
from tests.servers import web
from tests.servers.dav import Dav

pytestmark = [pytest.mark.remotes, pytest.mark.timeout(300)]
PATIENCE_S = 60.0
SILENCE_S = 1.0  # after which the server gives a connection up


class Slow(Dav):
    """A server that takes its time for what it is sent, and counts it."""

    came = 0

    def answer(self, asked):
        if asked.command == "PUT":
            self.came += 1
            threading.Event().wait(0.02)
        super().answer(asked)


def test_that_a_laptop_that_sleeps_while_it_sends_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(web.Asked, "timeout", SILENCE_S)
    laptop = Laptop(tmp_path / "w.ktadb")
    try:
        with Slow() as server:
            server.folders.add("/place")
            laptop.do("make", f"{server.url}/place")
            laptop.do("more", str(tmp_path), "1")
            child = laptop.begin("sync")
            for naps in (3, 9):
                end = time.monotonic() + PATIENCE_S
                while server.came < naps:
                    assert time.monotonic() < end, server.came
                    threading.Event().wait(0.005)
                os.kill(child, signal.SIGSTOP)
                threading.Event().wait(3 * SILENCE_S)
                os.kill(child, signal.SIGCONT)
            *told, status = laptop.end()
            assert (status, told[-1]["errors"]) == (0, [])
            (row, other) = laptop.do("sync")[0]["rows"]
            assert {row["state"], other["state"]} == {"delivered"}
            assert row["done"] == row["total"]
    finally:
        laptop.close()
