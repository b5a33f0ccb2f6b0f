"""How fast bytes go: held to a limit, stopped while waiting, told as time that is left."""

import pytest

from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.pace import Pace


class Time:
    """A clock that goes on only while somebody waits."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def time():
    return Time()


def paced(time, limit):
    return Pace(lambda: limit[0], clock=time, wait=time.wait)


def test_that_bytes_go_no_faster_than_the_limit(time):
    pace = paced(time, [100_000])
    for _piece in range(100):
        pace(65_536)
    took = time.now - 100.0
    assert pace.total == 6_553_600
    assert took == pytest.approx(65.5, abs=1.5)


def test_that_without_a_limit_nothing_waits(time):
    pace = paced(time, [0])
    for _piece in range(1000):
        pace(65_536)
    assert time.now == 100.0


def test_that_a_rest_lets_no_more_than_a_second_go_at_once(time):
    pace = paced(time, [100_000])
    time.now += 3600
    for _piece in range(10):
        pace(65_536)
    assert time.now - 3700 > 4.0


def test_that_a_limit_that_is_lifted_lets_go_at_once(time):
    limit = [1]
    pace = paced(time, limit)
    pace._wait = lambda seconds: limit.__setitem__(0, 0) or time.wait(seconds)
    pace(1_000_000)
    assert time.now - 100.0 < 1.0


def test_that_it_can_be_stopped_while_it_waits(time):
    calls = []

    def look():
        calls.append(time.now)
        if len(calls) > 5:
            raise CancelledError
        return 10

    pace = Pace(look, clock=time, wait=time.wait)
    with pytest.raises(CancelledError):
        pace(1_000_000)
    assert time.now - 100.0 < 2.0
    assert pace.total == 0


def test_that_the_rest_is_told_in_seconds_of_the_pace_of_now(time):
    pace = paced(time, [0])
    pace(1000)
    assert pace.seconds_left(5000) is None
    for _second in range(10):
        time.now += 1
        pace(1000)
    assert pace.seconds_left(5000) == pytest.approx(5.0, rel=0.15)


def test_that_a_line_that_stalls_tells_no_time(time):
    pace = paced(time, [0])
    pace(1000)
    time.now += 500
    assert pace.seconds_left(5000) is None
