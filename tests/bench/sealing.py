"""How fast a bundle is encrypted and proven, against the cipher alone over the same bytes.

The cipher alone encrypts once and decrypts once, as proving does; what comes on top are reading
and writing the disk and the hashes on both sides.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pyrage

from kta_desktop.services import sealing

Row = tuple[str, float, str]
MEGABYTES, TURNS, GOAL = 256, 3, 0.4


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    identity = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory() as name:
        bundle, out = Path(name) / "a.kta", Path(name) / "a.kta.age"
        with bundle.open("wb") as file:
            for _turn in range(MEGABYTES):
                file.write(os.urandom(1_000_000))
        before = _memory()
        with mock.patch.object(sealing, "_identity", return_value=str(identity)):
            sealed = _best(lambda: sealing.seal(mock.Mock(), bundle, [], out))
            opened = _best(lambda: sealing.unseal(mock.Mock(), out, Path(name) / "b.kta"))
        grown = _memory() - before
        plain = bundle.read_bytes()
    closed = pyrage.encrypt(plain, [identity.to_public()])
    once = _best(lambda: pyrage.encrypt(plain, [identity.to_public()]))
    back = _best(lambda: pyrage.decrypt(closed, [identity]))
    yield f"{MEGABYTES} MB encrypted and proven", MEGABYTES / sealed, "MB/s"
    yield "the cipher alone, there and back", MEGABYTES / (once + back), "MB/s"
    yield f"encrypted and proven / the cipher (goal ≥ {GOAL:g})", (once + back) / sealed, "×"
    yield f"decrypted to disk / the cipher (goal ≥ {GOAL:g})", back / opened, "×"
    yield "memory it grew by (goal < 16)", grown, "MB"


def _best(work: Callable[[], object]) -> float:
    """Return the shortest of several turns in seconds."""
    times = []
    for _turn in range(TURNS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def _memory() -> float:
    """Return the most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
