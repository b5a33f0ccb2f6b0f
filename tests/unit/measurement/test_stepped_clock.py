"""A stepped clock goes on when everybody waits, to whatever is next."""

import asyncio
import threading

from kta_desktop.measurement.clock import SteppedClock

PATIENCE_S = 60.0


def walk(clock, period, seen):
    """Note the time every ``period`` seconds until the end, in a thread of its own."""

    async def waiting():
        at = clock.now()
        while True:
            at += period
            await clock.sleep_until(at)
            seen.append((period, clock.now()))

    def run():
        loop = asyncio.new_event_loop()
        task = loop.create_task(waiting())
        ends.append(lambda: loop.call_soon_threadsafe(task.cancel))
        try:
            loop.run_until_complete(asyncio.wait([task]))
        finally:
            loop.close()

    ends = []
    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def end():
        ends[0]()
        thread.join()

    return end


def test_that_two_that_wait_each_get_every_time_they_wait_for():
    clock, seen = SteppedClock(100.0, 110.0, waiters=2), []
    ends = [walk(clock, 1.0, seen), walk(clock, 2.5, seen)]
    assert clock.wait_for_end(PATIENCE_S)
    for end in ends:
        end()
    assert sorted(at for period, at in seen if period == 1.0) == [101.0 + n for n in range(10)]
    assert sorted(at for period, at in seen if period == 2.5) == [102.5, 105.0, 107.5, 110.0]
    assert clock.now() == 110.0


def test_that_nothing_goes_on_before_everybody_waits():
    clock, seen = SteppedClock(0.0, 5.0, waiters=2), []
    end = walk(clock, 1.0, seen)
    assert not clock.wait_for_end(0.05)
    assert seen == []
    second = walk(clock, 1.0, seen)
    assert clock.wait_for_end(PATIENCE_S)
    end()
    second()
    assert len(seen) == 10


def test_that_what_happens_meanwhile_happens_at_its_time():
    told, seen = [], []
    clock = SteppedClock(0.0, 3.0, [(1.5, lambda: told.append(clock.now()))])
    end = walk(clock, 1.0, seen)
    assert clock.wait_for_end(PATIENCE_S)
    end()
    assert told == [1.5]
    assert [at for _period, at in seen] == [1.0, 2.0, 3.0]
