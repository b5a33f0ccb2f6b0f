"""Hands a thousand values a second to the writer of recordings until it is killed.

Reads lines ``WORKSPACE KEY_HEX AUDIT SESSION``. For each it forks, says ``pid N``, and the child
says ``ready``; when the child is gone, ``dead``. The values of each channel count from 0; now and
then the session itself is saved, too. Batches are rolled into chunks far more often than at work.
"""

import itertools
import os
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

from kta_desktop.domain.measurement import Event, Session
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.evaluation import iso_of
from kta_desktop.measurement.series import Series
from kta_desktop.services import workspace
from kta_desktop.services.measuring_records import RecordWriter
from kta_desktop.storage import samples

CHANNELS = 20
PERIOD_S = 0.02  # 50 readings a second of each
SAVED = 13  # batches between two states of the session


def main() -> None:
    """Fork a recorder for each line, one at a time."""
    samples.TAIL_ROWS = 2
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            record(*line.split())
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("dead")


def record(path: str, key: str, audit: str, session: str) -> NoReturn:
    """Record until killed."""
    ws = workspace.open_with_key(Path(path), bytes.fromhex(key))
    writer = RecordWriter(ws, audit, session, SystemClock())
    pause = threading.Event()
    say("ready")
    for number in itertools.count():
        now = time.time()
        writer.add({f"c{n}": Series.of([now], [float(number)]) for n in range(CHANNELS)})
        if number % SAVED == 0:
            writer.save(_state(session, now, number))
        pause.wait(PERIOD_S)
    raise AssertionError("counting ended")


def _state(session: str, now: float, number: int) -> Session:
    return Session(
        id=session,
        source="0014",
        point="1",
        parameter={"ru": "NOx"},
        channel="c0",
        level=None,
        basis="eu-dry",
        started_at=iso_of(now),
        events=(Event(at=iso_of(now), text=str(number)),),
    )


def say(text: str) -> None:
    """Write a line at once: a pipe takes so few bytes whole or not at all."""
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main()
