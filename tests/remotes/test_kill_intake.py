"""A centre killed with -9 at random moments of its intake: each version once, whole, signed for."""

import os
import random
import signal
import threading
import time

import pytest

from tests.remotes.laptop import Laptop

pytestmark = [pytest.mark.remotes, pytest.mark.timeout(900)]
KILLS = 12


@pytest.fixture
def programs(tmp_path):
    """Return a laptop and a centre, neither used before."""
    made = []
    for name in ("laptop", "centre"):
        (tmp_path / name).mkdir()
        made.append(Laptop(tmp_path / name / "w.ktadb"))
    yield made
    for each in made:
        each.close()


def receipts(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in (place / "receipts").rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_that_a_centre_killed_at_random_moments_takes_each_version_once(programs, tmp_path):
    laptop, centre = programs
    place = tmp_path / "place"
    place.mkdir()
    card = laptop.do("make", str(place))[0]["card"]
    centre.do("bureau", card)
    moments = random.Random(11)
    laptop.do("more", str(tmp_path), "1")
    laptop.do("sync")
    begun = time.perf_counter()
    centre.do("intake", str(place))
    longest = time.perf_counter() - begun  # of a child before it is killed
    killed, seed, sent, there = 0, 1, 2, receipts(place)
    while killed < KILLS:
        if len(there) == sent:
            seed += 1
            laptop.do("more", str(tmp_path), str(seed))
            laptop.do("sync")
            sent += 2
        child = centre.begin("intake", str(place))
        threading.Event().wait(moments.uniform(0.02, longest))
        os.kill(child, signal.SIGKILL)
        *_told, status = centre.end()
        assert status in (0, signal.SIGKILL)
        killed += status == signal.SIGKILL
        assert there.items() <= receipts(place).items()  # what was signed once stays
        there = receipts(place)
    (told,) = centre.do("intake", str(place))
    assert (told["received"] + told["known"], told["refused"], told["held"]) == (sent, 0, 0)
    assert len(receipts(place)) == sent
    (again,) = centre.do("intake", str(place))
    assert (again["received"], again["known"]) == (0, sent)
    assert again["entries"] == told["entries"]
    laptop.do("sync")
    rows = laptop.do("sync")[0]["rows"]
    assert {row["state"] for row in rows} == {"received"}
    assert not list(tmp_path.rglob("*.refused"))
